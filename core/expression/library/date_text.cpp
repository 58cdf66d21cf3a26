// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/strings.h"
#include "core/expression/library/time.h"

namespace gatehouse::expression {

namespace {

using Made = std::optional<Value> (*)(const ParsedDate &parsed, int styles);

void requireDateStyles(int styles)
{
    const bool isAssumed = (styles & (dateStyle::assumeLocal | dateStyle::assumeUniversal)) != 0;
    if ((styles & dateStyle::assumeLocal) != 0 && (styles & dateStyle::assumeUniversal) != 0)
        raise(Raised::ArgumentException, "The DateTimeStyles values AssumeLocal and AssumeUniversal cannot be used together.", "styles");
    if ((styles & dateStyle::roundtripKind) != 0 && (isAssumed || (styles & dateStyle::adjustToUniversal) != 0))
        raise(Raised::ArgumentException,
              "The DateTimeStyles value RoundtripKind cannot be used with the values AssumeLocal, AssumeUniversal or AdjustToUniversal.",
              "styles");
}

//! DateTimeOffset takes RoundtripKind with everything and knows no default date.
template<Made made>
int stylesOf(int styles)
{
    if constexpr (made == dateTimeOffsetOf) {
        if ((styles & dateStyle::noCurrentDateDefault) != 0)
            raise(Raised::ArgumentException, "The DateTimeStyles value 'NoCurrentDateDefault' is not allowed when parsing DateTimeOffset.",
                  "styles");
        styles &= ~dateStyle::roundtripKind;
    }
    requireDateStyles(styles);
    return styles;
}

[[noreturn]] void raiseNoDate()
{
    raise(Raised::Format, "String was not recognized as a valid DateTime.");
}

template<Made made>
std::optional<Value> parsed(Call &c, int styles)
{
    const auto date = c.isNull(0) ? std::nullopt : readDate(c.string(0), styles, nowTicks(c));
    return date ? made(*date, styles) : std::nullopt;
}

//! Argument 1 is a format or an array of formats.
template<Made made>
std::optional<Value> parsedExactly(Call &c, int styles)
{
    std::vector<Value> formats;
    if (const auto *array = c[1].as<ArrayObject>())
        formats = array->items();
    else if (!c.isNull(1))
        formats.push_back(c[1]);
    for (const Value &format : formats) {
        const std::u16string *pattern = stringOf(format);
        const auto date = pattern && !c.isNull(0) ? readDateExact(c.string(0), *pattern, styles, nowTicks(c)) : std::nullopt;
        if (auto value = date ? made(*date, styles) : std::nullopt)
            return value;
    }
    return std::nullopt;
}

template<Made made>
Value parse(Call &c)
{
    const int styles = c.count() > 2 ? stylesOf<made>(c[2].enumValue()) : 0;
    c.string(0, "s");
    const auto value = parsed<made>(c, styles);
    if (!value)
        raiseNoDate();
    return *value;
}

template<Made made>
Value parseExact(Call &c)
{
    const int styles = c.count() > 3 ? stylesOf<made>(c[3].enumValue()) : 0;
    c.string(0, "s");
    if (c.isNull(1))
        raiseNullArgument("format");
    const auto value = parsedExactly<made>(c, styles);
    if (!value)
        raiseNoDate();
    return *value;
}

template<Made made>
Value finish(Call &c, const std::optional<Value> &value, std::size_t out)
{
    const Value nothing = made == dateTimeOffsetOf ? Value::ofDateTimeOffset(0, 0) : Value::ofDateTime(0, kindUnspecified);
    c.setOut(out, value.value_or(nothing));
    return Value::ofBool(value.has_value());
}

template<Made made>
Value tryParse(Call &c)
{
    return finish<made>(c, parsed<made>(c, 0), 1);
}

template<Made made>
Value tryParseStyled(Call &c)
{
    return finish<made>(c, parsed<made>(c, stylesOf<made>(c[2].enumValue())), 3);
}

template<Made made>
Value tryParseExact(Call &c)
{
    return finish<made>(c, parsedExactly<made>(c, stylesOf<made>(c[3].enumValue())), 4);
}

// Both types have the same members. Signatures are texts, so that only a macro can put the type's name into them.
#define PARSE_MEMBERS(name, made) \
    { \
        {"static " name " Parse(string s)", parse<made>}, {"static " name " Parse(string s, IFormatProvider provider)", parse<made>}, \
            {"static " name " Parse(string s, IFormatProvider provider, DateTimeStyles styles)", parse<made>}, \
            {"static " name " ParseExact(string s, string format, IFormatProvider provider)", parseExact<made>}, \
            {"static " name " ParseExact(string s, string format, IFormatProvider provider, DateTimeStyles style)", parseExact<made>}, \
            {"static " name " ParseExact(string s, string[] formats, IFormatProvider provider, DateTimeStyles style)", \
             parseExact<made>}, \
            {"static bool TryParse(string s, out " name " result)", tryParse<made>}, \
            {"static bool TryParse(string s, IFormatProvider provider, DateTimeStyles styles, out " name " result)", \
             tryParseStyled<made>}, \
            {"static bool TryParseExact(string s, string format, IFormatProvider provider, DateTimeStyles style, out " name " result)", \
             tryParseExact<made>}, \
        { \
            "static bool TryParseExact(string s, string[] formats, IFormatProvider provider, DateTimeStyles style, out " name " result)", \
                tryParseExact<made> \
        } \
    }

} // namespace

void declareDateTimeText(Library &library)
{
    library.declare("struct System.DateTime", Known::DateTime, PARSE_MEMBERS("DateTime", dateTimeOf));
    library.declare("struct System.DateTimeOffset", Known::DateTimeOffset, PARSE_MEMBERS("DateTimeOffset", dateTimeOffsetOf));
}

#undef PARSE_MEMBERS

} // namespace gatehouse::expression
