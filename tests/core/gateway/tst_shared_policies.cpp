// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"
#include "tests/core/gateway/gateway_fixture.h"

#include <spdlog/sinks/ostream_sink.h>

#include <QTest>

#include <algorithm>
#include <sstream>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::test;

namespace {

std::string document(const std::string &inbound, const std::string &outbound = {}, const std::string &backend = "<forward-request/>")
{
    return "<policies><inbound>" + inbound + "</inbound><backend>" + backend + "</backend><outbound>" + outbound + "</outbound><on-error/></policies>";
}

const std::string lookup = "<cache-lookup vary-by-developer=\"false\" vary-by-developer-groups=\"false\"/>";
const std::string store = "<cache-store duration=\"60\"/>";

//! An answer of `size` bytes, in pieces and without a length.
Backend::Handler chunks(std::size_t size)
{
    return [size](const std::shared_ptr<net::ServerExchange> &exchange) {
        exchange->start({});
        for (std::size_t sent = 0; sent < size; sent += 50'000)
            exchange->write(std::string(std::min<std::size_t>(50'000, size - sent), char('a' + sent / 50'000 % 26)), [](bool) {});
        exchange->finish();
        return true;
    };
}

} // namespace

//! Policies that keep something across requests and workers, or speak to others, in the real data plane.
class TestSharedPolicies : public QObject
{
    Q_OBJECT

private slots:
    //! Constants of an expression belong to its program, which goes with its snapshot (found by the address sanitizer).
    void aVariableGoesBeforeTheProgramWhoseConstantItHolds()
    {
        Backend backend;
        const policy::Expressions expressions;
        gateway::GatewayOptions options;
        options.expressions = &expressions;
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        RawClient kept(gateway.port());
        for (const auto *value : {"@(1.5m)", "@(2.5m)", "@(context.Variables.Count == 7 ? 3.5m : 4.5m)"}) {
            gateway.policy("apis/a", document(std::string("<set-variable name=\"v\" value=\"") + value + "\"/>"));
            QVERIFY(!hasErrors(gateway.publish()));
            QVERIFY(kept.send("GET /a/x HTTP/1.1\r\nHost: h\r\n\r\n"));
            QVERIFY(kept.until("ok /x").starts_with("HTTP/1.1 200"));
        }
    }
    void cachesResponsesForAllWorkers()
    {
        Backend backend;
        gateway::GatewayOptions options;
        options.workers = 2;
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document(lookup, store));
        QVERIFY(!hasErrors(gateway.publish()));
        for (int i = 0; i < 10; ++i) {
            const auto response = gateway.get("/a/x?y=1");
            QCOMPARE(statusOf(response), 200);
            QCOMPARE(bodyOf(response), std::string("ok /x?y=1"));
            QVERIFY(response.find("\r\nX-Backend: yes\r\n") != std::string::npos);
        }
        QCOMPARE(backend.count(), std::size_t(1));
        gateway.get("/a/x?y=2");
        QCOMPARE(backend.count(), std::size_t(2));
        gateway.publish(); // it outlives that
        gateway.get("/a/x?y=1");
        QCOMPARE(backend.count(), std::size_t(2));
        gateway.clock.advance(std::chrono::seconds(61));
        gateway.get("/a/x?y=1");
        QCOMPARE(backend.count(), std::size_t(3));
    }
    void aStreamedAnswerIsKeptWhole()
    {
        Backend backend({}, chunks(120'000));
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document(lookup, store));
        QVERIFY(!hasErrors(gateway.publish()));
        const auto first = bodyOf(gateway.get("/a/x"));
        const auto second = bodyOf(gateway.get("/a/x"));
        QVERIFY(first.size() >= 120'000U);
        QCOMPARE(second.size(), std::size_t(120'000));
        QCOMPARE(backend.count(), std::size_t(1));
    }
    void anAnswerThatIsTooLargePassesWhole()
    {
        const std::size_t size = 5'000'000;
        Backend backend({}, chunks(size));
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document(lookup, store));
        QVERIFY(!hasErrors(gateway.publish()));
        for (int i = 0; i < 2; ++i) {
            const auto response = gateway.get("/a/x");
            QCOMPARE(statusOf(response), 200);
            QVERIFY(response.ends_with("0\r\n\r\n"));
            for (char letter = 'a'; letter <= 'z'; ++letter) // 100 pieces of one letter each
                QVERIFY(std::count(response.begin() + 1000, response.end(), letter) >= 150'000);
            QVERIFY(response.size() >= size);
        }
        QCOMPARE(backend.count(), std::size_t(2)); // not kept
    }
    void valuesAreSharedByWorkers()
    {
        const policy::Expressions engine;
        gateway::GatewayOptions options;
        options.workers = 2;
        options.expressions = &engine;
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", "http://127.0.0.1:1");
        gateway.policy("apis/a/operations/PUT-all", document("<cache-store-value key=\"k\" value=\"kept\" duration=\"60\"/><return-response/>"));
        gateway.policy("apis/a/operations/GET-all", document("<cache-lookup-value key=\"k\" variable-name=\"v\" default-value=\"none\"/>"
                                                                    "<return-response><set-body>@((string)context.Variables[\"v\"])</set-body></return-response>"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(bodyOf(gateway.get("/a/x")), std::string("none"));
        QCOMPARE(statusOf(gateway.call("PUT", "/a/x")), 200);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(bodyOf(gateway.get("/a/x")), std::string("kept"));
    }
    void chargesBandwidthWhenTheAnswerIsSent()
    {
        Backend backend({}, chunks(3000));
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document("<quota-by-key bandwidth=\"5\" renewal-period=\"300\" counter-key=\"k\"/>"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QCOMPARE(gateway.records(1).size(), std::size_t(1));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QCOMPARE(gateway.records(1).size(), std::size_t(1));
        const auto refused = gateway.get("/a/x");
        QVERIFY(refused.starts_with("HTTP/1.1 403 Forbidden\r\n"));
        QVERIFY(bodyOf(refused).starts_with("{ \"statusCode\": 403, \"message\": \"Out of bandwidth quota. Quota will be replenished in "));
        QVERIFY(refused.find("\r\nRetry-After: ") != std::string::npos);
        gateway.clock.advance(std::chrono::seconds(300));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
    }
    void countsCallsOfAQuotaAndShowsThem()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document("<quota-by-key calls=\"1\" renewal-period=\"300\" counter-key=\"me\"/>"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QCOMPARE(statusOf(gateway.get("/a/x")), 403);
        const auto counters = gateway.plane->counters();
        QCOMPARE(counters.size(), std::size_t(1));
        QCOMPARE(counters[0].key, std::string("me"));
        QCOMPARE(counters[0].limit, std::uint64_t(1));
    }
    void limitsConcurrencyAndFreesThePlaceOfAClientThatLeft()
    {
        Backend backend;
        gateway::GatewayOptions options;
        options.workers = 2;
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document({}, {}, "<limit-concurrency key=\"k\" max-count=\"1\"><forward-request/></limit-concurrency>"));
        QVERIFY(!hasErrors(gateway.publish()));
        {
            RawClient held(gateway.port());
            held.send("GET /a/hold HTTP/1.1\r\nHost: gw.example\r\n\r\n");
            QVERIFY(waitFor([&] { return backend.count() == 1; }));
            const auto refused = gateway.get("/a/x");
            QVERIFY(refused.starts_with("HTTP/1.1 429 Too Many Requests\r\n"));
            QCOMPARE(backend.count(), std::size_t(1));
        }
        QVERIFY(waitFor([&] { return statusOf(gateway.get("/a/x")) == 200; }));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
    }
    void sendsOneWayRequestsThatOutliveTheExchange()
    {
        Backend backend;
        Backend hook;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", document({}, "<send-one-way-request><set-url>" + hook.url() + "/told</set-url><set-method>POST</set-method>"
                                              "<set-body>news</set-body></send-one-way-request>"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
        QVERIFY(waitFor([&] { return hook.count() == 1 && !hook.seen()[0].body.empty(); }));
        QCOMPARE(hook.seen()[0].body, std::string("news"));
        QCOMPARE(hook.seen()[0].head.method, std::string("POST"));
    }
    void waitsForSeveralRequestsAtOnce()
    {
        // Each peer answers when both were asked: one after the other would never end.
        std::vector<std::shared_ptr<net::ServerExchange>> asked;
        Backend peers({}, [&asked](const std::shared_ptr<net::ServerExchange> &exchange) {
            asked.push_back(exchange);
            if (asked.size() == 2)
                for (const auto &one : asked) {
                    http::Response response;
                    response.body = "peer";
                    one->respond(std::move(response));
                }
            return true;
        });
        TestGateway gateway;
        gateway.api("a", "a", "http://127.0.0.1:1");
        const auto send = [&](const std::string &name) {
            return "<send-request response-variable-name=\"" + name + "\" timeout=\"9\"><set-url>" + peers.url() + "/" + name + "</set-url></send-request>";
        };
        gateway.policy("apis/a", document("<wait for=\"all\">" + send("one") + send("two") + "</wait><return-response response-variable-name=\"two\"/>"));
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(bodyOf(gateway.get("/a/x")), std::string("peer"));
        asked.clear();
    }
    void logsTracesAndSumsMetricsUp()
    {
        std::ostringstream out;
        ManualClock clock;
        SystemRandom random;
        Logger logger("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
        gateway::GatewayOptions options;
        options.listen.push_back({});
        auto plane = gateway::Gateway::start(std::move(options), clock, random, logger);
        QVERIFY(plane);
        TestGateway draft; // for its configuration
        draft.api("a", "a", "http://127.0.0.1:1");
        draft.policy("apis/a", document("<trace source=\"shop\" severity=\"error\"><message>one&#10;two</message><metadata name=\"n\" value=\"v\"/></trace>"
                                        "<trace source=\"quiet\"><message>verbose</message></trace>"
                                        "<emit-metric name=\"Request\" value=\"2\"><dimension name=\"API ID\"/></emit-metric><return-response/>"));
        (*plane)->publish(draft.configuration, {});
        (*plane)->collect();
        for (int i = 0; i < 3; ++i) {
            RawClient client((*plane)->endpoints().front().port);
            client.send("GET /a/x HTTP/1.1\r\nHost: gw.example\r\nConnection: close\r\n\r\n");
            QCOMPARE(statusOf(client.toEnd()), 200);
        }
        const auto metrics = (*plane)->metrics();
        QCOMPARE(metrics.series.size(), std::size_t(1));
        QCOMPARE(metrics.series[0].count, std::uint64_t(3));
        QCOMPARE(metrics.series[0].sum, 6.0);
        QCOMPARE(metrics.series[0].space, std::string("API Management"));
        QVERIFY(metrics.series[0].dimensions == (policy::Properties{{"API ID", "a"}}));
        plane->reset();
        const auto text = out.str();
        QVERIFY2(text.find("[error] trace source=\"shop\" message=\"one\\ntwo\" request=") != std::string::npos, text.c_str());
        QVERIFY(text.find(" api=a operation=GET-all \"n\"=\"v\"") != std::string::npos);
        QVERIFY(text.find("verbose") == std::string::npos); // below the logger's level
    }
};

QTEST_GUILESS_MAIN(TestSharedPolicies)
#include "tst_shared_policies.moc"
