// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/json.h"

#include <vector>

namespace gatehouse::expression {

//! SelectTokens(path): what the JSONPath finds from `token` on, at most `limit` tokens. Raises JsonException for a wrong path, and where
//! `mustMatch` for one that leads nowhere. Work is charged to `machine`.
std::vector<JsonToken *> selectTokens(Machine &machine, JsonToken &token, std::u16string_view path, bool mustMatch);

} // namespace gatehouse::expression
