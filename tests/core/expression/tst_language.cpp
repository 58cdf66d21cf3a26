// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

class TestLanguage : public QObject
{
    Q_OBJECT

private slots:
    void values_data();
    void values();
    void refusals_data();
    void refusals();
    void endlessLoopReachesItsLimit();
    void yieldsInsideLambdas();
};

void TestLanguage::values_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };
    row("1 + 2 * 3", "System.Int32: 7");
    row("7 / 2", "System.Int32: 3");
    row("-7 % 3", "System.Int32: -1");
    row("7 / 2.0", "System.Double: 3.5");
    row("1 + 2L", "System.Int64: 3");
    row("'a' + 1", "System.Int32: 98");
    row("\"a\" + 1 + 2 + 'c' + null + true", "System.String: a12cTrue");
    row("1 + 2 + \"a\"", "System.String: 3a");
    row("unchecked((byte)300)", "System.Byte: 44");
    row("unchecked((int)4000000000)", "System.Int32: -294967296");
    row("{ int a = int.MaxValue; a++; return a; }", "System.Int32: -2147483648");
    row("{ int a = int.MaxValue; return checked(a + 1); }", "throws System.OverflowException");
    row("1 << 33", "System.Int32: 2");
    row("-1 >> 1", "System.Int32: -1");
    row("true ? 1 : 2L", "System.Int64: 1");
    row("{ int a = 0; return 1 / a; }", "throws System.DivideByZeroException");
    row("{ int? a = null; return a ?? 5; }", "System.Int32: 5");
    row("{ int? a = null; return a + 1; }", "null");
    row("{ int? a = 3; return a + 1 > 3; }", "System.Boolean: True");
    row("{ string s = null; return s?.Length; }", "null");
    row("{ string s = null; return s?.Trim().Length ?? -1; }", "System.Int32: -1");
    row("{ string s = null; return s.Length; }", "throws System.NullReferenceException");
    row("{ object o = 5; return (long)o; }", "throws System.InvalidCastException");
    row("{ object o = 5; return o is int ? \"int\" : \"other\"; }", "System.String: int");
    row("{ object o = \"x\"; if (o is string s) { return s + s; } return null; }", "System.String: xx");
    row("{ object o = \"ab\"; return (o as string).Length; }", "System.Int32: 2");
    row("{ var sum = 0; for (int i = 0; i < 10; i++) { if (i == 5) continue; if (i == 8) break; sum += i; } return sum; }",
        "System.Int32: 23");
    row("{ var sum = 0; foreach (var c in \"abc\") { sum += c; } return sum; }", "System.Int32: 294");
    row("{ var i = 0; while (true) { if (++i > 4) { return i; } } }", "System.Int32: 5");
    row("{ var i = 0; do { i++; } while (i < 3); return i; }", "System.Int32: 3");
    row("{ try { return int.Parse(\"x\"); } catch (FormatException) { return -1; } }", "System.Int32: -1");
    row("{ try { throw new InvalidOperationException(\"no\"); } catch (Exception e) { return e.Message; } }", "System.String: no");
    row("{ try { throw new Exception(\"a\"); } catch (Exception e) when (e.Message == \"b\") { return 1; } catch (Exception) { return 2; } }",
        "System.Int32: 2");
    row("{ var log = \"\"; try { try { log += \"a\"; throw new Exception(\"x\"); } finally { log += \"b\"; } } catch { log += \"c\"; } return log; }",
        "System.String: abc");
    row("{ var n = 0; try { return n; } finally { n = 5; } }", "System.Int32: 0");
    row("{ foreach (var x in new[] { 1, 2 }) { try { if (x == 1) continue; return x; } finally { } } return 0; }", "System.Int32: 2");
    row("{ Func<int, int> twice = x => x * 2; return twice(twice(3)); }", "System.Int32: 12");
    row("{ var n = 1; Func<int> next = () => ++n; next(); next(); return n; }", "System.Int32: 3");
    row("{ int Fib(int k) { return k < 2 ? k : Fib(k - 1) + Fib(k - 2); } return Fib(15); }", "System.Int32: 610");
    row("{ var n = 4; var first = Twice(); int Twice() { return n * 2; } n++; return first + Twice(); }", "System.Int32: 18");
    row("{ var fs = new List<Func<int>>(); foreach (var i in new[] { 1, 2, 3 }) { fs.Add(() => i); } return fs[0]() + fs[2](); }",
        "System.Int32: 4");
    row("{ switch (3) { case 1: return \"one\"; case 2: case 3: return \"few\"; default: return \"many\"; } }", "System.String: few");
    row("{ object o = 5; switch (o) { case string s: return s; case int i when i > 4: return \"big\" + i; default: return null; } }",
        "System.String: big5");
    row("{ const int k = 4; return k * k; }", "System.Int32: 16");
    row("{ var a = new { X = 1, Y = \"b\" }; return a.Y + a.X; }", "System.String: b1");
    row("new { X = 1, Y = \"b\" }.ToString()", "System.String: { X = 1, Y = b }");
    row("{ byte b = 3; object r = b > 1 ? b : 0; return r; }", "System.Int32: 3");
    row("{ uint u = 3; object r = u > 1 ? u : 0; return r; }", "System.UInt32: 3");
    row("{ int n; return int.TryParse(\"12\", out n) ? n : -1; }", "System.Int32: 12");
    row("int.TryParse(\"12\", out var n) ? n + 1 : -1", "System.Int32: 13");
    row("{ var a = new int[3]; a[1] = 5; a[1] += 2; a[1]++; return a[1] + a.Length; }", "System.Int32: 11");
    row("{ var a = new int[2]; return a[2]; }", "throws System.IndexOutOfRangeException");
    row("$\"{1 + 1}|{\"x\",3}|{\"y\",-3}|{5:D3}|{{}}\"", "System.String: 2|  x|y  |005|{}");
    row("nameof(context.Request)", "System.String: Request");
    row("default(int)", "System.Int32: 0");
    row("(string)null ?? \"z\"", "System.String: z");
    row("{ string s = null; return s ?? throw new ArgumentException(\"m\"); }", "throws System.ArgumentException");
    row("{ object a = \"x\"; return a == (object)\"y\"; }", "System.Boolean: False");
    row("StringComparison.Ordinal", "System.StringComparison: Ordinal");
    row("(int)StringComparison.OrdinalIgnoreCase", "System.Int32: 5");
    row("{ var l = new List<int> { 3, 1, 2 }; l.Sort(); return string.Join(\",\", l); }", "System.String: 1,2,3");
    row("{ var d = new Dictionary<string, int> { { \"a\", 1 }, [\"b\"] = 2 }; d[\"a\"] += 5; return d[\"a\"] + d[\"b\"]; }", "System.Int32: 8");
    row("string.Join(\",\", new[] { 3, 4 }.Select(x => x * x).Where(x => x > 9))", "System.String: 16");
    row("new[] { \"a\", \"bb\" }.Select(s => s.Length).Sum()", "System.Int32: 3");
    row("\"1,2,3\".Split(',').Select(int.Parse).Max()", "System.Int32: 3");
    row("new[] { 1, 2, 3 }.Aggregate((a, b) => a * b)", "System.Int32: 6");
    row("new[] { \"b\", \"a\" }.OrderBy(x => x).First()", "System.String: a");
    row("new[] { 1, 2 }.SelectMany(x => new[] { x, x * 10 }).Count()", "System.Int32: 4");
    row("new string[0].First()", "throws System.InvalidOperationException");
    row("1.5m + 1", "System.Decimal: 2.5");
    row("\"abc\"[1]", "System.Char: b");
    row("\"äöü\".Length", "System.Int32: 3");
    row("\"a\\u0041\\x42\\n\".Length", "System.Int32: 4");
    row("@\"c:\\dir \"\"q\"\"\"", "System.String: c:\\dir \"q\"");
    row("0x1F | 0b1000_0000", "System.Int32: 159");
    row("-2147483648", "System.Int32: -2147483648");
    row("1 == 1.0", "System.Boolean: True");
    row("{ uint u = 1; return u + 1; }", "System.UInt32: 2");
    row("System.String.IsNullOrEmpty(\"\")", "System.Boolean: True");
    row("((Func<int, int>)(x => x + 1))(2)", "System.Int32: 3");
    row("new int?(5)", "System.Int32: 5");
    row("new int?()", "null");
    row("new DateTime?(new DateTime(2024, 1, 2)).Value.Day", "System.Int32: 2");
    // Operators of the library's structs on nullable ones.
    row("{ DateTime? a = new DateTime(2024, 1, 2); return (a - new DateTime(2024, 1, 1)).Value.TotalHours; }", "System.Double: 24");
    row("{ DateTime? a = null; return a - DateTime.UtcNow; }", "null");
    row("{ DateTime? a = null; return a > DateTime.UtcNow; }", "System.Boolean: False");
    row("{ DateTime? a = null; return a <= DateTime.UtcNow; }", "System.Boolean: False");
    row("{ DateTime? a = DateTime.UtcNow; return a <= DateTime.UtcNow.AddDays(1); }", "System.Boolean: True");
    row("{ TimeSpan? t = TimeSpan.FromMinutes(5); return t + t; }", "System.TimeSpan: 00:10:00");
    row("{ TimeSpan? t = null; return (-t) == null; }", "System.Boolean: True");
    row("{ var calls = 0; DateTime? Next() { calls++; return null; } var later = Next() > DateTime.UtcNow; return calls; }", "System.Int32: 1");
    row("{ IDictionary<string, string> d = new Dictionary<string, string> { { \"a\", \"1\" } }; return d.GetValueOrDefault(\"a\", \"\") + "
        "d.GetValueOrDefault(\"b\", \"2\"); }", "System.String: 12");
    row("new Dictionary<string, string>().GetValueOrDefault(\"b\")", "null");
}

void TestLanguage::values()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

void TestLanguage::refusals_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *text, const char *code) { QTest::newRow(text) << QString(text) << QString(code); };
    row("x + 1", "CS0103");
    row("context.Nothing", "CS1061");
    row("\"a\".Length()", "CS1955");
    row("{ int a = \"x\"; return a; }", "CS0029");
    row("{ int a = 5L; return a; }", "CS0266");
    row("{ if (true == false) { return 1; } }", "CS0161");
    row("System.IO.File.ReadAllText(\"/etc/passwd\")", "CS0234");
    row("new System.Threading.Thread(null)", "CS0246");
    row("1 +", "CS1525");
    row("'ab'", "CS1012");
    row("\"a", "CS1039");
    row("{ var a = null; return a; }", "CS0815");
    row("{ var a = 1; var a = 2; return a; }", "CS0128");
    row("1 / 0", "CS0020");
    row("\"a\" - 1", "CS0019");
    row("{ return 1 }", "CS1002");
    row("{ break; return 1; }", "CS0139");
    row("{ foreach (var x in 5) { } return 1; }", "CS1579");
    row("new[] { 1 }.Select(x => x.Foo)", "CS1061");
    row("{ switch (Foo(5)) { case 120: return 1; default: return null; } }", "CS0103");
    row("{ DateTime? a = null; return a * 2; }", "CS0019");
    row("new int?(\"x\")", "CS0029");
    row("from x in new[] { 1 } where x > 0", "CS0742");
    row("from x in new[] { 1 } group x by", "CS1525");
    row("from x in new[] { 1 } join y in new[] { 1 } on x == y select x", "CS0744");
    row("from x in new[] { 1 } select z", "CS0103");
    row("{ byte b = 300; switch (b) { case \"x\": return 1; default: return null; } }", "CS0266");
}

void TestLanguage::refusals()
{
    QFETCH(const QString, text);
    QFETCH(const QString, code);
    const auto answer = QString::fromStdString(test::evaluate(text.toStdString()));
    QVERIFY2(answer.startsWith(code + ": "), qPrintable(answer));
}

void TestLanguage::endlessLoopReachesItsLimit()
{
    Limits limits;
    limits.steps = 100'000;
    QCOMPARE(test::evaluate("{ while (true) { } }", limits), "limit steps");
    QCOMPARE(test::evaluate("{ try { while (true) { } } catch { return 1; } }", limits), "limit steps");
    QCOMPARE(test::evaluate("{ int F(int n) { return F(n + 1); } return F(0); }", limits), "limit recursion");
    QCOMPARE(test::evaluate("{ var s = \"xxxxxxxxxxxxxxxx\"; while (true) { s += s; } }"), "limit result");
    QCOMPARE(test::evaluate("new byte[100000000].Length"), "limit result");
    QCOMPARE(test::evaluate("{ var l = new List<string>(); while (true) { l.Add(new string('x', 10000)); } }"), "limit memory");
}

void TestLanguage::yieldsInsideLambdas()
{
    const auto program = compile("@(Enumerable.Range(0, 1000).Where(x => x % 2 == 0).Select(x => x * 2).Sum())", test::library());
    QVERIFY(program.has_value());
    test::EmptyContext context;
    Machine machine(**program, test::library(), context);
    int slices = 1;
    while (!machine.run(100))
        ++slices;
    QCOMPARE(machine.outcome().value.int32(), 499'000);
    QVERIFY2(slices > 20, qPrintable(QString::number(slices)));
}

QTEST_GUILESS_MAIN(TestLanguage)
#include "tst_language.moc"
