// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! Value tuples and System.Tuple. Every expected value is what C# itself gives.
class TestTuples : public QObject
{
    Q_OBJECT

private slots:
    void answersAsCSharpDoes_data();
    void answersAsCSharpDoes();
};

void TestTuples::answersAsCSharpDoes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };

    // Literals, names and members
    row("(1, \"a\").Item1", "System.Int32: 1");
    row("(1, \"a\").ToString()", "System.String: (1, a)");
    row("{ var t = (1, \"a\"); return t.Item2 + t.Item1; }", "System.String: a1");
    row("{ var t = (name: \"x\", age: 3); return t.name + t.age; }", "System.String: x3");
    row("{ (string name, int age) t = (\"x\", 3); return t.name + t.age; }", "System.String: x3");
    row("{ var (a, b) = (1, 2); return a + b; }", "System.Int32: 3");
    row("{ (int a, string b) = (1, \"q\"); return b + a; }", "System.String: q1");
    row("{ int a = 1, b = 2; (a, b) = (b, a); return a * 10 + b; }", "System.Int32: 21");
    row("{ var t = Tuple.Create(1, \"x\", 2.5); return t.Item1 + t.Item2 + t.Item3; }", "System.String: 1x2.5");
    row("Tuple.Create(1, \"x\").ToString()", "System.String: (1, x)");
    row(R"cs(Tuple.Create(1, "x").Equals(Tuple.Create(1, "x")))cs", "System.Boolean: True");
    row("new Tuple<int, string>(4, \"z\").Item2", "System.String: z");
    row("ValueTuple.Create(1, \"b\").ToString()", "System.String: (1, b)");
    row("(1, 2).Equals((1, 2))", "System.Boolean: True");
    row("((1, 2).GetHashCode() == (1, 2).GetHashCode())", "System.Boolean: True");
    row(R"cs({ var l = new List<(string, int)> { ("a", 1), ("b", 2) }; return string.Join(",", l.Select(x => x.Item1 + x.Item2)); })cs",
        "System.String: a1,b2");
    row(R"cs({ var l = new List<(string n, int v)> { ("a", 1), ("b", 2) }; return string.Join(",", l.Select(x => x.n + x.v)); })cs",
        "System.String: a1,b2");
    row(R"cs({ var l = new List<Tuple<string, int>> { Tuple.Create("a", 1), Tuple.Create("b", 2) }; return string.Join(",", l.OrderByDescending(x => x.Item2).Select(x => x.Item1)); })cs",
        "System.String: b,a");
    row(R"cs({ var d = new Dictionary<string, (int, int)> { { "a", (1, 2) } }; return d["a"].Item2; })cs", "System.Int32: 2");
    row("{ var t = (1, 2); t.Item1 = 9; return t.Item1 + t.Item2; }", "System.Int32: 11");
    row("{ var t = (x: 1, y: 2); t.x += 4; return t.x; }", "System.Int32: 5");
    row("{ var t = (1, 2); var u = t; u.Item1 = 9; return t.Item1; }", "System.Int32: 1");
    row("{ foreach (var (k, v) in new[] { (\"a\", 1) }) { return k + v; } return null; }", "System.String: a1");
    row("{ var q = new[] { 1, 2 }.Select(x => (x, x * x)).ToList(); return q[1].Item2; }", "System.Int32: 4");
    row("{ var q = new[] { 1, 2 }.Select(x => (n: x, sq: x * x)).Last(); return q.sq; }", "System.Int32: 4");
    row("{ (int, int)? t = null; return t == null; }", "System.Boolean: True");
    row("{ (int, string) t = default; return t.Item2 == null; }", "System.Boolean: True");
    row("{ (long, object) t = (1, \"a\"); return t.ToString(); }", "System.String: (1, a)");
    row("{ var t = (1, 2); t.Item2 += 5; var a = new[] { t }; a[0].Item1 = 7; return a[0].ToString(); }",
        "System.String: (7, 7)");
    row("{ int x = 1; var y = \"b\"; var t = (x, y); return t.x + t.y; }", "System.String: 1b");
    row(R"cs(((1, 2) == (1, 2)) && (1, "a") != (1, "b"))cs", "System.Boolean: True");
    row("new List<(int a, int b)> { (2, 1), (1, 5) }.OrderBy(t => t.a).First().b", "System.Int32: 5");
    row("{ (int, int) F(int n) { return (n, n * 2); } var (a, b) = F(4); return a + b; }", "System.Int32: 12");
    row("JsonConvert.SerializeObject((1, \"a\"))", R"cs(System.String: {"Item1":1,"Item2":"a"})cs");
    row("(1, \"a\").GetType().Name", "System.String: ValueTuple`2");
    row("{ (int a, int b)[] pairs = { (1, 2), (3, 4) }; return pairs.Sum(p => p.a * p.b); }", "System.Int32: 14");
    row("{ var (a, _) = (1, 2); return a; }", "System.Int32: 1");
    row("{ var (a, b) = (1, 2, 3); return a; }",
        "CS8132: A value of type 'ValueTuple<int, int, int>' cannot be taken apart into 2 variables");
    row("{ var (a, b) = 5; return a; }", "CS8132: A value of type 'int' cannot be taken apart into 2 variables");
    row("{ (int a, int b) t = (1, \"x\"); return t.a; }",
        "CS0029: Cannot implicitly convert type 'ValueTuple<int, string>' to 'ValueTuple<int, int>'");
    row("{ return (1, 2).Item3; }", "CS1061: 'ValueTuple<int, int>' does not contain a definition for 'Item3'");

    // Tuple
}

void TestTuples::answersAsCSharpDoes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestTuples)
#include "tst_tuples.moc"
