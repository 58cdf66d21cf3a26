// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! Formats and reads of cultures. Every expected value is what C# itself gives.
class TestCultures : public QObject
{
    Q_OBJECT

private slots:
    void answersAsCSharpDoes_data();
    void answersAsCSharpDoes();
};

void TestCultures::answersAsCSharpDoes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };

    // Numbers
    row(R"cs(1234.5.ToString("N2", new CultureInfo("de-DE")))cs", "System.String: 1.234,50");
    row(R"cs(1234.5.ToString("N2", new CultureInfo("fr-FR")))cs", "System.String: 1 234,50");
    row(R"cs(1234.5.ToString("N2", new CultureInfo("sv-SE")))cs", "System.String: 1 234,50");
    row(R"cs(1234.5.ToString("N2", CultureInfo.GetCultureInfo("nl-NL")))cs", "System.String: 1.234,50");
    row(R"cs(1234.5.ToString("C", new CultureInfo("en-US")))cs", "System.String: $1,234.50");
    row(R"cs((-1234.5).ToString("C", new CultureInfo("en-US")))cs", "System.String: ($1,234.50)");
    row(R"cs(1234.5.ToString("C", CultureInfo.CreateSpecificCulture("en-GB")))cs", "System.String: £1,234.50");
    row(R"cs((-1234.5).ToString("C", new CultureInfo("en-GB")))cs", "System.String: -£1,234.50");
    row(R"cs(1234.5.ToString("C", new CultureInfo("de-DE")))cs", "System.String: 1.234,50 €");
    row(R"cs((-1234.5).ToString("C", new CultureInfo("de-DE")))cs", "System.String: -1.234,50 €");
    row(R"cs(1234.5.ToString("C0", new CultureInfo("ja-JP")))cs", "System.String: ￥1,235");
    row(R"cs(1234.5.ToString("C", new CultureInfo("sv-SE")))cs", "System.String: 1.234,50 kr");
    row(R"cs((-1234.5).ToString("C", new CultureInfo("it-IT")))cs", "System.String: -€ 1.234,50");
    row(R"cs((-1234.5).ToString("C", new CultureInfo("nl-NL")))cs", "System.String: € -1.234,50");
    row(R"cs(1234.5.ToString("C", new CultureInfo("es-ES")))cs", "System.String: 1.234,50 €");
    row(R"cs(1234.5m.ToString("C", new CultureInfo("pt-BR")))cs", "System.String: R$ 1.234,50");
    row("1234.5.ToString(new CultureInfo(\"de-DE\"))", "System.String: 1234,5");
    row("1234.5m.ToString(new CultureInfo(\"de-DE\"))", "System.String: 1234,5");
    row(R"cs(1234567.ToString("N0", new CultureInfo("en-US")))cs", "System.String: 1,234,567");
    row(R"cs(1234567.891.ToString("#,##0.00", new CultureInfo("de-DE")))cs", "System.String: 1.234.567,89");
    row(R"cs(0.256.ToString("P1", new CultureInfo("en-US")))cs", "System.String: 25.6 %");
    row(R"cs(0.256.ToString("P1", new CultureInfo("de-DE")))cs", "System.String: 25,6 %");
    row(R"cs(0.256.ToString("P1", new CultureInfo("en-GB")))cs", "System.String: 25.6%");
    row(R"cs(1e20.ToString("E2", new CultureInfo("de-DE")))cs", "System.String: 1,00E+020");
    row(R"cs(0.1.ToString("R", new CultureInfo("de-DE")))cs", "System.String: 0,1");
    row(R"cs(string.Format(new CultureInfo("de-DE"), "{0:N1} {1:d} {2}", 1234.5, new DateTime(2020, 5, 6), 1.5))cs",
        "System.String: 1.234,5 06.05.2020 1,5");
    row(R"cs(new StringBuilder().AppendFormat(new CultureInfo("fr-FR"), "{0:N1}", 1.5).ToString())cs", "System.String: 1,5");
    row("Convert.ToString(1.5, new CultureInfo(\"de-DE\"))", "System.String: 1,5");
    row(R"cs(Convert.ToDouble("1,5", new CultureInfo("de-DE")))cs", "System.Double: 1.5");
    row(R"cs(double.Parse("1.234,5", new CultureInfo("de-DE")))cs", "System.Double: 1234.5");
    row(R"cs(double.Parse("1,5", new CultureInfo("fr-FR")))cs", "System.Double: 1.5");
    row(R"cs(decimal.Parse("1,234.5", new CultureInfo("en-US")))cs", "System.Decimal: 1234.5");
    row(R"cs(decimal.Parse("$1,234.50", NumberStyles.Currency, new CultureInfo("en-US")))cs", "System.Decimal: 1234.50");
    row(R"cs({ double d; return double.TryParse("1,5", NumberStyles.Any, new CultureInfo("de-DE"), out d) ? d : -1; })cs",
        "System.Double: 1.5");
    row(R"cs(double.Parse("1.5", new CultureInfo("de-DE")))cs", "System.Double: 15");
    row(R"cs(int.Parse("1.234", NumberStyles.AllowThousands, new CultureInfo("de-DE")))cs", "System.Int32: 1234");
    row(R"cs(1234.5.ToString("N1", new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = " " }))cs",
        "System.String: 1 234,5");
    row(R"cs(1234.5.ToString("C", new NumberFormatInfo { CurrencySymbol = "kr", CurrencyDecimalDigits = 0 }))cs",
        "System.String: kr1,235");
    row("new CultureInfo(\"de-DE\").NumberFormat.NumberDecimalSeparator", "System.String: ,");
    row("new CultureInfo(\"de-DE\").NumberFormat.CurrencySymbol", "System.String: €");
    row("1.5.ToString(CultureInfo.InvariantCulture) + 1.5.ToString()", "System.String: 1.51.5");

    // Dates
    row(R"cs(new DateTime(2020, 5, 6).ToString("d", CultureInfo.GetCultureInfo("en-US")))cs", "System.String: 5/6/2020");
    row(R"cs(new DateTime(2020, 5, 6).ToString("d", new CultureInfo("en-GB")))cs", "System.String: 06/05/2020");
    row(R"cs(new DateTime(2020, 5, 6).ToString("D", new CultureInfo("en-US")))cs", "System.String: Wednesday, May 6, 2020");
    row(R"cs(new DateTime(2020, 5, 6).ToString("D", new CultureInfo("de-DE")))cs", "System.String: Mittwoch, 6. Mai 2020");
    row(R"cs(new DateTime(2020, 5, 6).ToString("D", new CultureInfo("es-ES")))cs", "System.String: miércoles, 6 de mayo de 2020");
    row(R"cs(new DateTime(2020, 5, 6).ToString("D", new CultureInfo("ja-JP")))cs", "System.String: 2020年5月6日");
    row(R"cs(new DateTime(2020, 5, 6).ToString("D", new CultureInfo("pl-PL")))cs", "System.String: środa, 6 maja 2020");
    row(R"cs(new DateTime(2020, 5, 6).ToString("MMMM yyyy", new CultureInfo("pl-PL")))cs", "System.String: maj 2020");
    row(R"cs(new DateTime(2020, 5, 6).ToString("MMMM yyyy", new CultureInfo("fr-FR")))cs", "System.String: mai 2020");
    row(R"cs(new DateTime(2020, 5, 6).ToString("dddd", new CultureInfo("sv-SE")))cs", "System.String: onsdag");
    row(R"cs(new DateTime(2020, 5, 6).ToString("ddd d MMM", new CultureInfo("it-IT")))cs", "System.String: mer 6 mag");
    row("new DateTime(2020, 5, 6, 15, 4, 5).ToString(new CultureInfo(\"en-US\"))", "System.String: 5/6/2020 3:04:05 PM");
    row("new DateTime(2020, 5, 6, 15, 4, 5).ToString(new CultureInfo(\"de-DE\"))", "System.String: 06.05.2020 15:04:05");
    row(R"cs(new DateTime(2020, 5, 6, 15, 4, 5).ToString("g", new CultureInfo("nl-NL")))cs", "System.String: 6-5-2020 15:04");
    row(R"cs(new DateTime(2020, 5, 6, 15, 4, 5).ToString("f", new CultureInfo("en-US")))cs",
        "System.String: Wednesday, May 6, 2020 3:04 PM");
    row(R"cs(new DateTime(2020, 5, 6, 15, 4, 5).ToString("t", new CultureInfo("en-US")))cs", "System.String: 3:04 PM");
    row(R"cs(new DateTime(2020, 5, 6, 15, 4, 5).ToString("o", new CultureInfo("de-DE")))cs",
        "System.String: 2020-05-06T15:04:05.0000000");
    row(R"cs(new DateTime(2020, 5, 6, 15, 4, 5).ToString("R", new CultureInfo("de-DE")))cs",
        "System.String: Wed, 06 May 2020 15:04:05 GMT");
    row(R"cs(new DateTime(2020, 5, 6, 15, 4, 5).ToString("yyyy-MM-dd HH:mm", new CultureInfo("fi-FI")))cs",
        "System.String: 2020-05-06 15.04");
    row(R"cs(new DateTime(2020, 5, 6, 15, 4, 5).ToString("MM/dd/yyyy", new CultureInfo("de-DE")))cs",
        "System.String: 05.06.2020");
    row("new DateTimeOffset(2020, 5, 6, 15, 4, 5, TimeSpan.FromHours(2)).ToString(new CultureInfo(\"en-US\"))",
        "System.String: 5/6/2020 3:04:05 PM +02:00");
    row(R"cs(DateTime.Parse("06/05/2020", new CultureInfo("en-GB")))cs", "System.DateTime: 05/06/2020 00:00:00");
    row(R"cs(DateTime.Parse("06.05.2020", new CultureInfo("de-DE")))cs", "System.DateTime: 05/06/2020 00:00:00");
    row(R"cs(DateTime.Parse("5/6/2020 3:04 PM", new CultureInfo("en-US")))cs", "System.DateTime: 05/06/2020 15:04:00");
    row(R"cs(DateTime.Parse("6 mai 2020", new CultureInfo("fr-FR")))cs", "System.DateTime: 05/06/2020 00:00:00");
    row(R"cs(DateTime.Parse("2020-05-06", new CultureInfo("sv-SE")))cs", "System.DateTime: 05/06/2020 00:00:00");
    row(R"cs(DateTime.ParseExact("6 maj 2020", "d MMMM yyyy", new CultureInfo("sv-SE")))cs",
        "System.DateTime: 05/06/2020 00:00:00");
    row(R"cs(DateTime.ParseExact("06.05.2020", "d", new CultureInfo("de-DE")))cs", "System.DateTime: 05/06/2020 00:00:00");
    row(R"cs({ DateTime d; return DateTime.TryParse("31/12/2020", new CultureInfo("en-GB"), DateTimeStyles.None, out d) ? d.Month : 0; })cs",
        "System.Int32: 12");
    row(R"cs({ DateTime d; return DateTime.TryParse("31/12/2020", new CultureInfo("en-US"), DateTimeStyles.None, out d) ? d.Month : 0; })cs",
        "System.Int32: 0");

    // The culture itself
    row("new CultureInfo(\"en-US\").Name", "System.String: en-US");
    row("new CultureInfo(\"EN-us\").Name", "System.String: en-US");
    row("new CultureInfo(\"de\").Name", "System.String: de");
    row("new CultureInfo(\"en-US\").TwoLetterISOLanguageName", "System.String: en");
    row("new CultureInfo(\"en-US\").DateTimeFormat.ShortDatePattern", "System.String: M/d/yyyy");
    row("new CultureInfo(\"de-DE\").DateTimeFormat.GetMonthName(3)", "System.String: März");
    row("new CultureInfo(\"fr-FR\").DateTimeFormat.DayNames[1]", "System.String: lundi");
    row("new CultureInfo(\"de-DE\").DateTimeFormat.FirstDayOfWeek", "System.DayOfWeek: Monday");
    row("new CultureInfo(\"xx-YY-zz\")", "throws System.Globalization.CultureNotFoundException");
    row(R"cs(new CultureInfo("en-US").Equals(new CultureInfo("en-US")))cs", "System.Boolean: True");
    row("CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(5)", "System.String: May");
    row(R"cs("HELLO".ToLower(new CultureInfo("en-US")))cs", "System.String: hello");
    row(R"cs(string.Compare("a", "B", new CultureInfo("en-US"), CompareOptions.IgnoreCase))cs", "System.Int32: -1");
    row("$\"{1234.5:N1}\"", "System.String: 1,234.5");
    row("1234.5.ToString(\"N1\")", "System.String: 1,234.5");
}

void TestCultures::answersAsCSharpDoes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestCultures)
#include "tst_cultures.moc"
