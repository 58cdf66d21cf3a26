// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/resource/kinds.h"
#include "tests/support/result_test.h"

#include <QFile>
#include <QSet>
#include <QTest>
#include <boost/json/parse.hpp>

#include <algorithm>

using namespace gatehouse;
using resource::Kind;
using resource::PropertyRule;
using resource::ResourceId;

namespace {

QByteArray referenceFile(const QString &name)
{
    QFile file(QStringLiteral(GATEHOUSE_REFERENCE_DIR "/arm/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

json::object objectOf(std::string_view text)
{
    return parseJson(text)->get_object();
}

Diagnostics validated(std::string_view id, std::string_view properties)
{
    const auto resourceId = ResourceId::of(id);
    return resource::validate(*resource::kindOf(resourceId), {resourceId, objectOf(properties), {}, {}});
}

std::vector<std::string> findingsOf(const Diagnostics &findings)
{
    std::vector<std::string> texts;
    for (const auto &one : findings)
        texts.push_back(one.code + " " + one.pointer);
    std::sort(texts.begin(), texts.end());
    return texts;
}

//! The templated path of an ARM operation below a service as an id with made-up names, and what follows it.
struct Operation
{
    QString method;
    QStringList collections;
    QString action;
};

std::optional<Operation> operationOf(const json::object &row)
{
    const auto path = QString::fromStdString(std::string{stringMember(row, "path")});
    const auto marker = QStringLiteral("/service/{serviceName}");
    const auto at = path.indexOf(marker);
    if (at < 0)
        return std::nullopt;
    Operation operation{QString::fromStdString(std::string{stringMember(row, "method")}), {}, {}};
    auto parts = path.mid(at + marker.size()).split('/', Qt::SkipEmptyParts);
    if (operation.method == "POST")
        operation.action = parts.takeLast();
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (i % 2 == 0)
            operation.collections.append(parts[i]);
        else if (!parts[i].startsWith('{'))
            return std::nullopt; // a singleton such as portalsettings/signin
    }
    return operation;
}

} // namespace

class TestKinds : public QObject
{
    Q_OBJECT

private slots:
    // ---- the table itself

    void everyParentIsARow()
    {
        for (const auto &kind : resource::kinds())
            for (const auto parent : kind.parents)
                QVERIFY2(resource::kindOfType(parent),
                         (std::string{kind.type} + " below " + std::string{parent}).c_str());
    }
    void everyPathIsOneRow()
    {
        QSet<QString> paths;
        for (const auto &kind : resource::kinds())
            for (const auto parent : kind.parents) {
                const auto path =
                    QString::fromStdString(std::string{parent} + "/" + std::string{kind.segment}).toLower();
                QVERIFY2(!paths.contains(path), qPrintable(path));
                paths.insert(path);
            }
    }
    void everyTypeIsItsFirstParentsMember()
    {
        for (const auto &kind : resource::kinds().subspan(1)) {
            const auto parent = std::string{kind.parents.front()};
            QCOMPARE(std::string{kind.type}, (parent.empty() ? "" : parent + "/") + std::string{kind.segment});
            QVERIFY(!kind.label.empty() && !kind.firstApiVersion.empty());
        }
    }
    void everyReferenceAndDependencyNamesARow()
    {
        for (const auto &kind : resource::kinds()) {
            for (const auto type : kind.dependsOn)
                QVERIFY2(resource::kindOfType(type), std::string{type}.c_str());
            QVERIFY(!kind.link || resource::kindOfType(kind.linkTarget));
            for (const auto &rule : kind.properties)
                for (const auto type : rule.values)
                    QVERIFY2(!(rule.flags & PropertyRule::Reference) || resource::kindOfType(type),
                             std::string{type}.c_str());
        }
    }
    void everyDefaultIsAJsonValueOfItsType()
    {
        for (const auto &kind : resource::kinds()) {
            resource::Resource made{ResourceId{}, {}, {}, {}};
            for (const auto &rule : kind.properties) {
                QVERIFY2(rule.defaultJson.empty() || parseJson(rule.defaultJson), std::string{rule.path}.c_str());
                QCOMPARE(bool(rule.flags & PropertyRule::Enum),
                         !rule.values.empty() && !(rule.flags & PropertyRule::Reference));
                QVERIFY(rule.when.empty() || rule.when.find('=') != std::string_view::npos);
            }
            made.properties = resource::visibleProperties(kind, {}, false);
            for (const auto &finding : resource::validate(kind, made))
                QCOMPARE(finding.code, std::string("resource.required"));
        }
    }
    void writesWhatIsNeededFirst()
    {
        for (const auto &kind : resource::kinds()) {
            const auto rank = resource::publishRank(kind);
            QVERIFY(rank < 16); // a cycle would run to the bound
            for (const auto type : kind.dependsOn)
                QVERIFY(resource::publishRank(*resource::kindOfType(type)) < rank);
            for (const auto parent : kind.parents)
                QVERIFY(parent.empty() || resource::publishRank(*resource::kindOfType(parent)) < rank);
            if (kind.link)
                QVERIFY2(resource::publishRank(*resource::kindOfType(kind.linkTarget)) < rank,
                         std::string{kind.type}.c_str());
        }
    }

    // ---- against ARM

    void everyArmOperationOfTheseKindsResolves()
    {
        const auto text = referenceFile("operations.json");
        if (text.isEmpty())
            QSKIP("no reference data");
        const auto rows = parseJson(text.toStdString(), {.bytes = 64U << 20});
        VERIFY_RESULT(rows);
        int resolved = 0;
        for (const auto &row : rows->get_array()) {
            const auto operation = operationOf(row.get_object());
            if (!operation || operation->collections.isEmpty())
                continue;
            const auto type = operation->collections.join('/').toStdString();
            const auto *kind = resource::kindOfType(type);
            const auto id = std::string{stringMember(row.get_object(), "operationId")};
            if (operation->method == "PUT" || operation->method == "PATCH" || operation->method == "DELETE") {
                QVERIFY2(kind || !isOurs(operation->collections), id.c_str());
                if (kind && operation->method == "PATCH")
                    QVERIFY2(kind->hasPatch, id.c_str());
                if (kind && operation->method == "PUT")
                    QCOMPARE(kind->longRunning, boolMember(row.get_object(), "lro", false));
            }
            if (kind && operation->method == "POST" && operation->collections.front() != "users")
                QVERIFY2(resource::actionOf(*kind, operation->action.toStdString()), id.c_str());
            resolved += kind != nullptr;
        }
        QVERIFY2(resolved > 300, std::to_string(resolved).c_str());
    }
    //! Each body that the examples PUT is one that we take, and each GET is one that passes unchanged.
    void takesTheBodiesOfArmsExamples()
    {
        const auto text = referenceFile("operations.json");
        if (text.isEmpty())
            QSKIP("no reference data");
        const auto rows = parseJson(text.toStdString(), {.bytes = 64U << 20});
        VERIFY_RESULT(rows);
        int bodies = 0;
        for (const auto &row : rows->get_array()) {
            const auto operation = operationOf(row.get_object());
            if (!operation || operation->method != "PUT")
                continue;
            const auto *kind = resource::kindOfType(operation->collections.join('/').toStdString());
            if (!kind || kind->link || kind->type.empty())
                continue;
            for (const auto &example : row.at("examples").get_array()) {
                const auto name = QString::fromStdString(std::string{example.get_string()});
                bodies += checkExample(*kind, name);
                if (QTest::currentTestFailed())
                    return;
            }
        }
        QVERIFY2(bodies > 60, std::to_string(bodies).c_str());
    }

    // ---- lookups

    void findsRowsWithoutCase()
    {
        QCOMPARE(resource::kindOf(ResourceId::of("APIS/a/Operations/b"))->type, std::string_view("apis/operations"));
        QCOMPARE(resource::kindOf(ResourceId::of("workspaces/w/apis/a/operations/b")),
                 resource::kindOfType("apis/operations"));
        QCOMPARE(resource::kindOfCollection(ResourceId::of("apis/a"), "operations"),
                 resource::kindOfType("apis/operations"));
        QVERIFY(!resource::kindOf(ResourceId::of("operations/b")));
        QVERIFY(!resource::kindOfCollection(ResourceId::of("products/p"), "operations"));
        QVERIFY(!resource::kindOfCollection({}, ""));
        QCOMPARE(resource::kindOf({})->label, std::string_view("API Management service"));
    }
    void takesThePolicysOneName()
    {
        QVERIFY(resource::kindOf(ResourceId::of("apis/a/policies/Policy")));
        QVERIFY(!resource::kindOf(ResourceId::of("apis/a/policies/other")));
    }
    void spellsTypesAsTheTableDoes()
    {
        QCOMPARE(resource::armType(ResourceId::of("APIS/a/OPERATIONS/b")),
                 std::string("Microsoft.ApiManagement/service/apis/operations"));
        QCOMPARE(resource::armType(ResourceId::of("workspaces/w/namedvalues/b")),
                 std::string("Microsoft.ApiManagement/service/workspaces/namedValues"));
        QCOMPARE(resource::armType({}), std::string("Microsoft.ApiManagement/service"));
    }

    // ---- validation

    void findsAllThatIsWrong_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("properties");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const char *id, const QString &properties, const QStringList &expected) {
            QTest::newRow(name) << QString(id) << properties << expected;
        };
        row("good API", "apis/a", R"({"path":"","displayName":"A","protocols":["HTTPS"]})", {});
        row("nothing given", "apis/a/operations/o", "{}",
            {"resource.required properties.displayName", "resource.required properties.method",
             "resource.required properties.urlTemplate"});
        row("null is not given", "apis/a", R"({"path":null,"description":null})",
            {"resource.required properties.path"});
        row("types", "apis/a", R"({"path":1,"subscriptionRequired":"yes","contact":[]})",
            {"resource.badType properties.contact", "resource.badType properties.path",
             "resource.badType properties.subscriptionRequired"});
        row("enum in an array", "apis/a", R"({"path":"a","protocols":["https","ftp"]})",
            {"resource.enum properties.protocols[1]"});
        row("too long", "products/p", QStringLiteral(R"({"displayName":"%1"})").arg(QString(301, QChar(0xfc))),
            {"resource.tooLong properties.displayName"});
        row("long enough in characters", "products/p",
            QStringLiteral(R"({"displayName":"%1"})").arg(QString(300, QChar(0xfc))), {});
        row("nested", "apis/a/operations/o",
            R"({"displayName":"d","method":"GET","urlTemplate":"/","responses":[{"statusCode":200},{"headers":[{}]}]})",
            {"resource.required properties.responses[1].headers[0].name",
             "resource.required properties.responses[1].statusCode"});
        row("reference", "apis/a", R"({"path":"a","apiVersionSetId":"products/p"})",
            {"resource.badReference properties.apiVersionSetId"});
        row("foreign reference", "subscriptions/s",
            R"({"displayName":"s","scope":"/subscriptions/1/resourceGroups/x/providers/y"})",
            {"resource.badReference properties.scope"});
        row("scope of all APIs", "subscriptions/s", R"({"displayName":"s","scope":"apis"})", {});
        row("scope of the service", "subscriptions/s", R"({"displayName":"s","scope":""})", {});
        row("scope of one product", "subscriptions/s", R"({"displayName":"s","scope":"products/p"})", {});
        row("scope of an operation", "subscriptions/s", R"({"displayName":"s","scope":"apis/a/operations/o"})",
            {"resource.badReference properties.scope"});
        row("pool needs no URL", "backends/b", R"({"type":"Pool","pool":{"services":[{"id":"backends/c"}]}})", {});
        row("pool needs a pool", "backends/b", R"({"type":"Pool"})", {"resource.required properties.pool"});
        row("single needs a URL", "backends/b", R"({"protocol":"http"})", {"resource.required properties.url"});
        row("header versions", "apiVersionSets/v", R"({"displayName":"v","versioningScheme":"Header"})",
            {"resource.required properties.versionHeaderName"});
    }
    void findsAllThatIsWrong()
    {
        QFETCH(QString, id);
        QFETCH(QString, properties);
        QFETCH(QStringList, expected);
        std::vector<std::string> texts;
        for (const auto &one : expected)
            texts.push_back(one.toStdString());
        QCOMPARE(findingsOf(validated(id.toStdString(), properties.toStdString())), texts);
    }
    void namesNoValueInAFinding()
    {
        const std::string secret = "hunter2hunter2";
        const json::object properties{
            {"state", secret}, {"scope", secret}, {"primaryKey", json::object{{"x", secret}}}};
        for (const auto &finding : validated("subscriptions/s", toJson(properties)))
            for (const auto &[name, value] : finding.args)
                QVERIFY2(value.find(secret) == std::string::npos, name.c_str());
    }

    // ---- what is shown

    void showsNoSecret()
    {
        const auto &subscription = *resource::kindOfType("subscriptions");
        const auto given = objectOf(R"({"displayName":"s","primaryKey":"one","secondaryKey":"two","state":"active"})");
        QCOMPARE(toJson(resource::visibleProperties(subscription, given, false)),
                 std::string(R"({"displayName":"s","state":"active"})"));
        const auto &named = *resource::kindOfType("namedValues");
        QVERIFY(
            !resource::visibleProperties(named, objectOf(R"({"value":"v","secret":true})"), false).contains("value"));
        QVERIFY(
            resource::visibleProperties(named, objectOf(R"({"value":"v","secret":false})"), false).contains("value"));
        QVERIFY(resource::visibleProperties(named, objectOf(R"({"value":"v"})"), false).contains("value"));
    }
    void redactsWhatGetShows()
    {
        const SecretString key{std::string("k")};
        const auto backend =
            objectOf(R"({"url":"u","protocol":"http","credentials":{"header":{"x-key":["opensesame"]},)"
                     R"("authorization":{"scheme":"Basic","parameter":"opensesame"}}})");
        const auto text = toJson(resource::redactedProperties(*resource::kindOfType("backends"), backend, key));
        QVERIFY(text.find("opensesame") == std::string::npos);
        QVERIFY(text.find("sha256:") != std::string::npos);
        QVERIFY(text.find("Basic") != std::string::npos);
        QVERIFY(
            toJson(resource::visibleProperties(*resource::kindOfType("backends"), backend, false)).find("opensesame")
            != std::string::npos);
        QVERIFY(resource::secretDigest("a", key) != resource::secretDigest("a", SecretString{std::string("other")}));
        QCOMPARE(resource::secretDigest("a", key).size(), std::size_t{15});
    }
    void omitsInListsWhatArmOmits()
    {
        const auto &schema = *resource::kindOfType("apis/schemas");
        const auto given = objectOf(R"({"contentType":"application/json","document":{"value":"{}"}})");
        QVERIFY(resource::visibleProperties(schema, given, false).contains("document"));
        QVERIFY(!resource::visibleProperties(schema, given, true).contains("document"));
    }
    void writesDefaultsOut()
    {
        const auto shown =
            resource::visibleProperties(*resource::kindOfType("products"), objectOf(R"({"displayName":"p"})"), false);
        QCOMPARE(toJson(shown),
                 std::string(R"({"displayName":"p","subscriptionRequired":true,"approvalRequired":false,)"
                             R"("state":"notPublished"})"));
        const auto open = resource::visibleProperties(*resource::kindOfType("products"),
                                                      objectOf(R"({"subscriptionRequired":false})"), false);
        QVERIFY(!open.contains("approvalRequired"));
    }
    void carriesReferencesInAndOut_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("leaving");
        const auto prefix = QString::fromStdString(resource::ServiceScope{}.prefix());
        QTest::newRow("absolute") << prefix + "/products/p"
                                  << "products/p" << prefix + "/products/p";
        QTest::newRow("short") << "/products/p"
                               << "products/p" << prefix + "/products/p";
        QTest::newRow("all APIs") << prefix + "/apis"
                                  << "apis" << prefix + "/apis";
        QTest::newRow("short all APIs") << "/apis"
                                        << "apis" << prefix + "/apis";
        QTest::newRow("service") << prefix + "/"
                                 << "" << prefix + "/";
        QTest::newRow("service, bare") << prefix << "" << prefix + "/";
        QTest::newRow("foreign") << "/subscriptions/1/resourceGroups/r/providers/Microsoft.Web/sites/s"
                                 << "/subscriptions/1/resourceGroups/r/providers/Microsoft.Web/sites/s"
                                 << "/subscriptions/1/resourceGroups/r/providers/Microsoft.Web/sites/s";
    }
    void carriesReferencesInAndOut()
    {
        QFETCH(QString, given);
        QFETCH(QString, stored);
        QFETCH(QString, leaving);
        const auto &kind = *resource::kindOfType("subscriptions");
        json::object properties{{"scope", given.toStdString()}};
        resource::relativizeReferences(kind, properties, {});
        QCOMPARE(std::string{stringMember(properties, "scope")}, stored.toStdString());
        resource::absolutizeReferences(kind, properties, {});
        QCOMPARE(std::string{stringMember(properties, "scope")}, leaving.toStdString());
    }
    void findsReferencesInArrays()
    {
        const auto properties = objectOf(R"({"pool":{"services":[{"id":"backends/a"},{"id":"backends/b"}]}})");
        const auto found = resource::referencesOf(*resource::kindOfType("backends"), properties);
        QCOMPARE(found.size(), std::size_t{2});
        QCOMPARE(found.back(), ResourceId::of("backends/b"));
    }

private:
    //! The kinds that the table has so far; the rest of ARM comes row by row.
    static bool isOurs(const QStringList &collections)
    {
        static const QSet<QString> later{"issues",
                                         "attachments",
                                         "comments",
                                         "resolvers",
                                         "tagDescriptions",
                                         "wikis",
                                         "authorizationProviders",
                                         "authorizationServers",
                                         "contentTypes",
                                         "documentations",
                                         "identityProviders",
                                         "notifications",
                                         "openidConnectProviders",
                                         "policyRestrictions",
                                         "portalRevisions",
                                         "portalconfigs",
                                         "privateEndpointConnections",
                                         "quotas",
                                         "templates",
                                         "tenant",
                                         "portalsettings"};
        return std::none_of(collections.begin(), collections.end(),
                            [](const QString &one) { return later.contains(one); });
    }

    //! 1 when the example had a body.
    static int checkExample(const Kind &kind, const QString &name)
    {
        const auto text = referenceFile("examples/" + name);
        const auto example = parseJson(text.toStdString(), {.bytes = 16U << 20});
        const auto *parameters = example ? member(*example, "parameters") : nullptr;
        const auto *body = parameters ? member(*parameters, "parameters") : nullptr;
        const auto *properties = body ? member(*body, "properties") : nullptr;
        if (!properties || !properties->is_object())
            return 0;
        resource::Resource given{ResourceId{}, properties->get_object(), {}, {}};
        const auto scope = scopeOf(parameters->get_object());
        resource::relativizeReferences(kind, given.properties, scope);
        std::string all;
        for (const auto &finding : resource::validate(kind, given))
            all += finding.code + " " + finding.pointer + "; ";
        if (!all.empty())
            QTest::qFail(qPrintable(name + ": " + QString::fromStdString(all)), __FILE__, __LINE__);
        return 1;
    }

    static resource::ServiceScope scopeOf(const json::object &parameters)
    {
        return {std::string{stringMember(parameters, "subscriptionId")},
                std::string{stringMember(parameters, "resourceGroupName")},
                std::string{stringMember(parameters, "serviceName")}};
    }
};

QTEST_GUILESS_MAIN(TestKinds)
#include "tst_kinds.moc"
