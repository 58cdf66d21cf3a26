// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/cache.h"
#include "core/policy/exchange.h"

#include <optional>

namespace gatehouse::policy {

//! Nothing for an object that has no form outside the engine: no scalar, text, JSON or response.
std::optional<CachedContent> toCached(const Variable &value);
//! A new object each time: JSON comes back as JObject, JArray, JValue.
Variable fromCached(const CachedContent &content);

} // namespace gatehouse::policy
