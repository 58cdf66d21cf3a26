// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/library/identifiers.h"
#include "core/expression/library/strings.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

//! Cultures differ by name alone: everything is written and read as the invariant culture does, which is the gateway's.
class CultureObject final : public Object
{
public:
    explicit CultureObject(std::u16string itsName) : name(std::move(itsName)) { }
    const std::u16string name;

    const Type *type(const Library &library) const override { return library.known(Known::CultureInfo); }
    std::u16string text(Machine &) const override { return name; }
    bool equals(const Object &other) const override
    {
        const auto *culture = dynamic_cast<const CultureObject *>(&other);
        return culture && culture->name == name;
    }
    std::int32_t hash() const override { return static_cast<std::int32_t>(name.size()); }
};

//! NumberFormatInfo, DateTimeFormatInfo, TextInfo and Calendar of a culture: nothing but their type.
class CulturePart final : public Object
{
public:
    explicit CulturePart(Known known) : m_known(known) { }
    const Type *type(const Library &library) const override { return library.known(m_known); }

private:
    Known m_known;
};

Value invariantCulture(Call &)
{
    return Value::of(make<CultureObject>(std::u16string()));
}

template<Known known>
Value part(Call &)
{
    return Value::of(make<CulturePart>(known));
}

bool isCultureName(std::u16string_view name)
{
    const auto isAllowed = [](char16_t unit) {
        return ((unit | 0x20) >= u'a' && (unit | 0x20) <= u'z') || (unit >= u'0' && unit <= u'9') || unit == u'-' || unit == u'_';
    };
    const std::size_t language = std::min(name.find(u'-'), name.size());
    return name.empty() || ((language == 2 || language == 3) && std::all_of(name.begin(), name.end(), isAllowed));
}

Value namedCulture(Call &c)
{
    const std::u16string &name = c.string(0, "name");
    if (!isCultureName(name))
        raise(Raised::ArgumentException, "Culture is not supported.", "name");
    return Value::of(make<CultureObject>(name));
}

std::u16string titleCase(std::u16string_view text)
{
    std::u16string result;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        const auto isWordUnit = [](char16_t unit) { return unicodeCategory(unit) <= 5 || unit == u'\''; };
        while (end < text.size() && isWordUnit(text[end]))
            ++end;
        const std::u16string_view word = text.substr(at, end - at);
        // A word in capitals is taken for an abbreviation.
        const bool isAbbreviation = std::none_of(word.begin(), word.end(), [](char16_t unit) { return toUpperInvariant(unit) != unit; });
        for (std::size_t i = 0; i < word.size(); ++i)
            result += isAbbreviation ? word[i] : i == 0 ? toUpperInvariant(word[i]) : toLowerInvariant(word[i]);
        if (end < text.size())
            result += text[end];
        at = end + 1;
    }
    return result;
}

template<std::size_t Size>
Value nameAt(Call &c, const std::array<std::u16string_view, Size> &names, std::int32_t index, std::size_t length, const char *parameter)
{
    if (index == 12 && Size == 12)
        return c.text(std::u16string()); // a thirteenth month has no name
    if (index < 0 || index >= static_cast<std::int32_t>(Size))
        raise(Raised::ArgumentOutOfRange, "Valid values are between 1 and 13, inclusive.", parameter);
    return c.text(std::u16string(names[static_cast<std::size_t>(index)].substr(0, length)));
}

constexpr std::size_t wholeName = 20;

template<std::size_t Size>
Value allNames(Call &c, const std::array<std::u16string_view, Size> &names, std::size_t length)
{
    std::vector<Value> items;
    for (const std::u16string_view name : names)
        items.push_back(c.text(std::u16string(name.substr(0, length))));
    if (Size == 12)
        items.push_back(c.text(std::u16string()));
    return c.array(c.library().primitive(TypeKind::String), std::move(items));
}

//! Calendar.GetWeekOfYear. `rule`: 0 the week of January 1st, 1 the first whole week, 2 the first of four days.
int weekOfYear(std::int64_t ticks, int rule, int firstDay)
{
    const int days = dayOfYear(dateOfTicks(ticks)) - 1;
    const int weekday = dayOfWeek(ticks);
    if (rule == 0) {
        const int firstWeekday = weekday - days % 7;
        return (days + (firstWeekday - firstDay + 14) % 7) / 7 + 1;
    }
    const int fullDays = rule == 1 ? 7 : 4;
    int offset = (firstDay - (weekday - days % 7) + 14) % 7;
    if (offset != 0 && offset >= fullDays)
        offset -= 7;
    if (days - offset >= 0)
        return (days - offset) / 7 + 1;
    return weekOfYear(ticks - (days + 1) * ticksPerDay, rule, firstDay); // the last week of the year before
}

void declareFormatInfos(Library &library)
{
    library.declare("class System.Globalization.NumberFormatInfo : IFormatProvider", Known::NumberFormatInfo, {
        {"static NumberFormatInfo InvariantInfo { get; }", part<Known::NumberFormatInfo>},
        {"static NumberFormatInfo CurrentInfo { get; }", part<Known::NumberFormatInfo>},
        {"string NumberDecimalSeparator { get; }", [](Call &c) { return c.text("."); }},
        {"string NumberGroupSeparator { get; }", [](Call &c) { return c.text(","); }},
    });
    library.declare("class System.Globalization.DateTimeFormatInfo : IFormatProvider", Known::DateTimeFormatInfo, {
        {"static DateTimeFormatInfo InvariantInfo { get; }", part<Known::DateTimeFormatInfo>},
        {"static DateTimeFormatInfo CurrentInfo { get; }", part<Known::DateTimeFormatInfo>},
        {"string GetMonthName(int month)", [](Call &c) { return nameAt(c, monthNames, c.int32(1) - 1, wholeName, "month"); }},
        {"string GetAbbreviatedMonthName(int month)", [](Call &c) { return nameAt(c, monthNames, c.int32(1) - 1, 3, "month"); }},
        {"string GetDayName(DayOfWeek dayofweek)",
         [](Call &c) { return nameAt(c, dayNames, c[1].enumValue(), wholeName, "dayofweek"); }},
        {"string GetAbbreviatedDayName(DayOfWeek dayofweek)",
         [](Call &c) { return nameAt(c, dayNames, c[1].enumValue(), 3, "dayofweek"); }},
        {"string[] MonthNames { get; }", [](Call &c) { return allNames(c, monthNames, wholeName); }},
        {"string[] AbbreviatedMonthNames { get; }", [](Call &c) { return allNames(c, monthNames, 3); }},
        {"string[] DayNames { get; }", [](Call &c) { return allNames(c, dayNames, wholeName); }},
        {"string[] AbbreviatedDayNames { get; }", [](Call &c) { return allNames(c, dayNames, 3); }},
        {"Calendar Calendar { get; }", part<Known::Calendar>},
        {"DayOfWeek FirstDayOfWeek { get; }", [](Call &c) { return Value::ofEnum(c.result(), 0); }},
    });
}

} // namespace

void declareCultures(Library &library)
{
    library.declareEnum("System.Globalization.CalendarWeekRule", Known::None,
                        {{"FirstDay", 0}, {"FirstFullWeek", 1}, {"FirstFourDayWeek", 2}});
    library.declare("interface System.IFormatProvider", Known::IFormatProvider);
    library.declare("class System.Globalization.CultureInfo : IFormatProvider", Known::CultureInfo, {
        {"new(string name)", namedCulture},
        {"new(string name, bool useUserOverride)", namedCulture},
        {"static CultureInfo InvariantCulture { get; }", invariantCulture},
        {"static CultureInfo CurrentCulture { get; }", invariantCulture},
        {"static CultureInfo CurrentUICulture { get; }", invariantCulture},
        {"static CultureInfo GetCultureInfo(string name)", namedCulture},
        {"static CultureInfo CreateSpecificCulture(string name)", namedCulture},
        {"string Name { get; }", [](Call &c) { return c.text(c.object<CultureObject>(0).name); }},
        {"string TwoLetterISOLanguageName { get; }", [](Call &c) {
             const std::u16string &name = c.object<CultureObject>(0).name;
             return c.text(name.empty() ? std::u16string(u"iv") : name.substr(0, name.find(u'-')));
         }},
        {"NumberFormatInfo NumberFormat { get; }", part<Known::NumberFormatInfo>},
        {"DateTimeFormatInfo DateTimeFormat { get; }", part<Known::DateTimeFormatInfo>},
        {"TextInfo TextInfo { get; }", part<Known::TextInfo>},
        {"Calendar Calendar { get; }", part<Known::Calendar>},
        {"string ToString()", [](Call &c) { return c.text(c.object<CultureObject>(0).name); }},
    });
    declareFormatInfos(library);
    library.declare("class System.Globalization.TextInfo", Known::TextInfo, {
        {"string ToTitleCase(string str)", [](Call &c) { return c.text(titleCase(c.string(1, "str"))); }},
        {"string ToLower(string str)", [](Call &c) { return c.text(lowerCase(c.string(1, "str"))); }},
        {"string ToUpper(string str)", [](Call &c) { return c.text(upperCase(c.string(1, "str"))); }},
        {"char ToLower(char c)", [](Call &c) { return Value::ofChar(toLowerInvariant(c.character(1))); }},
        {"char ToUpper(char c)", [](Call &c) { return Value::ofChar(toUpperInvariant(c.character(1))); }},
    });
    library.declare("class System.Globalization.Calendar", Known::Calendar, {
        {"int GetWeekOfYear(DateTime time, CalendarWeekRule rule, DayOfWeek firstDayOfWeek)",
         [](Call &c) { return Value::ofInt(weekOfYear(c[1].integer(), c[2].enumValue(), c[3].enumValue())); }},
        {"DayOfWeek GetDayOfWeek(DateTime time)", [](Call &c) { return Value::ofEnum(c.result(), dayOfWeek(c[1].integer())); }},
        {"int GetDayOfYear(DateTime time)", [](Call &c) { return Value::ofInt(dayOfYear(dateOfTicks(c[1].integer()))); }},
        {"int GetYear(DateTime time)", [](Call &c) { return Value::ofInt(dateOfTicks(c[1].integer()).year); }},
        {"int GetMonth(DateTime time)", [](Call &c) { return Value::ofInt(dateOfTicks(c[1].integer()).month); }},
        {"int GetDayOfMonth(DateTime time)", [](Call &c) { return Value::ofInt(dateOfTicks(c[1].integer()).day); }},
    });
    library.declare("class System.Globalization.GregorianCalendar : Calendar", Known::None, {{"new()", part<Known::Calendar>}});
}

} // namespace gatehouse::expression
