// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate.h"
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::test;

namespace {

//! A proxy that knows CONNECT alone: passes bytes on to a port on loopback, or answers with `refusal`.
class TunnelProxy
{
public:
    explicit TunnelProxy(std::string refusal = {}) : m_refusal(std::move(refusal)), m_listener(socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || listen(m_listener, 8) != 0)
            qFatal("no listener");
        getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { run(); });
    }
    ~TunnelProxy()
    {
        m_stop = true;
        m_thread.join();
        close(m_listener);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    std::vector<std::string> heads() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_heads;
    }

private:
    struct Pair
    {
        int client, origin;
    };

    void run()
    {
        std::vector<Pair> pairs;
        while (!m_stop) {
            std::vector<pollfd> waiting{{m_listener, POLLIN, 0}};
            for (const auto &pair : pairs) {
                waiting.push_back({pair.client, POLLIN, 0});
                waiting.push_back({pair.origin, POLLIN, 0});
            }
            if (poll(waiting.data(), waiting.size(), 20) <= 0)
                continue;
            for (std::size_t i = pairs.size(); i-- > 0;) {
                const bool over = (waiting[1 + 2 * i].revents && !pass(pairs[i].client, pairs[i].origin))
                    || (waiting[2 + 2 * i].revents && !pass(pairs[i].origin, pairs[i].client));
                if (over) {
                    close(pairs[i].client);
                    close(pairs[i].origin);
                    pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(i));
                }
            }
            if (waiting[0].revents)
                if (const auto pair = accepted(); pair.origin >= 0)
                    pairs.push_back(pair);
        }
        for (const auto &pair : pairs) {
            close(pair.client);
            close(pair.origin);
        }
    }
    static bool pass(int from, int to)
    {
        char piece[16384];
        const auto count = read(from, piece, sizeof piece);
        return count > 0 && write(to, piece, static_cast<std::size_t>(count)) == count;
    }
    Pair accepted()
    {
        const int client = accept(m_listener, nullptr, nullptr);
        std::string head;
        char c = 0;
        while (!head.ends_with("\r\n\r\n") && read(client, &c, 1) == 1)
            head += c;
        {
            const std::scoped_lock lock(m_mutex);
            m_heads.push_back(head);
        }
        const auto answer = m_refusal.empty() ? std::string("HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n") : m_refusal;
        const auto colon = head.find(':');
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(head.c_str() + (colon == std::string::npos ? 0 : colon + 1))));
        const int origin = socket(AF_INET, SOCK_STREAM, 0);
        const bool reached = m_refusal.empty() && connect(origin, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
        const bool told = write(client, answer.data(), answer.size()) == static_cast<ssize_t>(answer.size());
        if (reached && told)
            return {client, origin};
        close(client);
        close(origin);
        return {-1, -1};
    }

    std::string m_refusal;
    int m_listener;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stop{false};
    mutable std::mutex m_mutex;
    std::vector<std::string> m_heads;
    std::thread m_thread;
};

std::string document(const std::string &inbound)
{
    return "<policies><inbound>" + inbound + "</inbound><backend><forward-request/></backend><outbound/><on-error/></policies>";
}

std::string through(const std::string &url)
{
    return "<proxy url=\"" + url + "\" username=\"user\" password=\"pass\"/>";
}

const std::string credentials = "Basic dXNlcjpwYXNz";

} // namespace

class TestGatewayProxy : public QObject
{
    Q_OBJECT

private slots:
    void sendsPlainRequestsInAbsoluteForm()
    {
        Backend proxy; // it answers itself
        TestGateway gateway;
        gateway.api("a", "a", "http://backend.invalid:8080/base");
        gateway.policy("apis/a", document(through(proxy.url())));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(gateway.get("/a/x?q=1", "Proxy-Authorization: Basic client\r\n")), 200);
        const auto seen = proxy.seen().front().head;
        QCOMPARE(seen.target, std::string("http://backend.invalid:8080/base/x?q=1"));
        QCOMPARE(seen.headers.joined("Host"), std::string("backend.invalid:8080"));
        QCOMPARE(seen.headers.joined("Proxy-Authorization"), credentials);
    }
    void tunnelsEncryptedRequests()
    {
        const auto certificate = crypto::makeSelfSigned({"localhost"}, 30, SystemClock().utc());
        QVERIFY(certificate.has_value());
        Backend backend({{"", certificate->certificatePem, certificate->keyPem}});
        TunnelProxy proxy;
        gateway::GatewayOptions options;
        options.backendCaPem = certificate->certificatePem;
        TestGateway gateway(std::move(options));
        const auto authority = "localhost:" + std::to_string(backend.port());
        gateway.api("a", "a", "https://" + authority);
        gateway.policy("apis/a", document(through(proxy.url())));
        QVERIFY(!hasErrors(gateway.publish()));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(bodyOf(gateway.get("/a/x")), std::string("ok /x"));
        QCOMPARE(proxy.heads().size(), std::size_t(1)); // the tunnel is used again
        QCOMPARE(proxy.heads().front(), "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\nProxy-Authorization: " + credentials + "\r\n\r\n");
        const auto seen = backend.seen().front().head;
        QCOMPARE(seen.target, std::string("/x"));
        QVERIFY(!seen.headers.has("Proxy-Authorization"));
    }
    void aTunnelThatIsRefusedFails_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::newRow("credentials") << "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
        QTest::newRow("no HTTP") << "SSH-2.0-x\r\n\r\n";
        QTest::newRow("more than a head") << "HTTP/1.1 200 OK\r\n\r\nmore";
        QTest::newRow("cut") << "HTTP/1.1 200 OK\r\n";
    }
    void aTunnelThatIsRefusedFails()
    {
        QFETCH(QString, answer);
        TunnelProxy proxy(answer.toStdString());
        TestGateway gateway;
        gateway.api("a", "a", "https://127.0.0.1:9");
        gateway.policy("apis/a", document(through(proxy.url())));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(gateway.get("/a/x")), 500);
        QCOMPARE(proxy.heads().size(), std::size_t(1));
    }
    void connectionsThroughAProxyAndWithoutAreNotMixed()
    {
        Backend backend;
        Backend proxy;
        TestGateway gateway;
        gateway.api("direct", "d", backend.url());
        gateway.api("proxied", "p", backend.url());
        gateway.policy("apis/proxied", document("<proxy url=\"" + proxy.url() + "\"/>"));
        QVERIFY(!hasErrors(gateway.publish()));
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(bodyOf(gateway.get("/d/x")), std::string("ok /x"));
            QCOMPARE(bodyOf(gateway.get("/p/x")), "ok " + backend.url() + "/x");
        }
        QCOMPARE(backend.count(), std::size_t(2));
        QCOMPARE(proxy.count(), std::size_t(2));
        QVERIFY(!proxy.seen().front().head.headers.has("Proxy-Authorization"));
    }
    void sendRequestHasItsOwn()
    {
        Backend backend;
        Backend proxy;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document("<send-request response-variable-name=\"r\"><set-url>http://other.invalid/y</set-url>" + through(proxy.url())
                                          + "</send-request>"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(bodyOf(gateway.get("/a/x")), std::string("ok /x"));
        QCOMPARE(proxy.seen().front().head.target, std::string("http://other.invalid/y"));
        QCOMPARE(proxy.seen().front().head.headers.joined("Proxy-Authorization"), credentials);
    }
    void aBackendHasItsOwn()
    {
        Backend proxy;
        Backend other;
        TestGateway gateway;
        gateway.api("a", "a", "http://127.0.0.1:9");
        gateway.put("namedValues/p", R"({"displayName":"proxy-password","value":"pass","secret":true})");
        const json::object own{{"url", proxy.url()}, {"username", "user"}, {"password", "{{proxy-password}}"}};
        gateway.put("backends/b", json::object{{"url", "http://backend.invalid/base"}, {"proxy", own}});
        gateway.policy("apis/a", document("<set-backend-service backend-id=\"b\"/><proxy url=\"" + other.url() + "\"/>"));
        const auto findings = gateway.publish();
        QVERIFY(std::none_of(findings.begin(), findings.end(), [](const auto &finding) { return finding.code == "gateway.backendProxy"; }));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        const auto seen = proxy.seen().front().head;
        QCOMPARE(seen.target, std::string("http://backend.invalid/base/x"));
        QCOMPARE(seen.headers.joined("Proxy-Authorization"), credentials);
        QCOMPARE(other.count(), std::size_t(0)); // the backend's wins
    }
    void aBackendsTunnelCarriesItsTls()
    {
        const auto certificate = crypto::makeSelfSigned({"localhost"}, 30, SystemClock().utc());
        QVERIFY(certificate.has_value());
        Backend backend({{"", certificate->certificatePem, certificate->keyPem}});
        TunnelProxy proxy;
        TestGateway gateway; // trusts it not
        const auto authority = "localhost:" + std::to_string(backend.port());
        gateway.api("a", "a", "http://127.0.0.1:9");
        const json::object own{{"url", proxy.url()}, {"username", "user"}, {"password", "pass"}};
        gateway.put("backends/b", json::object{{"url", "https://" + authority}, {"tls", json::object{{"validateCertificateChain", false}}}, {"proxy", own}});
        gateway.policy("apis/a", document("<set-backend-service backend-id=\"b\"/>"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(bodyOf(gateway.get("/a/x")), std::string("ok /x"));
        QCOMPARE(proxy.heads().front(), "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\nProxy-Authorization: " + credentials + "\r\n\r\n");
    }
    void aProxyIsSpokenToInTheClear()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document("<proxy url=\"https://127.0.0.1:9\"/>"));
        gateway.publish();
        QCOMPARE(statusOf(gateway.get("/a/x")), 500);
        QCOMPARE(backend.count(), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestGatewayProxy)
#include "tst_proxy.moc"
