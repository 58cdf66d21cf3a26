// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <string_view>

namespace gatehouse::management {

//! Places below `properties` as the kinds table writes them ("authentication.oAuth2"); arrays are not descended into.
const json::value *valueAt(const json::object &properties, std::string_view path);
void setAt(json::object &properties, std::string_view path, json::value value);

} // namespace gatehouse::management
