// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/context.h"
#include "core/expression/guid.h"
#include "core/expression/library/identifiers.h"
#include "core/expression/library/strings.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

namespace {

const GuidBytes &bytes(Call &c, std::size_t index = 0)
{
    return c[index].to<GuidObject>().bytes();
}

Value ofBytes(const GuidBytes &value)
{
    return Value::of(make<GuidObject>(value));
}

//! The first three numbers of a Guid stand little endian in its byte array.
GuidBytes swapped(const GuidBytes &from)
{
    return {from[3], from[2], from[1], from[0], from[5], from[4],  from[7],  from[6],
            from[8], from[9], from[10], from[11], from[12], from[13], from[14], from[15]};
}

Value ofArray(Call &c)
{
    const std::vector<Value> &items = itemsOf(c, 0, "b");
    GuidBytes value{};
    if (items.size() != value.size())
        raise(Raised::ArgumentException, "Byte array for GUID must be exactly 16 bytes long.");
    for (std::size_t i = 0; i < value.size(); ++i)
        value[i] = static_cast<std::uint8_t>(items[i].integer());
    return ofBytes(swapped(value));
}

Value parsedGuid(const std::optional<GuidBytes> &value)
{
    if (!value)
        raise(Raised::Format, "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).");
    return ofBytes(*value);
}

char16_t formatArgument(Call &c, std::size_t index)
{
    const std::u16string &format = c.string(index, "format");
    return format.size() == 1 ? format[0] : u'\0';
}

Value newGuid(Call &c)
{
    GuidBytes value{};
    c.context().random().fill(value);
    value[6] = static_cast<std::uint8_t>((value[6] & 0x0f) | 0x40); // version 4
    value[8] = static_cast<std::uint8_t>((value[8] & 0x3f) | 0x80);
    return ofBytes(value);
}

Value ofNumbers(Call &c)
{
    GuidBytes value{};
    const auto first = static_cast<std::uint32_t>(c.int32(0));
    for (std::size_t i = 0; i < 4; ++i)
        value[i] = static_cast<std::uint8_t>(first >> (24 - 8 * i));
    for (std::size_t i = 0; i < 2; ++i) {
        value[4 + 2 * i] = static_cast<std::uint8_t>(static_cast<std::uint32_t>(c.int32(1 + i)) >> 8);
        value[5 + 2 * i] = static_cast<std::uint8_t>(c.int32(1 + i));
    }
    for (std::size_t i = 0; i < 8; ++i)
        value[8 + i] = static_cast<std::uint8_t>(c.int32(3 + i));
    return ofBytes(value);
}

//! The last eight bytes as an array.
Value ofNumbersAndArray(Call &c)
{
    const std::vector<Value> &items = itemsOf(c, 3, "d");
    if (items.size() != 8)
        raise(Raised::ArgumentException, "Byte array for GUID must be exactly 8 bytes long.");
    std::vector<Value> numbers{c[0], c[1], c[2]};
    numbers.insert(numbers.end(), items.begin(), items.end());
    Call single(c.machine(), numbers.data(), numbers.size(), {}, c.result());
    return ofNumbers(single);
}

int order(Call &c)
{
    return bytes(c) == bytes(c, 1) ? 0 : bytes(c) < bytes(c, 1) ? -1 : 1;
}

Value sameGuids(Call &c)
{
    return Value::ofBool(equalValues(c[0], c[1]));
}

Value finish(Call &c, const std::optional<GuidBytes> &value, std::size_t out)
{
    c.setOut(out, ofBytes(value.value_or(GuidBytes{})));
    return Value::ofBool(value.has_value());
}

} // namespace

Value emptyGuid()
{
    return ofBytes({});
}

void declareGuid(Library &library)
{
    library.declare("struct System.Guid : IComparable, IFormattable", Known::Guid, {
        {"new()", [](Call &) { return emptyGuid(); }},
        {"new(string g)", [](Call &c) { return parsedGuid(parseGuid(c.string(0, "g"))); }},
        {"new(byte[] b)", ofArray},
        {"new(int a, short b, short c, byte[] d)", ofNumbersAndArray},
        {"new(int a, short b, short c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k)", ofNumbers},
        {"static Guid Empty { get; }", [](Call &) { return ofBytes({}); }},
        {"static Guid NewGuid()", newGuid},
        {"static Guid Parse(string input)", [](Call &c) { return parsedGuid(parseGuid(c.string(0, "input"))); }},
        {"static Guid ParseExact(string input, string format)",
         [](Call &c) { return parsedGuid(parseGuidExact(c.string(0, "input"), formatArgument(c, 1))); }},
        {"static bool TryParse(string input, out Guid result)",
         [](Call &c) { return finish(c, c.isNull(0) ? std::nullopt : parseGuid(c.string(0)), 1); }},
        {"static bool TryParseExact(string input, string format, out Guid result)",
         [](Call &c) { return finish(c, c.isNull(0) ? std::nullopt : parseGuidExact(c.string(0), formatArgument(c, 1)), 2); }},
        {"byte[] ToByteArray()", [](Call &c) {
             const GuidBytes value = swapped(bytes(c));
             return c.bytes({reinterpret_cast<const char *>(value.data()), value.size()});
         }},
        {"string ToString()", [](Call &c) { return c.text(formatGuid(bytes(c), {})); }},
        {"string ToString(string format)", [](Call &c) { return c.text(formatGuid(bytes(c), c.stringOrEmpty(1))); }},
        {"string ToString(string format, IFormatProvider provider)",
         [](Call &c) { return c.text(formatGuid(bytes(c), c.stringOrEmpty(1))); }},
        {"int CompareTo(Guid value)", [](Call &c) { return Value::ofInt(order(c)); }},
        {"int CompareTo(object value)", [](Call &c) {
             if (c.isNull(1))
                 return Value::ofInt(1);
             if (!c[1].as<GuidObject>())
                 raise(Raised::ArgumentException, "Object must be of type GUID.");
             return Value::ofInt(order(c));
         }},
        {"bool Equals(Guid g)", sameGuids},
        {"bool Equals(object o)", sameGuids},
        {"int GetHashCode()", [](Call &c) { return Value::ofInt(hashOf(c[0])); }},
        {"static bool operator ==(Guid a, Guid b)", sameGuids},
        {"static bool operator !=(Guid a, Guid b)", [](Call &c) { return Value::ofBool(!equalValues(c[0], c[1])); }},
    });
}

} // namespace gatehouse::expression
