// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! Members of DateTime, DateTimeOffset, TimeSpan and TimeZoneInfo; what is expected was computed by real C#.
class TestTime : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithDotNet_data();
    void agreesWithDotNet();
};

void TestTime::agreesWithDotNet_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };
    row("string.Format(\"{0}-{1:D3}-{2:yyyy}\", \"a\", 5, new DateTime(2024,1,2))", "System.String: a-005-2024");
    row("Convert.ToString(new DateTime(2024,1,2))", "System.String: 01/02/2024 00:00:00");
    row("Convert.ToDateTime(\"2024-01-02\")", "System.DateTime: 01/02/2024 00:00:00");
    row("Convert.ToDateTime((string)null)", "System.DateTime: 01/01/0001 00:00:00");
    row("Convert.ToDateTime(\"x\")", "throws System.FormatException");
    row("Convert.ToDateTime(5)", "throws System.InvalidCastException");
    row("Convert.ToInt32(TimeSpan.Zero)", "throws System.InvalidCastException");
    row("Convert.ToInt32(DayOfWeek.Friday)", "System.Int32: 5");
    row("new DateTime(2024,2,29).AddYears(1)", "System.DateTime: 02/28/2025 00:00:00");
    row("new DateTime(2024,1,31).AddMonths(1)", "System.DateTime: 02/29/2024 00:00:00");
    row("new DateTime(2024,1,31).AddDays(1.5)", "System.DateTime: 02/01/2024 12:00:00");
    row("new DateTime(2024,2,30)", "throws System.ArgumentOutOfRangeException");
    row("new DateTime(2024,1,1).AddDays(1e10)", "throws System.ArgumentOutOfRangeException");
    row("new DateTime(2024,1,1).AddYears(20000)", "throws System.ArgumentOutOfRangeException");
    row("new DateTime(2024,1,1) - new DateTime(2023,1,1)", "System.TimeSpan: 365.00:00:00");
    row("new DateTime(2024,1,1) + TimeSpan.FromHours(5)", "System.DateTime: 01/01/2024 05:00:00");
    row("(new DateTime(2024,1,1) - new DateTime(2023,1,1)).TotalDays", "System.Double: 365");
    row("new DateTime(2024,1,1) > new DateTime(2023,1,1)", "System.Boolean: True");
    row("new DateTime(2024,1,1).DayOfWeek", "System.DayOfWeek: Monday");
    row("new DateTime(2024,12,31).DayOfYear", "System.Int32: 366");
    row("new DateTime(2024,1,1).Ticks", "System.Int64: 638396640000000000");
    row("new DateTime(2024,1,1,1,2,3,4,DateTimeKind.Utc).ToString(\"o\")", "System.String: 2024-01-01T01:02:03.0040000Z");
    row("new DateTime(2024,1,1).Kind", "System.DateTimeKind: Unspecified");
    row("new DateTime(2024,1,1).ToUniversalTime().Kind", "System.DateTimeKind: Utc");
    row("new DateTime(2024,1,1,10,20,30).TimeOfDay", "System.TimeSpan: 10:20:30");
    row("new DateTime(2024,1,1,10,20,30).Date", "System.DateTime: 01/01/2024 00:00:00");
    row("new DateTime(2024,1,1).ToString(\"dddd, MMM d\")", "System.String: Monday, Jan 1");
    row("new DateTime(2024,1,1).ToLongDateString()", "System.String: Monday, 01 January 2024");
    row("new DateTime(2024,1,1).ToShortTimeString()", "System.String: 00:00");
    row("new DateTime(2024,1,1).ToOADate()", "System.Double: 45292");
    row("DateTime.FromOADate(45292.5)", "System.DateTime: 01/01/2024 12:00:00");
    row("DateTime.Parse(\"2024-01-02T03:04:05Z\").ToString(\"o\")", "System.String: 2024-01-02T03:04:05.0000000+00:00");
    row("DateTime.Parse(\"2024-01-02T03:04:05Z\").ToUniversalTime().ToString(\"o\")", "System.String: 2024-01-02T03:04:05.0000000Z");
    row("DateTime.Parse(\"2024-01-02T03:04:05Z\", null, DateTimeStyles.RoundtripKind).ToString(\"o\")",
        "System.String: 2024-01-02T03:04:05.0000000Z");
    row("DateTime.Parse(\"x\")", "throws System.FormatException");
    row("DateTime.Parse(null)", "throws System.ArgumentNullException");
    row("DateTime.TryParse(\"2024-01-02\", out var d) ? d.ToString(\"yyyy\") : \"no\"", "System.String: 2024");
    row("DateTime.TryParseExact(\"20240102\", \"yyyyMMdd\", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d) ? d.ToString(\"o\") : \"no\"",
        "System.String: 2024-01-02T00:00:00.0000000");
    row("DateTime.ParseExact(\"2024-01-02\", new[]{\"MM\",\"yyyy-MM-dd\"}, null, DateTimeStyles.AssumeUniversal).ToString(\"o\")",
        "System.String: 2024-01-02T00:00:00.0000000+00:00");
    row("DateTime.ParseExact(\"2024-01-02\", \"MM\", null)", "throws System.FormatException");
    row("DateTime.DaysInMonth(2024,2)", "System.Int32: 29");
    row("DateTime.IsLeapYear(2023)", "System.Boolean: False");
    row("DateTime.SpecifyKind(new DateTime(2024,1,1), DateTimeKind.Utc).ToString(\"o\")", "System.String: 2024-01-01T00:00:00.0000000Z");
    row("DateTime.MinValue", "System.DateTime: 01/01/0001 00:00:00");
    row("DateTime.MaxValue.ToString(\"o\")", "System.String: 9999-12-31T23:59:59.9999999");
    row("DateTime.Compare(DateTime.MinValue, DateTime.MaxValue)", "System.Int32: -1");
    row("new DateTime(2024,1,1).Subtract(TimeSpan.FromDays(1))", "System.DateTime: 12/31/2023 00:00:00");
    row("new DateTime(2024,1,1).Equals(new DateTime(2024,1,1,0,0,0,DateTimeKind.Utc))", "System.Boolean: True");
    row("new DateTimeOffset(2024,1,2,3,4,5,TimeSpan.FromHours(2))", "System.DateTimeOffset: 01/02/2024 03:04:05 +02:00");
    row("new DateTimeOffset(2024,1,2,3,4,5,TimeSpan.FromHours(2)).UtcDateTime", "System.DateTime: 01/02/2024 01:04:05");
    row("new DateTimeOffset(2024,1,2,3,4,5,TimeSpan.FromHours(2)).ToUnixTimeSeconds()", "System.Int64: 1704157445");
    row("new DateTimeOffset(2024,1,2,3,4,5,678,TimeSpan.Zero).ToUnixTimeMilliseconds()", "System.Int64: 1704164645678");
    row("new DateTimeOffset(1969,12,31,23,59,59,500,TimeSpan.Zero).ToUnixTimeSeconds()", "System.Int64: -1");
    row("DateTimeOffset.FromUnixTimeSeconds(1700000000)", "System.DateTimeOffset: 11/14/2023 22:13:20 +00:00");
    row("DateTimeOffset.FromUnixTimeMilliseconds(1700000000123).ToString(\"o\")", "System.String: 2023-11-14T22:13:20.1230000+00:00");
    row("DateTimeOffset.FromUnixTimeSeconds(long.MaxValue)", "throws System.ArgumentOutOfRangeException");
    row("DateTimeOffset.Parse(\"2024-01-02T03:04:05+02:00\").Offset", "System.TimeSpan: 02:00:00");
    row("DateTimeOffset.Parse(\"2024-01-02T03:04:05+02:00\").ToUniversalTime()", "System.DateTimeOffset: 01/02/2024 01:04:05 +00:00");
    row("DateTimeOffset.Parse(\"2024-01-02T03:04:05+02:00\").ToOffset(TimeSpan.FromHours(-5))",
        "System.DateTimeOffset: 01/01/2024 20:04:05 -05:00");
    row("DateTimeOffset.Parse(\"2024-01-02T03:04:05+02:00\") == DateTimeOffset.Parse(\"2024-01-02T01:04:05Z\")", "System.Boolean: True");
    row("new DateTimeOffset(new DateTime(2024,1,1,0,0,0,DateTimeKind.Utc), TimeSpan.FromHours(1))", "throws System.ArgumentException");
    row("new DateTimeOffset(new DateTime(2024,1,1)).DateTime.Kind", "System.DateTimeKind: Unspecified");
    row("new DateTimeOffset(new DateTime(2024,1,1)) < DateTime.MaxValue", "System.Boolean: True");
    row("DateTimeOffset.TryParse(\"zz\", out var x)", "System.Boolean: False");
    row("new DateTimeOffset(2024,1,2,3,4,5,TimeSpan.FromHours(15))", "throws System.ArgumentOutOfRangeException");
    row("new DateTimeOffset(2024,1,2,3,4,5,TimeSpan.FromHours(2)).AddDays(1).Date", "System.DateTime: 01/03/2024 00:00:00");
    row("TimeSpan.FromSeconds(90)", "System.TimeSpan: 00:01:30");
    row("TimeSpan.FromSeconds(90.5678)", "System.TimeSpan: 00:01:30.5680000");
    row("TimeSpan.FromDays(1.5).ToString(\"c\")", "System.String: 1.12:00:00");
    row("TimeSpan.FromMilliseconds(1.5)", "System.TimeSpan: 00:00:00.0020000");
    row("TimeSpan.FromDays(1e10)", "throws System.OverflowException");
    row("TimeSpan.FromSeconds(double.NaN)", "throws System.ArgumentException");
    row("TimeSpan.Parse(\"1.02:03:04.5\")", "System.TimeSpan: 1.02:03:04.5000000");
    row("TimeSpan.Parse(\"6\")", "System.TimeSpan: 6.00:00:00");
    row("TimeSpan.Parse(\"6:12\")", "System.TimeSpan: 06:12:00");
    row("TimeSpan.Parse(\"6:12:14:45\")", "System.TimeSpan: 6.12:14:45");
    row("TimeSpan.Parse(\"24:00\")", "throws System.OverflowException");
    row("TimeSpan.Parse(\"23:60\")", "throws System.OverflowException");
    row("TimeSpan.Parse(\"1:2:3.45678901\")", "throws System.OverflowException");
    row("TimeSpan.Parse(\"-1:30\")", "System.TimeSpan: -01:30:00");
    row("TimeSpan.Parse(\"abc\")", "throws System.FormatException");
    row("TimeSpan.Parse(\"1.5\")", "throws System.FormatException");
    row("TimeSpan.Parse(\" 1:00 \")", "System.TimeSpan: 01:00:00");
    row("TimeSpan.Parse(\"10675199.02:48:05.4775807\")", "System.TimeSpan: 10675199.02:48:05.4775807");
    row("TimeSpan.Parse(\"10675199.02:48:05.4775808\")", "throws System.OverflowException");
    row("TimeSpan.TryParse(\"1:00\", out var t) ? t.TotalMinutes : -1", "System.Double: 60");
    row("TimeSpan.ParseExact(\"01:30\", @\"hh\\:mm\", null)", "System.TimeSpan: 01:30:00");
    row("TimeSpan.ParseExact(\"1.02:03:04\", \"c\", null)", "System.TimeSpan: 1.02:03:04");
    row("TimeSpan.ParseExact(\"90\", \"%m\", null)", "throws System.OverflowException");
    row("TimeSpan.ParseExact(\"59\", \"%m\", null)", "System.TimeSpan: 00:59:00");
    row("new TimeSpan(1,2,3,4,5).ToString()", "System.String: 1.02:03:04.0050000");
    row("new TimeSpan(0,90,0).TotalHours", "System.Double: 1.5");
    row("new TimeSpan(937840000000).TotalHours.ToString(\"R\")", "System.String: 26.051111111111108");
    row("new TimeSpan(614990007).TotalSeconds.ToString(\"R\")", "System.String: 61.499000699999996");
    row("new TimeSpan(614990007).TotalMilliseconds.ToString(\"R\")", "System.String: 61499.000700000004");
    row("new TimeSpan(25,0,0).Days", "System.Int32: 1");
    row("new TimeSpan(1,2,3) > TimeSpan.Zero", "System.Boolean: True");
    row("-TimeSpan.FromHours(1)", "System.TimeSpan: -01:00:00");
    row("TimeSpan.FromHours(1) * 2.5", "System.TimeSpan: 02:30:00");
    row("TimeSpan.FromHours(1) / TimeSpan.FromMinutes(15)", "System.Double: 4");
    row("TimeSpan.FromHours(1) / 3", "System.TimeSpan: 00:20:00");
    row("TimeSpan.FromHours(-1).Duration()", "System.TimeSpan: 01:00:00");
    row("TimeSpan.MaxValue + TimeSpan.FromTicks(1)", "throws System.OverflowException");
    row("TimeSpan.FromMinutes(61).Minutes", "System.Int32: 1");
    row("TimeZoneInfo.ConvertTimeFromUtc(new DateTime(2024,7,1,12,0,0), TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\"))",
        "System.DateTime: 07/01/2024 14:00:00");
    row("TimeZoneInfo.ConvertTimeFromUtc(new DateTime(2024,1,1,12,0,0), TimeZoneInfo.FindSystemTimeZoneById(\"America/New_York\"))",
        "System.DateTime: 01/01/2024 07:00:00");
    row("TimeZoneInfo.ConvertTimeToUtc(new DateTime(2024,7,1,12,0,0), TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\")).ToString(\"o\")",
        "System.String: 2024-07-01T10:00:00.0000000Z");
    row("TimeZoneInfo.ConvertTimeToUtc(new DateTime(2024,3,31,2,30,0), TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\")).ToString(\"o\")",
        "throws System.ArgumentException");
    row("TimeZoneInfo.ConvertTimeToUtc(new DateTime(2024,10,27,2,30,0), TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\")).ToString(\"o\")",
        "System.String: 2024-10-27T01:30:00.0000000Z");
    row("TimeZoneInfo.ConvertTime(new DateTimeOffset(2024,7,1,12,0,0,TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById(\"Asia/Tokyo\"))",
        "System.DateTimeOffset: 07/01/2024 21:00:00 +09:00");
    row("TimeZoneInfo.ConvertTimeBySystemTimeZoneId(new DateTime(2050,7,1,12,0,0,DateTimeKind.Utc), \"America/Los_Angeles\")",
        "System.DateTime: 07/01/2050 05:00:00");
    row("TimeZoneInfo.FindSystemTimeZoneById(\"Nowhere/Land\")", "throws System.TimeZoneNotFoundException");
    row("TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\").BaseUtcOffset", "System.TimeSpan: 01:00:00");
    row("TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\").GetUtcOffset(new DateTime(2024,7,1))", "System.TimeSpan: 02:00:00");
    row("TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\").IsDaylightSavingTime(new DateTime(2024,7,1))", "System.Boolean: True");
    row("TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\").Id", "System.String: Europe/Berlin");
    row("TimeZoneInfo.ConvertTimeFromUtc(new DateTime(2024,7,1,12,0,0), TimeZoneInfo.Utc).Kind", "System.DateTimeKind: Utc");
    row("TimeZoneInfo.ConvertTimeFromUtc(new DateTime(2024,7,1,12,0,0,DateTimeKind.Local), TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\"))",
        "throws System.ArgumentException");
    row("TimeZoneInfo.ConvertTime(new DateTime(2024,7,1,12,0,0), TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Berlin\"), TimeZoneInfo.FindSystemTimeZoneById(\"America/New_York\"))",
        "System.DateTime: 07/01/2024 06:00:00");
    row("TimeZoneInfo.Utc.Id", "System.String: UTC");
    row("CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(new DateTime(2024,12,31), CalendarWeekRule.FirstFourDayWeek, DayOfWeek.Monday)",
        "System.Int32: 53");
    row("CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(new DateTime(2024,12,31), CalendarWeekRule.FirstDay, DayOfWeek.Sunday)",
        "System.Int32: 53");
    row("CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(new DateTime(2021,1,1), CalendarWeekRule.FirstFourDayWeek, DayOfWeek.Monday)",
        "System.Int32: 53");
    row("CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(3)", "System.String: March");
    row("DayOfWeek.Monday.ToString(\"D\")", "System.String: 1");
    row("string.Format(\"{0:G}{0:D}{0:X}\", DayOfWeek.Tuesday)", "System.String: Tuesday200000002");
    row("$\"{1.5:N3}|{\"a\",5}|{DateTime.MinValue:yyyy}\"", "System.String: 1.500|    a|0001");
    row("Convert.ToDateTime((object)\"2024-05-06\")", "System.DateTime: 05/06/2024 00:00:00");
    row("Convert.ToString(DayOfWeek.Monday)", "System.String: Monday");
    row("string.Format(\"{0:yyyy-MM-dd}\", new DateTimeOffset(2024,1,2,0,0,0,TimeSpan.Zero))", "System.String: 2024-01-02");
    row("string.Format(\"{0:c} {1:hh\\\\:mm}\", TimeSpan.FromMinutes(5), TimeSpan.FromHours(3))", "System.String: 00:05:00 03:00");
    row("$\"{DateTime.MinValue:o}|{TimeSpan.FromDays(1):g}\"", "System.String: 0001-01-01T00:00:00.0000000|1:0:00:00");
    row("new DateTime(2024,5,6,7,8,9,123).ToString(\"yyyy-MM-ddTHH:mm:ss.fffZ\")", "System.String: 2024-05-06T07:08:09.123Z");
    row("new DateTime(2024,5,6,7,8,9,123).ToString(\"R\")", "System.String: Mon, 06 May 2024 07:08:09 GMT");
    row("new DateTime(2024,5,6,7,8,9,123).ToString(\"u\")", "System.String: 2024-05-06 07:08:09Z");
    row("new DateTime(2024,5,6,7,8,9,123).ToString(\"s\")", "System.String: 2024-05-06T07:08:09");
    row("new DateTime(2024,5,6,7,8,9,DateTimeKind.Utc).ToString()", "System.String: 05/06/2024 07:08:09");
    row("new DateTime(2024,5,6).ToString(\"q\")", "throws System.FormatException");
    row("new DateTime(2024,5,6).ToString(\"MMMM d, yyyy\")", "System.String: May 6, 2024");
    row("new DateTime(2024,5,6).ToString(\"yyyy'T'\")", "System.String: 2024T");
    row("new DateTime(2024,5,6).ToString(CultureInfo.InvariantCulture)", "System.String: 05/06/2024 00:00:00");
    row("new DateTime(2024,5,6).ToString(\"d\", CultureInfo.InvariantCulture)", "System.String: 05/06/2024");
    row("new DateTime(2024,5,6) == new DateTime(2024,5,6)", "System.Boolean: True");
    row("new DateTime(2024,5,6).CompareTo(new DateTime(2024,5,7))", "System.Int32: -1");
    row("new DateTime(2024,5,6).CompareTo(\"x\")", "throws System.ArgumentException");
    row("new DateTime(2024,5,6).AddMonths(-15)", "System.DateTime: 02/06/2023 00:00:00");
    row("new DateTime(2024,5,6).AddHours(-0.5)", "System.DateTime: 05/05/2024 23:30:00");
    row("new DateTime(2024,5,6).AddMilliseconds(1.6).Millisecond", "System.Int32: 2");
    row("new DateTime(2024,5,6).AddTicks(5).Ticks", "System.Int64: 638505504000000005");
    row("new DateTime(637000000000000000)", "System.DateTime: 07/29/2019 12:26:40");
    row("new DateTime(2024,5,6,25,0,0)", "throws System.ArgumentOutOfRangeException");
    row("new DateTime(0,1,1)", "throws System.ArgumentOutOfRangeException");
    row("new DateTime()", "System.DateTime: 01/01/0001 00:00:00");
    row("default(DateTime)", "System.DateTime: 01/01/0001 00:00:00");
    row("default(DateTimeOffset)", "System.DateTimeOffset: 01/01/0001 00:00:00 +00:00");
    row("default(TimeSpan)", "System.TimeSpan: 00:00:00");
    row("new TimeSpan()", "System.TimeSpan: 00:00:00");
    row("new DateTimeOffset()", "System.DateTimeOffset: 01/01/0001 00:00:00 +00:00");
    row("DateTime.MinValue.AddDays(-1)", "throws System.ArgumentOutOfRangeException");
    row("DateTime.MaxValue.AddTicks(1)", "throws System.ArgumentOutOfRangeException");
    row("(DateTime.MaxValue - DateTime.MinValue).Days", "System.Int32: 3652058");
    row("(new DateTime(2024,5,6) - new DateTime(1970,1,1)).TotalSeconds", "System.Double: 1714953600");
    row("(long)(new DateTime(2024,5,6,7,8,9,500) - new DateTime(1970,1,1)).TotalSeconds", "System.Int64: 1714979289");
    row("new DateTime(1970,1,1,0,0,0,DateTimeKind.Utc).AddSeconds(1700000000).ToString(\"o\")",
        "System.String: 2023-11-14T22:13:20.0000000Z");
    row("new DateTime(2024,5,6).ToFileTimeUtc()", "System.Int64: 133594272000000000");
    row("DateTime.FromFileTimeUtc(133594560000000000)", "System.DateTime: 05/06/2024 08:00:00");
    row("DateTime.Parse(\"2024-05-06\").ToString(\"dddd\")", "System.String: Monday");
    row("DateTime.Parse(\"05/06/2024 13:14\").Hour", "System.Int32: 13");
    row("DateTime.Parse(\"2024-05-06T10:00:00+02:00\").Hour", "System.Int32: 8");
    row("DateTime.Parse(\"2024-05-06 10:00:00Z\").Kind", "System.DateTimeKind: Local");
    row("DateTime.Parse(\"2024-05-06T10:00:00\", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).Kind",
        "System.DateTimeKind: Utc");
    row("DateTime.Parse(\"2024-05-06\", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AssumeUniversal)",
        "throws System.ArgumentException");
    row("DateTime.TryParse(\"\", out var d)", "System.Boolean: False");
    row("DateTime.TryParse(null, out var d)", "System.Boolean: False");
    row("DateTime.TryParse(\"2024-05-06T10:00:00Z\", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var d) ? d.ToString(\"o\") : \"no\"",
        "System.String: 2024-05-06T10:00:00.0000000Z");
    row("DateTime.ParseExact(\"06-05-2024\", \"dd-MM-yyyy\", CultureInfo.InvariantCulture)", "System.DateTime: 05/06/2024 00:00:00");
    row("DateTime.ParseExact(\"x\", \"dd-MM-yyyy\", CultureInfo.InvariantCulture)", "throws System.FormatException");
    row("DateTime.ParseExact(\"06-05-2024\", null, CultureInfo.InvariantCulture)", "throws System.ArgumentNullException");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00Z\").ToUnixTimeSeconds()", "System.Int64: 1714989600");
    row("DateTimeOffset.Parse(\"2024-05-06\").Offset", "System.TimeSpan: 00:00:00");
    row("DateTimeOffset.ParseExact(\"2024-05-06T10:00:00+05:30\", \"yyyy-MM-ddTHH:mm:sszzz\", CultureInfo.InvariantCulture)",
        "System.DateTimeOffset: 05/06/2024 10:00:00 +05:30");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00+05:30\").DateTime", "System.DateTime: 05/06/2024 10:00:00");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00+05:30\").LocalDateTime", "System.DateTime: 05/06/2024 04:30:00");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00+05:30\").UtcTicks", "System.Int64: 638505666000000000");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00+05:30\").ToString(\"yyyy-MM-ddTHH:mm:ssK\")",
        "System.String: 2024-05-06T10:00:00+05:30");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00+05:30\").ToString(\"r\")", "System.String: Mon, 06 May 2024 04:30:00 GMT");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00+05:30\").ToString(\"o\")", "System.String: 2024-05-06T10:00:00.0000000+05:30");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00+05:30\").CompareTo(DateTimeOffset.Parse(\"2024-05-06T04:30:00Z\"))", "System.Int32: 0");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00+05:30\").Equals(DateTimeOffset.Parse(\"2024-05-06T04:30:00Z\"))",
        "System.Boolean: True");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00+05:30\").EqualsExact(DateTimeOffset.Parse(\"2024-05-06T04:30:00Z\"))",
        "System.Boolean: False");
    row("(DateTimeOffset.Parse(\"2024-05-06T10:00:00Z\") - DateTimeOffset.Parse(\"2024-05-06T09:00:00Z\")).TotalMinutes",
        "System.Double: 60");
    row("DateTimeOffset.Parse(\"2024-05-06T10:00:00Z\").Subtract(TimeSpan.FromHours(1))",
        "System.DateTimeOffset: 05/06/2024 09:00:00 +00:00");
    row("DateTimeOffset.MaxValue.ToUnixTimeSeconds()", "System.Int64: 253402300799");
    row("DateTimeOffset.MinValue.AddYears(-1)", "throws System.ArgumentOutOfRangeException");
    row("new DateTimeOffset(2024,2,30,0,0,0,TimeSpan.Zero)", "throws System.ArgumentOutOfRangeException");
    row("new DateTimeOffset(638000000000000000L, TimeSpan.FromHours(1))", "System.DateTimeOffset: 09/28/2022 22:13:20 +01:00");
    row("new DateTimeOffset(DateTime.Parse(\"2024-05-06T10:00:00Z\")).ToUnixTimeSeconds()", "System.Int64: 1714989600");
    row("TimeSpan.FromHours(25).ToString()", "System.String: 1.01:00:00");
    row("TimeSpan.FromHours(25).ToString(@\"d\\.hh\\:mm\")", "System.String: 1.01:00");
    row("TimeSpan.FromSeconds(0.5).ToString(\"g\")", "System.String: 0:00:00.5");
    row("TimeSpan.FromSeconds(3661).ToString(\"hh\\\\:mm\\\\:ss\")", "System.String: 01:01:01");
    row("TimeSpan.FromMinutes(1.5).TotalSeconds", "System.Double: 90");
    row("TimeSpan.FromSeconds(1) < TimeSpan.FromMinutes(1)", "System.Boolean: True");
    row("TimeSpan.Zero == new TimeSpan(0)", "System.Boolean: True");
    row("TimeSpan.FromSeconds(1).Equals((object)TimeSpan.FromSeconds(1))", "System.Boolean: True");
    row("TimeSpan.FromSeconds(1).CompareTo(TimeSpan.FromSeconds(2))", "System.Int32: -1");
    row("TimeSpan.FromSeconds(1).Add(TimeSpan.FromSeconds(2)).Seconds", "System.Int32: 3");
    row("TimeSpan.FromSeconds(1).Negate().TotalMilliseconds", "System.Double: -1000");
    row("TimeSpan.TicksPerSecond", "System.Int64: 10000000");
    row("TimeSpan.MinValue.ToString()", "System.String: -10675199.02:48:05.4775808");
    row("TimeSpan.MinValue.Duration()", "throws System.OverflowException");
    row("TimeSpan.MinValue.Negate()", "throws System.OverflowException");
    row("new TimeSpan(int.MaxValue, 0, 0, 0)", "throws System.ArgumentOutOfRangeException");
    row("TimeSpan.Parse(\"1.2:3\")", "System.TimeSpan: 1.02:03:00");
    row("TimeSpan.Parse(\"00:00:00.1234567\")", "System.TimeSpan: 00:00:00.1234567");
    row("TimeSpan.Parse(\"00:00:00.12345678\")", "throws System.OverflowException");
    row("TimeSpan.Parse(\"1:60:00\")", "throws System.OverflowException");
    row("TimeSpan.Parse(\"\")", "throws System.FormatException");
    row("TimeSpan.Parse(null)", "throws System.ArgumentNullException");
    row("TimeSpan.Parse(\"10675200\")", "throws System.OverflowException");
    row("TimeSpan.Parse(\"-00:00:01\")", "System.TimeSpan: -00:00:01");
    row("TimeSpan.Parse(\"+1:00\")", "throws System.FormatException");
    row("TimeSpan.Parse(\"1.00:00\")", "System.TimeSpan: 1.00:00:00");
    row("TimeSpan.Parse(\"00:30\")", "System.TimeSpan: 00:30:00");
    row("TimeSpan.TryParse(\"99999999999999999999\", out var t)", "System.Boolean: False");
    row("(DayOfWeek)3", "System.DayOfWeek: Wednesday");
    row("(int)DayOfWeek.Saturday", "System.Int32: 6");
    row("DayOfWeek.Monday == (DayOfWeek)1", "System.Boolean: True");
    row("DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowLeadingWhite",
        "System.Globalization.DateTimeStyles: AllowLeadingWhite, AdjustToUniversal");
    row("Enum.TryParse<DayOfWeek>(\"monday\", true, out var e) ? e.ToString() : \"no\"", "System.String: Monday");
    row("Enum.TryParse<DayOfWeek>(\"Foo\", out var e)", "System.Boolean: False");
    row("{ DateTime? d = null; return d?.ToString(\"o\") ?? \"none\"; }", "System.String: none");
    row("{ var s = 0; for (var t = TimeSpan.Zero; t < TimeSpan.FromMinutes(5); t += TimeSpan.FromMinutes(1)) s++; return s; }",
        "System.Int32: 5");
    row("{ var d = new DateTime(2024,1,1); d += TimeSpan.FromDays(1); d = d.AddDays(1); return d; }",
        "System.DateTime: 01/03/2024 00:00:00");
}

void TestTime::agreesWithDotNet()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestTime)
#include "tst_time.moc"
