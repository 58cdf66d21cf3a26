// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse::http;

class TestUrl : public QObject
{
    Q_OBJECT

private slots:
    void readsParts_data();
    void readsParts();
    void refuses_data();
    void refuses();
    void showsNoSecretInAnError();
    void readsTargets();
    void writesAuthorities();
    void normalizesPaths_data();
    void normalizesPaths();
    void readsQueries();
    void findsTheFirstValueOfAQuery();
    void writesQueriesThatReadBack();
    void decodesAndEncodes();
};

void TestUrl::readsParts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("canonical");
    const auto row = [](const char *text, const char *host, int port, const char *target, const char *canonical) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(host) << port << QByteArray(target)
                            << QByteArray(canonical);
    };
    row("http://a.example", "a.example", 80, "/", "http://a.example");
    row("HTTPS://A.example/x/y?b=c&d", "A.example", 443, "/x/y?b=c&d", "https://A.example/x/y?b=c&d");
    row("http://a:80/", "a", 80, "/", "http://a/");
    row("https://a:443", "a", 443, "/", "https://a");
    row("http://a:443", "a", 443, "/", "http://a:443");
    row("http://a:65535?x", "a", 65535, "/?x", "http://a:65535?x");
    row("http://a/?", "a", 80, "/?", "http://a/?");
    row("http://[::1]:8080/p", "::1", 8080, "/p", "http://[::1]:8080/p");
    row("https://[2001:db8::1.2.3.4]", "2001:db8::1.2.3.4", 443, "/", "https://[2001:db8::1.2.3.4]");
    row("http://127.0.0.1:1/%2Fa//b", "127.0.0.1", 1, "/%2Fa//b", "http://127.0.0.1:1/%2Fa//b");
    row("http://my_service-1.~x/:@?://?", "my_service-1.~x", 80, "/:@?://?", "http://my_service-1.~x/:@?://?");
}

void TestUrl::readsParts()
{
    QFETCH(QByteArray, text);
    const auto url = Url::parse(text.toStdString());
    VERIFY_RESULT(url);
    QTEST(QByteArray::fromStdString(url->host), "host");
    QTEST(static_cast<int>(url->effectivePort()), "port");
    QTEST(QByteArray::fromStdString(url->target()), "target");
    QTEST(QByteArray::fromStdString(url->text()), "canonical");
    const auto again = Url::parse(url->text());
    VERIFY_RESULT(again);
    QVERIFY(*again == *url);
}

void TestUrl::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char *text, const char *reason) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(reason);
    };
    row("", "scheme");
    row("/a", "scheme");
    row("//a/b", "scheme");
    row("ftp://a/", "scheme");
    row("file:///etc/passwd", "scheme");
    row(" http://a/", "scheme");
    row("http:/a", "scheme");
    row("http://", "authority");
    row("http:///x", "authority");
    row("http://:80/", "authority");
    row("http://a:", "authority");
    row("http://a:0/", "authority");
    row("http://a:65536/", "authority");
    row("http://a:123456/", "authority");
    row("http://a:8x/", "authority");
    row("http://a:yt", "authority");
    row("http://a:-1/", "authority");
    row("http://a:1:2/", "authority");
    row("http://[::1/", "authority");
    row("http://[::1]x/", "authority");
    row("http://[]/", "authority");
    row("http://[fe80::1%25eth0]/", "authority");
    row("http://[1:2]/", "authority");
    row("http://::1/", "authority");
    row("http://a%2eb/", "authority");
    row("http://a,b/", "authority");
    row("http://user@a/", "userInfo");
    row("http://u:p@a/", "userInfo");
    row("http://a/#x", "fragment");
    row("http://a/ b", "character");
    row("http://a/\r\nX: y", "character");
    row("http://a\\@b/", "character");
    row("http://a/\xc3\xa9", "character");
    QTest::newRow("long") << "http://a/" + QByteArray(20'000, 'x') << QByteArray("tooLong");
}

void TestUrl::refuses()
{
    QFETCH(QByteArray, text);
    const auto url = Url::parse(text.toStdString());
    QVERIFY(!url);
    QCOMPARE(url.error().kind, gatehouse::ErrorKind::Invalid);
    QCOMPARE(url.error().code, std::string{"url.invalid"});
    QTEST(QByteArray::fromStdString(std::string{url.error().arg("reason")}), "reason");
}

void TestUrl::showsNoSecretInAnError()
{
    QCOMPARE(Url::parse("http://a:x/p?code=hush").error().arg("url"), std::string_view{"http://a:x/p"});
    QCOMPARE(Url::parse("http://u:hush@a/p").error().arg("url"), std::string_view{"http"});
    QCOMPARE(Url::parseTarget("p?code=hush").error().arg("url"), std::string_view{"p"});
}

void TestUrl::readsTargets()
{
    const auto url = Url::parseTarget("/a//b%2F?c=d?e");
    VERIFY_RESULT(url);
    QVERIFY(url->scheme.empty() && url->host.empty());
    QCOMPARE(url->path, std::string{"/a//b%2F"});
    QCOMPARE(url->query, std::string{"c=d?e"});
    QCOMPARE(url->text(), std::string{"/a//b%2F?c=d?e"});
    QVERIFY(Url::parseTarget("/?")->hasQuery && !Url::parseTarget("/")->hasQuery);
    for (const std::string_view bad : {"", "a", "*", "http://a/", "/a b", "/a#b", "/\xff", "/\n"}) {
        const auto result = Url::parseTarget(bad);
        QVERIFY2(!result && result.error().code == "url.invalidTarget", std::string{bad}.c_str());
    }
}

void TestUrl::writesAuthorities()
{
    Url url{.scheme = "https", .host = "::1", .port = 0, .path = "", .query = "", .hasQuery = false};
    QCOMPARE(url.authority(), std::string{"[::1]"});
    url.port = 8443;
    QCOMPARE(url.authority(), std::string{"[::1]:8443"});
    url.host = "a";
    url.port = 443;
    QCOMPARE(url.authority(), std::string{"a"});
    QCOMPARE(url.target(), std::string{"/"});
}

void TestUrl::normalizesPaths_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("normal");
    const auto row = [](const char *path, const char *normal) {
        QTest::newRow(path) << QByteArray(path) << QByteArray(normal);
    };
    row("", "");
    row("/", "/");
    row("/a/b", "/a/b");
    row("/a/./b", "/a/b");
    row("/a/../b", "/b");
    row("/a/b/..", "/a/");
    row("/a/b/.", "/a/b/");
    row("/..", "/");
    row("/../../a", "/a");
    row("/a/../../b", "/b");
    row("/.a/..b/c./...", "/.a/..b/c./...");
    row("//", "//");
    row("/a//b", "/a//b");
    row("/a//../b", "/a/b");
    row("/a/", "/a/");
    row("/%61dmin", "/admin");
    row("/%2e%2E/a", "/a");
    row("/a/%2e./b", "/b");
    row("/%7euser/%2D%5f", "/~user/-_");
    row("/a%2Fb%2f..%2fc", "/a%2Fb%2f..%2fc");
    row("/a%20b%00%c3%a9", "/a%20b%00%c3%a9");
    row("/%252e%252e/a", "/%252e%252e/a");
    row("/100%", "/100%25");
    row("/%zz/%4", "/%25zz/%254");
    row("/%%341", "/%2541"); // never a new escape
    row("/a;x=../b", "/a;x=../b");
}

void TestUrl::normalizesPaths()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, normal);
    QCOMPARE(QByteArray::fromStdString(normalizePath(path.toStdString())), normal);
    QCOMPARE(isNormalizedPath(path.toStdString()), path == normal);
    QCOMPARE(QByteArray::fromStdString(normalizePath(normal.toStdString())), normal);
}

void TestUrl::readsQueries()
{
    const std::vector<QueryPair> expected{{"a", "b c"},      {"d", ""}, {"e", ""},  {"a", "f=g"},
                                          {"\xc3\xa9", "+"}, {"", "x"}, {"%", "%z"}};
    QVERIFY(parseQuery("a=b+c&d&e=&&a=f=g&%C3%a9=%2B&=x&%25=%z&") == expected);
    QVERIFY(parseQuery("").empty());
}

void TestUrl::findsTheFirstValueOfAQuery()
{
    QCOMPARE(queryValue("a=1&b=2&a=3", "a").value(), std::string{"1"});
    QCOMPARE(queryValue("x%61=1+%2B", "xa").value(), std::string{"1 +"});
    QCOMPARE(queryValue("a&b", "b").value(), std::string{});
    QVERIFY(!queryValue("a=1", "A") && !queryValue("", "a") && !queryValue("ab=1", "a"));
}

void TestUrl::writesQueriesThatReadBack()
{
    const std::vector<QueryPair> pairs{{"a b", "c&d=e"}, {"\xc3\xa9", "+%"}, {"x", ""}};
    QCOMPARE(formatQuery(pairs), std::string{"a%20b=c%26d%3De&%C3%A9=%2B%25&x="});
    QVERIFY(parseQuery(formatQuery(pairs)) == pairs);
}

void TestUrl::decodesAndEncodes()
{
    QCOMPARE(percentDecode("a%20b%2f%zz%4"), std::string{"a b/%zz%4"});
    QCOMPARE(percentDecode("%00a+").size(), std::size_t{3});
    QCOMPARE(percentEncode("aZ09-._~"), std::string{"aZ09-._~"});
    QCOMPARE(percentEncode("/ \xff\n%"), std::string{"%2F%20%FF%0A%25"});
    for (int c = 0; c < 256; ++c) {
        const std::string text(1, static_cast<char>(c));
        QCOMPARE(percentDecode(percentEncode(text)), text);
    }
}

QTEST_GUILESS_MAIN(TestUrl)
#include "tst_url.moc"
