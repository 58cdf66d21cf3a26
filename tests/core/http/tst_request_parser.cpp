// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/parser.h"
#include "tests/core/http/parse_trace.h"

#include <QTest>

using namespace gatehouse::http;
using gatehouse::test::RequestTrace;

class TestRequestParser : public QObject
{
    Q_OBJECT

private slots:
    void readsMessages_data();
    void readsMessages();
    void refuses_data();
    void refuses();
    void saysTheSameHoweverTheInputIsCut_data();
    void saysTheSameHoweverTheInputIsCut();
    void holdsItsLimits_data();
    void holdsItsLimits();
    void knowsWhetherTheConnectionLives_data();
    void knowsWhetherTheConnectionLives();
    void knowsExpectAndUpgrade();
    void isIdleBetweenMessagesOnly();
    void staysFailedUntilReset();
    void handsOutBodiesAsViewsIntoTheInput();
    void keepsTheBytesBehindAMessage();
};

namespace {

const QByteArray host = "Host: a\r\n";

QByteArray get(const QByteArray &fields)
{
    return "GET / HTTP/1.1\r\n" + fields + "\r\n";
}

QByteArray chunked(const QByteArray &body)
{
    return "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
}

std::string_view view(const QByteArray &bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

void TestRequestParser::readsMessages_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("expected");

    const QByteArray chunkedHead = "head POST / 1.1 | Host=a | Transfer-Encoding=chunked | chunked; ";
    QTest::newRow("get") << get(host) << QByteArray("head GET / 1.1 | Host=a | none; complete; ");
    QTest::newRow("1.0 without host") << QByteArray("GET / HTTP/1.0\r\n\r\n")
                                      << QByteArray("head GET / 1.0 | none; complete; ");
    QTest::newRow("any method") << QByteArray("M-SEARCH /x HTTP/1.1\r\nHost: a\r\n\r\n")
                                << QByteArray("head M-SEARCH /x 1.1 | Host=a | none; complete; ");
    QTest::newRow("options *") << QByteArray("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
                               << QByteArray("head OPTIONS * 1.1 | Host=a | none; complete; ");
    QTest::newRow("absolute form")
        << QByteArray("GET http://A.example:81/x?y HTTP/1.1\r\nHost: a.example:81\r\n\r\n")
        << QByteArray("head GET http://A.example:81/x?y 1.1 | Host=a.example:81 | none; complete; ");
    QTest::newRow("connect") << QByteArray("CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n")
                             << QByteArray("head CONNECT [::1]:443 1.1 | Host=[::1]:443 | none; complete; ");
    QTest::newRow("white space round values")
        << get("Host: \t a \t \r\nA:\r\nB:  \r\nC:x  y\r\n")
        << QByteArray("head GET / 1.1 | Host=a | A= | B= | C=x  y | none; complete; ");
    QTest::newRow("obs-text") << get(host + "X: \xc3\xa9\xff\r\n")
                              << QByteArray("head GET / 1.1 | Host=a | X=\xc3\xa9\xff | none; complete; ");
    QTest::newRow("one empty line before")
        << "\r\n" + get(host) << QByteArray("head GET / 1.1 | Host=a | none; complete; ");
    QTest::newRow("length") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\ncontent-length: 5\r\n\r\nhello")
                            << QByteArray(
                                   "head POST / 1.1 | Host=a | content-length=5 | length; body hello; complete; ");
    QTest::newRow("length 0") << get(host + "Content-Length: 0\r\n")
                              << QByteArray("head GET / 1.1 | Host=a | Content-Length=0 | length; complete; ");
    QTest::newRow("body still to come") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe")
                                        << QByteArray(
                                               "head POST / 1.1 | Host=a | Content-Length=5 | length; body he; ");
    QTest::newRow("chunked") << chunked("5\r\nhello\r\n00A\r\n, world. .\r\n0\r\n\r\n")
                             << chunkedHead + "body hello, world. .; complete; ";
    QTest::newRow("CHUNKED") << QByteArray("POST / HTTP/1.1\r\nHost: a\r\nTRANSFER-ENCODING: ChUnKeD\r\n\r\n0\r\n\r\n")
                             << QByteArray(
                                    "head POST / 1.1 | Host=a | TRANSFER-ENCODING=ChUnKeD | chunked; complete; ");
    QTest::newRow("chunk extensions") << chunked("1;a;b=c;d=\"e \\\" ; \\\\\"\r\nx\r\n0;last\r\n\r\n")
                                      << chunkedHead + "body x; complete; ";
    QTest::newRow("trailers") << chunked("0\r\nX-Sum: 1\r\nY:  2 \r\n\r\n")
                              << chunkedHead + "| X-Sum=1 | Y=2 complete; ";
    QTest::newRow("pipelined") << chunked("0\r\n\r\n") + get(host) + "\r\n" + get(host)
                               << chunkedHead
            + "complete; head GET / 1.1 | Host=a | none; complete; head GET / 1.1 | Host=a | none; complete; ";
}

void TestRequestParser::readsMessages()
{
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, expected);
    RequestTrace trace;
    trace.feed(view(raw));
    QCOMPARE(QByteArray::fromStdString(trace.text()), expected);
}

void TestRequestParser::refuses_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");

    const auto row = [](const char *name, const QByteArray &raw, int status, const char *code) {
        QTest::newRow(name) << raw << status << QByteArray("http.") + code;
    };
    // Start line
    row("tls", "\x16\x03\x01", 400, "invalidMethod");
    row("space first", " GET / HTTP/1.1\r\n", 400, "invalidMethod");
    row("two empty lines", "\r\n\r\nGET / HTTP/1.1\r\n", 400, "invalidMethod");
    row("lone line feed first", "\nGET / HTTP/1.1\r\n", 400, "bareLineFeed");
    row("carriage return first", "\rGET / HTTP/1.1\r\n", 400, "invalidMethod");
    row("method with slash", "GE/T / HTTP/1.1\r\n", 400, "invalidMethod");
    row("method alone", "GET\r\n", 400, "invalidMethod");
    row("tab for space", "GET\t/ HTTP/1.1\r\n", 400, "invalidMethod");
    row("two spaces", "GET  / HTTP/1.1\r\n", 400, "invalidTarget");
    row("space in target", "GET /a b HTTP/1.1\r\n", 400, "invalidVersion");
    row("fragment", "GET /a#b HTTP/1.1\r\n", 400, "invalidTarget");
    row("raw UTF-8 in target", "GET /\xc3\xa9 HTTP/1.1\r\n", 400, "invalidTarget");
    row("NUL in target", QByteArray("GET /\0 HTTP/1.1\r\n", 18), 400, "invalidTarget");
    row("carriage return in target", "GET /\rx HTTP/1.1\r\n", 400, "invalidTarget");
    row("0.9", "GET /\r\n", 400, "invalidVersion");
    row("space after version", "GET / HTTP/1.1 \r\n", 400, "invalidVersion");
    row("lower case version", "GET / http/1.1\r\n", 400, "invalidVersion");
    row("long version", "GET / HTTP/1.10\r\n", 400, "invalidVersion");
    row("version 1.2", "GET / HTTP/1.2\r\n", 505, "unsupportedVersion");
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "unsupportedVersion");
    row("line feed alone", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400, "bareLineFeed");
    row("relative target", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400, "invalidTarget");
    row("* with GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400, "invalidTarget");
    row("other scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400, "invalidTarget");
    row("user info", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400, "invalidTarget");
    row("authority form with GET", "GET a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 400, "invalidTarget");
    row("connect to a path", "CONNECT /x HTTP/1.1\r\nHost: a\r\n\r\n", 400, "invalidTarget");
    row("connect with a body", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 1\r\n\r\n", 400, "bodyNotAllowed");
    // Fields
    row("line feed in field", get("Host: a\nX: y\r\n"), 400, "bareLineFeed");
    row("carriage return in field", get("Host: a\r\nX: y\rZ: 1\r\n"), 400, "bareCarriageReturn");
    row("carriage return ends the head", get("Host: a\r\n\rX"), 400, "bareCarriageReturn");
    row("NUL in value", get(QByteArray("Host: a\r\nX: \0\r\n", 15)), 400, "invalidFieldValue");
    row("DEL in value", get("Host: a\r\nX: \x7f\r\n"), 400, "invalidFieldValue");
    row("vertical tab in value", get("Host: a\r\nX: a long value before it \x0b\r\n"), 400, "invalidFieldValue");
    row("folded", get("Host: a\r\nX: 1\r\n 2\r\n"), 400, "foldedField");
    row("folded with tab", get("Host: a\r\nX: 1\r\n\t2\r\n"), 400, "foldedField");
    row("space before the first field", get(" Host: a\r\n"), 400, "foldedField");
    row("space before colon", get("Host : a\r\n"), 400, "spaceBeforeColon");
    row("no colon", get("Host: a\r\nXYZ\r\n"), 400, "bareCarriageReturn");
    row("empty name", get("Host: a\r\n: x\r\n"), 400, "emptyFieldName");
    row("bracket in name", get("Host: a\r\nX[1]: x\r\n"), 400, "invalidFieldName");
    row("obs-text in name", get("Host: a\r\nX\xa0: x\r\n"), 400, "invalidFieldName");
    // Host
    row("no host", get("X: y\r\n"), 400, "missingHost");
    row("two hosts", get("Host: a\r\nhost: a\r\n"), 400, "repeatedHost");
    row("two hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400, "repeatedHost");
    row("empty host", get("Host:\r\n"), 400, "invalidHost");
    row("list of hosts", get("Host: a, b\r\n"), 400, "invalidHost");
    row("host with path", get("Host: a/b\r\n"), 400, "invalidHost");
    row("host with user", get("Host: u@a\r\n"), 400, "invalidHost");
    row("host with escape", get("Host: a%2eb\r\n"), 400, "invalidHost");
    row("port too large", get("Host: a:65536\r\n"), 400, "invalidHost");
    row("port with sign", get("Host: a:+1\r\n"), 400, "invalidHost");
    row("open bracket", get("Host: [::1\r\n"), 400, "invalidHost");
    row("bare IPv6", get("Host: ::1\r\n"), 400, "invalidHost");
    row("host is not the target's", "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", 400, "hostMismatch");
    // Length
    row("two lengths alike", get(host + "Content-Length: 1\r\nContent-Length: 1\r\n"), 400, "repeatedContentLength");
    row("list of lengths", get(host + "Content-Length: 1, 1\r\n"), 400, "invalidContentLength");
    row("signed length", get(host + "Content-Length: +1\r\n"), 400, "invalidContentLength");
    row("hexadecimal length", get(host + "Content-Length: 0x1\r\n"), 400, "invalidContentLength");
    row("octal length", get(host + "Content-Length: 010\r\n"), 400, "invalidContentLength");
    row("empty length", get(host + "Content-Length:\r\n"), 400, "invalidContentLength");
    row("huge length", get(host + "Content-Length: 18446744073709551621\r\n"), 400, "invalidContentLength");
    row("length and coding", get(host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400,
        "lengthAndTransferEncoding");
    row("coding and length 0", get(host + "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"), 400,
        "lengthAndTransferEncoding");
    row("coding in 1.0", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "transferEncodingInHttp10");
    row("two codings", get(host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400,
        "repeatedTransferEncoding");
    row("gzip, chunked", get(host + "Transfer-Encoding: gzip, chunked\r\n"), 501, "unsupportedTransferEncoding");
    row("xchunked", get(host + "Transfer-Encoding: xchunked\r\n"), 501, "unsupportedTransferEncoding");
    row("identity", get(host + "Transfer-Encoding: identity\r\n"), 501, "unsupportedTransferEncoding");
    row("chunked, gzip", get(host + "Transfer-Encoding: chunked, gzip\r\n"), 400, "invalidTransferEncoding");
    row("chunked twice", get(host + "Transfer-Encoding: chunked,chunked\r\n"), 400, "invalidTransferEncoding");
    row("empty coding", get(host + "Transfer-Encoding:\r\n"), 400, "invalidTransferEncoding");
    row("quoted coding", get(host + "Transfer-Encoding: \"chunked\"\r\n"), 400, "invalidTransferEncoding");
    row("disguised length", get(host + "Content_Length: 1\r\n"), 400, "disguisedField");
    row("disguised coding", get(host + "transfer_encoding: chunked\r\n"), 400, "disguisedField");
    // Chunks
    row("no chunk size", chunked("\r\n"), 400, "invalidChunkSize");
    row("negative chunk", chunked("-1\r\n"), 400, "invalidChunkSize");
    row("0x chunk", chunked("0x1\r\n"), 400, "invalidChunkSize");
    row("space before chunk size", chunked(" 1\r\nx\r\n"), 400, "invalidChunkSize");
    row("space after chunk size", chunked("1 \r\nx\r\n"), 400, "invalidChunkSize");
    row("chunk size too large", chunked("8000000000000000\r\n"), 400, "chunkTooLarge");
    row("line feed after chunk size", chunked("1\nx\r\n0\r\n\r\n"), 400, "bareLineFeed");
    row("carriage return in chunk size", chunked("1\r;x\r\n"), 400, "invalidChunkSize");
    row("empty extension", chunked("1;\r\nx\r\n"), 400, "invalidChunkExtension");
    row("open quote in extension", chunked("1;a=\"b\r\nx\r\n"), 400, "invalidChunkExtension");
    row("control in extension", chunked("1;a=\"\x01\"\r\nx\r\n"), 400, "invalidChunkExtension");
    row("carriage return in extension", chunked("1;a=\"\r\"\r\nx\r\n"), 400, "invalidChunkExtension");
    row("chunk longer than it says", chunked("1\r\nxy\r\n0\r\n\r\n"), 400, "invalidChunkEnd");
    row("line feed after chunk", chunked("1\r\nx\n0\r\n\r\n"), 400, "invalidChunkEnd");
    row("carriage return after chunk", chunked("1\r\nx\r0\r\n\r\n"), 400, "invalidChunkEnd");
    row("length in trailer", chunked("0\r\nContent-Length: 1\r\n\r\n"), 400, "forbiddenTrailer");
    row("host in trailer", chunked("0\r\nHost: b\r\n\r\n"), 400, "forbiddenTrailer");
    row("folded trailer", chunked("0\r\nA: b\r\n c\r\n\r\n"), 400, "foldedField");
    row("line feed ends trailer", chunked("0\r\nA: b\r\n\n"), 400, "bareLineFeed");
}

void TestRequestParser::refuses()
{
    QFETCH(QByteArray, raw);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    RequestTrace trace;
    trace.feed(view(raw));
    QCOMPARE(QByteArray::fromStdString(trace.code()), code);
    QCOMPARE(trace.parser().errorStatus(), status);
    QVERIFY(trace.messages() == 0);
}

void TestRequestParser::saysTheSameHoweverTheInputIsCut_data()
{
    QTest::addColumn<QByteArray>("raw");
    for (const auto &raw :
         {get(host), "\r\n" + get(host + "A: b\r\nC:  d  \r\n") + get(host),
          chunked("5;x=\"y\"\r\nhello\r\n1\r\n!\r\n0\r\nT: u\r\n\r\n") + get(host),
          QByteArray("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello") + get(host),
          get("Host: a\nX: y\r\n"), get("Host: a\r\nX: 1\r\n 2\r\n"), get("Host: a\r\n\rX\r\n"), chunked("1\r\nxy\r\n"),
          chunked("1\r\nx\r\r\n"), chunked("0\r\nHost: b\r\n\r\n"), get("Host: a\r\nX: y\rZ: 1\r\n"),
          QByteArray("GET / HTTP/1.1\nX"), get(host + "X: " + QByteArray(300, 'x') + "\r\n"),
          get(host + QByteArray("A: b\r\n").repeated(6)), QByteArray("GET /") + QByteArray(200, 'x') + " HTTP/1.1\r\n",
          chunked("1;" + QByteArray(60, 'x') + "\r\nx\r\n"), chunked("0\r\nA: " + QByteArray(120, 'x') + "\r\n\r\n")})
        QTest::addRow("%d %s", static_cast<int>(raw.size()), raw.left(60).toPercentEncoding().constData()) << raw;
}

void TestRequestParser::saysTheSameHoweverTheInputIsCut()
{
    QFETCH(QByteArray, raw);
    const ParserLimits limits{.startLine = 128, .headers = 256, .fields = 6, .chunkLine = 32, .trailers = 64};
    RequestTrace whole{limits};
    whole.feed(view(raw));
    const auto expected = QByteArray::fromStdString(whole.text());
    for (qsizetype first = 0; first <= raw.size(); ++first) {
        for (const qsizetype second : {first, (first + raw.size()) / 2, raw.size()}) {
            RequestTrace cut{limits};
            cut.feed(view(raw).substr(0, static_cast<std::size_t>(first)));
            cut.feed(view(raw).substr(static_cast<std::size_t>(first), static_cast<std::size_t>(second - first)));
            cut.feed(view(raw).substr(static_cast<std::size_t>(second)));
            QCOMPARE(QByteArray::fromStdString(cut.text()), expected);
            QCOMPARE(cut.idle(), whole.idle());
        }
    }
    RequestTrace bytes{limits};
    for (const char c : raw)
        bytes.feed({&c, 1});
    QCOMPARE(QByteArray::fromStdString(bytes.text()), expected);
}

void TestRequestParser::holdsItsLimits_data()
{
    QTest::addColumn<QByteArray>("good");
    QTest::addColumn<QByteArray>("bad");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");

    const auto target = [](int length) { return "GET /" + QByteArray(length, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n"; };
    QTest::newRow("start line") << target(48) << target(49) << 414 << QByteArray("http.startLineTooLong");
    QTest::newRow("start line without end")
        << target(1) << "GET /" + QByteArray(60, 'x') << 414 << QByteArray("http.startLineTooLong");
    const auto field = [](int length) { return get(host + "X: " + QByteArray(length, 'x') + "\r\n"); };
    QTest::newRow("field bytes") << field(112) << field(113) << 431 << QByteArray("http.fieldsTooLarge");
    QTest::newRow("field without end") << field(1) << field(200).chopped(4) << 431 << QByteArray("http.fieldsTooLarge");
    QTest::newRow("fields") << get(host + QByteArray("A: b\r\n").repeated(3))
                            << get(host + QByteArray("A: b\r\n").repeated(4)) << 431
                            << QByteArray("http.tooManyFields");
    const auto extension = [](int length) { return chunked("1;" + QByteArray(length, 'x') + "\r\nx\r\n0\r\n\r\n"); };
    QTest::newRow("chunk line") << extension(12) << extension(13) << 400 << QByteArray("http.chunkLineTooLong");
    const auto trailer = [](int length) { return chunked("0\r\nT: " + QByteArray(length, 'x') + "\r\n\r\n"); };
    QTest::newRow("trailers") << trailer(25) << trailer(26) << 431 << QByteArray("http.fieldsTooLarge");
}

void TestRequestParser::holdsItsLimits()
{
    QFETCH(QByteArray, good);
    QFETCH(QByteArray, bad);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    const ParserLimits limits{.startLine = 64, .headers = 128, .fields = 4, .chunkLine = 16, .trailers = 32};
    RequestTrace allowed{limits};
    allowed.feed(view(good));
    QCOMPARE(allowed.code(), std::string{});
    QCOMPARE(allowed.messages(), 1);
    RequestTrace refused{limits};
    refused.feed(view(bad));
    QCOMPARE(QByteArray::fromStdString(refused.code()), code);
    QCOMPARE(refused.parser().errorStatus(), status);
}

void TestRequestParser::knowsWhetherTheConnectionLives_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<bool>("lives");
    QTest::newRow("1.1") << get(host) << true;
    QTest::newRow("1.1 close") << get(host + "Connection: Close\r\n") << false;
    QTest::newRow("1.1 close in a list") << get(host + "Connection: x, close\r\n") << false;
    QTest::newRow("1.1 close in a second field")
        << get(host + "Connection: keep-alive\r\nConnection: close\r\n") << false;
    QTest::newRow("1.1 closed") << get(host + "Connection: closed\r\n") << true;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n") << true;
    QTest::newRow("1.0 both") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n") << false;
}

void TestRequestParser::knowsWhetherTheConnectionLives()
{
    QFETCH(QByteArray, raw);
    RequestHead head;
    RequestParser parser{head};
    QCOMPARE(parser.next(view(raw)).event, ParseEvent::Head);
    QTEST(parser.keepAlive(), "lives");
}

void TestRequestParser::knowsExpectAndUpgrade()
{
    RequestHead head;
    RequestParser parser{head};
    const auto raw = get(host + "Expect: 100-Continue\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n");
    QCOMPARE(parser.next(view(raw)).event, ParseEvent::Head);
    QVERIFY(parser.expectsContinue());
    QVERIFY(parser.isUpgrade());

    parser.reset();
    QCOMPARE(parser.next(view(get(host + "Upgrade: websocket\r\nExpect: 200-ok\r\n"))).event, ParseEvent::Head);
    QVERIFY(!parser.isUpgrade());
    QVERIFY(!parser.expectsContinue());
}

void TestRequestParser::isIdleBetweenMessagesOnly()
{
    RequestHead head;
    RequestParser parser{head};
    QVERIFY(parser.idle());
    QCOMPARE(parser.next("G").event, ParseEvent::NeedMore);
    QVERIFY(!parser.idle());
    QCOMPARE(parser.next(view(get(host).mid(1))).event, ParseEvent::Head);
    QVERIFY(!parser.idle());
    QCOMPARE(parser.next({}).event, ParseEvent::Complete);
    QVERIFY(!parser.idle());
    parser.reset();
    QVERIFY(parser.idle());
    QVERIFY(head.method.empty() && head.headers.empty());
}

void TestRequestParser::staysFailedUntilReset()
{
    RequestHead head;
    RequestParser parser{head};
    QCOMPARE(parser.next("GET / HTTP/1.1\n").event, ParseEvent::Error);
    QCOMPARE(parser.next(view(get(host))).event, ParseEvent::Error);
    QCOMPARE(parser.errorCode(), std::string_view{"http.bareLineFeed"});
    parser.reset();
    QCOMPARE(parser.next(view(get(host))).event, ParseEvent::Head);
}

void TestRequestParser::handsOutBodiesAsViewsIntoTheInput()
{
    RequestHead head;
    RequestParser parser{head};
    const auto raw = chunked("5\r\nhello\r\n");
    auto input = view(raw);
    input.remove_prefix(parser.next(input).consumed);
    const auto parsed = parser.next(input);
    QCOMPARE(parsed.event, ParseEvent::Body);
    QVERIFY(parsed.body.data() > raw.data() && parsed.body.data() < raw.data() + raw.size());
    QCOMPARE(parsed.body, std::string_view{"hello"});
}

void TestRequestParser::keepsTheBytesBehindAMessage()
{
    RequestHead head;
    RequestParser parser{head};
    const QByteArray raw = get(host) + "tunnel bytes";
    auto input = view(raw);
    input.remove_prefix(parser.next(input).consumed);
    const auto end = parser.next(input);
    QCOMPARE(end.event, ParseEvent::Complete);
    QCOMPARE(end.consumed, std::size_t{0});
    QCOMPARE(input, std::string_view{"tunnel bytes"});
    QCOMPARE(parser.next(input).event, ParseEvent::Complete);
}

QTEST_GUILESS_MAIN(TestRequestParser)
#include "tst_request_parser.moc"
