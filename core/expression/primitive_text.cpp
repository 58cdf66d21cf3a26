// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/format.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"

namespace gatehouse::expression {

namespace {

//! "Friday", "IgnoreCase, Singleline", or the number where no name fits.
std::u16string enumText(const Value &value)
{
    const auto &type = *value.enumType();
    for (const auto &[name, number] : type.values)
        if (number == value.enumValue())
            return fromAscii(name);
    if (type.isFlags) {
        std::string text;
        auto rest = value.enumValue();
        for (auto at = type.values.rbegin(); at != type.values.rend(); ++at)
            if (at->second != 0 && (rest & at->second) == at->second) {
                text = at->first + (text.empty() ? "" : ", " + text);
                rest &= ~at->second;
            }
        if (rest == 0 && !text.empty())
            return fromAscii(text);
    }
    return fromAscii(std::to_string(value.enumValue()));
}

} // namespace

std::u16string primitiveText(const Value &value)
{
    switch (value.tag()) {
    case Tag::Null:
    case Tag::Object:
        return {};
    case Tag::Bool:
        return value.boolean() ? u"True" : u"False";
    case Tag::Char:
        return std::u16string(1, value.character());
    case Tag::UInt64:
        return fromAscii(std::to_string(static_cast<std::uint64_t>(value.integer())));
    case Tag::Single:
        return formatSingle(value.real());
    case Tag::Double:
        return formatDouble(value.real());
    case Tag::DateTime:
        return formatDateTime(value.integer(), value.aux(), {});
    case Tag::TimeSpan:
        return formatTimeSpan(value.integer(), {});
    case Tag::DateTimeOffset:
        return formatDateTimeOffset(value.integer(), value.aux(), {});
    case Tag::Enum:
        return enumText(value);
    default:
        return fromAscii(std::to_string(value.integer()));
    }
}

} // namespace gatehouse::expression
