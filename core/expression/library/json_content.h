// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/bridge.h"
#include "core/expression/library/json.h"

#include <functional>

namespace gatehouse::expression {

//! Does it stand for several items where a container takes content?
bool isMultiContent(Machine &machine, const Value &content);

//! Makes tokens of what a container is given, sequences in sequences flattened, and goes on with them; lazy sequences may call lambdas.
using WithTokens = std::function<Value(Machine &machine, std::vector<Value> tokens)>;
Value withJsonContent(Call &call, const Value &content, WithTokens then);

struct JsonWriting
{
    bool skipsNull = false; //!< NullValueHandling.Ignore: of members, not of dictionaries
    bool skipsDefault = false; //!< DefaultValueHandling.Ignore
    bool camelCase = false;
    bool enumsAsText = false;
};
//! Makes a token of any object as the serializer does: anonymous objects, lists, dictionaries, values.
using WithToken = std::function<Value(Machine &machine, const Value &token)>;
Value withJsonOf(Call &call, const Value &object, const JsonWriting &writing, WithToken then);

} // namespace gatehouse::expression
