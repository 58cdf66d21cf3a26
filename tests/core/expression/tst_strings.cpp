// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! Members of string, char, StringBuilder and formats; what is expected was computed by real C#.
class TestStrings : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithDotNet_data();
    void agreesWithDotNet();
};

void TestStrings::agreesWithDotNet_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };
    row("\"a,b,,c\".Split(',')", "System.String[]: System.String[]");
    row("\"a,b,,c\".Split(',').Length", "System.Int32: 4");
    row("string.Join(\"|\", \"a,b,,c\".Split(new[]{','}, StringSplitOptions.RemoveEmptyEntries))", "System.String: a|b|c");
    row("string.Join(\"|\", \"a,b,,c\".Split(new[]{','}, 2))", "System.String: a|b,,c");
    row("string.Join(\"|\", \",a,,b,,c\".Split(new[]{','}, 2, StringSplitOptions.RemoveEmptyEntries))", "System.String: a|b,,c");
    row("string.Join(\"|\", \"a--b--c\".Split(new[]{\"--\"}, StringSplitOptions.None))", "System.String: a|b|c");
    row("string.Join(\"|\", \"a b\\tc\\nd\".Split())", "System.String: a|b|c|d");
    row("string.Join(\"|\", \"a b  c\".Split(null))", "System.String: a|b||c");
    row("string.Join(\"|\", \"a;b,c\".Split(';', ','))", "System.String: a|b|c");
    row("string.Join(\"|\", \"a;b,c\".Split(\";,\".ToCharArray(), StringSplitOptions.RemoveEmptyEntries))", "System.String: a|b|c");
    row("string.Join(\"|\", \"abc\".Split(new[]{\"\"}, StringSplitOptions.None))", "System.String: abc");
    row("string.Join(\"|\", \"\".Split(','))", "System.String: ");
    row("\"\".Split(',').Length", "System.Int32: 1");
    row("\"\".Split(new[]{','}, StringSplitOptions.RemoveEmptyEntries).Length", "System.Int32: 0");
    row("string.Join(\"|\", \"a.b.c\".Split(\".\", StringSplitOptions.None))", "System.String: a|b|c");
    row("\"abc\".Substring(1)", "System.String: bc");
    row("\"abc\".Substring(3)", "System.String: ");
    row("\"abc\".Substring(4)", "throws System.ArgumentOutOfRangeException");
    row("\"abc\".Substring(-1)", "throws System.ArgumentOutOfRangeException");
    row("\"abc\".Substring(1,5)", "throws System.ArgumentOutOfRangeException");
    row("\"abc\".Substring(1,-1)", "throws System.ArgumentOutOfRangeException");
    row("\"abc\".Replace(\"b\",\"\")", "System.String: ac");
    row("\"abc\".Replace(\"\",\"x\")", "throws System.ArgumentException");
    row("\"abc\".Replace(\"b\",null)", "System.String: ac");
    row("\"abcabc\".Replace('b','x')", "System.String: axcaxc");
    row("\"aBcabc\".Replace(\"B\",\"x\",StringComparison.OrdinalIgnoreCase)", "System.String: axcaxc");
    row("\"hello\".IndexOf(\"l\")", "System.Int32: 2");
    row("\"hello\".IndexOf(\"\")", "System.Int32: 0");
    row("\"hello\".IndexOf(\"L\", StringComparison.OrdinalIgnoreCase)", "System.Int32: 2");
    row("\"hello\".IndexOf('l', 3)", "System.Int32: 3");
    row("\"hello\".IndexOf(\"l\", 6)", "throws System.ArgumentOutOfRangeException");
    row("\"hello\".IndexOf(\"l\", 5)", "System.Int32: -1");
    row("\"hello\".IndexOf(\"l\", 1, 2)", "System.Int32: 2");
    row("\"hello\".LastIndexOf(\"l\")", "System.Int32: 3");
    row("\"hello\".LastIndexOf(\"\")", "System.Int32: 4");
    row("\"\".LastIndexOf(\"\")", "System.Int32: 0");
    row("\"\".LastIndexOf(\"a\")", "System.Int32: -1");
    row("\"hello\".LastIndexOf('l', 2)", "System.Int32: 2");
    row("\"hello\".LastIndexOf(\"l\", 2)", "System.Int32: 2");
    row("\"hello\".LastIndexOf(\"lo\", 3)", "System.Int32: -1");
    row("\"hello\".LastIndexOf(\"l\", 5)", "System.Int32: 3");
    row("\"hello\".LastIndexOf(\"l\", 6)", "throws System.ArgumentOutOfRangeException");
    row("\"hello\".LastIndexOf(\"l\", -1)", "throws System.ArgumentOutOfRangeException");
    row("\"hello\".LastIndexOf(\"L\", StringComparison.OrdinalIgnoreCase)", "System.Int32: 3");
    row("\"hello\".LastIndexOf(\"l\", 4, 2)", "System.Int32: 3");
    row("\"hello\".LastIndexOf('l', 4, 1)", "System.Int32: -1");
    row("\"hello\".IndexOfAny(new[]{'o','l'})", "System.Int32: 2");
    row("\"hello\".LastIndexOfAny(new[]{'o','l'})", "System.Int32: 4");
    row("\"  a b \".Trim() + \"|\"", "System.String: a b|");
    row("\"xxaxx\".Trim('x')", "System.String: a");
    row("\"xyaxy\".Trim('x','y')", "System.String: a");
    row("\"xyaxy\".TrimStart('x','y')", "System.String: axy");
    row("\"xyaxy\".TrimEnd(new[]{'x','y'})", "System.String: xya");
    row("\"a\".PadLeft(5) + \"|\"", "System.String:     a|");
    row("\"a\".PadRight(5,'*') + \"|\"", "System.String: a****|");
    row("\"a\".PadLeft(-1)", "throws System.ArgumentOutOfRangeException");
    row("\"Hello\".StartsWith(\"he\", StringComparison.OrdinalIgnoreCase)", "System.Boolean: True");
    row("\"Hello\".StartsWith(\"he\")", "System.Boolean: False");
    row("\"Hello\".StartsWith(\"\")", "System.Boolean: True");
    row("\"Hello\".EndsWith(\"LO\", true, CultureInfo.InvariantCulture)", "System.Boolean: True");
    row("\"Hello\".EndsWith('o')", "System.Boolean: True");
    row("string.Compare(\"a\",\"B\")", "System.Int32: -1");
    row("string.Compare(\"a\",\"A\")", "System.Int32: -1");
    row("string.Compare(\"a\",\"A\",true)", "System.Int32: 0");
    row("string.Compare(\"a\",\"A\",StringComparison.Ordinal)", "System.Int32: 32");
    row("string.Compare(null,\"A\")", "System.Int32: -1");
    row("string.CompareOrdinal(\"a\",\"c\")", "System.Int32: -2");
    row("string.CompareOrdinal(\"a\",\"abc\")", "System.Int32: -98");
    row("\"a\".CompareTo(\"b\")", "System.Int32: -1");
    row("\"a\".CompareTo(null)", "System.Int32: 1");
    row("\"co-op\".CompareTo(\"coop\")", "System.Int32: 1");
    row("\"a\".Equals(\"A\", StringComparison.OrdinalIgnoreCase)", "System.Boolean: True");
    row("string.Equals(\"a\",\"A\",StringComparison.InvariantCultureIgnoreCase)", "System.Boolean: True");
    row("string.Equals(null,null)", "System.Boolean: True");
    row("\"a\".Equals((object)\"a\")", "System.Boolean: True");
    row("string.Concat(\"a\",1,true)", "System.String: a1True");
    row("string.Concat(\"a\",\"b\",\"c\",\"d\",\"e\")", "System.String: abcde");
    row("string.Concat(new[]{\"a\",\"b\"})", "System.String: ab");
    row("string.Concat(new List<string>{\"a\",\"b\"})", "System.String: ab");
    row("string.Concat(1,2)", "System.String: 12");
    row("string.Concat((object)null)", "System.String: ");
    row("string.Join(\",\", 1, \"a\", true, null, 2.5)", "System.String: 1,a,True,,2.5");
    row("string.Join(\",\", new List<int>{1,2,3})", "System.String: 1,2,3");
    row("string.Join(\",\", new[]{1,2,3})", "System.String: 1,2,3");
    row("string.Join(\",\", new string[]{\"a\",null,\"c\"})", "System.String: a,,c");
    row("string.Join(null, \"a\",\"b\")", "System.String: ab");
    row("string.Join(\",\", \"abc\".Select(c => c.ToString()))", "System.String: a,b,c");
    row("string.Join(\",\", \"abc\".ToCharArray())", "System.String: a,b,c");
    row("string.Join(\",\", new object[]{null,\"a\"})", "System.String: ,a");
    row("string.Join(\"-\", new[]{\"a\",\"b\",\"c\",\"d\"}, 1, 2)", "System.String: b-c");
    row("string.Format(\"{0,5}|{0,-5}|\", 42)", "System.String:    42|42   |");
    row("string.Format(CultureInfo.InvariantCulture, \"{0:N2}\", 1234.5)", "System.String: 1,234.50");
    row("string.Format(\"{0}{1}{2}{3}\", 1,2,3,4)", "System.String: 1234");
    row("string.Format(\"{0} {1}\", new object[]{1,2})", "System.String: 1 2");
    row("string.Format(\"{0}\", null)", "throws System.ArgumentNullException");
    row("string.Format(\"{1}\", 1)", "throws System.FormatException");
    row("string.Format(\"{0\", 1)", "throws System.FormatException");
    row("\"abc\".Insert(1,\"X\")", "System.String: aXbc");
    row("\"abc\".Insert(4,\"X\")", "throws System.ArgumentOutOfRangeException");
    row("\"abc\".Remove(1)", "System.String: a");
    row("\"abc\".Remove(3)", "throws System.ArgumentOutOfRangeException");
    row("\"abc\".Remove(1,1)", "System.String: ac");
    row("\"abc\".Remove(1,5)", "throws System.ArgumentOutOfRangeException");
    row("\"abc\"[1]", "System.Char: b");
    row("\"abc\"[3]", "throws System.IndexOutOfRangeException");
    row("\"ABC\".ToLower() + \"abc\".ToUpperInvariant()", "System.String: abcABC");
    row("\"abc\".Contains(\"b\") && !\"abc\".Contains('z')", "System.Boolean: True");
    row("\"abc\".Contains(\"B\", StringComparison.OrdinalIgnoreCase)", "System.Boolean: True");
    row("string.IsNullOrEmpty(\"\") && string.IsNullOrWhiteSpace(\" \\t\")", "System.Boolean: True");
    row("new string('a', 3)", "System.String: aaa");
    row("new string(new[]{'a','b'})", "System.String: ab");
    row("new string(new[]{'a','b','c'},1,2)", "System.String: bc");
    row("new string('a', -1)", "throws System.ArgumentOutOfRangeException");
    row("string.Empty.Length", "System.Int32: 0");
    row("string.Copy(\"abc\")", "System.String: abc");
    row("\"e\\u0301\".Normalize().Length", "System.Int32: 1");
    row("\"\\u00e9\".Normalize(NormalizationForm.FormD).Length", "System.Int32: 2");
    row("string.Concat(\"Crème Brûlée\".Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark))",
        "System.String: Creme Brulee");
    row("char.IsLetter('a') && char.IsDigit('1') && char.IsUpper('A') && char.IsPunctuation('.') && char.IsSymbol('+')",
        "System.Boolean: True");
    row("char.IsLetterOrDigit(\"a1_\", 2)", "System.Boolean: False");
    row("char.GetNumericValue('5')", "System.Double: 5");
    row("char.GetNumericValue('a')", "System.Double: -1");
    row("char.ToUpper('a')", "System.Char: A");
    row("char.ToString('x')", "System.String: x");
    row("char.IsWhiteSpace('\\u00a0')", "System.Boolean: True");
    row("char.ConvertFromUtf32(0x1F600).Length", "System.Int32: 2");
    row("char.ConvertToUtf32(\"\\U0001F600\", 0)", "System.Int32: 128512");
    row("char.Parse(\"ab\")", "throws System.FormatException");
    row("'a'.Equals('a')", "System.Boolean: True");
    row("(int)char.MaxValue", "System.Int32: 65535");
    row("char.GetUnicodeCategory('A')", "System.Globalization.UnicodeCategory: UppercaseLetter");
    row("new StringBuilder(\"abc\").Insert(1, 42).Replace(\"b\",\"BB\").Remove(0,1).ToString()", "System.String: 42BBc");
    row("new StringBuilder(\"abc\").Length", "System.Int32: 3");
    row("new StringBuilder(\"abc\")[1]", "System.Char: b");
    row("new StringBuilder(\"abc\").ToString(1,2)", "System.String: bc");
    row("new StringBuilder().Append('x', 3).Append(\"hello\",1,2).ToString()", "System.String: xxxel");
    row("new StringBuilder().Append(new[]{'a','b'}).AppendJoin(\", \", new[]{\"x\",\"y\"}).ToString()", "System.String: abx, y");
    row("new StringBuilder(\"abc\").Clear().Length", "System.Int32: 0");
    row("new StringBuilder(\"abc\").Remove(2,5)", "throws System.ArgumentOutOfRangeException");
    row("new StringBuilder(\"hello\").Replace('l','L',0,3).ToString()", "System.String: heLlo");
    row("new StringBuilder().AppendFormat(\"{0} {1}\", \"a\", \"b\").ToString()", "System.String: a b");
    row("new StringBuilder(\"abc\").Equals(new StringBuilder(\"abc\"))", "System.Boolean: True");
    row("$\"{true} {'c'} {null} {1.0} {1e20} {0.1f}\"", "System.String: True c  1 1E+20 0.1");
    row("'a'.ToString() + 'b'", "System.String: ab");
    row("('a' + 'b').ToString()", "System.String: 195");
    row("'a'.ToString().ToUpper()", "System.String: A");
    row("true.ToString()", "System.String: True");
    row("System.Int32.MaxValue", "System.Int32: 2147483647");
    row("string.Join(\",\", new Dictionary<string,int>{{\"a\",1},{\"b\",2}}.Keys)", "System.String: a,b");
    row("string.Join(\",\", new Dictionary<string,int>{{\"a\",1},{\"b\",2}})", "System.String: [a, 1],[b, 2]");
    row("string.Join(\", \", new List<string>{\"a\",\"b\"}.Select(s => s.ToUpper()))", "System.String: A, B");
    row("string.Join(\";\", new[]{1.5, 2})", "System.String: 1.5;2");
    row("string.Join(\",\", 'a', 'b')", "System.String: a,b");
    row("string.Join(\",\", \"a\")", "System.String: a");
    row("string.Join(\",\", new object[]{1,\"b\",null})", "System.String: 1,b,");
    row("string.Concat(\"abc\".Reverse())", "System.String: cba");
    row("string.Concat(new List<object>{1,\"a\"})", "System.String: 1a");
    row("string.Concat(new object[]{1,2,null})", "System.String: 12");
    row("string.Concat((string)null, \"a\")", "System.String: a");
    row("string.Format(\"{0:0.00} {0:P1} {0:E2}\", 0.12345)", "System.String: 0.12 12.3 % 1.23E-001");
    row("string.Format(\"{0,10:N2}|\", 3.14159)", "System.String:       3.14|");
    row("string.Format(\"{{{0}}}\", 5)", "System.String: {5}");
    row("string.Format(\"{0:D}\", 1.5)", "throws System.FormatException");
    row("string.Format((string)null, 1)", "throws System.ArgumentNullException");
    row("string.Format(\"{0}\", (object[])null)", "throws System.ArgumentNullException");
    row("string.Format(\"x\")", "System.String: x");
    row("string.Format(\"{0}{1}\", \"a\")", "throws System.FormatException");
    row("$\"{\"a\"}{{}}{1+1}\"", "System.String: a{}2");
    row("$\"{(1 > 0 ? \"y\" : \"n\")}\"", "System.String: y");
    row("\"abc\".GetHashCode() == \"abc\".GetHashCode()", "System.Boolean: True");
    row("\"a\" == \"A\"", "System.Boolean: False");
    row("\"abc\".Equals(null)", "System.Boolean: False");
    row("\"b\".CompareTo((object)\"a\")", "System.Int32: 1");
    row("\"a\".CompareTo(5)", "throws System.ArgumentException");
    row("\"abc\".Clone()", "System.String: abc");
    row("\"x\".ToString(CultureInfo.InvariantCulture)", "System.String: x");
    row("\"İ\".ToLowerInvariant().Length", "System.Int32: 1");
    row("\"straße\".ToUpperInvariant()", "System.String: STRAßE");
    row("\"ÀÉ\".ToLower()", "System.String: àé");
    row("\"Ǆ\".ToLower()", "System.String: ǆ");
    row("\"abc\".TrimEnd('c').TrimStart('a')", "System.String: b");
    row("\" \\t\\u00a0a\\u2003\".Trim()", "System.String: a");
    row("\"a\".Trim(null)", "System.String: a");
    row("\"aXbxc\".Split('x', 'X').Length", "System.Int32: 3");
    row("\"a||b\".Split(new[]{\"||\"}, 2, StringSplitOptions.RemoveEmptyEntries)[1]", "System.String: b");
    row("\"a,b;c\".Split(new char[]{',',';'})[2]", "System.String: c");
    row("\"key=value=x\".Split(new[]{'='}, 2)[1]", "System.String: value=x");
    row("\"a b c\".Split(' ', 2)[1]", "System.String: b c");
    row("\"a, b, c\".Split(new[]{\", \"}, StringSplitOptions.None).Last()", "System.String: c");
    row("\"abc\".Split(new char[0]).Length", "System.Int32: 1");
    row("\"a b\".Split((char[])null, StringSplitOptions.RemoveEmptyEntries).Length", "System.Int32: 2");
    row("\"a,b\".Split(',', StringSplitOptions.RemoveEmptyEntries).Length", "System.Int32: 2");
    row("\"a,b\".Split(new[]{','}, -1)", "throws System.ArgumentOutOfRangeException");
    row("\"a,b\".Split(new[]{','}, 0).Length", "System.Int32: 0");
    row("\"abcdef\".Substring(2,3).ToUpper()", "System.String: CDE");
    row("\"hello world\".Split(' ').Select(w => char.ToUpper(w[0]) + w.Substring(1)).Aggregate((a,b) => a + \" \" + b)",
        "System.String: Hello World");
    row("new string(\"hello\".Reverse().ToArray())", "System.String: olleh");
    row("\"hello\".ToCharArray(1,3).Length", "System.Int32: 3");
    row("\"a-b_c\".Replace(\"-\", \"+\").Replace(\"_\", \"/\")", "System.String: a+b/c");
    row("\"abc\".IndexOf(\"d\")", "System.Int32: -1");
    row("\"abc\".IndexOf('c', 1, 1)", "System.Int32: -1");
    row("\"abc\".IndexOf((string)null)", "throws System.ArgumentNullException");
    row("\"abc\".Contains(null)", "throws System.ArgumentNullException");
    row("\"abc\".StartsWith(null)", "throws System.ArgumentNullException");
    row("\"abc\".Replace((string)null, \"x\")", "throws System.ArgumentNullException");
    row("\"abc\".LastIndexOfAny(new[]{'x'})", "System.Int32: -1");
    row("\"aaa\".LastIndexOf(\"aa\")", "System.Int32: 1");
    row("\"aaa\".LastIndexOf(\"\")", "System.Int32: 2");
    row("\"Hello\".IndexOf(\"LL\", StringComparison.InvariantCultureIgnoreCase)", "System.Int32: 2");
    row("\"abc\".IndexOf(\"b\", 1, StringComparison.Ordinal)", "System.Int32: 1");
    row("\"abc\".IndexOf(\"b\", 0, 1, StringComparison.OrdinalIgnoreCase)", "System.Int32: -1");
    row("\"%E2\".PadLeft(6,'0')", "System.String: 000%E2");
    row("\"abc\".CompareTo(\"ABC\")", "System.Int32: -1");
    row("string.Compare(\"abc\",\"ABD\",true)", "System.Int32: -1");
    row("string.Compare(\"a\",\"b\",CultureInfo.InvariantCulture,CompareOptions.IgnoreCase)", "System.Int32: -1");
    row("\"a,b\".IndexOf(\",\") > 0 ? \"a,b\".Substring(0, \"a,b\".IndexOf(\",\")) : \"\"", "System.String: a");
    row("(StringComparison)99", "System.StringComparison: 99");
    row("char.IsLetter('é') && char.IsLower('é') && char.IsDigit('٣')", "System.Boolean: True");
    row("char.IsNumber('½') && char.IsSymbol('€') && char.IsSeparator(' ')", "System.Boolean: True");
    row("char.IsControl('\\n') && char.IsSurrogate('\\ud800') && !char.IsLetter('1')", "System.Boolean: True");
    row("char.GetNumericValue('½')", "System.Double: 0.5");
    row("char.IsDigit(\"a1\", 5)", "throws System.ArgumentOutOfRangeException");
    row("char.IsLetter(null, 0)", "throws System.ArgumentNullException");
    row("(char)('a' + 1)", "System.Char: b");
    row("'z' - 'a'", "System.Int32: 25");
    row("char.ToLowerInvariant('É')", "System.Char: é");
    row("{ var sb = new StringBuilder(); foreach (var c in \"abc\") { sb.Insert(0, c); } sb.Length = 2; return sb.ToString(); }",
        "System.String: cb");
    row("{ var sb = new StringBuilder(); sb.AppendLine(\"a\").AppendLine(); return sb.Length; }", "System.Int32: 3");
    row("{ var sb = new StringBuilder(16); return sb.Capacity + \":\" + sb.Append(\"x\").ToString(0,1); }", "System.String: 16:x");
    row("{ var sb = new StringBuilder(\"abc\"); return sb[5]; }", "throws System.IndexOutOfRangeException");
    row("{ var sb = new StringBuilder(\"abc\"); sb.Insert(9, \"x\"); return sb; }", "throws System.ArgumentOutOfRangeException");
}

void TestStrings::agreesWithDotNet()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestStrings)
#include "tst_strings.moc"
