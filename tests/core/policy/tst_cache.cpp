// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"
#include "core/policy/value_source.h"
#include "tests/core/policy/policy_bench.h"

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::policy;
using gatehouse::test::Call;
using gatehouse::test::FakeServices;

namespace {

//! Several calls against the same cache.
struct Caller
{
    Expressions engine;
    std::map<std::string, std::pair<CachedPointer, SteadyTime>, std::less<>> entries;
    std::chrono::microseconds elapsed{0};

    std::unique_ptr<Call> prepare()
    {
        auto call = std::make_unique<Call>();
        call->bindings.expressions = &engine;
        call->services.entries.entries = entries;
        call->services.manual.advance(elapsed);
        call->exchange.request.url.path = "/orders/42";
        return call;
    }
    std::unique_ptr<Call> inbound(const std::string &policies, const std::string &outbound = {})
    {
        auto call = prepare();
        run(*call, policies, outbound);
        return call;
    }
    void run(Call &call, const std::string &policies, const std::string &outbound = {})
    {
        call.inbound(policies, outbound);
        entries = call.services.entries.entries;
    }
};

const std::string lookup = "<cache-lookup vary-by-developer=\"false\" vary-by-developer-groups=\"false\"/>";
const std::string store = "<cache-store duration=\"60\"/>";

} // namespace

class TestCache : public QObject
{
    Q_OBJECT

private slots:
    void valuesComeBackAsTheyWere_data()
    {
        QTest::addColumn<QString>("value"); // attribute as written
        QTest::addColumn<QString>("read"); // expression over the variable v
        QTest::addColumn<QString>("expected");
        QTest::newRow("literal") << "abc" << "((string)context.Variables[&quot;v&quot;]).ToUpper()" << "ABC";
        QTest::newRow("digits stay a string") << "17" << "context.Variables[&quot;v&quot;] is string" << "True";
        QTest::newRow("int") << "@(3 + 4)" << "(int)context.Variables[&quot;v&quot;] + 1" << "8";
        QTest::newRow("long") << "@(5000000000L)" << "(long)context.Variables[&quot;v&quot;] + 1" << "5000000001";
        QTest::newRow("small long") << "@(5L)" << "context.Variables[&quot;v&quot;] is long" << "True";
        QTest::newRow("bool") << "@(1 &lt; 2)" << "!(bool)context.Variables[&quot;v&quot;]" << "False";
        QTest::newRow("double") << "@(0.1 + 0.2)" << "(double)context.Variables[&quot;v&quot;] == 0.1 + 0.2" << "True";
        QTest::newRow("date") << "@(new DateTime(2026, 11, 24, 1, 2, 3, DateTimeKind.Utc))"
                              << "((DateTime)context.Variables[&quot;v&quot;]).AddDays(1).ToString(&quot;o&quot;)" << "2026-11-25T01:02:03.0000000Z";
        QTest::newRow("span") << "@(TimeSpan.FromMinutes(90))" << "((TimeSpan)context.Variables[&quot;v&quot;]).TotalHours" << "1.5";
        QTest::newRow("object") << "@(JObject.Parse(&quot;{\\&quot;a\\&quot;:{\\&quot;b\\&quot;:7}}&quot;))"
                                << "(int)((JObject)context.Variables[&quot;v&quot;])[&quot;a&quot;][&quot;b&quot;]" << "7";
        QTest::newRow("array") << "@(new JArray(1, 2, 3))" << "((JArray)context.Variables[&quot;v&quot;]).Count" << "3";
        QTest::newRow("JSON text is text") << "{&quot;a&quot;:1}" << "JObject.Parse((string)context.Variables[&quot;v&quot;])[&quot;a&quot;].ToString()" << "1";
        QTest::newRow("null") << "@((string)null)" << "context.Variables.ContainsKey(&quot;v&quot;) &amp;&amp; context.Variables[&quot;v&quot;] == null" << "True";
    }
    void valuesComeBackAsTheyWere()
    {
        QFETCH(QString, value);
        QFETCH(QString, read);
        QFETCH(QString, expected);
        Caller caller;
        const auto first = caller.inbound("<cache-store-value key=\"k\" value=\"" + value.toStdString() + "\" duration=\"60\"/>");
        COMPARE_TEXT(first->exchange.lastError ? first->exchange.lastError->message : "", "");
        const auto second = caller.inbound("<cache-lookup-value key=\"k\" variable-name=\"v\"/><set-header name=\"R\"><value>@((" + read.toStdString()
                                           + ").ToString())</value></set-header>");
        COMPARE_TEXT(second->exchange.lastError ? second->exchange.lastError->message : "", "");
        COMPARE_TEXT(second->sent("R"), expected.toStdString());
    }
    void setVariableKeepsTypes_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("type");
        QTest::newRow("literal") << "5" << "string";
        QTest::newRow("int") << "@(5)" << "int";
        QTest::newRow("long") << "@(5L)" << "long";
        QTest::newRow("double") << "@(5.0)" << "double";
        QTest::newRow("float") << "@(5.0f)" << "float";
        QTest::newRow("decimal") << "@(5m)" << "decimal";
        QTest::newRow("char") << "@('c')" << "char";
        QTest::newRow("bool") << "@(true)" << "bool";
        QTest::newRow("date") << "@(DateTime.UtcNow)" << "DateTime";
        QTest::newRow("guid") << "@(Guid.Empty)" << "Guid";
        QTest::newRow("object") << "@(new JObject())" << "JObject";
        QTest::newRow("bytes") << "@(Encoding.UTF8.GetBytes(&quot;a&quot;))" << "byte[]";
    }
    void setVariableKeepsTypes()
    {
        QFETCH(QString, value);
        QFETCH(QString, type);
        Caller caller;
        const auto call = caller.inbound("<set-variable name=\"v\" value=\"" + value.toStdString() + "\"/><set-header name=\"R\"><value>"
                                         "@((context.Variables[\"v\"] is " + type.toStdString() + ").ToString())</value></set-header>");
        COMPARE_TEXT(call->exchange.lastError ? call->exchange.lastError->message : "", "");
        COMPARE_TEXT(call->sent("R"), "True");
    }
    void aMissLeavesTheVariableUnsetOrGivesTheDefault()
    {
        Caller caller;
        const auto call = caller.inbound("<cache-lookup-value key=\"none\" variable-name=\"a\"/>"
                                         "<cache-lookup-value key=\"none\" variable-name=\"b\" default-value=\"-\"/>");
        QVERIFY(!call->exchange.variables.contains("a"));
        COMPARE_TEXT(textOf(call->exchange.variables["b"]), "-");
    }
    void valuesExpireAndCanBeRemoved()
    {
        Caller caller;
        caller.inbound("<cache-store-value key=\"k\" value=\"1\" duration=\"60\"/><cache-store-value key=\"m\" value=\"2\" duration=\"60\"/>"
                       "<cache-remove-value key=\"m\"/>");
        const auto get = "<cache-lookup-value key=\"k\" variable-name=\"k\"/><cache-lookup-value key=\"m\" variable-name=\"m\"/>";
        caller.elapsed = std::chrono::seconds(59);
        const auto before = caller.inbound(get);
        QVERIFY(before->exchange.variables.contains("k") && !before->exchange.variables.contains("m"));
        caller.elapsed = std::chrono::seconds(60);
        QVERIFY(!caller.inbound(get)->exchange.variables.contains("k"));
    }
    void anExternalCacheThatIsNotThereFindsNothing()
    {
        Caller caller;
        const auto call = caller.inbound("<cache-store-value key=\"k\" value=\"1\" duration=\"60\" caching-type=\"external\"/>"
                                         "<cache-lookup-value key=\"k\" variable-name=\"v\" default-value=\"none\" caching-type=\"external\"/>");
        COMPARE_TEXT(call->reason(), "none");
        COMPARE_TEXT(textOf(call->exchange.variables["v"]), "none");
        QVERIFY(caller.entries.empty());
        QCOMPARE(call->compiled.diagnostics.size(), 2U);
        COMPARE_TEXT(call->compiled.diagnostics[0].code, "policy.noExternalCache");
        QCOMPARE(call->compiled.diagnostics[0].severity, Severity::Warning);
    }
    void refusesADurationThatIsNone_data()
    {
        QTest::addColumn<QString>("duration");
        QTest::newRow("zero") << "0";
        QTest::newRow("negative") << "-1";
        QTest::newRow("text") << "soon";
    }
    void refusesADurationThatIsNone()
    {
        QFETCH(QString, duration);
        Caller caller;
        const auto call = caller.inbound("<cache-store-value key=\"k\" value=\"1\" duration=\"" + duration.toStdString() + "\"/>");
        COMPARE_TEXT(call->reason(), "ExpressionValueEvaluationFailure");
    }
    void keepsAResponseAsAValue()
    {
        Caller caller;
        auto call = caller.prepare();
        call->services.forwardAnswers = {FakeServices::response(201, "made")};
        caller.run(*call, "", "<cache-store-value key=\"r\" value=\"@(context.Response)\" duration=\"60\"/>");
        COMPARE_TEXT(call->reason(), "none");
        COMPARE_TEXT(call->body(), "made");
        const auto again = caller.inbound("<cache-lookup-value key=\"r\" variable-name=\"r\"/><return-response response-variable-name=\"r\"/>");
        QCOMPARE(again->exchange.response.status, 201);
        COMPARE_TEXT(again->body(), "made");
    }

    void answersFromTheCache()
    {
        Caller caller;
        auto first = caller.prepare();
        auto answer = FakeServices::response(200, "one");
        answer.headers.add("X-B", "b");
        answer.headers.add("Cache-Control", "max-age=5");
        first->services.forwardAnswers = {answer};
        caller.run(*first, lookup, store);
        COMPARE_TEXT(first->body(), "one");
        const auto second = caller.inbound(lookup + "<set-variable name=\"after\" value=\"1\"/>", store + "<set-header name=\"X-O\"><value>o</value></set-header>");
        QCOMPARE(second->services.count(FakeServices::Pending::Forward), 0U);
        COMPARE_TEXT(second->body(), "one");
        COMPARE_TEXT(second->header("X-B"), "b");
        COMPARE_TEXT(second->header("X-O"), "o"); // what follows cache-store runs on a hit
        COMPARE_TEXT(second->header("Cache-Control"), "no-store");
        QVERIFY(!second->exchange.variables.contains("after"));
        QCOMPARE(second->done, 1);
    }
    void storesTheResponseAsItIsAtItsPlace()
    {
        Caller caller;
        const std::string outbound = "<set-header name=\"A\" exists-action=\"append\"><value>1</value></set-header>" + store
            + "<set-header name=\"B\" exists-action=\"append\"><value>2</value></set-header>";
        caller.inbound(lookup, outbound);
        const auto hit = caller.inbound(lookup, outbound);
        COMPARE_TEXT(hit->header("A"), "1");
        COMPARE_TEXT(hit->header("B"), "2");
    }
    void keysVary_data()
    {
        QTest::addColumn<QString>("children");
        QTest::addColumn<QString>("first"); // "query|header X|user"
        QTest::addColumn<QString>("second");
        QTest::addColumn<bool>("hit");
        const QString none = "";
        const QString query = "<vary-by-query-parameter>a;b</vary-by-query-parameter>";
        const QString header = "<vary-by-header>X</vary-by-header>";
        QTest::newRow("the same") << none << "a=1||" << "a=1||" << true;
        QTest::newRow("all parameters") << none << "a=1||" << "a=1&amp;c=2||" << false;
        QTest::newRow("a named parameter") << query << "a=1&b=2||" << "a=1&b=3||" << false;
        QTest::newRow("another parameter") << query << "a=1&c=2||" << "c=3&a=1||" << true;
        QTest::newRow("a named header") << header << "|x|" << "|y|" << false;
        QTest::newRow("a header absent") << header << "|x|" << "||" << false;
        QTest::newRow("another header") << none << "|x|" << "|y|" << true;
        QTest::newRow("another developer") << none << "||u1" << "||u2" << true;
    }
    void keysVary()
    {
        QFETCH(QString, children);
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(bool, hit);
        Caller caller;
        std::size_t forwarded = 0;
        for (const auto &which : {first, second}) {
            auto call = caller.prepare();
            const auto parts = which.split('|');
            call->exchange.request.url.query = parts[0].toStdString();
            if (!parts[1].isEmpty())
                call->exchange.request.headers.add("x", parts[1].toStdString());
            auto subscription = std::make_shared<SubscriptionInfo>();
            subscription->id = "s";
            subscription->userId = parts[2].toStdString();
            call->exchange.matched.subscription = subscription;
            caller.run(*call, "<cache-lookup vary-by-developer=\"false\" vary-by-developer-groups=\"false\">" + children.toStdString() + "</cache-lookup>", store);
            forwarded = call->services.count(FakeServices::Pending::Forward);
        }
        QCOMPARE(forwarded, hit ? 0U : 1U);
    }
    void variesByDeveloperWhenAsked_data()
    {
        QTest::addColumn<QString>("attribute");
        QTest::newRow("developer") << "vary-by-developer";
        QTest::newRow("groups") << "vary-by-developer-groups";
    }
    void variesByDeveloperWhenAsked()
    {
        QFETCH(QString, attribute);
        Caller caller;
        for (const auto *user : {"u1", "u2", "u1"}) {
            auto call = caller.prepare();
            auto subscription = std::make_shared<SubscriptionInfo>();
            subscription->userId = user;
            call->exchange.matched.subscription = subscription;
            caller.run(*call, "<cache-lookup " + attribute.toStdString() + "=\"true\"/>", store);
        }
        QCOMPARE(caller.entries.size(), 2U);
    }
    void whatIsNotStored_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("field"); // of the request
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("answer"); // field of the response
        QTest::addColumn<QString>("lookupWith");
        QTest::addColumn<QString>("storeWith");
        QTest::addColumn<bool>("stored");
        QTest::newRow("a plain answer") << "GET" << "" << 200 << "" << "" << "" << true;
        QTest::newRow("POST") << "POST" << "" << 200 << "" << "" << "" << false;
        QTest::newRow("HEAD") << "HEAD" << "" << 200 << "" << "" << "" << false;
        QTest::newRow("404") << "GET" << "" << 404 << "" << "" << "" << false;
        QTest::newRow("404, asked for") << "GET" << "" << 404 << "" << "" << "cache-response=\"true\"" << true;
        QTest::newRow("200, not asked for") << "GET" << "" << 200 << "" << "" << "cache-response=\"@(false)\"" << false;
        QTest::newRow("a part") << "GET" << "" << 206 << "" << "" << "cache-response=\"true\"" << false;
        QTest::newRow("credentials") << "GET" << "Authorization: Bearer x" << 200 << "" << "" << "" << false;
        QTest::newRow("credentials, allowed") << "GET" << "Authorization: Bearer x" << 200 << "" << "allow-private-response-caching=\"true\"" << "" << true;
        QTest::newRow("a cookie") << "GET" << "" << 200 << "Set-Cookie: a=1" << "" << "" << false;
        QTest::newRow("events") << "GET" << "" << 200 << "Content-Type: text/event-stream" << "" << "" << false;
        QTest::newRow("no time") << "GET" << "" << 200 << "" << "" << "duration=\"0\"" << false;
    }
    void whatIsNotStored()
    {
        QFETCH(QString, method);
        QFETCH(QString, field);
        QFETCH(int, status);
        QFETCH(QString, answer);
        QFETCH(QString, lookupWith);
        QFETCH(QString, storeWith);
        QFETCH(bool, stored);
        Caller caller;
        auto call = caller.prepare();
        call->exchange.request.method = method.toStdString();
        if (!field.isEmpty())
            call->exchange.request.headers.add(field.section(": ", 0, 0).toStdString(), field.section(": ", 1).toStdString());
        auto response = FakeServices::response(status, "body");
        if (!answer.isEmpty())
            response.headers.add(answer.section(": ", 0, 0).toStdString(), answer.section(": ", 1).toStdString());
        call->services.forwardAnswers = {response};
        const auto duration = storeWith.contains("duration") ? QString() : QString("duration=\"60\" ");
        caller.run(*call, "<cache-lookup vary-by-developer=\"false\" " + lookupWith.toStdString() + "/>",
                   "<cache-store " + (duration + storeWith).toStdString() + "/>");
        COMPARE_TEXT(call->reason(), "none");
        QCOMPARE(call->exchange.response.status, status);
        QCOMPARE(caller.entries.size(), stored ? 1U : 0U);
    }
    void storesNothingWithoutALookup()
    {
        Caller caller;
        caller.inbound("", store);
        QVERIFY(caller.entries.empty());
    }
    void tellsCachesDownstream_data()
    {
        QTest::addColumn<QString>("attributes");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("later");
        QTest::newRow("none") << "downstream-caching-type=\"none\"" << "no-store" << "no-store";
        QTest::newRow("private") << "downstream-caching-type=\"private\"" << "private, must-revalidate, max-age=60" << "private, must-revalidate, max-age=40";
        QTest::newRow("public") << "downstream-caching-type=\"public\" must-revalidate=\"false\"" << "public, max-age=60" << "public, max-age=40";
    }
    void tellsCachesDownstream()
    {
        QFETCH(QString, attributes);
        QFETCH(QString, first);
        QFETCH(QString, later);
        Caller caller;
        const auto policy = "<cache-lookup vary-by-developer=\"false\" " + attributes.toStdString() + "/>";
        COMPARE_TEXT(caller.inbound(policy, store)->header("Cache-Control"), first.toStdString());
        caller.elapsed = std::chrono::seconds(20);
        COMPARE_TEXT(caller.inbound(policy, store)->header("Cache-Control"), later.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestCache)
#include "tst_cache.moc"
