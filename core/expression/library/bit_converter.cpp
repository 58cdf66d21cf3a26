// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/convert.h"
#include "core/expression/library/strings.h"

#include <cstring>

namespace gatehouse::expression {

namespace {

//! Little endian, as the gateway's machines are.
Value bytesOfPattern(Call &c, std::uint64_t pattern, int size)
{
    std::string bytes;
    for (int i = 0; i < size; ++i)
        bytes += static_cast<char>(pattern >> (8 * i));
    return c.bytes(bytes);
}

std::uint64_t patternOf(double value)
{
    std::uint64_t pattern = 0;
    std::memcpy(&pattern, &value, sizeof pattern);
    return pattern;
}

double realOf(std::uint64_t pattern)
{
    double value = 0;
    std::memcpy(&value, &pattern, sizeof value);
    return value;
}

std::uint64_t patternOfSingle(double value)
{
    const auto single = static_cast<float>(value);
    std::uint32_t pattern = 0;
    std::memcpy(&pattern, &single, sizeof pattern);
    return pattern;
}

double singleOf(std::uint32_t pattern)
{
    float value = 0;
    std::memcpy(&value, &pattern, sizeof value);
    return static_cast<double>(value);
}

template<int size>
Value bytesOfInteger(Call &c)
{
    return bytesOfPattern(c, static_cast<std::uint64_t>(c.int64(0)), size);
}

std::uint64_t readPattern(Call &c, std::size_t size)
{
    const std::vector<Value> &bytes = itemsOf(c, 0);
    const auto start = static_cast<std::size_t>(static_cast<std::uint32_t>(c.int32(1)));
    if (start >= bytes.size())
        raise(Raised::ArgumentOutOfRange, "Index was out of range. Must be non-negative and less than the size of the collection.",
              "startIndex");
    if (start + size > bytes.size())
        raise(Raised::ArgumentException, "Destination array is not long enough to copy all the items in the collection. Check array "
                                         "index and length.",
              "value");
    std::uint64_t pattern = 0;
    for (std::size_t i = 0; i < size; ++i)
        pattern |= static_cast<std::uint64_t>(bytes[start + i].integer() & 0xff) << (8 * i);
    return pattern;
}

template<Tag tag, typename Integer>
Value readInteger(Call &c)
{
    return Value::ofInteger(tag, static_cast<std::int64_t>(static_cast<Integer>(readPattern(c, sizeof(Integer)))));
}

//! "3F-25-04-E0".
Value hexText(Call &c, std::int64_t start, std::int64_t length)
{
    const std::vector<Value> &bytes = itemsOf(c, 0);
    if (length == -1)
        length = static_cast<std::int64_t>(bytes.size()) - start;
    if (start < 0 || (start >= static_cast<std::int64_t>(bytes.size()) && start > 0))
        raise(Raised::ArgumentOutOfRange, "StartIndex cannot be less than zero.", "startIndex");
    if (length < 0)
        raise(Raised::ArgumentOutOfRange, "Value must be positive.", "length");
    if (start + length > static_cast<std::int64_t>(bytes.size()))
        raise(Raised::ArgumentException, "Destination array is not long enough to copy all the items in the collection. Check array "
                                         "index and length.");
    requireTextSize(static_cast<std::size_t>(length) * 3);
    std::string text;
    for (std::int64_t i = start; i < start + length; ++i) {
        const auto byte = static_cast<unsigned>(bytes[static_cast<std::size_t>(i)].integer() & 0xff);
        text += i > start ? "-" : "";
        text += "0123456789ABCDEF"[byte >> 4];
        text += "0123456789ABCDEF"[byte & 15];
    }
    return c.text(text);
}

} // namespace

void declareBitConverter(Library &library)
{
    library.declare("static class System.BitConverter", Known::BitConverter, {
        {"const bool IsLittleEndian", [](Call &) { return Value::ofBool(true); }},
        {"static byte[] GetBytes(bool value)", bytesOfInteger<1>},
        {"static byte[] GetBytes(char value)", bytesOfInteger<2>},
        {"static byte[] GetBytes(short value)", bytesOfInteger<2>},
        {"static byte[] GetBytes(ushort value)", bytesOfInteger<2>},
        {"static byte[] GetBytes(int value)", bytesOfInteger<4>},
        {"static byte[] GetBytes(uint value)", bytesOfInteger<4>},
        {"static byte[] GetBytes(long value)", bytesOfInteger<8>},
        {"static byte[] GetBytes(ulong value)", bytesOfInteger<8>},
        {"static byte[] GetBytes(float value)", [](Call &c) { return bytesOfPattern(c, patternOfSingle(c.real(0)), 4); }},
        {"static byte[] GetBytes(double value)", [](Call &c) { return bytesOfPattern(c, patternOf(c.real(0)), 8); }},
        {"static bool ToBoolean(byte[] value, int startIndex)", [](Call &c) { return Value::ofBool(readPattern(c, 1) != 0); }},
        {"static char ToChar(byte[] value, int startIndex)", readInteger<Tag::Char, std::uint16_t>},
        {"static short ToInt16(byte[] value, int startIndex)", readInteger<Tag::Int16, std::int16_t>},
        {"static ushort ToUInt16(byte[] value, int startIndex)", readInteger<Tag::UInt16, std::uint16_t>},
        {"static int ToInt32(byte[] value, int startIndex)", readInteger<Tag::Int32, std::int32_t>},
        {"static uint ToUInt32(byte[] value, int startIndex)", readInteger<Tag::UInt32, std::uint32_t>},
        {"static long ToInt64(byte[] value, int startIndex)", readInteger<Tag::Int64, std::int64_t>},
        {"static ulong ToUInt64(byte[] value, int startIndex)", readInteger<Tag::UInt64, std::uint64_t>},
        {"static float ToSingle(byte[] value, int startIndex)",
         [](Call &c) { return Value::ofReal(Tag::Single, singleOf(static_cast<std::uint32_t>(readPattern(c, 4)))); }},
        {"static double ToDouble(byte[] value, int startIndex)", [](Call &c) { return Value::ofDouble(realOf(readPattern(c, 8))); }},
        {"static string ToString(byte[] value)", [](Call &c) { return hexText(c, 0, -1); }},
        {"static string ToString(byte[] value, int startIndex)", [](Call &c) { return hexText(c, c.int32(1), -1); }},
        {"static string ToString(byte[] value, int startIndex, int length)", [](Call &c) {
             if (c.int32(2) < 0)
                 raise(Raised::ArgumentOutOfRange, "Value must be positive.", "length");
             return hexText(c, c.int32(1), c.int32(2));
         }},
        {"static long DoubleToInt64Bits(double value)",
         [](Call &c) { return Value::ofLong(static_cast<std::int64_t>(patternOf(c.real(0)))); }},
        {"static double Int64BitsToDouble(long value)",
         [](Call &c) { return Value::ofDouble(realOf(static_cast<std::uint64_t>(c.int64(0)))); }},
    });
}

} // namespace gatehouse::expression
