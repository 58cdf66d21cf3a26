// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/expression/evaluate.h"

#include <QtTest>

using namespace gatehouse::expression;

//! Members of Guid, Random, Version, Encoding, IPAddress and cultures; what is expected was computed by real C#.
class TestIdentifiers : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithDotNet_data();
    void agreesWithDotNet();
};

void TestIdentifiers::agreesWithDotNet_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << QString(text) << QString(expected); };
    row("Convert.ToBase64String(Encoding.UTF8.GetBytes(\"hello\"))", "System.String: aGVsbG8=");
    row("Encoding.UTF8.GetString(Convert.FromBase64String(\"aGVs bG8=\"))", "System.String: hello");
    row("Guid.Parse(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\")", "System.Guid: 6f9619ff-8b86-d011-b42d-00c04fc964ff");
    row("Guid.Parse(\"{6F9619FF-8B86-D011-B42D-00C04FC964FF}\").ToString(\"N\")", "System.String: 6f9619ff8b86d011b42d00c04fc964ff");
    row("new Guid(\"6f9619ff8b86d011b42d00c04fc964ff\").ToString(\"B\")", "System.String: {6f9619ff-8b86-d011-b42d-00c04fc964ff}");
    row("Guid.Parse(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\").ToString(\"X\")",
        "System.String: {0x6f9619ff,0x8b86,0xd011,{0xb4,0x2d,0x00,0xc0,0x4f,0xc9,0x64,0xff}}");
    row("Guid.Parse(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\").ToString(\"P\")", "System.String: (6f9619ff-8b86-d011-b42d-00c04fc964ff)");
    row("Guid.Parse(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\").ToString(\"Q\")", "throws System.FormatException");
    row("Guid.Parse(\"x\")", "throws System.FormatException");
    row("Guid.TryParse(\"x\", out var g)", "System.Boolean: False");
    row("Guid.TryParse(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\", out var g) ? g.ToString() : \"\"",
        "System.String: 6f9619ff-8b86-d011-b42d-00c04fc964ff");
    row("Convert.ToBase64String(Guid.Parse(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\").ToByteArray())",
        "System.String: /xmWb4aLEdC0LQDAT8lk/w==");
    row("new Guid(Guid.Parse(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\").ToByteArray())",
        "System.Guid: 6f9619ff-8b86-d011-b42d-00c04fc964ff");
    row("Guid.Empty", "System.Guid: 00000000-0000-0000-0000-000000000000");
    row("Guid.Empty == new Guid()", "System.Boolean: True");
    row("Guid.Parse(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\").CompareTo(Guid.Empty)", "System.Int32: 1");
    row("Guid.ParseExact(\"6f9619ff8b86d011b42d00c04fc964ff\", \"N\")", "System.Guid: 6f9619ff-8b86-d011-b42d-00c04fc964ff");
    row("Guid.NewGuid().ToString().Length", "System.Int32: 36");
    row("Guid.Parse(\"{0x6f9619ff,0x8b86,0xd011,{0xb4,0x2d,0x00,0xc0,0x4f,0xc9,0x64,0xff}}\")",
        "System.Guid: 6f9619ff-8b86-d011-b42d-00c04fc964ff");
    row("new Random(42).Next()", "System.Int32: 1434747710");
    row("new Random(42).Next(100)", "System.Int32: 66");
    row("new Random(-7).Next(5, 50)", "System.Int32: 22");
    row("new Random(0).NextDouble()", "System.Double: 0.72624326996796");
    row("{ var r = new Random(123); var s = \"\"; for (int i = 0; i < 10; i++) s += r.Next(1000) + \",\"; return s; }",
        "System.String: 984,907,743,811,738,48,17,149,194,630,");
    row("{ var b = new byte[8]; new Random(5).NextBytes(b); return BitConverter.ToString(b); }", "System.String: F4-DD-85-CF-CE-1E-E2-D1");
    row("new Random(int.MinValue).Next()", "System.Int32: 1559595546");
    row("new Random(1).Next(int.MinValue, int.MaxValue)", "System.Int32: -534011720");
    row("new Random(1).Next(5, 1)", "throws System.ArgumentOutOfRangeException");
    row("new Version(\"1.2.3.4\").Major", "System.Int32: 1");
    row("new Version(\"1.2\").ToString()", "System.String: 1.2");
    row("new Version(\"1.2.3\") < new Version(\"1.10\")", "System.Boolean: True");
    row("Version.Parse(\"1\")", "throws System.ArgumentException");
    row("Version.Parse(\"1.x\")", "throws System.FormatException");
    row("Version.TryParse(\"1.2.3.4.5\", out var v)", "System.Boolean: False");
    row("new Version(1,2,3).ToString(2)", "System.String: 1.2");
    row("Encoding.UTF8.GetBytes(\"é€😀\").Length", "System.Int32: 9");
    row("Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(\"aé€😀\"))", "System.String: a????");
    row("Encoding.Unicode.GetBytes(\"ab\").Length", "System.Int32: 4");
    row("BitConverter.ToString(Encoding.BigEndianUnicode.GetBytes(\"aé\"))", "System.String: 00-61-00-E9");
    row("Encoding.UTF8.GetString(new byte[]{0x41,0x42,0x43},1,1)", "System.String: B");
    row("Encoding.GetEncoding(\"iso-8859-1\").GetString(new byte[]{0xe9})", "System.String: é");
    row("Encoding.GetEncoding(\"ISO-8859-1\").GetBytes(\"é\").Length", "System.Int32: 1");
    row("Encoding.GetEncoding(\"nope\")", "throws System.ArgumentException");
    row("Encoding.GetEncoding(28591).WebName", "System.String: iso-8859-1");
    row("Encoding.UTF8.WebName + Encoding.ASCII.WebName + Encoding.Unicode.WebName", "System.String: utf-8us-asciiutf-16");
    row("Encoding.UTF8.GetByteCount(\"é\")", "System.Int32: 2");
    row("Encoding.UTF8.EncodingName", "System.String: Unicode (UTF-8)");
    row("BitConverter.ToString(Encoding.UTF8.GetPreamble())", "System.String: EF-BB-BF");
    row("BitConverter.ToString(Encoding.UTF32.GetBytes(\"😀\"))", "System.String: 00-F6-01-00");
    row("Encoding.UTF8.GetBytes((string)null)", "throws System.ArgumentNullException");
    row("new UTF8Encoding(false).GetPreamble().Length", "System.Int32: 0");
    row("Encoding.UTF8.CodePage", "System.Int32: 65001");
    row("IPAddress.Parse(\"10.0.0.1\")", "System.Net.IPAddress: 10.0.0.1");
    row("IPAddress.Parse(\"10.1\")", "System.Net.IPAddress: 10.0.0.1");
    row("IPAddress.Parse(\"0x0a.0.0.1\")", "System.Net.IPAddress: 10.0.0.1");
    row("IPAddress.Parse(\"256.1.1.1\")", "throws System.FormatException");
    row("IPAddress.Parse(\"::1\").AddressFamily", "System.Net.Sockets.AddressFamily: InterNetworkV6");
    row("IPAddress.Parse(\"2001:DB8::1\")", "System.Net.IPAddress: 2001:db8::1");
    row("IPAddress.Parse(\"::ffff:1.2.3.4\")", "System.Net.IPAddress: ::ffff:1.2.3.4");
    row("IPAddress.Parse(\"::ffff:1.2.3.4\").MapToIPv4()", "System.Net.IPAddress: 1.2.3.4");
    row("IPAddress.Parse(\"[::1]:80\")", "System.Net.IPAddress: ::1");
    row("IPAddress.Parse(\"fe80::1%3\")", "System.Net.IPAddress: fe80::1%3");
    row("IPAddress.Parse(\"abc\")", "throws System.FormatException");
    row("IPAddress.TryParse(\"1.2.3.4\", out var ip) ? ip.ToString() : \"no\"", "System.String: 1.2.3.4");
    row("IPAddress.IsLoopback(IPAddress.Parse(\"127.0.0.2\"))", "System.Boolean: True");
    row("BitConverter.ToString(IPAddress.Parse(\"1.2.3.4\").GetAddressBytes())", "System.String: 01-02-03-04");
    row("IPAddress.Parse(\"1.2.3.4\").Equals(IPAddress.Parse(\"1.2.3.4\"))", "System.Boolean: True");
    row("CultureInfo.InvariantCulture.TextInfo.ToTitleCase(\"hello WORLD foo-bar o'neil\")", "System.String: Hello WORLD Foo-Bar O'neil");
    row("CultureInfo.InvariantCulture.Name", "System.String: ");
    row("string.Join(\"\", Enumerable.Range(1,3))", "System.String: 123");
    row("string.Format(\"{0:N}\", Guid.Empty)", "System.String: 00000000000000000000000000000000");
    row("default(Guid)", "System.Guid: 00000000-0000-0000-0000-000000000000");
    row("Guid.Parse(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\").Equals(Guid.Empty)", "System.Boolean: False");
    row("Guid.Parse(\"6f9619ff8b86d011b42d00c04fc964ff\") == Guid.Parse(\"6F9619FF-8B86-D011-B42D-00C04FC964FF\")", "System.Boolean: True");
    row("Guid.Parse(\"6f9619ff-8b86-d011-b42d-00c04fc964f\")", "throws System.FormatException");
    row("Guid.Parse(\"(6f9619ff-8b86-d011-b42d-00c04fc964ff)\")", "System.Guid: 6f9619ff-8b86-d011-b42d-00c04fc964ff");
    row("Guid.Parse(\" 6f9619ff-8b86-d011-b42d-00c04fc964ff \")", "System.Guid: 6f9619ff-8b86-d011-b42d-00c04fc964ff");
    row("Guid.Parse(null)", "throws System.ArgumentNullException");
    row("new Guid(new byte[15])", "throws System.ArgumentException");
    row("new Guid(\"zz\")", "throws System.FormatException");
    row("Guid.TryParse(null, out var g)", "System.Boolean: False");
    row("Guid.TryParseExact(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\", \"N\", out var g)", "System.Boolean: False");
    row("Guid.ParseExact(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\", \"D\")", "System.Guid: 6f9619ff-8b86-d011-b42d-00c04fc964ff");
    row("Guid.ParseExact(\"6f9619ff-8b86-d011-b42d-00c04fc964ff\", \"Z\")", "throws System.FormatException");
    row("new Guid(1,2,3,new byte[]{1,2,3,4,5,6,7,8})", "System.Guid: 00000001-0002-0003-0102-030405060708");
    row("Guid.NewGuid() != Guid.NewGuid()", "System.Boolean: True");
    row("Guid.NewGuid().ToString(\"D\")[14]", "System.Char: 4");
    row("new Random(10).Next(1, 7)", "System.Int32: 6");
    row("new Random(10).NextDouble().ToString(\"F6\")", "System.String: 0.950496");
    row("new Random(2147483647).Next()", "System.Int32: 1559595546");
    row("new Random(-1).Next(10)", "System.Int32: 2");
    row("new Random(5).Next(0)", "System.Int32: 0");
    row("new Random(5).Next(-1)", "throws System.ArgumentOutOfRangeException");
    row("new Random(5).Next(3,3)", "System.Int32: 3");
    row("Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(\"héllo\"))", "System.String: héllo");
    row("Encoding.UTF8.GetBytes(\"\\ud800\").Length", "System.Int32: 3");
    row("Encoding.UTF8.GetString(new byte[]{0xf0,0x9f,0x98,0x80}).Length", "System.Int32: 2");
    row("Encoding.UTF8.GetString(null)", "throws System.ArgumentNullException");
    row("Encoding.ASCII.GetString(new byte[]{0x80,0x41})", "System.String: ?A");
    row("BitConverter.ToString(Encoding.Unicode.GetBytes(\"é\"))", "System.String: E9-00");
    row("Encoding.GetEncoding(1252).GetString(new byte[]{0x80})", "System.String: €");
    row("BitConverter.ToString(Encoding.GetEncoding(\"windows-1252\").GetBytes(\"€é\"))", "System.String: 80-E9");
    row("Encoding.GetEncoding(\"utf-8\").WebName", "System.String: utf-8");
    row("Encoding.GetEncoding(\"UTF-16\").WebName", "System.String: utf-16");
    row("Encoding.GetEncoding(\"us-ascii\").CodePage", "System.Int32: 20127");
    row("BitConverter.ToString(Encoding.Convert(Encoding.UTF8, Encoding.Unicode, new byte[]{0x41}))", "System.String: 41-00");
    row("Encoding.UTF8.GetCharCount(new byte[]{0xc3,0xa9})", "System.Int32: 1");
    row("Encoding.UTF8.GetChars(new byte[]{0x41}).Length", "System.Int32: 1");
    row("Encoding.UTF8.GetMaxByteCount(1)", "System.Int32: 6");
    row("Encoding.UTF8.Equals(Encoding.UTF8)", "System.Boolean: True");
    row("Encoding.UTF8.ToString()", "System.String: System.Text.UTF8Encoding");
    row("new UTF8Encoding(true, true).GetString(new byte[]{0xff})", "throws System.Text.DecoderFallbackException");
    row("IPAddress.Parse(\"010.0.0.1\")", "System.Net.IPAddress: 8.0.0.1");
    row("IPAddress.Parse(\"1.2.3\")", "System.Net.IPAddress: 1.2.0.3");
    row("IPAddress.Parse(\"\")", "throws System.FormatException");
    row("IPAddress.Parse(\" 1.2.3.4\")", "throws System.FormatException");
    row("IPAddress.Parse(\"1.2.3.4.5\")", "throws System.FormatException");
    row("IPAddress.Parse(\"2001:db8:0:0:1:0:0:1\")", "System.Net.IPAddress: 2001:db8::1:0:0:1");
    row("IPAddress.Parse(\"::\")", "System.Net.IPAddress: ::");
    row("IPAddress.Parse(\"::1.2.3.4\")", "System.Net.IPAddress: ::1.2.3.4");
    row("IPAddress.Parse(\"1::2::3\")", "throws System.FormatException");
    row("IPAddress.Parse(\"1.2.3.4\").AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork", "System.Boolean: True");
    row("new IPAddress(new byte[]{1,2,3,4})", "System.Net.IPAddress: 1.2.3.4");
    row("new IPAddress(0x0100007f)", "System.Net.IPAddress: 127.0.0.1");
    row("IPAddress.Any + \"|\" + IPAddress.IPv6Loopback + \"|\" + IPAddress.Broadcast", "System.String: 0.0.0.0|::1|255.255.255.255");
    row("IPAddress.HostToNetworkOrder(1)", "System.Int32: 16777216");
    row("IPAddress.Parse(\"fe80::1\").IsIPv6LinkLocal", "System.Boolean: True");
    row("new Version(\"1.2.3\").CompareTo(new Version(\"1.2.3.0\"))", "System.Int32: -1");
    row("new Version(\"1.2.3.4\").ToString(5)", "throws System.ArgumentException");
    row("new Version(\"1.2\") == new Version(\"1.2\")", "System.Boolean: True");
    row("new Version(null)", "throws System.ArgumentNullException");
    row("new Version(\"\")", "throws System.ArgumentException");
    row("new Version(\"1.2.\")", "throws System.FormatException");
    row("new Version(\"-1.2\")", "throws System.ArgumentOutOfRangeException");
    row("new Version(\"1.99999999999\")", "throws System.OverflowException");
    row("{ var r = new Random(7); return r.Next() + r.Next(10) + r.Next(5,10) + (int)(r.NextDouble()*100); }", "System.Int32: 822959712");
}

void TestIdentifiers::agreesWithDotNet()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(test::evaluate(text.toStdString())), expected);
}

QTEST_GUILESS_MAIN(TestIdentifiers)
#include "tst_identifiers.moc"
