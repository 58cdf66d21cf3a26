// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/json.h"

#include <unordered_map>

namespace gatehouse::expression {

//! JToken's explicit conversions: (int)token, (string)token, (DateTime?)token. `target` is what the conversion gives.
Value castJson(Machine &machine, JsonToken *token, const Type *target);
//! Value<T>(): a token as it is where it is a T, else Convert.ChangeType of its value.
Value valueOfJson(Machine &machine, JsonToken *token, const Type *target);
//! ToObject<T>(), JsonConvert.DeserializeObject<T>().
struct JsonReading
{
    bool dates = true; //!< of strings that become object or JToken
    //! Of numbers and booleans when the tokens were read from text; null: the tokens stand for themselves.
    const std::unordered_map<const JsonToken *, std::u16string> *rawText = nullptr;
};
Value objectOfJson(Machine &machine, JsonToken *token, const Type *target, const JsonReading &reading);
//! Is there a cast to `target`? ToObject<T> uses it then.
bool hasJsonCast(const Type *target);

} // namespace gatehouse::expression
