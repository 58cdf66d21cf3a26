// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::telemetry {

//! LEB128: seven bits a byte, low bits first.
void appendVarint(std::string &out, std::uint64_t value);
//! Takes one off the front. Nothing when the bytes end early, exceed 64 bits or are longer than they need be.
std::optional<std::uint64_t> takeVarint(std::string_view &bytes);

} // namespace gatehouse::telemetry
