// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::management {

struct FilterLimits
{
    std::size_t bytes = 4096;
    std::size_t depth = 32;
    std::size_t terms = 256;
};

//! The OData filter that APIM's lists take: eq ne gt ge lt le, and or not, parentheses, contains, startswith, endswith,
//! substringof, strings, numbers, true, false, null, datetime'...'. Texts compare without case, as Azure's store does.
//! A value; matching is const.
class ODataFilter
{
public:
    //! The value of a property ("name", "properties/path"), or null when there is none.
    using Lookup = std::function<json::value(std::string_view property)>;

    //! Fails with Invalid "odata.syntax" (args: reason, column) or TooLarge "odata.tooLarge".
    static Result<ODataFilter> parse(std::string_view text, const FilterLimits &limits = {});
    bool matches(const Lookup &lookup) const;

    struct Node;

private:
    explicit ODataFilter(std::shared_ptr<const Node> root) : m_root(std::move(root)) { }
    std::shared_ptr<const Node> m_root;
};

} // namespace gatehouse::management
