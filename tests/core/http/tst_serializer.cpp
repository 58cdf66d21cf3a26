// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/parser.h"
#include "core/http/serializer.h"
#include "tests/core/http/parse_trace.h"

#include <QTest>

using namespace gatehouse::http;
using gatehouse::test::RequestTrace;

class TestSerializer : public QObject
{
    Q_OBJECT

private slots:
    void writesRequests();
    void writesResponses();
    void appendsToWhatIsThere();
    void neverWritesAnInjectedField_data();
    void neverWritesAnInjectedField();
    void neverWritesAnInjectedRequestLine();
    void neverWritesAnInjectedStatusLine();
    void writesOneFramingField_data();
    void writesOneFramingField();
    void writesChunks();
    void keepsForbiddenFieldsOutOfTrailers();
};

void TestSerializer::writesRequests()
{
    RequestHead head{.method = "POST", .target = "/a?b=c", .minorVersion = 1, .headers = {}};
    head.headers.add("Host", "a.example");
    head.headers.add("X", "");
    std::string out;
    QCOMPARE(appendHead(out, head), std::size_t{0});
    QCOMPARE(out, std::string{"POST /a?b=c HTTP/1.1\r\nHost: a.example\r\nX: \r\n\r\n"});

    out.clear();
    QCOMPARE(appendHead(out, RequestHead{.method = "", .target = "", .minorVersion = 0, .headers = {}}),
             std::size_t{0});
    QCOMPARE(out, std::string{"GET / HTTP/1.0\r\n\r\n"});
}

void TestSerializer::writesResponses()
{
    std::string out;
    QCOMPARE(appendHead(out, ResponseHead{.status = 404, .reason = "", .minorVersion = 1, .headers = {}}),
             std::size_t{0});
    QCOMPARE(appendHead(out, ResponseHead{.status = 299, .reason = "", .minorVersion = 0, .headers = {}}),
             std::size_t{0});
    QCOMPARE(appendHead(out, ResponseHead{.status = 200, .reason = "Fine", .minorVersion = 1, .headers = {}}),
             std::size_t{0});
    QCOMPARE(out, std::string{"HTTP/1.1 404 Not Found\r\n\r\nHTTP/1.0 299 \r\n\r\nHTTP/1.1 200 Fine\r\n\r\n"});
}

void TestSerializer::appendsToWhatIsThere()
{
    std::string out = "before";
    appendHead(out, ResponseHead{});
    QCOMPARE(out, std::string{"beforeHTTP/1.1 200 OK\r\n\r\n"});
}

void TestSerializer::neverWritesAnInjectedField_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("CRLF in value") << QByteArray("X") << QByteArray("a\r\nEvil: 1");
    QTest::newRow("LF in value") << QByteArray("X") << QByteArray("a\nEvil: 1");
    QTest::newRow("CR in value") << QByteArray("X") << QByteArray("a\rEvil: 1");
    QTest::newRow("NUL in value") << QByteArray("X") << QByteArray("a\0b", 3);
    QTest::newRow("end of head in value")
        << QByteArray("X") << QByteArray("\r\n\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n");
    QTest::newRow("CRLF in name") << QByteArray("X: a\r\nEvil") << QByteArray("1");
    QTest::newRow("colon in name") << QByteArray("Content-Length: 5\r\nX") << QByteArray("1");
    QTest::newRow("space in name") << QByteArray("X ") << QByteArray("1");
    QTest::newRow("empty name") << QByteArray() << QByteArray("1");
    QTest::newRow("folding") << QByteArray(" X") << QByteArray("1");
}

void TestSerializer::neverWritesAnInjectedField()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    ResponseHead head;
    head.headers.add("A", "1");
    head.headers.add(name.toStdString(), value.toStdString());
    head.headers.add("B", "2");
    std::string out;
    QCOMPARE(appendHead(out, head), std::size_t{1});
    QCOMPARE(out, std::string{"HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\n\r\n"});
}

void TestSerializer::neverWritesAnInjectedRequestLine()
{
    RequestHead head{
        .method = "GET / HTTP/1.1\r\nX:", .target = "/a b\r\nHost: evil\x7f#\xff", .minorVersion = 7, .headers = {}};
    std::string out;
    QCOMPARE(appendHead(out, head), std::size_t{2});
    QCOMPARE(out, std::string{"GET%20%2F%20HTTP%2F1.1%0D%0AX%3A /a%20b%0D%0AHost:%20evil%7F%23%FF HTTP/1.1\r\n\r\n"});
}

void TestSerializer::neverWritesAnInjectedStatusLine()
{
    std::string out;
    QCOMPARE(appendHead(out, ResponseHead{.status = 200, .reason = "OK\r\nEvil: 1", .minorVersion = 1, .headers = {}}),
             std::size_t{1});
    QCOMPARE(appendHead(out, ResponseHead{.status = 12345, .reason = "", .minorVersion = 1, .headers = {}}),
             std::size_t{1});
    QCOMPARE(appendHead(out, ResponseHead{.status = -1, .reason = "", .minorVersion = 1, .headers = {}}),
             std::size_t{1});
    QCOMPARE(out,
             std::string{"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 500 Internal Server Error\r\n\r\nHTTP/1.1 500 Internal "
                         "Server Error\r\n\r\n"});
}

void TestSerializer::writesOneFramingField_data()
{
    QTest::addColumn<QList<QByteArray>>("fields");
    QTest::addColumn<QByteArray>("framing");
    QTest::newRow("two lengths") << QList<QByteArray>{"Content-Length", "1", "content-length", "2"}
                                 << QByteArray("length");
    QTest::newRow("length, coding") << QList<QByteArray>{"Content-Length", "1", "Transfer-Encoding", "chunked"}
                                    << QByteArray("chunked");
    QTest::newRow("coding, length") << QList<QByteArray>{"transfer-encoding", "chunked", "Content-Length", "1"}
                                    << QByteArray("chunked");
    QTest::newRow("two codings") << QList<QByteArray>{"Transfer-Encoding", "chunked", "TRANSFER-ENCODING", "chunked"}
                                 << QByteArray("chunked");
}

void TestSerializer::writesOneFramingField()
{
    QFETCH(QList<QByteArray>, fields);
    QFETCH(QByteArray, framing);
    RequestHead head{.method = "POST", .target = "/", .minorVersion = 1, .headers = {}};
    head.headers.add("Host", "a");
    for (qsizetype i = 0; i < fields.size(); i += 2)
        head.headers.add(fields[i].toStdString(), fields[i + 1].toStdString());
    std::string out;
    QCOMPARE(appendHead(out, head), std::size_t{1});
    RequestTrace trace;
    trace.feed(out);
    QCOMPARE(trace.code(), std::string{});
    QVERIFY2(trace.text().find("| " + framing.toStdString() + "; ") != std::string::npos, trace.text().c_str());
}

void TestSerializer::writesChunks()
{
    std::string out;
    appendChunk(out, "hello");
    appendChunk(out, "");
    appendChunk(out, std::string(26, 'x'));
    appendLastChunk(out);
    QCOMPARE(out, "5\r\nhello\r\n1a\r\n" + std::string(26, 'x') + "\r\n0\r\n\r\n");

    RequestTrace trace;
    trace.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + out);
    QCOMPARE(trace.text(),
             "head POST / 1.1 | Host=a | Transfer-Encoding=chunked | chunked; body hello" + std::string(26, 'x')
                 + "; complete; ");
}

void TestSerializer::keepsForbiddenFieldsOutOfTrailers()
{
    Headers trailers;
    trailers.add("X-Sum", "1");
    trailers.add("Content-Length", "5");
    trailers.add("Y", "a\r\nb");
    std::string out;
    appendLastChunk(out, trailers);
    QCOMPARE(out, std::string{"0\r\nX-Sum: 1\r\n\r\n"});
}

QTEST_GUILESS_MAIN(TestSerializer)
#include "tst_serializer.moc"
