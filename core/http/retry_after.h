// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace gatehouse::http {

//! Retry-After's value, seconds or an IMF date: how long to wait, at most a year. Nothing for another text.
std::optional<std::chrono::seconds> parseRetryAfter(std::string_view value, UtcTime now);

} // namespace gatehouse::http
