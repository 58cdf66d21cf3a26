// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_route.h"
#include "core/management/authorize.h"

#include "tests/support/result_test.h"

using namespace gatehouse;
using namespace gatehouse::management;

class TstArmRoute : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void namesActions_data();
    void namesActions();
};

namespace {

const resource::ServiceScope scope;
const std::string prefix = scope.prefix();

const char *nameOfTarget(Target target)
{
    switch (target) {
    case Target::Services:
        return "services";
    case Target::Resource:
        return "resource";
    case Target::Collection:
        return "collection";
    case Target::Action:
        return "action";
    case Target::Provider:
        return "provider";
    case Target::Authorization:
        return "authorization";
    }
    return "";
}

} // namespace

void TstArmRoute::reads_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected"); // target id collection/action/provider path
    const auto row = [](const std::string &path, const char *expected) {
        QTest::newRow(path.c_str()) << QString::fromStdString(path) << QString{expected};
    };
    const std::string subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
    row(subscription + "/providers/Microsoft.ApiManagement/service", "services  ");
    row(subscription + "/resourceGroups/local/providers/Microsoft.ApiManagement/service", "services  ");
    row(subscription + "/resourcegroups/LOCAL/providers/microsoft.apimanagement/SERVICE/Local", "resource  ");
    row(prefix + "/", "resource  ");
    row(prefix + "/apis", "collection  apis");
    row(prefix + "/APIS/Orders", "resource apis/Orders ");
    row(prefix + "/apis/orders%3Brev%3D2", "resource apis/orders;rev=2 ");
    row(prefix + "/apis/orders/operations/get/policies/policy", "resource apis/orders/operations/get/policies/policy ");
    row(prefix + "/apis/orders/Operations", "collection apis/orders operations");
    row(prefix + "/apis/orders/products", "collection apis/orders products");
    row(prefix + "/apis/orders/revisions", "collection apis/orders revisions");
    row(prefix + "/products/p/apis/a", "resource products/p/apis/a ");
    row(prefix + "/subscriptions/s/listSecrets", "action subscriptions/s listSecrets");
    row(prefix + "/subscriptions/s/regenerateprimarykey", "action subscriptions/s regeneratePrimaryKey");
    row(prefix + "/namedValues/n/listValue", "action namedValues/n listValue");
    row(prefix + "/providers/Gatehouse.Local", "provider  ");
    row(prefix + "/providers/gatehouse.local/histograms", "provider  histograms");
    row("/" + prefix + "/apis", "collection  apis");
    row(prefix + "/providers/Microsoft.Authorization/roleAssignments", "authorization  roleAssignments|");
    row(subscription + "/providers/microsoft.authorization/RoleDefinitions/x", "authorization  roleDefinitions|x");
    row(prefix + "/apis/a;rev=2/operations/o/providers/Microsoft.Authorization/roleAssignments/x", "authorization apis/a/operations/o roleAssignments|x");
    row(prefix + "/providers/Microsoft.Authorization/roleAssignmentApprovals/x/stages/y", "authorization  roleAssignmentApprovals|xstages/y");
    row("/providers/Microsoft.Authorization/roleDefinitions", "authorization  roleDefinitions|");
}

void TstArmRoute::reads()
{
    QFETCH(QString, path);
    QFETCH(QString, expected);
    const auto route = parseRoute(path.toStdString(), scope);
    QVERIFY2(route.has_value(), route ? "" : route.error().message.c_str());
    const auto &about = route->authorization;
    const auto last = route->collection + route->action + route->providerPath + about.type + (about.type.empty() ? "" : "|") + about.name + about.rest;
    QCOMPARE(
        QStringLiteral("%1 %2 %3")
            .arg(nameOfTarget(route->target), QString::fromStdString(route->id.text()), QString::fromStdString(last)),
        expected);
}

void TstArmRoute::refuses_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto row = [](const std::string &path, int status, const char *code) {
        QTest::newRow(path.substr(0, 120).c_str()) << QString::fromStdString(path) << status << QString{code};
    };
    row("", 400, "InvalidRequestUri");
    row("/", 400, "InvalidRequestUri");
    row("/subscriptions", 400, "InvalidRequestUri");
    row("/subscriptions/other/providers/Microsoft.ApiManagement/service", 404, "SubscriptionNotFound");
    row("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/other/providers/Microsoft.ApiManagement/"
        "service/local",
        404, "ResourceGroupNotFound");
    row("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.ApiManagement/"
        "service/other",
        404, "ResourceNotFound");
    row(prefix + "/nothing", 404, "InvalidResourceType");
    row(prefix + "/nothing/x", 404, "InvalidResourceType");
    row(prefix + "/providers/Other", 404, "InvalidResourceType");
    row(prefix + "/providers/Microsoft.Authorization", 404, "InvalidResourceType");
    row(prefix + "/providers/Microsoft.Authorization/locks", 404, "InvalidResourceType");
    row(prefix + "/providers/Microsoft.Authorization/roleAssignments/x/y", 404, "InvalidResourceType");
    row(prefix + "/apis/providers/Microsoft.Authorization/roleAssignments", 400, "InvalidRequestUri");
    row("/subscriptions/other/providers/Microsoft.Authorization/roleAssignments", 404, "SubscriptionNotFound");
    row(prefix + "/apis//operations", 400, "InvalidRequestUri");
    row(prefix + "/apis/a%2Fb", 400, "ValidationError");
    row(prefix + "/apis/%00", 400, "ValidationError");
    row(prefix + "/apis/%ff", 400, "InvalidRequestUri");
    row(prefix + "/apis/..%5C..", 400, "ValidationError");
    row(prefix + "/policies/other", 400, "ValidationError");
    row(prefix + "/apis/" + std::string(9000, 'a'), 400, "InvalidRequestUri");
}

void TstArmRoute::refuses()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QString, code);
    const auto route = parseRoute(path.toStdString(), scope);
    QVERIFY(!route);
    QCOMPARE(QString::fromStdString(route.error().code), code);
    QCOMPARE(route.error().status, status);
}

void TstArmRoute::namesActions_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *method, const char *path, const char *expected) {
        QTest::newRow(expected) << QString{method} << QString{path}
                                << QStringLiteral("Microsoft.ApiManagement/service%1").arg(expected);
    };
    row("GET", "", "/read");
    row("GET", "/apis", "/apis/read");
    row("HEAD", "/apis/a/operations/b", "/apis/operations/read");
    row("PUT", "/apis/a", "/apis/write");
    row("PATCH", "/products/a", "/products/write");
    row("DELETE", "/apis/a", "/apis/delete");
    row("POST", "/subscriptions/a/listSecrets", "/subscriptions/listSecrets/action");
    row("GET", "/providers/Gatehouse.Local/audit", "/providers/Gatehouse.Local/audit/read");
    row("POST", "/providers/Gatehouse.Local/policyCheck", "/providers/Gatehouse.Local/policyCheck/read");
    row("GET", "/providers/Gatehouse.Local/trials", "/providers/Gatehouse.Local/trials/read");
    row("POST", "/providers/Gatehouse.Local/trials", "/providers/Gatehouse.Local/trials/write");
    row("DELETE", "/providers/Gatehouse.Local/trials/x", "/providers/Gatehouse.Local/trials/delete");
}

void TstArmRoute::namesActions()
{
    QFETCH(QString, method);
    QFETCH(QString, path);
    QFETCH(QString, expected);
    const auto route = parseRoute(prefix + path.toStdString(), scope);
    QVERIFY(route.has_value());
    QCOMPARE(QString::fromStdString(actionName(method.toStdString(), *route)), expected);
}

QTEST_GUILESS_MAIN(TstArmRoute)
#include "tst_arm_route.moc"
