// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/private_file.h"
#include "core/crypto/jwk.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace gatehouse::management {

using gatehouse::readPrivateFile;
using gatehouse::secretFromFile;
using gatehouse::writePrivateFile;

//! The private key in that file (PEM); a fresh one for `algorithm` is put there when there is no file. Fails as crypto::readPrivateKey() does, too.
Result<crypto::Jwk> keyFromFile(const std::filesystem::path &path, std::string_view algorithm);

} // namespace gatehouse::management
