// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/json.h"

#include "core/expression/calendar.h"

#include <algorithm>
#include <cstdlib>

namespace gatehouse::expression {

namespace {

//! The form of dates in JSON: yyyy-MM-ddTHH:mm:ss with up to seven digits of fraction, and Z, an offset or nothing behind.
class DateReader
{
public:
    explicit DateReader(std::u16string_view text) : m_text(text) { }
    bool read();
    Value dateTime() const;
    Value dateTimeOffset() const;

private:
    enum Zone { Unspecified, Utc, West, East };
    bool digits(std::size_t at, std::size_t count, int &number) const;
    bool is(std::size_t at, char16_t unit) const { return at < m_text.size() && m_text[at] == unit; }
    bool readDate();
    bool readTime();
    bool readZone();
    int offsetMinutes() const { return (m_zoneHour * 60 + m_zoneMinute) * (m_zone == West ? -1 : 1); }

    std::u16string_view m_text;
    std::size_t m_at = 0;
    CalendarDate m_date;
    int m_hour = 0, m_minute = 0, m_second = 0, m_zoneHour = 0, m_zoneMinute = 0;
    std::int64_t m_fraction = 0;
    Zone m_zone = Unspecified;
    std::int64_t m_ticks = 0;
};

bool DateReader::digits(std::size_t at, std::size_t count, int &number) const
{
    if (at + count > m_text.size())
        return false;
    number = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (m_text[i] < u'0' || m_text[i] > u'9')
            return false;
        number = number * 10 + (m_text[i] - u'0');
    }
    return true;
}

bool DateReader::readDate()
{
    return digits(0, 4, m_date.year) && m_date.year >= 1 && is(4, u'-') && digits(5, 2, m_date.month) && m_date.month >= 1
        && m_date.month <= 12 && is(7, u'-') && digits(8, 2, m_date.day) && m_date.day >= 1
        && m_date.day <= daysInMonth(m_date.year, m_date.month);
}

bool DateReader::readTime()
{
    const bool isRead = digits(11, 2, m_hour) && m_hour <= 24 && is(13, u':') && digits(14, 2, m_minute) && m_minute < 60 && is(16, u':')
        && digits(17, 2, m_second) && m_second < 60 && (m_hour != 24 || (m_minute == 0 && m_second == 0));
    m_at = 19;
    if (!isRead || !is(m_at, u'.'))
        return isRead;
    std::int64_t unit = ticksPerSecond;
    for (++m_at; m_at < m_text.size() && unit > 1 && m_text[m_at] >= u'0' && m_text[m_at] <= u'9'; ++m_at) {
        unit /= 10;
        m_fraction += (m_text[m_at] - u'0') * unit;
    }
    return unit < ticksPerSecond && (m_hour != 24 || m_fraction == 0);
}

bool DateReader::readZone()
{
    if (m_at == m_text.size())
        return true;
    if (is(m_at, u'Z') || is(m_at, u'z')) {
        m_zone = Utc;
        return m_at + 1 == m_text.size();
    }
    if ((is(m_at, u'-') || is(m_at, u'+')) && digits(m_at + 1, 2, m_zoneHour)) {
        m_zone = is(m_at, u'-') ? West : East;
        m_at += 3;
    }
    if (is(m_at, u':'))
        ++m_at;
    if (digits(m_at, 2, m_zoneMinute))
        m_at += 2;
    return m_at == m_text.size();
}

bool DateReader::read()
{
    if (!readDate() || !is(10, u'T') || !readTime() || !readZone())
        return false;
    m_ticks = ticksOfDate(m_date) + m_hour * ticksPerHour + m_minute * ticksPerMinute + m_second * ticksPerSecond + m_fraction;
    return m_ticks <= maxDateTicks;
}

Value DateReader::dateTime() const
{
    if (m_zone == Unspecified || m_zone == Utc)
        return Value::ofDateTime(m_ticks, m_zone == Utc ? 1 : 0);
    // An offset gives local time, and the machine's zone is UTC.
    const std::int64_t ticks = m_ticks - offsetMinutes() * ticksPerMinute;
    return Value::ofDateTime(std::clamp(ticks, std::int64_t{0}, maxDateTicks), 2);
}

Value DateReader::dateTimeOffset() const
{
    const std::int64_t utc = m_ticks - offsetMinutes() * ticksPerMinute;
    if (utc < 0 || utc > maxDateTicks || std::abs(offsetMinutes()) > 14 * 60)
        return Value::null();
    return Value::ofDateTimeOffset(m_ticks, offsetMinutes());
}

//! "/Date(1198908717056-0700)/"
Value microsoftDate(std::u16string_view text, bool withOffset)
{
    std::string inner = toUtf8(text.substr(6, text.size() - 8));
    const auto sign = inner.find_first_of("+-", 1);
    int offset = 0;
    int kind = 1;
    if (sign != std::string::npos) {
        std::string zone = inner.substr(sign + 1);
        if (zone.size() == 5 && zone[2] == ':')
            zone.erase(2, 1);
        if (zone.size() != 4 || zone.find_first_not_of("0123456789") != std::string::npos)
            return Value::null();
        offset = (std::stoi(zone.substr(0, 2)) * 60 + std::stoi(zone.substr(2))) * (inner[sign] == '-' ? -1 : 1);
        kind = 2;
        inner.resize(sign);
    }
    constexpr std::size_t longest = 17;
    if (inner.empty() || inner == "-" || inner.size() > longest || inner.find_first_not_of("0123456789", inner[0] == '-' ? 1 : 0) != std::string::npos)
        return Value::null();
    const std::int64_t ticks = std::stoll(inner) * ticksPerMillisecond + unixEpochTicks;
    if (ticks < 0 || ticks > maxDateTicks)
        return Value::null();
    return withOffset ? Value::ofDateTimeOffset(ticks + offset * ticksPerMinute, offset) : Value::ofDateTime(ticks, kind);
}

} // namespace

Value jsonDateOf(std::u16string_view text, bool withOffset)
{
    if (text.size() >= 9 && text[0] == u'/') {
        const bool isMicrosoft = text.substr(0, 6) == u"/Date(" && text.substr(text.size() - 2) == u")/";
        return isMicrosoft ? microsoftDate(text, withOffset) : Value::null();
    }
    constexpr std::size_t shortest = 19;
    constexpr std::size_t longest = 40;
    if (text.size() < shortest || text.size() > longest || text[0] < u'0' || text[0] > u'9' || text[10] != u'T')
        return Value::null();
    DateReader reader(text);
    if (!reader.read())
        return Value::null();
    return withOffset ? reader.dateTimeOffset() : reader.dateTime();
}

} // namespace gatehouse::expression
