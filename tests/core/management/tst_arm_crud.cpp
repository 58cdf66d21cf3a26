// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pure_arm.h"

#include "tests/support/result_test.h"

using namespace gatehouse;
using test::PureArm;

class TstArmCrud : public QObject
{
    Q_OBJECT

private slots:
    void createsReadsReplacesAndDeletes();
    void asksForTheApiVersion_data();
    void asksForTheApiVersion();
    void honoursPreconditions();
    void patchMergesAndNeedsIfMatch();
    void headGivesTheEtagAlone();
    void refusesBadBodies_data();
    void refusesBadBodies();
    void namesEveryWrongField();
    void pagesWithLinksThatLeadOn();
    void filtersByWhatIsVisibleAlone();
    void linksNeedTheirTarget();
    void deletingAnApiTakesLinksAndSubscriptions();
    void deletingAProductAsksForItsSubscriptions();
    void apisDoNotShareAPath();
    void keepsTheSpellingOfTheFirstWriter();
    void listsTheServiceForTheSdk();
    void refusesWhatIsNoMethodThere_data();
    void refusesWhatIsNoMethodThere();
    void secretsLeaveByPostAlone();
    void subscriptionsGetKeysAndKeepThem();
    void recordsHoldNoSecret();
    void revisionsShareNameAndPath();
    void aReleaseMakesTheRevisionCurrent();
};

namespace {

const std::string ordersBody =
    R"({"properties":{"displayName":"Orders","path":"orders","protocols":["https"],"serviceUrl":"http://127.0.0.1:9001"}})";

std::string text(const json::value &value, std::string_view name)
{
    return std::string{stringMember(value.as_object(), name)};
}

} // namespace

void TstArmCrud::createsReadsReplacesAndDeletes()
{
    PureArm arm;
    const auto made = arm.call("PUT", "apis/orders", ordersBody);
    QCOMPARE(made.head.status, 201);
    const auto body = PureArm::json(made);
    QCOMPARE(text(body, "id"), arm.scope.prefix() + "/apis/orders");
    QCOMPARE(text(body, "type"), std::string{"Microsoft.ApiManagement/service/apis"});
    QCOMPARE(text(body, "name"), std::string{"orders"});
    const auto &properties = *member(body, "properties");
    QCOMPARE(text(properties, "apiRevision"), std::string{"1"});
    QCOMPARE(properties.at("isCurrent").as_bool(), true);
    QCOMPARE(properties.at("subscriptionRequired").as_bool(), true);
    QCOMPARE(text(properties.at("subscriptionKeyParameterNames"), "header"), std::string{"Ocp-Apim-Subscription-Key"});
    QVERIFY(PureArm::etag(made).starts_with('"'));

    QCOMPARE(PureArm::json(arm.call("GET", "apis/orders")), body);
    const auto replaced =
        arm.call("PUT", "apis/orders", R"({"properties":{"displayName":"Orders 2","path":"orders"}})");
    QCOMPARE(replaced.head.status, 200);
    QVERIFY(PureArm::etag(replaced) != PureArm::etag(made));
    QVERIFY(!PureArm::json(replaced).at("properties").as_object().contains("serviceUrl"));

    QCOMPARE(arm.call("DELETE", "apis/orders", {}, {{"If-Match", "*"}}).head.status, 200);
    QCOMPARE(arm.call("DELETE", "apis/orders", {}, {{"If-Match", "*"}}).head.status, 204);
    const auto gone = arm.call("GET", "apis/orders");
    QCOMPARE(gone.head.status, 404);
    QCOMPARE(gone.body,
             std::string{R"({"error":{"code":"ResourceNotFound","message":"Api not found.","details":null}})"});
    QCOMPARE(arm.call("PUT", "apis/none/operations/x", R"({"properties":{}})").head.status, 404);
}

void TstArmCrud::asksForTheApiVersion_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("code");
    QTest::newRow("absent") << ""
                            << "MissingApiVersionParameter";
    QTest::newRow("before") << "2021-04-01-preview"
                            << "InvalidApiVersionParameter";
    QTest::newRow("after") << "2025-09-01-preview"
                           << "InvalidApiVersionParameter";
    QTest::newRow("garbage") << "latest"
                             << "InvalidApiVersionParameter";
    QTest::newRow("first") << "2021-08-01"
                           << "";
    QTest::newRow("last") << "2024-05-01"
                          << "";
    QTest::newRow("preview") << "2023-09-01-PREVIEW"
                             << "";
}

void TstArmCrud::asksForTheApiVersion()
{
    QFETCH(QString, version);
    QFETCH(QString, code);
    PureArm arm;
    arm.version = version.toStdString();
    const auto response = arm.call("GET", "apis");
    QCOMPARE(QString::fromStdString(PureArm::code(response)), code);
    QCOMPARE(response.head.status, code.isEmpty() ? 200 : 400);
}

void TstArmCrud::honoursPreconditions()
{
    PureArm arm;
    const auto first = PureArm::etag(arm.call("PUT", "apis/orders", ordersBody));
    const auto second = PureArm::etag(arm.call("PUT", "apis/orders", ordersBody, {{"If-Match", first}}));
    const auto stale = arm.call("PUT", "apis/orders", ordersBody, {{"If-Match", first}});
    QCOMPARE(stale.head.status, 412);
    QCOMPARE(PureArm::code(stale), std::string{"PreconditionFailed"});
    QCOMPARE(arm.call("DELETE", "apis/orders", {}, {{"If-Match", first}}).head.status, 412);
    QCOMPARE(arm.call("DELETE", "apis/orders").head.status, 400);
    QCOMPARE(arm.call("PUT", "apis/orders", ordersBody, {{"If-None-Match", "*"}}).head.status, 412);
    // Azure makes a resource by a PUT with If-Match: * as well.
    QCOMPARE(
        arm.call("PUT", "products/new", R"({"properties":{"displayName":"New"}})", {{"If-Match", "*"}}).head.status,
        201);
    QCOMPARE(arm.call("PUT", "products/newer", R"({"properties":{"displayName":"New"}})", {{"If-Match", "\"x\""}})
                 .head.status,
             412);
    QCOMPARE(arm.call("DELETE", "apis/orders", {}, {{"If-Match", second}}).head.status, 200);
}

void TstArmCrud::patchMergesAndNeedsIfMatch()
{
    PureArm arm;
    arm.call("PUT", "products/basic",
             R"({"properties":{"displayName":"Basic","description":"old","state":"published"}})");
    QCOMPARE(arm.call("PATCH", "products/basic", R"({"properties":{}})").head.status, 400);
    QCOMPARE(arm.call("PATCH", "products/none", R"({"properties":{}})", {{"If-Match", "*"}}).head.status, 404);
    const auto patched = arm.call("PATCH", "products/basic",
                                  R"({"properties":{"displayName":"Better","description":null}})", {{"If-Match", "*"}});
    QCOMPARE(patched.head.status, 200);
    const auto properties = PureArm::json(patched).at("properties").as_object();
    QCOMPARE(stringMember(properties, "displayName"), std::string_view{"Better"});
    QVERIFY(!properties.contains("description"));
    QCOMPARE(stringMember(properties, "state"), std::string_view{"published"});
}

void TstArmCrud::headGivesTheEtagAlone()
{
    PureArm arm;
    const auto etag = PureArm::etag(arm.call("PUT", "apis/orders", ordersBody));
    const auto head = arm.call("HEAD", "apis/orders");
    QCOMPARE(head.head.status, 200);
    QCOMPARE(PureArm::etag(head), etag);
    QVERIFY(head.body.empty());
    QCOMPARE(arm.call("HEAD", "apis/none").head.status, 404);
}

void TstArmCrud::refusesBadBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    QTest::newRow("no JSON") << QByteArray{"{"} << QByteArray{"application/json"} << 400;
    QTest::newRow("trailing") << QByteArray{"{} x"} << QByteArray{"application/json"} << 400;
    QTest::newRow("array") << QByteArray{"[]"} << QByteArray{"application/json"} << 400;
    QTest::newRow("bad UTF-8") << QByteArray{"{\"properties\":{\"displayName\":\"\xff\"}}"}
                               << QByteArray{"application/json"} << 400;
    QTest::newRow("deep") << QByteArray{"{\"properties\":"} + QByteArray(400, '[') + QByteArray(400, ']') + "}"
                          << QByteArray{"application/json"} << 400;
    QTest::newRow("text") << QByteArray{"{}"} << QByteArray{"text/plain"} << 415;
    QTest::newRow("form") << QByteArray{"a=b"} << QByteArray{"application/x-www-form-urlencoded"} << 415;
    QTest::newRow("properties are no object")
        << QByteArray{"{\"properties\":3}"} << QByteArray{"application/json; charset=utf-8"} << 400;
}

void TstArmCrud::refusesBadBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    PureArm arm;
    const auto response = arm.call("PUT", "products/p", body.toStdString(), {{"Content-Type", type.toStdString()}});
    QCOMPARE(response.head.status, status);
    QVERIFY(!arm.configuration().contains(resource::ResourceId::of("products/p")));
}

void TstArmCrud::namesEveryWrongField()
{
    PureArm arm;
    const auto response =
        arm.call("PUT", "products/p", R"({"properties":{"state":"sold","subscriptionRequired":"yes"}})");
    QCOMPARE(response.head.status, 400);
    const auto body = PureArm::json(response);
    const auto &error = body.at("error").as_object();
    QCOMPARE(stringMember(error, "code"), std::string_view{"ValidationError"});
    QCOMPARE(stringMember(error, "message"), std::string_view{"One or more fields contain incorrect values:"});
    QStringList targets;
    for (const auto &detail : error.at("details").as_array())
        targets += QString::fromStdString(text(detail, "target"));
    targets.sort();
    QCOMPARE(targets, (QStringList{"displayName", "state", "subscriptionRequired"}));
    const auto orphan =
        arm.call("PUT", "subscriptions/s", R"({"properties":{"displayName":"S","scope":"/products/none"}})");
    QCOMPARE(orphan.head.status, 400);
    QCOMPARE(PureArm::code(orphan), std::string{"ValidationError"});
}

void TstArmCrud::pagesWithLinksThatLeadOn()
{
    PureArm arm;
    for (int i = 0; i < 7; ++i)
        arm.put("products/p" + std::to_string(i), R"({"displayName":"P"})");
    std::string target = "products?$top=3&$filter=displayName%20eq%20'P'";
    QStringList names;
    int pages = 0;
    while (!target.empty()) {
        const auto response = arm.call("GET", target);
        QCOMPARE(response.head.status, 200);
        const auto body = PureArm::json(response);
        QCOMPARE(body.at("count").to_number<int>(), 7);
        for (const auto &item : body.at("value").as_array())
            names += QString::fromStdString(text(item, "name"));
        ++pages;
        target = std::string{stringMember(body.as_object(), "nextLink")};
        const std::string origin = "http://127.0.0.1:1";
        QVERIFY(target.empty() || target.starts_with(origin));
        target.erase(0, std::min(target.size(), origin.size()));
    }
    QCOMPARE(pages, 3);
    QCOMPARE(names.size(), 7);
    QCOMPARE(names.removeDuplicates(), 0);
    QCOMPARE(arm.call("GET", "products?$top=x").head.status, 400);
    QCOMPARE(arm.call("GET", "products?$skip=-1").head.status, 400);
    QCOMPARE(arm.call("GET", "products?$filter=(").head.status, 400);
}

void TstArmCrud::filtersByWhatIsVisibleAlone()
{
    PureArm arm;
    arm.put("subscriptions/s", R"({"displayName":"S","scope":"","primaryKey":"abcdef","secondaryKey":"123456"})");
    const auto asked = PureArm::json(arm.call("GET", "subscriptions?$filter=startswith(primaryKey,'abc')"));
    QCOMPARE(asked.at("count").to_number<int>(), 0);
    QCOMPARE(
        PureArm::json(arm.call("GET", "subscriptions?$filter=displayName%20eq%20's'")).at("count").to_number<int>(), 1);
}

void TstArmCrud::linksNeedTheirTarget()
{
    PureArm arm;
    arm.call("PUT", "apis/orders", ordersBody);
    arm.call("PUT", "products/basic", R"({"properties":{"displayName":"Basic"}})");
    const auto missing = arm.call("PUT", "products/basic/apis/none");
    QCOMPARE(missing.head.status, 404);
    const auto made = arm.call("PUT", "products/basic/apis/orders");
    QCOMPARE(made.head.status, 201);
    QCOMPARE(text(PureArm::json(made), "id"), arm.scope.prefix() + "/apis/orders");
    QCOMPARE(arm.call("PUT", "products/basic/apis/orders").head.status, 200);
    QCOMPARE(arm.call("HEAD", "products/basic/apis/orders").head.status, 204);
    QCOMPARE(arm.call("HEAD", "products/basic/apis/none").head.status, 404);
    const auto listed = PureArm::json(arm.call("GET", "products/basic/apis")).at("value").as_array();
    QCOMPARE(listed.size(), std::size_t{1});
    QCOMPARE(text(listed[0], "id"), arm.scope.prefix() + "/products/basic/apis/orders");
    QCOMPARE(text(listed[0].at("properties"), "displayName"), std::string{"Orders"});
    const auto products = PureArm::json(arm.call("GET", "apis/orders/products")).at("value").as_array();
    QCOMPARE(products.size(), std::size_t{1});
    QCOMPARE(text(products[0], "name"), std::string{"basic"});
    QCOMPARE(arm.call("DELETE", "products/basic/apis/orders").head.status, 200);
    QCOMPARE(arm.call("DELETE", "products/basic/apis/orders").head.status, 204);
}

void TstArmCrud::deletingAnApiTakesLinksAndSubscriptions()
{
    PureArm arm;
    arm.call("PUT", "apis/orders", ordersBody);
    arm.call("PUT", "products/basic", R"({"properties":{"displayName":"Basic"}})");
    arm.call("PUT", "products/basic/apis/orders");
    arm.call("PUT", "subscriptions/own", R"({"properties":{"displayName":"Own","scope":"/apis/orders"}})");
    arm.call("PUT", "subscriptions/all", R"({"properties":{"displayName":"All","scope":"/apis"}})");
    QCOMPARE(arm.call("DELETE", "apis/orders", {}, {{"If-Match", "*"}}).head.status, 200);
    QVERIFY(!arm.configuration().contains(resource::ResourceId::of("products/basic/apis/orders")));
    QVERIFY(!arm.configuration().contains(resource::ResourceId::of("subscriptions/own")));
    QVERIFY(arm.configuration().contains(resource::ResourceId::of("subscriptions/all")));
}

void TstArmCrud::deletingAProductAsksForItsSubscriptions()
{
    PureArm arm;
    arm.call("PUT", "products/basic", R"({"properties":{"displayName":"Basic"}})");
    arm.call("PUT", "subscriptions/s",
             R"({"properties":{"displayName":"S","scope":")" + arm.scope.prefix() + R"(/products/basic"}})");
    QCOMPARE(PureArm::json(arm.call("GET", "products/basic/subscriptions")).at("value").as_array().size(),
             std::size_t{1});
    const auto refused = arm.call("DELETE", "products/basic", {}, {{"If-Match", "*"}});
    QCOMPARE(refused.head.status, 400);
    QCOMPARE(PureArm::code(refused), std::string{"ValidationError"});
    QCOMPARE(arm.call("DELETE", "products/basic?deleteSubscriptions=true", {}, {{"If-Match", "*"}}).head.status, 200);
    QVERIFY(!arm.configuration().contains(resource::ResourceId::of("subscriptions/s")));
}

void TstArmCrud::apisDoNotShareAPath()
{
    PureArm arm;
    arm.call("PUT", "apis/orders", ordersBody);
    const auto response = arm.call("PUT", "apis/other", R"({"properties":{"displayName":"Other","path":"Orders/"}})");
    QCOMPARE(response.head.status, 400);
    QVERIFY(response.body.find("Cannot create API 'other' with the same Path 'Orders' as API 'orders'  unless it's a "
                               "part of the same version set")
            != std::string::npos);
    QCOMPARE(arm.call("PUT", "apis/orders", ordersBody).head.status, 200);
}

void TstArmCrud::keepsTheSpellingOfTheFirstWriter()
{
    PureArm arm;
    arm.call("PUT", "apis/Orders", ordersBody);
    const auto again = arm.call("PUT", "APIS/ORDERS", ordersBody);
    QCOMPARE(again.head.status, 200);
    QCOMPARE(text(PureArm::json(again), "name"), std::string{"Orders"});
    QCOMPARE(text(PureArm::json(arm.call("GET", "apis/orders")), "id"), arm.scope.prefix() + "/apis/Orders");
}

void TstArmCrud::listsTheServiceForTheSdk()
{
    PureArm arm;
    const auto service = PureArm::json(arm.call("GET", ""));
    QCOMPARE(text(service, "id"), arm.scope.prefix());
    QCOMPARE(text(service, "name"), std::string{"local"});
    QCOMPARE(text(service.at("properties"), "gatewayUrl"), std::string{"http://127.0.0.1:8080"});
    const auto listed = PureArm::json(
        arm.call("GET", "/subscriptions/" + arm.scope.subscriptionId + "/providers/Microsoft.ApiManagement/service"));
    QCOMPARE(listed.at("value").as_array().size(), std::size_t{1});
    QCOMPARE(arm.call("PATCH", "", R"({"properties":{"publisherName":"B"},"tags":{"a":"b"}})").head.status, 200);
    QCOMPARE(text(PureArm::json(arm.call("GET", "")).at("tags"), "a"), std::string{"b"});
    QCOMPARE(arm.call("DELETE", "", {}, {{"If-Match", "*"}}).head.status, 405);
}

void TstArmCrud::refusesWhatIsNoMethodThere_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("target");
    const auto row = [](const char *method, const char *target) {
        QTest::newRow(QByteArray{method} + ' ' + target) << QString{method} << QString{target};
    };
    row("POST", "apis");
    row("PUT", "apis");
    row("DELETE", "apis");
    row("POST", "apis/orders");
    row("TRACE", "apis/orders");
    row("OPTIONS", "apis");
    row("GET", "subscriptions/s/listSecrets");
    row("PATCH", "policies/policy");
}

void TstArmCrud::refusesWhatIsNoMethodThere()
{
    QFETCH(QString, method);
    QFETCH(QString, target);
    PureArm arm;
    const auto response = arm.call(method.toStdString(), target.toStdString(), "{}", {{"If-Match", "*"}});
    QCOMPARE(response.head.status, 405);
}

void TstArmCrud::secretsLeaveByPostAlone()
{
    PureArm arm;
    arm.call("PUT", "namedValues/open", R"({"properties":{"displayName":"open","value":"seen"}})");
    arm.call("PUT", "namedValues/closed",
             R"({"properties":{"displayName":"closed","value":"hidden-value","secret":true}})");
    QCOMPARE(text(PureArm::json(arm.call("GET", "namedValues/open")).at("properties"), "value"), std::string{"seen"});
    for (const auto *target : {"namedValues/closed", "namedValues"})
        QVERIFY(arm.call("GET", target).body.find("hidden-value") == std::string::npos);
    QCOMPARE(arm.call("POST", "namedValues/closed/listValue").body, std::string{R"({"value":"hidden-value"})"});
    // A PUT that leaves the secret out keeps it.
    arm.call("PUT", "namedValues/closed", R"({"properties":{"displayName":"closed","secret":true,"tags":["a"]}})");
    QCOMPARE(arm.call("POST", "namedValues/closed/listValue").body, std::string{R"({"value":"hidden-value"})"});
    QCOMPARE(arm.call("POST", "namedValues/closed/refreshSecret").head.status, 501);
}

void TstArmCrud::subscriptionsGetKeysAndKeepThem()
{
    PureArm arm;
    const auto made = arm.call("PUT", "subscriptions/s", R"({"properties":{"displayName":"S","scope":"/apis"}})");
    QCOMPARE(made.head.status, 201);
    const auto properties = PureArm::json(made).at("properties");
    QCOMPARE(text(properties, "state"), std::string{"active"});
    QCOMPARE(text(properties, "scope"), arm.scope.prefix() + "/apis");
    QVERIFY(!text(properties, "createdDate").empty());
    const auto first = PureArm::json(arm.call("POST", "subscriptions/s/listSecrets"));
    QCOMPARE(text(first, "primaryKey").size(), std::size_t{32});
    QVERIFY(text(first, "primaryKey") != text(first, "secondaryKey"));
    arm.call("PUT", "subscriptions/s", R"({"properties":{"displayName":"S 2","scope":"/apis"}})");
    QCOMPARE(PureArm::json(arm.call("POST", "subscriptions/s/listSecrets")), first);
    QCOMPARE(arm.call("POST", "subscriptions/s/regeneratePrimaryKey").head.status, 204);
    const auto second = PureArm::json(arm.call("POST", "subscriptions/s/listSecrets"));
    QVERIFY(text(second, "primaryKey") != text(first, "primaryKey"));
    QCOMPARE(text(second, "secondaryKey"), text(first, "secondaryKey"));
    const auto stolen = arm.call("PUT", "subscriptions/t",
                                 R"({"properties":{"displayName":"T","scope":"/apis","primaryKey":")"
                                     + text(second, "secondaryKey") + R"("}})");
    QCOMPARE(stolen.head.status, 400);
    QVERIFY(stolen.body.find(text(second, "secondaryKey")) == std::string::npos);
}

void TstArmCrud::recordsHoldNoSecret()
{
    PureArm arm;
    arm.call("PUT", "subscriptions/s",
             R"({"properties":{"displayName":"S","scope":"/apis","primaryKey":"the-primary-key-of-s"}})");
    arm.call("POST", "subscriptions/s/regeneratePrimaryKey");
    QCOMPARE(arm.records.size(), std::size_t{2});
    QCOMPARE(arm.records[0].action, std::string{"put"});
    QCOMPARE(arm.records[0].status, 201);
    QVERIFY(!arm.records[0].before);
    QCOMPARE(arm.records[1].action, std::string{"regeneratePrimaryKey"});
    QVERIFY(arm.records[1].before && arm.records[1].after);
    for (const auto &record : arm.records) {
        const auto all = toJson(record.before.value_or(nullptr)) + toJson(record.after.value_or(nullptr));
        QVERIFY(all.find("the-primary-key-of-s") == std::string::npos);
        QVERIFY(all.find("sha256:") != std::string::npos);
    }
    QVERIFY(*arm.records[1].before != *arm.records[1].after);
}

void TstArmCrud::revisionsShareNameAndPath()
{
    PureArm arm;
    arm.call("PUT", "apis/orders", ordersBody);
    arm.call("PUT", "apis/orders/operations/get",
             R"({"properties":{"displayName":"Get","method":"GET","urlTemplate":"/"}})");
    const auto made =
        arm.call("PUT", "apis/orders%3Brev%3D2",
                 R"({"properties":{"sourceApiId":"/apis/orders","path":"orders","serviceUrl":"http://b"}})");
    QCOMPARE(made.head.status, 201);
    QCOMPARE(text(PureArm::json(made).at("properties"), "apiRevision"), std::string{"2"});
    QVERIFY(arm.configuration().contains(resource::ResourceId::of("apis/orders;rev=2/operations/get")));
    arm.call("PUT", "apis/orders", R"({"properties":{"displayName":"New name","path":"fresh"}})");
    const auto revision = PureArm::json(arm.call("GET", "apis/orders;rev=2")).at("properties");
    QCOMPARE(text(revision, "displayName"), std::string{"New name"});
    QCOMPARE(text(revision, "path"), std::string{"fresh"});
    QCOMPARE(text(revision, "serviceUrl"), std::string{"http://b"});
    QCOMPARE(PureArm::json(arm.call("GET", "apis/orders/revisions")).at("value").as_array().size(), std::size_t{2});
    QCOMPARE(text(PureArm::json(arm.call("GET", "apis/orders;rev=1")), "name"), std::string{"orders"});
    QCOMPARE(arm.call("DELETE", "apis/orders", {}, {{"If-Match", "*"}}).head.status, 400);
    QCOMPARE(arm.call("DELETE", "apis/orders?deleteRevisions=true", {}, {{"If-Match", "*"}}).head.status, 200);
    QVERIFY(!arm.configuration().contains(resource::ResourceId::of("apis/orders;rev=2")));
}

void TstArmCrud::aReleaseMakesTheRevisionCurrent()
{
    PureArm arm;
    arm.call("PUT", "apis/orders", ordersBody);
    arm.call("PUT", "apis/orders/operations/old",
             R"({"properties":{"displayName":"Old","method":"GET","urlTemplate":"/old"}})");
    arm.call("PUT", "apis/orders;rev=2",
             R"({"properties":{"sourceApiId":"/apis/orders","path":"orders","serviceUrl":"http://b"}})");
    arm.call("DELETE", "apis/orders;rev=2/operations/old", {}, {{"If-Match", "*"}});
    arm.call("PUT", "apis/orders;rev=2/operations/new",
             R"({"properties":{"displayName":"New","method":"GET","urlTemplate":"/new"}})");
    const auto released =
        arm.call("PUT", "apis/orders/releases/r", R"({"properties":{"apiId":"/apis/orders;rev=2","notes":"n"}})");
    QCOMPARE(released.head.status, 201);
    const auto current = PureArm::json(arm.call("GET", "apis/orders")).at("properties");
    QCOMPARE(text(current, "apiRevision"), std::string{"2"});
    QCOMPARE(text(current, "serviceUrl"), std::string{"http://b"});
    const auto has = [&](const char *id) { return arm.configuration().contains(resource::ResourceId::of(id)); };
    QVERIFY(has("apis/orders/operations/new") && !has("apis/orders/operations/old"));
    QVERIFY(has("apis/orders;rev=1/operations/old") && !has("apis/orders;rev=2") && has("apis/orders/releases/r"));
}

QTEST_GUILESS_MAIN(TstArmCrud)
#include "tst_arm_crud.moc"
