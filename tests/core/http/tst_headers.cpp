// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/headers.h"
#include "core/http/message.h"

#include <QTest>

using namespace gatehouse::http;

class TestHeaders : public QObject
{
    Q_OBJECT

private slots:
    void keepsOrderAndFindsWithoutCase();
    void setReplacesAllAtThePlaceOfTheFirst();
    void setTakesViewsOfItself();
    void addTakesViewsOfItself();
    void removesAndJoins();
    void comparesNamesWithoutCaseAndValuesWithIt();
    void reusesItsMemory();
    void tellsTokens_data();
    void tellsTokens();
    void tellsFieldValues_data();
    void tellsFieldValues();
    void findsElementsOfLists();
    void removesWhatBelongsToTheConnection();
    void knowsPhrasesAndIdempotentMethods();
};

namespace {

std::string textOf(const Headers &headers)
{
    std::string text;
    for (const auto field : headers)
        text.append(field.name).append(":").append(field.value).append(";");
    return text;
}

Headers headersOf(std::initializer_list<Headers::Field> fields)
{
    Headers headers;
    for (const auto &field : fields)
        headers.add(field.name, field.value);
    return headers;
}

} // namespace

void TestHeaders::keepsOrderAndFindsWithoutCase()
{
    const auto headers = headersOf({{"B", "1"}, {"a", "2"}, {"b", "3"}, {"Empty", ""}});
    QCOMPARE(textOf(headers), std::string{"B:1;a:2;b:3;Empty:;"});
    QCOMPARE(headers.get("A").value(), std::string_view{"2"});
    QCOMPARE(headers.get("b").value(), std::string_view{"1"});
    QVERIFY(headers.has("EMPTY") && headers.get("empty")->empty());
    QVERIFY(!headers.get("c") && !headers.has("") && !headers.has("Bb"));
    QVERIFY((headers.all("b") == std::vector<std::string_view>{"1", "3"}));
    // Characters that differ in the same bit as letters do are not letters.
    QVERIFY(!headersOf({{"@x", ""}}).has("`x") && !headersOf({{"x^", ""}}).has("x~"));
}

void TestHeaders::setReplacesAllAtThePlaceOfTheFirst()
{
    auto headers = headersOf({{"a", "1"}, {"X", "long value"}, {"b", "2"}, {"x", "3"}});
    headers.set("x", "short");
    QCOMPARE(textOf(headers), std::string{"a:1;X:short;b:2;"});
    headers.set("x", "a value that is longer than before");
    QCOMPARE(textOf(headers), std::string{"a:1;X:a value that is longer than before;b:2;"});
    headers.set("new", "n");
    QCOMPARE(textOf(headers), std::string{"a:1;X:a value that is longer than before;b:2;new:n;"});
}

void TestHeaders::setTakesViewsOfItself()
{
    auto headers = headersOf(
        {{"a", "12345678"}, {"b", std::string_view{"a longer value, that makes the string grow"}}, {"B", "z"}});
    headers.set("a", *headers.get("b"));
    QCOMPARE(headers.get("a").value(), std::string_view{"a longer value, that makes the string grow"});
    headers.set("a", headers.get("a")->substr(2, 6));
    QCOMPARE(headers.get("a").value(), std::string_view{"longer"});
    headers.set(headers.at(2).name, headers.at(2).value);
    QCOMPARE(textOf(headers), std::string{"a:longer;b:z;"});
}

void TestHeaders::addTakesViewsOfItself()
{
    Headers headers;
    headers.add("name", "value");
    for (int i = 0; i < 200; ++i)
        headers.add(headers.at(headers.size() - 1).name, headers.at(0).value);
    for (const auto field : headers) {
        QCOMPARE(field.name, std::string_view{"name"});
        QCOMPARE(field.value, std::string_view{"value"});
    }
    QCOMPARE(headers.size(), std::size_t{201});
}

void TestHeaders::removesAndJoins()
{
    auto headers = headersOf({{"a", "1"}, {"b", "2"}, {"A", "3"}});
    QCOMPARE(headers.joined("a"), std::string{"1, 3"});
    QCOMPARE(headers.joined("c"), std::string{});
    QCOMPARE(headers.remove("a"), std::size_t{2});
    QCOMPARE(headers.remove("a"), std::size_t{0});
    QCOMPARE(headers.removeIf([](const Headers::Field &field) { return field.value == "2"; }), std::size_t{1});
    QVERIFY(headers.empty());
}

void TestHeaders::comparesNamesWithoutCaseAndValuesWithIt()
{
    const auto headers = headersOf({{"a", "x"}, {"b", "y"}});
    QVERIFY(headers == headersOf({{"A", "x"}, {"B", "y"}}));
    QVERIFY(!(headers == headersOf({{"a", "X"}, {"b", "y"}})));
    QVERIFY(!(headers == headersOf({{"b", "y"}, {"a", "x"}})));
    QVERIFY(!(headers == headersOf({{"a", "x"}})));
}

void TestHeaders::reusesItsMemory()
{
    Headers headers;
    headers.add("some-name", "some value that is longer than a small string");
    const char *before = headers.at(0).name.data();
    headers.clear();
    QVERIFY(headers.empty());
    headers.add("other", "value");
    QVERIFY(headers.at(0).name.data() == before);
}

void TestHeaders::tellsTokens_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("is");
    QTest::newRow("all kinds") << QByteArray("aZ09!#$%&'*+-.^_`|~") << true;
    QTest::newRow("empty") << QByteArray() << false;
    for (const char c : QByteArray("\0\t\r\n \"(),/:;<=>?@[\\]{}\x7f\x80\xff", 26))
        QTest::addRow("byte %d", static_cast<unsigned char>(c)) << QByteArray("a") + c << false;
}

void TestHeaders::tellsTokens()
{
    QFETCH(QByteArray, text);
    QTEST(isToken(text.toStdString()), "is");
}

void TestHeaders::tellsFieldValues_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("is");
    QTest::newRow("empty") << QByteArray() << true;
    QTest::newRow("tab, space, obs-text") << QByteArray("\t a b \x80\xff~") << true;
    // In the vector part and in the rest behind it.
    for (const int position : {0, 5, 15, 16, 20, 33}) {
        for (int c = 0; c < 256; ++c) {
            QByteArray text(34, 'v');
            text[position] = static_cast<char>(c);
            QTest::addRow("%d at %d", c, position) << text << ((c >= 0x20 && c != 0x7f) || c == '\t');
        }
    }
}

void TestHeaders::tellsFieldValues()
{
    QFETCH(QByteArray, text);
    QTEST(isFieldValue({text.data(), static_cast<std::size_t>(text.size())}), "is");
}

void TestHeaders::findsElementsOfLists()
{
    const auto headers =
        headersOf({{"Connection", " keep-alive ,,\tUpgrade"}, {"connection", "x"}, {"Other", "close"}});
    QVERIFY(listHas(headers, "connection", "upgrade"));
    QVERIFY(listHas(headers, "Connection", "KEEP-ALIVE"));
    QVERIFY(listHas(headers, "Connection", "x"));
    QVERIFY(!listHas(headers, "Connection", "close"));
    QVERIFY(!listHas(headers, "Connection", "keep"));
    QVERIFY(!listHas(headers, "Connection", ""));
}

void TestHeaders::removesWhatBelongsToTheConnection()
{
    auto headers = headersOf({{"X-One", "1"},
                              {"Connection", "keep-alive, X-One"},
                              {"Host", "a"},
                              {"x-two", "2"},
                              {"TE", "trailers"},
                              {"connection", "X-Two,host , Content-Length, close"},
                              {"Content-Length", "1"},
                              {"Keep-Alive", "timeout=5"},
                              {"X-One", "3"},
                              {"Proxy-Connection", "x"},
                              {"Trailer", "T"},
                              {"Transfer-Encoding", "chunked"},
                              {"Upgrade", "h2c"},
                              {"Proxy-Authenticate", "Basic"},
                              {"Proxy-Authorization", "Basic x"},
                              {"X-Three", "4"}});
    removeHopByHop(headers);
    QCOMPARE(textOf(headers), std::string{"Host:a;Content-Length:1;X-Three:4;"});
}

void TestHeaders::knowsPhrasesAndIdempotentMethods()
{
    QCOMPARE(reasonPhrase(404), std::string_view{"Not Found"});
    QCOMPARE(reasonPhrase(100), std::string_view{"Continue"});
    QCOMPARE(reasonPhrase(511), std::string_view{"Network Authentication Required"});
    QCOMPARE(reasonPhrase(299), std::string_view{});
    QVERIFY(isIdempotent("GET") && isIdempotent("DELETE") && isIdempotent("OPTIONS"));
    QVERIFY(!isIdempotent("POST") && !isIdempotent("PATCH") && !isIdempotent("get"));
}

QTEST_GUILESS_MAIN(TestHeaders)
#include "tst_headers.moc"
