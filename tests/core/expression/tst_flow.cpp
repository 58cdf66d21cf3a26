// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! Statements that jump, variables that lack a value, arrays of more dimensions. Every expected value is what C# itself gives.
class TestFlow : public QObject
{
    Q_OBJECT

private slots:
    void answersAsCSharpDoes_data();
    void answersAsCSharpDoes();
};

void TestFlow::answersAsCSharpDoes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };

    // Arrays of more dimensions
    row("{ int[,] a = new int[2, 3]; a[1, 2] = 7; return a[1, 2] + a.Length + a.Rank + a.GetLength(1); }", "System.Int32: 18");
    row("{ int[,] a = { { 1, 2 }, { 3, 4 } }; int s = 0; foreach (var x in a) s += x; return s; }", "System.Int32: 10");
    row("{ var a = new int[,] { { 1, 2 }, { 3, 4 } }; return a[1, 0]; }", "System.Int32: 3");
    row(R"cs({ string[,] a = new string[,] { { "a", "b" }, { "c", "d" }, { "e", "f" } }; var r = ""; for (int i = 0; i < a.GetLength(0); i++) for (int j = 0; j < a.GetLength(1); j++) r += a[i, j]; return r; })cs",
        "System.String: abcdef");
    row("{ var a = new int[2, 2]; return a[2, 0]; }", "throws System.IndexOutOfRangeException");
    row("{ var a = new int[2, 2, 2]; a[1, 1, 1]++; return a[1, 1, 1]; }", "System.Int32: 1");
    row("{ var a = new int[2, 2]; a[0, 1] += 5; return a[0, 1]; }", "System.Int32: 5");
    row("new int[2, 0].Length", "System.Int32: 0");
    row("{ int n = -1; return new int[n, 1]; }", "throws System.OverflowException");
    row("{ int n = 100000; return new int[n, n]; }", "limit result");
    row("{ inu[,] a = { { 1, 2 }, { 3, 4 } }; return 1; }", "CS0246: The type 'inu' could not be found, or policy expressions may not use it");
    row("{ var a = new int[,] { { 1, 2 }, { 3 } }; return a; }",
        "CS0847: An array initializer of the same length everywhere is expected");
    row("{ var a = new int[2, 2]; return a.GetLength(2); }", "throws System.IndexOutOfRangeException");
    row("{ var a = new string[1, 1]; return a[0, 0] == null; }", "System.Boolean: True");
    row("{ var a = new int[2, 2]; return a[1]; }", "CS1503: No overload of 'this[]' takes the arguments (int)");
    row("new int[1, 2].ToString()", "System.String: System.Int32[,]");

    // goto
    row(R"cs({ int n = 2; switch (n) { case 1: return "a"; case 2: goto case 1; default: return "z"; } })cs", "System.String: a");
    row(R"cs({ int n = 5; switch (n) { case 1: return "a"; case 5: goto default; default: return "z"; } })cs",
        "System.String: z");
    row(R"cs({ string s = "b"; var r = ""; switch (s) { case "a": r += "A"; break; case "b": r += "B"; goto case "a"; } return r; })cs",
        "System.String: BA");
    row("{ int i = 0; again: i++; if (i < 5) goto again; return i; }", "System.Int32: 5");
    row("{ for (int i = 0; i < 3; i++) { for (int j = 0; j < 3; j++) { if (i * j == 2) goto done; } } done: return \"d\"; }",
        "System.String: d");
    row("{ goto nowhere; return 1; }", "CS0159: No such label 'nowhere' within the scope of the goto statement");
    row("{ a: a: return 1; }", "CS0140: The label 'a' is a duplicate");
    row("{ again: try { goto again; } finally { } return 1; }",
        "CS0157: A goto cannot leave or enter a try statement that has a finally block");
    row("{ var n = 0; foreach (var x in new[] { 1, 2, 3 }) { if (x == 2) goto done; n += x; } done: return n; }",
        "System.Int32: 1");
    row("{ goto case 1; return 1; }", "CS0153: A goto case is only valid inside a switch statement");
    row("{ try { goto done; } catch { } done: return 5; }", "System.Int32: 5");
    row("{ int n = 0; loop: n++; if (n > 0) goto loop; return n; }", "limit steps");

    // Definite assignment
    row("{ int x; if (true) x = 1; else x = 2; return x; }", "System.Int32: 1");
    row("{ int x; return x; }", "CS0165: Use of unassigned local variable 'x'");
    row("{ int x; if (DateTime.Now.Year > 1) x = 1; return x; }", "CS0165: Use of unassigned local variable 'x'");
    row("{ string s; try { s = \"a\"; } catch { } return s; }", "CS0165: Use of unassigned local variable 's'");
    row("{ int x; int.TryParse(\"5\", out x); return x; }", "System.Int32: 5");
    row("{ int x; if (1 > 2) x = 1; return x; }", "CS0165: Use of unassigned local variable 'x'");
    row("{ int x; var ok = int.TryParse(\"1\", out x) && x > 0; return ok; }", "System.Boolean: True");
    row("{ int x; while (true) { x = 1; break; } return x; }", "System.Int32: 1");
    row("{ int x; for (int i = 0; i < 2; i++) { x = i; } return x; }", "CS0165: Use of unassigned local variable 'x'");
    row("{ int x; switch (3) { case 3: x = 1; break; default: x = 2; break; } return x; }", "System.Int32: 1");
    row("{ int x; switch (3) { case 3: x = 1; break; } return x; }", "CS0165: Use of unassigned local variable 'x'");
    row("{ int x; try { x = 1; } finally { } return x; }", "System.Int32: 1");
    row("{ int x; try { throw new Exception(); } catch { x = 2; } return x; }", "System.Int32: 2");
    row(R"cs({ string s; if ("a".Length > 0 && (s = "b") != null) return s; return null; })cs", "System.String: b");
    row(R"cs({ string s; if ("a".Length > 9 || (s = "b") == null) return s; return null; })cs",
        "CS0165: Use of unassigned local variable 's'");
    row("{ int x; Func<int> f = () => x; return f(); }", "CS0165: Use of unassigned local variable 'x'");
    row("{ int x; foreach (var c in \"ab\") { x = 1; } return x; }", "CS0165: Use of unassigned local variable 'x'");
    row("{ int x; do { x = 1; } while (x > 5); return x; }", "System.Int32: 1");
    row("{ int x; if (DateTime.Now.Year > 1) { x = 1; } else { throw new Exception(); } return x; }", "System.Int32: 1");

    // Other syntax
    row("sizeof(int) + sizeof(decimal)", "System.Int32: 20");
    row("{ int x = default; string s = default; return x + (s ?? \"n\"); }", "System.String: 0n");
    row("{ return default(int?) ?? 4; }", "System.Int32: 4");
    row(R"cs($"{TimeSpan.FromSeconds(3725):hh\\:mm}")cs", "System.String: 01:02");
    row(R"cs($"{1.5:\u0030.00}")cs", "System.String: 1.50");
}

void TestFlow::answersAsCSharpDoes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestFlow)
#include "tst_flow.moc"
