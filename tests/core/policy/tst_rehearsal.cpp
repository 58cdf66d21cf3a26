// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/policy/rehearsal_bench.h"

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Rehearsal;
using gatehouse::test::scoped;

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

std::string setVariable(const std::string &value)
{
    return "<set-variable name=\"v\" value='" + value + "'/>";
}

const char *sending = "<send-request mode=\"new\" response-variable-name=\"r\" "
                      "timeout=\"2\"><set-url>https://peer.test/keys?x=1</set-url>"
                      "<set-method>POST</set-method><set-header "
                      "name=\"X-A\"><value>1</value></set-header><set-body>hi</set-body></send-request>";

} // namespace

class TestRehearsal : public QObject
{
    Q_OBJECT

private slots:
    void comparesWhatCameOut_data()
    {
        QTest::addColumn<QString>("expect");
        QTest::addColumn<QString>("findings");
        const auto row = [](const char *expect, const char *findings = "") {
            QTest::newRow(expect) << QString(expect) << QString(findings);
        };
        row("{'response':200}");
        row("{'response':201}", "response.status: different [201] [200]\n");
        row("{'response':{'reason':'OK','headers':{'X-Out':'done','x-no':null}}}");
        row("{'response':{'headers':{'X-Out':'other'}}}", "response.headers.X-Out: different [other] [done]\n");
        row("{'response':{'headers':{'X-Out':null}}}", "response.headers.X-Out: unexpected [] [done]\n");
        row("{'response':{'headers':{'X-No':'1'}}}", "response.headers.X-No: missing [1] []\n");
        row("{'response':{'headers':{'X-Out':{'matches':'^d.n\\\\w$','contains':['do','ne']}}}}");
        row("{'response':{'headers':{'X-Out':{'matches':'^x'}}}}", "response.headers.X-Out: no match [^x] [done]\n");
        row("{'response':{'body':'{`a`: [1, 2.0], `b`:null}'}}");
        row("{'response':{'json':{'b':null,'a':[1.0,2]}}}");
        row("{'response':{'json':{'a':[1,3]}}}",
            "response.body/a/1: different [3] [2E0]\nresponse.body/b: different [(nothing)] [null]\n");
        row("{'response':{'body':{'jsonContains':{'b':null}}}}");
        row("{'response':{'body':{'contains':'nowhere'}}}",
            "response.body: lacks [nowhere] [{\"a\": [1, 2.0], \"b\":null}]\n");
        row("{'response':{'body':null}}", "response.body: unexpected [] [{\"a\": [1, 2.0], \"b\":null}]\n");
        row("{'variables':{'v':7,'given':'x','list':[1,{'k':true}],'no':{'absent':true}}}");
        row("{'variables':{'v':8}}", "variables.v: different [8] [7]\n");
        row("{'variables':{'no':1}}", "variables.no: missing [1] []\n");
        row("{'variables':{'v':{'absent':true}}}", "variables.v: unexpected [] [7]\n");
        row("{'variables':{'given':{'matches':'X'}}}", "variables.given: no match [X] [x]\n");
        row("{'backend':{'method':'GET','url':'https://backend.test/"
            "?q=1','headers':{'X-In':'7','Host':'backend.test'},'body':null}}");
        row("{'backend':{'url':{'contains':'backend'},'headers':{'X-In':'8'}}}",
            "backend.headers.X-In: different [8] [7]\n");
        row("{'backend':null}", "backend: unexpected [] [GET https://backend.test/?q=1]\n");
        row("{'backend':[{},{}]}", "backend[2]: missing [a call] []\n");
        row("{'sent':[],'error':null}");
        row("{'error':'Timeout'}", "error: missing [] []\n");
        row("{'holds':'@(context.Response.StatusCode == 200 && (int)context.Variables[`v`] == 7)'}");
        row("{'holds':['@(context.Response.StatusCode == 201)']}",
            "holds: not true [@(context.Response.StatusCode == 201)] []\n");
        row("{'holds':'@(1)'}", "holds: bad check [@(1)] [its value is not of type Boolean]\n");
        row("{'response':{'body':{'matches':'['}}}");
    }
    void comparesWhatCameOut()
    {
        QFETCH(QString, expect);
        QFETCH(QString, findings);
        Rehearsal rehearsal(
            setVariable("@(3 + 4)")
                + "<set-header name=\"X-In\"><value>@(((int)context.Variables[\"v\"]).ToString())</value></set-header>",
            "<set-header name=\"X-Out\"><value>done</value></set-header>");
        const auto found = rehearsal.run("{'name':'a','request':{'url':'/"
                                         "?q=1'},'variables':{'given':'x','list':[1,{'k':true}]},'backend':{'body':'{`"
                                         "a`: [1, 2.0], `b`:null}'},'expect':"
                                         + expect.toStdString() + "}");
        if (expect.contains("'['"))
            QVERIFY2(found.find("response.body: bad check [[]") == 0 && found.size() > 40, found.c_str());
        else
            QCOMPARE(text(found), findings);
    }
    void readsCasesStrictly_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("findings");
        const auto row = [](const char *given, const char *findings) {
            QTest::newRow(given) << QString(given) << QString(findings);
        };
        row("[]", ": rehearsal.type expected=object actual=array\n");
        row("{'name':'a','request':{'urll':'/'},'expect':{'response':200}}",
            "/request/urll: rehearsal.unknownMember name=urll expected=method, url, headers, body, json, "
            "clientAddress, parameters\n");
        row("{'name':'a','request':{},'expect':{'response':{'heads':{},'status':1}}}",
            "/expect/response/heads: rehearsal.unknownMember name=heads expected=status, reason, headers, body, "
            "json\n");
        row("{'request':{},'expect':{'response':200}}", ": rehearsal.required member=name\n");
        row("{'name':'a','expect':{'response':200}}", ": rehearsal.required member=request\n");
        row("{'name':'a','request':{},'expect':{}}", "/expect: rehearsal.nothingExpected\n");
        row("{'name':'a','request':{},'expect':{'response':{}}}", "/expect/response: rehearsal.nothingExpected\n");
        row("{'name':'a','request':{},'expect':{'response':{'body':{}}}}",
            "/expect/response/body: rehearsal.nothingExpected\n");
        row("{'name':'a','request':{'url':'ftp://x'},'expect':{'response':200}}",
            "/request/url: rehearsal.badValue value=ftp://x expected=a path or an http or https URL\n");
        row("{'name':'a','request':{'headers':{'a b':'1','c':'x\\ny'}},'expect':{'response':200}}",
            "/request/headers/a b: rehearsal.badValue value=a b expected=the name of a header field\n"
            "/request/headers/c: rehearsal.badValue value=x\ny expected=the value of a header field\n");
        row("{'name':'a','now':'soon','request':{'body':'x','json':1},'expect':{'response':200}}",
            "/now: rehearsal.badValue value=soon expected=a time as 2026-01-01T00:00:00Z\n/request/json: "
            "rehearsal.oneOf members=body, json\n");
        row("{'name':'a','request':{},'backend':[{'fails':'slow'},{'status':9}],'expect':{'response':200}}",
            "/backend/0/fails: rehearsal.badValue value=slow expected=timeout, unavailable\n"
            "/backend/1/status: rehearsal.badValue value=9 expected=100 to 999\n");
        row("{'name':'a','request':{},'variables':[1],'counters':{'calls':-1},'expect':{'response':200}}",
            "/variables: rehearsal.type expected=object actual=array\n"
            "/counters/calls: rehearsal.badValue value=-1 expected=0 to 9007199254740992\n");
    }
    void readsCasesStrictly()
    {
        QFETCH(QString, given);
        QFETCH(QString, findings);
        Rehearsal rehearsal("");
        QCOMPARE(text(rehearsal.run(given.toStdString())), findings);
    }
    void putsDefaultsBelowCases()
    {
        const auto below = Rehearsal::parsed(
            "{'request':{'url':'/a','headers':{'A':'1','B':'2'}},'backend':[1,2],'expect':{'error':'x'}}");
        const auto over = Rehearsal::parsed("{'request':{'headers':{'B':'3'}},'backend':[4],'expect':{'error':null}}");
        COMPARE_TEXT(
            toJson(rehearsal::merged(below, over)),
            toJson(Rehearsal::parsed(
                "{'request':{'url':'/a','headers':{'A':'1','B':'3'}},'backend':[4],'expect':{'error':null}}")));
    }
    void answersAreTakenInOrderAndTheLastGoesOn()
    {
        Rehearsal rehearsal;
        rehearsal.documents.scopes = {scoped(
            Scope::Api,
            "<policies><inbound/><backend><retry condition=\"@(context.Response.StatusCode &gt;= 500)\" "
            "count=\"5\" interval=\"10\"><forward-request/></retry></backend><outbound/><on-error/></policies>")};
        QCOMPARE(text(rehearsal.expect("{'response':{'status':200,'body':'done'},'backend':[{},{},{}]}",
                                       "'backend':[503,500,{'body':'done'}]")),
                 "");
        QCOMPARE(rehearsal.outcome.passed, std::chrono::seconds(20));
        QCOMPARE(text(rehearsal.expect("{'response':503,'backend':[{},{},{},{},{},{}]}", "'backend':503")), "");
        QCOMPARE(text(rehearsal.expect("{'response':500,'error':'BackendConnectionFailure','backend':[{},{}]}",
                                       "'backend':{'status':503,'times':1}")),
                 "call: no answer [] [GET https://backend.test/]\n");
    }
    void callsAreAnsweredByMethodAndUrl_data()
    {
        QTest::addColumn<QString>("answers");
        QTest::addColumn<QString>("expect");
        QTest::addColumn<QString>("findings");
        const QString ok =
            "{'response':200,'holds':'@(((IResponse)context.Variables[`r`]).Body.As<string>(true) == "
            "`keys`)','sent':{'method':'POST','url':'https://peer.test/keys?x=1','headers':{'X-A':'1'},'body':'hi'}}";
        QTest::newRow("wildcard")
            << "[{'url':'https://other.test/*','status':500},{'method':'post','url':'https://*/keys','body':'keys'}]"
            << ok << "";
        QTest::newRow("whole") << "[{'url':'https://peer.test/keys?x=1','body':'keys'}]" << ok << "";
        QTest::newRow("status") << "[{'status':201,'json':{'a':1}}]"
                                << "{'variables':{'r':{'status':201,'reason':'Created','body':'{`a`:1}'}}}"
                                << "";
        QTest::newRow("timeout") << "[{'fails':'timeout'}]"
                                 << "{'error':{'source':'send-request','reason':'Timeout','path':'send-request[1]','"
                                    "section':'inbound'},'backend':null}"
                                 << "";
        QTest::newRow("late") << "[{'delay':2000}]"
                              << "{'error':'Timeout','response':500}"
                              << "";
        QTest::newRow("in time") << "[{'delay':1999}]"
                                 << "{'error':null}"
                                 << "";
        QTest::newRow("unavailable") << "[{'fails':'unavailable'}]"
                                     << "{'error':'BackendConnectionFailure'}"
                                     << "";
        QTest::newRow("other method") << "[{'method':'GET'}]"
                                      << "{'error':'BackendConnectionFailure'}"
                                      << "call: no answer [] [POST https://peer.test/keys?x=1]\n";
        QTest::newRow("other query") << "[{'url':'https://peer.test/keys?x=2'}]"
                                     << "{'error':'BackendConnectionFailure'}"
                                     << "call: no answer [] [POST https://peer.test/keys?x=1]\n";
    }
    void callsAreAnsweredByMethodAndUrl()
    {
        QFETCH(QString, answers);
        QFETCH(QString, expect);
        QFETCH(QString, findings);
        Rehearsal rehearsal(sending);
        QCOMPARE(text(rehearsal.expect(expect.toStdString(), "\"answers\":" + answers.toStdString())), findings);
    }
    void countersCacheAndPlacesBeginAsGiven_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("expect");
        const char *limit = "<rate-limit calls=\"5\" renewal-period=\"60\" remaining-calls-header-name=\"R\"/>";
        const char *quota = "<quota calls=\"10\" renewal-period=\"3600\"/>";
        QTest::newRow("fresh") << limit << ""
                               << "{'response':{'status':200,'headers':{'R':'4'}}}";
        QTest::newRow("some") << limit << "'counters':{'policy':'rate-limit[1]','calls':3}"
                              << "{'response':{'headers':{'R':'1'}}}";
        QTest::newRow("full")
            << limit << "'counters':[{'key':'s','calls':99}]"
            << "{'response':{'status':429,'headers':{'Retry-After':'60'}},'error':'RateLimitExceeded','backend':null}";
        QTest::newRow("another key") << limit << "'counters':[{'key':'t','calls':99}]"
                                     << "{'response':200}";
        QTest::newRow("quota") << quota << "'quotas':{'calls':10}"
                               << "{'response':403,'error':'QuotaExceeded'}";
        QTest::newRow("quota left") << quota << "'quotas':{'calls':9}"
                                    << "{'response':200}";
        QTest::newRow("by key") << "<rate-limit-by-key calls=\"5\" renewal-period=\"60\" counter-key=\"k\"/>"
                                << "'counters':{'policy':'rate-limit-by-key','key':'k','calls':5}"
                                << "{'response':429}";
        QTest::newRow("concurrency") << "<limit-concurrency key=\"k\" max-count=\"2\"/>"
                                     << "'concurrency':{'key':'k','taken':2}"
                                     << "{'response':429}";
        QTest::newRow("a place left") << "<limit-concurrency key=\"k\" max-count=\"3\"/>"
                                      << "'concurrency':{'key':'k','taken':2}"
                                      << "{'response':200}";
        QTest::newRow("cache") << "<cache-lookup-value key=\"k\" variable-name=\"c\"/>"
                               << "'cache':{'key':'k','value':{'a':1}}"
                               << "{'variables':{'c':{'a':1}}}";
    }
    void countersCacheAndPlacesBeginAsGiven()
    {
        QFETCH(QString, policy);
        QFETCH(QString, given);
        QFETCH(QString, expect);
        Rehearsal rehearsal(policy.toStdString());
        const auto further =
            "'subscription':{'id':'s'}" + (given.isEmpty() ? std::string() : "," + given.toStdString());
        QCOMPARE(text(rehearsal.expect(expect.toStdString(), further)), "");
    }
    void timeAndChanceAreTheSameEachTime()
    {
        const char *expressions =
            "<set-variable name=\"now\" value=\"@(DateTime.UtcNow.ToString(&quot;o&quot;))\"/>"
            "<set-variable name=\"id\" value=\"@(Guid.NewGuid().ToString() + context.RequestId)\"/>";
        const auto idOf = [&](const std::string &seed) {
            Rehearsal rehearsal(expressions);
            const auto found = rehearsal.expect("{'variables':{'now':'2026-05-06T07:08:09.0000000Z','id':'?'}}",
                                                "'now':'2026-05-06T07:08:09Z','seed':" + seed);
            return found;
        };
        const auto first = idOf("5");
        QVERIFY2(first.starts_with("variables.id: different [\"?\"]"), first.c_str());
        COMPARE_TEXT(idOf("5"), first);
        QVERIFY(idOf("6") != first);
    }
    void runsScopesFragmentsNamedValuesAndBackends()
    {
        Rehearsal rehearsal;
        rehearsal.documents.scopes = {
            scoped(Scope::Global,
                   "<policies><inbound><set-header "
                   "name=\"G\"><value>{{greeting}}</value></set-header></inbound><backend><forward-request/></"
                   "backend><outbound/><on-error/></policies>"),
            scoped(Scope::Api,
                   "<policies><inbound><base/><set-backend-service backend-id=\"stock\"/><include-fragment "
                   "fragment-id=\"F\"/></inbound><backend><base/></backend><outbound><base/></outbound><on-error><base/"
                   "></on-error></policies>")};
        rehearsal.documents.fragments["f"] = std::make_shared<const Document>(
            test::parsed("<fragment><set-header name=\"F\"><value>{{key}}</value></set-header></fragment>"));
        const std::string world =
            "'namedValues':{'greeting':'hello','key':{'value':'s3cret-value','secret':true}},'backends':{'stock':'http:"
            "//stock.test/v1/'},'api':{'id':'orders','path':'shop'},'operation':{'method':'GET','urlTemplate':'/items/"
            "{id}'}";
        const auto call = [&](const std::string &url, const std::string &expect) {
            return rehearsal.run("{'name':'a','request':{'url':'" + url + "'}," + world + ",'expect':" + expect + "}");
        };
        QCOMPARE(text(call("/shop/items/4?a=b",
                           "{'backend':{'url':'http://stock.test/v1/items/"
                           "4?a=b','headers':{'G':'hello','F':'s3cret-value'}},'holds':'@(context.Request."
                           "MatchedParameters[`id`] == `4`)'}")),
                 "");
        const auto masked = call("/shop/items/4", "{'backend':{'headers':{'F':'other'}}}");
        QCOMPARE(text(masked), "backend.headers.F: different [other] [***]\n");
        QCOMPARE(text(call("/shop/things", "{'response':200}")), "request: not matched [/items/{id}] [/things]\n");
        rehearsal.documents.fragments.clear();
        const auto invalid = call("/shop/items/4", "{'response':200}");
        QVERIFY2(invalid.starts_with("include-fragment: policy.unknownFragment name=F"), invalid.c_str());
    }
    void aRefusedRequestAndAPreflightAreRunAsTheGatewayDoes()
    {
        Rehearsal refused("", "", "<set-header name=\"E\"><value>@(context.LastError.Reason)</value></set-header>");
        QCOMPARE(text(refused.expect(
                     "{'response':{'status':401,'headers':{'E':'SubscriptionKeyNotFound'},'json':{'statusCode':401,'"
                     "message':'No key.'}},'backend':null}",
                     "'error':{'source':'authorization','reason':'SubscriptionKeyNotFound','message':'No key.'}")),
                 "");
        Rehearsal preflight("<cors><allowed-origins><origin>https://shop.test</origin></"
                            "allowed-origins><allowed-methods><method>PUT</method></allowed-methods></cors>");
        QCOMPARE(
            text(preflight.run("{'name':'a','request':{'method':'OPTIONS','headers':{'Origin':'https://"
                               "shop.test','Access-Control-Request-Method':'PUT'}},'expect':{'response':{'status':200,'"
                               "headers':{'Access-Control-Allow-Origin':'https://shop.test'}},'backend':null}}")),
            "");
    }
    void anEndlessLoopEndsByItsLimits()
    {
        Rehearsal rehearsal("<set-variable name=\"v\" value=\"@{ while (true) { } return 1; }\"/>");
        QCOMPARE(text(rehearsal.expect("{'response':500,'backend':null,'error':{'reason':'"
                                       "ExpressionValueEvaluationFailure','message':{'contains':'limit'}}}")),
                 "");
    }
    void largeBodiesMeetTheGatewaysLimits()
    {
        const std::string large(10U << 20, 'x');
        Rehearsal reads("<set-variable name=\"v\" value=\"@(context.Request.Body.As&lt;string&gt;(true).Length)\"/>");
        const auto given = "{'name':'a','request':{'method':'POST','body':'" + large + "'},'expect':";
        QCOMPARE(text(reads.run(given + "{'error':'BodyTooLarge','response':500,'backend':null}}")), "");
        Rehearsal passes("");
        QCOMPARE(text(passes.run(given + "{'backend':{'body':{'matches':'^xx'}},'holds':'@(true)','response':200}}")),
                 "");
        const auto differs = passes.run(given + "{'backend':{'body':'" + std::string(9U << 20, 'x') + "y'}}}");
        QVERIFY2(differs.size() < 12'000, "a finding about 10 MB has to be short");
        QVERIFY(differs.find("xy] [") != std::string::npos);
    }
    void metricsAreLookedAt()
    {
        Rehearsal rehearsal(
            "<emit-metric name='orders' value='2' namespace='shop'><dimension name='Kind' value='big'/></emit-metric>");
        QCOMPARE(text(rehearsal.expect("{'metrics':{'name':'orders','value':2,'dimensions':{'Kind':'big'}}}")), "");
        QCOMPARE(
            text(rehearsal.expect("{'metrics':[{'name':'orders','value':3}]}")),
            "metrics: missing [orders] [[{\"name\":\"orders\",\"value\":2E0,\"dimensions\":{\"Kind\":\"big\"}}]]\n");
    }
    void tracesAreLookedAt()
    {
        Rehearsal rehearsal("<trace source=\"me\" severity=\"information\"><message>order 42 came</message></trace>");
        QCOMPARE(text(rehearsal.expect("{'traces':{'source':'me','message':{'contains':'42'}}}")), "");
        QCOMPARE(text(rehearsal.expect("{'traces':[{'message':'nothing'}]}")),
                 "trace: missing [nothing] [me: order 42 came]\n");
    }
};

QTEST_GUILESS_MAIN(TestRehearsal)
#include "tst_rehearsal.moc"
