// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/timespan_parse.h"

#include "core/expression/calendar.h"
#include "core/expression/library/strings.h"

#include <vector>

namespace gatehouse::expression {

namespace {

constexpr std::int64_t mostDays = 10'675'199;

struct SpanPart
{
    std::int64_t value = 0;
    std::size_t digits = 0;
};

class SpanScanner
{
public:
    explicit SpanScanner(std::u16string_view text) : m_text(text) { }

    bool isAtEnd() const { return m_at == m_text.size(); }
    char16_t peek() const { return m_at < m_text.size() ? m_text[m_at] : u'\0'; }
    bool take(char16_t unit)
    {
        if (peek() != unit || isAtEnd())
            return false;
        ++m_at;
        return true;
    }
    SpanPart number(std::size_t most = 100)
    {
        SpanPart part;
        for (; part.digits < most && peek() >= u'0' && peek() <= u'9'; ++m_at, ++part.digits)
            part.value = part.value <= mostDays * 100 ? part.value * 10 + (peek() - u'0') : part.value;
        return part;
    }

private:
    std::u16string_view m_text;
    std::size_t m_at = 0;
};

struct SpanFields
{
    std::int64_t days = 0;
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    std::int64_t seconds = 0;
    std::int64_t fraction = 0; //!< ticks
};

std::optional<std::int64_t> ticksOf(const SpanFields &fields, bool isNegative, bool &isOverflow)
{
    isOverflow = true;
    if (fields.days > mostDays || fields.hours > 23 || fields.minutes > 59 || fields.seconds > 59)
        return std::nullopt;
    const std::int64_t seconds = ((fields.days * 24 + fields.hours) * 60 + fields.minutes) * 60 + fields.seconds;
    UInt128 ticks = static_cast<UInt128>(seconds) * static_cast<UInt128>(ticksPerSecond);
    ticks += static_cast<UInt128>(fields.fraction);
    const UInt128 limit = (static_cast<UInt128>(1) << 63) - (isNegative ? 0 : 1);
    if (ticks > limit)
        return std::nullopt;
    isOverflow = false;
    const auto magnitude = static_cast<std::uint64_t>(ticks);
    return static_cast<std::int64_t>(isNegative ? ~magnitude + 1 : magnitude);
}

//! Ticks of the digits behind the point; nothing when there are not one to seven.
std::optional<std::int64_t> fractionOf(const SpanPart &part)
{
    if (part.digits == 0 || part.digits > 7)
        return std::nullopt;
    std::int64_t ticks = part.value;
    for (std::size_t i = part.digits; i < 7; ++i)
        ticks *= 10;
    return ticks;
}

//! By the letters of a custom format.
class SpanExactReader
{
public:
    SpanExactReader(std::u16string_view text, std::u16string_view format) : m_text(text), m_format(format) { }

    std::optional<std::int64_t> read(bool &isOverflow)
    {
        while (m_at < m_format.size())
            if (!readRun())
                return std::nullopt;
        return m_text.isAtEnd() ? ticksOf(m_fields, false, isOverflow) : std::nullopt;
    }

private:
    bool readRun()
    {
        const char16_t unit = m_format[m_at];
        std::size_t count = 1;
        while (m_at + count < m_format.size() && m_format[m_at + count] == unit)
            ++count;
        switch (unit) {
        case u'd':
            m_at += count;
            return count <= 8 && number(m_fields.days, count, count == 1 ? 8 : count);
        case u'h':
            m_at += count;
            return count <= 2 && number(m_fields.hours, count, 2);
        case u'm':
            m_at += count;
            return count <= 2 && number(m_fields.minutes, count, 2);
        case u's':
            m_at += count;
            return count <= 2 && number(m_fields.seconds, count, 2);
        case u'f':
        case u'F':
            m_at += count;
            return count <= 7 && fraction(count, unit == u'F');
        case u'\'':
        case u'"':
            return quoted(unit);
        case u'\\':
            m_at += 2;
            return m_at <= m_format.size() && m_text.take(m_format[m_at - 1]);
        case u'%':
            ++m_at;
            return m_at < m_format.size() && m_format[m_at] != u'%';
        default:
            return false;
        }
    }

    bool number(std::int64_t &field, std::size_t fewest, std::size_t most)
    {
        const SpanPart part = m_text.number(most);
        field = part.value;
        return part.digits >= fewest;
    }

    bool fraction(std::size_t count, bool isOptional)
    {
        const SpanPart part = m_text.number(count);
        m_fields.fraction = fractionOf(part).value_or(0);
        return isOptional || part.digits == count;
    }

    bool quoted(char16_t quote)
    {
        for (++m_at; m_at < m_format.size() && m_format[m_at] != quote; ++m_at)
            if (!m_text.take(m_format[m_at]))
                return false;
        return m_at++ < m_format.size();
    }

    SpanScanner m_text;
    std::u16string_view m_format;
    std::size_t m_at = 0;
    SpanFields m_fields;
};

} // namespace

std::optional<std::int64_t> readTimeSpan(std::u16string_view text, bool &isOverflow)
{
    SpanScanner scanner(withoutSpaces(text));
    const bool isNegative = scanner.take(u'-');
    std::vector<SpanPart> parts{scanner.number()};
    if (parts[0].digits == 0)
        return std::nullopt;
    bool hasDays = false;
    if (scanner.take(u'.')) {
        hasDays = true;
        parts.push_back(scanner.number());
    }
    while (parts.size() < 4 && scanner.take(u':'))
        parts.push_back(scanner.number());
    for (const SpanPart &part : parts)
        if (part.digits == 0)
            return std::nullopt;
    SpanFields fields;
    const std::size_t count = parts.size();
    if (count == 1 || hasDays || count == 4) {
        fields.days = parts[0].value;
        parts.erase(parts.begin());
    }
    if (hasDays && parts.size() < 2)
        return std::nullopt;
    fields.hours = !parts.empty() ? parts[0].value : 0;
    fields.minutes = parts.size() > 1 ? parts[1].value : 0;
    fields.seconds = parts.size() > 2 ? parts[2].value : 0;
    if (parts.size() > 2 && scanner.take(u'.')) {
        const SpanPart part = scanner.number();
        const auto fraction = fractionOf(part);
        isOverflow = part.digits > 7;
        if (!fraction)
            return std::nullopt;
        fields.fraction = *fraction;
    }
    return scanner.isAtEnd() ? ticksOf(fields, isNegative, isOverflow) : std::nullopt;
}

std::optional<std::int64_t> readTimeSpanExact(std::u16string_view text, std::u16string_view format, bool &isOverflow)
{
    if (format.size() != 1)
        return format.empty() ? std::nullopt : SpanExactReader(text, format).read(isOverflow);
    switch (format[0]) {
    case u'c':
    case u't':
    case u'T':
    case u'g':
    case u'G':
        return readTimeSpan(text, isOverflow);
    default:
        return std::nullopt;
    }
}

} // namespace gatehouse::expression
