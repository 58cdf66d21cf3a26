// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/management/arm_errors.h"
#include "core/management/arm_request.h"
#include "core/store/telemetry_store.h"

#include <optional>
#include <string_view>

namespace gatehouse::management {

//! Query parameters of Gatehouse.Local, read with stated limits. Pure.
ArmError badParameter(std::string_view name, std::string_view value);
tl::expected<std::size_t, ArmError> numberParameter(const ArmRequest &request, std::string_view name,
                                                    std::size_t fallback, std::size_t maximum);
tl::expected<std::optional<UtcTime>, ArmError> timeParameter(const ArmRequest &request, std::string_view name);

struct HistogramRequest
{
    store::SeriesQuery query;
    std::string step;
};

//! from (default: an hour before `to`), to (default: now), step, groupBy and the filters; at most 20,000 buckets.
tl::expected<HistogramRequest, ArmError> histogramRequest(const ArmRequest &request, UtcTime now);

} // namespace gatehouse::management
