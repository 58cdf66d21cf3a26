// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/support/redis_server.h"

#include <QTest>

#include <thread>

using namespace gatehouse;
using namespace gatehouse::test;

namespace {

std::string document(const std::string &inbound, const std::string &outbound = {})
{
    return "<policies><inbound>" + inbound + "</inbound><backend><forward-request/></backend><outbound>" + outbound + "</outbound><on-error/></policies>";
}

gateway::GatewayOptions sharing(const RedisServer &server, bool failOpen = true, int workers = 1)
{
    gateway::GatewayOptions options;
    options.workers = workers;
    options.sharedLimits = gateway::SharedLimits{*net::parseRedisTarget(server.address()), failOpen};
    options.sharedLimits->redis.commandTimeout = std::chrono::seconds(10);
    return options;
}

const std::string subscription = R"({"scope":"apis/a","displayName":"S","state":"active","primaryKey":"key","secondaryKey":"other"})";
const std::string keyField = "Ocp-Apim-Subscription-Key: key\r\n";

//! An API with the policy.
void set(TestGateway &gateway, const Backend &backend, const std::string &policy)
{
    gateway.api("a", "a", backend.url());
    gateway.put("subscriptions/s", subscription);
    gateway.policy("apis/a", policy);
    QVERIFY(!hasErrors(gateway.publish()));
}

const std::string byKey = "<rate-limit-by-key calls=\"3\" renewal-period=\"300\" counter-key=\"k\" remaining-calls-header-name=\"X-Left\"/>";

} // namespace

//! Redis for real: limits that gateways share, and the external cache.
class TestRedis : public QObject
{
    Q_OBJECT

private slots:
    void twoGatewaysShareOneRateLimit()
    {
        RedisServer server;
        Backend backend;
        TestGateway one(sharing(server)), two(sharing(server));
        set(one, backend, document(byKey));
        set(two, backend, document(byKey));
        QVERIFY(one.get("/a/x").find("\r\nX-Left: 2\r\n") != std::string::npos);
        QVERIFY(two.get("/a/x").find("\r\nX-Left: 1\r\n") != std::string::npos);
        QVERIFY(one.get("/a/x").find("\r\nX-Left: 0\r\n") != std::string::npos);
        for (auto *gateway : {&one, &two}) {
            const auto refused = gateway->get("/a/x");
            QCOMPARE(statusOf(refused), 429);
            const auto at = refused.find("Retry-After: ");
            QVERIFY(at != std::string::npos);
            const int seconds = std::stoi(refused.substr(at + 13));
            QVERIFY(seconds > 200 && seconds <= 300);
            QVERIFY(bodyOf(refused).starts_with("{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in "));
        }
        QCOMPARE(backend.count(), std::size_t(3));
        QVERIFY(one.plane->counters().empty());
    }

    void noCallTooManyPassesWhenAllComeAtOnce()
    {
        RedisServer server;
        Backend backend;
        TestGateway one(sharing(server, true, 2)), two(sharing(server, true, 2));
        const auto policy = document("<rate-limit-by-key calls=\"100\" renewal-period=\"300\" counter-key=\"k\"/>");
        set(one, backend, policy);
        set(two, backend, policy);
        std::atomic<int> passed{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                for (int n = 0; n < 60; ++n)
                    passed += statusOf((i % 2 ? one : two).get("/a/x")) == 200;
            });
        }
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(passed.load(), 100);
    }

    void aRateLimitOfASubscriptionCountsItsPartsToo()
    {
        RedisServer server;
        Backend backend;
        TestGateway one(sharing(server)), two(sharing(server));
        const auto policy = document("<rate-limit calls=\"10\" renewal-period=\"60\"><api id=\"a\" calls=\"2\" renewal-period=\"60\"/></rate-limit>");
        set(one, backend, policy);
        set(two, backend, policy);
        QCOMPARE(statusOf(one.get("/a/x", keyField)), 200);
        QCOMPARE(statusOf(two.get("/a/x", keyField)), 200);
        QCOMPARE(statusOf(one.get("/a/x", keyField)), 429);
        QCOMPARE(statusOf(one.get("/a/x")), 200); // without a key there is nothing to count
    }

    void theWindowSlidesByRedisClock()
    {
        RedisServer server;
        Backend backend;
        TestGateway gateway(sharing(server));
        set(gateway, backend, document("<rate-limit-by-key calls=\"1\" renewal-period=\"1\" counter-key=\"k\"/>"));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        int status = 0;
        QTRY_VERIFY_WITH_TIMEOUT(status == 200 || (status = statusOf(gateway.get("/a/x"))) == 200, 10'000);
    }

    void countsAfterTheResponseWhereThatDecides()
    {
        RedisServer server;
        Backend backend;
        TestGateway one(sharing(server)), two(sharing(server));
        const auto policy = document("<rate-limit-by-key calls=\"1\" renewal-period=\"60\" counter-key=\"k\" increment-after-response=\"true\"/>");
        set(one, backend, policy);
        set(two, backend, policy);
        QCOMPARE(statusOf(one.get("/a/x")), 200);
        QCOMPARE(statusOf(two.get("/a/x")), 429);
    }

    void twoGatewaysShareAQuotaOfCallsAndBytes()
    {
        RedisServer server;
        Backend backend;
        TestGateway one(sharing(server)), two(sharing(server));
        const auto calls = document("<quota-by-key calls=\"2\" renewal-period=\"3600\" counter-key=\"k\"/>");
        set(one, backend, calls);
        set(two, backend, calls);
        QCOMPARE(statusOf(one.get("/a/x")), 200);
        QCOMPARE(statusOf(two.get("/a/x")), 200);
        const auto refused = one.get("/a/x");
        QCOMPARE(statusOf(refused), 403);
        QVERIFY(bodyOf(refused).starts_with("{ \"statusCode\": 403, \"message\": \"Out of call volume quota. Quota will be replenished in 00:"));

        const auto bytes = document("<quota-by-key bandwidth=\"1\" renewal-period=\"7200\" counter-key=\"k\"/>");
        set(one, backend, bytes);
        set(two, backend, bytes);
        QCOMPARE(statusOf(one.call("POST", "/a/x", "Content-Length: 2000\r\n", std::string(2000, 'x'))), 200);
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(two.get("/a/x")), 403, 10'000); // for good: charged when the exchange was over
        QVERIFY(bodyOf(one.get("/a/x")).starts_with("{ \"statusCode\": 403, \"message\": \"Out of bandwidth quota."));
    }

    void anOutageFailsOpenOrClosed_data()
    {
        QTest::addColumn<bool>("open");
        QTest::addColumn<QString>("policy");
        for (const bool open : {true, false}) {
            QTest::addRow("rate limit by key, %s", open ? "open" : "closed") << open << QString::fromStdString(byKey);
            QTest::addRow("rate limit, %s", open ? "open" : "closed") << open << "<rate-limit calls=\"1\" renewal-period=\"60\"/>";
            QTest::addRow("quota by key, %s", open ? "open" : "closed") << open << "<quota-by-key calls=\"1\" renewal-period=\"3600\" counter-key=\"k\"/>";
        }
    }
    void anOutageFailsOpenOrClosed()
    {
        QFETCH(const bool, open);
        QFETCH(const QString, policy);
        RedisServer server;
        Backend backend;
        TestGateway gateway(sharing(server, open));
        set(gateway, backend, document(policy.toStdString()));
        QCOMPARE(statusOf(gateway.get("/a/x", keyField)), 200);
        server.stop();
        for (int i = 0; i < 4; ++i) {
            const auto response = gateway.get("/a/x", keyField);
            QCOMPARE(statusOf(response), open ? 200 : 503);
            if (!open)
                QCOMPARE(bodyOf(response), std::string("{ \"statusCode\": 503, \"message\": \"Service unavailable\" }"));
        }
        server.start();
        QTRY_COMPARE_WITH_TIMEOUT(gateway.get("/a/x", keyField).find("HTTP/1.1 503"), std::string::npos, 20'000);
    }

    void aResponseIsFoundByTheOtherGateway()
    {
        RedisServer server("secret word");
        Backend backend;
        TestGateway one, two;
        const auto policy = document("<cache-lookup vary-by-developer=\"false\" vary-by-developer-groups=\"false\" downstream-caching-type=\"public\"/>",
                                     "<cache-store duration=\"60\"/>");
        for (auto *gateway : {&one, &two}) {
            gateway->put("namedValues/redis", json::object{{"displayName", "redis"}, {"value", server.connectionString()}, {"secret", true}});
            gateway->put("caches/default", R"({"connectionString":"{{redis}}","useFromLocation":"default"})");
            set(*gateway, backend, policy);
        }
        QCOMPARE(bodyOf(one.get("/a/x")), std::string("ok /x"));
        const auto hit = two.get("/a/x");
        QCOMPARE(bodyOf(hit), std::string("ok /x"));
        QCOMPARE(backend.count(), std::size_t(1));
        QVERIFY(hit.find("\r\nX-Backend: yes\r\n") != std::string::npos);
        const auto age = hit.find("Cache-Control: public, must-revalidate, max-age=");
        QVERIFY(age != std::string::npos);
        const int left = std::stoi(hit.substr(age + 48));
        QVERIFY(left > 30 && left <= 60);
        two.get("/a/x?other");
        QCOMPARE(backend.count(), std::size_t(2));
    }

    void valuesGoThroughTheCacheThatIsAskedFor_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("looked");
        QTest::addColumn<bool>("found");
        QTest::newRow("external by default") << "prefer-external" << "external" << true;
        QTest::newRow("internal is another") << "internal" << "external" << false;
        QTest::newRow("internal for itself") << "internal" << "internal" << true;
        QTest::newRow("external is not internal") << "external" << "internal" << false;
    }
    void valuesGoThroughTheCacheThatIsAskedFor()
    {
        QFETCH(const QString, stored);
        QFETCH(const QString, looked);
        QFETCH(const bool, found);
        RedisServer server;
        Backend backend;
        const policy::Expressions expressions;
        gateway::GatewayOptions options;
        options.expressions = &expressions;
        TestGateway gateway(std::move(options));
        gateway.put("caches/westeurope", json::object{{"connectionString", server.connectionString()}, {"useFromLocation", "West Europe"}});
        const auto type = [](const QString &text) { return " caching-type=\"" + text.toStdString() + "\""; };
        set(gateway, backend,
            document("<cache-store-value key=\"k\" value=\"kept\" duration=\"60\"" + type(stored) + "/><cache-lookup-value key=\"k\" variable-name=\"v\" "
                     "default-value=\"none\"" + type(looked) + "/><set-header name=\"X-Value\"><value>@((string)context.Variables[\"v\"])</value></set-header>"));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QCOMPARE(backend.seen().front().head.headers.joined("X-Value"), std::string(found ? "kept" : "none"));
    }

    void anOutageOfTheCacheIsAMiss()
    {
        RedisServer server;
        Backend backend;
        TestGateway gateway;
        gateway.put("caches/default", json::object{{"connectionString", server.connectionString()}, {"useFromLocation", "default"}});
        set(gateway, backend,
            document("<cache-lookup vary-by-developer=\"false\" vary-by-developer-groups=\"false\"/>", "<cache-store duration=\"60\"/>"));
        gateway.get("/a/x");
        gateway.get("/a/x");
        QCOMPARE(backend.count(), std::size_t(1));
        server.stop();
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QCOMPARE(backend.count(), std::size_t(3));
    }

    void prefersTheInternalCacheWhenNoneIsConfigured()
    {
        Backend backend;
        TestGateway gateway;
        set(gateway, backend,
            document("<cache-lookup vary-by-developer=\"false\" vary-by-developer-groups=\"false\" caching-type=\"prefer-external\"/>",
                     "<cache-store duration=\"60\"/>"));
        gateway.get("/a/x");
        gateway.get("/a/x");
        QCOMPARE(backend.count(), std::size_t(1));
    }

    void anotherCacheIsUsedFromTheNextPublish()
    {
        RedisServer first, second;
        Backend backend;
        TestGateway gateway;
        const auto cache = [&](const RedisServer &server) {
            gateway.put("caches/default", json::object{{"connectionString", server.connectionString()}, {"useFromLocation", "default"}});
        };
        cache(first);
        set(gateway, backend,
            document("<cache-lookup vary-by-developer=\"false\" vary-by-developer-groups=\"false\"/>", "<cache-store duration=\"60\"/>"));
        gateway.get("/a/x");
        cache(second);
        gateway.publish();
        gateway.get("/a/x");
        QCOMPARE(backend.count(), std::size_t(2));
        gateway.get("/a/x");
        QCOMPARE(backend.count(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestRedis)
#include "tst_redis.moc"
