// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/convert.h"

#include "core/expression/format.h"
#include "core/expression/library/reflection.h"
#include "core/expression/library/strings.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

template<TypeKind kind>
Value convert(Call &c)
{
    return convertTo(c.machine(), c[0], kind);
}

Value convertToDate(Call &c)
{
    return convertTo(c.machine(), c[0], TypeKind::Struct);
}

Value convertToText(Call &c)
{
    return c.text(c.text(c[0]));
}

//! Convert.ToString(string) gives null for null, Convert.ToString(object) "".
Value sameText(Call &c)
{
    return c[0];
}

//! Convert.ToChar(string) takes no null.
Value charOfText(Call &c)
{
    c.string(0);
    return convertTo(c.machine(), c[0], TypeKind::Char);
}

int digitIn(char16_t unit, int base)
{
    int digit = 99;
    if (unit >= u'0' && unit <= u'9')
        digit = unit - u'0';
    else if ((unit | 0x20) >= u'a' && (unit | 0x20) <= u'f')
        digit = (unit | 0x20) - u'a' + 10;
    return digit < base ? digit : -1;
}

void requireBase(int base)
{
    if (base != 2 && base != 8 && base != 10 && base != 16)
        raise(Raised::ArgumentException, "Invalid Base.");
}

//! The magnitude of a text in `base`; raises OverflowException past 64 bits.
std::uint64_t readDigits(std::u16string_view text, int base)
{
    std::size_t at = 0;
    std::uint64_t value = 0;
    for (; at < text.size() && digitIn(text[at], base) >= 0; ++at) {
        const UInt128 next = static_cast<UInt128>(value) * static_cast<unsigned>(base) + static_cast<unsigned>(digitIn(text[at], base));
        if (next >> 64 != 0)
            raise(Raised::Overflow, "Value was either too large or too small for a UInt64.");
        value = static_cast<std::uint64_t>(next);
    }
    if (at == 0)
        raise(Raised::Format, "Could not find any recognizable digits.");
    if (at < text.size())
        raise(Raised::Format, "Additional non-parsable characters are at the end of the string.");
    return value;
}

//! ToInt32("ff", 16) and its like: bits of the type, signed by its highest bit but in base ten.
template<TypeKind kind>
Value convertFromBase(Call &c)
{
    const int base = c.int32(1);
    requireBase(base);
    const NumberTraits traits = traitsOf(kind);
    if (c.isNull(0))
        return zeroOf(kind);
    std::u16string_view text = c.string(0);
    if (text.empty())
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "startIndex");
    const bool isNegative = text[0] == u'-';
    if (isNegative && base != 10)
        raise(Raised::ArgumentException, "String cannot contain a minus sign if the base is not 10.");
    if (isNegative && !traits.isSigned)
        raise(Raised::Overflow, "The string was being parsed as an unsigned number and could not have a negative sign.");
    if (isNegative || text[0] == u'+')
        text.remove_prefix(1);
    if (base == 16 && text.size() >= 2 && text[0] == u'0' && (text[1] | 0x20) == u'x')
        text.remove_prefix(2);
    const std::uint64_t magnitude = readDigits(text, base);
    const std::uint64_t highest = std::uint64_t{1} << (traits.bits - 1);
    const std::uint64_t limit = highest - 1 + (traits.isSigned && base == 10 ? 0 : highest) + (isNegative ? 1 : 0);
    if (magnitude > limit)
        raise(Raised::Overflow, "Value was either too large or too small for " + std::string(traits.name) + '.');
    auto value = static_cast<std::int64_t>(isNegative ? ~magnitude + 1 : magnitude);
    if (traits.isSigned && base != 10 && traits.bits < 64 && magnitude >= highest)
        value -= std::int64_t{1} << traits.bits;
    return Value::ofInteger(traits.tag, value);
}

template<int bits>
Value textInBase(Call &c)
{
    const int base = c.int32(1);
    requireBase(base);
    if (base == 10)
        return c.text(c.text(c[0]));
    auto value = static_cast<std::uint64_t>(c[0].integer());
    if constexpr (bits < 64)
        value &= (std::uint64_t{1} << bits) - 1;
    std::string digits;
    do {
        digits += "0123456789abcdef"[value % static_cast<unsigned>(base)];
        value /= static_cast<unsigned>(base);
    } while (value != 0);
    std::reverse(digits.begin(), digits.end());
    return c.text(digits);
}

Value changeTypeByCode(Call &c)
{
    const int code = c[1].enumValue();
    constexpr int empty = 0;
    constexpr int object = 1;
    constexpr int firstPrimitive = 3; // Boolean
    constexpr int dateTime = 16;
    constexpr int string = 18;
    if (c.isNull(0)) {
        if (code == empty || code == object || code == string)
            return Value::null();
        raise(Raised::InvalidCast, "Null object cannot be converted to a value type.");
    }
    if (code == object)
        return c[0];
    if (code == string)
        return c.text(c.text(c[0]));
    if (code == dateTime)
        return convertTo(c.machine(), c[0], TypeKind::Struct);
    if (code < firstPrimitive || code > dateTime)
        raise(Raised::ArgumentException, "Unknown TypeCode value.");
    return convertTo(c.machine(), c[0], static_cast<TypeKind>(static_cast<int>(TypeKind::Bool) + code - firstPrimitive));
}

Value changeType(Call &c)
{
    if (c.isNull(1))
        raiseNullArgument("conversionType");
    const auto &type = typeArgumentIn(c, 1, "conversionType");
    if (!c.isNull(0) && c.library().isInstance(c[0], &type))
        return c[0];
    const int code = typeCodeOf(type);
    if (code == 1)
        raise(c.isNull(0) && type.isReference() ? Raised::NullReference : Raised::InvalidCast, "Invalid cast.");
    c[1] = Value::ofInteger(Tag::Enum, 0, code);
    return changeTypeByCode(c);
}

Value typeCodeOf(Call &c)
{
    const Type *type = c.library().typeOf(c[0]);
    int code = 1;
    if (!type)
        code = 0;
    else if (type->kind >= TypeKind::Bool && type->kind <= TypeKind::Decimal)
        code = 3 + static_cast<int>(type->kind) - static_cast<int>(TypeKind::Bool);
    else if (type->kind == TypeKind::String)
        code = 18;
    else if (type->known == Known::DateTime)
        code = 16;
    else if (type->kind == TypeKind::Enum)
        code = 9;
    return Value::ofEnum(c.result(), code);
}

// Convert.ToX from every primitive type. Signatures are texts, so that only a macro can put names into them.
#define CONVERSIONS(method, native) \
    {"static " method "(object value)", native}, {"static " method "(object value, IFormatProvider provider)", native}, \
        {"static " method "(bool value)", native}, {"static " method "(char value)", native}, \
        {"static " method "(sbyte value)", native}, {"static " method "(byte value)", native}, \
        {"static " method "(short value)", native}, {"static " method "(ushort value)", native}, \
        {"static " method "(int value)", native}, {"static " method "(uint value)", native}, \
        {"static " method "(long value)", native}, {"static " method "(ulong value)", native}, \
        {"static " method "(float value)", native}, {"static " method "(double value)", native}, \
        {"static " method "(decimal value)", native}, {"static " method "(DateTime value)", native}

#define TEXT_CONVERSIONS(method, native) \
    {"static " method "(string value)", native}, {"static " method "(string value, IFormatProvider provider)", native}

} // namespace

void declareConvert(Library &library)
{
    constexpr std::string_view convertClass = "static class System.Convert";
    library.declare(convertClass, Known::Convert,
                    {CONVERSIONS("bool ToBoolean", convert<TypeKind::Bool>), TEXT_CONVERSIONS("bool ToBoolean", convert<TypeKind::Bool>),
                     CONVERSIONS("char ToChar", convert<TypeKind::Char>), TEXT_CONVERSIONS("char ToChar", charOfText),
                     CONVERSIONS("float ToSingle", convert<TypeKind::Single>),
                     TEXT_CONVERSIONS("float ToSingle", convert<TypeKind::Single>),
                     CONVERSIONS("double ToDouble", convert<TypeKind::Double>),
                     TEXT_CONVERSIONS("double ToDouble", convert<TypeKind::Double>),
                     CONVERSIONS("decimal ToDecimal", convert<TypeKind::Decimal>),
                     TEXT_CONVERSIONS("decimal ToDecimal", convert<TypeKind::Decimal>),
                     CONVERSIONS("DateTime ToDateTime", convertToDate), TEXT_CONVERSIONS("DateTime ToDateTime", convertToDate)});
    library.declare(convertClass, Known::Convert,
                    {CONVERSIONS("sbyte ToSByte", convert<TypeKind::SByte>), TEXT_CONVERSIONS("sbyte ToSByte", convert<TypeKind::SByte>),
                     {"static sbyte ToSByte(string value, int fromBase)", convertFromBase<TypeKind::SByte>},
                     CONVERSIONS("byte ToByte", convert<TypeKind::Byte>), TEXT_CONVERSIONS("byte ToByte", convert<TypeKind::Byte>),
                     {"static byte ToByte(string value, int fromBase)", convertFromBase<TypeKind::Byte>},
                     CONVERSIONS("short ToInt16", convert<TypeKind::Int16>), TEXT_CONVERSIONS("short ToInt16", convert<TypeKind::Int16>),
                     {"static short ToInt16(string value, int fromBase)", convertFromBase<TypeKind::Int16>},
                     CONVERSIONS("ushort ToUInt16", convert<TypeKind::UInt16>),
                     TEXT_CONVERSIONS("ushort ToUInt16", convert<TypeKind::UInt16>),
                     {"static ushort ToUInt16(string value, int fromBase)", convertFromBase<TypeKind::UInt16>}});
    library.declare(convertClass, Known::Convert,
                    {CONVERSIONS("int ToInt32", convert<TypeKind::Int32>), TEXT_CONVERSIONS("int ToInt32", convert<TypeKind::Int32>),
                     {"static int ToInt32(string value, int fromBase)", convertFromBase<TypeKind::Int32>},
                     CONVERSIONS("uint ToUInt32", convert<TypeKind::UInt32>), TEXT_CONVERSIONS("uint ToUInt32", convert<TypeKind::UInt32>),
                     {"static uint ToUInt32(string value, int fromBase)", convertFromBase<TypeKind::UInt32>},
                     CONVERSIONS("long ToInt64", convert<TypeKind::Int64>), TEXT_CONVERSIONS("long ToInt64", convert<TypeKind::Int64>),
                     {"static long ToInt64(string value, int fromBase)", convertFromBase<TypeKind::Int64>},
                     CONVERSIONS("ulong ToUInt64", convert<TypeKind::UInt64>),
                     TEXT_CONVERSIONS("ulong ToUInt64", convert<TypeKind::UInt64>),
                     {"static ulong ToUInt64(string value, int fromBase)", convertFromBase<TypeKind::UInt64>}});
    library.declare(convertClass, Known::Convert,
                    {CONVERSIONS("string ToString", convertToText), TEXT_CONVERSIONS("string ToString", sameText),
                     {"static string ToString(byte value, int toBase)", textInBase<8>},
                     {"static string ToString(short value, int toBase)", textInBase<16>},
                     {"static string ToString(int value, int toBase)", textInBase<32>},
                     {"static string ToString(long value, int toBase)", textInBase<64>},
                     {"static string ToString(bool value, IFormatProvider provider)", convertToText},
                     {"static string ToString(int value, IFormatProvider provider)", convertToText},
                     {"static string ToString(long value, IFormatProvider provider)", convertToText},
                     {"static string ToString(double value, IFormatProvider provider)", convertToText},
                     {"static string ToString(decimal value, IFormatProvider provider)", convertToText},
                     {"static string ToString(DateTime value, IFormatProvider provider)", convertToText},
                     {"static object ChangeType(object value, Type conversionType)", changeType},
                     {"static object ChangeType(object value, Type conversionType, IFormatProvider provider)", changeType},
                     {"static object ChangeType(object value, TypeCode typeCode)", changeTypeByCode},
                     {"static object ChangeType(object value, TypeCode typeCode, IFormatProvider provider)", changeTypeByCode},
                     {"static TypeCode GetTypeCode(object value)", typeCodeOf},
                     {"static bool IsDBNull(object value)", [](Call &) { return Value::ofBool(false); }}});
}

#undef CONVERSIONS
#undef TEXT_CONVERSIONS

} // namespace gatehouse::expression
