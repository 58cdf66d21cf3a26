// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate.h"
#include "core/net/http_client.h"
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

#include <fstream>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::test;
using telemetry::FailureOwner;
using telemetry::Outcome;

namespace {

using Exchange = std::shared_ptr<net::ServerExchange>;

// What may be held of a 200 MB body; a sanitizer keeps what was freed.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GATEHOUSE_TEST_ASAN
#endif
#endif
#if defined(GATEHOUSE_TEST_ASAN) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t heldMegabytes = 600;
#else
constexpr std::size_t heldMegabytes = 40;
#endif

std::size_t residentMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            return std::stoul(line.substr(6)) / 1024;
    }
    return 0;
}

void writeMany(const Exchange &exchange, int left, const std::shared_ptr<const std::string> &piece)
{
    if (left == 0) {
        exchange->finish();
        return;
    }
    exchange->write(*piece, [exchange, left, piece](bool ok) {
        if (ok)
            writeMany(exchange, left - 1, piece);
    });
}

void countBody(const Exchange &exchange, std::size_t total)
{
    exchange->readBody([exchange, total](const Result<std::string> &piece) {
        if (!piece)
            return;
        if (!piece->empty()) {
            countBody(exchange, total + piece->size());
            return;
        }
        http::Response response;
        response.body = std::to_string(total);
        exchange->respond(std::move(response));
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

bool streamingHandler(const Exchange &exchange)
{
    const auto target = exchange->request().target;
    if (target.starts_with("/big/")) {
        exchange->start({});
        writeMany(exchange, std::stoi(target.substr(5)), std::make_shared<const std::string>(1 << 20, 'x'));
    } else if (target == "/count") {
        countBody(exchange, 0);
    } else if (target == "/duplex") {
        exchange->start({});
        echoPieces(exchange);
    } else if (target == "/cut") {
        http::ResponseHead head;
        head.headers.add("Content-Length", "100");
        exchange->start(std::move(head));
        exchange->write("partial", {});
        exchange->abort();
    } else if (target == "/events" || target == "/drip") {
        http::ResponseHead head;
        head.headers.add("Content-Type", target == "/events" ? "text/event-stream" : "text/plain");
        exchange->start(std::move(head));
        exchange->write("data: 1\n\n", {});
        exchange->onAborted([exchange] {}); // held until the client goes
    } else {
        return false;
    }
    return true;
}

//! A backend of raw bytes for what no HTTP server does: takes one connection and runs the function.
class RawBackend
{
public:
    explicit RawBackend(std::function<void(int)> serve)
    {
        m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address);
        ::listen(m_fd, 8);
        socklen_t size = sizeof address;
        getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([fd = m_fd, serve = std::move(serve)] {
            const int client = ::accept(fd, nullptr, nullptr);
            if (client < 0)
                return;
            serve(client);
            ::close(client);
        });
    }
    ~RawBackend()
    {
        ::shutdown(m_fd, SHUT_RDWR);
        m_thread.join();
        ::close(m_fd);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }

private:
    int m_fd = -1;
    std::uint16_t m_port = 0;
    std::thread m_thread;
};

std::string receive(int fd)
{
    char buffer[65536];
    const auto got = ::recv(fd, buffer, sizeof buffer, 0);
    return got > 0 ? std::string(buffer, static_cast<std::size_t>(got)) : std::string();
}

void sendAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::string policyWithForward(const std::string &attributes)
{
    return "<policies><inbound/><backend><forward-request " + attributes + "/></backend><outbound/><on-error/></policies>";
}

} // namespace

class TestStreams : public QObject
{
    Q_OBJECT

private slots:
    void chunksBothWays()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("POST /a/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        client.send("4;ext=1\r\ndefg\r\n0\r\nX-Sum: t\r\n\r\n");
        QCOMPARE(bodyOf(client.response()), std::string("abcdefg"));
        const auto seen = backend.seen();
        QCOMPARE(seen.at(0).body, std::string("abcdefg"));
        QVERIFY(seen.at(0).head.headers.has("Transfer-Encoding"));
        QVERIFY(!seen.at(0).head.headers.has("Content-Length"));
    }

    void streamsBothWaysAtOnce()
    {
        Backend backend({}, streamingHandler);
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", policyWithForward("buffer-response=\"false\""));
        QVERIFY(!hasErrors(gateway.publish()));
        RawClient client(gateway.port());
        client.send("POST /a/duplex HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
        QVERIFY(client.until("one\r\n").find("one") != std::string::npos);
        client.send("3\r\ntwo\r\n");
        QVERIFY(client.until("two\r\n").find("two") != std::string::npos);
        client.send("0\r\n\r\n");
        QVERIFY(client.until("0\r\n\r\n").ends_with("0\r\n\r\n"));
    }

    void continuesWhenTheBackendIsCalled()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("POST /a/x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(client.until("\r\n\r\n"), std::string("HTTP/1.1 100 Continue\r\n\r\n"));
        client.send("hello");
        QCOMPARE(bodyOf(client.response()), std::string("hello"));
        QVERIFY(!backend.seen().at(0).head.headers.has("Expect"));
    }

    void holdsALargeDownloadBackForASlowClient()
    {
        Backend backend({}, streamingHandler);
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("GET /a/big/200 HTTP/1.0\r\nHost: h\r\n\r\n");
        client.until("\r\n\r\n");
        const auto before = residentMegabytes();
        QTest::qWait(300); // nothing is taken meanwhile
        std::size_t total = 0;
        std::size_t most = 0;
        for (auto piece = client.some(); !piece.empty(); piece = client.some()) {
            total += piece.size();
            most = std::max(most, residentMegabytes());
        }
        QVERIFY(total > 199U << 20);
        QVERIFY2(most < before + heldMegabytes, qPrintable(QString("%1 MB, then %2 MB").arg(before).arg(most)));
    }

    void streamsALargeUpload()
    {
        Backend backend({}, streamingHandler);
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        const auto before = residentMegabytes();
        RawClient client(gateway.port());
        client.send("POST /a/count HTTP/1.1\r\nHost: h\r\nContent-Length: 209715200\r\n\r\n");
        const std::string piece(1 << 20, 'y');
        for (int i = 0; i < 200; ++i)
            QVERIFY(client.send(piece));
        QCOMPARE(bodyOf(client.response()), std::string("209715200"));
        const auto after = residentMegabytes();
        QVERIFY2(after < before + heldMegabytes, qPrintable(QString("%1 MB, then %2 MB").arg(before).arg(after)));
        QCOMPARE(gateway.records(1).at(0).bytesIn, std::uint64_t(209715200));
    }

    void passesEventsOnAtOnce()
    {
        Backend backend({}, streamingHandler);
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("GET /a/events HTTP/1.1\r\nHost: h\r\n\r\n");
        QVERIFY(client.until("data: 1\n\n", std::chrono::seconds(5)).ends_with("data: 1\n\n"));
        // Other small pieces wait for 8 KiB or the end, as on Azure, unless buffer-response is false.
        RawClient other(gateway.port());
        other.send("GET /a/drip HTTP/1.1\r\nHost: h\r\n\r\n");
        QVERIFY(other.until("data: 1\n\n", std::chrono::milliseconds(300)).find("data: 1") == std::string::npos);
    }

    void passesEveryPieceOnWhenToldTo()
    {
        Backend backend({}, streamingHandler);
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", policyWithForward("buffer-response=\"false\""));
        QVERIFY(!hasErrors(gateway.publish()));
        RawClient client(gateway.port());
        client.send("GET /a/drip HTTP/1.1\r\nHost: h\r\n\r\n");
        QVERIFY(client.until("data: 1\n\n", std::chrono::seconds(5)).ends_with("data: 1\n\n"));
    }

    void cutsTheClientWhenTheBackendBreaksOff()
    {
        Backend backend({}, streamingHandler);
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        const auto response = gateway.get("/a/cut");
        QVERIFY(statusOf(response) == 0 || bodyOf(response).size() < 100);
        const auto record = gateway.records(1).at(0);
        QVERIFY(record.outcome == Outcome::Failed && record.owner == FailureOwner::Backend);
        QCOMPARE(record.reason, std::string("BackendConnectionFailure"));
        QCOMPARE(gateway.plane->collect().records.size(), std::size_t(0)); // one record, not two
    }

    void cancelsTheBackendWhenTheClientGoesInTheBody()
    {
        Backend backend({}, streamingHandler);
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        {
            RawClient client(gateway.port());
            client.send("GET /a/big/1000 HTTP/1.1\r\nHost: h\r\n\r\n");
            client.until("\r\n\r\n");
        }
        QTRY_COMPARE(backend.aborts(), 1);
        QVERIFY(gateway.records(1).at(0).outcome == Outcome::Aborted);
    }

    void answersAnUploadThatStops()
    {
        Backend backend;
        gateway::GatewayOptions options;
        options.timeouts.body = std::chrono::milliseconds(100);
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("POST /a/x HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf");
        QCOMPARE(statusOf(client.toEnd()), 408);
        QVERIFY(gateway.records(1).at(0).outcome == Outcome::TimedOut);
        QTRY_COMPARE(backend.aborts(), 1);
    }

    void refusesABodyThatIsNone()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("POST /a/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcXX");
        QCOMPARE(statusOf(client.toEnd()), 400);
        QCOMPARE(gateway.records(1).size(), std::size_t(1));
        QTRY_COMPARE(std::size_t(backend.aborts()), backend.count()); // if it was reached at all
    }

    void readsResponsesUntilClose()
    {
        RawBackend backend([](int fd) {
            receive(fd);
            sendAll(fd, "HTTP/1.1 200 OK\r\n\r\nuntil the end");
        });
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("GET /a/x HTTP/1.1\r\nHost: h\r\n\r\n");
        const auto response = client.until("0\r\n\r\n");
        QCOMPARE(bodyOf(response), std::string("d\r\nuntil the end\r\n0\r\n\r\n"));
    }

    void skipsInterimResponses()
    {
        RawBackend backend([](int fd) {
            receive(fd);
            sendAll(fd, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok");
            receive(fd);
        });
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        const auto response = gateway.get("/a/x");
        QCOMPARE(statusOf(response), 201);
        QCOMPARE(bodyOf(response), std::string("ok"));
    }

    void refusesAResponseThatIsNone()
    {
        RawBackend backend([](int fd) {
            receive(fd);
            sendAll(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc");
            receive(fd);
        });
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        QCOMPARE(statusOf(gateway.get("/a/x")), 500);
    }

    void tunnelsAnUpgrade()
    {
        RawBackend backend([](int fd) {
            const auto request = receive(fd);
            if (request.find("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n") == std::string::npos)
                return;
            sendAll(fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nhello");
            for (auto piece = receive(fd); !piece.empty(); piece = receive(fd))
                sendAll(fd, "<" + piece + ">");
        });
        TestGateway gateway;
        gateway.api("ws", "ws", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("GET /ws/chat HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\n");
        const auto head = client.until("\r\n\r\n");
        QCOMPARE(statusOf(head), 101);
        QVERIFY(head.find("\r\nSec-WebSocket-Accept: x\r\n") != std::string::npos);
        QVERIFY(head.find("\r\nConnection: Upgrade\r\n") != std::string::npos);
        QCOMPARE(client.exactly(5), std::string("hello"));
        client.send("ping");
        QCOMPARE(client.exactly(6), std::string("<ping>"));
        client.send(std::string("\0\r\n\r\nGET", 8));
        QCOMPARE(client.exactly(10), std::string("<\0\r\n\r\nGET>", 10));
        client.close();
        const auto record = gateway.records(1).at(0);
        QCOMPARE(record.status, 101);
        QVERIFY(record.outcome == Outcome::Answered);
    }

    void answersAnUpgradeThatTheBackendDeclines()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("GET /a/x HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        QCOMPARE(bodyOf(client.response()), std::string("ok /x"));
    }

    void replaysABufferedBody()
    {
        std::atomic<int> calls{0};
        Backend backend({}, [&calls](const Exchange &exchange) {
            if (++calls > 1)
                return false;
            exchange->readAll(1000, [exchange](const Result<std::string> &) {
                http::Response response;
                response.head.status = 503;
                exchange->respond(std::move(response));
            });
            return true;
        });
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", "<policies><inbound/><backend><retry condition=\"true\" count=\"1\" interval=\"0\">"
                                 "<forward-request buffer-request-body=\"true\"/></retry></backend><outbound/><on-error/></policies>");
        gateway.publish();
        const auto response = gateway.call("POST", "/a/x", "Content-Length: 5\r\n", "hello");
        QCOMPARE(bodyOf(response), std::string("hello"));
        QCOMPARE(calls.load(), 2);
    }

    void servesAndCallsTls_data()
    {
        QTest::addColumn<bool>("trusted");
        QTest::newRow("trusted backend") << true;
        QTest::newRow("unknown issuer") << false;
    }
    void servesAndCallsTls()
    {
        QFETCH(bool, trusted);
        const auto certificate = crypto::makeSelfSigned({"localhost"}, 30, SystemClock().utc());
        QVERIFY(certificate.has_value());
        Backend backend({{"", certificate->certificatePem, certificate->keyPem}});
        gateway::GatewayOptions options;
        options.listen.push_back({});
        options.listenTls.push_back({});
        options.certificates.push_back({"", certificate->certificatePem, certificate->keyPem});
        if (trusted)
            options.backendCaPem = certificate->certificatePem;
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", "https://localhost:" + std::to_string(backend.port()));
        gateway.publish();
        const auto response = gateway.get("/a/x");
        QCOMPARE(statusOf(response), trusted ? 200 : 500);
        QCOMPARE(backend.count(), std::size_t(trusted ? 1 : 0));
        QCOMPARE(gateway.records(1).at(0).reason, std::string(trusted ? "" : "BackendConnectionFailure"));
        if (!trusted)
            return;

        // The gateway's own TLS side, called by the backend's kind of client.
        net::Loop loop;
        net::HttpClientOptions clientOptions;
        clientOptions.caPem = certificate->certificatePem;
        auto client = net::HttpClient::create(loop, clientOptions);
        std::unique_ptr<net::ClientCall> call;
        std::atomic<int> status{0};
        loop.start("test-client");
        loop.post([&] {
            net::ClientRequest request;
            request.url = "https://localhost:" + std::to_string(gateway.plane->endpointsTls().front().port) + "/a/tls";
            call = client->send(std::move(request), [&](const Result<http::Response> &answer) { status = answer ? answer->head.status : -1; });
        });
        QTRY_COMPARE(status.load(), 200);
        loop.stop();
        call.reset();
        client.reset();
        QCOMPARE(std::string(backend.seen().at(1).head.headers.get("X-Forwarded-Proto").value_or("")), std::string("https"));
    }
};

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
