// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/http_client.h"

#include "core/base/clock.h"
#include "core/crypto/certificate.h"
#include "core/net/http_server.h"
#include "tests/support/result_test.h"

#include <QTest>

#include <atomic>
#include <future>
#include <set>

using namespace gatehouse;
using namespace gatehouse::net;

namespace {

using Exchange = std::shared_ptr<ServerExchange>;

crypto::CertificateWithKey selfSigned(const std::string &name)
{
    const auto now = SystemClock().utc();
    auto made = crypto::makeSelfSigned({name}, 30, now);
    return made ? std::move(*made) : crypto::CertificateWithKey{};
}

ServerCertificate serverCertificate(const std::string &serverName, const crypto::CertificateWithKey &certificate)
{
    return {serverName, certificate.certificatePem, certificate.keyPem};
}

} // namespace

class TestHttpClient : public QObject
{
    Q_OBJECT

    std::unique_ptr<Loop> m_loop;
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<ClientCall> m_call;
    std::atomic<int> m_requests{0};
    std::vector<Exchange> m_held;
    std::string m_lastServerName;

    void start(HttpServerOptions options = {}, HttpClientOptions clientOptions = {})
    {
        m_loop = std::make_unique<Loop>();
        auto server = HttpServer::listen(*m_loop, std::move(options), [this](const Exchange &exchange) { handle(exchange); });
        VERIFY_RESULT(server);
        m_server = std::move(*server);
        m_client = HttpClient::create(*m_loop, std::move(clientOptions));
        m_loop->start("test-client");
    }

    void handle(const Exchange &exchange)
    {
        ++m_requests;
        m_lastServerName = exchange->serverName();
        const auto target = exchange->request().target;
        http::Response response;
        if (target == "/hold") {
            m_held.push_back(exchange);
        } else if (target == "/chunked") {
            exchange->start({});
            exchange->write("one ", {});
            exchange->write("two", {});
            exchange->finish();
        } else if (target == "/close-then" && m_requests == 2) {
            exchange->abort(); // the pooled connection dies under its second request
        } else if (target == "/big") {
            response.body.assign(1 << 20, 'x');
            exchange->respond(std::move(response));
        } else {
            exchange->readAll(1 << 20, [exchange, target](Result<std::string> body) {
                http::Response echoed;
                echoed.body = exchange->request().method + " " + target + " " + body.value_or("?");
                exchange->respond(std::move(echoed));
            });
        }
    }

    std::string url(const std::string &path, const std::string &scheme = "http", const std::string &host = "127.0.0.1") const
    {
        return scheme + "://" + host + ":" + std::to_string(m_server->endpoint().port) + path;
    }

    Result<http::Response> call(ClientRequest request)
    {
        auto promise = std::make_shared<std::promise<Result<http::Response>>>();
        auto future = promise->get_future();
        m_loop->post([this, promise, request = std::move(request)] {
            m_call = m_client->send(request, [promise](Result<http::Response> response) { promise->set_value(std::move(response)); });
        });
        if (future.wait_for(std::chrono::seconds(20)) != std::future_status::ready)
            return fail(ErrorKind::Internal, "test.noAnswer");
        return future.get();
    }
    Result<http::Response> get(const std::string &address, std::chrono::milliseconds timeout = std::chrono::seconds(10))
    {
        ClientRequest request;
        request.url = address;
        request.timeout = timeout;
        return call(std::move(request));
    }

private slots:
    void init() { m_requests = 0; }
    void cleanup()
    {
        if (m_loop)
            m_loop->stop();
        m_call.reset();
        m_held.clear();
        m_client.reset();
        m_server.reset();
        m_loop.reset();
    }

    void fetchesByNameAndAddress_data()
    {
        QTest::addColumn<QString>("host");
        QTest::newRow("address") << "127.0.0.1";
        QTest::newRow("name") << "localhost";
    }
    void fetchesByNameAndAddress()
    {
        QFETCH(QString, host);
        start();
        const auto response = get(url("/a", "http", host.toStdString()));
        VERIFY_RESULT(response);
        QCOMPARE(response->head.status, 200);
        QCOMPARE(response->body, std::string("GET /a "));
    }

    void sendsABody()
    {
        start();
        ClientRequest request;
        request.method = "POST";
        request.url = url("/p");
        request.body = std::string(200'000, 'b');
        const auto response = call(request);
        VERIFY_RESULT(response);
        QCOMPARE(response->body, "POST /p " + request.body);
    }

    void joinsChunks()
    {
        start();
        const auto response = get(url("/chunked"));
        VERIFY_RESULT(response);
        QCOMPARE(response->body, std::string("one two"));
    }

    void refusesABodyAboveItsLimit()
    {
        start();
        ClientRequest request;
        request.url = url("/big");
        request.maxBody = 1000;
        const auto response = call(request);
        QVERIFY(!response);
        QCOMPARE(response.error().code, std::string("net.bodyTooLarge"));
    }

    void saysWhatWentWrong_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("code");
        QTest::newRow("nobody listens") << "http://127.0.0.1:1/" << "net.connect";
        QTest::newRow("no such host") << "http://no-such-host.invalid/" << "net.resolve";
        QTest::newRow("no URL") << "ftp://x/" << "url.invalid";
    }
    void saysWhatWentWrong()
    {
        QFETCH(QString, address);
        QFETCH(QString, code);
        start();
        const auto response = get(address.toStdString());
        QVERIFY(!response);
        QCOMPARE(response.error().code, code.toStdString());
    }

    void timesOut()
    {
        start();
        const auto response = get(url("/hold"), std::chrono::milliseconds(50));
        QVERIFY(!response);
        QCOMPARE(response.error().code, std::string("net.timeout"));
    }

    void triesAnotherConnectionWhenAReusedOneDied()
    {
        start();
        VERIFY_RESULT(get(url("/first")));
        const auto response = get(url("/close-then"));
        VERIFY_RESULT(response);
        QCOMPARE(m_requests.load(), 3);
    }

    void neverSendsAPostTwice()
    {
        start();
        VERIFY_RESULT(get(url("/first")));
        ClientRequest request;
        request.method = "POST";
        request.url = url("/close-then");
        const auto response = call(request);
        QVERIFY(!response);
        QCOMPARE(m_requests.load(), 2);
    }

    void neverCallsBackAfterItWasDropped()
    {
        start();
        std::atomic<bool> called{false};
        m_loop->post([&] {
            ClientRequest request;
            request.url = url("/hold");
            m_call = m_client->send(std::move(request), [&called](const Result<http::Response> &) { called = true; });
        });
        QTRY_COMPARE(m_requests.load(), 1);
        m_loop->run([&] { m_call.reset(); });
        VERIFY_RESULT(get(url("/after")));
        QVERIFY(!called);
    }

    void verifiesTheServersCertificate_data()
    {
        QTest::addColumn<bool>("trusted");
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("passes");
        QTest::newRow("trusted, right name") << true << "localhost" << true;
        QTest::newRow("trusted, wrong name") << true << "127.0.0.1" << false;
        QTest::newRow("unknown issuer") << false << "localhost" << false;
    }
    void verifiesTheServersCertificate()
    {
        QFETCH(bool, trusted);
        QFETCH(QString, host);
        QFETCH(bool, passes);
        const auto certificate = selfSigned("localhost");
        HttpServerOptions options;
        options.certificates.push_back(serverCertificate("", certificate));
        HttpClientOptions clientOptions;
        if (trusted)
            clientOptions.caPem = certificate.certificatePem;
        start(std::move(options), std::move(clientOptions));
        const auto response = get(url("/tls", "https", host.toStdString()));
        QCOMPARE(response.has_value(), passes);
        if (passes)
            QCOMPARE(response->body, std::string("GET /tls "));
        else
            QCOMPARE(response.error().code, std::string("net.tls"));
        QCOMPARE(m_requests.load(), passes ? 1 : 0);
    }

    void showsTheCertificateThatTheClientNames()
    {
        const auto other = selfSigned("other.example");
        const auto local = selfSigned("localhost");
        HttpServerOptions options;
        options.certificates.push_back(serverCertificate("", other));
        options.certificates.push_back(serverCertificate("localhost", local));
        HttpClientOptions clientOptions;
        clientOptions.caPem = local.certificatePem;
        start(std::move(options), std::move(clientOptions));
        const auto response = get(url("/sni", "https", "localhost"));
        VERIFY_RESULT(response);
        QCOMPARE(m_lastServerName, std::string("localhost"));
    }

    void speaksPlainToNoTlsServer()
    {
        start();
        const auto response = get(url("/a", "https"));
        QVERIFY(!response);
        QCOMPARE(response.error().code, std::string("net.tls"));
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_http_client.moc"
