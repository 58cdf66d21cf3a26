// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace gatehouse {

//! "PT1H", "P1DT30M", "PT90S", "P2W": weeks, or days to whole seconds of ISO 8601, each at most once and in order. Nothing for any other
//! text: years and months have no fixed length.
std::optional<std::chrono::seconds> parseIsoDuration(std::string_view text);

} // namespace gatehouse
