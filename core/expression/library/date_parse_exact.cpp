// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/library/time.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

//! What the standard formats stand for when read; empty for a wrong letter.
std::u16string_view exactPattern(char16_t standard)
{
    switch (standard) {
    case u'd': return u"MM/dd/yyyy";
    case u'D': return u"dddd, dd MMMM yyyy";
    case u'f': return u"dddd, dd MMMM yyyy HH:mm";
    case u'F':
    case u'U': return u"dddd, dd MMMM yyyy HH:mm:ss";
    case u'g': return u"MM/dd/yyyy HH:mm";
    case u'G': return u"MM/dd/yyyy HH:mm:ss";
    case u'm':
    case u'M': return u"MMMM dd";
    case u'o':
    case u'O': return u"yyyy-MM-dd'T'HH:mm:ss.fffffffK";
    case u'r':
    case u'R': return u"ddd, dd MMM yyyy HH:mm:ss 'GMT'";
    case u's': return u"yyyy-MM-dd'T'HH:mm:ss";
    case u't': return u"HH:mm";
    case u'T': return u"HH:mm:ss";
    case u'u': return u"yyyy-MM-dd HH:mm:ss'Z'";
    case u'y':
    case u'Y': return u"yyyy MMMM";
    default: return {};
    }
}

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
        m_format = exactPattern(letter);
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

    template<std::size_t Size>
    int name(const std::array<std::u16string_view, Size> &names, bool isFull)
    {
        skipInner();
        for (std::size_t i = 0; i < Size; ++i) {
            const std::u16string_view candidate = isFull ? names[i] : names[i].substr(0, 3);
            if (equalsOrdinalIgnoreCase(m_text.substr(std::min(m_at, m_text.size()), candidate.size()), candidate)) {
                m_at += candidate.size();
                return static_cast<int>(i);
            }
        }
        return -1;
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
            return set(m_month, count <= 2 ? number(fewest, 2) : name(monthNames, count > 3) + 1) && *m_month > 0;
        case u'd':
            return count <= 2 ? set(m_day, number(fewest, 2)) : set(m_dayOfWeek, name(dayNames, count > 3));
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
        const char16_t first = peek() | 0x20;
        if (first != u'a' && first != u'p')
            return false;
        m_isAfternoon = first == u'p';
        ++m_at;
        return count == 1 || ((peek() | 0x20) == u'm' && ++m_at > 0);
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
