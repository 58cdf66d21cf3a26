// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! System.Uri, UriBuilder, WebUtility, HttpUtility. Every expected value is what C# itself gives.
class TestUris : public QObject
{
    Q_OBJECT

private slots:
    void answersAsCSharpDoes_data();
    void answersAsCSharpDoes();
};

void TestUris::answersAsCSharpDoes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };
    row(R"cs(new Uri("http://Example.com:80/A b/%41%2f%7e/../c?q=a b&x=%41#fr ag").AbsoluteUri)cs",
        R"cs(System.String: http://example.com/A%20b/c?q=a%20b&x=A#fr%20ag)cs");
    row(R"cs(new Uri("http://Example.com:80/A b/%41%2f%7e/../c?q=a b&x=%41#fr ag").ToString())cs",
        R"cs(System.String: http://example.com/A b/c?q=a b&x=A#fr ag)cs");
    row(R"cs(new Uri("https://user:pa ss@host:8443/x/./y//z").AbsoluteUri)cs",
        R"cs(System.String: https://user:pa%20ss@host:8443/x/y//z)cs");
    row(R"cs(new Uri("https://user:pa ss@host:8443/x/./y//z").UserInfo)cs", R"cs(System.String: user:pa%20ss)cs");
    // Escapes stay as they are, unless one of a letter, a digit or a character beyond ASCII makes the whole be rewritten.
    row(R"cs(new Uri("https://h/cb%3Ax?redirect=https%3A%2F%2Fa%21").AbsoluteUri)cs",
        R"cs(System.String: https://h/cb%3Ax?redirect=https%3A%2F%2Fa%21)cs");
    row(R"cs(new Uri("https://h/cb?redirect=https%3a%2f%2fa").Query)cs", R"cs(System.String: ?redirect=https%3a%2f%2fa)cs");
    row(R"cs(new Uri("https://h/%7e?redirect=https%3A%2f%2Fa%21").Query)cs", R"cs(System.String: ?redirect=https:%2f%2Fa!)cs");
    row(R"cs(new Uri("https://h/x?a=%3A&b=%C3%A4").Query)cs", R"cs(System.String: ?a=:&b=%C3%A4)cs");
    row(R"cs(new Uri("https://h/x?a=%3a%e4").Query)cs", R"cs(System.String: ?a=%3a%e4)cs");
    row(R"cs(new Uri("http://host/é?ü=ß").AbsoluteUri)cs", R"cs(System.String: http://host/%C3%A9?%C3%BC=%C3%9F)cs");
    row(R"cs(new Uri("http://host/é?ü=ß"))cs", R"cs(System.Uri: http://host/é?ü=ß)cs");
    row(R"cs(new Uri("http://host").AbsolutePath)cs", R"cs(System.String: /)cs");
    row(R"cs(new Uri("http://host?x=1").AbsoluteUri)cs", R"cs(System.String: http://host/?x=1)cs");
    row(R"cs(new Uri("mailto:a@b.c").AbsoluteUri)cs", R"cs(System.String: mailto:a@b.c)cs");
    row(R"cs(new Uri("urn:uuid:1234").AbsolutePath)cs", R"cs(System.String: uuid:1234)cs");
    row(R"cs(new Uri("/abs/path").AbsoluteUri)cs", R"cs(System.String: file:///abs/path)cs");
    row(R"cs(new Uri("rel/path"))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(new Uri("rel/path",UriKind.Relative).ToString())cs", R"cs(System.String: rel/path)cs");
    row(R"cs(new Uri(""))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(new Uri("http://"))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(new Uri("http:///x"))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(new Uri("http://a:99999/"))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(new Uri("http://a b/"))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(new Uri("custom://Host:9/Path?q#f").AbsoluteUri)cs", R"cs(System.String: custom://host:9/Path?q#f)cs");
    row(R"cs(new Uri("http://[::1]:8080/x").Host)cs", R"cs(System.String: [::1])cs");
    row(R"cs(new Uri("http://x/\\y\\z").AbsoluteUri)cs", R"cs(System.String: http://x//y/z)cs");
    row(R"cs(new Uri("http://x/a|b{c}^`\"<>").AbsoluteUri)cs",
        R"cs(System.String: http://x/a%7Cb%7Bc%7D%5E%60%22%3C%3E)cs");
    row(R"cs(new Uri("http://x/?a|b{c}^`\"<>").Query)cs", R"cs(System.String: ?a%7Cb%7Bc%7D%5E%60%22%3C%3E)cs");
    row(R"cs(new Uri("http://x/%E4%BD%A0%e5").AbsoluteUri)cs", R"cs(System.String: http://x/%E4%BD%A0%E5)cs");
    row(R"cs(new Uri("http://x/%E4%BD%A0%e5").ToString())cs", R"cs(System.String: http://x/你%E5)cs");
    row(R"cs(new Uri("http://x/%").AbsoluteUri)cs", R"cs(System.String: http://x/%25)cs");
    row(R"cs(new Uri("data:text/plain,hi").AbsolutePath)cs", R"cs(System.String: text/plain,hi)cs");
    row(R"cs(new Uri("http://x/a/../../b").AbsoluteUri)cs", R"cs(System.String: http://x/b)cs");
    row(R"cs(new Uri("http://x/a/b/..?q").AbsoluteUri)cs", R"cs(System.String: http://x/a/?q)cs");
    row(R"cs(new Uri("C:\\a\\b").AbsoluteUri)cs", R"cs(System.String: file:///C:/a/b)cs");
    row(R"cs(new Uri("http:x"))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(new Uri("1http://x"))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(new Uri("https://ex%41mple.com/"))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(new Uri("http://host:080/").AbsoluteUri)cs", R"cs(System.String: http://host/)cs");
    row(R"cs(new Uri("http://пример.рф/x").Host)cs", R"cs(System.String: пример.рф)cs");
    row(R"cs(new Uri("http://x/a#b#c").Fragment)cs", R"cs(System.String: #b#c)cs");
    row(R"cs(new Uri("http://1.2.3/").Host)cs", R"cs(System.String: 1.2.0.3)cs");
    row(R"cs(new Uri("http://[2001:DB8:0:0::1]/").Host)cs", R"cs(System.String: [2001:db8::1])cs");
    row(R"cs(string.Join(",",new Uri("http://x/a/b/c?q").Segments))cs", R"cs(System.String: /,a/,b/,c)cs");
    row(R"cs(new Uri("http://x:81/a/b?q=1").GetLeftPart(UriPartial.Authority))cs", R"cs(System.String: http://x:81)cs");
    row(R"cs(new Uri("http://x:81/a/b?q=1").GetLeftPart(UriPartial.Path))cs", R"cs(System.String: http://x:81/a/b)cs");
    row(R"cs(new Uri("http://x:81/a/b?q=1#f").GetLeftPart(UriPartial.Query))cs",
        R"cs(System.String: http://x:81/a/b?q=1)cs");
    row(R"cs(new Uri("http://x:81/a/b?q=1").Authority+new Uri("http://x:81/a/b?q=1").PathAndQuery+new Uri("http://x:81/a/b?q=1").Port+new Uri("https://x").Port+new Uri("https://x").IsDefaultPort)cs",
        R"cs(System.String: x:81/a/b?q=181443True)cs");
    row(R"cs(new Uri("http://x/a%20b").LocalPath)cs", R"cs(System.String: /a b)cs");
    row(R"cs(new Uri(new Uri("http://h:81/a/d/e?q#f"),"b").AbsoluteUri)cs", R"cs(System.String: http://h:81/a/d/b)cs");
    row(R"cs(new Uri(new Uri("http://h:81/a/d/e?q#f"),"/b").AbsoluteUri)cs", R"cs(System.String: http://h:81/b)cs");
    row(R"cs(new Uri(new Uri("http://h:81/a/d/e?q#f"),"?z").AbsoluteUri)cs",
        R"cs(System.String: http://h:81/a/d/e?z)cs");
    row(R"cs(new Uri(new Uri("http://h:81/a/d/e?q#f"),"../b").AbsoluteUri)cs", R"cs(System.String: http://h:81/a/b)cs");
    row(R"cs(new Uri(new Uri("http://h:81/a/d/e?q#f"),"").AbsoluteUri)cs",
        R"cs(System.String: http://h:81/a/d/e?q#f)cs");
    row(R"cs(new Uri(new Uri("http://h:81/a/d/e?q#f"),"http://z/").AbsoluteUri)cs", R"cs(System.String: http://z/)cs");
    row(R"cs(new Uri(new Uri("http://h:81/a/d/e?q#f"),"//z/p").AbsoluteUri)cs", R"cs(System.String: http://z/p)cs");
    row(R"cs(new Uri(new Uri("http://h:81/a/d/e?q#f"),"b c").AbsoluteUri)cs",
        R"cs(System.String: http://h:81/a/d/b%20c)cs");
    row(R"cs(new Uri(new Uri("http://h:81/a/"),new Uri("x/y",UriKind.Relative)).AbsoluteUri)cs",
        R"cs(System.String: http://h:81/a/x/y)cs");
    row(R"cs(new Uri("http://h/a/b/c").MakeRelativeUri(new Uri("http://h/a/x/y?z")).ToString())cs",
        R"cs(System.String: ../x/y?z)cs");
    row(R"cs(new Uri("http://h/a/").IsBaseOf(new Uri("http://h/a/b")))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(new Uri("http://h/a#x")==new Uri("HTTP://H/a#y"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(new Uri("http://h/a").Equals("http://h/a"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(new Uri("http://h/A")==new Uri("http://h/a"))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Uri.EscapeDataString("\ud800"))cs", R"cs(throws System.UriFormatException)cs");
    row(R"cs(Uri.EscapeDataString(null))cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs(Uri.UnescapeDataString("a%20b+c%2F%zz%C3%A9%ff%41%"))cs", R"cs(System.String: a b+c/%zzé%FFA%)cs");
    row(R"cs(Uri.UnescapeDataString(null))cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs(System.Net.WebUtility.UrlDecode("a%20b+c%2F%zz%C3%A9%ff%41%"))cs", R"cs(System.String: a b c/%zzé�A%)cs");
    row(R"cs(System.Net.WebUtility.UrlEncode(null))cs", R"cs(null)cs");
    row(R"cs(System.Net.WebUtility.HtmlEncode("<a href=\"x\">&'é\u00a0\u2014😀€</a>"))cs",
        R"cs(System.String: &lt;a href=&quot;x&quot;&gt;&amp;&#39;&#233;&#160;&#8212;&#128512;&#8364;&lt;/a&gt;)cs");
    row(R"cs(System.Net.WebUtility.HtmlDecode("&lt;&gt;&amp;&quot;&apos;&#39;&#x41;&eacute;&nbsp;&euro;&bogus;&#1114112;&amp"))cs",
        R"cs(System.String: <>&"''Aé €&bogus;&#1114112;&amp)cs");
    row(R"cs(System.Web.HttpUtility.UrlDecode("a%20b+c%2F%zz%C3%A9%ff%41%%u0041"))cs",
        R"cs(System.String: a b c/%zzé�A%A)cs");
    row(R"cs(System.Web.HttpUtility.ParseQueryString("?a=1&b=2&a=3&c&d=%20x+y&=z").ToString())cs",
        R"cs(System.String: a=1%2c3&b=2&=c&d=+x+y&=z)cs");
    row(R"cs(System.Web.HttpUtility.ParseQueryString("?a=1&b=2&a=3&c&d=%20x+y&=z")["a"])cs",
        R"cs(System.String: 1,3)cs");
    row(R"cs(System.Web.HttpUtility.ParseQueryString("?a=1&b=2&a=3&c&d=%20x+y&=z").Count)cs", R"cs(System.Int32: 5)cs");
    row(R"cs(string.Join(",",System.Web.HttpUtility.ParseQueryString("?a=1&b=2").AllKeys))cs",
        R"cs(System.String: a,b)cs");
    row(R"cs({ var q=System.Web.HttpUtility.ParseQueryString("a=1"); q["b"]="x y"; q.Add("a","2"); q.Remove("zz"); return q.ToString(); })cs",
        R"cs(System.String: a=1%2c2&b=x+y)cs");
    row(R"cs({ var b=new UriBuilder("http://h:81/p?q=1#f"); b.Query="x=2"; b.Path="a b"; b.Port=-1; b.Scheme="https"; return b.ToString()+" "+b.Uri+" "+b.Query+" "+b.Fragment+" "+b.Path+" "+b.Port; })cs",
        R"cs(System.String: https://h/a%20b?x=2#f https://h/a b?x=2#f ?x=2 #f /a%20b 443)cs");
    row(R"cs(new UriBuilder("https","h",443,"/x","?q").ToString())cs", R"cs(System.String: https://h:443/x?q)cs");
    row(R"cs(new UriBuilder("h/x").ToString())cs", R"cs(System.String: http://h:80/x)cs");
    row(R"cs(new UriBuilder().ToString())cs", R"cs(System.String: http://localhost/)cs");
    row(R"cs(new UriBuilder("https://h/x").ToString()+" "+new UriBuilder("https://h/x").Uri)cs",
        R"cs(System.String: https://h:443/x https://h/x)cs");
    row(R"cs({ var b=new UriBuilder("https://h/x"); b.Query="?a=1"; return b.ToString(); })cs",
        R"cs(System.String: https://h:443/x?a=1)cs");
    row(R"cs(new Uri("http://u:p@h:81/p/q?x#f").GetComponents(UriComponents.SchemeAndServer|UriComponents.Path,UriFormat.UriEscaped))cs",
        R"cs(System.String: http://h:81/p/q)cs");
    row(R"cs(new Uri("http://u:p@h:81/p/q?x#f").GetComponents(UriComponents.Query,UriFormat.Unescaped))cs",
        R"cs(System.String: x)cs");
    row(R"cs(new Uri("http://u:p@h:81/p/q?x#f").GetComponents(UriComponents.HttpRequestUrl,UriFormat.UriEscaped))cs",
        R"cs(System.String: http://h:81/p/q?x)cs");
    row(R"cs(new Uri("a/b",UriKind.Relative).Host)cs", R"cs(throws System.InvalidOperationException)cs");
    row(R"cs(new Uri((string)null))cs", R"cs(throws System.ArgumentNullException)cs");
    row(R"cs({ Uri u; return Uri.TryCreate("http://x/y",UriKind.Absolute,out u)+""+u; })cs",
        R"cs(System.String: Truehttp://x/y)cs");
    row(R"cs({ Uri u; return Uri.TryCreate("nope",UriKind.Absolute,out u)+""+(u==null); })cs",
        R"cs(System.String: FalseTrue)cs");
    row(R"cs({ Uri u; return Uri.TryCreate("nope",UriKind.RelativeOrAbsolute,out u)+""+u.IsAbsoluteUri; })cs",
        R"cs(System.String: TrueFalse)cs");
    row(R"cs(Uri.IsWellFormedUriString("http://x/a b",UriKind.Absolute))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Uri.IsWellFormedUriString("http://x/a%20b",UriKind.Absolute))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Uri.IsWellFormedUriString("rel/x",UriKind.Absolute))cs", R"cs(System.Boolean: False)cs");
    row(R"cs(Uri.IsWellFormedUriString("rel/x",UriKind.Relative))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(Uri.UriSchemeHttps+Uri.SchemeDelimiter)cs", R"cs(System.String: https://)cs");
    row(R"cs(Uri.HexEscape('a')+Uri.IsHexDigit('g')+Uri.IsHexEncoding("%41",0)+Uri.CheckHostName("a.b")+Uri.CheckSchemeName("a+b"))cs",
        R"cs(System.String: %61FalseTrueDnsTrue)cs");
    row(R"cs(new Uri("http://h/x").ToString().Contains("h"))cs", R"cs(System.Boolean: True)cs");
    row(R"cs(new Uri("http://h/%2e%2E/x").AbsoluteUri)cs", R"cs(System.String: http://h/x)cs");
    row(R"cs(new Uri("file://server/share/x").LocalPath)cs", R"cs(System.String: \\server\share\x)cs");
    row(R"cs(new Uri("localhost:8080/x").Scheme)cs", R"cs(System.String: localhost)cs");
}

void TestUris::answersAsCSharpDoes()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestUris)
#include "tst_uris.moc"
