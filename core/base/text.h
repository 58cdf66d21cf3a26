// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

//! ASCII only, as ARM ids, HTTP field names and schemes compare.
bool equalsIgnoreCase(std::string_view a, std::string_view b);
//! Negative, zero or positive; ASCII letters compare without case.
int compareIgnoreCase(std::string_view a, std::string_view b);
bool containsIgnoreCase(std::string_view text, std::string_view part);
std::string toLower(std::string_view text);
//! Without spaces, tabs, CR and LF at both ends.
std::string_view trim(std::string_view text);
//! Keeps empty parts: split("a//b", '/') has three. Views into `text`.
std::vector<std::string_view> split(std::string_view text, char separator);
//! The whole text as a decimal number, or nothing.
std::optional<long long> toInteger(std::string_view text);
bool isUtf8(std::string_view text);

} // namespace gatehouse
