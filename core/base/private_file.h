// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace gatehouse {

//! Files that are their owner's alone (mode 600), never a symbolic link.
//! Writes beside it and renames, so that a reader finds the old or the new content. Fails with Unavailable "file.write"
//! (args: path, reason).
Status writePrivateFile(const std::filesystem::path &path, std::string_view content);
//! Fails with NotFound "file.absent", Forbidden "file.tooOpen" when others may read or write it, Unavailable
//! "file.read".
Result<std::string> readPrivateFile(const std::filesystem::path &path, std::size_t limit = 1U << 20);
//! The secret in that file without white space around it; 32 random bytes in hexadecimal digits are put there when
//! there is no file.
Result<SecretString> secretFromFile(const std::filesystem::path &path, Random &random);

} // namespace gatehouse
