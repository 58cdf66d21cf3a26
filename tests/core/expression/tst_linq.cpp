// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

//! Expected values were computed by real C# (mono 6.8).
class TestLinq : public QObject
{
    Q_OBJECT

private slots:
    void sequences_data();
    void sequences();
};

void TestLinq::sequences_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const QString &written, const char *expected) {
        auto text = written;
        text.replace("$A", "new[] { 3, 1, 2, 3 }");
        text.replace("$W", "new[] { \"pear\", \"fig\", \"Apple\", \"kiwi\", \"fig\" }");
        if (text.startsWith("join: "))
            text = "string.Join(\",\", " + text.mid(6) + ")";
        QTest::newRow(qPrintable(written)) << text << QString(expected);
    };
    // The calls of a lazy source are not those of the stage that turned to it.
    row("string.Join(\",\", new[]{1,2}.Select(x => x).SelectMany(q => new[]{q,9}, (q,z) => q + \":\" + z))", "System.String: 1:1,1:9,2:2,2:9");
    row("string.Join(\",\", new[]{1,2}.SelectMany(x => new[]{x,x+1}).SelectMany(q => new[]{q,9}))", "System.String: 1,9,2,9,2,9,3,9");
    row("string.Join(\",\", new[]{1,2}.Select(x => new[]{x,x}.Select(y => y + 1)).SelectMany(q => q.Where(y => y > 2)))", "System.String: 3,3");
    row("string.Join(\",\", new[]{1}.Select(x => x + 1).Concat(new[]{5,6}.Select(x => x * 2)).Where(x => x > 2))", "System.String: 10,12");
    row("string.Join(\",\", new[]{1,2,3}.Select(x => x * 2).Except(new[]{1,2}.Select(x => x + 1)))", "System.String: 4,6");
    row("string.Join(\",\", new[]{1,2}.Select(x => x * 2).Zip(new[]{5,6}.Select(x => x * 3), (a, b) => a + b))", "System.String: 17,22");
    row("string.Join(\",\", new[]{1,2,4}.Select(x => x * 2).Join(new[]{2,8}.Select(x => x + 0), a => a, b => b, (a, b) => a + b))",
        "System.String: 4,16");
    row("join: $A.Select(x => x * 2)", "System.String: 6,2,4,6");
    row("join: $A.Select((x, i) => x * 10 + i)", "System.String: 30,11,22,33");
    row("join: $A.Where(x => x > 1)", "System.String: 3,2,3");
    row("join: $A.Where((x, i) => i % 2 == 0)", "System.String: 3,2");
    row("join: $W.SelectMany(w => w)", "System.String: p,e,a,r,f,i,g,A,p,p,l,e,k,i,w,i,f,i,g");
    row("join: $W.SelectMany((w, i) => new[] { w, i.ToString() })", "System.String: pear,0,fig,1,Apple,2,kiwi,3,fig,4");
    row("join: $W.SelectMany(w => w.Take(2), (w, c) => w.Length + c.ToString())",
        "System.String: 4p,4e,3f,3i,5A,5p,4k,4i,3f,3i");
    row("join: $W.SelectMany((w, i) => w.Take(i), (w, c) => w.Length + c.ToString())",
        "System.String: 3f,5A,5p,4k,4i,4w,3f,3i,3g");
    row("join: $A.Take(2)", "System.String: 3,1");
    row("join: $A.Take(0)", "System.String: ");
    row("join: $A.Take(-1)", "System.String: ");
    row("join: $A.Take(9)", "System.String: 3,1,2,3");
    row("join: $A.Skip(2)", "System.String: 2,3");
    row("join: $A.Skip(-3)", "System.String: 3,1,2,3");
    row("join: $A.Skip(9)", "System.String: ");
    row("join: $A.TakeWhile(x => x != 2)", "System.String: 3,1");
    row("join: $A.TakeWhile((x, i) => i < 1)", "System.String: 3");
    row("join: $A.SkipWhile(x => x != 2)", "System.String: 2,3");
    row("join: $A.SkipWhile((x, i) => i < 3)", "System.String: 3");
    row("join: $A.Concat(new[] { 9 })", "System.String: 3,1,2,3,9");
    row("join: $A.Distinct()", "System.String: 3,1,2");
    row("join: new[] { \"a\", \"A\", \"b\" }.Distinct(StringComparer.OrdinalIgnoreCase)", "System.String: a,b");
    row("join: $A.OrderBy(x => x)", "System.String: 1,2,3,3");
    row("join: $A.OrderByDescending(x => x)", "System.String: 3,3,2,1");
    row("join: $W.OrderBy(w => w)", "System.String: Apple,fig,fig,kiwi,pear");
    row("join: $W.OrderBy(w => w, StringComparer.Ordinal)", "System.String: Apple,fig,fig,kiwi,pear");
    row("join: $W.OrderBy(w => w.Length).ThenByDescending(w => w)", "System.String: fig,fig,pear,kiwi,Apple");
    row("join: $W.OrderByDescending(w => w.Length).ThenBy(w => w)", "System.String: Apple,kiwi,pear,fig,fig");
    row("join: $W.OrderBy(w => w.Length).ThenBy(w => w, StringComparer.OrdinalIgnoreCase).Select(w => w)",
        "System.String: fig,fig,kiwi,pear,Apple");
    row("join: $A.Reverse()", "System.String: 3,2,1,3");
    row("join: new List<int> { 1, 2, 3 }.AsEnumerable().Reverse()", "System.String: 3,2,1");
    row("join: $A.Zip($W, (n, w) => w + n)", "System.String: pear3,fig1,Apple2,kiwi3");
    row("join: new object[] { 1, \"a\", 2.5, null, \"b\" }.OfType<string>()", "System.String: a,b");
    row("join: new object[] { \"a\", \"b\" }.Cast<string>()", "System.String: a,b");
    row("join: new object[] { \"a\", 1 }.Cast<string>()", "throws System.InvalidCastException");
    row("join: new object[] { 1, null }.Cast<int>()", "throws System.NullReferenceException");
    row("join: new int[0].DefaultIfEmpty()", "System.String: 0");
    row("join: new int[0].DefaultIfEmpty(7)", "System.String: 7");
    row("join: $A.DefaultIfEmpty(7)", "System.String: 3,1,2,3");
    row("(new string[0].DefaultIfEmpty().First()) == null", "System.Boolean: True");
    row("join: $A.Union(new[] { 4, 1, 5 })", "System.String: 3,1,2,4,5");
    row("join: $A.Except(new[] { 1, 2 })", "System.String: 3");
    row("join: $A.Intersect(new[] { 3, 2, 3 })", "System.String: 3,2");
    row("join: new[] { \"a\", \"B\" }.Union(new[] { \"A\", \"c\" }, StringComparer.OrdinalIgnoreCase)",
        "System.String: a,B,c");
    row("join: $W.GroupBy(w => w.Length).Select(g => g.Key + \":\" + string.Join(\"+\", g))",
        "System.String: 4:pear+kiwi,3:fig+fig,5:Apple");
    row("join: $W.GroupBy(w => w.Length, w => w.ToUpper()).Select(g => g.Key + \":\" + string.Join(\"+\", g))",
        "System.String: 4:PEAR+KIWI,3:FIG+FIG,5:APPLE");
    row("join: $W.GroupBy(w => w.Length, (k, g) => k + \"=\" + g.Count())", "System.String: 4=2,3=2,5=1");
    row("join: $W.GroupBy(w => w.Length, w => w[0], (k, g) => k + \"=\" + new string(g.ToArray()))",
        "System.String: 4=pk,3=ff,5=A");
    row("join: new[] { \"a\", \"A\", \"b\" }.GroupBy(x => x, StringComparer.OrdinalIgnoreCase).Select(g => g."
        "Key + g.Count())",
        "System.String: a2,b1");
    row("join: new[] { 1, 2, 3 }.Join(new[] { \"a\", \"bb\", \"cc\" }, n => n, s => s.Length, (n, s) => n + s"
        ")",
        "System.String: 1a,2bb,2cc");
    row("join: new[] { 1, 2, 3 }.GroupJoin(new[] { \"a\", \"bb\", \"cc\" }, n => n, s => s.Length, (n, g) => "
        "n + \":\" + string.Join(\"+\", g))",
        "System.String: 1:a,2:bb+cc,3:");
    row("join: Enumerable.Range(3, 4)", "System.String: 3,4,5,6");
    row("join: Enumerable.Repeat(\"x\", 3)", "System.String: x,x,x");
    row("join: Enumerable.Empty<int>()", "System.String: ");
    row("join: $A.Append(8).Prepend(9)", "System.String: 9,3,1,2,3,8");
    row("Enumerable.Range(1, -1)", "throws System.ArgumentOutOfRangeException");
    row("Enumerable.Range(0, 10).Count()", "System.Int32: 10");
    row("$A.Any()", "System.Boolean: True");
    row("new int[0].Any()", "System.Boolean: False");
    row("$A.Any(x => x > 2)", "System.Boolean: True");
    row("$A.All(x => x > 0)", "System.Boolean: True");
    row("$A.All(x => x > 1)", "System.Boolean: False");
    row("new int[0].All(x => false)", "System.Boolean: True");
    row("$A.Count()", "System.Int32: 4");
    row("$A.Count(x => x == 3)", "System.Int32: 2");
    row("$A.LongCount()", "System.Int64: 4");
    row("$A.First()", "System.Int32: 3");
    row("$A.First(x => x < 3)", "System.Int32: 1");
    row("new int[0].First()", "throws System.InvalidOperationException");
    row("$A.First(x => x > 9)", "throws System.InvalidOperationException");
    row("new int[0].FirstOrDefault()", "System.Int32: 0");
    row("new string[0].FirstOrDefault()", "null");
    row("$A.FirstOrDefault(x => x > 9)", "System.Int32: 0");
    row("$A.Last()", "System.Int32: 3");
    row("$A.Last(x => x < 3)", "System.Int32: 2");
    row("new int[0].Last()", "throws System.InvalidOperationException");
    row("new int[0].LastOrDefault()", "System.Int32: 0");
    row("$A.LastOrDefault(x => x < 3)", "System.Int32: 2");
    row("$A.Single()", "throws System.InvalidOperationException");
    row("$A.Single(x => x == 1)", "System.Int32: 1");
    row("$A.Single(x => x == 3)", "throws System.InvalidOperationException");
    row("$A.SingleOrDefault(x => x == 9)", "System.Int32: 0");
    row("$A.SingleOrDefault(x => x == 3)", "throws System.InvalidOperationException");
    row("new[] { 5 }.Single()", "System.Int32: 5");
    row("$A.Where(x => x == 1).Single()", "System.Int32: 1");
    row("$A.ElementAt(2)", "System.Int32: 2");
    row("$A.ElementAt(9)", "throws System.ArgumentOutOfRangeException");
    row("$A.ElementAt(-1)", "throws System.ArgumentOutOfRangeException");
    row("$A.ElementAtOrDefault(9)", "System.Int32: 0");
    row("$A.Where(x => x > 1).ElementAt(1)", "System.Int32: 2");
    row("$W.ElementAtOrDefault(9)", "null");
    row("$A.Contains(2)", "System.Boolean: True");
    row("$W.Contains(\"APPLE\")", "System.Boolean: False");
    row("$W.Contains(\"APPLE\", StringComparer.OrdinalIgnoreCase)", "System.Boolean: True");
    row("$A.Select(x => x).Contains(7)", "System.Boolean: False");
    row("$A.Sum()", "System.Int32: 9");
    row("$W.Sum(w => w.Length)", "System.Int32: 19");
    row("new[] { 1.5, 2 }.Sum()", "System.Double: 3.5");
    row("new[] { 1.5m, 2.25m }.Sum()", "System.Decimal: 3.75");
    row("new long[] { 1, 2 }.Sum()", "System.Int64: 3");
    row("new int[0].Sum()", "System.Int32: 0");
    row("new[] { int.MaxValue, 1 }.Sum()", "throws System.OverflowException");
    row("new int?[] { 1, null, 2 }.Sum()", "System.Int32: 3");
    row("new[] { 1.5f, 2 }.Sum()", "System.Single: 3.5");
    row("$A.Average()", "System.Double: 2.25");
    row("new[] { 1, 2 }.Average()", "System.Double: 1.5");
    row("new int[0].Average()", "throws System.InvalidOperationException");
    row("new int?[0].Average()", "null");
    row("new[] { 1m, 2m }.Average()", "System.Decimal: 1.5");
    row("$W.Average(w => w.Length)", "System.Double: 3.8");
    row("$A.Min()", "System.Int32: 1");
    row("$A.Max()", "System.Int32: 3");
    row("$W.Min()", "System.String: Apple");
    row("$W.Max()", "System.String: pear");
    row("$W.Max(w => w.Length)", "System.Int32: 5");
    row("$W.Min(w => w.Length * 1.5)", "System.Double: 4.5");
    row("new int[0].Max()", "throws System.InvalidOperationException");
    row("new string[0].Max()", "null");
    row("new int?[] { null, 3 }.Min()", "System.Int32: 3");
    row("new[] { 1.0, double.NaN }.Min()", "System.Double: NaN");
    row("new[] { 1.0, double.NaN }.Max()", "System.Double: 1");
    row("new[] { new DateTime(2020, 1, 2), new DateTime(2019, 5, 6) }.Max().Year", "System.Int32: 2020");
    row("$A.Aggregate((a, b) => a * 10 + b)", "System.Int32: 3123");
    row("$A.Aggregate(\"s\", (a, b) => a + b)", "System.String: s3123");
    row("$A.Aggregate(\"s\", (a, b) => a + b, a => a.Length)", "System.Int32: 5");
    row("new int[0].Aggregate((a, b) => a + b)", "throws System.InvalidOperationException");
    row("$A.ToList()",
        "System.Collections.Generic.List`1[System.Int32]: System.Collections.Generic.List`1[System.Int32]");
    row("$A.ToArray()", "System.Int32[]: System.Int32[]");
    row("$A.ToArray<int>().Length", "System.Int32: 4");
    row("join: $W.Distinct().ToDictionary(w => w.Length + w).Keys", "System.String: 4pear,3fig,5Apple,4kiwi");
    row("$W.ToDictionary(w => w)", "throws System.ArgumentException");
    row("$W.ToDictionary(w => w.Length)", "throws System.ArgumentException");
    row("new[] { \"a\", \"b\" }.ToDictionary(x => x, x => x + x)[\"b\"]", "System.String: bb");
    row("new[] { \"a\" }.ToDictionary(x => x, StringComparer.OrdinalIgnoreCase)[\"A\"]", "System.String: a");
    row("new[] { \"a\" }.ToDictionary(x => x, x => 5, StringComparer.OrdinalIgnoreCase).ContainsKey(\"A\")",
        "System.Boolean: True");
    row("new string[] { null }.ToDictionary(x => x)", "throws System.ArgumentNullException");
    row("new HashSet<string>($W).Count", "System.Int32: 4");
    row("join: $W.ToLookup(w => w.Length)[3]", "System.String: fig,fig");
    row("$W.ToLookup(w => w.Length).Count", "System.Int32: 3");
    row("join: $W.ToLookup(w => w.Length)[30]", "System.String: ");
    row("$W.ToLookup(w => w.Length, w => w[0]).Contains(4)", "System.Boolean: True");
    row("$A.SequenceEqual($A)", "System.Boolean: True");
    row("$A.SequenceEqual(new[] { 3, 1, 2 })", "System.Boolean: False");
    row("$A.Select(x => x).SequenceEqual(new[] { 3, 1, 2, 4 })", "System.Boolean: False");
    row("{ var n = 0; var q = $A.Select(x => { n++; return x; }); var before = n; q.First(); var one = n; q.T"
        "oList(); return before + \",\" + one + \",\" + n; }",
        "System.String: 0,1,5");
    row("{ var list = new List<int> { 1 }; var q = list.Where(x => x > 0); list.Add(2); return q.Count(); }",
        "System.Int32: 2");
    row("{ var list = new List<int> { 1, 2 }; foreach (var x in list) { list.Add(x); } return 0; }",
        "throws System.InvalidOperationException");
    row("{ var sum = 0; foreach (var x in $A.Where(y => y > 1).OrderBy(y => y).Select(y => y + 1)) { sum = su"
        "m * 10 + x; } return sum; }",
        "System.Int32: 344");
    row("{ IEnumerable<int> none = null; return none.Select(x => x); }", "throws System.ArgumentNullException");
    row("{ Func<int, bool> f = null; return new[] { 1 }.Where(f); }", "throws System.ArgumentNullException");
    row("new[] { new { n = \"b\", v = 2 }, new { n = \"a\", v = 1 } }.OrderBy(x => x.n).First().v", "System.Int32: 1");
    row("join: \"hello\".Where(c => c != 'l').Select(c => (int)c)", "System.String: 104,101,111");
    row("\"hello\".Reverse().First()", "System.Char: o");
    row("new string(\"hello\".Reverse().ToArray())", "System.String: olleh");
    row("\"a,b;c\".Split(',', ';').Last()", "System.String: c");
    row("join: new Dictionary<string, int> { { \"x\", 1 }, { \"y\", 2 } }.Select(p => p.Key + p.Value)",
        "System.String: x1,y2");
    row("join: new Dictionary<string, int> { [\"x\"] = 1, [\"y\"] = 2 }.OrderByDescending(p => p.Value).Selec"
        "t(p => p.Key)",
        "System.String: y,x");
    row("join: new[] { 1, 2, 3, 4 }.Where(x => x % 2 == 0).Select(x => new { x, y = x * x }).Select(o => o.x "
        "+ o.y)",
        "System.String: 6,20");
    row("new[] { new object(), new object() }.OrderBy(x => x).ToList()", "throws System.InvalidOperationException");
    row("join: new[] { null, \"b\", \"a\" }.OrderBy(x => x)", "System.String: ,a,b");
    row("join: new[] { true, false }.OrderBy(x => x)", "System.String: False,True");
    row("join: new[] { 2.5m, 1.5m }.OrderBy(x => x)", "System.String: 1.5,2.5");
    row("join: Enumerable.Range(0, 3).SelectMany(x => Enumerable.Range(0, x), (x, y) => x * 10 + y)",
        "System.String: 10,20,21");
    row("join: Enumerable.Range(0, 5).Reverse().Skip(1).Take(2).Concat(Enumerable.Range(8, 1)).Reverse()",
        "System.String: 8,2,3");
    // Where C# ends its process.
    row("{ IEnumerable<int> q = $A; for (int i = 0; i < 100000; i++) q = q.Concat($A); return 5; }", "System.Int32: 5");
    row("{ IEnumerable<int> q = $A; for (int i = 0; i < 100000; i++) q = q.Concat($A); return q.Count(); }", "limit recursion");
    row("{ object o = null; for (int i = 0; i < 100000; i++) o = new List<object> { o }; return 1; }", "System.Int32: 1");
    row("{ object o = null; for (int i = 0; i < 100000; i++) o = Tuple.Create(o, 1); return o.GetHashCode(); }", "limit recursion");
}

void TestLinq::sequences()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(gatehouse::expression::test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestLinq)
#include "tst_linq.moc"
