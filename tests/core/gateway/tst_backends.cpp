// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

#include <algorithm>
#include <atomic>

using namespace gatehouse;
using namespace gatehouse::test;

namespace {

std::string toBackend(const std::string &id, const std::string &backend = "<forward-request/>")
{
    return "<policies><inbound><set-backend-service backend-id=\"" + id + "\"/></inbound><backend>" + backend
        + "</backend><outbound/><on-error/></policies>";
}

//! Two failures of 5xx in a minute trip it for 10 s.
const std::string breaker = R"("circuitBreaker":{"rules":[{"name":"r","tripDuration":"PT10S",
    "failureCondition":{"count":2,"interval":"PT1M","statusCodeRanges":[{"min":500,"max":599}],"errorReasons":["BackendConnectionFailure"]}}]})";

std::string single(const std::string &url, const std::string &more)
{
    return "{\"protocol\":\"http\",\"url\":\"" + url + "\"" + (more.empty() ? "" : "," + more) + "}";
}

//! Answers with the status that the test wants now.
struct Moody
{
    std::atomic<int> status{200};
    std::string retryAfter;
    Backend backend{{}, [this](const std::shared_ptr<net::ServerExchange> &exchange) {
                        http::Response response;
                        response.head.status = status;
                        if (!retryAfter.empty())
                            response.head.headers.add("Retry-After", retryAfter);
                        response.body = "moody";
                        exchange->respond(std::move(response));
                        return true;
                    }};
};

} // namespace

class TestBackends : public QObject
{
    Q_OBJECT

private slots:
    void aTrippedBackendIsSparedForItsTime()
    {
        Moody moody;
        TestGateway gateway;
        gateway.api("a", "a", "http://127.0.0.1:1");
        gateway.put("backends/b", single(moody.backend.url(), breaker));
        gateway.policy("apis/a", toBackend("B"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        moody.status = 500;
        QCOMPARE(statusOf(gateway.get("/a/x")), 500);
        QCOMPARE(statusOf(gateway.get("/a/x")), 500);
        const auto refused = gateway.get("/a/x");
        QVERIFY(refused.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
        QCOMPARE(bodyOf(refused), std::string("{ \"statusCode\": 503, \"message\": \"Backend 'b' is temporarily unavailable.\" }"));
        QCOMPARE(moody.backend.count(), std::size_t(3));
        const auto states = gateway.plane->breakers();
        QCOMPARE(states.size(), std::size_t(1));
        QVERIFY(states[0].open);
        QCOMPARE(states[0].openMicros, std::int64_t(10'000'000));
        gateway.publish(); // it outlives that
        QCOMPARE(statusOf(gateway.get("/a/x")), 503);
        moody.status = 200;
        gateway.clock.advance(std::chrono::seconds(10));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QCOMPARE(moody.backend.count(), std::size_t(4));
    }

    void anotherRuleStartsAnew()
    {
        Moody moody;
        moody.status = 503;
        TestGateway gateway;
        gateway.api("a", "a", "http://127.0.0.1:1");
        gateway.put("backends/b", single(moody.backend.url(), breaker));
        gateway.policy("apis/a", toBackend("b"));
        gateway.publish();
        gateway.get("/a/x");
        gateway.get("/a/x");
        QCOMPARE(bodyOf(gateway.get("/a/x")).find("moody"), std::string::npos);
        auto other = breaker;
        other.replace(other.find("PT10S"), 5, "PT20S");
        gateway.put("backends/b", single(moody.backend.url(), other));
        gateway.publish();
        QCOMPARE(bodyOf(gateway.get("/a/x")), std::string("moody"));
    }

    void acceptsHowLongTheBackendAsks()
    {
        Moody moody;
        moody.status = 429;
        moody.retryAfter = "120";
        TestGateway gateway;
        gateway.api("a", "a", "http://127.0.0.1:1");
        gateway.put("backends/b", single(moody.backend.url(), R"("circuitBreaker":{"rules":[{"name":"r","tripDuration":"PT10S","acceptRetryAfter":true,
            "failureCondition":{"count":1,"interval":"PT1M","statusCodeRanges":[{"min":429,"max":429}]}}]})"));
        gateway.policy("apis/a", toBackend("b"));
        gateway.publish();
        QCOMPARE(statusOf(gateway.get("/a/x")), 429);
        gateway.clock.advance(std::chrono::seconds(119));
        QCOMPARE(statusOf(gateway.get("/a/x")), 503);
        gateway.clock.advance(std::chrono::seconds(1));
        QCOMPARE(statusOf(gateway.get("/a/x")), 429);
    }

    void countsConnectionsThatFail()
    {
        TestGateway gateway;
        gateway.api("a", "a", "http://127.0.0.1:1");
        gateway.put("backends/b", single("http://127.0.0.1:1", breaker));
        gateway.policy("apis/a", toBackend("b"));
        gateway.publish();
        QCOMPARE(statusOf(gateway.get("/a/x")), 500);
        QCOMPARE(statusOf(gateway.get("/a/x")), 500);
        QCOMPARE(statusOf(gateway.get("/a/x")), 503);
    }

    void aPoolTakesTurnsByWeight()
    {
        Backend a, b;
        TestGateway gateway;
        gateway.api("x", "x", "http://127.0.0.1:1");
        gateway.put("backends/a", single(a.url(), ""));
        gateway.put("backends/b", single(b.url(), ""));
        gateway.put("backends/p", R"({"type":"Pool","pool":{"services":[{"id":"backends/a","weight":3},{"id":"backends/b","weight":1}]}})");
        gateway.policy("apis/x", toBackend("p"));
        QVERIFY(!hasErrors(gateway.publish()));
        for (int i = 0; i < 8; ++i)
            QCOMPARE(statusOf(gateway.get("/x/y")), 200);
        QCOMPARE(a.count(), std::size_t(6));
        QCOMPARE(b.count(), std::size_t(2));
    }

    void aPoolPrefersAPriorityAndSkipsTheTripped()
    {
        Moody first;
        Backend second;
        TestGateway gateway;
        gateway.api("x", "x", "http://127.0.0.1:1");
        gateway.put("backends/first", single(first.backend.url(), breaker));
        gateway.put("backends/second", single(second.url(), ""));
        gateway.put("backends/p", R"({"type":"Pool","pool":{"services":[{"id":"backends/second","priority":2},{"id":"backends/first","priority":1}]}})");
        gateway.policy("apis/x", toBackend("p"));
        gateway.publish();
        for (int i = 0; i < 3; ++i)
            QCOMPARE(bodyOf(gateway.get("/x/y")), std::string("moody"));
        first.status = 500;
        gateway.get("/x/y");
        gateway.get("/x/y");
        QCOMPARE(bodyOf(gateway.get("/x/y")), std::string("ok /y"));
        QCOMPARE(second.count(), std::size_t(1));
        first.status = 200;
        gateway.clock.advance(std::chrono::seconds(10));
        QCOMPARE(bodyOf(gateway.get("/x/y")), std::string("moody"));
    }

    void aRetryMeetsAnotherMember()
    {
        Moody bad;
        bad.status = 500;
        Backend good;
        TestGateway gateway;
        gateway.api("x", "x", "http://127.0.0.1:1");
        gateway.put("backends/bad", single(bad.backend.url(), R"("circuitBreaker":{"rules":[{"name":"r","tripDuration":"PT1M",
            "failureCondition":{"count":1,"interval":"PT1M","statusCodeRanges":[{"min":500,"max":599}]}}]})"));
        gateway.put("backends/good", single(good.url(), ""));
        gateway.put("backends/p", R"({"type":"Pool","pool":{"services":[{"id":"backends/bad","priority":1},{"id":"backends/good","priority":2}]}})");
        gateway.policy("apis/x", toBackend("p", "<retry condition=\"true\" count=\"1\" interval=\"0\"><forward-request buffer-request-body=\"true\"/></retry>"));
        gateway.publish();
        QCOMPARE(bodyOf(gateway.get("/x/y")), std::string("ok /y"));
    }

    void aPoolWithoutAnybodyIsUnavailable()
    {
        Moody moody;
        moody.status = 500;
        TestGateway gateway;
        gateway.api("x", "x", "http://127.0.0.1:1");
        gateway.put("backends/m", single(moody.backend.url(), breaker));
        gateway.put("backends/p", R"({"type":"Pool","pool":{"services":[{"id":"backends/m"}]}})");
        gateway.policy("apis/x", toBackend("p"));
        gateway.publish();
        gateway.get("/x/y");
        gateway.get("/x/y");
        const auto refused = gateway.get("/x/y");
        QCOMPARE(statusOf(refused), 503);
        QCOMPARE(bodyOf(refused), std::string("{ \"statusCode\": 503, \"message\": \"Backend pool 'p' is temporarily unavailable.\" }"));
    }

    void sendsItsCredentials()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.put("namedValues/key", R"({"displayName":"the-key","value":"s3cret","secret":true})");
        gateway.put("backends/b", single(backend.url() + "/base", R"("credentials":{"header":{"x-key":["{{the-key}}"],"x-two":["a","b"]},
            "query":{"code":["{{the-key}}&"]},"authorization":{"scheme":"Basic","parameter":"abc="}})"));
        gateway.policy("apis/a", toBackend("b"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(gateway.get("/a/x?q=1", "Authorization: Bearer client\r\nX-Key: client\r\n")), 200);
        const auto seen = backend.seen().front();
        QCOMPARE(seen.head.target, std::string("/base/x?q=1&code=s3cret%26"));
        QCOMPARE(seen.head.headers.joined("X-Key"), std::string("s3cret"));
        QCOMPARE(seen.head.headers.joined("x-two"), std::string("a, b"));
        QCOMPARE(seen.head.headers.joined("Authorization"), std::string("Basic abc="));
    }

    void aProxyThatIsNotSpokenToFailsLoudly()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.put("backends/b", single(backend.url(), "\"proxy\":{\"url\":\"https://127.0.0.1:9\"}"));
        gateway.policy("apis/a", toBackend("b"));
        const auto findings = gateway.publish();
        QVERIFY(std::any_of(findings.begin(), findings.end(), [](const auto &finding) { return finding.code == "gateway.backendProxy"; }));
        QCOMPARE(statusOf(gateway.get("/a/x")), 500);
        QCOMPARE(backend.count(), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestBackends)
#include "tst_backends.moc"
