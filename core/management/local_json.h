// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/diagnostic.h"
#include "core/telemetry/minute_aggregate.h"

#include <string>
#include <string_view>

namespace gatehouse::management {

//! Forms of Gatehouse.Local's answers. Pure.
//! Counts, bytes, percentiles and reasons of one group; milliseconds, null when there was no request.
json::object seriesJson(const std::string &group, const telemetry::SeriesValue &value);
std::string_view severityName(Severity severity);

} // namespace gatehouse::management
