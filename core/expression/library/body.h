// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"

#include <string_view>

namespace gatehouse::expression {

//! IMessageBody.As<T>: string, byte[], JObject, JArray, JToken, XElement, XDocument, XNode.
Value bodyAs(Call &call, std::string_view text, const Type *wanted);

} // namespace gatehouse::expression
