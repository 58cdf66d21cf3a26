// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <string>
#include <string_view>

namespace gatehouse::crypto {

inline constexpr std::size_t aeadKeyBytes = 32;

//! AES-256-GCM under a fresh 96-bit nonce: nonce, ciphertext, 128-bit tag. `bound` is not in it, and yet must be the same when it is opened.
//! Fails with Invalid "crypto.keyLength", Internal "crypto.failed".
Result<std::string> seal(const SecretString &key, std::string_view plain, std::string_view bound, Random &random);
//! Fails with Corrupt "crypto.notAuthentic" for another key, another `bound` or changed bytes: which of them can't be told.
Result<SecretString> unseal(const SecretString &key, std::string_view sealed, std::string_view bound);

} // namespace gatehouse::crypto
