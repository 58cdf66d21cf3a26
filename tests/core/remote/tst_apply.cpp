// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/apply.h"
#include "core/remote/configuration_loader.h"
#include "tests/core/remote/fake_arm.h"
#include "tests/support/result_test.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::remote;
using resource::ChangeItem;
using resource::ChangeKind;
using resource::ChangeSet;
using resource::Resource;
using resource::ResourceId;
using test::FakeArm;
using Outcome = ItemResult::Outcome;

namespace {

ChangeItem putOf(const std::string &id, json::object properties)
{
    ChangeItem item;
    item.id = ResourceId::of(id);
    item.after = Resource{item.id, std::move(properties), {}, {}};
    return item;
}

ChangeItem editOf(const Resource &before, std::string_view name, json::value value)
{
    ChangeItem item;
    item.id = before.id;
    item.before = before;
    item.after = before;
    item.after->properties[name] = std::move(value);
    item.baselineEtag = before.etag;
    return item;
}

ChangeSet setOf(std::vector<ChangeItem> items)
{
    ChangeSet changes;
    for (auto &item : items)
        changes.stage(std::move(item));
    return changes;
}

const json::object product{{"displayName", "Starter"}};
const json::object api{{"displayName", "Orders"}, {"path", "orders"}};

} // namespace

class TestApply : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_network = Network::create(); }
    void sendsNothingToAzureThatIsGatehousesOwn_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("policy");
        QTest::addColumn<bool>("refused");
        const QString own = "<policies><inbound><validate-dpop /></inbound><backend /><outbound /><on-error /></policies>";
        const QString attribute = "<policies><inbound><validate-jwt header-name=\"Authorization\" dpop=\"required\" /></inbound><backend /><outbound /><on-error /></policies>";
        const QString plain = "<policies><inbound><validate-jwt header-name=\"Authorization\" /></inbound><backend /><outbound /><on-error /></policies>";
        const QString azure = "https://management.azure.com";
        QTest::newRow("a policy") << azure << "apis/a/policies/policy" << own << true;
        QTest::newRow("an attribute") << azure << "policies/policy" << attribute << true;
        QTest::newRow("in a fragment") << azure << "policyFragments/f" << "<fragment><validate-dpop /></fragment>" << true;
        QTest::newRow("another cloud") << "https://Management.UsGovCloudApi.net" << "policies/policy" << own << true;
        QTest::newRow("what Azure knows") << azure << "policies/policy" << plain << false;
        QTest::newRow("another gateway") << "https://gateway.example.com" << "policies/policy" << own << false;
    }
    void sendsNothingToAzureThatIsGatehousesOwn()
    {
        QFETCH(QString, url);
        QFETCH(QString, id);
        QFETCH(QString, policy);
        QFETCH(bool, refused);
        Connection connection;
        connection.url = url.toStdString();
        connection.scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/n";
        connection.safety = SafetyLevel::Free;
        const ArmClient client(connection, nullptr); // nothing may be sent, and nothing can be
        std::stop_source stopped;
        stopped.request_stop();
        const auto results = applyChanges(client, setOf({putOf(id.toStdString(), {{"format", "rawxml"}, {"value", policy.toStdString()}})}), {}, {}, stopped.get_token());
        QCOMPARE(!results, refused);
        if (refused)
            QCOMPARE(QString::fromStdString(results.error().code), QString("remote.notInAzure"));
        else
            QVERIFY(results->front().outcome == Outcome::Cancelled);
    }

    void obeysTheSafetyLevel_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<bool>("confirmed");
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArray>("code"); // "" : it goes through
        const auto level = [](SafetyLevel value) { return static_cast<int>(value); };
        QTest::newRow("free") << level(SafetyLevel::Free) << false << QByteArray() << QByteArray();
        QTest::newRow("confirm, not") << level(SafetyLevel::Confirm) << false << QByteArray()
                                      << QByteArray("remote.needsConfirmation");
        QTest::newRow("confirm, yes") << level(SafetyLevel::Confirm) << true << QByteArray() << QByteArray();
        QTest::newRow("name, yes alone") << level(SafetyLevel::TypeName) << true << QByteArray()
                                         << QByteArray("remote.needsName");
        QTest::newRow("name, wrong") << level(SafetyLevel::TypeName) << true << QByteArray("fak")
                                     << QByteArray("remote.needsName");
        QTest::newRow("name, right") << level(SafetyLevel::TypeName) << true << QByteArray("fake") << QByteArray();
        QTest::newRow("read-only") << level(SafetyLevel::ReadOnly) << true << QByteArray("fake")
                                   << QByteArray("remote.readOnly");
    }
    void obeysTheSafetyLevel()
    {
        QFETCH(int, level);
        QFETCH(bool, confirmed);
        QFETCH(QByteArray, typed);
        QFETCH(QByteArray, code);
        FakeArm arm;
        auto connection = arm.connection();
        connection.safety = static_cast<SafetyLevel>(level);
        const ArmClient client(connection, m_network);
        const auto results =
            applyChanges(client, setOf({putOf("products/starter", product)}), {confirmed, typed.toStdString()});
        QCOMPARE(results ? std::string() : results.error().code, code.toStdString());
        QCOMPARE(arm.has("products/starter"), code.isEmpty());
        QCOMPARE(arm.server().requests().empty(), !code.isEmpty()); // refused before any call
    }

    void createsInOrderOfDependence()
    {
        FakeArm arm;
        const ArmClient client(arm.connection(), m_network);
        const auto results = applyChanges(client,
                                          setOf({putOf("products/starter/apis/orders", {}), putOf("apis/orders", api),
                                                 putOf("products/starter", product)}),
                                          {});
        VERIFY_RESULT(results);
        const auto changes = arm.changes();
        QCOMPARE(changes.size(), std::size_t{3});
        QCOMPARE(changes.back(), std::string("PUT products/starter/apis/orders"));
        for (const auto &result : *results)
            QCOMPARE(std::string(nameOf(result.outcome)), std::string("succeeded"));
        QVERIFY(!results->front().etag.empty());
    }

    void aCreateDoesNotOverwrite()
    {
        FakeArm arm;
        arm.put("products/starter", {{"displayName", "Somebody else's"}});
        const ArmClient client(arm.connection(), m_network);
        const auto results = applyChanges(client, setOf({putOf("products/starter", product)}), {});
        VERIFY_RESULT(results);
        QCOMPARE(results->at(0).outcome, Outcome::Failed);
        QCOMPARE(results->at(0).error->kind, ErrorKind::PreconditionFailed);
        QCOMPARE(arm.properties("products/starter").at("displayName"), json::value("Somebody else's"));
    }

    void sendsTheBaselinesETag()
    {
        FakeArm arm;
        arm.put("products/starter", product);
        const ArmClient client(arm.connection(), m_network);
        const auto before = loadResource(client, ResourceId::of("products/starter"));
        VERIFY_RESULT(before);
        QVERIFY(!before->etag.empty());
        arm.put("products/starter", {{"displayName", "Changed meanwhile"}});
        const auto results = applyChanges(client, setOf({editOf(*before, "displayName", "Mine")}), {});
        VERIFY_RESULT(results);
        QCOMPARE(results->at(0).status, 412);
        QCOMPARE(arm.properties("products/starter").at("displayName"), json::value("Changed meanwhile"));
    }

    void withoutAnETagComparesWithWhatIsThere()
    {
        FakeArm arm;
        arm.put("products/starter", product);
        const ArmClient client(arm.connection(), m_network);
        auto before = loadResource(client, ResourceId::of("products/starter"));
        VERIFY_RESULT(before);
        before->etag.clear(); // as from a list
        auto item = editOf(*before, "displayName", "Mine");
        VERIFY_RESULT(applyChanges(client, setOf({item}), {}));
        QCOMPARE(arm.properties("products/starter").at("displayName"), json::value("Mine"));

        // The same again: the baseline is stale now.
        item.after->properties["displayName"] = "Mine again";
        const auto results = applyChanges(client, setOf({item}), {});
        VERIFY_RESULT(results);
        QCOMPARE(results->at(0).error->code, std::string("remote.changedMeanwhile"));
        QCOMPARE(arm.properties("products/starter").at("displayName"), json::value("Mine"));
    }

    void aFailureSkipsWhatDependsOnItAndNothingElse()
    {
        FakeArm arm;
        arm.refused = {"apis/orders"};
        const ArmClient client(arm.connection(), m_network);
        const auto results =
            applyChanges(client,
                         setOf({putOf("apis/orders", api),
                                putOf("apis/orders/policies/policy", {{"format", "rawxml"}, {"value", "<policies/>"}}),
                                putOf("products/starter", product),
                                putOf("subscriptions/a", {{"displayName", "A"}, {"scope", "apis/orders"}}),
                                putOf("subscriptions/b", {{"displayName", "B"}, {"scope", "products/starter"}})}),
                         {});
        VERIFY_RESULT(results);
        std::map<std::string, std::string> outcomes;
        for (const auto &result : *results)
            outcomes[result.id.text()] = nameOf(result.outcome);
        const std::map<std::string, std::string> wanted{{"apis/orders", "failed"},
                                                        {"apis/orders/policies/policy", "skipped"},
                                                        {"products/starter", "succeeded"},
                                                        {"subscriptions/a", "skipped"},
                                                        {"subscriptions/b", "succeeded"}};
        QVERIFY(outcomes == wanted);
    }

    void aStopRequestCancelsTheRest()
    {
        FakeArm arm;
        const ArmClient client(arm.connection(), m_network);
        std::stop_source stop;
        ApplyCallbacks callbacks;
        callbacks.finished = [&stop](std::size_t index, std::size_t count, const ItemResult &) {
            QCOMPARE(count, std::size_t{2});
            if (index == 0)
                stop.request_stop();
        };
        const auto results = applyChanges(client, setOf({putOf("products/a", product), putOf("products/b", product)}),
                                          {}, callbacks, stop.get_token());
        VERIFY_RESULT(results);
        QCOMPARE(results->at(0).outcome, Outcome::Succeeded);
        QCOMPARE(results->at(1).outcome, Outcome::Cancelled);
        QCOMPARE(arm.changes().size(), std::size_t{1});
    }

    void reviewShowsTheCallsThatAreSent()
    {
        FakeArm arm;
        const ArmClient client(arm.connection(), m_network);
        const auto changes = setOf(
            {putOf("apis/orders", api), putOf("subscriptions/a", {{"displayName", "A"}, {"scope", "apis/orders"}})});
        const auto calls = exactCalls(changes, arm.connection());
        VERIFY_RESULT(applyChanges(client, changes, {}));
        const auto requests = arm.server().requests();
        QCOMPARE(calls.size(), requests.size());
        for (std::size_t i = 0; i < calls.size(); ++i) {
            QCOMPARE(calls[i].method, requests[i].method);
            QCOMPARE(calls[i].url, arm.server().url() + requests[i].target);
            QCOMPARE(toJson(calls[i].body), requests[i].body);
            QCOMPARE(requests[i].headers.at("if-none-match"), std::string("*"));
        }
        QVERIFY(requests.back().body.find(std::string("\"scope\":\"") + FakeArm::scope + "/apis/orders\"")
                != std::string::npos);
    }

    void reviewMasksSecrets()
    {
        const auto changes =
            setOf({putOf("subscriptions/a", {{"displayName", "A"}, {"scope", "apis"}, {"primaryKey", "s3cret-one"}}),
                   putOf("namedValues/n", {{"displayName", "n"}, {"secret", true}, {"value", "s3cret-two"}}),
                   putOf("namedValues/m", {{"displayName", "m"}, {"secret", false}, {"value", "plain"}})});
        FakeArm arm;
        std::string text;
        for (const auto &call : exactCalls(changes, arm.connection()))
            text += describe(call);
        QVERIFY2(text.find("s3cret") == std::string::npos, text.c_str());
        QVERIFY(text.find("***") != std::string::npos);
        QVERIFY(text.find("plain") != std::string::npos);
    }

    void deletesAndActs()
    {
        FakeArm arm;
        arm.put("subscriptions/a", {{"displayName", "A"}, {"scope", "apis"}});
        arm.put("products/starter", product);
        const ArmClient client(arm.connection(), m_network);
        const auto before = loadResource(client, ResourceId::of("products/starter"));
        VERIFY_RESULT(before);
        ChangeItem gone;
        gone.kind = ChangeKind::Delete;
        gone.id = before->id;
        gone.before = *before;
        gone.baselineEtag = before->etag;
        ChangeItem act;
        act.kind = ChangeKind::Action;
        act.id = ResourceId::of("subscriptions/a");
        act.action = "regeneratePrimaryKey";
        VERIFY_RESULT(applyChanges(client, setOf({gone, act}), {}));
        QVERIFY(!arm.has("products/starter"));
        QCOMPARE(arm.changes(),
                 (std::vector<std::string>{"POST subscriptions/a/regeneratePrimaryKey", "DELETE products/starter"}));
    }

    void asksForALinkByHead()
    {
        FakeArm arm;
        arm.put("products/starter/apis/orders", {});
        const ArmClient client(arm.connection(), m_network);
        VERIFY_RESULT(loadResource(client, ResourceId::of("products/starter/apis/orders")));
        const auto other = loadResource(client, ResourceId::of("products/starter/apis/payments"));
        QVERIFY(!other);
        QCOMPARE(other.error().kind, ErrorKind::NotFound);
    }

    void loadsTheWholeConfiguration()
    {
        FakeArm arm;
        arm.put("apis/orders", api);
        arm.put("apis/orders/operations/get", {{"displayName", "Get"}, {"method", "GET"}, {"urlTemplate", "/{id}"}});
        arm.put("apis/orders/operations/get/policies/policy",
                {{"format", "rawxml"}, {"value", "<policies><inbound><base /></inbound></policies>"}});
        arm.put("products/starter", product);
        arm.put("products/starter/apis/orders", {});
        arm.put("subscriptions/a",
                {{"displayName", "A"}, {"scope", std::string(FakeArm::scope) + "/products/starter"}});
        const ArmClient client(arm.connection(), m_network);
        double last = 0;
        const auto configuration =
            loadConfiguration(client, [&last](const LoadProgress &progress) { last = progress.fraction; });
        VERIFY_RESULT(configuration);
        std::string ids;
        for (const auto &[id, loaded] : *configuration)
            ids += id.text() + "\n";
        QCOMPARE(ids,
                 std::string("\napis/orders\napis/orders/operations/get\napis/orders/operations/get/policies/"
                             "policy\nproducts/starter\n"
                             "products/starter/apis/orders\nsubscriptions/a\n"));
        QCOMPARE(configuration->find(ResourceId::of("subscriptions/a"))->properties.at("scope"),
                 json::value("products/starter"));
        QCOMPARE(last, 1.0);
    }

private:
    std::shared_ptr<Network> m_network;
};

QTEST_GUILESS_MAIN(TestApply)
#include "tst_apply.moc"
