// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"
#include "core/expression/number_parse.h"
#include "core/expression/type.h"

#include <string_view>

namespace gatehouse::expression {

// Parts of declareNumbers.
void declareIntegers(Library &library);
void declareReals(Library &library);
void declareDecimal(Library &library);
void declareMath(Library &library);
void declareConvert(Library &library);
void declareBase64(Library &library);
void declareBitConverter(Library &library);

//! A numeric type as its members see it.
struct NumberTraits
{
    Tag tag = Tag::Object; //!< Object: decimal
    int bits = 0; //!< of integers
    bool isSigned = false;
    std::string_view name; //!< "an Int32", for messages
};
NumberTraits traitsOf(TypeKind kind);

//! Reads a number of type `kind` as its Parse does; raises FormatException or OverflowException.
Value parseNumber(std::u16string_view text, TypeKind kind, int style);
Parsed tryParseNumber(std::u16string_view text, TypeKind kind, int style, Value &out);
Value zeroOf(TypeKind kind);
constexpr int defaultStyle(TypeKind kind)
{
    if (kind == TypeKind::Decimal)
        return numberStyle::number;
    return kind == TypeKind::Single || kind == TypeKind::Double ? numberStyle::floating | numberStyle::thousands : numberStyle::integer;
}
//! Raises ArgumentException for impossible NumberStyles.
void requireNumberStyle(int style, TypeKind kind);

//! Convert.ToX(value) for every primitive, decimal and DateTime (TypeKind::Struct); `value` of any type.
Value convertTo(Machine &machine, Value value, TypeKind target);
std::optional<bool> parseBoolean(std::u16string_view text);

//! Half to even; digits as Math.Round has them.
double roundReal(double value, int digits, bool awayFromZero);

} // namespace gatehouse::expression
