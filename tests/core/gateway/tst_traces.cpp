// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/traces.h"
#include "core/policy/expressions.h"
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::gateway;
using gatehouse::test::Backend;
using gatehouse::test::TestGateway;

namespace {

std::string fieldOf(const std::string &answer, const std::string &name)
{
    const auto at = answer.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return {};
    const auto begin = at + name.size() + 4;
    return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

struct Fixture
{
    Backend backend;
    policy::Expressions expressions;
    TestGateway gateway{withExpressions()};

    Fixture()
    {
        gateway.api("orders", "orders", backend.url());
        gateway.api("other", "other", backend.url());
        gateway.policy("apis/orders", "<policies><inbound><base/><set-header name=\"X-Seen\" exists-action=\"override\"><value>yes</value></set-header>"
                                      "<set-variable name=\"n\" value=\"@{ context.Trace(&quot;said so&quot;); return 7; }\"/>"
                                      "<trace source=\"mine\"><message>hello</message></trace></inbound>"
                                      "<backend><forward-request/></backend><outbound/><on-error/></policies>");
        gateway.publish();
    }
    GatewayOptions withExpressions()
    {
        GatewayOptions options;
        options.expressions = &expressions;
        return options;
    }
    std::string token(const std::string &api) { return gateway.plane->traces().issueToken(api, std::chrono::seconds(60)); }
    std::string traced(const std::string &target, const std::string &token, const std::string &more = {})
    {
        return gateway.get(target, "Apim-Debug-Authorization: " + token + "\r\n" + more);
    }
    //! When its last entry has come.
    json::value trace(const std::string &id)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        std::optional<std::string> text;
        do {
            text = gateway.plane->traces().find(id);
        } while ((!text || text->find("in full") == std::string::npos) && std::chrono::steady_clock::now() < deadline);
        return text ? parseJson(*text).value_or(json::value()) : json::value();
    }
};

} // namespace

class TestTraces : public QObject
{
    Q_OBJECT

private slots:
    void aTokenIsReadByItsKeyAlone()
    {
        const DebugToken token{"or ders;x", UtcTime{std::chrono::seconds{1795478400}}};
        const SecretString key("k");
        const auto text = writeDebugToken(token, key);
        QVERIFY(text.starts_with("p=tracing&aid=or%20ders%3Bx&ex=20261124000000&sn="));
        const auto read = readDebugToken(text, key);
        QVERIFY(read);
        QCOMPARE(read->apiId, token.apiId);
        QCOMPARE(read->expires, token.expires);
        QVERIFY(!readDebugToken(text, SecretString("l")));
    }

    void anAlteredTokenIsNone_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("api") << "aid=a" << "aid=b";
        QTest::newRow("time") << "ex=2026" << "ex=2027";
        QTest::newRow("purpose") << "p=tracing" << "p=debugging";
        QTest::newRow("signature") << "&sn=" << "&sn=A";
        QTest::newRow("none") << "&sn=" << "";
    }
    void anAlteredTokenIsNone()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        const SecretString key("k");
        auto text = QString::fromStdString(writeDebugToken({"a", UtcTime{std::chrono::seconds{1795478400}}}, key));
        QVERIFY(readDebugToken(text.toStdString(), key));
        text.replace(from, to);
        QVERIFY(!readDebugToken(text.toStdString(), key));
    }

    void aTracedRequestTellsAllAndTheBackendNothing()
    {
        Fixture fixture;
        const auto answer = fixture.traced("/orders/1?a=b", fixture.token("orders"));
        QVERIFY2(answer.starts_with("HTTP/1.1 200"), answer.c_str());
        const auto id = fieldOf(answer, "Apim-Trace-Id");
        QCOMPARE(id.size(), std::size_t(32));
        QVERIFY(!fixture.backend.seen().at(0).head.headers.has("Apim-Debug-Authorization"));
        const auto trace = fixture.trace(id);
        QVERIFY(trace.is_object());
        std::string inbound;
        for (const auto &entry : trace.at("inbound").as_array())
            inbound += std::string(entry.at("source").as_string()) + " ";
        QCOMPARE(inbound, std::string("api-inspector api-inspector set-header set-variable set-variable trace mine "));
        const auto &first = trace.at("inbound").as_array().at(0).at("data").at("request");
        QVERIFY(first.at("url").as_string().ends_with("/orders/1?a=b"));
        QVERIFY(toJson(first).find("Apim-Debug") == std::string::npos);
        const auto &sent = trace.at("backend").as_array();
        QCOMPARE(sent.size(), std::size_t(2));
        QVERIFY2(toJson(sent[0]).find("{\"name\":\"X-Seen\",\"value\":\"yes\"}") != std::string::npos, toJson(sent[0]).c_str());
        QVERIFY(sent[0].at("data").at("request").at("url").as_string().starts_with("http://127.0.0.1:"));
        QCOMPARE(sent[1].at("data").at("response").at("status").at("code").as_int64(), 200);
        const auto text = toJson(trace);
        QVERIFY(text.find("said so") != std::string::npos);
        QVERIFY(text.find("hello") != std::string::npos);
    }

    void anExpiredTokenAndOneOfAnotherApiSaySo()
    {
        Fixture fixture;
        const auto expired = fixture.token("orders");
        fixture.gateway.clock.advance(std::chrono::seconds(61));
        auto answer = fixture.traced("/orders/1", expired);
        QVERIFY(answer.starts_with("HTTP/1.1 200"));
        QCOMPARE(fieldOf(answer, "Apim-Debug-Authorization-Expired").substr(0, 4), std::string("2026"));
        QVERIFY(fieldOf(answer, "Apim-Trace-Id").empty());
        answer = fixture.traced("/orders/1", fixture.token("other"));
        QVERIFY(answer.starts_with("HTTP/1.1 200"));
        QVERIFY(!fieldOf(answer, "Apim-Debug-Authorization-WrongAPI").empty());
        QVERIFY(fieldOf(answer, "Apim-Trace-Id").empty());
        answer = fixture.traced("/orders/1", "p=tracing&aid=orders&ex=20991231000000&sn=forged");
        QVERIFY(answer.find("Apim-") == std::string::npos);
        for (const auto &seen : fixture.backend.seen())
            QVERIFY(!seen.head.headers.has("Apim-Debug-Authorization"));
    }

    void invalidatedTokensTraceNothing()
    {
        Fixture fixture;
        const auto token = fixture.token("orders");
        fixture.gateway.plane->traces().invalidateTokens();
        QVERIFY(fieldOf(fixture.traced("/orders/1", token), "Apim-Trace-Id").empty());
    }

    void aRefusedRequestIsTracedWithoutItsKey()
    {
        Fixture fixture;
        fixture.gateway.put("apis/orders", json::object{{"path", "orders"}, {"serviceUrl", fixture.backend.url()}, {"subscriptionRequired", true}});
        fixture.gateway.publish();
        const auto answer = fixture.traced("/orders/1?subscription-key=hunter22", fixture.token("orders"), "Ocp-Apim-Subscription-Key: hunter22\r\n");
        QVERIFY(answer.starts_with("HTTP/1.1 401"));
        const auto trace = fixture.trace(fieldOf(answer, "Apim-Trace-Id"));
        QVERIFY(trace.is_object());
        QVERIFY(toJson(trace).find("hunter22") == std::string::npos);
        QCOMPARE(trace.at("on-error").as_array().at(0).at("data").at("error").at("status").as_int64(), 401);
    }

    void tracesAreForgottenByAgeAndNumber()
    {
        test::ManualClock clock;
        SystemRandom random;
        Traces traces(clock, random);
        traces.keep("a", "{}");
        QCOMPARE(traces.find("a").value_or(""), std::string("{}"));
        clock.advance(std::chrono::minutes(61));
        QVERIFY(!traces.find("a"));
        for (std::size_t i = 0; i <= Traces::maxTraces; ++i)
            traces.keep(std::to_string(i), "{}");
        QVERIFY(!traces.find("0"));
        QVERIFY(traces.find(std::to_string(Traces::maxTraces)));
        traces.keep("big", std::string(Traces::maxBytes - 10, ' '));
        QVERIFY(traces.find("big"));
        QVERIFY(!traces.find("400"));
        traces.keep("bigger", std::string(Traces::maxBytes - 10, ' '));
        QVERIFY(!traces.find("big"));
    }
};

QTEST_GUILESS_MAIN(TestTraces)
#include "tst_traces.moc"
