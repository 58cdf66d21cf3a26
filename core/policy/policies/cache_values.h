// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"

#include <string>

namespace gatehouse::policy {

//! False for caching-type="external": no external cache is configured, so reads find nothing and writes keep nothing, as in Azure while
//! one can't be reached. Warns.
bool usesInternalCache(Compiler &compiler, NodeId node);

//! Values and responses share a cache and never meet.
inline std::string valueCacheKey(const std::string &key)
{
    return "v:" + key;
}

} // namespace gatehouse::policy
