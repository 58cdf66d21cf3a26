// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/format.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

namespace gatehouse::expression {

namespace {

[[noreturn]] void raiseWrongDateFormat()
{
    raise(Raised::Format, "Input string was not in a correct format.");
}

//! A moment as formats see it.
struct Moment
{
    std::int64_t ticks = 0;
    int kind = 0; //!< 1 Utc, 2 Local; of DateTime
    std::optional<int> offsetMinutes; //!< of DateTimeOffset
};

void appendNumber(std::u16string &out, int value, int width)
{
    const std::string digits = std::to_string(value);
    out.append(static_cast<std::size_t>(std::max(width - static_cast<int>(digits.size()), 0)), u'0');
    out += fromAscii(digits);
}

void appendOffset(std::u16string &out, int minutes, std::size_t width)
{
    out += minutes < 0 ? u'-' : u'+';
    const int magnitude = std::abs(minutes);
    appendNumber(out, magnitude / 60, width == 1 ? 1 : 2);
    if (width >= 3) {
        out += u':';
        appendNumber(out, magnitude % 60, 2);
    }
}

//! Writes a custom format such as "yyyy-MM-dd'T'HH:mm:ss.fffK".
class DateWriter
{
public:
    DateWriter(const Moment &moment, std::u16string_view format)
        : m_moment(moment), m_date(dateOfTicks(moment.ticks)), m_format(format)
    {
    }

    std::u16string write()
    {
        while (m_at < m_format.size()) {
            const char16_t unit = m_format[m_at];
            std::size_t count = 1;
            while (m_at + count < m_format.size() && m_format[m_at + count] == unit)
                ++count;
            m_at += writeRun(unit, count);
        }
        return std::move(m_text);
    }

private:
    //! Gives how many units of the format it used.
    std::size_t writeRun(char16_t unit, std::size_t count)
    {
        const auto width = static_cast<int>(std::min<std::size_t>(count, 2));
        const auto second = static_cast<int>(m_moment.ticks / ticksPerSecond % 86'400);
        const int hour = second / 3600;
        switch (unit) {
        case u'g':
            m_text += u"A.D.";
            return count;
        case u'h':
            appendNumber(m_text, hour % 12 == 0 ? 12 : hour % 12, width);
            return count;
        case u'H':
            appendNumber(m_text, hour, width);
            return count;
        case u'm':
            appendNumber(m_text, second / 60 % 60, width);
            return count;
        case u's':
            appendNumber(m_text, second % 60, width);
            return count;
        case u'f':
        case u'F':
            writeFraction(count, unit == u'F');
            return count;
        case u't':
            m_text += count == 1 ? (hour < 12 ? u"A" : u"P") : (hour < 12 ? u"AM" : u"PM");
            return count;
        case u'd':
            writeDay(count);
            return count;
        case u'M':
            writeMonth(count);
            return count;
        case u'y':
            appendNumber(m_text, count <= 2 ? m_date.year % 100 : m_date.year, static_cast<int>(std::min<std::size_t>(count, 999)));
            return count;
        case u'z':
            appendOffset(m_text, m_moment.offsetMinutes.value_or(0), count);
            return count;
        case u'K':
            writeZone();
            return 1;
        case u'\'':
        case u'"':
            return writeQuoted(unit);
        case u'%':
            return writeSingle();
        case u'\\':
            if (m_at + 1 >= m_format.size())
                raiseWrongDateFormat();
            m_text += m_format[m_at + 1];
            return 2;
        default:
            m_text += unit;
            return 1;
        }
    }

    void writeFraction(std::size_t count, bool isShort)
    {
        if (count > 7)
            raiseWrongDateFormat();
        std::string digits = std::to_string(ticksPerSecond + m_moment.ticks % ticksPerSecond).substr(1, count);
        if (isShort) {
            digits.erase(digits.find_last_not_of('0') + 1);
            if (digits.empty() && !m_text.empty() && m_text.back() == u'.')
                m_text.pop_back();
        }
        m_text += fromAscii(digits);
    }

    void writeDay(std::size_t count)
    {
        if (count <= 2) {
            appendNumber(m_text, m_date.day, static_cast<int>(count));
            return;
        }
        const std::u16string_view name = dayNames[static_cast<std::size_t>(dayOfWeek(m_moment.ticks))];
        m_text += count == 3 ? name.substr(0, 3) : name;
    }

    void writeMonth(std::size_t count)
    {
        if (count <= 2) {
            appendNumber(m_text, m_date.month, static_cast<int>(count));
            return;
        }
        const std::u16string_view name = monthNames[static_cast<std::size_t>(m_date.month - 1)];
        m_text += count == 3 ? name.substr(0, 3) : name;
    }

    void writeZone()
    {
        if (m_moment.offsetMinutes)
            appendOffset(m_text, *m_moment.offsetMinutes, 3);
        else if (m_moment.kind == 1)
            m_text += u'Z';
        else if (m_moment.kind == 2)
            appendOffset(m_text, 0, 3); // the machine's zone is UTC
    }

    std::size_t writeQuoted(char16_t quote)
    {
        std::size_t at = m_at + 1;
        for (; at < m_format.size() && m_format[at] != quote; ++at) {
            if (m_format[at] == u'\\' && ++at >= m_format.size())
                raiseWrongDateFormat();
            m_text += m_format[at];
        }
        if (at >= m_format.size())
            raiseWrongDateFormat();
        return at + 1 - m_at;
    }

    //! "%d": one specifier that would be a standard format alone.
    std::size_t writeSingle()
    {
        if (m_at + 1 >= m_format.size() || m_format[m_at + 1] == u'%')
            raiseWrongDateFormat();
        ++m_at;
        const std::size_t used = writeRun(m_format[m_at], 1);
        --m_at;
        return used + 1;
    }

    const Moment &m_moment;
    CalendarDate m_date;
    std::u16string_view m_format;
    std::size_t m_at = 0;
    std::u16string m_text;
};

std::u16string_view patternOf(char16_t standard)
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
    default: raiseWrongDateFormat();
    }
}

std::u16string formatMoment(Moment moment, std::u16string_view format)
{
    if (format.size() == 1) {
        const char16_t standard = format[0];
        format = patternOf(standard);
        const bool isUtc = standard == u'r' || standard == u'R' || standard == u'u';
        if (standard == u'U' && moment.offsetMinutes)
            raiseWrongDateFormat();
        if (isUtc && moment.offsetMinutes)
            moment.ticks = std::clamp<std::int64_t>(moment.ticks - *moment.offsetMinutes * ticksPerMinute, 0, maxDateTicks);
    }
    return DateWriter(moment, format).write();
}

} // namespace

std::u16string formatDateTime(std::int64_t ticks, int kind, std::u16string_view format)
{
    return formatMoment({ticks, kind, std::nullopt}, format.empty() ? u"G" : format);
}

std::u16string formatDateTimeOffset(std::int64_t localTicks, int offsetMinutes, std::u16string_view format)
{
    return formatMoment({localTicks, 0, offsetMinutes}, format.empty() ? u"MM/dd/yyyy HH:mm:ss zzz" : format);
}

} // namespace gatehouse::expression
