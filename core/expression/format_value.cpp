// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/decimal.h"
#include "core/expression/format.h"
#include "core/expression/format_number.h"
#include "core/expression/guid.h"
#include "core/expression/library/json.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"
#include "core/expression/type.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

std::u16string enumNumber(std::int32_t value, std::u16string_view format)
{
    return formatInteger(value, 32, format);
}

//! "ReadOnly, Hidden"; empty when a bit has no name.
std::string flagNames(const Type &type, std::int32_t value)
{
    auto bits = static_cast<std::uint32_t>(value);
    std::vector<std::pair<std::string, std::int32_t>> values = type.values;
    std::stable_sort(values.begin(), values.end(), [](const auto &a, const auto &b) {
        return static_cast<std::uint32_t>(a.second) > static_cast<std::uint32_t>(b.second);
    });
    std::string names;
    for (const auto &[name, number] : values) {
        const auto flag = static_cast<std::uint32_t>(number);
        if (flag == 0 || (bits & flag) != flag)
            continue;
        bits &= ~flag;
        names = names.empty() ? name : name + ", " + names;
    }
    return bits == 0 ? names : std::string();
}

std::u16string enumName(const Type &type, std::int32_t value, bool asFlags)
{
    for (const auto &[name, number] : type.values)
        if (number == value)
            return toUtf16(name);
    const std::string names = asFlags && value != 0 ? flagNames(type, value) : std::string();
    return names.empty() ? enumNumber(value, {}) : toUtf16(names);
}

std::u16string formatEnum(const Type &type, std::int32_t value, std::u16string_view format)
{
    if (format.empty())
        return enumName(type, value, type.isFlags);
    switch (format.size() == 1 ? format[0] : u'\0') {
    case u'g':
    case u'G':
        return enumName(type, value, type.isFlags);
    case u'f':
    case u'F':
        return enumName(type, value, true);
    case u'd':
    case u'D':
        return enumNumber(value, {});
    case u'x':
    case u'X':
        return enumNumber(value, u"X8");
    default:
        raise(Raised::Format,
              "Format String can be only \"G\", \"g\", \"X\", \"x\", \"F\", \"f\", \"D\" or \"d\".");
    }
}

} // namespace

std::u16string formatValue(Machine &machine, const Value &value, std::u16string_view format)
{
    switch (value.tag()) {
    case Tag::SByte:
    case Tag::Byte:
        return formatInteger(value.integer(), 8, format);
    case Tag::Int16:
    case Tag::UInt16:
        return formatInteger(value.integer(), 16, format);
    case Tag::Int32:
    case Tag::UInt32:
        return formatInteger(value.integer(), 32, format);
    case Tag::Int64:
        return formatInteger(value.integer(), 64, format);
    case Tag::UInt64:
        return formatUnsigned(static_cast<std::uint64_t>(value.integer()), 64, format);
    case Tag::Single:
    case Tag::Double:
        return formatReal(value.real(), value.tag() == Tag::Single, format);
    case Tag::DateTime:
        return formatDateTime(value.integer(), value.aux(), format);
    case Tag::DateTimeOffset:
        return formatDateTimeOffset(value.integer(), value.aux(), format);
    case Tag::TimeSpan:
        return formatTimeSpan(value.integer(), format);
    case Tag::Enum:
        return formatEnum(*value.enumType(), value.enumValue(), format);
    default:
        break;
    }
    if (value.as<DecimalObject>())
        return formatDecimal(decimalOf(value), format);
    if (const auto *guid = value.as<GuidObject>())
        return formatGuid(guid->bytes(), format);
    if (const auto *token = value.as<JsonValue>()) // IFormattable: of what it holds
        return token->content().isNull() ? std::u16string() : formatValue(machine, token->content(), format);
    return machine.text(value);
}

} // namespace gatehouse::expression
