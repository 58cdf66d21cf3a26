// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/trial_client.h"

#include "core/remote/arm_client.h"
#include "core/remote/local_provider.h"
#include "tests/core/management/running_service.h"
#include "tests/core/remote/fake_server.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::remote;
using namespace std::chrono_literals;
using gatehouse::test::FakeServer;
using gatehouse::test::RunningService;
using resource::ChangeItem;
using resource::ChangeKind;
using resource::ChangeSet;
using resource::ResourceId;

namespace {

ArmClient clientAt(const std::string &url, const std::string &scope, const std::string &token)
{
    Connection connection;
    connection.url = url;
    connection.scope = scope;
    connection.token = SecretString(token);
    RetryOptions once;
    once.tries = 1;
    return ArmClient(connection, Network::create(), once);
}

ArmClient clientOfFake(const FakeServer &server)
{
    return clientAt(server.url(), "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/x", "token");
}

ChangeItem putItem(const std::string &id, json::object properties)
{
    ChangeItem item;
    item.id = ResourceId::of(id);
    item.after = resource::Resource{item.id, std::move(properties), {}, {}};
    return item;
}

ChangeSet policyChange(const std::string &inbound)
{
    ChangeSet changes;
    changes.stage(putItem("apis/plain/policies/policy",
                          {{"format", "rawxml"}, {"value", "<policies><inbound>" + inbound + "</inbound><backend/><outbound/><on-error/></policies>"}}));
    return changes;
}

} // namespace

class TestTrialClient : public QObject
{
    Q_OBJECT

private slots:
    void sendsEachChangeAsItsPutWould()
    {
        FakeServer server([](const auto &, const auto &send) {
            send(FakeServer::answer(201, R"({"name":"t1","properties":{"token":"secret","createdAt":"2026-11-25T00:00:00Z","expiresAt":"2026-11-25T00:05:00Z",)"
                                         R"("basedOn":4,"changes":["a"],"findings":[{"severity":"warning","resource":"a","line":3,"column":5,"message":"m"}]}})"));
        });
        const auto client = clientOfFake(server);
        auto changes = policyChange("<base/>");
        ChangeItem gone;
        gone.kind = ChangeKind::Delete;
        gone.id = ResourceId::of("products/old");
        gone.before = resource::Resource{gone.id, {}, {}, {}};
        changes.stage(std::move(gone));
        const auto answer = TrialClient(client).create(changes, 300s);
        VERIFY_RESULT(answer);
        QVERIFY(answer->trial);
        QCOMPARE(answer->trial->id, std::string("t1"));
        QCOMPARE(answer->trial->token.reveal(), std::string_view("secret"));
        QCOMPARE(answer->trial->basedOn, std::uint64_t(4));
        QVERIFY(answer->trial->expiresAt - answer->trial->createdAt == 5min);
        QCOMPARE(answer->findings.size(), std::size_t(1));
        QCOMPARE(answer->findings[0].line, 3);
        const auto request = server.requests().at(0);
        QVERIFY2(request.target.find("/providers/Gatehouse.Local/trials?api-version=2026-11-01") != std::string::npos, request.target.c_str());
        const auto body = parseJson(request.body);
        VERIFY_RESULT(body);
        QCOMPARE(body->at("expiresInSeconds").as_int64(), 300);
        const auto &sent = body->at("changes").as_array();
        QCOMPARE(sent.size(), std::size_t(2));
        QCOMPARE(std::string(sent[0].at("id").as_string()), std::string("apis/plain/policies/policy"));
        QVERIFY(std::string(sent[0].at("properties").at("value").as_string()).find("<base/>") != std::string::npos);
        QCOMPARE(std::string(sent[1].at("id").as_string()), std::string("products/old"));
        QVERIFY(sent[1].at("properties").is_null());
    }

    void anActionCanNotBeTried()
    {
        FakeServer server([](const auto &, const auto &send) { send(FakeServer::answer(500, "")); });
        const auto client = clientOfFake(server);
        ChangeSet changes;
        ChangeItem item;
        item.kind = ChangeKind::Action;
        item.id = ResourceId::of("subscriptions/s");
        item.action = "regeneratePrimaryKey";
        changes.stage(std::move(item));
        const auto answer = TrialClient(client).create(changes);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, std::string("trial.action"));
        QVERIFY(server.requests().empty());
    }

    void saysWhyThereIsNoTrial_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("code");
        const QString error = R"({"error":{"code":"X","message":"no"%1}})";
        QTest::newRow("Azure") << 404 << error.arg("") << "trial.unsupported";
        QTest::newRow("older") << 405 << error.arg("") << "trial.unsupported";
        QTest::newRow("rights") << 403 << error.arg("") << "trial.forbidden";
        QTest::newRow("full") << 429 << error.arg("") << "trial.full";
        QTest::newRow("bad call") << 400 << error.arg("") << "remote.arm";
        QTest::newRow("no findings") << 400 << error.arg(R"(,"findings":[])") << "remote.arm";
        QTest::newRow("strange findings") << 400 << error.arg(R"(,"findings":[3])") << "remote.arm";
        QTest::newRow("strange answer") << 201 << "{}" << "remote.badAnswer";
        QTest::newRow("no token") << 201 << R"({"name":"t","properties":{"expiresAt":"2026-11-25T00:05:00Z"}})" << "remote.badAnswer";
    }
    void saysWhyThereIsNoTrial()
    {
        QFETCH(int, status);
        QFETCH(QString, body);
        QFETCH(QString, code);
        FakeServer server([&](const auto &, const auto &send) { send(FakeServer::answer(status, body.toStdString())); });
        const auto client = clientOfFake(server);
        const auto answer = TrialClient(client).create(policyChange(""));
        QVERIFY(!answer);
        QCOMPARE(QString::fromStdString(answer.error().code), code);
    }

    void anAnswerTellsWhoGaveIt()
    {
        HttpAnswer answer;
        answer.status = 200;
        QCOMPARE(trialIdOf(answer).error().code, std::string("trial.ignored"));
        answer.headers = {{"gatehouse-trial", "t1"}};
        QCOMPARE(trialIdOf(answer).value(), std::string("t1"));
        answer.headers = {{"Gatehouse-Trial-Error", "gone"}};
        QCOMPARE(trialIdOf(answer).error().code, std::string("trial.gone"));
    }

    void triesOnARealGateway()
    {
        RunningService gateway;
        VERIFY_RESULT(gateway.start());
        QCOMPARE(gateway.call("PUT", "apis/plain", R"({"properties":{"displayName":"P","path":"plain","protocols":["http"],"subscriptionRequired":false}})").head.status, 201);
        QCOMPARE(gateway.call("PUT", "apis/plain/operations/get", R"({"properties":{"displayName":"G","method":"GET","urlTemplate":"/1"}})").head.status, 201);
        const auto client = clientAt(gateway.url(), gateway.prefix(), std::string(gateway.service->token().reveal()));
        VERIFY_RESULT(LocalProvider(client).info());
        QVERIFY(LocalProvider(client).info()->has("trials"));
        const TrialClient trials(client);

        const auto refused = trials.create(policyChange("\n  <set-heder name=\"x\"/>\n  <nothing/>"));
        VERIFY_RESULT(refused);
        QVERIFY(!refused->trial);
        QCOMPARE(refused->findings.size(), std::size_t(2));
        QCOMPARE(refused->findings[0].resource, std::string("apis/plain/policies/policy"));
        QCOMPARE(refused->findings[0].element, std::string("set-heder"));
        QCOMPARE(refused->findings[0].line, 2);
        QCOMPARE(refused->findings[0].column, 4);
        QVERIFY(refused->findings[0].message.starts_with("Error in element 'set-heder' on line 2, column 4: "));
        QCOMPARE(refused->findings[1].line, 3);

        const auto created = trials.create(policyChange("<return-response><set-status code=\"208\"/></return-response>"), 120s);
        VERIFY_RESULT(created);
        QVERIFY(created->trial);
        QVERIFY(created->trial->expiresAt - created->trial->createdAt == 120s);
        const auto request = [&] {
            HttpCall call;
            call.url = gateway.gatewayUrl() + "/plain/1";
            call.headers.emplace_back(TrialClient::requestField, created->trial->token.reveal());
            return client.network()->send(call);
        };
        auto answer = request();
        VERIFY_RESULT(answer);
        QCOMPARE(answer->status, 208);
        QCOMPARE(trialIdOf(*answer).value_or(""), created->trial->id);
        auto list = trials.list();
        VERIFY_RESULT(list);
        QCOMPARE(list->size(), std::size_t(1));
        QCOMPARE(list->front().id, created->trial->id);
        QVERIFY(list->front().token.empty());
        QCOMPARE(list->front().changes, std::vector<std::string>{"apis/plain/policies/policy"});

        VERIFY_RESULT(trials.end(created->trial->id));
        VERIFY_RESULT(trials.end(created->trial->id)); // it has ended: that is what was wanted
        answer = request();
        VERIFY_RESULT(answer);
        QCOMPARE(answer->status, 410);
        QCOMPARE(trialIdOf(*answer).error().code, std::string("trial.gone"));
        for (int i = 0; i < 8; ++i)
            VERIFY_RESULT(trials.create(policyChange("")));
        const auto ninth = trials.create(policyChange(""));
        QVERIFY(!ninth);
        QCOMPARE(ninth.error().code, std::string("trial.full"));
        gateway.stop();
    }
};

QTEST_GUILESS_MAIN(TestTrialClient)
#include "tst_trial_client.moc"
