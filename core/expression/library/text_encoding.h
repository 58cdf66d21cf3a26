// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::expression {

enum class Charset { Utf8, Ascii, Utf16, Utf16BigEndian, Utf32, Latin1, Windows1252 };

std::string encodeText(std::u16string_view text, Charset charset); //!< "?" or U+FFFD for what the charset has not
std::u16string decodeText(std::string_view bytes, Charset charset);
bool isWellFormedText(std::string_view bytes, Charset charset); //!< of Utf8 and Utf16; true for others

} // namespace gatehouse::expression
