// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/calendar.h"
#include "core/expression/context.h"
#include "core/expression/format.h"
#include "core/expression/library/groups.h"
#include "core/expression/library/time.h"
#include "core/expression/machine.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gatehouse::expression {

namespace {

constexpr std::int64_t largestMilliseconds = maxDateTicks / ticksPerMillisecond;
constexpr std::int64_t fileTimeOffset = 504'911'232'000'000'000; // 1601-01-01
constexpr std::int64_t oleOffset = 599'264'352'000'000'000; // 1899-12-30
constexpr double millisecondsPerDay = 86'400'000;

std::int64_t ticks(Call &c, std::size_t index = 0)
{
    return c[index].integer();
}

int kind(Call &c, std::size_t index = 0)
{
    return c[index].aux();
}

std::int64_t timeTicks(Call &c, std::size_t first)
{
    const int hour = c.int32(first);
    const int minute = c.int32(first + 1);
    const int second = c.int32(first + 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        raise(Raised::ArgumentOutOfRange, "Hour, Minute, and Second parameters describe an un-representable DateTime.");
    return hour * ticksPerHour + minute * ticksPerMinute + second * ticksPerSecond;
}

std::int64_t dateTicks(Call &c)
{
    const CalendarDate date{c.int32(0), c.int32(1), c.int32(2)};
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1
        || date.day > daysInMonth(date.year, date.month))
        raise(Raised::ArgumentOutOfRange, "Year, Month, and Day parameters describe an un-representable DateTime.");
    return ticksOfDate(date);
}

std::int64_t milliseconds(Call &c)
{
    if (c.int32(6) < 0 || c.int32(6) > 999)
        raise(Raised::ArgumentOutOfRange, "Valid values are between 0 and 999, inclusive.", "millisecond");
    return c.int32(6) * ticksPerMillisecond;
}

int requireKind(const Value &value)
{
    if (value.enumValue() < kindUnspecified || value.enumValue() > kindLocal)
        raise(Raised::ArgumentException, "Invalid DateTimeKind value.", "kind");
    return value.enumValue();
}

template<std::int64_t ticksPerUnit>
Value addUnits(Call &c)
{
    return dateTimeInRange(addScaled(ticks(c), c.real(1), ticksPerUnit), kind(c));
}

//! A sum of two tick counts; overflow ends far out of range.
std::int64_t saturated(std::int64_t a, std::int64_t b)
{
    std::int64_t result = 0;
    if (__builtin_add_overflow(a, b, &result))
        return b < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    return result;
}

Value addSpan(Call &c)
{
    return dateTimeInRange(saturated(ticks(c), ticks(c, 1)), kind(c));
}

Value subtractSpan(Call &c)
{
    const std::int64_t span = ticks(c, 1);
    return dateTimeInRange(span == std::numeric_limits<std::int64_t>::min() ? -1 : saturated(ticks(c), -span), kind(c));
}

Value subtractDate(Call &c)
{
    return Value::ofTimeSpan(ticks(c) - ticks(c, 1));
}

Value monthsAdded(Call &c, std::int64_t months, int limit)
{
    if (c.int32(1) < -limit || c.int32(1) > limit)
        raise(Raised::ArgumentOutOfRange, "Months value must be between +/-120000.", "months");
    return dateTimeInRange(addMonths(ticks(c), months), kind(c));
}

int order(Call &c)
{
    return ticks(c) == ticks(c, 1) ? 0 : ticks(c) < ticks(c, 1) ? -1 : 1;
}

Value compareDates(Call &c)
{
    return Value::ofInt(order(c));
}

Value sameDates(Call &c)
{
    return Value::ofBool(order(c) == 0);
}

//! The kinds of all zones but UTC are one here: local is UTC.
template<DateKind target>
Value withZone(Call &c)
{
    return Value::ofDateTime(ticks(c), target);
}

Value text(Call &c, std::u16string_view format)
{
    c.charge(format.size());
    return c.text(formatDateTime(ticks(c), kind(c), format));
}

Value fromOle(Call &c)
{
    const double days = c.real(0);
    if (!(days < 2958466.0 && days > -657435.0))
        raise(Raised::ArgumentException, "Not a legal OleAut date.");
    auto millis = static_cast<std::int64_t>(days * millisecondsPerDay + (days >= 0 ? 0.5 : -0.5));
    constexpr auto perDay = static_cast<std::int64_t>(millisecondsPerDay);
    if (millis < 0)
        millis -= millis % perDay * 2;
    return dateTimeInRange(oleOffset + millis * ticksPerMillisecond, kindUnspecified);
}

double toOle(std::int64_t value)
{
    if (value == 0)
        return 0;
    if (value < ticksPerDay)
        value += oleOffset;
    std::int64_t millis = (value - oleOffset) / ticksPerMillisecond;
    constexpr auto perDay = static_cast<std::int64_t>(millisecondsPerDay);
    if (millis < 0 && millis % perDay != 0)
        millis -= (perDay + millis % perDay) * 2;
    return static_cast<double>(millis) / millisecondsPerDay;
}

void declareConstruction(Library &library)
{
    library.declare("struct System.DateTime : IComparable, IFormattable", Known::DateTime, {
        {"new(long ticks)", [](Call &c) { return dateTimeInRange(ticks(c), kindUnspecified); }},
        {"new(long ticks, DateTimeKind kind)", [](Call &c) { return dateTimeInRange(ticks(c), requireKind(c[1])); }},
        {"new(int year, int month, int day)", [](Call &c) { return Value::ofDateTime(dateTicks(c), kindUnspecified); }},
        {"new(int year, int month, int day, int hour, int minute, int second)",
         [](Call &c) { return Value::ofDateTime(dateTicks(c) + timeTicks(c, 3), kindUnspecified); }},
        {"new(int year, int month, int day, int hour, int minute, int second, DateTimeKind kind)",
         [](Call &c) { return Value::ofDateTime(dateTicks(c) + timeTicks(c, 3), requireKind(c[6])); }},
        {"new(int year, int month, int day, int hour, int minute, int second, int millisecond)",
         [](Call &c) { return Value::ofDateTime(dateTicks(c) + timeTicks(c, 3) + milliseconds(c), kindUnspecified); }},
        {"new(int year, int month, int day, int hour, int minute, int second, int millisecond, DateTimeKind kind)",
         [](Call &c) { return Value::ofDateTime(dateTicks(c) + timeTicks(c, 3) + milliseconds(c), requireKind(c[7])); }},
        {"static DateTime Now { get; }", [](Call &c) { return Value::ofDateTime(nowTicks(c), kindLocal); }},
        {"static DateTime UtcNow { get; }", [](Call &c) { return Value::ofDateTime(nowTicks(c), kindUtc); }},
        {"static DateTime Today { get; }", [](Call &c) { return Value::ofDateTime(nowTicks(c) / ticksPerDay * ticksPerDay, kindLocal); }},
        {"static DateTime MinValue { get; }", [](Call &) { return Value::ofDateTime(0, kindUnspecified); }},
        {"static DateTime MaxValue { get; }", [](Call &) { return Value::ofDateTime(maxDateTicks, kindUnspecified); }},
        {"static DateTime UnixEpoch { get; }", [](Call &) { return Value::ofDateTime(unixEpochTicks, kindUtc); }},
        {"static DateTime FromOADate(double d)", fromOle},
        {"static DateTime FromFileTime(long fileTime)", [](Call &c) { return dateTimeInRange(ticks(c) + fileTimeOffset, kindLocal); }},
        {"static DateTime FromFileTimeUtc(long fileTime)", [](Call &c) { return dateTimeInRange(ticks(c) + fileTimeOffset, kindUtc); }},
        {"static DateTime FromBinary(long dateData)", [](Call &c) {
             const auto bits = static_cast<std::uint64_t>(ticks(c));
             const int dateKind = static_cast<int>(bits >> 62);
             return dateTimeInRange(static_cast<std::int64_t>(bits & 0x3fff'ffff'ffff'ffff), dateKind > kindLocal ? kindLocal : dateKind);
         }},
        {"static DateTime SpecifyKind(DateTime value, DateTimeKind kind)",
         [](Call &c) { return Value::ofDateTime(ticks(c), requireKind(c[1])); }},
        {"static int DaysInMonth(int year, int month)", [](Call &c) {
             if (c.int32(1) < 1 || c.int32(1) > 12)
                 raise(Raised::ArgumentOutOfRange, "Month must be between one and twelve.", "month");
             if (c.int32(0) < 1 || c.int32(0) > 9999)
                 raise(Raised::ArgumentOutOfRange, "Year must be between 1 and 9999.", "year");
             return Value::ofInt(daysInMonth(c.int32(0), c.int32(1)));
         }},
        {"static bool IsLeapYear(int year)", [](Call &c) {
             if (c.int32(0) < 1 || c.int32(0) > 9999)
                 raise(Raised::ArgumentOutOfRange, "Year must be between 1 and 9999.", "year");
             return Value::ofBool(isLeapYear(c.int32(0)));
         }},
    });
}

void declareParts(Library &library)
{
    library.declare("struct System.DateTime", Known::DateTime, {
        {"int Year { get; }", [](Call &c) { return Value::ofInt(dateOfTicks(ticks(c)).year); }},
        {"int Month { get; }", [](Call &c) { return Value::ofInt(dateOfTicks(ticks(c)).month); }},
        {"int Day { get; }", [](Call &c) { return Value::ofInt(dateOfTicks(ticks(c)).day); }},
        {"int Hour { get; }", [](Call &c) { return Value::ofInt(static_cast<int>(ticks(c) / ticksPerHour % 24)); }},
        {"int Minute { get; }", [](Call &c) { return Value::ofInt(static_cast<int>(ticks(c) / ticksPerMinute % 60)); }},
        {"int Second { get; }", [](Call &c) { return Value::ofInt(static_cast<int>(ticks(c) / ticksPerSecond % 60)); }},
        {"int Millisecond { get; }", [](Call &c) { return Value::ofInt(static_cast<int>(ticks(c) / ticksPerMillisecond % 1000)); }},
        {"long Ticks { get; }", [](Call &c) { return Value::ofLong(ticks(c)); }},
        {"DateTimeKind Kind { get; }", [](Call &c) { return Value::ofEnum(c.result(), kind(c)); }},
        {"DayOfWeek DayOfWeek { get; }", [](Call &c) { return Value::ofEnum(c.result(), dayOfWeek(ticks(c))); }},
        {"int DayOfYear { get; }", [](Call &c) { return Value::ofInt(dayOfYear(dateOfTicks(ticks(c)))); }},
        {"DateTime Date { get; }", [](Call &c) { return Value::ofDateTime(ticks(c) / ticksPerDay * ticksPerDay, kind(c)); }},
        {"TimeSpan TimeOfDay { get; }", [](Call &c) { return Value::ofTimeSpan(ticks(c) % ticksPerDay); }},
        {"DateTime ToUniversalTime()", withZone<kindUtc>},
        {"DateTime ToLocalTime()", withZone<kindLocal>},
        {"bool IsDaylightSavingTime()", [](Call &) { return Value::ofBool(false); }},
        {"double ToOADate()", [](Call &c) { return Value::ofDouble(toOle(ticks(c))); }},
        {"long ToFileTime()", [](Call &c) { return Value::ofLong(ticks(c) - fileTimeOffset); }},
        {"long ToFileTimeUtc()", [](Call &c) { return Value::ofLong(ticks(c) - fileTimeOffset); }},
        {"long ToBinary()", [](Call &c) {
             const auto bits = static_cast<std::uint64_t>(ticks(c)) | static_cast<std::uint64_t>(kind(c)) << 62;
             return Value::ofLong(static_cast<std::int64_t>(bits));
         }},
        {"string ToString()", [](Call &c) { return text(c, {}); }},
        {"string ToString(string format)", [](Call &c) { return text(c, c.stringOrEmpty(1)); }},
        {"string ToString(IFormatProvider provider)", [](Call &c) { return text(c, {}); }},
        {"string ToString(string format, IFormatProvider provider)", [](Call &c) { return text(c, c.stringOrEmpty(1)); }},
        {"string ToLongDateString()", [](Call &c) { return text(c, u"D"); }},
        {"string ToShortDateString()", [](Call &c) { return text(c, u"d"); }},
        {"string ToLongTimeString()", [](Call &c) { return text(c, u"T"); }},
        {"string ToShortTimeString()", [](Call &c) { return text(c, u"t"); }},
        {"int GetHashCode()", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(ticks(c) ^ (ticks(c) >> 32))); }},
        {"TypeCode GetTypeCode()", [](Call &c) { return Value::ofEnum(c.result(), 16); }},
    });
}

void declareArithmetic(Library &library)
{
    library.declare("struct System.DateTime", Known::DateTime, {
        {"DateTime Add(TimeSpan value)", addSpan},
        {"DateTime AddDays(double value)", addUnits<ticksPerDay>},
        {"DateTime AddHours(double value)", addUnits<ticksPerHour>},
        {"DateTime AddMinutes(double value)", addUnits<ticksPerMinute>},
        {"DateTime AddSeconds(double value)", addUnits<ticksPerSecond>},
        {"DateTime AddMilliseconds(double value)", addUnits<ticksPerMillisecond>},
        {"DateTime AddTicks(long value)", addSpan},
        {"DateTime AddMonths(int months)", [](Call &c) { return monthsAdded(c, c.int32(1), 120'000); }},
        {"DateTime AddYears(int value)", [](Call &c) { return monthsAdded(c, std::int64_t{c.int32(1)} * 12, 10'000); }},
        {"TimeSpan Subtract(DateTime value)", subtractDate},
        {"DateTime Subtract(TimeSpan value)", subtractSpan},
        {"static int Compare(DateTime t1, DateTime t2)", compareDates},
        {"int CompareTo(DateTime value)", compareDates},
        {"int CompareTo(object value)", [](Call &c) {
             if (c.isNull(1))
                 return Value::ofInt(1);
             if (c[1].tag() != Tag::DateTime)
                 raise(Raised::ArgumentException, "Object must be of type DateTime.");
             return compareDates(c);
         }},
        {"bool Equals(DateTime value)", sameDates},
        {"bool Equals(object value)", [](Call &c) { return Value::ofBool(c[1].tag() == Tag::DateTime && order(c) == 0); }},
        {"static bool Equals(DateTime t1, DateTime t2)", sameDates},
        {"static DateTime operator +(DateTime d, TimeSpan t)", addSpan},
        {"static DateTime operator -(DateTime d, TimeSpan t)", subtractSpan},
        {"static TimeSpan operator -(DateTime d1, DateTime d2)", subtractDate},
        {"static bool operator ==(DateTime d1, DateTime d2)", sameDates},
        {"static bool operator !=(DateTime d1, DateTime d2)", [](Call &c) { return Value::ofBool(order(c) != 0); }},
        {"static bool operator <(DateTime t1, DateTime t2)", [](Call &c) { return Value::ofBool(order(c) < 0); }},
        {"static bool operator >(DateTime t1, DateTime t2)", [](Call &c) { return Value::ofBool(order(c) > 0); }},
        {"static bool operator <=(DateTime t1, DateTime t2)", [](Call &c) { return Value::ofBool(order(c) <= 0); }},
        {"static bool operator >=(DateTime t1, DateTime t2)", [](Call &c) { return Value::ofBool(order(c) >= 0); }},
    });
}

void declareTimeEnums(Library &library)
{
    library.declareEnum("System.DateTimeKind", Known::DateTimeKind, {{"Unspecified", 0}, {"Utc", 1}, {"Local", 2}});
    library.declareEnum("System.DayOfWeek", Known::DayOfWeek,
                        {{"Sunday", 0}, {"Monday", 1}, {"Tuesday", 2}, {"Wednesday", 3}, {"Thursday", 4}, {"Friday", 5}, {"Saturday", 6}});
    library.declareEnum("System.Globalization.DateTimeStyles", Known::DateTimeStyles,
                        {{"None", 0}, {"AllowLeadingWhite", 1}, {"AllowTrailingWhite", 2}, {"AllowInnerWhite", 4}, {"AllowWhiteSpaces", 7},
                         {"NoCurrentDateDefault", 8}, {"AdjustToUniversal", 16}, {"AssumeLocal", 32}, {"AssumeUniversal", 64},
                         {"RoundtripKind", 128}},
                        true);
    library.declareEnum("System.Globalization.TimeSpanStyles", Known::None, {{"None", 0}, {"AssumeNegative", 1}}, true);
}

} // namespace

std::int64_t nowTicks(Call &call)
{
    return nowTicks(call.machine());
}

std::int64_t nowTicks(Machine &machine)
{
    return machine.context().clock().utc().time_since_epoch().count() * (ticksPerSecond / 1'000'000) + unixEpochTicks;
}

Value dateTimeInRange(std::int64_t value, int dateKind)
{
    if (value < 0 || value > maxDateTicks)
        raise(Raised::ArgumentOutOfRange, "The added or subtracted value results in an un-representable DateTime.", "value");
    return Value::ofDateTime(value, dateKind);
}

std::int64_t addScaled(std::int64_t value, double amount, std::int64_t ticksPerUnit)
{
    const double millis = amount * static_cast<double>(ticksPerUnit / ticksPerMillisecond) + (amount >= 0 ? 0.5 : -0.5);
    if (!(std::fabs(millis) < static_cast<double>(largestMilliseconds)))
        raise(Raised::ArgumentOutOfRange, "Value to add was out of range.", "value");
    return value + static_cast<std::int64_t>(millis) * ticksPerMillisecond;
}

std::int64_t addMonths(std::int64_t value, std::int64_t months)
{
    CalendarDate date = dateOfTicks(value);
    const std::int64_t month = date.year * 12 + date.month - 1 + months;
    if (month < 12 || month >= 12 * 10'000)
        raise(Raised::ArgumentOutOfRange, "The added or subtracted value results in an un-representable DateTime.", "months");
    date.year = static_cast<int>(month / 12);
    date.month = static_cast<int>(month % 12) + 1;
    date.day = std::min(date.day, daysInMonth(date.year, date.month));
    return ticksOfDate(date) + value % ticksPerDay;
}

void declareDateTime(Library &library)
{
    declareConstruction(library);
    declareParts(library);
    declareArithmetic(library);
}

void declareTime(Library &library)
{
    declareTimeEnums(library);
    declareDateTime(library);
    declareDateTimeText(library);
    declareDateTimeOffset(library);
    declareTimeSpan(library);
    declareTimeZones(library);
}

} // namespace gatehouse::expression
