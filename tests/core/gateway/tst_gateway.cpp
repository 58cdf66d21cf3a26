// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

#include <thread>

using namespace gatehouse;
using namespace gatehouse::test;
using telemetry::FailureOwner;
using telemetry::Outcome;

namespace {

std::string header(const std::string &response, const std::string &name)
{
    const auto at = response.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return {};
    const auto begin = at + name.size() + 4;
    return response.substr(begin, response.find("\r\n", begin) - begin);
}

json::object extraApi(int i)
{
    return {{"path", "extra"}, {"serviceUrl", "http://127.0.0.1:1"}, {"description", std::to_string(i)}};
}

constexpr auto missingKey = R"({ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." })";
constexpr auto invalidKey = R"({ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." })";
const std::string internalError = "{ \"statusCode\": 500, \"message\": \"Internal server error\", \"activityId\": \"";
constexpr auto notFound = R"({ "statusCode": 404, "message": "Resource not found" })";

} // namespace

class TestGatewayPlane : public QObject
{
    Q_OBJECT

private slots:
    void forwardsAndAnswers()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("orders", "shop/orders", backend.url() + "/base");
        QVERIFY(!hasErrors(gateway.publish()));
        const auto response = gateway.get("/shop/orders/42?x=1", "X-Mine: a\r\nKeep-Alive: 1\r\nConnection: X-Drop\r\nX-Drop: b\r\n");
        QCOMPARE(statusOf(response), 200);
        QCOMPARE(bodyOf(response), std::string("ok /base/42?x=1"));
        QCOMPARE(header(response, "X-Backend"), std::string("yes"));
        const auto seen = backend.seen();
        QCOMPARE(seen.size(), std::size_t(1));
        const auto &fields = seen[0].head.headers;
        QCOMPARE(std::string(fields.get("Host").value_or("")), "127.0.0.1:" + std::to_string(backend.port()));
        QCOMPARE(std::string(fields.get("X-Mine").value_or("")), std::string("a"));
        QVERIFY(!fields.has("X-Drop") && !fields.has("Keep-Alive") && !fields.has("Connection") && !fields.has("Via"));
        QCOMPARE(std::string(fields.get("X-Forwarded-For").value_or("")), std::string("127.0.0.1"));
        QCOMPARE(std::string(fields.get("X-Forwarded-Host").value_or("")), std::string("gw.example"));
        QCOMPARE(std::string(fields.get("X-Forwarded-Proto").value_or("")), std::string("http"));
    }

    void appendsToForwardedFor()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        gateway.get("/a/x", "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: gopher\r\n");
        const auto seen = backend.seen();
        QCOMPARE(seen.size(), std::size_t(1));
        QCOMPARE(std::string(seen[0].head.headers.get("X-Forwarded-For").value_or("")), std::string("10.0.0.1, 127.0.0.1"));
        QCOMPARE(std::string(seen[0].head.headers.get("X-Forwarded-Proto").value_or("")), std::string("http"));
        QCOMPARE(seen[0].head.headers.all("X-Forwarded-Proto").size(), std::size_t(1));
    }

    void keepsAliveAndReusesTheBackendsConnection()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        for (int i = 0; i < 20; ++i) {
            client.send("GET /a/" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n");
            QCOMPARE(bodyOf(client.response()), "ok /" + std::to_string(i));
        }
    }

    void answersPipelinedRequestsInOrder()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        std::string all;
        for (int i = 0; i < 30; ++i)
            all += "GET /a/" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
        client.send(all);
        for (int i = 0; i < 30; ++i)
            QCOMPARE(bodyOf(client.response()), "ok /" + std::to_string(i));
        QCOMPARE(gateway.records(30).size(), std::size_t(30));
    }

    void routes_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("body"); // "" : 404
        QTest::newRow("longest path") << "/shop/orders/1" << "" << "ok /long/1";
        QTest::newRow("shorter path") << "/shop/x" << "" << "ok /short/x";
        QTest::newRow("without case") << "/SHOP/Orders/1" << "" << "ok /long/1";
        QTest::newRow("segment border") << "/shop/ordersx" << "" << "ok /short/ordersx";
        QTest::newRow("no API") << "/nowhere" << "" << "";
        QTest::newRow("dot segments") << "/nowhere/../shop/orders/1" << "" << "ok /long/1";
        QTest::newRow("escaped letters") << "/sh%6Fp/orders/1" << "" << "ok /long/1";
        QTest::newRow("revision") << "/shop/orders;rev=2/1" << "" << "ok /rev2/1";
        QTest::newRow("current revision by number") << "/shop/orders;rev=1/1" << "" << "ok /long/1";
        QTest::newRow("no such revision") << "/shop/orders;rev=9/1" << "" << "";
        QTest::newRow("segment version") << "/seg/v1/x" << "" << "ok /seg1/x";
        QTest::newRow("no segment version") << "/seg/x" << "" << "";
        QTest::newRow("header version") << "/head/x" << "Api-Version: v2\r\n" << "ok /head2/x";
        QTest::newRow("no header version") << "/head/x" << "" << "";
        QTest::newRow("query version") << "/query/x?v=v3" << "" << "ok /query3/x?v=v3";
        QTest::newRow("wrong query version") << "/query/x?v=v4" << "" << "";
        QTest::newRow("operation by template") << "/ops/items/7" << "" << "ok /ops/items/7";
        QTest::newRow("no operation") << "/ops/other" << "" << "";
        QTest::newRow("absolute form") << "http://gw.example/shop/x" << "" << "ok /short/x";
    }
    void routes()
    {
        QFETCH(QString, target);
        QFETCH(QString, fields);
        QFETCH(QString, body);
        Backend backend;
        TestGateway gateway;
        gateway.api("orders", "shop/orders", backend.url() + "/long");
        gateway.api("orders;rev=2", "shop/orders", backend.url() + "/rev2", R"({"apiRevision":"2","isCurrent":false})");
        gateway.api("shop", "shop", backend.url() + "/short");
        gateway.put("apiVersionSets/seg", R"({"versioningScheme":"Segment"})");
        gateway.put("apiVersionSets/head", R"({"versioningScheme":"Header","versionHeaderName":"Api-Version"})");
        gateway.put("apiVersionSets/query", R"({"versioningScheme":"Query","versionQueryName":"v"})");
        gateway.api("seg1", "seg", backend.url() + "/seg1", R"({"apiVersion":"v1","apiVersionSetId":"apiVersionSets/seg"})");
        gateway.api("head2", "head", backend.url() + "/head2", R"({"apiVersion":"v2","apiVersionSetId":"apiVersionSets/head"})");
        gateway.api("query3", "query", backend.url() + "/query3", R"({"apiVersion":"v3","apiVersionSetId":"apiVersionSets/query"})");
        gateway.put("apis/ops", json::object{{"path", "ops"}, {"serviceUrl", backend.url() + "/ops"}, {"subscriptionRequired", false}});
        gateway.put("apis/ops/operations/item", R"({"method":"GET","urlTemplate":"/items/{id}"})");
        QVERIFY(!hasErrors(gateway.publish()));
        const auto response = gateway.get(target.toStdString(), fields.toStdString());
        QCOMPARE(statusOf(response), body.isEmpty() ? 404 : 200);
        QCOMPARE(bodyOf(response), body.isEmpty() ? std::string(notFound) : body.toStdString());
    }

    void headNeedsItsOwnOperation()
    {
        Backend backend;
        TestGateway gateway;
        gateway.put("apis/a", json::object{{"path", "a"}, {"serviceUrl", backend.url()}, {"subscriptionRequired", false}});
        gateway.put("apis/a/operations/g", R"({"method":"GET","urlTemplate":"/x"})");
        gateway.publish();
        QCOMPARE(statusOf(gateway.call("HEAD", "/a/x")), 404);
        QCOMPARE(statusOf(gateway.get("/a/x")), 200);
    }

    void passesHeadOn()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("HEAD /a/x HTTP/1.1\r\nHost: h\r\n\r\nGET /a/y HTTP/1.1\r\nHost: h\r\n\r\n");
        const auto head = client.until("\r\n\r\n");
        QCOMPARE(header(head, "Content-Length"), std::string("5"));
        QCOMPARE(bodyOf(client.response()), std::string("ok /y"));
    }

    void checksKeys_data()
    {
        QTest::addColumn<QString>("api"); // path
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("missing");
        QTest::addColumn<QString>("subscription");
        const auto row = [](const char *name, const char *api, const char *fields, const char *query, int status, bool missing, const char *subscription) {
            QTest::newRow(name) << api << fields << query << status << missing << subscription;
        };
        row("none", "closed", "", "", 401, true, "");
        row("product key", "closed", "Ocp-Apim-Subscription-Key: product-1\r\n", "", 200, false, "product");
        row("secondary key", "closed", "ocp-apim-subscription-key: product-2\r\n", "", 200, false, "product");
        row("query key", "closed", "", "?subscription-key=product-1", 200, false, "product");
        row("header before query", "closed", "Ocp-Apim-Subscription-Key: wrong\r\n", "?subscription-key=product-1", 401, false, "");
        row("unknown key", "closed", "Ocp-Apim-Subscription-Key: nope\r\n", "", 401, false, "");
        row("API key", "closed", "Ocp-Apim-Subscription-Key: api-1\r\n", "", 200, false, "api");
        row("all APIs key", "closed", "Ocp-Apim-Subscription-Key: all-1\r\n", "", 200, false, "all");
        row("other API's key", "free", "Ocp-Apim-Subscription-Key: api-1\r\n", "", 401, false, "");
        row("other product's key", "closed", "Ocp-Apim-Subscription-Key: other-1\r\n", "", 401, false, "");
        row("suspended", "closed", "Ocp-Apim-Subscription-Key: suspended-1\r\n", "", 401, false, "");
        row("not needed", "free", "", "", 200, false, "");
        row("not needed, and wrong", "free", "Ocp-Apim-Subscription-Key: nope\r\n", "", 401, false, "");
        row("open product", "open", "", "", 200, false, "");
        row("own names: default ignored", "named", "Ocp-Apim-Subscription-Key: all-1\r\n", "", 401, true, "");
        row("own names: header", "named", "X-Key: all-1\r\n", "", 200, false, "all");
        row("own names: query", "named", "", "?k=all-1", 200, false, "all");
        row("unpublished product", "unpublished", "Ocp-Apim-Subscription-Key: unpublished-1\r\n", "", 200, false, "unpublished");
    }
    void checksKeys()
    {
        QFETCH(QString, api);
        QFETCH(QString, fields);
        QFETCH(QString, query);
        QFETCH(int, status);
        QFETCH(bool, missing);
        QFETCH(QString, subscription);
        Backend backend;
        TestGateway gateway;
        const auto closed = R"({"subscriptionRequired":true})";
        for (const auto *name : {"closed", "open", "unpublished"})
            gateway.api(name, std::string("p/") + name, backend.url(), closed);
        gateway.api("free", "p/free", backend.url());
        gateway.api("named", "p/named", backend.url(), R"({"subscriptionRequired":true,"subscriptionKeyParameterNames":{"header":"X-Key","query":"k"}})");
        gateway.put("products/gold", R"({"displayName":"Gold","subscriptionRequired":true,"state":"published"})");
        gateway.put("products/gold/apis/closed", "{}");
        gateway.put("products/empty", R"({"displayName":"Empty"})");
        gateway.put("products/hidden", R"({"displayName":"Hidden","state":"notPublished"})");
        gateway.put("products/hidden/apis/unpublished", "{}");
        gateway.put("products/public", R"({"displayName":"Public","subscriptionRequired":false})");
        gateway.put("products/public/apis/open", "{}");
        const auto key = [&](const std::string &name, const std::string &scope, const std::string &state) {
            gateway.put("subscriptions/" + name, json::object{{"scope", scope}, {"state", state}, {"primaryKey", name + "-1"}, {"secondaryKey", name + "-2"}});
        };
        key("product", "/products/gold", "active");
        key("other", "/products/empty", "active");
        key("api", "/apis/closed", "active");
        key("all", "/apis", "active");
        key("suspended", "/products/gold", "suspended");
        key("unpublished", "/products/hidden", "active");
        QVERIFY(!hasErrors(gateway.publish()));
        const auto response = gateway.get("/p/" + api.toStdString() + "/x" + query.toStdString(), fields.toStdString());
        QCOMPARE(statusOf(response), status);
        const auto record = gateway.records(1);
        QCOMPARE(record.size(), std::size_t(1));
        QCOMPARE(record[0].subscriptionId, subscription.toStdString());
        if (status == 200) {
            QVERIFY(record[0].outcome == Outcome::Answered);
            return;
        }
        QVERIFY(response.starts_with("HTTP/1.1 401 Access Denied\r\n"));
        QCOMPARE(bodyOf(response), std::string(missing ? missingKey : invalidKey));
        QCOMPARE(header(response, "Content-Length"), std::string(missing ? "152" : "143"));
        QCOMPARE(header(response, "Content-Type"), std::string("application/json"));
        const std::string name = api == "named" ? "X-Key" : "Ocp-Apim-Subscription-Key";
        QCOMPARE(header(response, "WWW-Authenticate"),
                 "AzureApiManagementKey realm=\"http://gw.example/p/" + api.toStdString() + "\",name=\"" + name + "\",type=\"header\"");
        QVERIFY(record[0].outcome == Outcome::Refused && record[0].owner == FailureOwner::Client);
        QCOMPARE(record[0].reason, std::string(missing ? "SubscriptionKeyNotFound" : "SubscriptionKeyInvalid"));
        QCOMPARE(backend.count(), std::size_t(0));
    }

    void remembersTheLastUseOfEachKey()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.put("subscriptions/s", R"({"scope":"/apis","state":"active","primaryKey":"k1","secondaryKey":"k2"})");
        gateway.publish();
        gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k2\r\n");
        gateway.publish(); // a use before a publish is not forgotten by it
        QCOMPARE(gateway.records(1).size(), std::size_t(1));
        QCOMPARE(gateway.lastUse.size(), std::size_t(1));
        QCOMPARE(gateway.lastUse.begin()->first, std::string("s#secondary"));
        QVERIFY(gateway.lastUse.begin()->second == gateway.clock.utc());
    }

    void countsTheCallsOfEachKeyByDay()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.put("subscriptions/s", R"({"scope":"/apis","state":"active","primaryKey":"k1","secondaryKey":"k2"})");
        gateway.publish();
        const auto today = telemetry::dayOf(gateway.clock.utc());
        gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k1\r\n");
        gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k1\r\n");
        gateway.get("/a/x", "Ocp-Apim-Subscription-Key: other\r\n"); // refused
        gateway.clock.advance(std::chrono::hours(24)); // the day turns between two collections
        gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k1\r\n");
        gateway.publish(); // and so does the snapshot
        gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k1\r\n");
        gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k2\r\n");
        gateway.records(6);
        const telemetry::KeyCalls expected{{{today, "s#primary"}, 2}, {{today + 1, "s#primary"}, 2}, {{today + 1, "s#secondary"}, 1}};
        QVERIFY(gateway.keyCalls == expected);
    }

    void limitsRates()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.put("subscriptions/s", R"({"scope":"/apis","state":"active","primaryKey":"k1","secondaryKey":"k2"})");
        gateway.policy("apis/a", R"(<policies><inbound><rate-limit calls="2" renewal-period="60"/></inbound><backend><forward-request/></backend><outbound/><on-error/></policies>)");
        QVERIFY(!hasErrors(gateway.publish()));
        QCOMPARE(statusOf(gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k1\r\n")), 200);
        gateway.clock.advance(std::chrono::seconds(3));
        QCOMPARE(statusOf(gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k2\r\n")), 200);
        const auto refused = gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k1\r\n");
        QVERIFY(refused.starts_with("HTTP/1.1 429 Too Many Requests\r\n"));
        QCOMPARE(header(refused, "Retry-After"), std::string("57"));
        QCOMPARE(header(refused, "Content-Length"), std::string("84"));
        QCOMPARE(bodyOf(refused), std::string(R"({ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds." })"));
        const auto counters = gateway.plane->counters();
        QCOMPARE(counters.size(), std::size_t(1));
        QCOMPARE(counters[0].calls, std::uint64_t(2));
        QCOMPARE(counters[0].limit, std::uint64_t(2));
        gateway.publish(); // counters outlive it
        QCOMPARE(statusOf(gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k1\r\n")), 429);
        gateway.clock.advance(std::chrono::seconds(58));
        QCOMPARE(statusOf(gateway.get("/a/x", "Ocp-Apim-Subscription-Key: k1\r\n")), 200);
        const auto records = gateway.records(5);
        QCOMPARE(records.size(), std::size_t(5));
        QCOMPARE(records[2].reason, std::string("RateLimitExceeded"));
        QVERIFY(records[2].outcome == Outcome::Refused);
        QCOMPARE(backend.count(), std::size_t(3));
    }

    void limitsOverAllWorkers()
    {
        Backend backend;
        gateway::GatewayOptions options;
        options.workers = 2;
        TestGateway gateway(std::move(options));
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", R"(<policies><inbound><rate-limit-by-key calls="10" renewal-period="60" counter-key="all"/></inbound><backend><forward-request/></backend><outbound/><on-error/></policies>)");
        QVERIFY(!hasErrors(gateway.publish()));
        int passed = 0;
        for (int i = 0; i < 40; ++i)
            passed += statusOf(gateway.get("/a/x")) == 200;
        QCOMPARE(passed, 10);
    }

    void answersPreflightsWithoutAnOperation()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url(), R"({"subscriptionRequired":true})");
        gateway.api("b", "b", backend.url());
        gateway.policy("apis/a", R"(<policies><inbound><cors><allowed-origins><origin>https://site.example</origin></allowed-origins><allowed-methods><method>GET</method></allowed-methods></cors></inbound><backend><forward-request/></backend><outbound/><on-error/></policies>)");
        QVERIFY(!hasErrors(gateway.publish()));
        const std::string fields = "Origin: https://site.example\r\nAccess-Control-Request-Method: GET\r\n";
        const auto answered = gateway.call("OPTIONS", "/a/x", fields);
        QCOMPARE(statusOf(answered), 200);
        QCOMPARE(header(answered, "Access-Control-Allow-Origin"), std::string("https://site.example"));
        QCOMPARE(statusOf(gateway.call("OPTIONS", "/b/x", fields)), 404);
        QCOMPARE(statusOf(gateway.call("OPTIONS", "/a/x")), 404);
        QCOMPARE(backend.count(), std::size_t(0));
    }

    void runsPoliciesOfEveryScope()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        const auto with = [](const char *value) {
            return "<policies><inbound><base/></inbound><backend><base/></backend><outbound><base/><set-header name='X-Scope' exists-action='append'><value>"
                + std::string(value) + "</value></set-header></outbound><on-error><base/></on-error></policies>";
        };
        gateway.policy("", R"(<policies><inbound/><backend><forward-request/></backend><outbound/><on-error/></policies>)");
        gateway.policy("apis/a", with("api"));
        gateway.policy("apis/a/operations/GET-all", with("operation"));
        gateway.put("products/p", R"({"displayName":"P","subscriptionRequired":false})");
        gateway.put("products/p/apis/a", "{}");
        gateway.policy("products/p", with("product"));
        QVERIFY(!hasErrors(gateway.publish()));
        const auto response = gateway.get("/a/x");
        QCOMPARE(statusOf(response), 200);
        QCOMPARE(header(response, "X-Scope"), std::string("product,api,operation"));
        QCOMPARE(gateway.records(1).at(0).productId, std::string("p"));
    }

    void failsLoudlyOnAPolicyThatCannotBeRead()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", "<policies><inbound>");
        QVERIFY(hasErrors(gateway.publish()));
        const auto response = gateway.get("/a/x");
        QCOMPARE(statusOf(response), 500);
        QVERIFY(bodyOf(response).starts_with(internalError));
        QCOMPARE(backend.count(), std::size_t(0));
        QVERIFY(gateway.records(1).at(0).owner == FailureOwner::Gateway);
    }

    void answers500WhenTheBackendCannotBeReached()
    {
        TestGateway gateway;
        gateway.api("a", "a", "http://127.0.0.1:1");
        gateway.publish();
        const auto response = gateway.get("/a/x");
        QCOMPARE(statusOf(response), 500);
        const auto record = gateway.records(1).at(0);
        QCOMPARE(bodyOf(response), internalError + record.requestId + "\" }");
        QVERIFY(record.outcome == Outcome::Failed && record.owner == FailureOwner::Backend);
        QCOMPARE(record.reason, std::string("BackendConnectionFailure"));
        QCOMPARE(record.backendHost, std::string("127.0.0.1:1"));
    }

    void timesOutASilentBackend()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.policy("apis/a", R"(<policies><inbound/><backend><forward-request timeout="1"/></backend><outbound/><on-error/></policies>)");
        gateway.publish();
        QCOMPARE(statusOf(gateway.get("/a/hold")), 500);
        const auto record = gateway.records(1).at(0);
        QVERIFY(record.outcome == Outcome::TimedOut && record.owner == FailureOwner::Backend);
        QCOMPARE(record.reason, std::string("Timeout"));
        QTRY_COMPARE(backend.aborts(), 1);
    }

    void cancelsTheBackendWhenTheClientGoes()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        {
            RawClient client(gateway.port());
            client.send("GET /a/hold HTTP/1.1\r\nHost: h\r\n\r\n");
            QTRY_COMPARE(backend.count(), std::size_t(1));
        }
        QTRY_COMPARE(backend.aborts(), 1);
        const auto record = gateway.records(1).at(0);
        QVERIFY(record.outcome == Outcome::Aborted && record.owner == FailureOwner::Client);
        QCOMPARE(record.reason, std::string("ClientConnectionFailure"));
        QCOMPARE(record.status, 0);
    }

    void recordsAnswers()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("orders", "o", backend.url());
        gateway.publish();
        gateway.call("POST", "/o/p?secret=1", "Content-Length: 5\r\n", "hello");
        const auto record = gateway.records(1).at(0);
        QVERIFY(record.outcome == Outcome::Answered && record.owner == FailureOwner::None);
        QCOMPARE(record.apiId, std::string("orders"));
        QCOMPARE(record.operationId, std::string("POST-all"));
        QCOMPARE(record.method, std::string("POST"));
        QCOMPARE(record.host, std::string("gw.example"));
        QCOMPARE(record.path, std::string("/o/p"));
        QCOMPARE(record.clientAddress, std::string("127.0.0.1"));
        QCOMPARE(record.status, 200);
        QCOMPARE(record.backendStatus, 200);
        QCOMPARE(record.bytesIn, std::uint64_t(5));
        QCOMPARE(record.bytesOut, std::uint64_t(5));
        QCOMPARE(record.requestId.size(), std::size_t(36));
        const auto &phases = record.phases;
        QVERIFY(0 <= phases.headRead && phases.headRead <= phases.inboundDone && phases.inboundDone <= phases.backendConnected);
        QVERIFY(phases.backendConnected <= phases.backendFirstByte && phases.backendFirstByte <= phases.firstByteSent);
        QVERIFY(phases.backendFirstByte <= phases.backendDone && phases.backendDone <= phases.done);
        QCOMPARE(gateway.series.size(), std::size_t(1));
        QCOMPARE(gateway.series.begin()->second.requests, std::uint64_t(1));
        QCOMPARE(gateway.series.begin()->second.total.count(), std::uint64_t(1));
    }

    void recordsBytesThatAreNoRequest()
    {
        TestGateway gateway;
        gateway.publish();
        RawClient client(gateway.port());
        client.send("GET / HTTP/1.1\r\nBad Header: x\r\n\r\n");
        QCOMPARE(statusOf(client.toEnd()), 400);
        const auto record = gateway.records(1).at(0);
        QVERIFY(record.outcome == Outcome::Refused && record.owner == FailureOwner::Client);
        QCOMPARE(record.status, 400);
        QVERIFY(record.reason.starts_with("http."));
    }

    void refusesTargetsThatAreNotForAGateway_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("asterisk") << "OPTIONS *";
        QTest::newRow("authority") << "CONNECT example.org:443";
    }
    void refusesTargetsThatAreNotForAGateway()
    {
        QFETCH(QString, line);
        TestGateway gateway;
        gateway.publish();
        RawClient client(gateway.port());
        client.send(line.toStdString() + " HTTP/1.1\r\nHost: example.org:443\r\n\r\n");
        QCOMPARE(statusOf(client.toEnd()), 400);
        QCOMPARE(gateway.records(1).size(), std::size_t(1));
    }

    void publishesWithoutADroppedRequest()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        std::atomic<bool> stop{false};
        std::atomic<int> failed{0};
        std::atomic<int> answered{0};
        std::vector<std::thread> clients;
        for (int i = 0; i < 2; ++i) {
            clients.emplace_back([&] {
                RawClient client(gateway.port());
                while (!stop) {
                    client.send("GET /a/x HTTP/1.1\r\nHost: h\r\n\r\n");
                    if (statusOf(client.response()) == 200)
                        ++answered;
                    else
                        ++failed;
                }
            });
        }
        for (int i = 0; i < 200; ++i) {
            gateway.put("apis/extra" + std::to_string(i % 7), extraApi(i));
            gateway.publish();
        }
        QTRY_VERIFY(answered > 200);
        stop = true;
        for (auto &thread : clients)
            thread.join();
        QCOMPARE(failed.load(), 0);
    }

    void drainsAndCuts()
    {
        Backend backend;
        TestGateway gateway;
        gateway.api("a", "a", backend.url());
        gateway.publish();
        RawClient client(gateway.port());
        client.send("GET /a/hold HTTP/1.1\r\nHost: h\r\n\r\n");
        QTRY_COMPARE(backend.count(), std::size_t(1));
        const auto begin = std::chrono::steady_clock::now();
        gateway.plane->drain(std::chrono::milliseconds(100));
        QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(4));
        QCOMPARE(client.toEnd(), std::string());
        QVERIFY(!RawClient(gateway.port()).isConnected());
        QVERIFY(gateway.records(1).at(0).outcome == Outcome::Aborted);
    }
};

QTEST_GUILESS_MAIN(TestGatewayPlane)
#include "tst_gateway.moc"
