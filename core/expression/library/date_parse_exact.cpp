// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/culture.h"
#include "core/expression/library/time.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

class ExactReader
{
public:
    ExactReader(std::u16string_view text, std::u16string_view format, int styles) : m_text(text), m_format(format), m_styles(styles) { }

    std::optional<ParsedDate> read(std::int64_t today)
    {
        if (m_format.size() == 1 && !usePattern())
            return std::nullopt;
        trimText();
        while (m_formatAt < m_format.size()) {
            const char16_t unit = m_format[m_formatAt];
            std::size_t count = 1;
            while (m_formatAt + count < m_format.size() && m_format[m_formatAt + count] == unit)
                ++count;
            if (!readRun(unit, count))
                return std::nullopt;
        }
        return m_at == m_text.size() ? resolve(today) : std::nullopt;
    }

private:
    bool usePattern()
    {
        const char16_t letter = m_format[0];
        if (std::u16string_view(u"oOrRsu").find(letter) != std::u16string_view::npos)
            m_culture = invariantCulture();
        m_pattern = datePattern(letter, m_culture);
        m_format = m_pattern;
        if (letter == u'U')
            m_offset = 0;
        return !m_format.empty();
    }

    void trimText()
    {
        while ((m_styles & dateStyle::leadingWhite) != 0 && !m_text.empty() && isWhiteSpace(m_text.front()))
            m_text.remove_prefix(1);
        while ((m_styles & dateStyle::trailingWhite) != 0 && !m_text.empty() && isWhiteSpace(m_text.back()))
            m_text.remove_suffix(1);
    }

    char16_t peek() const { return m_at < m_text.size() ? m_text[m_at] : u'\0'; }
    bool isAtDigit() const { return peek() >= u'0' && peek() <= u'9'; }

    void skipInner()
    {
        while ((m_styles & dateStyle::innerWhite) != 0 && m_at < m_text.size() && isWhiteSpace(m_text[m_at]))
            ++m_at;
    }

    //! -1: not so many digits.
    int number(std::size_t fewest, std::size_t most)
    {
        skipInner();
        int value = 0;
        std::size_t digits = 0;
        for (; digits < most && isAtDigit(); ++digits, ++m_at)
            value = value * 10 + (peek() - u'0');
        return digits >= fewest ? value : -1;
    }

    int name(std::u16string_view names)
    {
        skipInner();
        int longest = -1;
        std::size_t length = 0;
        for (std::size_t i = 0; !nameAt(names, i).empty(); ++i) {
            const auto candidate = nameAt(names, i);
            if (candidate.size() > length && equalsOrdinalIgnoreCase(m_text.substr(std::min(m_at, m_text.size()), candidate.size()), candidate)) {
                longest = static_cast<int>(i);
                length = candidate.size();
            }
        }
        m_at += length;
        return longest;
    }
    int monthName(std::size_t count)
    {
        const int genitive = count > 3 && !m_culture.genitives.empty() ? name(m_culture.genitives) : -1;
        return genitive >= 0 ? genitive : name(count > 3 ? m_culture.months : m_culture.shortMonths);
    }

    bool literals(std::u16string_view units)
    {
        return std::all_of(units.begin(), units.end(), [this](char16_t unit) { return literal(unit); });
    }

    bool literal(char16_t unit)
    {
        if ((m_styles & dateStyle::innerWhite) != 0 && unit == u' ') {
            skipInner();
            return true;
        }
        if (peek() != unit || m_at >= m_text.size())
            return false;
        ++m_at;
        return true;
    }

    bool set(std::optional<int> &part, int value)
    {
        if (value < 0 || (part && *part != value))
            return false;
        part = value;
        return true;
    }

    bool readRun(char16_t unit, std::size_t count)
    {
        m_formatAt += count;
        const std::size_t fewest = std::min<std::size_t>(count, 2);
        switch (unit) {
        case u'y':
            return readYear(count);
        case u'M':
            return set(m_month, count <= 2 ? number(fewest, 2) : monthName(count) + 1) && *m_month > 0;
        case u'd':
            return count <= 2 ? set(m_day, number(fewest, 2)) : set(m_dayOfWeek, name(count > 3 ? m_culture.days : m_culture.shortDays));
        case u'h':
            m_isTwelve = true;
            return set(m_hour, number(fewest, 2));
        case u'H':
            return set(m_hour, number(fewest, 2));
        case u'm':
            return set(m_minute, number(fewest, 2));
        case u's':
            return set(m_second, number(fewest, 2));
        case u'f':
        case u'F':
            return count <= 7 && readFraction(count, unit == u'F');
        case u't':
            return readDesignator(count);
        case u'z':
            return readOffset(count);
        case u'K':
            return count == 1 && readZone();
        case u'Z':
            m_isUtc = true;
            m_formatAt -= count - 1;
            return (peek() | 0x20) == u'z' && ++m_at > 0;
        default:
            m_formatAt -= count;
            return readLiteral();
        }
    }

    bool readLiteral()
    {
        const char16_t unit = m_format[m_formatAt++];
        switch (unit) {
        case u'\'':
        case u'"':
            return readQuoted(unit);
        case u'\\':
            return m_formatAt < m_format.size() && literal(m_format[m_formatAt++]);
        case u'%':
            return m_formatAt < m_format.size() && m_format[m_formatAt] != u'%';
        case u'.':
            // "ss.FFF": the point is there only with digits.
            if (m_formatAt < m_format.size() && m_format[m_formatAt] == u'F' && peek() != u'.')
                return true;
            return literal(unit);
        case u'/':
            return literals(m_culture.dateSeparator);
        case u':':
            return literals(m_culture.timeSeparator);
        default:
            return literal(unit);
        }
    }

    bool readQuoted(char16_t quote)
    {
        for (; m_formatAt < m_format.size(); ++m_formatAt) {
            if (m_format[m_formatAt] == quote) {
                ++m_formatAt;
                return true;
            }
            if (m_format[m_formatAt] == u'\\' && ++m_formatAt == m_format.size())
                return false;
            if (!literal(m_format[m_formatAt]))
                return false;
        }
        return false;
    }

    bool readYear(std::size_t count)
    {
        constexpr int pivot = 2029;
        if (count > 2)
            return set(m_year, number(count, count == 3 ? 4 : count));
        const int value = number(count, 2);
        return value >= 0 && set(m_year, 2000 + value > pivot ? 1900 + value : 2000 + value);
    }

    bool readFraction(std::size_t count, bool isOptional)
    {
        std::int64_t fraction = 0;
        std::int64_t unit = ticksPerSecond / 10;
        std::size_t digits = 0;
        for (; digits < count && isAtDigit(); ++digits, ++m_at, unit /= 10)
            fraction += unit * (peek() - u'0');
        m_fraction = fraction;
        return isOptional || digits == count;
    }

    bool readDesignator(std::size_t count)
    {
        skipInner();
        for (const auto whole : {m_culture.morning, m_culture.afternoon}) {
            const auto designator = whole.substr(0, count == 1 ? 1 : std::u16string_view::npos);
            if (!equalsOrdinalIgnoreCase(m_text.substr(std::min(m_at, m_text.size()), designator.size()), designator))
                continue;
            m_isAfternoon = whole == m_culture.afternoon;
            m_at += designator.size();
            return true;
        }
        return false;
    }

    bool readOffset(std::size_t count)
    {
        skipInner();
        if (peek() != u'+' && peek() != u'-')
            return false;
        const bool isNegative = peek() == u'-';
        ++m_at;
        const int hours = number(std::min<std::size_t>(count, 2), 2);
        int minutes = 0;
        if (count >= 3) {
            if (peek() == u':')
                ++m_at;
            minutes = number(2, 2);
        }
        if (hours < 0 || minutes < 0 || minutes > 59)
            return false;
        const int total = hours * 60 + minutes;
        m_offset = isNegative ? -total : total;
        return total <= 14 * 60;
    }

    bool readZone()
    {
        if ((peek() | 0x20) == u'z') {
            m_isUtc = true;
            ++m_at;
            return true;
        }
        return (peek() != u'+' && peek() != u'-') || readOffset(3);
    }

    std::optional<int> hour() const
    {
        const int value = m_hour.value_or(0);
        if (!m_isTwelve && !m_isAfternoon)
            return value <= 23 ? std::optional(value) : std::nullopt;
        if (m_isTwelve && (value > 12 || (m_hour && value < 1)))
            return std::nullopt;
        if (!m_isAfternoon)
            return m_isTwelve && value == 12 ? 0 : value;
        if (!m_isTwelve)
            return (value >= 12) == *m_isAfternoon ? std::optional(value) : std::nullopt;
        return value % 12 + (*m_isAfternoon ? 12 : 0);
    }

    std::optional<ParsedDate> resolve(std::int64_t today) const
    {
        const auto hours = hour();
        const int minutes = m_minute.value_or(0);
        const int seconds = m_second.value_or(0);
        if (!hours || minutes > 59 || seconds > 59)
            return std::nullopt;
        CalendarDate date;
        if (!m_year && !m_month && !m_day) {
            if ((m_styles & dateStyle::noCurrentDateDefault) == 0)
                date = dateOfTicks(today);
        } else {
            date = {m_year.value_or(dateOfTicks(today).year), m_month.value_or(1), m_day.value_or(1)};
        }
        if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > daysInMonth(date.year, date.month))
            return std::nullopt;
        ParsedDate result;
        result.ticks = ticksOfDate(date) + *hours * ticksPerHour + minutes * ticksPerMinute + seconds * ticksPerSecond + m_fraction;
        if (m_dayOfWeek && dayOfWeek(result.ticks) != *m_dayOfWeek)
            return std::nullopt;
        result.isUtc = m_isUtc;
        result.offsetMinutes = m_isUtc ? std::optional(0) : m_offset;
        return result;
    }

    std::u16string_view m_text;
    std::u16string_view m_format;
    int m_styles;
    Culture m_culture = currentCulture();
    std::u16string m_pattern; //!< behind a standard format
    std::size_t m_at = 0;
    std::size_t m_formatAt = 0;
    std::optional<int> m_year;
    std::optional<int> m_month;
    std::optional<int> m_day;
    std::optional<int> m_dayOfWeek;
    std::optional<int> m_hour;
    std::optional<int> m_minute;
    std::optional<int> m_second;
    std::int64_t m_fraction = 0;
    bool m_isTwelve = false;
    std::optional<bool> m_isAfternoon;
    bool m_isUtc = false;
    std::optional<int> m_offset;
};

} // namespace

std::optional<ParsedDate> readDateExact(std::u16string_view text, std::u16string_view format, int styles, std::int64_t today)
{
    constexpr std::size_t longest = 1000; // far more than any date or format has
    if (format.empty() || text.empty() || format.size() > longest || text.size() > longest)
        return std::nullopt;
    return ExactReader(text, format, styles).read(today);
}

} // namespace gatehouse::expression
