// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"
#include "core/expression/library.h"
#include "core/expression/library/json.h"

#include <vector>

namespace gatehouse::expression {

//! The parts of declareJson.
void declareJsonToken(Library &library);
void declareJsonConversions(Library &library);
void declareJsonContainers(Library &library);
void declareJsonValues(Library &library);
void declareJsonConvert(Library &library);
void declareJsonExtensions(Library &library);

//! The argument as a token; null pointer for null.
JsonToken *tokenAt(Call &call, std::size_t index);
std::vector<Value> valuesOf(const std::vector<JsonToken *> &tokens);
//! A sequence of the call's result type.
Value sequenceOf(Call &call, std::vector<Value> items);
//! token[key] as every kind of token has it.
JsonToken *childOf(JsonToken &token, const Value &key);
void appendDescendants(Call &call, const JsonToken &token, std::vector<JsonToken *> &out);
std::vector<JsonToken *> childrenOf(const JsonToken &token);
std::vector<JsonToken *> ancestorsOf(JsonToken &token, bool withSelf);

} // namespace gatehouse::expression
