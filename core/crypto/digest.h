// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret_string.h"

#include <string>
#include <string_view>

namespace gatehouse::crypto {

std::string sha256(std::string_view data); //!< 32 raw bytes
std::string sha1(std::string_view data); //!< 20 raw bytes; for names and protocols alone (a WebSocket, a script's name, a thumbprint)
std::string hmacSha256(const SecretString &key, std::string_view data);
std::string toHex(std::string_view bytes);
std::string base64(std::string_view bytes);
//! Constant time for equal lengths.
bool equalSecrets(std::string_view a, std::string_view b);

} // namespace gatehouse::crypto
