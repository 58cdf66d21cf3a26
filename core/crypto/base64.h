// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::crypto {

enum class Base64Form {
    Standard, //!< RFC 4648 section 4; padding may be left out
    Url, //!< section 5; padding may be left out
    StrictUrl, //!< as RFC 7515 wants it: no padding, and no bits left over, so that each value has one text
};

//! Nothing when a character is foreign to the form or the length is impossible.
std::optional<std::string> decodeBase64(std::string_view text, Base64Form form);
std::string base64Url(std::string_view bytes); //!< without padding

} // namespace gatehouse::crypto
