// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/trial_plan.h"

#include "core/policy/expressions.h"
#include "tests/core/management/pure_arm.h"
#include "tests/core/management/running_service.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::management;
using gatehouse::test::ManualClock;
using gatehouse::test::PureArm;
using gatehouse::test::RunningService;

namespace {

json::object policyProperties(const std::string &inbound)
{
    return {{"format", "rawxml"}, {"value", "<policies><inbound>" + inbound + "</inbound><backend/><outbound/><on-error/></policies>"}};
}

std::string answering(int status)
{
    return "<return-response><set-status code=\"" + std::to_string(status) + "\"/></return-response>";
}

json::object change(const std::string &id, json::value properties)
{
    return {{"id", id}, {"properties", std::move(properties)}};
}

std::string trialBody(json::array changes, int seconds = 600)
{
    return toJson(json::object{{"changes", std::move(changes)}, {"expiresInSeconds", seconds}});
}

json::array findingsOf(const http::Response &response)
{
    const auto body = RunningService::json(response);
    const auto *error = member(body, "error");
    const auto *findings = error ? member(*error, "findings") : nullptr;
    return findings && findings->is_array() ? findings->get_array() : json::array{};
}

//! "400 ValidationError a, b": the targets of its details.
std::string said(const http::Response &response)
{
    const auto body = RunningService::json(response);
    const auto *error = member(body, "error");
    if (!error || !error->is_object())
        return std::to_string(response.head.status);
    auto text = std::to_string(response.head.status) + " " + std::string(stringMember(error->get_object(), "code"));
    if (const auto *details = member(*error, "details"); details && details->is_array())
        for (const auto &detail : details->get_array())
            text += (&detail == details->get_array().data() ? " " : ", ") + std::string(stringMember(detail.get_object(), "target"));
    return text;
}

} // namespace

//! Staged changes run on the data plane of a real service, and what runs for everybody stays as it is.
class TestManagedTrials : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        VERIFY_RESULT(m_gateway.start());
        const auto made = m_gateway.call("PUT", "apis/plain", "{\"properties\":{\"displayName\":\"P\",\"path\":\"plain\",\"protocols\":[\"http\"],\"subscriptionRequired\":false}}");
        QVERIFY2(made.head.status == 201, made.body.c_str());
        QCOMPARE(m_gateway.call("PUT", "apis/plain/operations/get", "{\"properties\":{\"displayName\":\"G\",\"method\":\"GET\",\"urlTemplate\":\"/*\"}}").head.status, 201);
        const auto policy = toJson(json::object{{"properties", policyProperties(answering(207))}});
        QCOMPARE(m_gateway.call("PUT", "apis/plain/policies/policy", policy).head.status, 201);
    }
    void cleanupTestCase() { m_gateway.stop(); }
    //! No test leaves a trial behind.
    void cleanup()
    {
        for (const auto &trial : running())
            m_gateway.call("DELETE", "G/trials/" + std::string(trial.at("name").as_string()));
    }

    void stagedTextRunsForItsTokenAlone()
    {
        const auto started = start({change("apis/plain/policies/policy", policyProperties(answering(208)))});
        QVERIFY2(started.head.status == 201, started.body.c_str());
        const auto body = RunningService::json(started);
        const auto &properties = body.at("properties").as_object();
        const std::string token(properties.at("token").as_string());
        QCOMPARE(token.size(), std::size_t(43));
        QCOMPARE(std::string(body.at("type").as_string()), std::string("Gatehouse.Local/trials"));
        QCOMPARE(properties.at("changes").as_array().size(), std::size_t(1));
        QCOMPARE(properties.at("findings").as_array().size(), std::size_t(0));
        const auto status = RunningService::json(m_gateway.call("GET", "G/status"));
        QCOMPARE(properties.at("basedOn").to_number<int>(), status.at("revision").to_number<int>());
        QCOMPARE(callPlain(token), 208);
        QCOMPARE(callPlain({}), 207);
        const auto stored = m_gateway.call("GET", "apis/plain/policies/policy?format=rawxml");
        QVERIFY(stored.body.find("207") != std::string::npos);

        const auto list = m_gateway.call("GET", "G/trials");
        QCOMPARE(running().size(), std::size_t(1));
        QVERIFY(list.body.find(token) == std::string::npos);
        QVERIFY(list.body.find("token") == std::string::npos);
        const std::string name(body.at("name").as_string());
        const auto one = m_gateway.call("GET", "G/trials/" + name);
        QCOMPARE(one.head.status, 200);
        QVERIFY(one.body.find("token") == std::string::npos);

        QCOMPARE(m_gateway.call("DELETE", "G/trials/" + name).head.status, 200);
        QCOMPARE(callPlain(token), 410);
        QCOMPARE(said(m_gateway.call("DELETE", "G/trials/" + name)), std::string("404 ResourceNotFound"));
        QCOMPARE(m_gateway.call("GET", "G/trials/" + name).head.status, 404);
        QVERIFY(running().empty());
    }

    void allThatIsWrongIsSaidAtOnceAndNothingRuns()
    {
        const auto refused = start({change("apis/plain/policies/policy", policyProperties("\n<set-heder/>\n<rate-limit calls=\"x\" renewal-period=\"1\"/>")),
                                    change("namedValues/n", json::object{{"displayName", "bad name"}}),
                                    change("apis/none/policies/policy", policyProperties("")),
                                    change("policyFragments/f", json::object{{"format", "rawxml"}, {"value", "<fragment><nothing/></fragment>"}})});
        QCOMPARE(refused.head.status, 400);
        const auto findings = findingsOf(refused);
        std::map<std::string, int> byResource;
        for (const auto &finding : findings)
            ++byResource[std::string(finding.at("resource").as_string())];
        QVERIFY2(byResource["apis/plain/policies/policy"] == 2, refused.body.c_str());
        QVERIFY(byResource["namedValues/n"] >= 1);
        QCOMPARE(byResource["apis/none/policies/policy"], 1);
        QCOMPARE(byResource["policyFragments/f"], 1);
        const auto first = std::find_if(findings.begin(), findings.end(), [](const auto &finding) { return finding.at("line") == 2; });
        QVERIFY2(first != findings.end(), refused.body.c_str());
        QCOMPARE(first->at("column").as_int64(), 2);
        QCOMPARE(std::string(first->at("element").as_string()), std::string("set-heder"));
        QVERIFY(std::string(first->at("message").as_string()).starts_with("Error in element 'set-heder' on line 2, column 2: "));
        QVERIFY(running().empty());
        QCOMPARE(callPlain({}), 207);
        QCOMPARE(RunningService::json(refused).at("error").at("details").as_array().size(), findings.size());
    }

    void aCallOfTheWrongFormSaysWhere_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("error");
        QTest::newRow("nothing") << "{}" << "400 ValidationError changes";
        QTest::newRow("no list") << R"({"changes":{}})" << "400 ValidationError changes";
        QTest::newRow("empty") << R"({"changes":[]})" << "400 ValidationError changes";
        QTest::newRow("too long") << R"({"changes":[{"id":"apis/plain","properties":null}],"expiresInSeconds":3601})" << "400 ValidationError expiresInSeconds";
        QTest::newRow("no time") << R"({"changes":[{"id":"apis/plain","properties":null}],"expiresInSeconds":"PT5M"})" << "400 ValidationError expiresInSeconds";
        QTest::newRow("no ids") << R"({"changes":[{"properties":{}},3]})" << "400 ValidationError changes[0].id, changes[1].id";
        QTest::newRow("strange ids") << R"({"changes":[{"id":"apis"},{"id":"nothings/x"},{"id":"a//b"},{"id":"/subscriptions/other/x"}]})"
                                     << "400 ValidationError changes[0].id, changes[1].id, changes[2].id, changes[3].id";
        QTest::newRow("twice") << R"({"changes":[{"id":"apis/plain","properties":{}},{"id":"APIS/Plain","properties":null}]})" << "400 ValidationError changes[1].id";
        QTest::newRow("no JSON") << "{" << "400 InvalidRequestContent";
    }
    void aCallOfTheWrongFormSaysWhere()
    {
        QFETCH(QString, body);
        QFETCH(QString, error);
        QCOMPARE(QString::fromStdString(said(m_gateway.call("POST", "G/trials", body.toStdString()))), error);
        QVERIFY(running().empty());
    }

    void otherMethodsAreRefused()
    {
        QCOMPARE(m_gateway.call("PUT", "G/trials/x", "{}").head.status, 405);
        QCOMPARE(m_gateway.call("DELETE", "G/trials").head.status, 405);
        QCOMPARE(m_gateway.call("POST", "G/trials/x", "{}").head.status, 405);
        QCOMPARE(m_gateway.call("GET", "G/trials", {}, {{"Authorization", "Bearer wrong"}}).head.status, 401);
        QCOMPARE(m_gateway.call("POST", "G/trials", trialBody({change("apis/plain", nullptr)}), {{"Authorization", "Bearer wrong"}}).head.status, 401);
    }

    void whatIsReferredToComesFirstWhateverTheOrder()
    {
        const auto started = start({change("apis/plain/policies/policy", policyProperties("<include-fragment fragment-id=\"f\"/>")),
                                    change("policyFragments/f", json::object{{"format", "rawxml"}, {"value", "<fragment><return-response><set-status code=\"{{code}}\"/></return-response></fragment>"}}),
                                    change("namedValues/code", json::object{{"displayName", "code"}, {"value", "206"}, {"secret", false}})});
        QVERIFY2(started.head.status == 201, started.body.c_str());
        QCOMPARE(callPlain(tokenOf(started)), 206);
        QCOMPARE(m_gateway.call("GET", "namedValues/code").head.status, 404);
    }

    void aDeletionIsTried()
    {
        const auto started = start({change("apis/plain/operations/get", nullptr)});
        QVERIFY2(started.head.status == 201, started.body.c_str());
        QCOMPARE(callPlain(tokenOf(started)), 404);
        QCOMPARE(callPlain({}), 207);
    }

    void theNinthIsRefused()
    {
        const json::array changes{change("apis/plain/policies/policy", policyProperties(answering(208)))};
        for (int i = 0; i < 8; ++i)
            QCOMPARE(start(changes).head.status, 201);
        const auto refused = start(changes);
        QCOMPARE(said(refused), std::string("429 TooManyTrials"));
        QVERIFY(refused.body.find("8 trials run") != std::string::npos);
        QCOMPARE(running().size(), std::size_t(8));
    }

    void whoTriedWhatIsRecordedWithoutSecrets()
    {
        const auto started = start({change("namedValues/password", json::object{{"displayName", "password"}, {"value", "hunter2-secret"}, {"secret", true}}),
                                    change("apis/plain/policies/policy", policyProperties(answering(209)))});
        QVERIFY2(started.head.status == 201, started.body.c_str());
        const std::string name(RunningService::json(started).at("name").as_string());
        QCOMPARE(m_gateway.call("DELETE", "G/trials/" + name).head.status, 200);
        const auto refused = start({change("apis/plain/policies/policy", policyProperties("<nothing/>"))});
        QCOMPARE(refused.head.status, 400);
        http::Response audit;
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        do { // a refusal's record is not waited for
            audit = m_gateway.call("GET", "G/audit?limit=3");
        } while (audit.body.find("\"refused\"") > audit.body.find("\"endTrial\"") && std::chrono::steady_clock::now() < deadline);
        QVERIFY(audit.body.find(tokenOf(started)) == std::string::npos);
        QVERIFY(audit.body.find("hunter2-secret") == std::string::npos);
        const auto entries = RunningService::json(audit).at("value").as_array();
        QCOMPARE(entries.size(), std::size_t(3));
        const auto text = [&](std::size_t i) { return toJson(entries[i]); };
        QVERIFY2(text(0).find("\"startTrial\"") != std::string::npos && text(0).find("\"refused\"") != std::string::npos, text(0).c_str());
        QVERIFY2(text(1).find("\"endTrial\"") != std::string::npos && text(1).find(name) != std::string::npos, text(1).c_str());
        QVERIFY2(text(2).find("\"startTrial\"") != std::string::npos && text(2).find("209") != std::string::npos, text(2).c_str());
        QVERIFY(text(2).find("providers/Gatehouse.Local/trials/" + name) != std::string::npos);
    }

    void theirDocumentTellsTheAnswers()
    {
        const auto document = RunningService::json(m_gateway.call("GET", "G/openapi"));
        const auto &paths = document.at("paths").as_object();
        QVERIFY(paths.contains("/trials") && paths.contains("/trials/{name}"));
        const auto &schemas = document.at("components").at("schemas").as_object();
        const auto missing = [&schemas](const std::string &name, const json::value &body, const std::string &inner) {
            std::string all;
            const auto &schema = schemas.at(name);
            for (const auto &required : schema.at("required").as_array())
                all += member(body, std::string(required.as_string())) ? "" : name + "." + std::string(required.as_string()) + " ";
            for (const auto &required : schema.at("properties").at(inner).at("required").as_array())
                all += member(body.at(inner), std::string(required.as_string())) ? "" : inner + "." + std::string(required.as_string()) + " ";
            return all;
        };
        const auto started = start({change("apis/plain/policies/policy", policyProperties(answering(208)))});
        QCOMPARE(started.head.status, 201);
        QCOMPARE(missing("StartedTrial", RunningService::json(started), "properties"), std::string());
        QCOMPARE(missing("Trial", running().at(0), "properties"), std::string());
        const auto refused = RunningService::json(start({change("apis/plain/policies/policy", policyProperties("<nothing/>"))}));
        QCOMPARE(missing("TrialRefusal", refused, "error"), std::string());
        for (const auto &required : schemas.at("TrialFinding").at("required").as_array())
            QVERIFY(member(refused.at("error").at("findings").at(0), std::string(required.as_string())));
    }

    void theirTimeEnds()
    {
        ManualClock clock;
        RunningService gateway(&clock);
        VERIFY_RESULT(gateway.start());
        const auto body = trialBody({change("namedValues/n", json::object{{"displayName", "n"}, {"value", "1"}})}, 30);
        const auto started = gateway.call("POST", "G/trials", body);
        QVERIFY2(started.head.status == 201, started.body.c_str());
        QCOMPARE(std::string(RunningService::json(started).at("properties").at("expiresAt").as_string()), toIso(clock.utc() + std::chrono::seconds(30)));
        clock.advance(std::chrono::seconds(29));
        QCOMPARE(RunningService::json(gateway.call("GET", "G/trials")).at("value").as_array().size(), std::size_t(1));
        clock.advance(std::chrono::seconds(1));
        QCOMPARE(RunningService::json(gateway.call("GET", "G/trials")).at("value").as_array().size(), std::size_t(0));
        gateway.stop();
    }

    void theirExchangesAreMarked()
    {
        const auto started = start({change("apis/plain/policies/policy", policyProperties(answering(208)))});
        QCOMPARE(callPlain(tokenOf(started)), 208);
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        std::string text;
        while (text.find("\"trial\":true") == std::string::npos && std::chrono::steady_clock::now() < deadline)
            text = m_gateway.call("GET", "G/exchanges?status=208").body;
        QVERIFY2(text.find("\"trial\":true") != std::string::npos, text.c_str());
    }

    //! What a trial refuses is what the calls themselves refuse, in their words.
    void judgesAsTheCallsThemselves_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("properties");
        QTest::newRow("API without a path") << "apis/a" << R"({"displayName":"A"})";
        QTest::newRow("operation without a method") << "apis/plain/operations/o" << R"({"displayName":"O","urlTemplate":"/"})";
        QTest::newRow("missing parent") << "apis/none/operations/o" << R"({"displayName":"O","method":"GET","urlTemplate":"/"})";
        QTest::newRow("backend without URL") << "backends/b" << R"({"protocol":"http"})";
        QTest::newRow("expression") << "apis/plain/policies/policy" << R"({"format":"rawxml","value":"<policies><inbound><set-variable name='v' value='@(context.Nothing)'/></inbound></policies>"})";
        QTest::newRow("no XML") << "apis/plain/policies/policy" << R"({"format":"rawxml","value":"<policies>"})";
        QTest::newRow("unknown format") << "apis/plain/policies/policy" << R"({"format":"xml-link","value":"http://x"})";
        QTest::newRow("subscription of nothing") << "subscriptions/s" << R"({"displayName":"S","scope":"/products/none"})";
    }
    void judgesAsTheCallsThemselves()
    {
        QFETCH(QString, id);
        QFETCH(QString, properties);
        PureArm arm;
        arm.put("apis/plain", R"({"displayName":"P","path":"plain","protocols":["https"]})");
        policy::Expressions expressions;
        auto environment = arm.environment();
        environment.expressions = &expressions;
        const auto own = m_gateway.call("PUT", id.toStdString(), "{\"properties\":" + properties.toStdString() + "}", {{"If-Match", "*"}});
        QVERIFY2(own.head.status >= 400, own.body.c_str());
        const auto body = parseJson("{\"changes\":[{\"id\":\"" + id.toStdString() + "\",\"properties\":" + properties.toStdString() + "}]}");
        VERIFY_RESULT(body);
        const auto call = readTrialCall(body->get_object(), environment);
        QVERIFY(call);
        const auto plan = planTrial(call->changes, arm.configuration(), environment);
        QVERIFY(!plan.errors.empty());
        const auto error = RunningService::json(own).at("error").as_object();
        const auto *details = error.at("details").if_array();
        const auto first = details && !details->empty() ? details->front().as_object() : error;
        QCOMPARE(plan.errors.front().message, std::string(stringMember(first, "message")));
        QCOMPARE(plan.errors.front().code, std::string(stringMember(first, "code")));
        QCOMPARE(plan.errors.size(), details && !details->empty() ? details->size() : std::size_t(1));
    }

private:
    http::Response start(json::array changes) { return m_gateway.call("POST", "G/trials", trialBody(std::move(changes))); }
    static std::string tokenOf(const http::Response &started)
    {
        return std::string(RunningService::json(started).at("properties").at("token").as_string());
    }
    json::array running() { return RunningService::json(m_gateway.call("GET", "G/trials")).at("value").as_array(); }
    int callPlain(const std::string &token)
    {
        std::vector<RunningService::Header> headers;
        if (!token.empty())
            headers.emplace_back("Gatehouse-Trial", token);
        return m_gateway.get(m_gateway.gatewayUrl() + "/plain/1", headers).head.status;
    }

    RunningService m_gateway;
};

QTEST_GUILESS_MAIN(TestManagedTrials)
#include "tst_trials.moc"
