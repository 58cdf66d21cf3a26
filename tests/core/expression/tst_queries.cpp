// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! LINQ's query syntax; expected values are mono's.
class TestQueries : public QObject
{
    Q_OBJECT

private slots:
    void queries_data();
    void queries();
};

void TestQueries::queries_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *query, const char *expected) {
        QTest::newRow(query) << "string.Join(\",\", " + QString(query) + ")" << "System.String: " + QString(expected);
    };
    row("from x in new[] { 1, 2, 3 } where x > 1 select x * 2", "4,6");
    row("from x in new[] { 1, 2, 3 } where (x > 1) select (x) + 1", "3,4");
    row("from x in new[] { 3, 1, 2 } orderby x descending select x", "3,2,1");
    row("from x in new[] { 3, 1, 2 } orderby x % 2 ascending, x descending select x", "2,3,1");
    row("from x in new[] { \"a\", \"b\" } from y in new[] { 1, 2 } select x + y", "a1,a2,b1,b2");
    row("from x in new[] { 1, 2 } from y in Enumerable.Range(0, x) from z in new[] { y } where z > 0 select x + y + z", "4");
    row("from x in new[] { 1, 2, 3 } let y = x * x where y > 1 let z = y + x select z", "6,12");
    row("from x in new[] { \"aa\", \"b\", \"cc\" } group x by x.Length into g orderby g.Key select g.Key + \":\" + g.Count()", "1:1,2:2");
    row("(from x in new[] { \"aa\", \"b\" } group x + x by x.Length).Select(g => g.Key + g.First())", "2aaaa,1bb");
    row("from a in new[] { 1, 2 } join b in new[] { 2, 3 } on a equals b select a * 10 + b", "22");
    row("from a in new[] { 1, 2 } join b in new[] { 2, 2, 3 } on a equals b into bs select a + \":\" + bs.Count()", "1:0,2:2");
    row("from x in new[] { 1, 2, 3 } select new { x, y = x + 1 } into z where z.y > 2 select z.x", "2,3");
    row("from JProperty p in JObject.Parse(\"{\\\"a\\\":1,\\\"b\\\":2}\").Properties() select p.Name", "a,b");
    row("from t in JArray.Parse(\"[{\\\"n\\\":1},{\\\"n\\\":5}]\") where (int)t[\"n\"] > 2 select (int)t[\"n\"]", "5");
    row("from object o in new object[] { \"x\", \"y\" } select o.ToString()", "x,y");
    row("from int n in new object[] { 1, 2 } join int m in new object[] { 2 } on n equals m select n + m", "4");
    row("from x in (from y in new[] { 1, 2 } select y + 1) select x * (from z in new[] { x, 1 } select z).Sum()", "6,12");
    QTest::newRow("words of queries are names elsewhere")
        << "{ var from = 1; var select = 2; var where = from + select; int group = 4, by = 5; return from + where * group - by; }"
        << "System.Int32: 8";
    QTest::newRow("a variable called from") << "{ var from = new[] { 7 }; return from[0]; }" << "System.Int32: 7";
}

void TestQueries::queries()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestQueries)
#include "tst_queries.moc"
