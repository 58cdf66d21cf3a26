// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"

#include <string_view>

namespace gatehouse::expression {

//! IMessageBody.As<T>: string, byte[], JObject, JArray, JToken, XElement, XDocument, XNode. Raises what the parsers do.
Value bodyAs(Call &call, std::string_view text, const Type *wanted);
//! XML text as an XDocument, or its root as an XElement (or XNode).
Value xmlFromText(std::string_view text, Known wanted, Machine *machine = nullptr);

} // namespace gatehouse::expression
