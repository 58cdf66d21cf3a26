// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/format.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <string>

namespace gatehouse::expression {

namespace {

[[noreturn]] void raiseWrongSpanFormat()
{
    raise(Raised::Format, "Input string was not in a correct format.");
}

//! The absolute value, in parts.
struct SpanParts
{
    bool isNegative = false;
    std::string days;
    int hours = 0;
    int minutes = 0;
    int seconds = 0;
    std::string fraction; //!< seven digits

    explicit SpanParts(std::int64_t ticks) : isNegative(ticks < 0)
    {
        const auto magnitude = ticks < 0 ? ~static_cast<std::uint64_t>(ticks) + 1 : static_cast<std::uint64_t>(ticks);
        constexpr auto perSecond = static_cast<std::uint64_t>(ticksPerSecond);
        const auto second = magnitude / perSecond;
        days = std::to_string(second / 86'400);
        hours = static_cast<int>(second / 3600 % 24);
        minutes = static_cast<int>(second / 60 % 60);
        seconds = static_cast<int>(second % 60);
        fraction = std::to_string(perSecond + magnitude % perSecond).substr(1);
    }
};

std::string paddedTo(std::string digits, std::size_t width)
{
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string two(int value)
{
    return paddedTo(std::to_string(value), 2);
}

std::string withoutZeros(std::string digits)
{
    digits.erase(digits.find_last_not_of('0') + 1);
    return digits;
}

std::string standardSpan(const SpanParts &span, char16_t format)
{
    std::string text = span.isNegative ? "-" : "";
    const bool isLong = format == u'G';
    const bool isGeneral = format == u'g' || isLong;
    if (span.days != "0" || isLong)
        text += span.days + (isGeneral ? ':' : '.');
    text += format == u'g' ? std::to_string(span.hours) : two(span.hours);
    text += ':' + two(span.minutes) + ':' + two(span.seconds);
    const std::string fraction = format == u'g' ? withoutZeros(span.fraction) : span.fraction;
    if (isLong || withoutZeros(span.fraction) != "")
        text += '.' + fraction;
    return text;
}

//! A custom format: everything that is no specifier must be quoted.
class SpanWriter
{
public:
    SpanWriter(const SpanParts &span, std::u16string_view format) : m_span(span), m_format(format) { }

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
    std::size_t writeRun(char16_t unit, std::size_t count)
    {
        switch (unit) {
        case u'd':
            return put(paddedTo(m_span.days, count), count, 8);
        case u'h':
            return put(paddedTo(std::to_string(m_span.hours), count), count, 2);
        case u'm':
            return put(paddedTo(std::to_string(m_span.minutes), count), count, 2);
        case u's':
            return put(paddedTo(std::to_string(m_span.seconds), count), count, 2);
        case u'f':
            return put(m_span.fraction.substr(0, count), count, 7);
        case u'F':
            return put(withoutZeros(m_span.fraction.substr(0, count)), count, 7);
        case u'\'':
        case u'"': {
            const std::size_t end = m_format.find(unit, m_at + 1);
            if (end == std::u16string_view::npos)
                raiseWrongSpanFormat();
            m_text += m_format.substr(m_at + 1, end - m_at - 1);
            return end + 1 - m_at;
        }
        case u'\\':
            if (m_at + 1 >= m_format.size())
                raiseWrongSpanFormat();
            m_text += m_format[m_at + 1];
            return 2;
        case u'%':
            return writeSingle();
        default:
            raiseWrongSpanFormat();
        }
    }

    std::size_t put(const std::string &digits, std::size_t count, std::size_t most)
    {
        if (count > most)
            raiseWrongSpanFormat();
        m_text += fromAscii(digits);
        return count;
    }

    std::size_t writeSingle()
    {
        if (m_at + 1 >= m_format.size() || m_format[m_at + 1] == u'%')
            raiseWrongSpanFormat();
        ++m_at;
        const std::size_t used = writeRun(m_format[m_at], 1);
        --m_at;
        return used + 1;
    }

    const SpanParts &m_span;
    std::u16string_view m_format;
    std::size_t m_at = 0;
    std::u16string m_text;
};

} // namespace

std::u16string formatTimeSpan(std::int64_t ticks, std::u16string_view format)
{
    const SpanParts span(ticks);
    const char16_t standard = format.empty() ? u'c' : format.size() == 1 ? format[0] : u'\0';
    switch (standard) {
    case u'\0':
        return SpanWriter(span, format).write();
    case u'c':
    case u't':
    case u'T':
    case u'g':
    case u'G':
        return fromAscii(standardSpan(span, standard));
    default:
        raiseWrongSpanFormat();
    }
}

} // namespace gatehouse::expression
