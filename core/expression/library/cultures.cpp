// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/culture.h"
#include "core/expression/library/identifiers.h"
#include "core/expression/library/strings.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <deque>

namespace gatehouse::expression {

namespace {

class CultureObject final : public Object, public CultureSource
{
public:
    CultureObject(std::u16string itsName, const Culture &itsCulture) : name(std::move(itsName)), m_culture(itsCulture) { }
    const std::u16string name; //!< "en" has the data of "en-US"

    const Culture &culture() const override { return m_culture; }
    const Type *type(const Library &library) const override { return library.known(Known::CultureInfo); }
    std::u16string text(Machine &) const override { return name; }
    bool equals(const Object &other) const override
    {
        const auto *culture = dynamic_cast<const CultureObject *>(&other);
        return culture && culture->name == name;
    }
    std::int32_t hash() const override { return static_cast<std::int32_t>(name.size()); }

private:
    const Culture &m_culture;
};

//! NumberFormatInfo, DateTimeFormatInfo, TextInfo and Calendar: a culture's data, which an expression may change for itself.
class CulturePart final : public Object, public CultureSource
{
public:
    CulturePart(Known known, const Culture &culture) : m_known(known), m_culture(culture) { }
    const Type *type(const Library &library) const override { return library.known(m_known); }
    const Culture &culture() const override { return m_culture; }
    void set(std::u16string_view Culture::*member, std::u16string value)
    {
        m_texts.push_back(std::move(value));
        m_culture.*member = m_texts.back();
    }
    void set(int Culture::*member, int value) { m_culture.*member = value; }

private:
    Known m_known;
    Culture m_culture;
    std::deque<std::u16string> m_texts; //!< behind what was set
};

Value invariantCultureOf(Call &)
{
    return Value::of(make<CultureObject>(std::u16string(), invariantCulture()));
}

template<Known known>
Value invariantPart(Call &)
{
    return Value::of(make<CulturePart>(known, invariantCulture()));
}

//! Of the culture that is the receiver.
template<Known known>
Value part(Call &c)
{
    const auto *source = dynamic_cast<const CultureSource *>(c[0].object());
    return Value::of(make<CulturePart>(known, source ? source->culture() : invariantCulture()));
}

Value namedCulture(Call &c)
{
    const std::u16string &name = c.string(0, "name");
    const auto *culture = findCulture(name);
    if (!culture) {
        const auto *type = c.library().findType("System.Globalization.CultureNotFoundException");
        throw Raise{Raised::Exception, {}, {},
                    Value::of(make<ExceptionObject>(type, u"Culture name " + name + u" is not supported.", Value(), u"name"))};
    }
    return Value::of(make<CultureObject>(name.size() == 2 ? name : std::u16string(culture->name), *culture));
}

const Culture &cultureIn(Call &c)
{
    return dynamic_cast<const CultureSource &>(*c[0].object()).culture();
}

template<std::u16string_view Culture::*member>
Value textOf(Call &c)
{
    return c.text(std::u16string(cultureIn(c).*member));
}

template<std::u16string_view Culture::*member>
Value setText(Call &c)
{
    c.object<CulturePart>(0).set(member, c.string(1));
    return Value::null();
}

template<int Culture::*member>
Value numberOf(Call &c)
{
    return Value::ofInt(cultureIn(c).*member);
}

template<int Culture::*member, int most>
Value setNumber(Call &c)
{
    if (c.int32(1) < 0 || c.int32(1) > most)
        raise(Raised::ArgumentOutOfRange, "The value is out of range.");
    c.object<CulturePart>(0).set(member, c.int32(1));
    return Value::null();
}

template<std::u16string_view Culture::*member>
Value nameAtIndex(Call &c)
{
    const bool isMonth = member == &Culture::months || member == &Culture::shortMonths;
    const auto index = isMonth ? c.int32(1) - 1 : c[1].enumValue();
    if (index < 0 || index > (isMonth ? 12 : 6)) // a thirteenth month has no name
        raise(Raised::ArgumentOutOfRange, "The value is out of range.", isMonth ? "month" : "dayofweek");
    return c.text(std::u16string(nameAt(cultureIn(c).*member, static_cast<std::size_t>(index))));
}

template<std::u16string_view Culture::*member>
Value allNames(Call &c)
{
    const bool isMonth = member == &Culture::months || member == &Culture::shortMonths;
    std::vector<Value> items;
    for (std::size_t i = 0; i < (isMonth ? 13 : 7); ++i)
        items.push_back(c.text(std::u16string(nameAt(cultureIn(c).*member, i))));
    return c.array(c.library().primitive(TypeKind::String), std::move(items));
}

template<char16_t letter>
Value patternIn(Call &c)
{
    return c.text(datePattern(letter, cultureIn(c)));
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
    library.declare(
        "class System.Globalization.NumberFormatInfo : IFormatProvider", Known::NumberFormatInfo,
        {{"new()", invariantPart<Known::NumberFormatInfo>},
         {"static NumberFormatInfo InvariantInfo { get; }", invariantPart<Known::NumberFormatInfo>},
         {"static NumberFormatInfo CurrentInfo { get; }", invariantPart<Known::NumberFormatInfo>},
         {"string NumberDecimalSeparator { get; set; }", textOf<&Culture::point>, setText<&Culture::point>},
         {"string NumberGroupSeparator { get; set; }", textOf<&Culture::group>, setText<&Culture::group>},
         {"string CurrencyDecimalSeparator { get; }", textOf<&Culture::point>},
         {"string CurrencyGroupSeparator { get; set; }", textOf<&Culture::currencyGroup>, setText<&Culture::currencyGroup>},
         {"string CurrencySymbol { get; set; }", textOf<&Culture::currency>, setText<&Culture::currency>},
         {"int CurrencyDecimalDigits { get; set; }", numberOf<&Culture::currencyDigits>, setNumber<&Culture::currencyDigits, 99>},
         {"int CurrencyPositivePattern { get; set; }", numberOf<&Culture::currencyPositive>, setNumber<&Culture::currencyPositive, 3>},
         {"int CurrencyNegativePattern { get; set; }", numberOf<&Culture::currencyNegative>, setNumber<&Culture::currencyNegative, 15>},
         {"int PercentPositivePattern { get; set; }", numberOf<&Culture::percentPositive>, setNumber<&Culture::percentPositive, 2>},
         {"int PercentNegativePattern { get; set; }", numberOf<&Culture::percentNegative>, setNumber<&Culture::percentNegative, 2>},
         {"string NegativeSign { get; }", [](Call &c) { return c.text("-"); }},
         {"string PositiveSign { get; }", [](Call &c) { return c.text("+"); }},
         {"string PercentSymbol { get; }", [](Call &c) { return c.text("%"); }},
         {"object Clone()", part<Known::NumberFormatInfo>}});
    library.declare(
        "class System.Globalization.DateTimeFormatInfo : IFormatProvider", Known::DateTimeFormatInfo,
        {{"static DateTimeFormatInfo InvariantInfo { get; }", invariantPart<Known::DateTimeFormatInfo>},
         {"static DateTimeFormatInfo CurrentInfo { get; }", invariantPart<Known::DateTimeFormatInfo>},
         {"string GetMonthName(int month)", nameAtIndex<&Culture::months>},
         {"string GetAbbreviatedMonthName(int month)", nameAtIndex<&Culture::shortMonths>},
         {"string GetDayName(DayOfWeek dayofweek)", nameAtIndex<&Culture::days>},
         {"string GetAbbreviatedDayName(DayOfWeek dayofweek)", nameAtIndex<&Culture::shortDays>},
         {"string[] MonthNames { get; }", allNames<&Culture::months>},
         {"string[] AbbreviatedMonthNames { get; }", allNames<&Culture::shortMonths>},
         {"string[] DayNames { get; }", allNames<&Culture::days>},
         {"string[] AbbreviatedDayNames { get; }", allNames<&Culture::shortDays>},
         {"string ShortDatePattern { get; }", patternIn<u'd'>},
         {"string LongDatePattern { get; }", patternIn<u'D'>},
         {"string ShortTimePattern { get; }", patternIn<u't'>},
         {"string LongTimePattern { get; }", patternIn<u'T'>},
         {"string FullDateTimePattern { get; }", patternIn<u'F'>},
         {"string MonthDayPattern { get; }", patternIn<u'M'>},
         {"string YearMonthPattern { get; }", patternIn<u'Y'>},
         {"string SortableDateTimePattern { get; }", [](Call &c) { return c.text("yyyy'-'MM'-'dd'T'HH':'mm':'ss"); }},
         {"string UniversalSortableDateTimePattern { get; }", [](Call &c) { return c.text("yyyy'-'MM'-'dd HH':'mm':'ss'Z'"); }},
         {"string RFC1123Pattern { get; }", [](Call &c) { return c.text("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"); }},
         {"string AMDesignator { get; }", textOf<&Culture::morning>},
         {"string PMDesignator { get; }", textOf<&Culture::afternoon>},
         {"string DateSeparator { get; }", textOf<&Culture::dateSeparator>},
         {"string TimeSeparator { get; }", textOf<&Culture::timeSeparator>},
         {"Calendar Calendar { get; }", part<Known::Calendar>},
         {"DayOfWeek FirstDayOfWeek { get; }", [](Call &c) { return Value::ofEnum(c.result(), cultureIn(c).firstDay); }}});
}

} // namespace

void declareCultures(Library &library)
{
    library.declareEnum("System.Globalization.CalendarWeekRule", Known::None,
                        {{"FirstDay", 0}, {"FirstFullWeek", 1}, {"FirstFourDayWeek", 2}});
    library.declare("interface System.IFormatProvider", Known::IFormatProvider);
    library.declare("class System.Globalization.CultureNotFoundException : ArgumentException", Known::None);
    library.declare("class System.Globalization.CultureInfo : IFormatProvider", Known::CultureInfo, {
        {"new(string name)", namedCulture},
        {"new(string name, bool useUserOverride)", namedCulture},
        {"static CultureInfo InvariantCulture { get; }", invariantCultureOf},
        {"static CultureInfo CurrentCulture { get; }", invariantCultureOf},
        {"static CultureInfo CurrentUICulture { get; }", invariantCultureOf},
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
    library.declare("class System.Globalization.GregorianCalendar : Calendar", Known::None, {{"new()", invariantPart<Known::Calendar>}});
}

} // namespace gatehouse::expression
