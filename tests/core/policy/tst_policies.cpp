// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/value_source.h"
#include "tests/core/policy/policy_bench.h"

#include <algorithm>
#include <cmath>

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;
using gatehouse::test::scoped;

namespace {

//! JSON with single quotes (moc does not read raw strings that span lines).
Result<json::value> quoted(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return parseJson(text);
}

} // namespace

class TestPolicies : public QObject
{
    Q_OBJECT

private slots:
    void setHeader_data()
    {
        QTest::addColumn<QString>("before"); // "name: value" lines
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("after");
        const auto policy = [](const char *name, const char *action, const char *values) {
            QString inner;
            for (const auto &value : QString(values).split('|', Qt::SkipEmptyParts))
                inner += "<value>" + value + "</value>";
            return QString("<set-header name=\"%1\"%2>%3</set-header>")
                .arg(name, *action ? QString(" exists-action=\"%1\"").arg(action) : QString(), inner);
        };
        QTest::newRow("default overrides") << "A: 1" << policy("a", "", "2") << "A: 2";
        QTest::newRow("override adds what is absent") << "" << policy("A", "override", "2") << "A: 2";
        QTest::newRow("override replaces all") << "A: 1\nB: x\nA: 3" << policy("A", "override", "2") << "A: 2\nB: x";
        QTest::newRow("values are joined") << "" << policy("A", "override", "1|2") << "A: 1,2";
        QTest::newRow("skip keeps") << "A: 1" << policy("A", "skip", "2") << "A: 1";
        QTest::newRow("skip adds") << "" << policy("A", "skip", "2") << "A: 2";
        QTest::newRow("append joins") << "A: 1" << policy("A", "append", "2|3") << "A: 1,2,3";
        QTest::newRow("append adds") << "" << policy("A", "append", "2") << "A: 2";
        QTest::newRow("delete") << "A: 1\na: 2\nB: x" << policy("A", "delete", "") << "B: x";
        QTest::newRow("cookies stay separate") << "Set-Cookie: a=1" << policy("Set-Cookie", "append", "b=2|c=3")
                                               << "Set-Cookie: a=1\nSet-Cookie: b=2\nSet-Cookie: c=3";
        QTest::newRow("challenges stay separate") << "" << policy("WWW-Authenticate", "override", "Basic|Bearer")
                                                  << "WWW-Authenticate: Basic\nWWW-Authenticate: Bearer";
        QTest::newRow("the gateway's own stay") << "Content-Length: 3" << policy("content-length", "override", "9") << "Content-Length: 3";
        QTest::newRow("connection can't be deleted") << "Connection: close" << policy("Connection", "delete", "") << "Connection: close";
    }
    void setHeader()
    {
        QFETCH(QString, before);
        QFETCH(QString, policy);
        QFETCH(QString, after);
        Call call;
        for (const auto &line : before.split('\n', Qt::SkipEmptyParts))
            call.exchange.request.headers.add(line.section(": ", 0, 0).toStdString(), line.section(": ", 1).toStdString());
        call.inbound(policy.toStdString());
        QString text;
        for (const auto &field : call.exchange.request.headers)
            text += (text.isEmpty() ? "" : "\n") + QString::fromStdString(std::string(field.name) + ": " + std::string(field.value));
        QCOMPARE(text, after);
        QVERIFY(!call.exchange.lastError);
    }
    void setHeaderNeverWritesALineBreak()
    {
        Call call;
        call.bindings.namedValues["evil"] = "a\r\nX-Injected: 1";
        call.inbound("<set-header name=\"A\"><value>{{evil}}</value></set-header>");
        COMPARE_TEXT(call.reason(), "HeaderInvalid");
        COMPARE_TEXT(call.sent("A"), "-");
        QVERIFY(call.exchange.lastError->message.find("Injected") == std::string::npos);
    }
    void setQueryParameter_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("expected");
        QTest::newRow("override") << "a=1&b=%20x&a=2" << "<set-query-parameter name=\"a\"><value>3</value></set-query-parameter>" << "b=%20x&a=3";
        QTest::newRow("encodes") << "" << "<set-query-parameter name=\"a b\"><value>x&amp;y</value></set-query-parameter>" << "a%20b=x%26y";
        QTest::newRow("skip") << "a=1" << "<set-query-parameter name=\"a\" exists-action=\"skip\"><value>3</value></set-query-parameter>" << "a=1";
        QTest::newRow("append") << "a=1" << "<set-query-parameter name=\"a\" exists-action=\"append\"><value>2</value><value>3</value></set-query-parameter>" << "a=1&a=2&a=3";
        QTest::newRow("delete") << "a=1&b=2" << "<set-query-parameter name=\"a\" exists-action=\"delete\"/>" << "b=2";
    }
    void setQueryParameter()
    {
        QFETCH(QString, query);
        QFETCH(QString, policy);
        QFETCH(QString, expected);
        Call call;
        call.exchange.backendQuery = query.toStdString();
        call.inbound(policy.toStdString());
        COMPARE_TEXT(call.exchange.backendQuery, expected.toStdString());
    }
    void rewriteUri_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("rest");
        QTest::newRow("parameter") << "" << "<rewrite-uri template=\"/v2/orders/{id}\"/>" << "/v2/orders/4%2F2" << "";
        QTest::newRow("wildcard keeps slashes") << "" << "<rewrite-uri template=\"/x/{*rest}\"/>" << "/x/a/b%20c" << "";
        QTest::newRow("into the query") << "" << "<rewrite-uri template=\"/o?id={id}\"/>" << "/o" << "id=4%2F2";
        QTest::newRow("unmatched are copied") << "x=1&y=2" << "<rewrite-uri template=\"/o?y=9\"/>" << "/o" << "y=9&x=1";
        QTest::newRow("matched are not copied") << "kind=a&x=1" << "<rewrite-uri template=\"/o\"/>" << "/o" << "x=1";
        QTest::newRow("unmatched dropped") << "x=1" << "<rewrite-uri template=\"/o\" copy-unmatched-params=\"false\"/>" << "/o" << "";
        QTest::newRow("slash in front") << "" << "<rewrite-uri template=\"o\"/>" << "/o" << "";
        QTest::newRow("unknown stays") << "" << "<rewrite-uri template=\"/a/b\"/>" << "/a/b" << "";
    }
    void rewriteUri()
    {
        QFETCH(QString, query);
        QFETCH(QString, policy);
        QFETCH(QString, path);
        QFETCH(QString, rest);
        Call call;
        call.exchange.matched.parameters = {{"id", "4/2"}, {"rest", "a/b c"}, {"kind", "a"}};
        call.exchange.backendQuery = query.toStdString();
        call.inbound(policy.toStdString());
        COMPARE_TEXT(call.exchange.backendPath, path.toStdString());
        COMPARE_TEXT(call.exchange.backendQuery, rest.toStdString());
    }
    void setBackendService()
    {
        Call url;
        url.inbound("<set-backend-service base-url=\"https://other.test/v1\"/>");
        COMPARE_TEXT(url.exchange.backendBaseUrl, "https://other.test/v1");

        Call id;
        id.bindings.backends["Pay"] = "http://pay.test";
        id.inbound("<set-backend-service backend-id=\"pay\"/><set-backend-service base-url=\"https://other.test\"/>");
        COMPARE_TEXT(id.exchange.backendId, "Pay");
        COMPARE_TEXT(id.exchange.backendBaseUrl, "http://pay.test"); // an id is only replaced by an id

        Call unknown;
        unknown.inbound("<set-backend-service backend-id=\"none\"/>");
        COMPARE_TEXT(unknown.compiled.diagnostics.at(0).code, "policy.unknownBackend");
        COMPARE_TEXT(unknown.reason(), "PolicyInvalid");

        Call broken;
        broken.inbound("<set-backend-service base-url=\"nonsense\"/>");
        COMPARE_TEXT(broken.reason(), "ExpressionValueEvaluationFailure");
    }
    void setMethodBodyStatusVariable()
    {
        Call call;
        call.exchange.request.headers.add("Content-Length", "99");
        call.services.forwardAnswers = {FakeServices::response(200, "old")};
        call.inbound("<set-method>\n  PATCH </set-method><set-body>new &lt;body&gt;</set-body><set-variable name=\"n\" value=\"@(7)\"/>",
                     "<set-status code=\"202\"/><set-body><![CDATA[<x/>]]></set-body>");
        COMPARE_TEXT(call.exchange.request.method, "PATCH");
        COMPARE_TEXT(*call.exchange.request.body.bytes(), "new <body>");
        COMPARE_TEXT(call.sent("Content-Length"), "-");
        QCOMPARE(std::get<std::int64_t>(call.exchange.variables["n"]), std::int64_t(7));
        QCOMPARE(call.exchange.response.status, 202);
        COMPARE_TEXT(call.exchange.response.reason, "Accepted");
        COMPARE_TEXT(call.body(), "<x/>");
    }
    void setBodyKeepsXmlThatStandsInIt()
    {
        Call call;
        call.inbound("<set-body><soap:Envelope xmlns:soap=\"s\">\n <a>&amp;</a></soap:Envelope></set-body>");
        COMPARE_TEXT(*call.exchange.request.body.bytes(), "<soap:Envelope xmlns:soap=\"s\">\n <a>&amp;</a></soap:Envelope>");
    }
    void chooseRunsTheFirstBranchThatHolds_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<QString>("result");
        QTest::newRow("first") << "true" << "true" << "a";
        QTest::newRow("second") << "False" << "@(true)" << "b";
        QTest::newRow("otherwise") << "false" << "false" << "c";
    }
    void chooseRunsTheFirstBranchThatHolds()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(QString, result);
        Call call;
        call.inbound(QString("<choose><when condition=\"%1\"><set-variable name=\"r\" value=\"a\"/></when><when condition=\"%2\">"
                             "<set-variable name=\"r\" value=\"b\"/></when><otherwise><set-variable name=\"r\" value=\"c\"/></otherwise>"
                             "</choose><set-variable name=\"after\" value=\"1\"/>").arg(a, b).toStdString());
        COMPARE_TEXT(textOf(call.exchange.variables["r"]), result.toStdString());
        QVERIFY(call.exchange.variables.contains("after"));
    }
    void returnResponseEndsEverything()
    {
        Call call;
        call.inbound("<return-response><set-status code=\"418\" reason=\"Teapot\"/><set-header name=\"Content-Type\"><value>text/plain</value>"
                     "</set-header><set-body>short</set-body></return-response><set-variable name=\"after\" value=\"1\"/>",
                     "<set-header name=\"X-Out\"><value>1</value></set-header>");
        QCOMPARE(call.exchange.response.status, 418);
        COMPARE_TEXT(call.exchange.response.reason, "Teapot");
        COMPARE_TEXT(call.body(), "short");
        COMPARE_TEXT(call.header("Content-Type"), "text/plain");
        COMPARE_TEXT(call.header("X-Out"), "-");
        QVERIFY(!call.exchange.variables.contains("after"));
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 0U);
        QVERIFY(!call.exchange.lastError);
        QCOMPARE(call.done, 1);
    }
    void returnResponseDefaultsToAnEmpty200()
    {
        Call call;
        call.inbound("<return-response/>");
        QCOMPARE(call.exchange.response.status, 200);
        COMPARE_TEXT(call.exchange.response.reason, "OK");
        QVERIFY(call.exchange.response.body.isEmpty());
    }
    void returnResponseGivesAKeptResponse()
    {
        Call call;
        call.services.sendAnswers = {FakeServices::response(409, "conflict")};
        call.inbound("<send-request response-variable-name=\"r\"><set-url>http://peer.test</set-url></send-request>"
                     "<return-response response-variable-name=\"r\"><set-header name=\"X\"><value>1</value></set-header></return-response>");
        QCOMPARE(call.exchange.response.status, 409);
        COMPARE_TEXT(call.body(), "conflict");
        COMPARE_TEXT(call.header("X"), "1");
    }
    void sendRequestCopiesTheRequest()
    {
        Call call;
        call.exchange.request.method = "PUT";
        call.exchange.request.headers.add("Host", "gateway.test");
        call.exchange.request.headers.add("X-A", "1");
        call.exchange.request.headers.add("Connection", "keep-alive");
        call.exchange.request.body.set("payload");
        call.exchange.backendQuery = "q=1";
        call.inbound("<send-request mode=\"copy\"><set-header name=\"X-B\"><value>2</value></set-header></send-request>");
        const auto &request = call.services.all.front()->request;
        COMPARE_TEXT(request.method, "PUT");
        COMPARE_TEXT(request.url, "http://backend.test/42?q=1");
        COMPARE_TEXT(request.body, "payload");
        COMPARE_TEXT(request.headers.get("X-A").value_or("-"), "1");
        COMPARE_TEXT(request.headers.get("X-B").value_or("-"), "2");
        QVERIFY(!request.headers.has("Host") && !request.headers.has("Connection"));
        QCOMPARE(request.timeout.count(), 60'000);
    }
    void sendRequestNeedsAUrlAndKnownChildren()
    {
        Call call;
        call.inbound("<send-request ignore-error=\"true\"/>");
        COMPARE_TEXT(call.reason(), "ExpressionValueEvaluationFailure");
        Call child;
        child.inbound("<send-request><set-url>http://a.test</set-url><authentication-token-store>r</authentication-token-store></send-request>");
        COMPARE_TEXT(child.reason(), "PolicyNotExecuted");
        QCOMPARE(child.services.count(FakeServices::Pending::Send), 0U);
    }
    void forwardRequestPassesItsOptions()
    {
        Call call;
        call.through("<policies><inbound/><backend><forward-request timeout=\"9\" follow-redirects=\"true\" buffer-request-body=\"true\" "
                     "buffer-response=\"false\"/></backend><outbound/></policies>");
        const auto &options = call.services.all.front()->options;
        QCOMPARE(options.timeout.count(), 9000);
        QVERIFY(options.followRedirects && options.bufferRequestBody && !options.bufferResponse);
        Call standard;
        standard.through(std::vector<ScopedDocument>{});
        QCOMPARE(standard.services.all.front()->options.timeout.count(), 300'000);
        QVERIFY(standard.services.all.front()->options.bufferResponse);
    }
    void forwardRequestFailsOnErrorStatusWhenAsked()
    {
        Call call;
        call.services.forwardAnswers = {FakeServices::response(503)};
        call.through("<policies><inbound/><backend><forward-request fail-on-error-status-code=\"true\"/></backend><outbound/></policies>");
        COMPARE_TEXT(call.reason(), "ErrorStatusCode");
        Call lax;
        lax.services.forwardAnswers = {FakeServices::response(503)};
        lax.inbound("");
        QCOMPARE(lax.exchange.response.status, 503);
        QVERIFY(!lax.exchange.lastError);
    }
    void retryWaits_data()
    {
        QTest::addColumn<QString>("attributes");
        QTest::addColumn<QList<int>>("seconds");
        QTest::newRow("fixed") << "count=\"3\" interval=\"5\"" << QList<int>{5, 5, 5};
        QTest::newRow("linear") << "count=\"3\" interval=\"5\" delta=\"2\"" << QList<int>{5, 7, 9};
        QTest::newRow("exponential, capped") << "count=\"4\" interval=\"1\" delta=\"2\" max-interval=\"10\"" << QList<int>{3, 5, 9, 10};
        QTest::newRow("first at once") << "count=\"2\" interval=\"5\" first-fast-retry=\"true\"" << QList<int>{5};
        QTest::newRow("no pause") << "count=\"5\" interval=\"0\"" << QList<int>{};
    }
    void retryWaits()
    {
        QFETCH(QString, attributes);
        QFETCH(QList<int>, seconds);
        Call call;
        call.inbound(("<retry condition=\"@(true)\" " + attributes + "><set-header name=\"N\" exists-action=\"append\"><value>x</value>"
                      "</set-header></retry>").toStdString());
        QList<int> waited;
        for (const auto &pending : call.services.all)
            if (pending->kind == FakeServices::Pending::Wait)
                waited.append(int(std::lround(double(pending->duration.count()) / 1e6)));
        QCOMPARE(waited, seconds);
        const auto count = attributes.section('"', 1, 1).toInt();
        QCOMPARE(call.sent("N").size(), std::size_t(2 * count + 1)); // once and `count` times again
    }
    void retryStopsWhenItsConditionFails()
    {
        Call call;
        call.inbound("<retry condition=\"false\" count=\"3\" interval=\"5\"><set-variable name=\"a\" value=\"1\"/></retry>");
        QCOMPARE(call.services.count(FakeServices::Pending::Wait), 0U);
        QVERIFY(call.exchange.variables.contains("a"));
    }
    void retrySendsTheRequestAgainToTheBackend()
    {
        Call call;
        call.services.forwardAnswers = {FakeServices::response(500), FakeServices::response(500)};
        call.through("<policies><inbound/><backend><retry condition=\"true\" count=\"2\" interval=\"1\">"
                     "<forward-request buffer-request-body=\"true\"/></retry></backend><outbound/></policies>");
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 3U);
        QVERIFY(call.services.all.front()->options.bufferRequestBody);
        QCOMPARE(call.exchange.response.status, 200);
    }
    void retryRefusesACountOutOfRange()
    {
        Call call;
        call.inbound("<retry condition=\"true\" count=\"51\" interval=\"0\"><set-variable name=\"a\" value=\"1\"/></retry>");
        COMPARE_TEXT(call.reason(), "ExpressionValueEvaluationFailure");
    }
    void checkHeader_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("reason");
        const QString any = "<check-header name=\"K\" failed-check-httpcode=\"401\" failed-check-error-message=\"m\"/>";
        const QString exact = "<check-header name=\"K\" failed-check-httpcode=\"401\" failed-check-error-message=\"m\" ignore-case=\"false\">"
                              "<value>One</value><value>Two</value></check-header>";
        const QString loose = "<check-header name=\"K\" failed-check-httpcode=\"401\" failed-check-error-message=\"m\" ignore-case=\"true\">"
                              "<value>One</value></check-header>";
        QTest::newRow("absent") << "" << any << "HeaderNotFound";
        QTest::newRow("present") << "x" << any << "none";
        QTest::newRow("listed") << "Two" << exact << "none";
        QTest::newRow("case counts") << "two" << exact << "HeaderValueNotAllowed";
        QTest::newRow("case ignored") << "ONE" << loose << "none";
        QTest::newRow("not listed") << "Three" << loose << "HeaderValueNotAllowed";
    }
    void checkHeader()
    {
        QFETCH(QString, value);
        QFETCH(QString, policy);
        QFETCH(QString, reason);
        Call call;
        if (!value.isEmpty())
            call.exchange.request.headers.add("k", value.toStdString());
        call.inbound(policy.toStdString());
        COMPARE_TEXT(call.reason(), reason.toStdString());
        QCOMPARE(call.exchange.response.status, reason == "none" ? 200 : 401);
        if (reason != "none")
            COMPARE_TEXT(call.body(), "{ \"statusCode\": 401, \"message\": \"m\" }");
    }
    void mockResponse_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("body");
        QTest::newRow("example") << "<mock-response/>" << 200 << "application/json" << "{\"id\":1}";
        QTest::newRow("second example") << "<mock-response index=\"1\"/>" << 200 << "application/json" << "{\"id\":2}";
        QTest::newRow("other type") << "<mock-response content-type=\"text/xml\"/>" << 200 << "text/xml" << "<id/>";
        QTest::newRow("schema sample") << "<mock-response status-code=\"201\" content-type=\"application/json\"/>" << 201 << "application/json"
                                       << "{\"id\":0,\"name\":\"string\",\"tags\":[\"string\"],\"kind\":\"a\"}";
        QTest::newRow("nothing known") << "<mock-response status-code=\"404\" content-type=\"text/plain\"/>" << 404 << "text/plain" << "";
    }
    void mockResponse()
    {
        QFETCH(QString, policy);
        QFETCH(int, status);
        QFETCH(QString, type);
        QFETCH(QString, body);
        Call call;
        auto operation = std::make_shared<OperationInfo>();
        operation->definition = quoted("{'responses':["
            "{'statusCode':200,'representations':["
            "{'contentType':'application/json','examples':{'default':{'value':{'id':1}},'other':{'value':{'id':2}}}},"
            "{'contentType':'text/xml','sample':'<id/>'}]},"
            "{'statusCode':201,'representations':[{'contentType':'application/json','schemaId':'s1','typeName':'Order'}]}]}")->as_object();
        auto api = std::make_shared<ApiInfo>();
        api->schemas["s1"] = quoted("{'document':{'components':{'schemas':{"
            "'Order':{'type':'object','properties':{'id':{'type':'integer'},'name':{'type':'string'},"
            "'tags':{'type':'array','items':{'type':'string'}},'kind':{'$ref':'#/components/schemas/Kind'}}},"
            "'Kind':{'enum':['a','b']}}}}}")->as_object();
        call.exchange.matched.operation = operation;
        call.exchange.matched.api = api;
        call.inbound(policy.toStdString());
        QCOMPARE(call.exchange.response.status, status);
        COMPARE_TEXT(call.header("Content-Type"), type.toStdString());
        COMPARE_TEXT(call.body(), body.toStdString());
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 0U);
    }
    void mockResponseMayBeSwitchedOff()
    {
        Call call;
        call.inbound("<mock-response enabled=\"false\"/>");
        QCOMPARE(call.services.count(FakeServices::Pending::Forward), 1U);
    }
};

QTEST_GUILESS_MAIN(TestPolicies)
#include "tst_policies.moc"
