// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/culture.h"
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
    DateWriter(const Moment &moment, std::u16string_view format, const Culture &culture)
        : m_moment(moment), m_culture(culture), m_date(dateOfTicks(moment.ticks)), m_format(format)
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
            m_text += (hour < 12 ? m_culture.morning : m_culture.afternoon).substr(0, count == 1 ? 1 : std::u16string_view::npos);
            return count;
        case u'/':
            m_text += m_culture.dateSeparator;
            return 1;
        case u':':
            m_text += m_culture.timeSeparator;
            return 1;
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
        m_text += nameAt(count == 3 ? m_culture.shortDays : m_culture.days, static_cast<std::size_t>(dayOfWeek(m_moment.ticks)));
    }

    void writeMonth(std::size_t count)
    {
        if (count <= 2) {
            appendNumber(m_text, m_date.month, static_cast<int>(count));
            return;
        }
        const bool isGenitive = count > 3 && !m_culture.genitives.empty() && hasDayNumber();
        const auto names = count == 3 ? m_culture.shortMonths : isGenitive ? m_culture.genitives : m_culture.months;
        m_text += nameAt(names, static_cast<std::size_t>(m_date.month - 1));
    }

    //! Does the format have a `d` or `dd`?
    bool hasDayNumber() const
    {
        for (std::size_t at = 0; at < m_format.size(); ++at) {
            const auto unit = m_format[at];
            std::size_t end = at + 1;
            if (unit == u'\'' || unit == u'"')
                end = std::min(m_format.find(unit, end), m_format.size() - 1) + 1;
            while (unit == u'd' && end < m_format.size() && m_format[end] == u'd')
                ++end;
            if (unit == u'd' && end - at <= 2)
                return true;
            at = end - 1;
        }
        return false;
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
    const Culture &m_culture;
    CalendarDate m_date;
    std::u16string_view m_format;
    std::size_t m_at = 0;
    std::u16string m_text;
};

std::u16string formatMoment(Moment moment, std::u16string_view format)
{
    const auto *culture = &currentCulture();
    std::u16string pattern;
    if (format.size() == 1) {
        const char16_t standard = format[0];
        if (std::u16string_view(u"oOrRsu").find(standard) != std::u16string_view::npos)
            culture = &invariantCulture();
        pattern = datePattern(standard, *culture);
        if (pattern.empty())
            raiseWrongDateFormat();
        format = pattern;
        const bool isUtc = standard == u'r' || standard == u'R' || standard == u'u';
        if (standard == u'U' && moment.offsetMinutes)
            raiseWrongDateFormat();
        if (isUtc && moment.offsetMinutes)
            moment.ticks = std::clamp<std::int64_t>(moment.ticks - *moment.offsetMinutes * ticksPerMinute, 0, maxDateTicks);
    }
    return DateWriter(moment, format, *culture).write();
}

} // namespace

std::u16string formatDateTime(std::int64_t ticks, int kind, std::u16string_view format)
{
    return formatMoment({ticks, kind, std::nullopt}, format.empty() ? u"G" : format);
}

std::u16string formatDateTimeOffset(std::int64_t localTicks, int offsetMinutes, std::u16string_view format)
{
    if (!format.empty())
        return formatMoment({localTicks, 0, offsetMinutes}, format);
    return formatMoment({localTicks, 0, offsetMinutes}, datePattern(u'G', currentCulture()) + u" zzz");
}

} // namespace gatehouse::expression
