// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/format.h"
#include "core/expression/library/time.h"

#include <limits>

namespace gatehouse::expression {

namespace {

constexpr std::int64_t longestOffset = 14 * 60; //!< minutes
constexpr std::int64_t earliestUnixSeconds = -62'135'596'800;
constexpr std::int64_t latestUnixSeconds = 253'402'300'799;

std::int64_t local(Call &c, std::size_t index = 0)
{
    return c[index].integer();
}

std::int64_t offset(Call &c, std::size_t index = 0)
{
    return c[index].aux();
}

std::int64_t utc(Call &c, std::size_t index = 0)
{
    return local(c, index) - offset(c, index) * ticksPerMinute;
}

//! The minutes of a TimeSpan argument.
std::int64_t offsetArgument(Call &c, std::size_t index)
{
    const std::int64_t span = c[index].integer();
    if (span % ticksPerMinute != 0)
        raise(Raised::ArgumentException, "Offset must be specified in whole minutes.", "offset");
    const std::int64_t minutes = span / ticksPerMinute;
    if (minutes < -longestOffset || minutes > longestOffset)
        raise(Raised::ArgumentOutOfRange, "Offset must be within plus or minus 14 hours.", "offset");
    return minutes;
}

Value ofDateTime(Call &c)
{
    return dateTimeOffsetInRange(local(c), 0); // the machine's zone is UTC
}

Value ofDateTimeAt(Call &c)
{
    const std::int64_t minutes = offsetArgument(c, 1);
    if (minutes != 0 && c[0].aux() == kindUtc)
        raise(Raised::ArgumentException, "The UTC Offset for Utc DateTime instances must be 0.", "offset");
    if (minutes != 0 && c[0].aux() == kindLocal)
        raise(Raised::ArgumentException, "The UTC Offset of the local dateTime parameter does not match the offset argument.", "offset");
    return dateTimeOffsetInRange(local(c), minutes);
}

Value ofParts(Call &c, std::size_t offsetIndex)
{
    const CalendarDate date{c.int32(0), c.int32(1), c.int32(2)};
    const bool hasMilliseconds = offsetIndex == 7;
    const int millisecond = hasMilliseconds ? c.int32(6) : 0;
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1
        || date.day > daysInMonth(date.year, date.month) || c.int32(3) < 0 || c.int32(3) > 23 || c.int32(4) < 0 || c.int32(4) > 59
        || c.int32(5) < 0 || c.int32(5) > 59 || millisecond < 0 || millisecond > 999)
        raise(Raised::ArgumentOutOfRange, "Year, Month, and Day parameters describe an un-representable DateTime.");
    const std::int64_t ticks = ticksOfDate(date) + c.int32(3) * ticksPerHour + c.int32(4) * ticksPerMinute + c.int32(5) * ticksPerSecond
        + millisecond * ticksPerMillisecond;
    return dateTimeOffsetInRange(ticks, offsetArgument(c, offsetIndex));
}

template<std::int64_t ticksPerUnit>
Value addUnits(Call &c)
{
    return dateTimeOffsetInRange(addScaled(local(c), c.real(1), ticksPerUnit), offset(c));
}

Value moved(Call &c, std::int64_t span)
{
    std::int64_t ticks = 0;
    if (__builtin_add_overflow(local(c), span, &ticks))
        ticks = -1;
    return dateTimeOffsetInRange(ticks, offset(c));
}

Value addSpan(Call &c)
{
    return moved(c, c[1].integer());
}

Value subtractSpan(Call &c)
{
    return moved(c, c[1].integer() == std::numeric_limits<std::int64_t>::min() ? std::numeric_limits<std::int64_t>::max() : -c[1].integer());
}

Value subtractMoment(Call &c)
{
    return Value::ofTimeSpan(utc(c) - utc(c, 1));
}

int order(Call &c)
{
    return utc(c) == utc(c, 1) ? 0 : utc(c) < utc(c, 1) ? -1 : 1;
}

Value compareMoments(Call &c)
{
    return Value::ofInt(order(c));
}

Value sameMoments(Call &c)
{
    return Value::ofBool(order(c) == 0);
}

Value text(Call &c, std::u16string_view format)
{
    c.charge(format.size());
    return c.text(formatDateTimeOffset(local(c), static_cast<int>(offset(c)), format));
}

Value fromUnix(Call &c, std::int64_t factor, std::int64_t earliest, std::int64_t latest, const char *name)
{
    if (c.int64(0) < earliest || c.int64(0) > latest)
        raise(Raised::ArgumentOutOfRange, "Valid values are between " + std::to_string(earliest) + " and " + std::to_string(latest) + ", inclusive.",
              name);
    return Value::ofDateTimeOffset(c.int64(0) * factor + unixEpochTicks, 0);
}

//! Whole units since 1970, rounded down.
Value toUnix(Call &c, std::int64_t ticksPerUnit)
{
    return Value::ofLong(utc(c) / ticksPerUnit - unixEpochTicks / ticksPerUnit);
}

void declareMoments(Library &library)
{
    library.declare("struct System.DateTimeOffset : IComparable, IFormattable", Known::DateTimeOffset, {
        {"new(DateTime dateTime)", ofDateTime},
        {"new(DateTime dateTime, TimeSpan offset)", ofDateTimeAt},
        {"new(long ticks, TimeSpan offset)", [](Call &c) { return dateTimeOffsetInRange(c.int64(0), offsetArgument(c, 1)); }},
        {"new(int year, int month, int day, int hour, int minute, int second, TimeSpan offset)", [](Call &c) { return ofParts(c, 6); }},
        {"new(int year, int month, int day, int hour, int minute, int second, int millisecond, TimeSpan offset)",
         [](Call &c) { return ofParts(c, 7); }},
        {"static implicit operator DateTimeOffset(DateTime dateTime)", ofDateTime},
        {"static DateTimeOffset Now { get; }", [](Call &c) { return Value::ofDateTimeOffset(nowTicks(c), 0); }},
        {"static DateTimeOffset UtcNow { get; }", [](Call &c) { return Value::ofDateTimeOffset(nowTicks(c), 0); }},
        {"static DateTimeOffset MinValue { get; }", [](Call &) { return Value::ofDateTimeOffset(0, 0); }},
        {"static DateTimeOffset MaxValue { get; }", [](Call &) { return Value::ofDateTimeOffset(maxDateTicks, 0); }},
        {"static DateTimeOffset UnixEpoch { get; }", [](Call &) { return Value::ofDateTimeOffset(unixEpochTicks, 0); }},
        {"static DateTimeOffset FromUnixTimeSeconds(long seconds)",
         [](Call &c) { return fromUnix(c, ticksPerSecond, earliestUnixSeconds, latestUnixSeconds, "seconds"); }},
        {"static DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)",
         [](Call &c) { return fromUnix(c, ticksPerMillisecond, earliestUnixSeconds * 1000, latestUnixSeconds * 1000 + 999, "milliseconds"); }},
        {"long ToUnixTimeSeconds()", [](Call &c) { return toUnix(c, ticksPerSecond); }},
        {"long ToUnixTimeMilliseconds()", [](Call &c) { return toUnix(c, ticksPerMillisecond); }},
        {"DateTime DateTime { get; }", [](Call &c) { return Value::ofDateTime(local(c), kindUnspecified); }},
        {"DateTime UtcDateTime { get; }", [](Call &c) { return Value::ofDateTime(utc(c), kindUtc); }},
        {"DateTime LocalDateTime { get; }", [](Call &c) { return Value::ofDateTime(utc(c), kindLocal); }},
        {"DateTime Date { get; }", [](Call &c) { return Value::ofDateTime(local(c) / ticksPerDay * ticksPerDay, kindUnspecified); }},
        {"TimeSpan TimeOfDay { get; }", [](Call &c) { return Value::ofTimeSpan(local(c) % ticksPerDay); }},
        {"TimeSpan Offset { get; }", [](Call &c) { return Value::ofTimeSpan(offset(c) * ticksPerMinute); }},
        {"int Year { get; }", [](Call &c) { return Value::ofInt(dateOfTicks(local(c)).year); }},
        {"int Month { get; }", [](Call &c) { return Value::ofInt(dateOfTicks(local(c)).month); }},
        {"int Day { get; }", [](Call &c) { return Value::ofInt(dateOfTicks(local(c)).day); }},
        {"int Hour { get; }", [](Call &c) { return Value::ofInt(static_cast<int>(local(c) / ticksPerHour % 24)); }},
        {"int Minute { get; }", [](Call &c) { return Value::ofInt(static_cast<int>(local(c) / ticksPerMinute % 60)); }},
        {"int Second { get; }", [](Call &c) { return Value::ofInt(static_cast<int>(local(c) / ticksPerSecond % 60)); }},
        {"int Millisecond { get; }", [](Call &c) { return Value::ofInt(static_cast<int>(local(c) / ticksPerMillisecond % 1000)); }},
        {"long Ticks { get; }", [](Call &c) { return Value::ofLong(local(c)); }},
        {"long UtcTicks { get; }", [](Call &c) { return Value::ofLong(utc(c)); }},
        {"DayOfWeek DayOfWeek { get; }", [](Call &c) { return Value::ofEnum(c.result(), dayOfWeek(local(c))); }},
        {"int DayOfYear { get; }", [](Call &c) { return Value::ofInt(dayOfYear(dateOfTicks(local(c)))); }},
        {"DateTimeOffset ToUniversalTime()", [](Call &c) { return Value::ofDateTimeOffset(utc(c), 0); }},
        {"DateTimeOffset ToLocalTime()", [](Call &c) { return Value::ofDateTimeOffset(utc(c), 0); }},
        {"DateTimeOffset ToOffset(TimeSpan offset)", [](Call &c) {
             const std::int64_t minutes = offsetArgument(c, 1);
             return dateTimeOffsetInRange(utc(c) + minutes * ticksPerMinute, minutes);
         }},
        {"string ToString()", [](Call &c) { return text(c, {}); }},
        {"string ToString(string format)", [](Call &c) { return text(c, c.stringOrEmpty(1)); }},
        {"string ToString(IFormatProvider formatProvider)", [](Call &c) { return text(c, {}); }},
        {"string ToString(string format, IFormatProvider formatProvider)", [](Call &c) { return text(c, c.stringOrEmpty(1)); }},
        {"int GetHashCode()", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(utc(c) ^ (utc(c) >> 32))); }},
    });
}

void declareMomentArithmetic(Library &library)
{
    library.declare("struct System.DateTimeOffset", Known::DateTimeOffset, {
        {"DateTimeOffset Add(TimeSpan timeSpan)", addSpan},
        {"DateTimeOffset AddDays(double days)", addUnits<ticksPerDay>},
        {"DateTimeOffset AddHours(double hours)", addUnits<ticksPerHour>},
        {"DateTimeOffset AddMinutes(double minutes)", addUnits<ticksPerMinute>},
        {"DateTimeOffset AddSeconds(double seconds)", addUnits<ticksPerSecond>},
        {"DateTimeOffset AddMilliseconds(double milliseconds)", addUnits<ticksPerMillisecond>},
        {"DateTimeOffset AddTicks(long ticks)", addSpan},
        {"DateTimeOffset AddMonths(int months)",
         [](Call &c) { return dateTimeOffsetInRange(addMonths(local(c), c.int32(1)), offset(c)); }},
        {"DateTimeOffset AddYears(int years)",
         [](Call &c) { return dateTimeOffsetInRange(addMonths(local(c), std::int64_t{c.int32(1)} * 12), offset(c)); }},
        {"TimeSpan Subtract(DateTimeOffset value)", subtractMoment},
        {"DateTimeOffset Subtract(TimeSpan value)", subtractSpan},
        {"static int Compare(DateTimeOffset first, DateTimeOffset second)", compareMoments},
        {"int CompareTo(DateTimeOffset other)", compareMoments},
        {"bool Equals(DateTimeOffset other)", sameMoments},
        {"bool Equals(object obj)", [](Call &c) { return Value::ofBool(c[1].tag() == Tag::DateTimeOffset && order(c) == 0); }},
        {"static bool Equals(DateTimeOffset first, DateTimeOffset second)", sameMoments},
        {"bool EqualsExact(DateTimeOffset other)",
         [](Call &c) { return Value::ofBool(local(c) == local(c, 1) && offset(c) == offset(c, 1)); }},
        {"static DateTimeOffset operator +(DateTimeOffset dateTimeOffset, TimeSpan timeSpan)", addSpan},
        {"static DateTimeOffset operator -(DateTimeOffset dateTimeOffset, TimeSpan timeSpan)", subtractSpan},
        {"static TimeSpan operator -(DateTimeOffset left, DateTimeOffset right)", subtractMoment},
        {"static bool operator ==(DateTimeOffset left, DateTimeOffset right)", sameMoments},
        {"static bool operator !=(DateTimeOffset left, DateTimeOffset right)", [](Call &c) { return Value::ofBool(order(c) != 0); }},
        {"static bool operator <(DateTimeOffset left, DateTimeOffset right)", [](Call &c) { return Value::ofBool(order(c) < 0); }},
        {"static bool operator >(DateTimeOffset left, DateTimeOffset right)", [](Call &c) { return Value::ofBool(order(c) > 0); }},
        {"static bool operator <=(DateTimeOffset left, DateTimeOffset right)", [](Call &c) { return Value::ofBool(order(c) <= 0); }},
        {"static bool operator >=(DateTimeOffset left, DateTimeOffset right)", [](Call &c) { return Value::ofBool(order(c) >= 0); }},
    });
}

} // namespace

Value dateTimeOffsetInRange(std::int64_t localTicks, std::int64_t offsetMinutes)
{
    const std::int64_t utcTicks = localTicks - offsetMinutes * ticksPerMinute;
    if (localTicks < 0 || localTicks > maxDateTicks || utcTicks < 0 || utcTicks > maxDateTicks)
        raise(Raised::ArgumentOutOfRange, "The UTC time represented when the offset is applied must be between year 0 and 10,000.", "offset");
    return Value::ofDateTimeOffset(localTicks, static_cast<int>(offsetMinutes));
}

void declareDateTimeOffset(Library &library)
{
    declareMoments(library);
    declareMomentArithmetic(library);
}

} // namespace gatehouse::expression
