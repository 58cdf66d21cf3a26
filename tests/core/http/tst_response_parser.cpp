// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/parser.h"
#include "tests/core/http/parse_trace.h"

#include <QTest>

using namespace gatehouse::http;
using gatehouse::test::ResponseTrace;

class TestResponseParser : public QObject
{
    Q_OBJECT

private slots:
    void readsMessages_data();
    void readsMessages();
    void refuses_data();
    void refuses();
    void saysTheSameHoweverTheInputIsCut();
    void hasNoBodyWhereNoneIsExpected();
    void endsWithTheConnection_data();
    void endsWithTheConnection();
    void knowsWhetherTheConnectionLives_data();
    void knowsWhetherTheConnectionLives();
};

namespace {

std::string_view view(const QByteArray &bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

void TestResponseParser::readsMessages_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *raw, const char *expected) {
        QTest::newRow(name) << QByteArray(raw) << QByteArray(expected);
    };
    row("length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "head 200 OK 1.1 | Content-Length=2 | length; body ok; complete; ");
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nT: 1\r\n\r\n",
        "head 200 OK 1.1 | Transfer-Encoding=chunked | chunked; body ok; | T=1 complete; ");
    row("until close", "HTTP/1.0 200 Fine then\r\n\r\nsome", "head 200 Fine then 1.0 | untilClose; body some; ");
    row("204", "HTTP/1.1 204 No Content\r\n\r\n", "head 204 No Content 1.1 | none; complete; ");
    row("304 keeps its length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
        "head 304 Not Modified 1.1 | Content-Length=10 | none; complete; ");
    row("100 and 200", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "head 100 Continue 1.1 | none; complete; head 200 OK 1.1 | Content-Length=0 | length; complete; ");
    row("no reason", "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n",
        "head 404  1.1 | Content-Length=0 | length; complete; ");
    row("no space before no reason", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n",
        "head 404  1.1 | Content-Length=0 | length; complete; ");
    row("reason in Latin-1", "HTTP/1.1 500 \xe9\r\nContent-Length: 0\r\n\r\n",
        "head 500 \xe9 1.1 | Content-Length=0 | length; complete; ");
    row("unregistered status", "HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n",
        "head 999 X 1.1 | Content-Length=0 | length; complete; ");
}

void TestResponseParser::readsMessages()
{
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, expected);
    ResponseTrace trace;
    trace.feed(view(raw));
    QCOMPARE(QByteArray::fromStdString(trace.text()), expected);
}

void TestResponseParser::refuses_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const char *raw, const char *code) {
        QTest::newRow(name) << QByteArray(raw) << QByteArray("http.") + code;
    };
    row("not HTTP", "SSH-2.0-x\r\n", "invalidVersion");
    row("empty line first", "\r\nHTTP/1.1 200 OK\r\n", "invalidVersion");
    row("other version", "HTTP/2.0 200 OK\r\n", "unsupportedVersion");
    row("two spaces", "HTTP/1.1  200 OK\r\n", "invalidStatus");
    row("tab", "HTTP/1.1\t200 OK\r\n", "invalidVersion");
    row("two digits", "HTTP/1.1 20 OK\r\n", "invalidStatus");
    row("four digits", "HTTP/1.1 2000 OK\r\n", "invalidStatus");
    row("below 100", "HTTP/1.1 099 OK\r\n", "invalidStatus");
    row("control in reason", "HTTP/1.1 200 O\x01K\r\n", "invalidReason");
    row("carriage return in reason", "HTTP/1.1 200 OK\rX: y\r\n", "invalidReason");
    row("line feed", "HTTP/1.1 200 OK\n\n", "bareLineFeed");
    row("folded", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "foldedField");
    row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", "repeatedContentLength");
    row("length and coding", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "lengthAndTransferEncoding");
    row("other coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "unsupportedTransferEncoding");
    row("coding in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "transferEncodingInHttp10");
    row("chunk too long", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n", "invalidChunkEnd");
}

void TestResponseParser::refuses()
{
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, code);
    ResponseTrace trace;
    trace.feed(view(raw));
    QCOMPARE(QByteArray::fromStdString(trace.code()), code);
    QCOMPARE(trace.messages(), 0);
}

void TestResponseParser::saysTheSameHoweverTheInputIsCut()
{
    const QByteArray raw =
        "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nB:  c  \r\n\r\n"
        "2;x=y\r\nok\r\n0\r\nT: 1\r\n\r\nHTTP/1.1 200\r\n\r\nuntil the end";
    ResponseTrace whole;
    whole.feed(view(raw));
    QCOMPARE(whole.messages(), 2);
    for (std::size_t cut = 0; cut <= view(raw).size(); ++cut) {
        ResponseTrace trace;
        trace.feed(view(raw).substr(0, cut));
        trace.feed(view(raw).substr(cut));
        QCOMPARE(QByteArray::fromStdString(trace.text()), QByteArray::fromStdString(whole.text()));
    }
}

void TestResponseParser::hasNoBodyWhereNoneIsExpected()
{
    ResponseHead head;
    ResponseParser parser{head};
    parser.expectNoBody(true); // HEAD
    std::string_view input =
        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nHTTP/1.1 200 OK\r\n";
    for (const int status : {103, 200}) {
        const auto parsed = parser.next(input);
        QCOMPARE(parsed.event, ParseEvent::Head);
        QCOMPARE(head.status, status);
        QCOMPARE(parser.framing(), BodyFraming::None);
        QVERIFY(parser.keepAlive());
        input.remove_prefix(parsed.consumed);
        QCOMPARE(parser.next(input).event, ParseEvent::Complete);
        parser.reset();
    }
    QCOMPARE(input, std::string_view{"HTTP/1.1 200 OK\r\n"});
}

void TestResponseParser::endsWithTheConnection_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("until close") << QByteArray("HTTP/1.1 200 OK\r\n\r\nabc") << QByteArray();
    QTest::newRow("whole length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc") << QByteArray();
    QTest::newRow("nothing") << QByteArray() << QByteArray("http.closedEarly");
    QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nA") << QByteArray("http.closedEarly");
    QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc")
                                 << QByteArray("http.closedEarly");
    QTest::newRow("no last chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                                   << QByteArray("http.closedEarly");
}

void TestResponseParser::endsWithTheConnection()
{
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, code);
    ResponseHead head;
    ResponseParser parser{head};
    auto input = view(raw);
    while (!input.empty())
        input.remove_prefix(parser.next(input).consumed);
    QCOMPARE(parser.finish().event, code.isEmpty() ? ParseEvent::Complete : ParseEvent::Error);
    QCOMPARE(QByteArray::fromStdString(std::string{parser.errorCode()}), code);
}

void TestResponseParser::knowsWhetherTheConnectionLives_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<bool>("lives");
    QTest::newRow("1.1") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << true;
    QTest::newRow("1.1 close") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                               << false;
    QTest::newRow("until close") << QByteArray("HTTP/1.1 200 OK\r\n\r\n") << false;
    QTest::newRow("1.0") << QByteArray("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n") << false;
    QTest::newRow("1.0 keep-alive") << QByteArray(
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n")
                                    << true;
    QTest::newRow("204 with a body announced") << QByteArray("HTTP/1.1 204 X\r\nContent-Length: 3\r\n\r\n") << false;
    QTest::newRow("204 chunked") << QByteArray("HTTP/1.1 204 X\r\nTransfer-Encoding: chunked\r\n\r\n") << false;
    QTest::newRow("204 with length 0") << QByteArray("HTTP/1.1 204 X\r\nContent-Length: 0\r\n\r\n") << true;
}

void TestResponseParser::knowsWhetherTheConnectionLives()
{
    QFETCH(QByteArray, raw);
    ResponseHead head;
    ResponseParser parser{head};
    QCOMPARE(parser.next(view(raw)).event, ParseEvent::Head);
    QTEST(parser.keepAlive(), "lives");
}

QTEST_GUILESS_MAIN(TestResponseParser)
#include "tst_response_parser.moc"
