// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/library/comparers.h"
#include "core/expression/library/convert.h"
#include "core/expression/library/groups.h"
#include "core/expression/library/strings.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gatehouse::expression {

namespace {

TypeKind kindOf(const Value &value)
{
    switch (value.tag()) {
    case Tag::SByte: return TypeKind::SByte;
    case Tag::Byte: return TypeKind::Byte;
    case Tag::Int16: return TypeKind::Int16;
    case Tag::UInt16: return TypeKind::UInt16;
    case Tag::Int32: return TypeKind::Int32;
    case Tag::UInt32: return TypeKind::UInt32;
    case Tag::Int64: return TypeKind::Int64;
    case Tag::UInt64: return TypeKind::UInt64;
    case Tag::Single: return TypeKind::Single;
    case Tag::Double: return TypeKind::Double;
    default: return TypeKind::Decimal;
    }
}

template<TypeKind kind>
Value parse(Call &c)
{
    c.charge(c.stringOrEmpty(0).size());
    return parseNumber(c.string(0, "s"), kind, defaultStyle(kind));
}

template<TypeKind kind>
Value parseStyled(Call &c)
{
    requireNumberStyle(c[1].enumValue(), kind);
    c.charge(c.stringOrEmpty(0).size());
    return parseNumber(c.string(0, "s"), kind, c[1].enumValue());
}

Value tryParseInto(Call &c, TypeKind kind, int style, std::size_t out)
{
    Value result = zeroOf(kind);
    c.charge(c.stringOrEmpty(0).size());
    const bool isRead = !c.isNull(0) && tryParseNumber(c.string(0), kind, style, result) == Parsed::Ok;
    c.setOut(out, isRead ? result : zeroOf(kind));
    return Value::ofBool(isRead);
}

template<TypeKind kind>
Value tryParse(Call &c)
{
    return tryParseInto(c, kind, defaultStyle(kind), 1);
}

template<TypeKind kind>
Value tryParseStyled(Call &c)
{
    requireNumberStyle(c[1].enumValue(), kind);
    return tryParseInto(c, kind, c[1].enumValue(), 3);
}

Value toText(Call &c)
{
    return c.text(c.text(c[0]));
}

Value toTextFormatted(Call &c)
{
    c.charge(c.stringOrEmpty(1).size());
    return c.text(formatValue(c.machine(), c[0], c.stringOrEmpty(1)));
}

Value same(Call &c)
{
    return Value::ofBool(equalValues(c[0], c[1]));
}

Value hashCode(Call &c)
{
    return Value::ofInt(hashOf(c[0]));
}

int orderReals(double a, double b)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) == std::isnan(b) ? 0 : std::isnan(a) ? -1 : 1;
    return a == b ? 0 : a < b ? -1 : 1;
}

//! byte.CompareTo and its like give the difference, wider types -1, 0 or 1.
int compareNumbers(const Value &a, const Value &b)
{
    switch (kindOf(a)) {
    case TypeKind::SByte:
    case TypeKind::Byte:
    case TypeKind::Int16:
    case TypeKind::UInt16:
        return static_cast<int>(a.integer() - b.integer());
    case TypeKind::UInt64: {
        const auto left = static_cast<std::uint64_t>(a.integer());
        const auto right = static_cast<std::uint64_t>(b.integer());
        return left == right ? 0 : left < right ? -1 : 1;
    }
    case TypeKind::Single:
    case TypeKind::Double:
        return orderReals(a.real(), b.real());
    case TypeKind::Decimal:
        return compare(decimalOf(a), decimalOf(b));
    default:
        return a.integer() == b.integer() ? 0 : a.integer() < b.integer() ? -1 : 1;
    }
}

Value compareTyped(Call &c)
{
    return Value::ofInt(compareNumbers(c[0], c[1]));
}

Value compareObject(Call &c)
{
    if (c.isNull(1))
        return Value::ofInt(1);
    if (c.library().typeOf(c[0]) != c.library().typeOf(c[1])) {
        const std::string name = fullNameOf(*c.library().typeOf(c[0]));
        raise(Raised::ArgumentException, "Object must be of type " + name.substr(name.rfind('.') + 1) + '.');
    }
    return compareTyped(c);
}

template<int code>
Value typeCode(Call &c)
{
    return Value::ofEnum(c.library().known(Known::TypeCode), code);
}

template<Tag tag, std::int64_t value>
Value constant(Call &)
{
    return Value::ofInteger(tag, value);
}

// Members that every numeric type has. Signatures are texts, so that only a macro can put the type's name into them.
#define NUMBER_MEMBERS(name, kind, code) \
    {"int CompareTo(object value)", compareObject}, {"int CompareTo(" name " value)", compareTyped}, \
        {"bool Equals(object obj)", same}, {"bool Equals(" name " obj)", same}, {"int GetHashCode()", hashCode}, \
        {"TypeCode GetTypeCode()", typeCode<code>}, {"static " name " Parse(string s)", parse<kind>}, \
        {"static " name " Parse(string s, NumberStyles style)", parseStyled<kind>}, \
        {"static " name " Parse(string s, IFormatProvider provider)", parse<kind>}, \
        {"static " name " Parse(string s, NumberStyles style, IFormatProvider provider)", parseStyled<kind>}, \
        {"static bool TryParse(string s, out " name " result)", tryParse<kind>}, \
        {"static bool TryParse(string s, NumberStyles style, IFormatProvider provider, out " name " result)", tryParseStyled<kind>}, \
        {"string ToString()", toText}, {"string ToString(string format)", toTextFormatted}, \
        {"string ToString(IFormatProvider provider)", toText}, \
        {"string ToString(string format, IFormatProvider provider)", toTextFormatted}

#define INTEGER_MEMBERS(name, kind, code, lowest, highest) \
    { \
        {"const " name " MinValue", constant<Tag::kind, lowest>}, {"const " name " MaxValue", constant<Tag::kind, highest>}, \
            NUMBER_MEMBERS(name, TypeKind::kind, code) \
    }

template<typename T>
using Limit = std::numeric_limits<T>;

void declareBoolean(Library &library)
{
    library.declare("struct System.Boolean : IComparable", Known::Bool, {
        {"static string TrueString { get; }", [](Call &c) { return c.text("True"); }},
        {"static string FalseString { get; }", [](Call &c) { return c.text("False"); }},
        {"static bool Parse(string value)", [](Call &c) {
             const auto value = parseBoolean(c.string(0));
             if (!value)
                 raise(Raised::Format, "String was not recognized as a valid Boolean.");
             return Value::ofBool(*value);
         }},
        {"static bool TryParse(string value, out bool result)", [](Call &c) {
             c.charge(c.stringOrEmpty(0).size());
             const auto value = parseBoolean(c.stringOrEmpty(0));
             c.setOut(1, Value::ofBool(value.value_or(false)));
             return Value::ofBool(value.has_value());
         }},
        {"int CompareTo(bool value)", [](Call &c) { return Value::ofInt(int{c.boolean(0)} - int{c.boolean(1)}); }},
        {"int CompareTo(object obj)", [](Call &c) {
             if (c.isNull(1))
                 return Value::ofInt(1);
             if (c[1].tag() != Tag::Bool)
                 raise(Raised::ArgumentException, "Object must be of type Boolean.");
             return Value::ofInt(int{c.boolean(0)} - int{c.boolean(1)});
         }},
        {"bool Equals(bool obj)", same},
        {"bool Equals(object obj)", same},
        {"int GetHashCode()", [](Call &c) { return Value::ofInt(c.boolean(0) ? 1 : 0); }},
        {"TypeCode GetTypeCode()", typeCode<3>},
        {"string ToString()", toText},
        {"string ToString(IFormatProvider provider)", toText},
    });
}

template<bool (*is)(double)>
Value test(Call &c)
{
    return Value::ofBool(is(c.real(0)));
}

bool isNotANumber(double value) { return std::isnan(value); }
bool isInfinite(double value) { return std::isinf(value); }
bool isPositiveInfinity(double value) { return std::isinf(value) && value > 0; }
bool isNegativeInfinity(double value) { return std::isinf(value) && value < 0; }
bool isFinite(double value) { return std::isfinite(value); }
bool isNegative(double value) { return std::signbit(value); }

#define REAL_TESTS(name) \
    {"static bool IsNaN(" name " d)", test<isNotANumber>}, {"static bool IsInfinity(" name " d)", test<isInfinite>}, \
        {"static bool IsPositiveInfinity(" name " d)", test<isPositiveInfinity>}, \
        {"static bool IsNegativeInfinity(" name " d)", test<isNegativeInfinity>}, \
        {"static bool IsFinite(" name " d)", test<isFinite>}, {"static bool IsNegative(" name " d)", test<isNegative>}

} // namespace

void declareIntegers(Library &library)
{
    library.declare("struct System.SByte : IComparable, IFormattable", Known::SByte, INTEGER_MEMBERS("sbyte", SByte, 5, -128, 127));
    library.declare("struct System.Byte : IComparable, IFormattable", Known::Byte, INTEGER_MEMBERS("byte", Byte, 6, 0, 255));
    library.declare("struct System.Int16 : IComparable, IFormattable", Known::Int16, INTEGER_MEMBERS("short", Int16, 7, -32768, 32767));
    library.declare("struct System.UInt16 : IComparable, IFormattable", Known::UInt16, INTEGER_MEMBERS("ushort", UInt16, 8, 0, 65535));
    library.declare("struct System.Int32 : IComparable, IFormattable", Known::Int32,
                    INTEGER_MEMBERS("int", Int32, 9, Limit<std::int32_t>::min(), Limit<std::int32_t>::max()));
    library.declare("struct System.UInt32 : IComparable, IFormattable", Known::UInt32, INTEGER_MEMBERS("uint", UInt32, 10, 0, Limit<std::uint32_t>::max()));
    library.declare("struct System.Int64 : IComparable, IFormattable", Known::Int64,
                    INTEGER_MEMBERS("long", Int64, 11, Limit<std::int64_t>::min(), Limit<std::int64_t>::max()));
    library.declare("struct System.UInt64 : IComparable, IFormattable", Known::UInt64, INTEGER_MEMBERS("ulong", UInt64, 12, 0, -1)); // all bits
}

void declareReals(Library &library)
{
    library.declare("struct System.Double : IComparable, IFormattable", Known::Double, {
        {"const double MinValue", [](Call &) { return Value::ofDouble(Limit<double>::lowest()); }},
        {"const double MaxValue", [](Call &) { return Value::ofDouble(Limit<double>::max()); }},
        {"const double Epsilon", [](Call &) { return Value::ofDouble(Limit<double>::denorm_min()); }},
        {"const double NaN", [](Call &) { return Value::ofDouble(std::nan("")); }},
        {"const double PositiveInfinity", [](Call &) { return Value::ofDouble(Limit<double>::infinity()); }},
        {"const double NegativeInfinity", [](Call &) { return Value::ofDouble(-Limit<double>::infinity()); }},
        REAL_TESTS("double"),
        NUMBER_MEMBERS("double", TypeKind::Double, 14),
    });
    library.declare("struct System.Single : IComparable, IFormattable", Known::Single, {
        {"const float MinValue", [](Call &) { return Value::ofReal(Tag::Single, Limit<float>::lowest()); }},
        {"const float MaxValue", [](Call &) { return Value::ofReal(Tag::Single, Limit<float>::max()); }},
        {"const float Epsilon", [](Call &) { return Value::ofReal(Tag::Single, Limit<float>::denorm_min()); }},
        {"const float NaN", [](Call &) { return Value::ofReal(Tag::Single, std::nan("")); }},
        {"const float PositiveInfinity", [](Call &) { return Value::ofReal(Tag::Single, Limit<float>::infinity()); }},
        {"const float NegativeInfinity", [](Call &) { return Value::ofReal(Tag::Single, -Limit<float>::infinity()); }},
        REAL_TESTS("float"),
        NUMBER_MEMBERS("float", TypeKind::Single, 13),
    });
    library.declare("struct System.Decimal : IComparable, IFormattable", Known::Decimal, {NUMBER_MEMBERS("decimal", TypeKind::Decimal, 15)});
}

#undef NUMBER_MEMBERS
#undef INTEGER_MEMBERS
#undef REAL_TESTS

void declareNumbers(Library &library)
{
    library.declare("interface System.IComparable", Known::IComparable, {
        {"int CompareTo(object obj)", [](Call &c) { return Value::ofInt(compareValues(c[0], c[1])); }},
    });
    library.declare("interface System.IFormattable", Known::IFormattable, {
        {"string ToString(string format, IFormatProvider formatProvider)", toTextFormatted},
    });
    library.declareEnum("System.TypeCode", Known::TypeCode,
                        {{"Empty", 0}, {"Object", 1}, {"DBNull", 2}, {"Boolean", 3}, {"Char", 4}, {"SByte", 5}, {"Byte", 6},
                         {"Int16", 7}, {"UInt16", 8}, {"Int32", 9}, {"UInt32", 10}, {"Int64", 11}, {"UInt64", 12}, {"Single", 13},
                         {"Double", 14}, {"Decimal", 15}, {"DateTime", 16}, {"String", 18}});
    library.declareEnum("System.Globalization.NumberStyles", Known::NumberStyles,
                        {{"None", 0}, {"AllowLeadingWhite", 1}, {"AllowTrailingWhite", 2}, {"AllowLeadingSign", 4},
                         {"AllowTrailingSign", 8}, {"AllowParentheses", 16}, {"AllowDecimalPoint", 32}, {"AllowThousands", 64},
                         {"AllowExponent", 128}, {"AllowCurrencySymbol", 256}, {"AllowHexSpecifier", 512}, {"Integer", 7},
                         {"HexNumber", 515}, {"Number", 111}, {"Float", 167}, {"Currency", 383}, {"Any", 511}},
                        true);
    library.declareEnum("System.MidpointRounding", Known::MidpointRounding, {{"ToEven", 0}, {"AwayFromZero", 1}});
    declareBoolean(library);
    declareIntegers(library);
    declareReals(library);
    declareDecimal(library);
    declareMath(library);
    declareConvert(library);
    declareBase64(library);
    declareBitConverter(library);
}

} // namespace gatehouse::expression
