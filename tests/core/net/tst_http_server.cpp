// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_server.h"

#include "core/http/url.h"
#include "tests/support/raw_client.h"
#include "tests/support/result_test.h"

#include <QTest>

#include <atomic>
#include <future>

using namespace gatehouse;
using namespace gatehouse::net;
using gatehouse::test::RawClient;
using gatehouse::test::bodyOf;
using gatehouse::test::statusOf;

namespace {

using Exchange = std::shared_ptr<ServerExchange>;

http::Response textResponse(int status, std::string body)
{
    http::Response response;
    response.head.status = status;
    response.head.headers.add("Content-Type", "text/plain");
    response.body = std::move(body);
    return response;
}

//! Sends pieces one after the other as they leave.
void writeMany(const Exchange &exchange, int left, std::string piece)
{
    if (left == 0) {
        exchange->finish();
        return;
    }
    exchange->write(piece, [exchange, left, piece](bool ok) {
        if (ok)
            writeMany(exchange, left - 1, piece);
    });
}

void echoPieces(const Exchange &exchange)
{
    exchange->readBody([exchange](Result<std::string> piece) {
        if (!piece)
            return;
        if (piece->empty()) {
            exchange->finish();
            return;
        }
        exchange->write(std::move(*piece), [exchange](bool ok) {
            if (ok)
                echoPieces(exchange);
        });
    });
}

} // namespace

class TestHttpServer : public QObject
{
    Q_OBJECT

    std::unique_ptr<Loop> m_loop;
    std::unique_ptr<HttpServer> m_server;
    std::atomic<int> m_requests{0};
    std::atomic<int> m_aborts{0};
    std::atomic<bool> m_bodyFailed{false};
    Exchange m_held;

    void serve(HttpServerOptions options = {})
    {
        m_loop = std::make_unique<Loop>();
        auto server = HttpServer::listen(*m_loop, std::move(options), [this](const Exchange &exchange) { handle(exchange); });
        VERIFY_RESULT(server);
        m_server = std::move(*server);
        m_loop->start("test-server");
    }

    std::uint16_t port() const { return m_server->endpoint().port; }

    void handle(const Exchange &exchange)
    {
        ++m_requests;
        exchange->onAborted([this] { ++m_aborts; });
        const auto &target = exchange->request().target;
        if (target == "/echo") {
            exchange->readAll(1 << 20, [this, exchange](Result<std::string> body) {
                if (body)
                    exchange->respond(textResponse(200, std::move(*body)));
                else if (body.error().kind == ErrorKind::TooLarge)
                    exchange->respond(textResponse(413, {}));
                else
                    m_bodyFailed = true;
            });
        } else if (target == "/stream-echo") {
            exchange->start({});
            echoPieces(exchange);
        } else if (target.starts_with("/big/")) {
            exchange->start({});
            writeMany(exchange, std::stoi(target.substr(5)), std::string(64 << 10, 'x'));
        } else if (target == "/no-body") {
            exchange->respond(textResponse(204, {}));
        } else if (target == "/hold") {
            m_held = exchange;
        } else if (target == "/drop") {
            return;
        } else if (target == "/abort") {
            http::ResponseHead head;
            head.headers.add("Content-Length", "100");
            exchange->start(std::move(head));
            exchange->write("partial", {});
            exchange->abort();
        } else {
            exchange->respond(textResponse(200, target));
        }
    }

private slots:
    void init()
    {
        m_requests = m_aborts = 0;
        m_bodyFailed = false;
    }

    void cleanup()
    {
        if (m_loop)
            m_loop->stop();
        m_held.reset();
        m_server.reset();
        m_loop.reset();
    }

    void keepsConnectionsAlive()
    {
        serve();
        RawClient client(port());
        for (int i = 0; i < 3; ++i) {
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            const auto response = client.response();
            QCOMPARE(statusOf(response), 200);
            QCOMPARE(bodyOf(response), std::string("/a"));
            QVERIFY(response.find("\r\nDate: ") != std::string::npos);
            QVERIFY(response.find("Connection:") == std::string::npos);
        }
    }

    void answersPipelinedRequestsInOrder()
    {
        serve();
        RawClient client(port());
        std::string all;
        for (int i = 0; i < 50; ++i)
            all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
        client.send(all);
        for (int i = 0; i < 50; ++i)
            QCOMPARE(bodyOf(client.response()), "/" + std::to_string(i));
    }

    void readsRequestsInSingleBytes()
    {
        serve();
        RawClient client(port());
        for (const char c : std::string("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
            client.send({&c, 1});
        QCOMPARE(bodyOf(client.response()), std::string("abc"));
    }

    void closesWhenAsked_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("close") << QByteArray("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        QTest::newRow("1.0") << QByteArray("GET /a HTTP/1.0\r\nHost: h\r\n\r\n");
    }
    void closesWhenAsked()
    {
        QFETCH(QByteArray, head);
        serve();
        RawClient client(port());
        client.send(head.toStdString());
        const auto response = client.toEnd();
        QVERIFY(client.atEnd() && !client.wasReset());
        QCOMPARE(bodyOf(response), std::string("/a"));
        QVERIFY(response.find("\r\nConnection: close\r\n") != std::string::npos);
    }

    void chunksForHttp11AndClosesForHttp10()
    {
        serve();
        RawClient modern(port());
        modern.send("POST /stream-echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        const auto chunked = modern.until("0\r\n\r\n");
        QVERIFY(chunked.find("Transfer-Encoding: chunked") != std::string::npos);
        QCOMPARE(bodyOf(chunked), std::string("5\r\nhello\r\n0\r\n\r\n"));
        RawClient old(port());
        old.send("POST /stream-echo HTTP/1.0\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        const auto plain = old.toEnd();
        QVERIFY(plain.find("Transfer-Encoding") == std::string::npos);
        QCOMPARE(bodyOf(plain), std::string("hello"));
    }

    void sendsContinueOnlyWhenTheBodyIsWanted()
    {
        serve();
        RawClient client(port());
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(client.until("\r\n\r\n"), std::string("HTTP/1.1 100 Continue\r\n\r\n"));
        client.send("hello");
        QCOMPARE(bodyOf(client.response()), std::string("hello"));
        client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        const auto refused = client.toEnd();
        QCOMPARE(statusOf(refused), 200);
        QVERIFY(refused.find("Connection: close") != std::string::npos);
    }

    void leavesBodiesOutWhereNoneMayBe()
    {
        serve();
        RawClient client(port());
        client.send("HEAD /abc HTTP/1.1\r\nHost: h\r\n\r\nGET /no-body HTTP/1.1\r\nHost: h\r\n\r\nGET /z HTTP/1.1\r\nHost: h\r\n\r\n");
        const auto head = client.until("\r\n\r\n");
        QVERIFY(head.find("Content-Length: 4") != std::string::npos);
        const auto none = client.until("\r\n\r\n");
        QCOMPARE(statusOf(none), 204);
        QVERIFY(none.find("Content-Length") == std::string::npos);
        QCOMPARE(bodyOf(client.response()), std::string("/z"));
    }

    void skipsABodyThatNobodyRead()
    {
        serve();
        RawClient client(port());
        client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x') + "GET /b HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(bodyOf(client.response()), std::string("/a"));
        QCOMPARE(bodyOf(client.response()), std::string("/b"));
    }

    void answersBadRequestsBeforeClosing_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("no request") << QByteArray("\x16\x03\x01\x02\r\n\r\n") << 400;
        QTest::newRow("two lengths") << QByteArray("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n") << 400;
        QTest::newRow("length and chunked") << QByteArray("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n") << 400;
        QTest::newRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("version") << QByteArray("GET / HTTP/2.0\r\nHost: h\r\n\r\n") << 505;
        QTest::newRow("coding") << QByteArray("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n") << 501;
        QTest::newRow("long target") << QByteArray("GET /") + QByteArray(20000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n" << 414;
        QTest::newRow("long headers") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nA: ") + QByteArray(70000, 'a') + "\r\n\r\n" << 431;
        QByteArray many("GET / HTTP/1.1\r\nHost: h\r\n");
        for (int i = 0; i < 200; ++i)
            many += "a: b\r\n";
        QTest::newRow("many headers") << many + "\r\n" << 431;
        QTest::newRow("bad chunk") << QByteArray("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") << 400;
    }
    void answersBadRequestsBeforeClosing()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        serve();
        RawClient client(port());
        client.send(bytes.toStdString());
        const auto response = client.toEnd();
        QCOMPARE(statusOf(response), status);
        QVERIFY(response.find("Connection: close") != std::string::npos);
        QVERIFY(client.atEnd() && !client.wasReset());
    }

    void refusesABodyAboveTheLimit()
    {
        serve();
        RawClient client(port());
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n");
        QCOMPARE(statusOf(client.response()), 413);
    }

    void endsWhatTakesTooLong_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("head") << QByteArray("GET / HTTP/1.1\r\nHo") << 408;
        QTest::newRow("body") << QByteArray("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe") << 408;
        QTest::newRow("idle") << QByteArray() << 0;
    }
    void endsWhatTakesTooLong()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        HttpServerOptions options;
        options.timeouts.head = options.timeouts.body = options.timeouts.idle = std::chrono::milliseconds(100);
        serve(std::move(options));
        RawClient client(port());
        client.send(bytes.toStdString());
        QCOMPARE(statusOf(client.toEnd()), status);
        QVERIFY(client.atEnd());
    }

    void cutsAClientThatTakesNothing()
    {
        HttpServerOptions options;
        options.timeouts.write = std::chrono::milliseconds(200);
        serve(std::move(options));
        RawClient client(port(), 4096);
        client.send("GET /big/1000 HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(m_aborts.load(), 1, 10000);
    }

    void holdsBackForASlowClient()
    {
        serve();
        RawClient client(port(), 8192);
        client.send("GET /big/100 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        std::size_t total = 0;
        for (auto piece = client.some(); !piece.empty(); piece = client.some())
            total += piece.size();
        QVERIFY(total > 100U * (64U << 10));
        QVERIFY(client.atEnd() && !client.wasReset());
    }

    void tellsWhenTheClientGoes()
    {
        serve();
        {
            RawClient client(port());
            client.send("GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
            QTRY_COMPARE(m_requests.load(), 1);
        }
        QTRY_COMPARE(m_aborts.load(), 1);
    }

    void failsAReadWhenTheClientGoesInItsBody()
    {
        serve();
        {
            RawClient client(port());
            client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
            QTRY_COMPARE(m_requests.load(), 1);
        }
        QTRY_VERIFY(m_bodyFailed.load());
    }

    void closesWhenTheHandlerGivesUp_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("dropped") << QByteArray("/drop") << QByteArray();
        QTest::newRow("aborted") << QByteArray("/abort") << QByteArray("partial");
    }
    void closesWhenTheHandlerGivesUp()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        serve();
        RawClient client(port());
        client.send("GET " + target.toStdString() + " HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(bodyOf(client.toEnd()), body.toStdString());
        QVERIFY(client.atEnd());
    }

    void drainsByAnsweringWhatIsUnderWay()
    {
        serve();
        RawClient busy(port());
        RawClient idle(port());
        busy.send("GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
        idle.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(statusOf(idle.response()), 200);
        QTRY_COMPARE(m_requests.load(), 2);
        std::promise<void> drained;
        m_loop->post([&] { m_server->drain(std::chrono::seconds(10), [&] { drained.set_value(); }); });
        QCOMPARE(idle.toEnd(), std::string());
        auto future = drained.get_future();
        QVERIFY(future.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
        QVERIFY(!RawClient(port()).isConnected());
        m_loop->post([&] { m_held->respond(textResponse(200, "late")); });
        const auto response = busy.response();
        QCOMPARE(bodyOf(response), std::string("late"));
        QVERIFY(response.find("Connection: close") != std::string::npos);
        busy.close();
        QVERIFY(future.wait_for(std::chrono::seconds(5)) == std::future_status::ready);
    }

    void cutsAtTheDrainDeadline()
    {
        serve();
        RawClient busy(port());
        busy.send("GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(m_requests.load(), 1);
        std::promise<void> drained;
        m_loop->post([&] { m_server->drain(std::chrono::milliseconds(50), [&] { drained.set_value(); }); });
        QCOMPARE(busy.toEnd(), std::string());
        QVERIFY(drained.get_future().wait_for(std::chrono::seconds(5)) == std::future_status::ready);
    }

    void acceptsNoMoreThanItsMaximum()
    {
        HttpServerOptions options;
        options.maxConnections = 2;
        serve(std::move(options));
        RawClient first(port());
        RawClient second(port());
        first.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n");
        second.send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(bodyOf(first.response()), std::string("/1"));
        QCOMPARE(bodyOf(second.response()), std::string("/2"));
        RawClient third(port());
        third.send("GET /3 HTTP/1.1\r\nHost: h\r\n\r\n");
        QCOMPARE(third.some(std::chrono::milliseconds(100)), std::string());
        first.close();
        QCOMPARE(bodyOf(third.response()), std::string("/3"));
    }

    void saysWhyItCannotListen()
    {
        serve();
        HttpServerOptions options;
        options.endpoint = m_server->endpoint();
        const auto second = HttpServer::listen(*m_loop, std::move(options), [](const Exchange &) {});
        QVERIFY(!second);
        QCOMPARE(second.error().code, std::string("net.listen"));
        QVERIFY(second.error().kind == ErrorKind::Unavailable);
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
