// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace gatehouse::crypto {

//! A JSON object in which no name stands twice, on any level: two readers of a token must not see two meanings (RFC 7515
//! section 4). Fails as parseJson() does, and with Invalid "json.notAnObject" or "json.duplicateMember".
Result<json::object> parseStrictObject(std::string_view text, const JsonLimits &limits);

} // namespace gatehouse::crypto
