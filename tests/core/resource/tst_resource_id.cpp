// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/configuration.h"
#include "tests/support/result_test.h"

#include <QTest>

#include <unordered_set>

using namespace gatehouse;
using resource::Configuration;
using resource::ResourceId;
using resource::ServiceScope;

namespace {

Configuration configurationOf(const std::vector<std::string> &ids)
{
    Configuration configuration;
    for (const auto &id : ids)
        configuration.put({ResourceId::of(id), {}, {}, {}});
    return configuration;
}

std::vector<std::string> textsOf(const std::vector<Configuration::Pointer> &resources)
{
    std::vector<std::string> texts;
    for (const auto &one : resources)
        texts.push_back(one->id.text());
    return texts;
}

} // namespace

class TestResourceId : public QObject
{
    Q_OBJECT

private slots:
    void namesItsParts()
    {
        const auto id = ResourceId::of("apis/orders/operations/get");
        QCOMPARE(std::string{id.name()}, std::string("get"));
        QCOMPARE(std::string{id.collection()}, std::string("operations"));
        QCOMPARE(id.parent(), ResourceId::of("apis/orders"));
        QCOMPARE(id.type(), std::string("apis/operations"));
        QCOMPARE(id.parent().parent(), ResourceId{});
        QVERIFY(ResourceId{}.isService());
        QVERIFY(ResourceId{}.name().empty() && ResourceId{}.collection().empty() && ResourceId{}.type().empty());
        QCOMPARE(ResourceId{}.child("apis", "orders").child("operations", "get"), id);
    }
    void comparesWithoutCaseAndKeepsTheSpelling()
    {
        const auto one = ResourceId::of("apis/Orders");
        const auto two = ResourceId::of("APIS/orders");
        QVERIFY(one == two);
        QVERIFY(!(one < two) && !(two < one));
        QCOMPARE(std::hash<ResourceId>{}(one), std::hash<ResourceId>{}(two));
        QCOMPARE(one.text(), std::string("apis/Orders"));
    }
    void refusesWhatIsNoId_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("odd") << QByteArray("apis");
        QTest::newRow("leading slash") << QByteArray("/apis/a");
        QTest::newRow("trailing slash") << QByteArray("apis/a/");
        QTest::newRow("empty segment") << QByteArray("apis//operations/x");
        QTest::newRow("query") << QByteArray("apis/a?b");
        QTest::newRow("fragment") << QByteArray("apis/a#b");
        QTest::newRow("escape") << QByteArray("apis/a%2fb");
        QTest::newRow("backslash") << QByteArray("apis/a\\b");
        QTest::newRow("control") << QByteArray("apis/a\nb");
        QTest::newRow("nul") << QByteArray("apis/a\0b", 8);
        QTest::newRow("dot") << QByteArray("apis/.");
        QTest::newRow("dots") << QByteArray("apis/..");
        QTest::newRow("bad UTF-8") << QByteArray("apis/\xff");
        QTest::newRow("long segment") << QByteArray("apis/") + QByteArray(257, 'x');
        QByteArray deep("a/b");
        for (int i = 0; i < 8; ++i)
            deep += "/a/b";
        QTest::newRow("18 segments") << deep;
    }
    void refusesWhatIsNoId()
    {
        QFETCH(QByteArray, text);
        const auto id = ResourceId::parse(text.toStdString());
        QVERIFY(!id);
        QCOMPARE(id.error().code, std::string("resourceId.invalid"));
        QCOMPARE(id.error().kind, ErrorKind::Invalid);
    }
    void takesNamesThatAzureTakes()
    {
        for (const auto *text : {"apis/orders;rev=2", "apis/a.b-c_d", "apis/gr\xC3\xBC\xC3\x9F", "namedValues/a b"})
            QVERIFY2(ResourceId::parse(text), text);
        QVERIFY(ResourceId::parse("apis/" + std::string(256, 'x')));
        QVERIFY(ResourceId::parse("")->isService());
    }
    void keepsASubtreeTogether()
    {
        const auto configuration =
            configurationOf({"apis/a-b", "apis/a", "apis/a/operations/x", "apis/a.c", "apis/A;rev=2", "products/p",
                             "apis/a/operations/x/policies/policy", "apis/a/policies/policy"});
        std::vector<std::string> order;
        for (const auto &[id, one] : configuration)
            order.push_back(id.text());
        const std::vector<std::string> expected{"apis/a",
                                                "apis/a/operations/x",
                                                "apis/a/operations/x/policies/policy",
                                                "apis/a/policies/policy",
                                                "apis/a-b",
                                                "apis/a.c",
                                                "apis/A;rev=2",
                                                "products/p"};
        QCOMPARE(order, expected);
        QCOMPARE(textsOf(configuration.descendants(ResourceId::of("APIS/A"))),
                 std::vector<std::string>(expected.begin() + 1, expected.begin() + 4));
        QCOMPARE(configuration.descendants({}).size(), expected.size());
    }
    void listsDirectMembersAlone()
    {
        const auto configuration =
            configurationOf({"apis/a", "apis/a/operations/x", "apis/a/operations/y", "apis/a/operations/x/tags/t",
                             "apis/b/operations/z", "apis/c", "apis/c/schemas/s", "apisX/d"});
        QCOMPARE(textsOf(configuration.children({}, "APIs")), (std::vector<std::string>{"apis/a", "apis/c"}));
        QCOMPARE(textsOf(configuration.children(ResourceId::of("apis/a"), "operations")),
                 (std::vector<std::string>{"apis/a/operations/x", "apis/a/operations/y"}));
        QVERIFY(configuration.children(ResourceId::of("apis/c"), "operations").empty());
    }
    void erasesWithAllBelow()
    {
        auto configuration = configurationOf({"apis/a", "apis/a/operations/x", "apis/a-b", "apis/a-b/operations/x"});
        const auto copy = configuration;
        QCOMPARE(configuration.erase(ResourceId::of("apis/A")), std::size_t{2});
        QCOMPARE(configuration.size(), std::size_t{2});
        QVERIFY(configuration.contains(ResourceId::of("apis/a-b/operations/x")));
        QCOMPARE(configuration.erase(ResourceId::of("apis/a")), std::size_t{0});
        QCOMPARE(copy.size(), std::size_t{4});
    }
    void makesIdsAbsoluteAndBack()
    {
        const ServiceScope scope{"11111111-0000-0000-0000-000000000000", "rg", "svc"};
        const auto prefix =
            std::string("/subscriptions/11111111-0000-0000-0000-000000000000/resourceGroups/rg/providers/"
                        "Microsoft.ApiManagement/service/svc");
        QCOMPARE(scope.prefix(), prefix);
        QCOMPARE(scope.absolute(ResourceId::of("apis/a")), prefix + "/apis/a");
        QCOMPARE(scope.absolute({}), prefix);
        for (const auto &text :
             {prefix + "/apis/a", toUpper(prefix) + "/apis/a", std::string("/apis/a"), std::string("apis/a")}) {
            const auto id = scope.relative(text);
            VERIFY_RESULT(id);
            QCOMPARE(*id, ResourceId::of("apis/a"));
        }
        QVERIFY(scope.relative(prefix)->isService());
        // A subscription of the service looks like the beginning of an absolute id.
        QCOMPARE(*scope.relative("/subscriptions/partner"), ResourceId::of("subscriptions/partner"));
        QCOMPARE(scope.relative(prefix + "x/apis/a").error().code, std::string("resourceId.otherService"));
        QCOMPARE(scope.relative("/subscriptions/2/resourceGroups/rg/providers/Microsoft.Web/sites/x").error().code,
                 std::string("resourceId.otherService"));
        QVERIFY(!scope.relative(prefix + "/"));
    }

private:
    static std::string toUpper(const std::string &text) { return QString::fromStdString(text).toUpper().toStdString(); }
};

QTEST_GUILESS_MAIN(TestResourceId)
#include "tst_resource_id.moc"
