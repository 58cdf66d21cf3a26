// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/zone_file.h"

#include "core/expression/calendar.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

constexpr std::int64_t secondsPerDay = 86'400;
constexpr std::size_t headerSize = 44;

//! Big-endian numbers of the file; reading past the end gives zeros and is remembered.
class FileScanner
{
public:
    explicit FileScanner(std::string_view bytes) : m_bytes(bytes) { }

    std::int64_t number(std::size_t size)
    {
        if (m_bytes.size() < size) {
            m_isShort = true;
            m_bytes = {};
            return 0;
        }
        std::uint64_t value = (m_bytes[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
        for (std::size_t i = 0; i < size; ++i)
            value = value << 8 | static_cast<unsigned char>(m_bytes[i]);
        m_bytes.remove_prefix(size);
        return static_cast<std::int64_t>(value);
    }
    void skip(std::size_t size)
    {
        m_isShort = m_isShort || size > m_bytes.size();
        m_bytes.remove_prefix(std::min(size, m_bytes.size()));
    }
    std::string_view rest() const { return m_bytes; }
    bool isShort() const { return m_isShort; }

private:
    std::string_view m_bytes;
    bool m_isShort = false;
};

struct ZoneCounts
{
    std::size_t utcMarks = 0;
    std::size_t standardMarks = 0;
    std::size_t leapSeconds = 0;
    std::size_t times = 0;
    std::size_t types = 0;
    std::size_t letters = 0;
    std::size_t size(std::size_t timeSize) const
    {
        return times * (timeSize + 1) + types * 6 + letters + leapSeconds * (timeSize + 4) + standardMarks + utcMarks;
    }
};

ZoneCounts readCounts(FileScanner &scanner)
{
    constexpr std::size_t beforeCounts = 20;
    scanner.skip(beforeCounts);
    ZoneCounts counts;
    for (std::size_t *count : {&counts.utcMarks, &counts.standardMarks, &counts.leapSeconds, &counts.times, &counts.types, &counts.letters})
        *count = static_cast<std::size_t>(scanner.number(4) & 0xfffff);
    return counts;
}

//! Reads "CET-1CEST,M3.5.0,M10.5.0/3".
class RuleReader
{
public:
    explicit RuleReader(std::string_view text) : m_text(text) { }

    std::optional<ZoneRule> read()
    {
        ZoneRule rule;
        skipName();
        rule.standardOffset = -seconds();
        if (m_text.empty())
            return rule;
        skipName();
        rule.hasDaylight = true;
        rule.daylightOffset = !m_text.empty() && m_text[0] != ',' ? -seconds() : rule.standardOffset + 3600;
        if (!change(rule.start) || !change(rule.finish))
            return std::nullopt;
        return rule;
    }

private:
    bool take(char c)
    {
        if (m_text.empty() || m_text[0] != c)
            return false;
        m_text.remove_prefix(1);
        return true;
    }

    void skipName()
    {
        if (take('<')) {
            m_text.remove_prefix(std::min(m_text.find('>'), m_text.size() - (m_text.empty() ? 0 : 1)));
            take('>');
            return;
        }
        while (!m_text.empty() && (m_text[0] | 0x20) >= 'a' && (m_text[0] | 0x20) <= 'z')
            m_text.remove_prefix(1);
    }

    int number()
    {
        int value = 0;
        for (; !m_text.empty() && m_text[0] >= '0' && m_text[0] <= '9'; m_text.remove_prefix(1))
            value = value < 10'000 ? value * 10 + (m_text[0] - '0') : value;
        return value;
    }

    std::int64_t seconds()
    {
        const bool isNegative = take('-');
        take('+');
        std::int64_t value = number() * 3600;
        if (take(':'))
            value += number() * 60;
        if (take(':'))
            value += number();
        return isNegative ? -value : value;
    }

    bool change(ZoneRule::Change &result)
    {
        if (!take(',') || !take('M'))
            return false;
        result.month = number();
        take('.');
        result.week = number();
        take('.');
        result.day = number();
        if (take('/'))
            result.seconds = seconds();
        return result.month >= 1 && result.month <= 12 && result.week >= 1 && result.week <= 5 && result.day <= 6;
    }

    std::string_view m_text;
};

//! Local seconds since 1970 of a change in a year.
std::int64_t momentOf(const ZoneRule::Change &change, int year)
{
    const std::int64_t first = ticksOfDate({year, change.month, 1});
    int day = 1 + (change.day - dayOfWeek(first) + 7) % 7 + (change.week - 1) * 7;
    while (day > daysInMonth(year, change.month))
        day -= 7;
    return (ticksOfDate({year, change.month, day}) - unixEpochTicks) / ticksPerSecond + change.seconds;
}

ZoneOffset offsetByRule(const ZoneRule &rule, std::int64_t unixSeconds)
{
    if (!rule.hasDaylight)
        return {rule.standardOffset, false};
    const std::int64_t ticks = (unixSeconds + rule.standardOffset) * ticksPerSecond + unixEpochTicks;
    const int year = dateOfTicks(std::clamp<std::int64_t>(ticks, 0, maxDateTicks)).year;
    const std::int64_t start = momentOf(rule.start, year) - rule.standardOffset;
    const std::int64_t finish = momentOf(rule.finish, year) - rule.daylightOffset;
    const bool isDaylight = start < finish ? unixSeconds >= start && unixSeconds < finish : unixSeconds < finish || unixSeconds >= start;
    return {isDaylight ? rule.daylightOffset : rule.standardOffset, isDaylight};
}

} // namespace

std::optional<ZoneFile> ZoneFile::read(std::string_view bytes)
{
    if (bytes.size() < headerSize || bytes.substr(0, 4) != "TZif" || bytes[4] < '2')
        return std::nullopt;
    FileScanner scanner(bytes);
    const ZoneCounts old = readCounts(scanner);
    scanner.skip(old.size(4));
    const ZoneCounts counts = readCounts(scanner);
    if (scanner.isShort() || scanner.rest().size() < counts.size(8) || counts.types == 0)
        return std::nullopt;
    ZoneFile zone;
    for (std::size_t i = 0; i < counts.times; ++i)
        zone.m_times.push_back(scanner.number(8));
    for (std::size_t i = 0; i < counts.times; ++i)
        zone.m_types.push_back(static_cast<std::uint8_t>(scanner.number(1)));
    for (std::size_t i = 0; i < counts.types; ++i) {
        const std::int64_t seconds = scanner.number(4);
        const bool isDaylight = scanner.number(1) != 0;
        scanner.skip(1);
        zone.m_offsets.push_back({seconds, isDaylight});
    }
    if (std::any_of(zone.m_types.begin(), zone.m_types.end(), [&counts](std::uint8_t type) { return type >= counts.types; }))
        return std::nullopt;
    scanner.skip(counts.letters + counts.leapSeconds * 12 + counts.standardMarks + counts.utcMarks + 1);
    const std::string_view footer = scanner.rest().substr(0, scanner.rest().find('\n'));
    if (!footer.empty())
        zone.m_rule = RuleReader(footer).read();
    return zone;
}

ZoneOffset ZoneFile::at(std::int64_t unixSeconds) const
{
    const auto after = std::upper_bound(m_times.begin(), m_times.end(), unixSeconds);
    if (after == m_times.end() && m_rule)
        return offsetByRule(*m_rule, unixSeconds);
    if (after == m_times.begin())
        return m_offsets[0];
    return m_offsets[m_types[static_cast<std::size_t>(after - m_times.begin()) - 1]];
}

ZoneOffset ZoneFile::atLocal(std::int64_t localSeconds, bool &isInvalid, bool &isAmbiguous) const
{
    // Offsets of a day before and after are the two that can be in force.
    const ZoneOffset before = at(localSeconds - secondsPerDay);
    const ZoneOffset after = at(localSeconds + secondsPerDay);
    const bool fitsBefore = at(localSeconds - before.seconds).seconds == before.seconds;
    const bool fitsAfter = at(localSeconds - after.seconds).seconds == after.seconds;
    isInvalid = !fitsBefore && !fitsAfter;
    isAmbiguous = fitsBefore && fitsAfter && before.seconds != after.seconds;
    if (isAmbiguous)
        return before.isDaylight ? after : before;
    if (isInvalid)
        return before.isDaylight ? after : before;
    return fitsBefore ? before : after;
}

std::int64_t ZoneFile::baseOffset(std::int64_t unixSeconds) const
{
    constexpr std::int64_t halfYear = 182 * secondsPerDay;
    for (const std::int64_t moment : {unixSeconds, unixSeconds - halfYear, unixSeconds + halfYear})
        if (const ZoneOffset offset = at(moment); !offset.isDaylight)
            return offset.seconds;
    return at(unixSeconds).seconds;
}

bool ZoneFile::hasDaylight() const
{
    return std::any_of(m_offsets.begin(), m_offsets.end(), [](const ZoneOffset &offset) { return offset.isDaylight; });
}

} // namespace gatehouse::expression
