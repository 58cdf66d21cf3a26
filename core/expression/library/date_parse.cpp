// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/culture.h"
#include "core/expression/library/time.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace gatehouse::expression {

namespace {

constexpr int twoDigitYearMaximum = 2029;
constexpr int longestOffsetHours = 14;

bool isDigitUnit(char16_t unit)
{
    return unit >= u'0' && unit <= u'9';
}

bool isLetterUnit(char16_t unit)
{
    return ((unit | 0x20) >= u'a' && (unit | 0x20) <= u'z') || (unit >= 0x80 && !isWhiteSpace(unit));
}

//! A name in whole or short, of the culture or in English.
int indexOfEither(std::u16string_view names, std::u16string_view shortNames, std::u16string_view english, std::u16string_view word)
{
    for (const auto list : {names, shortNames, english})
        if (const int found = indexOfName(list, word); found >= 0)
            return found;
    if (word.size() == 3)
        for (int i = 0; !nameAt(english, static_cast<std::size_t>(i)).empty(); ++i)
            if (equalsOrdinalIgnoreCase(nameAt(english, static_cast<std::size_t>(i)).substr(0, 3), word))
                return i;
    return -1;
}

struct DatePart
{
    int value = 0;
    std::size_t digits = 0;
    bool isYear() const { return digits >= 3; }
};

//! Reads what a person or program may have written under the invariant culture: month before day, year first when it has four digits.
class DateReader
{
public:
    DateReader(std::u16string_view text, int styles, std::int64_t today) : m_text(text), m_styles(styles), m_today(today) { }

    std::optional<ParsedDate> read()
    {
        skipSpaces();
        if (m_at == m_text.size())
            return std::nullopt;
        while (m_at < m_text.size())
            if (!readToken())
                return std::nullopt;
        return resolve();
    }

private:
    int monthOf(std::u16string_view word) const
    {
        const int genitive = indexOfName(m_culture.genitives, word);
        return genitive >= 0 ? genitive : indexOfEither(m_culture.months, m_culture.shortMonths, invariantCulture().months, word);
    }
    int weekdayOf(std::u16string_view word) const { return indexOfEither(m_culture.days, m_culture.shortDays, invariantCulture().days, word); }

    //! Which of three or two numbers is the day and which the month: the culture's short date says it.
    bool isDayFirst() const { return m_culture.shortDate.find(u'd') < m_culture.shortDate.find(u'M'); }
    bool isYearFirst() const { return m_culture.shortDate.find(u'y') < m_culture.shortDate.find(u'M'); }
    CalendarDate inOrder(int year, int first, int second) const { return isDayFirst() ? CalendarDate{year, second, first} : CalendarDate{year, first, second}; }

    char16_t peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : u'\0'; }

    bool hasDate() const { return m_parts.size() + (m_month > 0 ? 1 : 0) == 3; }

    bool skipSpaces()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && (isWhiteSpace(m_text[m_at]) || m_text[m_at] == u'\0'))
            ++m_at;
        return m_at != begin;
    }

    bool readToken()
    {
        const char16_t unit = peek();
        if (isDigitUnit(unit))
            return readNumber();
        if (isLetterUnit(unit))
            return readWord();
        if ((unit == u'+' && hasDate()) || ((unit == u'+' || unit == u'-') && m_hasTime && (m_parts.empty() || hasDate())))
            return readOffset();
        if (unit == u',' && (!m_parts.empty() || m_month > 0 || m_dayOfWeek >= 0)) {
            ++m_at;
            skipSpaces();
            return true;
        }
        if ((unit == u'/' || unit == u'-' || unit == u'.') && !hasDate() && (!m_parts.empty() || m_month > 0) && !m_isAfterSeparator) {
            ++m_at;
            m_isAfterSeparator = true;
            skipSpaces();
            return m_at < m_text.size();
        }
        return false;
    }

    DatePart readDigits()
    {
        DatePart part;
        for (; isDigitUnit(peek()); ++m_at, ++part.digits)
            part.value = part.value < 100'000'000 ? part.value * 10 + (peek() - u'0') : part.value;
        return part;
    }

    bool readNumber()
    {
        const DatePart part = readDigits();
        const bool hasSpace = skipSpaces();
        if (peek() == u':' || isAtDesignator())
            return !m_hasTime && readTime(part);
        m_isAfterSeparator = false;
        const bool isSeparated = hasSpace || m_at == m_text.size() || isLetterUnit(peek()) || peek() == u'+' || peek() == u'/' || peek() == u'-' || peek() == u'.'
            || peek() == u',';
        if (part.digits > 4 || m_parts.size() >= 3 || !isSeparated)
            return false;
        m_parts.push_back(part);
        return true;
    }

    bool isAtDesignator() const
    {
        const char16_t first = peek() | 0x20;
        if (first != u'a' && first != u'p')
            return false;
        return !isLetterUnit(peek(1)) || ((peek(1) | 0x20) == u'm' && !isLetterUnit(peek(2)));
    }

    bool readTime(const DatePart &hour)
    {
        if (hour.digits > 2 || m_isAfterSeparator)
            return false;
        m_hasTime = true;
        m_hour = hour.value;
        if (peek() == u':' && !readMinutes())
            return false;
        skipSpaces();
        return !isAtDesignator() || readDesignator();
    }

    bool readMinutes()
    {
        ++m_at;
        const DatePart minute = readDigits();
        if (minute.digits == 0 || minute.digits > 2)
            return false;
        m_minute = minute.value;
        if (peek() != u':')
            return true;
        ++m_at;
        const DatePart second = readDigits();
        if (second.digits == 0 || second.digits > 2)
            return false;
        m_second = second.value;
        return peek() != u'.' || readFraction();
    }

    bool readFraction()
    {
        ++m_at;
        double fraction = 0;
        double scale = 0.1;
        if (!isDigitUnit(peek()))
            return false;
        for (; isDigitUnit(peek()); ++m_at, scale /= 10)
            fraction += scale * (peek() - u'0');
        m_fraction = static_cast<std::int64_t>(std::round(fraction * static_cast<double>(ticksPerSecond)));
        return true;
    }

    bool readDesignator()
    {
        const bool isAfternoon = (peek() | 0x20) == u'p';
        m_at += (peek(1) | 0x20) == u'm' ? 2 : 1;
        skipSpaces();
        if (m_hour > 12 && isAfternoon)
            return true;
        if (m_hour > 12 || (m_hour == 0 && isAfternoon))
            return false;
        m_hour = m_hour % 12 + (isAfternoon ? 12 : 0);
        return true;
    }

    bool readWord()
    {
        const std::size_t begin = m_at;
        while (isLetterUnit(peek()))
            ++m_at;
        if (peek() == u'.' && indexOfName(m_culture.shortMonths, m_text.substr(begin, m_at + 1 - begin)) >= 0)
            ++m_at;
        const std::u16string_view word = m_text.substr(begin, m_at - begin);
        if (word.size() == 1 && (word[0] | 0x20) == u't' && !m_hasTime && !m_parts.empty() && isDigitUnit(peek()))
            return true;
        if ((m_hasTime || hasDate()) && (equalsOrdinalIgnoreCase(word, u"Z") || equalsOrdinalIgnoreCase(word, u"GMT"))) {
            m_isUtc = true;
            skipSpaces();
            return !m_offset.has_value();
        }
        m_isAfterSeparator = false;
        if (const int month = monthOf(word); month >= 0 && m_month == 0) {
            m_month = month + 1;
            m_isMonthLast = !m_parts.empty();
        } else if (const int day = weekdayOf(word); day >= 0 && m_dayOfWeek < 0) {
            m_dayOfWeek = day;
        } else {
            return false;
        }
        skipSpaces();
        return true;
    }

    bool readOffset()
    {
        if (m_isUtc || m_offset)
            return false;
        const bool isNegative = peek() == u'-';
        ++m_at;
        DatePart hours = readDigits();
        int minutes = 0;
        if (hours.digits >= 3) {
            if (hours.digits > 4)
                return false;
            minutes = hours.value % 100;
            hours.value /= 100;
        } else if (peek() == u':') {
            ++m_at;
            const DatePart part = readDigits();
            if (part.digits == 0 || part.digits > 2)
                return false;
            minutes = part.value;
        }
        if (hours.digits == 0 || minutes > 59)
            return false;
        const int total = hours.value * 60 + minutes;
        m_offset = isNegative ? -total : total;
        skipSpaces();
        return total <= longestOffsetHours * 60;
    }

    static int fullYear(const DatePart &part)
    {
        if (part.isYear())
            return part.value;
        const int year = twoDigitYearMaximum / 100 * 100 + part.value;
        return year > twoDigitYearMaximum ? year - 100 : year;
    }

    //! Year, month and day from what was read.
    std::optional<CalendarDate> resolveDate() const
    {
        const CalendarDate today = dateOfTicks(m_today);
        const auto &parts = m_parts;
        if (m_month > 0) {
            if (parts.empty())
                return std::nullopt;
            if (parts.size() == 1)
                return parts[0].isYear() || parts[0].value > 31 || m_isMonthLast ? CalendarDate{fullYear(parts[0]), m_month, 1}
                                                                    : CalendarDate{today.year, m_month, parts[0].value};
            if (parts.size() > 2)
                return std::nullopt;
            const bool isYearFirst = parts[0].isYear();
            return CalendarDate{fullYear(parts[isYearFirst ? 0 : 1]), m_month, parts[isYearFirst ? 1 : 0].value};
        }
        if (parts.size() == 3) {
            if (parts[0].isYear())
                return CalendarDate{parts[0].value, parts[1].value, parts[2].value};
            if (isYearFirst() && !parts[2].isYear())
                return CalendarDate{fullYear(parts[0]), parts[1].value, parts[2].value};
            return inOrder(fullYear(parts[2]), parts[0].value, parts[1].value);
        }
        if (parts.size() == 2) {
            if (parts[0].isYear() || parts[1].isYear())
                return CalendarDate{parts[parts[0].isYear() ? 0 : 1].value, parts[parts[0].isYear() ? 1 : 0].value, 1};
            return inOrder(today.year, parts[0].value, parts[1].value);
        }
        if (!parts.empty() || !m_hasTime || m_dayOfWeek >= 0)
            return std::nullopt;
        return (m_styles & dateStyle::noCurrentDateDefault) != 0 ? CalendarDate{} : today;
    }

    std::optional<ParsedDate> resolve() const
    {
        const auto date = resolveDate();
        if (!date || m_isAfterSeparator || m_hour > 23 || m_minute > 59 || m_second > 59)
            return std::nullopt;
        if (date->year < 1 || date->year > 9999 || date->month < 1 || date->month > 12 || date->day < 1
            || date->day > daysInMonth(date->year, date->month))
            return std::nullopt;
        ParsedDate result;
        result.ticks = ticksOfDate(*date) + m_hour * ticksPerHour + m_minute * ticksPerMinute + m_second * ticksPerSecond + m_fraction;
        if (m_dayOfWeek >= 0 && dayOfWeek(result.ticks) != m_dayOfWeek)
            return std::nullopt;
        result.isUtc = m_isUtc;
        result.offsetMinutes = m_isUtc ? std::optional(0) : m_offset;
        return result;
    }

    std::u16string_view m_text;
    const Culture &m_culture = currentCulture();
    int m_styles;
    std::int64_t m_today;
    std::size_t m_at = 0;
    std::vector<DatePart> m_parts;
    int m_month = 0;
    bool m_isMonthLast = false; //!< a number stands before it
    int m_dayOfWeek = -1;
    bool m_isAfterSeparator = false;
    bool m_hasTime = false;
    int m_hour = 0;
    int m_minute = 0;
    int m_second = 0;
    std::int64_t m_fraction = 0;
    bool m_isUtc = false;
    std::optional<int> m_offset;
};

bool isInRange(std::int64_t ticks)
{
    return ticks >= 0 && ticks <= maxDateTicks;
}

} // namespace

std::optional<ParsedDate> readDate(std::u16string_view text, int styles, std::int64_t today)
{
    constexpr std::size_t longest = 200; // far more than any date has
    if (text.size() > longest)
        return std::nullopt;
    return DateReader(text, styles, today).read();
}

std::optional<Value> dateTimeOf(const ParsedDate &parsed, int styles)
{
    const std::int64_t utc = parsed.ticks - parsed.offsetMinutes.value_or(0) * ticksPerMinute;
    if (!isInRange(utc))
        return std::nullopt;
    const bool isUniversal = (styles & dateStyle::adjustToUniversal) != 0;
    if (!parsed.offsetMinutes) {
        const bool isAssumed = (styles & (dateStyle::assumeLocal | dateStyle::assumeUniversal)) != 0;
        return Value::ofDateTime(utc, !isAssumed ? kindUnspecified : isUniversal ? kindUtc : kindLocal);
    }
    const bool keepsUtc = (styles & dateStyle::roundtripKind) != 0 && parsed.isUtc;
    return Value::ofDateTime(utc, isUniversal || keepsUtc ? kindUtc : kindLocal); // the machine's zone is UTC
}

std::optional<Value> dateTimeOffsetOf(const ParsedDate &parsed, int styles)
{
    const int offset = parsed.offsetMinutes.value_or(0);
    const std::int64_t utc = parsed.ticks - offset * ticksPerMinute;
    if (!isInRange(utc))
        return std::nullopt;
    if ((styles & dateStyle::adjustToUniversal) != 0)
        return Value::ofDateTimeOffset(utc, 0);
    return Value::ofDateTimeOffset(parsed.ticks, offset);
}

Value parseDateTime(std::u16string_view text, int styles, std::int64_t today)
{
    const auto parsed = readDate(text, styles, today);
    const auto value = parsed ? dateTimeOf(*parsed, styles) : std::nullopt;
    if (!value)
        raise(Raised::Format, "String was not recognized as a valid DateTime.");
    return *value;
}

} // namespace gatehouse::expression
