// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/cache.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

//! Cached content as bytes for another process, version 1:
//!   "GHC1", then a value   'v' kind:1 text
//!           or a response  'r' status:2 reason count:2 (name value)* body
//! where a text is length:4 and its bytes, and numbers have their low byte first. Another version, or bytes that are not all of it, are
//! no entry. At most maxCachedBytes and 1 MiB of fields.
std::string encodeCached(const CachedContent &content);
//! Pure; what it gives is safe to use whoever wrote the bytes.
std::optional<CachedContent> decodeCached(std::string_view bytes);

} // namespace gatehouse::policy
