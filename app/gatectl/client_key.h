// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/jwk.h"

#include <string>

namespace gatehouse::gatectl {

//! The private key in that file (PEM), its alg by its kind; a fresh one for ES256 is put there, its owner's alone, when there is no file.
//! Fails as readPrivateFile(), readPrivateKey() and writePrivateFile() do.
Result<crypto::Jwk> clientKey(const std::string &file);

} // namespace gatehouse::gatectl
