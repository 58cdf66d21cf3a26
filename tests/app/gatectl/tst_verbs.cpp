// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "core/base/json.h"
#include "tests/app/gatectl/program.h"
#include "tests/support/result_test.h"

#include <QTest>

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::gatectl;
using test::Program;
using test::RunningGateway;

namespace {

const std::string sampleFolder = std::string(GATEHOUSE_SOURCE_DIR) + "/resources/sample/";

bool contains(const std::string &text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

//! Every verb against a gateway that really runs: its ARM endpoint, its data plane, its store.
class TestVerbs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_gateway = std::make_unique<RunningGateway>();
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->isReady() || m_gateway->hasEnded(), 30'000);
        QVERIFY2(!m_gateway->hasEnded(), m_gateway->program().err.c_str());
        m_program.environment["GATEHOUSE_DATA"] = m_gateway->data();
    }

    void cleanupTestCase() { QCOMPARE(m_gateway->stop(), 0); }

    void importsAnApi()
    {
        QCOMPARE(run({"import", "openapi", sampleFolder + "orders.openapi.yaml", "--api-id", "shop", "--path", "shop"}),
                 0);
        QVERIFY(contains(m_program.out, "apis/shop created"));
        QVERIFY(contains(m_program.out, "8 operations"));
        QCOMPARE(run({"list", "apis/shop/operations", "--output", "json"}), 0);
        const auto operations = parseJson(m_program.out);
        VERIFY_RESULT(operations);
        QCOMPARE(operations->as_array().size(), std::size_t{8});
        QCOMPARE(run({"list", "apis"}), 0);
        QVERIFY(contains(m_program.out, "Orders"));
    }

    void aBrokenDocumentIsNotSent()
    {
        m_program.in = "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths: {/a: {get: {responses: 7}}}\n";
        QCOMPARE(run({"import", "openapi", "-", "--api-id", "broken"}), static_cast<int>(ExitFailed));
        QVERIFY2(contains(m_program.err, "line 3"), m_program.err.c_str());
        QCOMPARE(run({"get", "apis/broken"}), static_cast<int>(ExitNotFound));
    }

    void putsGetsAndDeletes()
    {
        m_program.in = "{\"displayName\":\"Region\",\"value\":\"north\"}";
        QCOMPARE(run({"put", "namedValues/region", "-"}), 0);
        QVERIFY(contains(m_program.out, "namedValues/region created"));
        QCOMPARE(run({"get", "namedValues/region"}), 0);
        m_program.in = m_program.out;
        QCOMPARE(run({"put", "namedValues/region", "-"}), 0);
        QCOMPARE(m_program.out, std::string("unchanged\n"));
        m_program.in = "{\"properties\":{\"displayName\":\"Region\",\"value\":\"south\"}}";
        QCOMPARE(run({"put", "namedValues/region", "-", "--if-match", "stale"}), static_cast<int>(ExitConflict));
        QCOMPARE(run({"put", "namedValues/region", "-", "--dry-run"}), 0);
        QVERIFY(contains(m_program.out, "PUT http://127.0.0.1:") && contains(m_program.out, "If-Match: \""));
        QCOMPARE(run({"put", "namedValues/region", "-"}), 0);
        QVERIFY(contains(m_program.out, "namedValues/region updated"));
        QCOMPARE(run({"get", "/namedValues/region"}), 0);
        QVERIFY(contains(m_program.out, "\"value\": \"south\""));
        QCOMPARE(run({"delete", "namedValues/region"}), 0);
        QCOMPARE(run({"get", "namedValues/region"}), static_cast<int>(ExitNotFound));
        QCOMPARE(run({"delete", "namedValues/region"}), static_cast<int>(ExitNotFound));
    }

    void aPolicyComesBackByteForByte()
    {
        const auto text = "<policies>\n\t<inbound>\n\t\t<base />   <!-- kept -->\n\t</inbound>\n</policies>\n";
        m_program.in = text;
        QCOMPARE(run({"put", "apis/shop/policies/policy", "-"}), 0);
        QCOMPARE(run({"get", "apis/shop/policies/policy"}), 0);
        QCOMPARE(m_program.out, std::string(text));
    }

    void aRefusedPolicySaysWhere()
    {
        m_program.in = "<policies>\n<inbound><nope /></inbound>\n</policies>";
        QCOMPARE(run({"put", "apis/shop/policies/policy", "-"}), static_cast<int>(ExitFailed));
        QVERIFY(contains(m_program.err, "ValidationError") && contains(m_program.err, "'nope' on line 2"));
    }

    void readOnlyAndConfirmAreObeyed_data()
    {
        QTest::addColumn<QByteArray>("safety");
        QTest::addColumn<QByteArrayList>("flags");
        QTest::addColumn<int>("code");
        QTest::newRow("read-only") << QByteArray("readOnly") << QByteArrayList{"--yes"} << 4;
        QTest::newRow("confirm") << QByteArray("confirm") << QByteArrayList{} << 4;
        QTest::newRow("confirm, yes") << QByteArray("confirm") << QByteArrayList{"--yes"} << 0;
        QTest::newRow("name, yes") << QByteArray("typeName") << QByteArrayList{"--yes"} << 4;
        QTest::newRow("name, typed") << QByteArray("typeName") << QByteArrayList{"--confirm-name", "live"} << 0;
    }
    void readOnlyAndConfirmAreObeyed()
    {
        QFETCH(QByteArray, safety);
        QFETCH(QByteArrayList, flags);
        QFETCH(int, code);
        const auto endpoint = parseJson(test::textOfFile(m_gateway->data() + "/endpoint.json"));
        VERIFY_RESULT(endpoint);
        const json::object live{{"url", endpoint->at("management")},
                                {"scope", endpoint->at("scope")},
                                {"token-file", endpoint->at("tokenFile")},
                                {"safety", safety.toStdString()}};
        const auto config = m_gateway->data() + "/gatectl.json";
        test::writeFile(config, toJson(json::object{{"connections", json::object{{"live", live}}}}));
        m_program.environment["GATEHOUSE_CONFIG"] = config;
        m_program.in = "{\"displayName\":\"Safe\",\"value\":\"" + safety.toStdString() + (code == 0 ? "\"}" : "x\"}");
        std::vector<std::string> arguments{"put", "namedValues/safe", "-", "--connection", "live"};
        for (const auto &flag : flags)
            arguments.push_back(flag.toStdString());
        const int got = run(arguments);
        m_program.environment.erase("GATEHOUSE_CONFIG");
        QCOMPARE(got, code);
        QVERIFY(code == 0 || contains(m_program.err, "Nothing was sent")
                || contains(m_program.err, "nothing was sent"));
    }

    void aWrongTokenIsRefused()
    {
        const auto endpoint = parseJson(test::textOfFile(m_gateway->data() + "/endpoint.json"));
        VERIFY_RESULT(endpoint);
        test::writeFile(m_gateway->data() + "/wrong", "not-the-token\n");
        QCOMPARE(run({"list", "apis", "--url", std::string(endpoint->at("management").as_string()), "--scope",
                      std::string(endpoint->at("scope").as_string()), "--token-file", m_gateway->data() + "/wrong"}),
                 static_cast<int>(ExitRefused));
        QVERIFY(!contains(m_program.err, "not-the-token"));
    }

    void theSampleRunsAndInstallsOnce()
    {
        QCOMPARE(run({"sample", "--duration", "20", "--rate", "60", "--max-requests", "150", "--seed", "3"}), 0);
        QVERIFY2(contains(m_program.out, "installed: 36 created"), m_program.out.c_str());
        QVERIFY2(contains(m_program.out, "done, 150 calls: 200 ×"), m_program.out.c_str());
        QVERIFY2(!contains(m_program.out, "no answer"), m_program.out.c_str());
        QVERIFY(contains(m_program.out, "401 ×"));
        // Again: nothing is made twice, only the backends' new addresses are written.
        QCOMPARE(run({"sample", "--duration", "20", "--rate", "60", "--max-requests", "5"}), 0);
        QVERIFY2(contains(m_program.out, "installed: 0 created, 6 updated, 30 kept"), m_program.out.c_str());
    }

    void callsThroughTheGateway()
    {
        // The mock operation needs no backend; its own limit stands at the product.
        QCOMPARE(run({"call", "GET", "/orders/status", "--subscription", "storefront"}), 0);
        QVERIFY2(contains(m_program.out, "HTTP 200") && contains(m_program.out, "\"status\""), m_program.out.c_str());
        QVERIFY(contains(m_program.out, "first byte after"));
        QCOMPARE(run({"call", "GET", "/orders/status"}), 0);
        QVERIFY2(contains(m_program.out, "HTTP 401") && contains(m_program.out, "missing subscription key"),
                 m_program.out.c_str());
        QCOMPARE(run({"call", "GET", "/orders/status", "--fail"}), static_cast<int>(ExitFailed));
        QCOMPARE(run({"call", "GET", "/orders/status", "--subscription", "acme-legacy"}), 0);
        QVERIFY2(contains(m_program.out, "HTTP 401") && contains(m_program.out, "invalid subscription key"),
                 m_program.out.c_str());
    }

    void tripsALimit()
    {
        m_program.in =
            "<policies><inbound><base /><rate-limit calls=\"2\" renewal-period=\"60\" /><mock-response "
            "status-code=\"200\" /></inbound>"
            "<backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>";
        QCOMPARE(run({"put", "apis/orders/operations/orderStatusPage/policies/policy", "-"}), 0);
        std::string statuses;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(run({"call", "GET", "/orders/status", "--subscription", "mobile-app", "--output", "json"}), 0);
            const auto answer = parseJson(m_program.out);
            VERIFY_RESULT(answer);
            statuses += std::to_string(answer->at("status").as_int64()) + " ";
        }
        QCOMPARE(statuses, std::string("200 200 429 "));
        QVERIFY(contains(m_program.out, "Retry-After"));
    }

    void theCurlShowsNoKey()
    {
        QCOMPARE(run({"call", "GET", "/orders/orders?limit=1", "--subscription", "storefront", "--curl"}), 0);
        QVERIFY(contains(m_program.out, "curl -i -X GET 'http://127.0.0.1:")
                && contains(m_program.out, "/orders/orders?limit=1'"));
        QVERIFY(contains(m_program.out, "Ocp-Apim-Subscription-Key: ****"));
    }

    void showsTraffic()
    {
        QTRY_VERIFY([this] {
            return run({"traffic", "--no-follow", "--json", "--status", "429", "--api", "orders"}) == 0
                && contains(m_program.out, "RateLimitExceeded");
        }());
        const auto record = parseJson(m_program.out.substr(0, m_program.out.find('\n')));
        VERIFY_RESULT(record);
        QCOMPARE(record->at("status"), json::value(429));
        QCOMPARE(record->at("api"), json::value("orders"));
    }

    void followsTraffic()
    {
        Program follower = m_program;
        int code = -1;
        std::stop_source stop;
        std::jthread thread([&follower, &code, &stop] {
            code = follower.run({"traffic", "--last", "0", "--limit", "1", "--text", "live-tail"}, stop.get_token());
        });
        // Which comes first, the stream or the call, is not known: call until one was seen.
        std::atomic<bool> seen = false;
        std::jthread waiter([&thread, &seen] {
            thread.join();
            seen = true;
        });
        for (int i = 0; i < 100 && !seen; ++i)
            QCOMPARE(run({"call", "GET", "/orders/live-tail"}), 0);
        if (!seen)
            stop.request_stop();
        waiter.join();
        QCOMPARE(code, 0);
        QVERIFY2(contains(follower.out, "/orders/live-tail") && contains(follower.out, "404"), follower.out.c_str());
    }

    void showsEffectivePoliciesWithTheirOrigin()
    {
        QCOMPARE(run({"effective", "orders", "dailyReport", "--product", "starter", "--output", "json"}), 0);
        const auto policies = parseJson(m_program.out);
        VERIFY_RESULT(policies);
        std::string limits;
        for (const auto &policy : policies->as_array()) {
            if (policy.at("name") == "rate-limit")
                limits += std::string(policy.at("scope").as_string()) + " ";
        }
        QCOMPARE(limits, std::string("product api operation "));
    }

    void checksReferencesAgainstTheGateway()
    {
        QCOMPARE(run({"policy", "check", sampleFolder + "payments.policy.xml"}), 0);
        m_program.in =
            "<policies><inbound><base /><include-fragment fragment-id=\"unknown-one\" /></inbound></policies>";
        QCOMPARE(run({"policy", "check", "-"}), 1);
        QVERIFY(contains(m_program.out, "unknown-one"));
        QCOMPARE(run({"policy", "check", "--syntax-only", "-"}), 0);
    }

    void aSecondGatewayFindsTheDirectoryHeld()
    {
        QCOMPARE(run({"run", "--data", m_gateway->data(), "--listen", "127.0.0.1:0"}), static_cast<int>(ExitConflict));
        QVERIFY2(contains(m_program.err, "holds this data directory"), m_program.err.c_str());
    }

private:
    int run(const std::vector<std::string> &arguments) { return m_program.run(arguments); }

    std::unique_ptr<RunningGateway> m_gateway;
    Program m_program;
};

QTEST_GUILESS_MAIN(TestVerbs)
#include "tst_verbs.moc"
