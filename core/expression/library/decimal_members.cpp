// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/convert.h"
#include "core/expression/library/strings.h"

namespace gatehouse::expression {

namespace {

Decimal argument(Call &c, std::size_t index)
{
    return decimalOf(c[index]);
}

template<Decimal (*reckon)(const Decimal &, const Decimal &)>
Value binary(Call &c)
{
    return toValue(reckon(argument(c, 0), argument(c, 1)));
}

template<Decimal (*reckon)(const Decimal &)>
Value unary(Call &c)
{
    return toValue(reckon(argument(c, 0)));
}

//! decimal.ToInt32 and the casts drop the fraction, Convert rounds.
template<TypeKind kind>
Value truncated(Call &c)
{
    return convertTo(c.machine(), toValue(truncate(argument(c, 0))), kind);
}

Value rounded(Call &c, int decimals, int mode)
{
    return toValue(roundTo(argument(c, 0), decimals, mode == 1));
}

Value ofParts(std::uint32_t low, std::uint32_t middle, std::uint32_t high, bool isNegative, int scale)
{
    if (scale > maxDecimalScale)
        raise(Raised::ArgumentOutOfRange, "Decimal's scale value must be between 0 and 28, inclusive.", "scale");
    const UInt128 mantissa = static_cast<UInt128>(high) << 64 | static_cast<UInt128>(middle) << 32 | low;
    return toValue({mantissa, isNegative, scale});
}

Value ofBits(Call &c)
{
    const std::vector<Value> &bits = itemsOf(c, 0, "bits");
    if (bits.size() != 4 || (bits[3].integer() & 0x7f00ffff) != 0)
        raise(Raised::ArgumentException, "Decimal byte array constructor requires an array of length four containing valid decimal bytes.");
    const auto word = [&bits](std::size_t i) { return static_cast<std::uint32_t>(bits[i].integer()); };
    return ofParts(word(0), word(1), word(2), bits[3].integer() < 0, static_cast<int>(word(3) >> 16 & 0xff));
}

Value bits(Call &c)
{
    const Decimal value = argument(c, 0);
    std::vector<Value> words;
    for (int i = 0; i < 3; ++i)
        words.push_back(Value::ofInt(static_cast<std::int32_t>(static_cast<std::uint32_t>(value.mantissa >> (32 * i)))));
    const auto flags = (value.isNegative ? 0x80000000u : 0u) | static_cast<std::uint32_t>(value.scale) << 16;
    words.push_back(Value::ofInt(static_cast<std::int32_t>(flags)));
    return c.array(c.library().primitive(TypeKind::Int32), std::move(words));
}

Value converted(Call &c)
{
    return convertTo(c.machine(), c[0], TypeKind::Decimal);
}

template<std::int64_t value>
Value whole(Call &)
{
    return toValue(decimalOf(value));
}

} // namespace

void declareDecimal(Library &library)
{
    library.declare("struct System.Decimal", Known::Decimal, {
        {"new(int value)", converted},
        {"new(uint value)", converted},
        {"new(long value)", converted},
        {"new(ulong value)", converted},
        {"new(float value)", converted},
        {"new(double value)", converted},
        {"new(int[] bits)", ofBits},
        {"new(int lo, int mid, int hi, bool isNegative, byte scale)", [](Call &c) {
             return ofParts(static_cast<std::uint32_t>(c.int32(0)), static_cast<std::uint32_t>(c.int32(1)),
                            static_cast<std::uint32_t>(c.int32(2)), c.boolean(3), c.int32(4));
         }},
        {"const decimal Zero", whole<0>},
        {"const decimal One", whole<1>},
        {"const decimal MinusOne", whole<-1>},
        {"const decimal MaxValue", [](Call &) { return toValue({maxDecimalMantissa, false, 0}); }},
        {"const decimal MinValue", [](Call &) { return toValue({maxDecimalMantissa, true, 0}); }},
        {"static decimal Add(decimal d1, decimal d2)", binary<add>},
        {"static decimal Subtract(decimal d1, decimal d2)", binary<subtract>},
        {"static decimal Multiply(decimal d1, decimal d2)", binary<multiply>},
        {"static decimal Divide(decimal d1, decimal d2)", binary<divide>},
        {"static decimal Remainder(decimal d1, decimal d2)", binary<remainder>},
        {"static decimal Negate(decimal d)", unary<negate>},
        {"static decimal Truncate(decimal d)", unary<truncate>},
        {"static decimal Floor(decimal d)", unary<floor>},
        {"static decimal Ceiling(decimal d)", unary<ceiling>},
        {"static int Compare(decimal d1, decimal d2)", [](Call &c) { return Value::ofInt(compare(argument(c, 0), argument(c, 1))); }},
        {"static bool Equals(decimal d1, decimal d2)",
         [](Call &c) { return Value::ofBool(compare(argument(c, 0), argument(c, 1)) == 0); }},
        {"static decimal Round(decimal d)", [](Call &c) { return rounded(c, 0, 0); }},
        {"static decimal Round(decimal d, int decimals)", [](Call &c) { return rounded(c, c.int32(1), 0); }},
        {"static decimal Round(decimal d, MidpointRounding mode)", [](Call &c) { return rounded(c, 0, c[1].enumValue()); }},
        {"static decimal Round(decimal d, int decimals, MidpointRounding mode)",
         [](Call &c) { return rounded(c, c.int32(1), c[2].enumValue()); }},
        {"static int[] GetBits(decimal d)", bits},
        {"static sbyte ToSByte(decimal value)", truncated<TypeKind::SByte>},
        {"static byte ToByte(decimal value)", truncated<TypeKind::Byte>},
        {"static short ToInt16(decimal value)", truncated<TypeKind::Int16>},
        {"static ushort ToUInt16(decimal value)", truncated<TypeKind::UInt16>},
        {"static int ToInt32(decimal d)", truncated<TypeKind::Int32>},
        {"static uint ToUInt32(decimal d)", truncated<TypeKind::UInt32>},
        {"static long ToInt64(decimal d)", truncated<TypeKind::Int64>},
        {"static ulong ToUInt64(decimal d)", truncated<TypeKind::UInt64>},
        {"static float ToSingle(decimal d)", [](Call &c) { return convertTo(c.machine(), c[0], TypeKind::Single); }},
        {"static double ToDouble(decimal d)", [](Call &c) { return convertTo(c.machine(), c[0], TypeKind::Double); }},
    });
}

} // namespace gatehouse::expression
