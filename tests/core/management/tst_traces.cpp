// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/management/running_service.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using gatehouse::test::RunningService;

namespace {

std::string errorOf(const http::Response &response)
{
    const auto body = RunningService::json(response);
    const auto *error = member(body, "error");
    if (!error || !error->is_object())
        return "no error";
    std::string text = std::to_string(response.head.status) + " " + std::string(stringMember(error->get_object(), "code"));
    if (const auto *details = member(*error, "details"); details && details->is_array() && !details->get_array().empty())
        text += " " + std::string(stringMember(details->get_array().front().get_object(), "target"));
    return text;
}

} // namespace

//! listDebugCredentials, a traced request, listTrace: as any client of Azure's does it.
class TestManagedTraces : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        VERIFY_RESULT(m_gateway.start());
        const auto made = m_gateway.call("PUT", "apis/plain", "{\"properties\":{\"displayName\":\"P\",\"path\":\"plain\",\"protocols\":[\"http\"],\"subscriptionRequired\":false}}");
        QVERIFY2(made.head.status == 201, made.body.c_str());
        const std::string operation = "{\"properties\":{\"displayName\":\"G\",\"method\":\"GET\",\"urlTemplate\":\"/*\"}}";
        QCOMPARE(m_gateway.call("PUT", "apis/plain/operations/get", operation).head.status, 201);
        const std::string policy = "{\"properties\":{\"format\":\"rawxml\",\"value\":\"<policies><inbound><return-response><set-status code=\\\"207\\\"/></return-response></inbound><backend/><outbound/><on-error/></policies>\"}}";
        QCOMPARE(m_gateway.call("PUT", "apis/plain/policies/policy", policy).head.status, 201);
    }
    void cleanupTestCase() { m_gateway.stop(); }

    void aBadRequestIsRefusedWithWhatIsWrong_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("error");
        const auto id = "\"apiId\":\"" + QString::fromStdString(m_gateway.prefix()) + "/apis/plain\"";
        QTest::newRow("no purposes") << "{" + id + "}" << "400 ValidationError purposes";
        QTest::newRow("unknown purpose") << "{" + id + ",\"purposes\":[\"spying\"]}" << "400 ValidationError purposes";
        QTest::newRow("no API") << "{\"purposes\":[\"tracing\"]}" << "400 ValidationError apiId";
        QTest::newRow("no id of an API") << "{\"purposes\":[\"tracing\"],\"apiId\":\"/products/x\"}" << "400 ValidationError apiId";
        QTest::newRow("unknown API") << "{\"purposes\":[\"tracing\"],\"apiId\":\"/apis/none\"}" << "404 ResourceNotFound";
        QTest::newRow("too long") << "{" + id + ",\"purposes\":[\"tracing\"],\"credentialsExpireAfter\":\"PT2H\"}" << "400 ValidationError credentialsExpireAfter";
        QTest::newRow("no duration") << "{" + id + ",\"purposes\":[\"tracing\"],\"credentialsExpireAfter\":\"soon\"}" << "400 ValidationError credentialsExpireAfter";
    }
    void aBadRequestIsRefusedWithWhatIsWrong()
    {
        QFETCH(QString, body);
        QFETCH(QString, error);
        QCOMPARE(QString::fromStdString(errorOf(m_gateway.call("POST", "gateways/managed/listDebugCredentials", body.toStdString()))), error);
    }

    void aTracedRequestIsFetchedByItsId()
    {
        const auto credentials = m_gateway.call("POST", "gateways/managed/listDebugCredentials",
                                                "{\"credentialsExpireAfter\":\"PT1H\",\"purposes\":[\"tracing\"],\"apiId\":\"" + m_gateway.prefix() + "/apis/plain\"}");
        QVERIFY2(credentials.head.status == 200, credentials.body.c_str());
        const auto token = std::string(RunningService::json(credentials).at("token").as_string());
        QVERIFY(token.starts_with("p=tracing&aid=plain&ex="));
        const auto answer = m_gateway.get(m_gateway.gatewayUrl() + "/plain/1", {{"Apim-Debug-Authorization", token}});
        QCOMPARE(answer.head.status, 207);
        const auto id = std::string(answer.head.headers.get("Apim-Trace-Id").value_or(""));
        QVERIFY(!id.empty());
        const auto trace = m_gateway.call("POST", "gateways/managed/listTrace", "{\"traceId\":\"" + id + "\"}");
        QVERIFY2(trace.head.status == 200, trace.body.c_str());
        const auto body = RunningService::json(trace);
        QCOMPARE(std::string(body.at("serviceName").as_string()), std::string("local"));
        QCOMPARE(std::string(body.at("traceId").as_string()), id);
        QVERIFY(trace.body.find("Return response was applied") != std::string::npos);
        const std::string unknown = "{\"traceId\":\"none\"}";
        QCOMPARE(errorOf(m_gateway.call("POST", "gateways/managed/listTrace", unknown)), std::string("404 ResourceNotFound"));
        QCOMPARE(errorOf(m_gateway.call("POST", "gateways/managed/listTrace", "{}")), std::string("400 ValidationError traceId"));

        QCOMPARE(m_gateway.call("POST", "gateways/managed/invalidateDebugCredentials").head.status, 204);
        const auto later = m_gateway.get(m_gateway.gatewayUrl() + "/plain/1", {{"Apim-Debug-Authorization", token}});
        QVERIFY(!later.head.headers.has("Apim-Trace-Id"));
    }

    void onlyTheServicesOwnGatewayNeedsNoResource()
    {
        const std::string trace = "{\"traceId\":\"x\"}", location = "{\"properties\":{\"locationData\":{\"name\":\"here\"}}}";
        QCOMPARE(m_gateway.call("POST", "gateways/mine/listTrace", trace).head.status, 404);
        QCOMPARE(errorOf(m_gateway.call("PUT", "gateways/managed", location)), std::string("400 ValidationError id"));
    }

    //! What the extension that debugs asks for before it attaches.
    void policiesAreDescribed()
    {
        const auto all = RunningService::json(m_gateway.call("GET", "policyDescriptions"));
        QCOMPARE(all.at("value").as_array().size(), std::size_t(70)); // Azure's: what is Gatehouse's own is none of them
        QCOMPARE(all.at("count").to_number<std::size_t>(), all.at("value").as_array().size());
        const auto answer = m_gateway.call("GET", "policyDescriptions?scope=Api");
        QVERIFY(answer.body.find("\"name\":\"set-header\"") != std::string::npos);
        QCOMPARE(m_gateway.call("GET", "subscriptions/master").head.status, 200);
        QCOMPARE(m_gateway.call("POST", "subscriptions/master/listSecrets").head.status, 200);
    }

private:
    RunningService m_gateway;
};

QTEST_GUILESS_MAIN(TestManagedTraces)
#include "tst_traces.moc"
