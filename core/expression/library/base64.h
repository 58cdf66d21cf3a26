// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::expression {

//! `breaksLines`: CR LF after each 76 characters but at the end.
std::string toBase64Text(std::string_view bytes, bool breaksLines = false);
//! As Convert.FromBase64String: blanks, tabs and line breaks may stand anywhere, padding must be complete. Nothing when malformed.
std::optional<std::string> fromBase64Text(std::u16string_view text);

} // namespace gatehouse::expression
