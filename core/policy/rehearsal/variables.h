// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/policy/exchange.h"

#include <string>

namespace gatehouse::policy::rehearsal {

//! JSON as a variable: texts, numbers and booleans as such, arrays and objects as JArray and JObject.
Variable variableOf(const json::value &value);
//! A variable as JSON; nothing for one that JSON has no form for, which is then looked at as text.
std::optional<json::value> jsonOf(const Variable &variable);
//! The key under which cache-lookup-value finds `key`.
std::string valueKey(const std::string &key);

} // namespace gatehouse::policy::rehearsal
