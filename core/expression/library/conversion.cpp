// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/decimal.h"
#include "core/expression/library/convert.h"
#include "core/expression/library/json.h"
#include "core/expression/library/strings.h"
#include "core/expression/library/time.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"

#include <cmath>
#include <limits>

namespace gatehouse::expression {

namespace {

__extension__ using Int128 = __int128;

[[noreturn]] void raiseTooLarge(TypeKind kind)
{
    raise(Raised::Overflow, "Value was either too large or too small for " + std::string(traitsOf(kind).name) + '.');
}

std::string_view clrName(TypeKind kind)
{
    constexpr std::string_view names[]{"Object", "Boolean", "Char", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64",
                                       "UInt64", "Single", "Double", "Decimal", "String"};
    const auto index = static_cast<std::size_t>(kind) - static_cast<std::size_t>(TypeKind::Object);
    return index < std::size(names) ? names[index] : "DateTime";
}

[[noreturn]] void raiseInvalid(std::string_view from, TypeKind to)
{
    raise(Raised::InvalidCast, "Invalid cast from '" + std::string(from) + "' to '" + std::string(clrName(to)) + "'.");
}

Value integerOf(Int128 value, TypeKind kind)
{
    const NumberTraits traits = traitsOf(kind);
    const Int128 span = static_cast<Int128>(1) << (traits.isSigned ? traits.bits - 1 : traits.bits);
    if (value >= span || value < (traits.isSigned ? -span : 0))
        raiseTooLarge(kind);
    return Value::ofInteger(traits.tag, static_cast<std::int64_t>(value));
}

Value integerOfReal(double value, TypeKind kind)
{
    constexpr double beyond = 1e20; // of every integer type
    if (std::isnan(value) || std::fabs(value) >= beyond)
        raiseTooLarge(kind);
    return integerOf(static_cast<Int128>(roundReal(value, 0, false)), kind);
}

Value integerOfDecimal(const Decimal &value, TypeKind kind)
{
    const Decimal rounded = roundTo(value, 0, false);
    if (rounded.mantissa >> 64 != 0)
        raiseTooLarge(kind);
    const auto magnitude = static_cast<Int128>(rounded.mantissa);
    return integerOf(rounded.isNegative ? -magnitude : magnitude, kind);
}

bool isInteger(TypeKind kind)
{
    return kind >= TypeKind::SByte && kind <= TypeKind::UInt64;
}

Value realOf(double value, TypeKind kind)
{
    return kind == TypeKind::Single ? Value::ofReal(Tag::Single, static_cast<double>(static_cast<float>(value))) : Value::ofDouble(value);
}

Value ofInteger(Int128 value, TypeKind target, std::string_view from)
{
    if (isInteger(target))
        return integerOf(value, target);
    switch (target) {
    case TypeKind::Bool:
        return Value::ofBool(value != 0);
    case TypeKind::Char:
        if (value < 0 || value > 0xffff)
            raiseTooLarge(TypeKind::Char);
        return Value::ofChar(static_cast<char16_t>(value));
    case TypeKind::Single:
        return Value::ofReal(Tag::Single, static_cast<double>(static_cast<float>(value)));
    case TypeKind::Double:
        return Value::ofDouble(static_cast<double>(value));
    case TypeKind::Decimal:
        return toValue(value < 0 ? negate({static_cast<UInt128>(-value), false, 0}) : Decimal{static_cast<UInt128>(value), false, 0});
    default:
        raiseInvalid(from, target);
    }
}

Value ofReal(double value, bool isSingle, TypeKind target)
{
    if (isInteger(target))
        return integerOfReal(value, target);
    switch (target) {
    case TypeKind::Bool:
        return Value::ofBool(value != 0);
    case TypeKind::Single:
    case TypeKind::Double:
        return realOf(value, target);
    case TypeKind::Decimal:
        return toValue(isSingle ? decimalOfSingle(value) : decimalOf(value));
    default:
        raiseInvalid(isSingle ? "Single" : "Double", target);
    }
}

Value ofDecimal(const Decimal &value, TypeKind target)
{
    if (isInteger(target))
        return integerOfDecimal(value, target);
    switch (target) {
    case TypeKind::Bool:
        return Value::ofBool(value.mantissa != 0);
    case TypeKind::Single:
    case TypeKind::Double:
        return realOf(toDouble(value), target);
    case TypeKind::Decimal:
        return toValue(value);
    default:
        raiseInvalid("Decimal", target);
    }
}

Value ofChar(char16_t unit, TypeKind target)
{
    if (isInteger(target))
        return integerOf(unit, target);
    if (target == TypeKind::Char)
        return Value::ofChar(unit);
    raiseInvalid("Char", target);
}

Value ofBoolean(bool value, TypeKind target)
{
    if (target == TypeKind::Char)
        raiseInvalid("Boolean", target);
    return ofInteger(value ? 1 : 0, target, "Boolean");
}

Value ofText(std::u16string_view text, TypeKind target)
{
    switch (target) {
    case TypeKind::Bool: {
        const auto value = parseBoolean(text);
        if (!value)
            raise(Raised::Format, "String was not recognized as a valid Boolean.");
        return Value::ofBool(*value);
    }
    case TypeKind::Char:
        if (text.size() != 1)
            raise(Raised::Format, "String must be exactly one character long.");
        return Value::ofChar(text[0]);
    default:
        return parseNumber(text, target, defaultStyle(target));
    }
}

Value ofNull(TypeKind target)
{
    switch (target) {
    case TypeKind::Bool:
        return Value::ofBool(false);
    case TypeKind::Char:
        return Value::ofChar(0);
    case TypeKind::Struct:
        return Value::ofDateTime(0, 0);
    default:
        return zeroOf(target);
    }
}

} // namespace

NumberTraits traitsOf(TypeKind kind)
{
    switch (kind) {
    case TypeKind::SByte: return {Tag::SByte, 8, true, "a signed byte"};
    case TypeKind::Byte: return {Tag::Byte, 8, false, "an unsigned byte"};
    case TypeKind::Int16: return {Tag::Int16, 16, true, "an Int16"};
    case TypeKind::UInt16: return {Tag::UInt16, 16, false, "a UInt16"};
    case TypeKind::Int32: return {Tag::Int32, 32, true, "an Int32"};
    case TypeKind::UInt32: return {Tag::UInt32, 32, false, "a UInt32"};
    case TypeKind::Int64: return {Tag::Int64, 64, true, "an Int64"};
    case TypeKind::UInt64: return {Tag::UInt64, 64, false, "a UInt64"};
    case TypeKind::Single: return {Tag::Single, 0, true, "a Single"};
    case TypeKind::Double: return {Tag::Double, 0, true, "a Double"};
    case TypeKind::Char: return {Tag::Char, 16, false, "a character"};
    default: return {Tag::Object, 0, true, "a Decimal"};
    }
}

Value zeroOf(TypeKind kind)
{
    if (kind == TypeKind::Decimal)
        return toValue(Decimal{});
    const NumberTraits traits = traitsOf(kind);
    return traits.bits > 0 ? Value::ofInteger(traits.tag, 0) : Value::ofReal(traits.tag, 0);
}

Parsed tryParseNumber(std::u16string_view text, TypeKind kind, int style, Value &out)
{
    const NumberTraits traits = traitsOf(kind);
    if (kind == TypeKind::Decimal) {
        Decimal value;
        const Parsed parsed = parseDecimal(text, style, value);
        out = toValue(value);
        return parsed;
    }
    if (traits.bits > 0) {
        std::int64_t value = 0;
        const Parsed parsed = parseInteger(text, style, traits.bits, traits.isSigned, value);
        out = Value::ofInteger(traits.tag, value);
        return parsed;
    }
    double value = 0;
    const Parsed parsed = parseReal(text, style, kind == TypeKind::Single, value);
    out = Value::ofReal(traits.tag, value);
    return parsed;
}

Value parseNumber(std::u16string_view text, TypeKind kind, int style)
{
    Value result;
    switch (tryParseNumber(text, kind, style, result)) {
    case Parsed::WrongFormat:
        raise(Raised::Format, "Input string was not in a correct format.");
    case Parsed::Overflow:
        raiseTooLarge(kind);
    case Parsed::Ok:
        break;
    }
    return result;
}

void requireNumberStyle(int style, TypeKind kind)
{
    constexpr int known = 0x3ff;
    const bool isHexadecimal = (style & numberStyle::hexSpecifier) != 0;
    if ((style & ~known) != 0)
        raise(Raised::ArgumentException, "An undefined NumberStyles value is being used.", "style");
    if (isHexadecimal && !isInteger(kind))
        raise(Raised::ArgumentException, "The number style AllowHexSpecifier is not supported on floating point data types.");
    const int allowed = numberStyle::hexSpecifier | numberStyle::leadingWhite | numberStyle::trailingWhite;
    if (isHexadecimal && (style & ~allowed) != 0)
        raise(Raised::ArgumentException,
              "With the AllowHexSpecifier bit set in the enum bit field, the only other valid bits that can be combined into the enum "
              "value must be a subset of those in HexNumber.");
}

std::optional<bool> parseBoolean(std::u16string_view text)
{
    while (!text.empty() && (isWhiteSpace(text.front()) || text.front() == u'\0'))
        text.remove_prefix(1);
    while (!text.empty() && (isWhiteSpace(text.back()) || text.back() == u'\0'))
        text.remove_suffix(1);
    if (equalsOrdinalIgnoreCase(text, u"true"))
        return true;
    return equalsOrdinalIgnoreCase(text, u"false") ? std::optional(false) : std::nullopt;
}

Value convertTo(Machine &machine, Value value, TypeKind target)
{
    if (const auto *json = value.as<JsonValue>())
        value = Value(json->content());
    if (const std::u16string *text = stringOf(value))
        machine.charge(text->size());
    if (const std::u16string *text = stringOf(value); text && target == TypeKind::Struct)
        return parseDateTime(*text, 0, nowTicks(machine));
    else if (text)
        return ofText(*text, target);
    if (value.as<DecimalObject>())
        return ofDecimal(decimalOf(value), target);
    switch (value.tag()) {
    case Tag::Null:
        return ofNull(target);
    case Tag::Bool:
        return ofBoolean(value.boolean(), target);
    case Tag::Char:
        return ofChar(value.character(), target);
    case Tag::SByte:
    case Tag::Byte:
    case Tag::Int16:
    case Tag::UInt16:
    case Tag::Int32:
    case Tag::UInt32:
    case Tag::Int64:
        return ofInteger(value.integer(), target, "Int64");
    case Tag::UInt64:
        return ofInteger(static_cast<std::uint64_t>(value.integer()), target, "UInt64");
    case Tag::Enum:
        return ofInteger(value.enumValue(), target, "Int32");
    case Tag::Single:
    case Tag::Double:
        return ofReal(value.real(), value.tag() == Tag::Single, target);
    case Tag::DateTime:
        if (target == TypeKind::Struct)
            return value;
        raiseInvalid("DateTime", target);
    default:
        raise(Raised::InvalidCast, "Unable to cast object of type '" + fullNameOf(*machine.library().typeOf(value))
                                       + "' to type 'System.IConvertible'.");
    }
}

} // namespace gatehouse::expression
