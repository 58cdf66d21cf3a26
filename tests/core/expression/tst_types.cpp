// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! System.Type and System.Enum. Every expected value is what C# itself gives.
class TestTypes : public QObject
{
    Q_OBJECT

private slots:
    void answersAsCSharpDoes_data();
    void answersAsCSharpDoes();
};

void TestTypes::answersAsCSharpDoes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };

    // typeof and GetType
    row("typeof(string).Name", "System.String: String");
    row("typeof(string).FullName", "System.String: System.String");
    row("typeof(int).ToString()", "System.String: System.Int32");
    row("typeof(List<string>).Name", "System.String: List`1");
    row("typeof(List<int>).ToString()", "System.String: System.Collections.Generic.List`1[System.Int32]");
    row("typeof(Dictionary<string, int>).FullName.Length > 10", "System.Boolean: True");
    row("typeof(int?).Name", "System.String: Nullable`1");
    row("typeof(int[]).Name", "System.String: Int32[]");
    row("typeof(JObject).FullName", "System.String: Newtonsoft.Json.Linq.JObject");
    row("\"x\".GetType().Name", "System.String: String");
    row("\"x\".GetType() == typeof(string)", "System.Boolean: True");
    row(R"cs({ object o = 5; return o.GetType() == typeof(int) ? "i" : "o"; })cs", "System.String: i");
    row("{ object o = 5L; return o.GetType().Name; }", "System.String: Int64");
    row("{ object o = 5; return o.GetType().ToString(); }", "System.String: System.Int32");
    row("{ object o = null; return o.GetType().Name; }", "throws System.NullReferenceException");
    row(R"cs(JToken.Parse("{\"a\":1}").GetType().Name)cs", "System.String: JObject");
    row("JToken.Parse(\"[1]\").GetType() == typeof(JArray)", "System.Boolean: True");
    row("new List<string>().GetType().Name", "System.String: List`1");
    row("new Dictionary<string, object>().GetType().Name", "System.String: Dictionary`2");
    row("new[] { 1, 2 }.GetType().Name", "System.String: Int32[]");
    row("DateTime.UtcNow.GetType().FullName", "System.String: System.DateTime");
    row("1.5m.GetType().Name", "System.String: Decimal");
    row("'c'.GetType().FullName", "System.String: System.Char");
    row("typeof(string).IsValueType", "System.Boolean: False");
    row("typeof(int).IsAssignableFrom(typeof(string))", "System.Boolean: False");
    row("typeof(string).Namespace", "System.String: System");
    row("typeof(object).IsInstanceOfType(\"x\")", "System.Boolean: True");
    row("typeof(IEnumerable<int>).IsInterface", "System.Boolean: True");
    row(R"cs({ object o = "x"; switch (o.GetType().Name) { case "String": return 1; default: return 2; } })cs",
        "System.Int32: 1");
    row("{ try { int.Parse(\"x\"); return null; } catch (Exception e) { return e.GetType().Name; } }",
        "System.String: FormatException");
    row(R"cs({ try { int.Parse("x"); return null; } catch (Exception e) { return e.GetType().FullName + ": " + e.Message; } })cs",
        "System.String: System.FormatException: Input string was not in a correct format.");
    row(R"cs({ try { throw new Exception("outer", new FormatException("inner")); } catch (Exception e) { return e.InnerException.Message + e.InnerException.GetType().Name; } })cs",
        "System.String: innerFormatException");
    row("{ try { throw new ArgumentNullException(\"par\"); } catch (ArgumentException e) { return e.ParamName + e.GetType().Name; } }",
        "System.String: parArgumentNullException");
    row("{ try { return JObject.Parse(\"{\"); } catch (JsonException e) { return e.GetType().Name; } }",
        "System.String: JsonReaderException");
    row("typeof(Dictionary<string, int[]>).ToString()",
        "System.String: System.Collections.Generic.Dictionary`2[System.String,System.Int32[]]");
    row("typeof(List<int>).FullName",
        "System.String: System.Collections.Generic.List`1[[System.Int32, mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089]]");
    row("typeof(int[]).GetElementType().Name", "System.String: Int32");
    row("typeof(Dictionary<string, int>).GetGenericArguments().Length", "System.Int32: 2");
    row("typeof(JObject).BaseType.Name", "System.String: JContainer");
    row("typeof(FormatException).IsSubclassOf(typeof(Exception))", "System.Boolean: True");
    row("typeof(IEnumerable<object>).IsAssignableFrom(typeof(List<string>))", "System.Boolean: True");
    row("Type.GetTypeCode(typeof(decimal)).ToString()", "System.String: Decimal");
    row("Convert.ChangeType(\"12\", typeof(int))", "System.Int32: 12");
    row("Convert.ChangeType(\"2020-01-02\", typeof(DateTime))", "System.DateTime: 01/02/2020 00:00:00");
    row("typeof(int[,]).Name", "System.String: Int32[,]");
    row("{ int? n = null; return n.GetType().Name; }", "throws System.NullReferenceException");
    row("typeof(NoSuchType)", "CS0246: The type 'NoSuchType' could not be found, or policy expressions may not use it");
    row("\"x\".GetType().GetMethods()", "CS1061: 'Type' does not contain a definition for 'GetMethods'");

    // Enum
    row("(DayOfWeek)Enum.Parse(typeof(DayOfWeek), \"Monday\")", "System.DayOfWeek: Monday");
    row("Enum.Parse(typeof(DayOfWeek), \"monday\", true).ToString()", "System.String: Monday");
    row("Enum.Parse(typeof(DayOfWeek), \"monday\")", "throws System.ArgumentException");
    row("Enum.Parse(typeof(DayOfWeek), \"3\").ToString()", "System.String: Wednesday");
    row(R"cs({ DayOfWeek d; return Enum.TryParse("Friday", out d) ? d.ToString() : "no"; })cs", "System.String: Friday");
    row("{ return Enum.TryParse<DayOfWeek>(\"friday\", true, out var d) ? (int)d : -1; }", "System.Int32: 5");
    row("{ return Enum.TryParse<DayOfWeek>(\"nope\", out var d) ? (int)d : -1; }", "System.Int32: -1");
    row("Enum.IsDefined(typeof(DayOfWeek), \"Sunday\")", "System.Boolean: True");
    row("Enum.IsDefined(typeof(DayOfWeek), 9)", "System.Boolean: False");
    row("Enum.GetNames(typeof(DayOfWeek))", "System.String[]: System.String[]");
    row("Enum.GetName(typeof(DayOfWeek), 2)", "System.String: Tuesday");
    row("string.Join(\",\", Enum.GetValues(typeof(DayOfWeek)).Cast<DayOfWeek>().Select(d => (int)d))",
        "System.String: 0,1,2,3,4,5,6");
    row("Enum.GetValues(typeof(DayOfWeek)).Length", "System.Int32: 7");
    row("DayOfWeek.Monday.ToString(\"D\")", "System.String: 1");
    row("DayOfWeek.Monday.ToString(\"G\")", "System.String: Monday");
    row("DayOfWeek.Monday.ToString(\"X\")", "System.String: 00000001");
    row("DayOfWeek.Monday.ToString(\"d\")", "System.String: 1");
    row("(DayOfWeek)3", "System.DayOfWeek: Wednesday");
    row("((DayOfWeek)42).ToString()", "System.String: 42");
    row("(int)DayOfWeek.Friday", "System.Int32: 5");
    row("DayOfWeek.Friday.CompareTo(DayOfWeek.Monday)", "System.Int32: 1");
    row("DayOfWeek.Friday > DayOfWeek.Monday", "System.Boolean: True");
    row("DayOfWeek.Monday + 1", "System.DayOfWeek: Tuesday");
    row("DayOfWeek.Friday - DayOfWeek.Monday", "System.Int32: 4");
    row("DayOfWeek.Monday == (DayOfWeek)1", "System.Boolean: True");
    row("DayOfWeek.Monday.Equals(DayOfWeek.Monday)", "System.Boolean: True");
    row("(RegexOptions.IgnoreCase | RegexOptions.Multiline).ToString()", "System.String: IgnoreCase, Multiline");
    row("(RegexOptions.IgnoreCase | RegexOptions.Multiline).HasFlag(RegexOptions.Multiline)", "System.Boolean: True");
    row("(RegexOptions)0", "System.Text.RegularExpressions.RegexOptions: None");
    row("(int)(RegexOptions.IgnoreCase | RegexOptions.Singleline)", "System.Int32: 17");
    row("((RegexOptions.IgnoreCase | RegexOptions.Singleline) & RegexOptions.Singleline) != 0", "System.Boolean: True");
    row("string.Format(\"{0} {0:D} {0:X}\", DayOfWeek.Tuesday)", "System.String: Tuesday 2 00000002");
    row("$\"{DayOfWeek.Tuesday:d}\"", "System.String: 2");
    row("Enum.Parse(typeof(int), \"1\")", "throws System.ArgumentException");
    row("Enum.Parse(typeof(RegexOptions), \"IgnoreCase, Multiline\").ToString()", "System.String: IgnoreCase, Multiline");
    row("Enum.IsDefined(typeof(DayOfWeek), DayOfWeek.Monday)", "System.Boolean: True");
    row("Enum.GetUnderlyingType(typeof(DayOfWeek)).Name", "System.String: Int32");
    row("Enum.ToObject(typeof(DayOfWeek), 2).ToString()", "System.String: Tuesday");
}

void TestTypes::answersAsCSharpDoes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestTypes)
#include "tst_types.moc"
