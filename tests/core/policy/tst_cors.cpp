// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/policy_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;
using gatehouse::test::scoped;

namespace {

std::string cors(const std::string &attributes, const std::string &origins, const std::string &more)
{
    std::string list;
    for (const auto &origin : QString::fromStdString(origins).split(' '))
        list += "<origin>" + origin.toStdString() + "</origin>";
    return "<cors " + attributes + "><allowed-origins>" + list + "</allowed-origins>" + more + "</cors>";
}

const char *lists = "<allowed-methods preflight-result-max-age=\"300\"><method>GET</method><method>PUT</method></allowed-methods>"
                    "<allowed-headers><header>X-A</header><header>Content-Type</header></allowed-headers>"
                    "<expose-headers><header>X-E</header></expose-headers>";
const char *wild = "<allowed-methods><method>*</method></allowed-methods><allowed-headers><header>*</header></allowed-headers>";

} // namespace

class TestCors : public QObject
{
    Q_OBJECT

private slots:
    void preflight_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("origin");
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("headers");
        QTest::addColumn<QString>("allowOrigin");
        QTest::addColumn<QString>("allowMethods");
        QTest::addColumn<QString>("allowHeaders");
        QTest::addColumn<QString>("credentials");
        const auto listed = QString::fromStdString(cors("allow-credentials=\"true\"", "https://a.test https://b.test:8443/", lists));
        QTest::newRow("allowed") << listed << "https://a.test" << "PUT" << "x-a, content-type" << "https://a.test" << "GET,PUT" << "X-A,Content-Type" << "true";
        QTest::newRow("default port is the same origin") << listed << "https://a.test:443" << "GET" << "" << "https://a.test:443" << "GET,PUT" << "-" << "true";
        QTest::newRow("trailing slash in the list") << listed << "https://b.test:8443" << "GET" << "" << "https://b.test:8443" << "GET,PUT" << "-" << "true";
        QTest::newRow("other port") << listed << "https://b.test" << "GET" << "" << "-" << "-" << "-" << "-";
        QTest::newRow("other origin") << listed << "https://evil.test" << "GET" << "" << "-" << "-" << "-" << "-";
        QTest::newRow("a longer name is another origin") << listed << "https://a.test.evil" << "GET" << "" << "-" << "-" << "-" << "-";
        QTest::newRow("other method") << listed << "https://a.test" << "DELETE" << "" << "-" << "-" << "-" << "-";
        QTest::newRow("other header") << listed << "https://a.test" << "GET" << "x-b" << "-" << "-" << "-" << "-";
        const auto any = QString::fromStdString(cors("", "*", wild));
        QTest::newRow("wildcards") << any << "https://x.test" << "DELETE" << "x-1,x-2" << "*" << "DELETE" << "x-1,x-2" << "-";
        const auto anyWithCredentials = QString::fromStdString(cors("allow-credentials=\"true\"", "*", wild));
        QTest::newRow("wildcard with credentials names the origin") << anyWithCredentials << "https://x.test" << "GET" << "" << "https://x.test" << "GET" << "-" << "true";
        const auto bare = QString::fromStdString(cors("", "https://a.test", ""));
        QTest::newRow("without a list POST is allowed") << bare << "https://a.test" << "POST" << "" << "https://a.test" << "GET,POST" << "-" << "-";
        QTest::newRow("without a list PUT is not") << bare << "https://a.test" << "PUT" << "" << "-" << "-" << "-" << "-";
    }
    void preflight()
    {
        QFETCH(QString, policy);
        QFETCH(QString, origin);
        QFETCH(QString, method);
        QFETCH(QString, headers);
        QFETCH(QString, allowOrigin);
        QFETCH(QString, allowMethods);
        QFETCH(QString, allowHeaders);
        QFETCH(QString, credentials);
        Call call;
        call.exchange.request.method = "OPTIONS";
        call.exchange.request.headers.add("Origin", origin.toStdString());
        call.exchange.request.headers.add("Access-Control-Request-Method", method.toStdString());
        if (!headers.isEmpty())
            call.exchange.request.headers.add("Access-Control-Request-Headers", headers.toStdString());
        call.prepare({scoped(Scope::Api, "<policies><inbound><check-header name=\"K\" failed-check-httpcode=\"401\" "
                                         "failed-check-error-message=\"m\"/>" + policy.toStdString() + "</inbound></policies>")});
        QVERIFY(call.compiled.program->answersPreflight());
        call.run->startPreflight();
        call.services.finishAll();
        QCOMPARE(call.done, 1);
        QCOMPARE(call.exchange.response.status, 200); // an unmatched one too, and empty
        QVERIFY(call.exchange.response.body.isEmpty());
        COMPARE_TEXT(call.header("Access-Control-Allow-Origin"), allowOrigin.toStdString());
        COMPARE_TEXT(call.header("Access-Control-Allow-Methods"), allowMethods.toStdString());
        COMPARE_TEXT(call.header("Access-Control-Allow-Headers"), allowHeaders.toStdString());
        COMPARE_TEXT(call.header("Access-Control-Allow-Credentials"), credentials.toStdString());
        const bool aged = allowOrigin != "-" && policy.contains("300");
        COMPARE_TEXT(call.header("Access-Control-Max-Age"), aged ? "300" : "-");
    }
    void aProgramWithoutCorsAnswersNoPreflight()
    {
        Call call;
        call.prepare({});
        QVERIFY(!call.compiled.program->answersPreflight());
    }
    void actualRequestsGetTheirFieldsWhateverAnswers_data()
    {
        QTest::addColumn<QString>("outbound");
        QTest::newRow("backend") << "";
        QTest::newRow("policy") << "<return-response/>";
        QTest::newRow("error") << "<publish-to-dapr topic=\"t\">m</publish-to-dapr>";
    }
    void actualRequestsGetTheirFieldsWhateverAnswers()
    {
        QFETCH(QString, outbound);
        Call call;
        call.exchange.request.headers.add("Origin", "https://a.test");
        auto backend = FakeServices::response(200, "x");
        backend.headers.add("Access-Control-Allow-Origin", "backend");
        backend.headers.add("Vary", "Accept");
        call.services.forwardAnswers = {backend};
        call.inbound(cors("allow-credentials=\"true\"", "https://a.test", lists), outbound.toStdString());
        COMPARE_TEXT(call.header("Access-Control-Allow-Origin"), "https://a.test");
        COMPARE_TEXT(call.header("Access-Control-Expose-Headers"), "X-E");
        COMPARE_TEXT(call.header("Access-Control-Max-Age"), "-");
        QVERIFY(http::listHas(call.exchange.response.headers, "Vary", "Origin"));
        QCOMPARE(http::listHas(call.exchange.response.headers, "Vary", "Accept"), outbound.isEmpty());
    }
    void theFirstEffectivePolicyCounts()
    {
        Call call;
        call.exchange.request.headers.add("Origin", "https://a.test");
        call.inbound(cors("", "https://a.test", "") + cors("", "*", wild));
        COMPARE_TEXT(call.header("Access-Control-Allow-Origin"), "https://a.test");
    }
    void unmatchedSimpleRequestsEndUnlessToldOtherwise_data()
    {
        QTest::addColumn<QString>("attribute");
        QTest::addColumn<QString>("method");
        QTest::addColumn<int>("forwards");
        QTest::newRow("GET by default") << "" << "GET" << 0;
        QTest::newRow("HEAD") << "terminate-unmatched-request=\"true\"" << "HEAD" << 0;
        QTest::newRow("told otherwise") << "terminate-unmatched-request=\"false\"" << "GET" << 1;
        QTest::newRow("POST goes on") << "" << "POST" << 1;
    }
    void unmatchedSimpleRequestsEndUnlessToldOtherwise()
    {
        QFETCH(QString, attribute);
        QFETCH(QString, method);
        QFETCH(int, forwards);
        Call call;
        call.exchange.request.method = method.toStdString();
        call.exchange.request.headers.add("Origin", "https://evil.test");
        call.inbound(cors(attribute.toStdString(), "https://a.test", lists));
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), std::size_t(forwards));
        QCOMPARE(call.exchange.response.status, 200);
        COMPARE_TEXT(call.header("Access-Control-Allow-Origin"), "-");
    }
    void requestsWithoutOriginAreLeftAlone()
    {
        Call call;
        call.inbound(cors("", "https://a.test", lists));
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 1U);
        COMPARE_TEXT(call.header("Access-Control-Allow-Origin"), "-");
    }
};

QTEST_GUILESS_MAIN(TestCors)
#include "tst_cors.moc"
