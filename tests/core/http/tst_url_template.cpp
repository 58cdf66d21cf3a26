// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url_template.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse::http;

class TestUrlTemplate : public QObject
{
    Q_OBJECT

private slots:
    void matches_data();
    void matches();
    void doesNotMatch_data();
    void doesNotMatch();
    void leavesValuesAloneWhenItDoesNotMatch();
    void listsItsParameters();
    void refuses_data();
    void refuses();
    void holdsItsLimits();
    void expands_data();
    void expands();
    void ordersBySpecificity();
};

namespace {

QByteArray textOf(const UrlTemplate::Values &values)
{
    QByteArray text;
    for (const auto &[name, value] : values)
        text += QByteArray::fromStdString(name) + "=" + QByteArray::fromStdString(value) + ";";
    return text;
}

} // namespace

void TestUrlTemplate::matches_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("values");
    const auto row = [](const char *text, const char *path, const char *query, const char *values) {
        QTest::addRow("%s on %s?%s", text, path, query)
            << QByteArray(text) << QByteArray(path) << QByteArray(query) << QByteArray(values);
    };
    row("/", "/", "", "");
    row("/", "", "x=y", "");
    row("", "/", "", "");
    row("/orders", "/orders", "", "");
    row("/Orders/List", "/oRDERS/lIST", "", "");
    row("/orders/{id}", "/orders/42", "", "id=42;");
    row("/orders/{id}", "/orders/a%20b%2Fc", "", "id=a b/c;");
    row("/orders/{id}/items/{item}", "/orders/1/items/2", "", "id=1;item=2;");
    row("/a b/{x}", "/a%20b/1", "", "x=1;");
    row("/a%20b/{x}", "/A%20B/1", "", "x=1;");
    row("/users({id})", "/users(7)", "", "id=7;");
    row("/users({id})", "/users%287%29", "", "id=7;");
    row("/{name}.json", "/a.json.JSON", "", "name=a.json;");
    row("/v{major}.{minor}", "/v1.2.3", "", "major=1;minor=2.3;");
    row("/{a}-{b}-{c}", "/1-2-3-4", "", "a=1;b=2;c=3-4;");
    row("/{a}-{b}", "/---", "", "a=-;b=-;");
    row("/files/{*rest}", "/files/a/b%2Fc//d", "", "rest=a/b/c//d;");
    row("/files/{*rest}", "/files/", "", "rest=;");
    row("/files/{*rest}", "/files", "", "rest=;");
    row("/files/*", "/files/a/b", "", "");
    row("/*", "/", "", "");
    row("/*", "/a/b/c", "", "");
    row("/{*all}", "", "", "all=;");
    row("/s?kind={kind}", "/s", "a=b&kind=x%26+y", "kind=x& y;");
    row("/s?kind={kind}", "/s", "kind=", "kind=;");
    row("/s?kind={kind}&id={id}", "/s", "id=1&kind=2", "id=1;kind=2;");
    row("/?soapAction=http://tempuri.org/IService/Get", "/", "soapAction=http%3A%2F%2Ftempuri.org%2FIService%2Fget",
        "");
    row("/s?flag", "/s", "flag", "");
    row("/a/", "/a/", "", "");
    row("/a//b", "/a//b", "", "");
}

void TestUrlTemplate::matches()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, query);
    const auto parsed = UrlTemplate::parse(text.toStdString());
    VERIFY_RESULT(parsed);
    QCOMPARE(QByteArray::fromStdString(parsed->text()), text);
    QVERIFY(parsed->match(path.toStdString(), query.toStdString()));
    UrlTemplate::Values values{{"stale", "value"}};
    QVERIFY(parsed->match(path.toStdString(), query.toStdString(), &values));
    QTEST(textOf(values), "values");
}

void TestUrlTemplate::doesNotMatch_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    const auto row = [](const char *text, const char *path, const char *query = "") {
        QTest::addRow("%s on %s?%s", text, path, query) << QByteArray(text) << QByteArray(path) << QByteArray(query);
    };
    row("/", "/a");
    row("/", "//");
    row("/orders", "/order");
    row("/orders", "/orders/");
    row("/orders/", "/orders");
    row("/orders/{id}", "/orders/");
    row("/orders/{id}", "/orders");
    row("/orders/{id}", "/orders/1/2");
    row("/orders/{id}", "/orders/1/");
    row("/orders/{id}/items", "/orders/1/item");
    row("/users({id})", "/users()");
    row("/users({id})", "/users(7");
    row("/{name}.json", "/.json");
    row("/{name}.json", "/a.jso");
    row("/{a}-{b}", "/--");
    row("/ab{x}", "/a");
    row("/files/{*rest}", "/file/a");
    row("/s?kind={kind}", "/s");
    row("/s?kind={kind}", "/s", "Kind=1");
    row("/s?kind=a", "/s", "kind=b");
    row("/s?flag", "/s", "flag=1");
}

void TestUrlTemplate::doesNotMatch()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, query);
    const auto parsed = UrlTemplate::parse(text.toStdString());
    VERIFY_RESULT(parsed);
    QVERIFY(!parsed->match(path.toStdString(), query.toStdString()));
}

void TestUrlTemplate::leavesValuesAloneWhenItDoesNotMatch()
{
    UrlTemplate::Values values{{"kept", "1"}};
    QVERIFY(!UrlTemplate::parse("/{a}/b")->match("/1/c", "", &values));
    QVERIFY(!UrlTemplate::parse("/{a}?q={q}")->match("/1", "", &values));
    QCOMPARE(textOf(values), QByteArray("kept=1;"));
}

void TestUrlTemplate::listsItsParameters()
{
    const auto parsed = UrlTemplate::parse("/a/{id}/x-{part}/{*rest}?k={key}&fixed=1");
    VERIFY_RESULT(parsed);
    QByteArray text;
    for (const auto &parameter : parsed->parameters())
        text += QByteArray::fromStdString(parameter.name) + (parameter.wildcard ? "*" : "")
            + (parameter.inQuery ? "?" : "") + ";";
    QCOMPARE(text, QByteArray("id;part;rest*;key?;"));
}

void TestUrlTemplate::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("column");
    const auto row = [](const char *text, const char *reason, int column) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(reason) << QByteArray::number(column);
    };
    row("orders", "noLeadingSlash", 1);
    row("/a/{id", "unclosedBrace", 4);
    row("/a/{id/b}", "unclosedBrace", 4);
    row("/a/{i{d}}", "unclosedBrace", 4);
    row("/a/id}", "unopenedBrace", 6);
    row("/a/{}", "emptyName", 4);
    row("/a/{*}", "emptyName", 4);
    row("/a/{b*}", "invalidName", 4);
    row("/{a}{b}", "adjacentParameters", 5);
    row("/{a}/{a}", "repeatedName", 6);
    row("/{a}?b={a}", "repeatedName", 8);
    row("/{*a}/b", "wildcardNotLast", 2);
    row("/*/b", "wildcardNotLast", 2);
    row("/x{*a}", "wildcardNotLast", 3);
    row("/{*a}x", "wildcardNotLast", 2);
    row("/a#b", "invalidCharacter", 3);
    row("/a\nb", "invalidCharacter", 3);
    row("/a?={b}", "emptyName", 4);
    row("/a?b={*c}", "wildcardInQuery", 6);
    row("/a?b={c}d", "textAfterParameter", 9);
    row("/a?b=c{d}", "unopenedBrace", 7);
    row("/a?b={c", "unclosedBrace", 6);
    row("/a?{b}", "unopenedBrace", 4);
}

void TestUrlTemplate::refuses()
{
    QFETCH(QByteArray, text);
    const auto parsed = UrlTemplate::parse(text.toStdString());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, std::string{"urlTemplate.invalid"});
    QCOMPARE(parsed.error().kind, gatehouse::ErrorKind::Invalid);
    QTEST(QByteArray::fromStdString(std::string{parsed.error().arg("reason")}), "reason");
    QTEST(QByteArray::fromStdString(std::string{parsed.error().arg("column")}), "column");
}

void TestUrlTemplate::holdsItsLimits()
{
    QVERIFY(UrlTemplate::parse("/" + std::string(2047, 'a')).has_value());
    QCOMPARE(UrlTemplate::parse("/" + std::string(2048, 'a')).error().arg("reason"), std::string_view{"tooLong"});
    std::string many;
    for (int i = 0; i < 64; ++i)
        many += "/{p" + std::to_string(i) + "}";
    QVERIFY(UrlTemplate::parse(many).has_value());
    QCOMPARE(UrlTemplate::parse(many + "/{p64}").error().arg("reason"), std::string_view{"tooManyParameters"});
}

void TestUrlTemplate::expands_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expanded");
    const auto row = [](const char *text, const char *expanded) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(expanded);
    };
    row("", "/");
    row("/orders/{id}", "/orders/4%2F2");
    row("/users({id})/a b", "/users(4%2F2)/a%20b");
    row("/{*path}", "/a/b%20c//d");
    row("/x/*", "/x/");
    row("/{unknown}/y", "//y");
    row("/s?k={id}&f=1&u={unknown}", "/s?k=4%2F2&f=1&u=");
}

void TestUrlTemplate::expands()
{
    QFETCH(QByteArray, text);
    const auto parsed = UrlTemplate::parse(text.toStdString());
    VERIFY_RESULT(parsed);
    QTEST(QByteArray::fromStdString(parsed->expand({{"id", "4/2"}, {"path", "a/b c//d"}, {"other", "x"}})), "expanded");
}

void TestUrlTemplate::ordersBySpecificity()
{
    // From the one that is meant first to the one that is meant last.
    const char *const ordered[] = {"/a/b/c",      "/a/b?x=1&y={y}", "/a/b?x=1", "/a/b?x={x}", "/a/b",
                                   "/a/long-{b}", "/a/x{b}",        "/a/{b}/c", "/a/{b}",     "/a",
                                   "/a/{*rest}",  "/{a}/b",         "/{a}/{b}", "/{a}",       "/*"};
    std::vector<UrlTemplate> templates;
    for (const char *text : ordered)
        templates.push_back(UrlTemplate::parse(text).value());
    for (std::size_t i = 0; i < templates.size(); ++i) {
        QCOMPARE(templates[i].compareSpecificity(templates[i]), 0);
        for (std::size_t j = i + 1; j < templates.size(); ++j) {
            QVERIFY2(templates[i].compareSpecificity(templates[j]) < 0,
                     (templates[i].text() + " < " + templates[j].text()).c_str());
            QVERIFY(templates[j].compareSpecificity(templates[i]) > 0);
        }
    }
    QCOMPARE(UrlTemplate::parse("/{a}/x")->compareSpecificity(*UrlTemplate::parse("/{b}/y")), 0);
}

QTEST_GUILESS_MAIN(TestUrlTemplate)
#include "tst_url_template.moc"
