// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! Regular expressions. Every expected value is what C# itself gives.
class TestRegex : public QObject
{
    Q_OBJECT

private slots:
    void answersAsCSharpDoes_data();
    void answersAsCSharpDoes();
    void backtrackingEndsInATimeout();
    void refusesWhatItHasNot();
};

void TestRegex::answersAsCSharpDoes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };
    row(R"cs(Regex.IsMatch("a","(("))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","a++"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","\\h"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","[z-a]"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","a)"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","*a"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","[a"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","a{2,1}"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","\\"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","(?P<n>a)"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","(?<n"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","\\2"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("a","\\k<n>"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(string.Join("|",Regex.Split("a1b2c","(\\d)")))cs", R"cs(System.String: a|1|b|2|c)cs");
    row(R"cs(string.Join("|",Regex.Split("abc","")))cs", R"cs(System.String: |a|b|c|)cs");
    row(R"cs(string.Join("|",Regex.Split("a, b;c","[,;]\\s*")))cs", R"cs(System.String: a|b|c)cs");
    row(R"cs(string.Join("|",new Regex(",").Split("a,b,c,d",2)))cs", R"cs(System.String: a|b,c,d)cs");
    row(R"cs(Regex.Replace("abc","(b)","[$1$10${x}$$$&$`$'$_$+]"))cs", R"cs(System.String: a[b$10${x}$bacabcb]c)cs");
    row(R"cs(string.Join(",",new Regex("(?<z>a)(b)(?<y>c)(d)").GetGroupNames()))cs", R"cs(System.String: 0,1,2,z,y)cs");
    row(R"cs(string.Join(",",new Regex("(?<5>a)(b)(?<y>c)(d)").GetGroupNames()))cs", R"cs(System.String: 0,1,2,y,5)cs");
    row(R"cs(string.Join(",",Regex.Match("abcd","(?<z>a)(b)(?<y>c)(d)").Groups.Cast<Group>().Select(g=>g.Name+"="+g.Value)))cs",
        R"cs(System.String: 0=abcd,1=b,2=d,z=a,y=c)cs");
    row(R"cs(Regex.Unescape("\\u0041\\x42\\t\\.\\n"))cs",
        R"cs(System.String: AB	.
)cs");
    row(R"cs(Regex.IsMatch(null,"a"))cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs(Regex.IsMatch("a",null))cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs(string.Join("|",Regex.Matches("abc","b*").Cast<Match>().Select(m=>m.Index+":"+m.Value)))cs",
        R"cs(System.String: 0:|1:b|2:|3:)cs");
    row(R"cs(Regex.Matches("a\nb\n","^",RegexOptions.Multiline).Count)cs", R"cs(System.Int32: 3)cs");
    row(R"cs(Regex.Matches("a\nb\n","$",RegexOptions.Multiline).Count)cs", R"cs(System.Int32: 3)cs");
    row(R"cs(Regex.Matches("a\nb\n","$").Count)cs", R"cs(System.Int32: 2)cs");
    row(R"cs(Regex.IsMatch("a\r\n","a$"))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Regex.IsMatch("a\n","a$"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("a\n","a\\z"))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Regex.IsMatch("a\n","^a\\Z"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("a{,3}","^a{,3}$"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Match("ab","(?<n>a)|(?<n>b)").NextMatch().Groups["n"].Value)cs", R"cs(System.String: b)cs");
    row(R"cs(RegexOptions.IgnoreCase|RegexOptions.Multiline)cs",
        R"cs(System.Text.RegularExpressions.RegexOptions: IgnoreCase, Multiline)cs");
    row(R"cs(Regex.Match("abc","(b)").Result("<$1>"))cs", R"cs(System.String: <b>)cs");
    row(R"cs(Regex.Match("abc","(b)").Groups["1"].Value+Regex.Match("abc","(b)").Groups["zz"].Success+ Regex.Match("abc","(b)").Groups[7].Value)cs",
        R"cs(System.String: bFalse)cs");
    row(R"cs(Regex.Match("ab","(a)?(?(1)b|c)").Value)cs", R"cs(System.String: ab)cs");
    row(R"cs(Regex.IsMatch("ÀÉ","àé",RegexOptions.IgnoreCase))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("STRASSE","strasse",RegexOptions.IgnoreCase))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Match("max-age=100, x","max-age=(?<maxAge>\\d+)").Groups["maxAge"]?.Value)cs",
        R"cs(System.String: 100)cs");
    row(R"cs(Regex.Replace("aBc","[a-z]",m=>m.Value.ToUpper()))cs", R"cs(System.String: ABC)cs");
    row(R"cs(Regex.Replace("a1b22","\\d+",m=>"<"+m.Index+m.Length+m.Groups.Count+">"))cs",
        R"cs(System.String: a<111>b<321>)cs");
    row(R"cs(new Regex("b").Replace("abcb","X",1))cs", R"cs(System.String: aXcb)cs");
    row(R"cs(Regex.Replace("a.b.c","\\.","$"))cs", R"cs(System.String: a$b$c)cs");
    row(R"cs(Regex.Replace("john smith","(?<f>\\w+) (?<l>\\w+)","${l}, ${f}"))cs", R"cs(System.String: smith, john)cs");
    row(R"cs(Regex.Replace("abc","x*","-"))cs", R"cs(System.String: -a-b-c-)cs");
    row(R"cs(Regex.IsMatch("foo@bar.com","^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("abc","A",RegexOptions.IgnoreCase|RegexOptions.Compiled|RegexOptions.CultureInvariant))cs",
        R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("a b","a b",RegexOptions.IgnorePatternWhitespace))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Regex.Match("x12","(?x) \\d+ # digits\n").Value)cs", R"cs(System.String: 12)cs");
    row(R"cs(Regex.Match("aXbX","(?i)x").Index)cs", R"cs(System.Int32: 1)cs");
    row(R"cs(Regex.Match("aXbx","(?-i:x)",RegexOptions.IgnoreCase).Index)cs", R"cs(System.Int32: 3)cs");
    row(R"cs(Regex.Match("abc","(?n)(a)(?<q>b)").Groups.Count)cs", R"cs(System.Int32: 2)cs");
    row(R"cs(Regex.Match("abc","(a)(?<q>b)",RegexOptions.ExplicitCapture).Groups.Count)cs", R"cs(System.Int32: 2)cs");
    row(R"cs(Regex.Match("a\nb","a.b",RegexOptions.Singleline).Success)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Match("a\nb","a.b").Success)cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Regex.Match("foobar","(?<=foo)bar").Value)cs", R"cs(System.String: bar)cs");
    row(R"cs(Regex.Match("foobar","foo(?=bar)").Value)cs", R"cs(System.String: foo)cs");
    row(R"cs(Regex.Match("foobaz","foo(?!bar)").Value)cs", R"cs(System.String: foo)cs");
    row(R"cs(Regex.Match("xbar","(?<!foo)bar").Value)cs", R"cs(System.String: bar)cs");
    row(R"cs(Regex.Match("aaa","a+?").Value)cs", R"cs(System.String: a)cs");
    row(R"cs(Regex.Match("abab","(ab)\\1").Value)cs", R"cs(System.String: abab)cs");
    row(R"cs(Regex.Match("abab","(?<x>ab)\\k<x>").Value)cs", R"cs(System.String: abab)cs");
    row(R"cs(Regex.Match("abab","(?<x>ab)\\k'x'").Value)cs", R"cs(System.String: abab)cs");
    row(R"cs(Regex.Match("aabb","(?>a+)b").Value)cs", R"cs(System.String: aab)cs");
    row(R"cs(Regex.Match("hello","[a-z-[aeiou]]+").Value)cs", R"cs(System.String: h)cs");
    row(R"cs(Regex.Match("a]b","[]]").Value)cs", R"cs(System.String: ])cs");
    row(R"cs(Regex.Match("a-b","[a\\-z]+").Value)cs", R"cs(System.String: a-)cs");
    row(R"cs(Regex.Match("[x]","\\[(.*?)\\]").Groups[1].Value)cs", R"cs(System.String: x)cs");
    row(R"cs(Regex.Match("tab\tx","\\t\\x78").Success)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Match("é","\\u00e9").Success)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Match("A","\\x41\\b").Success)cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Match("x","y").Success+"|"+Regex.Match("x","y").Value+"|"+Regex.Match("x","y").Groups.Count+Regex.Match("x","y").Index)cs",
        R"cs(System.String: False||10)cs");
    row(R"cs(Regex.Match("x","y").Groups[1].Success)cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Regex.Match("x","y").NextMatch().Success)cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Regex.Match("x","y").Result("a"))cs", R"cs(throws System.NotSupportedException)cs");
    row(R"cs(Regex.Match("abc", @"(\w)+").Groups[1].Captures.Count)cs", R"cs(System.Int32: 3)cs");
    row(R"cs(Regex.Match("abc", @"(\w)+").Groups[1].Captures[1].Value)cs", R"cs(System.String: b)cs");
    row(R"cs(string.Join(",", Regex.Match("a1b2", @"([a-z]\d)+").Groups[1].Captures.Cast<Capture>().Select(c => c.Value + c.Index)))cs",
        R"cs(System.String: a10,b22)cs");
    row(R"cs(string.Join(",", Regex.Match("k=1;j=2;", @"(?:(?<k>\w)=(?<v>\d);)+").Groups["v"].Captures.Cast<Capture>().Select(c => c.Value)))cs",
        R"cs(System.String: 1,2)cs");
    row(R"cs(string.Join(",", Regex.Match("aaaab", @"(a)+ab").Groups[1].Captures.Cast<Capture>().Select(c => c.Index)))cs",
        R"cs(System.String: 0,1,2)cs");
    row(R"cs(string.Join(",", Regex.Match("ababx", @"((a)|(b))+").Groups[2].Captures.Cast<Capture>().Select(c => c.Index)))cs",
        R"cs(System.String: 0,2)cs");
    row(R"cs(Regex.Match("abc", "(x)?abc").Groups[1].Captures.Count)cs", R"cs(System.Int32: 0)cs");
    row(R"cs(Regex.Match("x","x").Captures.Count)cs", R"cs(System.Int32: 1)cs");
    row(R"cs(Regex.Match("x","x").ToString())cs", R"cs(System.String: x)cs");
    row(R"cs(new Regex("a.b").ToString())cs", R"cs(System.String: a.b)cs");
    row(R"cs(new Regex("a",RegexOptions.IgnoreCase).Options)cs",
        R"cs(System.Text.RegularExpressions.RegexOptions: IgnoreCase)cs");
    row(R"cs(new Regex("(?<a>x)").GroupNumberFromName("a"))cs", R"cs(System.Int32: 1)cs");
    row(R"cs(new Regex("a").Match("bab",2).Success)cs", R"cs(System.Boolean: False)cs");
    row(R"cs(new Regex("a").IsMatch("bab",5))cs", R"cs(throws System.ArgumentOutOfRangeException)cs");
    row(R"cs(Regex.IsMatch("/api/v1/users","^/api/v[0-9]+/"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Match("2020-01-02","(?<y>\\d{4})-(?<m>\\d{2})-(?<d>\\d{2})").Groups["m"].Value)cs",
        R"cs(System.String: 01)cs");
    row(R"cs(string.Join(",",Regex.Matches("k1=v1&k2=v2","(\\w+)=(\\w+)").Cast<Match>().Select(m=>m.Groups[2].Value)))cs",
        R"cs(System.String: v1,v2)cs");
    row(R"cs(string.Join(",",Regex.Matches("a1b2","\\d").OfType<Match>().Select(m=>m.Value)))cs",
        R"cs(System.String: 1,2)cs");
    row(R"cs({ string s=""; foreach(Match m in Regex.Matches("a1b2","\\d")) s+=m.Value; return s; })cs",
        R"cs(System.String: 12)cs");
    row(R"cs(Regex.Matches("a1b2","\\d")[1].Value)cs", R"cs(System.String: 2)cs");
    row(R"cs(Regex.Matches("a1b2","\\d")[2].Value)cs", R"cs(throws System.ArgumentOutOfRangeException)cs");
    row(R"cs(Regex.Match("abc","(?<a>.)(?<b>.)").Groups.Count)cs", R"cs(System.Int32: 3)cs");
    row(R"cs(Regex.IsMatch("ab","a(?#comment)b"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("a#b","a\\#b"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("aa","^(a)(?:\\1)$"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("\u2028","\\s"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Replace("a b","\\s+",""))cs", R"cs(System.String: ab)cs");
    row(R"cs(Regex.Replace("Hello","[^a-zA-Z]",""))cs", R"cs(System.String: Hello)cs");
    row(R"cs(Regex.Replace("path/{id}/x","\\{(.*?)\\}","*"))cs", R"cs(System.String: path/*/x)cs");
    row(R"cs(Regex.Replace("x","x","\\n"))cs", R"cs(System.String: \n)cs");
    row(R"cs(Regex.IsMatch("a\\b","a\\\\b"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Match("foo.bar","(?:foo|baz)\\.(bar)").Groups[1].Index)cs", R"cs(System.Int32: 4)cs");
    row(R"cs(Regex.Replace("aaa","a","b",RegexOptions.IgnoreCase))cs", R"cs(System.String: bbb)cs");
    row(R"cs(Regex.IsMatch("x","[[:alpha:]]"))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Regex.IsMatch(":]","[[:a]+\\]"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("a","\\p{Ll}")+""+Regex.IsMatch("Ж","\\p{IsCyrillic}"))cs",
        R"cs(System.String: TrueTrue)cs");
    row(R"cs(Regex.IsMatch("a","\\p{Foo}"))cs", R"cs(throws System.ArgumentException)cs");
    row(R"cs(Regex.IsMatch("",""))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.Match("aab","a*?b").Value)cs", R"cs(System.String: aab)cs");
    row(R"cs(Regex.IsMatch("ab\ncd","^cd$",RegexOptions.Multiline))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("٣","\\d"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Regex.IsMatch("٣","\\d",RegexOptions.ECMAScript))cs", R"cs(System.Boolean: False)cs");
}

void TestRegex::answersAsCSharpDoes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

void TestRegex::backtrackingEndsInATimeout()
{
    QCOMPARE(test::evaluate("Regex.IsMatch(new string('a', 40) + \"!\", \"^(a+)+$\")"),
             std::string("throws System.Text.RegularExpressions.RegexMatchTimeoutException"));
}

void TestRegex::refusesWhatItHasNot()
{
    QCOMPARE(test::evaluate("Regex.IsMatch(\"a\", \"(?<a-b>x)\")"), std::string("throws System.NotSupportedException"));
    QCOMPARE(test::evaluate("Regex.IsMatch(\"a\", \"a\", RegexOptions.RightToLeft)"), std::string("throws System.NotSupportedException"));
}

QTEST_GUILESS_MAIN(TestRegex)
#include "tst_regex.moc"
