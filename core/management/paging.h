// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/management/arm_errors.h"
#include "core/management/arm_request.h"
#include "core/management/odata_filter.h"

#include <cstddef>
#include <functional>
#include <optional>

namespace gatehouse::management {

//! $top, $skip and $filter of a list.
struct PageRequest
{
    static constexpr std::size_t defaultTop = 100;
    static constexpr std::size_t maxTop = 1000;

    std::size_t top = defaultTop;
    std::size_t skip = 0;
    std::optional<ODataFilter> filter;
};

tl::expected<PageRequest, ArmError> pageRequest(const ArmRequest &request);

//! One page of `total` items as {"value","count","nextLink"}. `visible(i)` is item i as a list shows it: filters see
//! that and nothing else, so that a filter can't ask for a secret. `render(i)` makes the item's JSON and runs for the
//! page alone.
json::object page(const ArmRequest &request, const PageRequest &wanted, std::size_t total,
                  const std::function<ODataFilter::Lookup(std::size_t)> &visible,
                  const std::function<json::value(std::size_t)> &render);

//! Finds "name" in the body, anything else in `properties`; "properties/a/b" and "a/b" descend.
json::value lookupIn(std::string_view name, const json::object &properties, std::string_view property);

} // namespace gatehouse::management
