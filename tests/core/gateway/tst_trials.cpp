// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/trials.h"

#include "core/gateway/traces.h"
#include "core/policy/expressions.h"
#include "tests/core/gateway/gateway_fixture.h"
#include "tests/support/result_test.h"

#include <QTest>

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::test;
using namespace std::chrono_literals;
using gatehouse::gateway::GatewayOptions;
using gatehouse::gateway::Snapshot;
using gatehouse::gateway::StartedTrial;
using gatehouse::gateway::Trials;

namespace {

std::string valueOfField(const std::string &answer, const std::string &name)
{
    const auto at = answer.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return {};
    const auto begin = at + name.size() + 4;
    return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

std::string policyText(const std::string &inbound, const std::string &outbound = {})
{
    return "<policies><inbound>" + inbound + "</inbound><backend><forward-request/></backend><outbound>" + outbound + "</outbound><on-error/></policies>";
}

std::string headerPolicy(const std::string &name, const std::string &value)
{
    return "<set-header name=\"" + name + "\" exists-action=\"override\"><value>" + value + "</value></set-header>";
}

//! Answers with what the cache has under "k", and keeps `value` there.
std::string cachePolicy(const std::string &value, const std::string &type)
{
    return policyText("<cache-lookup-value key=\"k\" variable-name=\"v\" default-value=\"none\" caching-type=\"" + type + "\"/>"
                          "<cache-store-value key=\"k\" value=\"" + value + "\" duration=\"600\" caching-type=\"" + type + "\"/>",
                      headerPolicy("X-Cached", "@((string)context.Variables[&quot;v&quot;])"));
}

struct Tried
{
    policy::Expressions expressions;
    test::Backend backend;
    TestGateway gateway{withExpressions()};
    resource::Configuration published;

    explicit Tried(test::Backend::Handler handler = {}) : backend({}, std::move(handler))
    {
        gateway.api("orders", "orders", backend.url());
        gateway.policy("apis/orders", policyText(headerPolicy("X-Text", "published")));
        gateway.publish();
    }
    GatewayOptions withExpressions() const
    {
        GatewayOptions options;
        options.expressions = &expressions;
        options.workers = 2;
        return options;
    }
    //! With `policy` in the place of the API's.
    StartedTrial start(const std::string &policy, std::chrono::seconds lifetime = 60s)
    {
        auto before = gateway.configuration;
        gateway.policy("apis/orders", policy);
        std::swap(before, gateway.configuration);
        auto started = gateway.plane->startTrial(before, {}, {{"apis/orders/policies/policy"}, 7, lifetime});
        if (!started)
            qFatal("%s", started.error().debugText().c_str());
        return std::move(*started);
    }
    static std::string field(const StartedTrial &trial) { return "Gatehouse-Trial: " + std::string(trial.token.reveal()) + "\r\n"; }
    std::string get(const StartedTrial &trial, const std::string &more = {}) { return gateway.get("/orders/1", field(trial) + more); }
    std::string live() { return gateway.get("/orders/1"); }
    Trials &trials() { return gateway.plane->trials(); }
};

} // namespace

class TestTrials : public QObject
{
    Q_OBJECT

private slots:
    void aTrialRunsTheStagedTextAndEverybodyElseThePublishedOne()
    {
        Tried tried;
        const auto trial = tried.start(policyText(headerPolicy("X-Text", "staged") + headerPolicy("X-Token", "@(context.Request.Headers.GetValueOrDefault(&quot;Gatehouse-Trial&quot;,&quot;unseen&quot;))")));
        QVERIFY(trial.findings.empty());
        QCOMPARE(trial.info.basedOn, std::uint64_t(7));
        QCOMPARE(trial.info.changes, std::vector<std::string>{"apis/orders/policies/policy"});
        QCOMPARE(trial.token.reveal().size(), std::size_t(43));
        const auto answer = tried.get(trial);
        QVERIFY2(answer.starts_with("HTTP/1.1 200"), answer.c_str());
        QCOMPARE(valueOfField(answer, "Gatehouse-Trial"), trial.info.id);
        const auto other = tried.live();
        QVERIFY(other.starts_with("HTTP/1.1 200"));
        QVERIFY(other.find("Gatehouse-Trial") == std::string::npos);

        const auto seen = tried.backend.seen();
        QCOMPARE(seen.size(), std::size_t(2));
        QCOMPARE(seen[0].head.headers.get("X-Text").value_or(""), std::string_view("staged"));
        QCOMPARE(seen[0].head.headers.get("X-Token").value_or(""), std::string_view("unseen"));
        QVERIFY(!seen[0].head.headers.has("Gatehouse-Trial"));
        QCOMPARE(seen[1].head.headers.get("X-Text").value_or(""), std::string_view("published"));

        const auto records = tried.gateway.records(2);
        QCOMPARE(records.size(), std::size_t(2));
        QCOMPARE(std::count_if(records.begin(), records.end(), [](const auto &record) { return record.isTrial; }), 1);
    }

    void anApiThatIsStagedAloneAnswersInItsTrial()
    {
        Tried tried;
        auto candidate = tried.gateway.configuration;
        std::swap(candidate, tried.gateway.configuration);
        tried.gateway.api("fresh", "fresh", tried.backend.url());
        std::swap(candidate, tried.gateway.configuration);
        const auto trial = tried.gateway.plane->startTrial(candidate, {}, {{"apis/fresh"}, 1, 60s});
        VERIFY_RESULT(trial);
        QCOMPARE(statusOf(tried.gateway.get("/fresh/1", Tried::field(*trial))), 200);
        QCOMPARE(statusOf(tried.gateway.get("/fresh/1")), 404);
    }

    void oneConnectionTakesTurns()
    {
        Tried tried;
        const auto trial = tried.start(policyText("<return-response><set-status code=\"207\"/></return-response>"));
        RawClient client(tried.gateway.port());
        const std::string rest = " HTTP/1.1\r\nHost: h\r\n";
        // All at once: each has to begin with its own text.
        client.send("GET /orders/1" + rest + Tried::field(trial) + "\r\nGET /orders/2" + rest + "\r\nGET /orders/3" + rest + Tried::field(trial)
                    + "\r\nGET /orders/4" + rest + "Gatehouse-Trial: none\r\n\r\nGET /orders/5" + rest + "\r\n");
        std::string statuses;
        for (int i = 0; i < 5; ++i) {
            const auto answer = client.response();
            statuses += std::to_string(statusOf(answer)) + (valueOfField(answer, "Gatehouse-Trial").empty() ? " " : "t ");
        }
        QCOMPARE(statuses, std::string("207t 200 207t 410 200 "));
    }

    void aTokenOfNoTrialIsRefusedWithWhatToDo_data()
    {
        QTest::addColumn<QString>("how");
        for (const auto *how : {"unknown", "empty", "ended", "expired"})
            QTest::newRow(how) << how;
    }
    void aTokenOfNoTrialIsRefusedWithWhatToDo()
    {
        QFETCH(QString, how);
        Tried tried;
        auto trial = tried.start(policyText(""), 90s);
        QVERIFY(tried.get(trial).starts_with("HTTP/1.1 200"));
        tried.gateway.clock.advance(89s);
        QCOMPARE(tried.trials().list().size(), std::size_t(1));
        if (how == "ended")
            QVERIFY(tried.trials().end(trial.info.id));
        else if (how == "expired")
            tried.gateway.clock.advance(1s);
        else
            trial.token = SecretString(how == "empty" ? "" : std::string(43, 'A'));
        const auto calls = tried.backend.count();
        const auto answer = tried.get(trial);
        QVERIFY2(answer.starts_with("HTTP/1.1 410"), answer.c_str());
        QCOMPARE(valueOfField(answer, "Gatehouse-Trial-Error"), std::string("gone"));
        const auto body = parseJson(bodyOf(answer));
        VERIFY_RESULT(body);
        QCOMPARE(body->at("statusCode").as_int64(), 410);
        QVERIFY(std::string(body->at("message").as_string()).find("Create the trial again") != std::string::npos);
        QCOMPARE(tried.backend.count(), calls);
        QCOMPARE(tried.trials().list().size(), std::size_t(how == "ended" || how == "expired" ? 0 : 1));
        const auto records = tried.gateway.records(2);
        const auto refused = std::find_if(records.begin(), records.end(), [](const auto &record) { return record.status == 410; });
        QVERIFY(refused != records.end());
        QVERIFY(refused->isTrial);
        QCOMPARE(refused->reason, std::string("TrialNotFound"));
        QCOMPARE(statusOf(tried.live()), 200);
    }

    void aTrialCountsForItself_data()
    {
        QTest::addColumn<QString>("limit");
        QTest::addColumn<int>("refused");
        QTest::newRow("rate") << "<rate-limit-by-key calls=\"2\" renewal-period=\"300\" counter-key=\"k\"/>" << 429;
        QTest::newRow("quota") << "<quota-by-key calls=\"2\" renewal-period=\"3600\" counter-key=\"k\"/>" << 403;
    }
    void aTrialCountsForItself()
    {
        QFETCH(QString, limit);
        QFETCH(int, refused);
        Tried tried;
        const auto text = policyText(limit.toStdString());
        tried.gateway.policy("apis/orders", text);
        tried.gateway.publish();
        const auto trial = tried.start(text);
        const auto second = tried.start(text);
        QCOMPARE(statusOf(tried.live()), 200);
        QCOMPARE(statusOf(tried.live()), 200);
        QCOMPARE(statusOf(tried.live()), refused);
        QCOMPARE(statusOf(tried.get(trial)), 200);
        QCOMPARE(statusOf(tried.get(trial)), 200);
        QCOMPARE(statusOf(tried.get(trial)), refused);
        QCOMPARE(statusOf(tried.get(second)), 200);
        tried.gateway.clock.advance(301s); // another window of the rate limit
        if (refused == 429)
            QCOMPARE(statusOf(tried.live()), 200);
        const auto counters = tried.gateway.plane->counters();
        QCOMPARE(counters.size(), std::size_t(1));
        QVERIFY(counters.front().calls <= 2);
    }

    void aTrialCachesForItself_data()
    {
        QTest::addColumn<QString>("type");
        QTest::newRow("internal") << "internal";
        QTest::newRow("external") << "external"; // nothing is reached there: a trial has its own stand-in
    }
    void aTrialCachesForItself()
    {
        QFETCH(QString, type);
        Tried tried;
        tried.gateway.put("caches/default", json::object{{"connectionString", "127.0.0.1:1"}, {"useFromLocation", "default"}});
        tried.gateway.policy("apis/orders", cachePolicy("live", type.toStdString()));
        tried.gateway.publish();
        const auto trial = tried.start(cachePolicy("tried", type.toStdString()));
        tried.live();
        QCOMPARE(valueOfField(tried.live(), "X-Cached"), std::string(type == "internal" ? "live" : "none"));
        QCOMPARE(valueOfField(tried.get(trial), "X-Cached"), std::string("none"));
        QCOMPARE(valueOfField(tried.get(trial), "X-Cached"), std::string("tried"));
        QCOMPARE(valueOfField(tried.live(), "X-Cached"), std::string(type == "internal" ? "live" : "none"));
        const auto other = tried.start(cachePolicy("other", type.toStdString()));
        QCOMPARE(valueOfField(tried.get(other), "X-Cached"), std::string("none"));
    }

    void aTrialIsInNoFigureAndUsesNoKey()
    {
        Tried tried;
        tried.gateway.put("subscriptions/s", json::object{{"scope", "/apis"}, {"primaryKey", "key-of-s"}, {"secondaryKey", "other"}, {"state", "active"}});
        tried.gateway.publish();
        const auto trial = tried.start(policyText(""));
        QCOMPARE(statusOf(tried.get(trial, "Ocp-Apim-Subscription-Key: key-of-s\r\n")), 200);
        const auto records = tried.gateway.records(1);
        QCOMPARE(records.size(), std::size_t(1));
        QCOMPARE(records.front().subscriptionId, std::string("s"));
        QVERIFY(tried.gateway.lastUse.empty());
        QVERIFY(tried.gateway.series.empty());
        QCOMPARE(statusOf(tried.gateway.get("/orders/1", "Ocp-Apim-Subscription-Key: key-of-s\r\n")), 200);
        tried.gateway.records(1);
        QVERIFY(!tried.gateway.lastUse.empty());
        QVERIFY(!tried.gateway.series.empty());
    }

    void publishingDoesNotChangeATrial()
    {
        Tried tried;
        const auto trial = tried.start(policyText(headerPolicy("X-Text", "staged")));
        tried.gateway.policy("", policyText(headerPolicy("X-Later", "yes")));
        tried.gateway.policy("apis/orders", policyText("<base/>" + headerPolicy("X-Text", "later")));
        tried.gateway.publish();
        tried.get(trial);
        tried.live();
        const auto seen = tried.backend.seen();
        QCOMPARE(seen[0].head.headers.get("X-Text").value_or(""), std::string_view("staged"));
        QVERIFY(!seen[0].head.headers.has("X-Later"));
        QCOMPARE(seen[1].head.headers.get("X-Text").value_or(""), std::string_view("later"));
        QVERIFY(seen[1].head.headers.has("X-Later"));
    }

    void aRequestUnderWayOutlivesItsTrialAndNothingElseDoes()
    {
        std::mutex mutex;
        std::shared_ptr<net::ServerExchange> held;
        const auto isHeld = [&] {
            const std::scoped_lock lock(mutex);
            return held != nullptr;
        };
        Tried tried([&](const std::shared_ptr<net::ServerExchange> &exchange) {
            const std::scoped_lock lock(mutex);
            held = exchange;
            return true;
        });
        // The constant of its own text is looked at after the trial has ended.
        auto trial = tried.start(policyText("<set-variable name=\"v\" value=\"@(1.25m)\"/>", headerPolicy("X-After", "@(context.Variables[&quot;v&quot;].ToString())")));
        std::weak_ptr<const Snapshot> compiled = tried.trials().find(trial.token.reveal())->snapshot;
        RawClient client(tried.gateway.port());
        client.send("GET /orders/1 HTTP/1.1\r\nHost: h\r\n" + Tried::field(trial) + "\r\n");
        QVERIFY(test::waitFor(isHeld));
        QVERIFY(tried.trials().end(trial.info.id));
        tried.trials().sweep();
        QVERIFY(!compiled.expired());
        tried.backend.loop().post([&] {
            http::Response response;
            response.body = "late";
            const std::scoped_lock lock(mutex);
            std::exchange(held, nullptr)->respond(std::move(response));
        });
        const auto answer = client.response();
        QVERIFY2(answer.ends_with("late"), answer.c_str());
        QCOMPARE(valueOfField(answer, "X-After"), std::string("1.25"));
        // The connection stays open and holds on to nothing.
        QVERIFY(test::waitFor([&] {
            tried.trials().sweep();
            return compiled.expired();
        }));
        client.send("GET /orders/1 HTTP/1.1\r\nHost: h\r\n" + Tried::field(trial) + "\r\n");
        QCOMPARE(statusOf(client.response()), 410);
    }

    void anExpiredTrialGoesByItself()
    {
        Tried tried;
        const auto trial = tried.start(policyText(""), 30s);
        std::weak_ptr<const Snapshot> compiled = tried.trials().find(trial.token.reveal())->snapshot;
        QVERIFY(!compiled.expired());
        tried.gateway.clock.advance(31s);
        tried.gateway.plane->collect(); // as the collector does all the time
        QVERIFY(compiled.expired());
    }

    void soManyRunAtATimeAndNoMore()
    {
        Tried tried;
        std::vector<StartedTrial> all;
        for (std::size_t i = 0; i < Trials::maxTrials; ++i)
            all.push_back(tried.start(policyText(""), 600s - std::chrono::seconds(i)));
        const auto refused = tried.gateway.plane->startTrial(tried.gateway.configuration, {}, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("trial.full"));
        QCOMPARE(refused.error().arg("until"), std::string_view(toIso(all.back().info.expiresAt)));
        QVERIFY(tried.trials().end(all[3].info.id));
        QVERIFY(!tried.trials().end(all[3].info.id));
        QVERIFY(tried.gateway.plane->startTrial(tried.gateway.configuration, {}, {}));
        QVERIFY(!tried.gateway.plane->startTrial(tried.gateway.configuration, {}, {}));
        tried.gateway.clock.advance(600s);
        QVERIFY(tried.trials().list().empty());
        QVERIFY(tried.gateway.plane->startTrial(tried.gateway.configuration, {}, {}));
    }

    void aLifetimeIsBounded()
    {
        Tried tried;
        const auto trial = tried.start(policyText(""), 24h);
        QVERIFY(trial.info.expiresAt - trial.info.createdAt == Trials::longestLifetime);
        tried.gateway.clock.advance(60min);
        QCOMPARE(statusOf(tried.get(trial)), 410);
    }

    void findingsAreThoseThatTheChangesBring()
    {
        Tried tried;
        tried.gateway.policy("apis/orders/operations/GET-all", policyText("<base/><invoke-dapr-binding name=\"b\"/>"));
        QVERIFY(!tried.gateway.publish().empty());
        QVERIFY(tried.start(policyText("")).findings.empty());
        const auto trial = tried.start(policyText("<publish-to-dapr topic=\"t\">x</publish-to-dapr>"));
        QVERIFY(!trial.findings.empty());
        for (const auto &finding : trial.findings)
            QVERIFY2(finding.arg("resource").find("GET-all") == std::string_view::npos, finding.code.c_str());
    }

    void aTrialIsTraced()
    {
        Tried tried;
        const auto trial = tried.start(policyText(headerPolicy("X-Text", "staged")));
        const auto credential = tried.gateway.plane->traces().issueToken("orders", 60s);
        const auto id = valueOfField(tried.get(trial, "Apim-Debug-Authorization: " + credential + "\r\n"), "Apim-Trace-Id");
        QVERIFY(!id.empty());
        const auto text = tried.gateway.plane->traces().find(id).value_or("");
        QVERIFY(text.find("staged") != std::string::npos);
        QVERIFY(text.find(trial.token.reveal()) == std::string::npos);
        QVERIFY(text.find("Gatehouse-Trial") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTrials)
#include "tst_trials.moc"
