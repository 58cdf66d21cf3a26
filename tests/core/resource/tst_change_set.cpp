// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/change_set.h"
#include "tests/core/resource/random_configuration.h"
#include "tests/support/result_test.h"

#include <QTest>

#include <algorithm>

using namespace gatehouse;
using resource::ChangeItem;
using resource::ChangeKind;
using resource::ChangeSet;
using resource::Configuration;
using resource::InverseKind;
using resource::Resource;
using resource::ResourceId;

namespace {

Resource resourceOf(const std::string &id, json::object properties = {})
{
    return {ResourceId::of(id), std::move(properties), {}, "e1"};
}

ChangeItem put(const std::string &id, json::object after, std::optional<json::object> before = {})
{
    ChangeItem item;
    item.id = ResourceId::of(id);
    item.after = resourceOf(id, std::move(after));
    if (before) {
        item.before = resourceOf(id, *std::move(before));
        item.baselineEtag = "e1";
    }
    return item;
}

ChangeItem removal(const std::string &id, std::optional<json::object> before)
{
    auto item = put(id, {}, std::move(before));
    item.kind = ChangeKind::Delete;
    item.after.reset();
    return item;
}

ChangeItem action(const std::string &id, const std::string &name)
{
    ChangeItem item;
    item.kind = ChangeKind::Action;
    item.id = ResourceId::of(id);
    item.action = name;
    return item;
}

bool isSame(const Configuration &a, const Configuration &b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto &x, const auto &y) {
               return x.first == y.first && x.second->properties == y.second->properties;
           });
}

std::vector<std::string> orderOf(const ChangeSet &set)
{
    std::vector<std::string> order;
    for (const auto &item : set.inOrder())
        order.push_back(std::string(item.kind == ChangeKind::Put          ? "put "
                                        : item.kind == ChangeKind::Delete ? "delete "
                                                                          : "do ")
                        + item.id.text());
    return order;
}

} // namespace

class TestChangeSet : public QObject
{
    Q_OBJECT

private slots:
    // ---- properties over random configurations

    void turnsOneConfigurationIntoTheOther()
    {
        test::RandomConfiguration random(42);
        for (int round = 0; round < 200; ++round) {
            const auto a = random.make();
            const auto b = random.make();
            const auto set = ChangeSet::between(a, b);
            const auto result = set.appliedTo(a);
            QVERIFY(resource::diff(b, result).empty() && resource::diff(result, b).empty());
            for (const auto &item : set.items()) { // what changes becomes exactly what it is in b
                const auto *wanted = b.find(item.id);
                const auto *got = result.find(item.id);
                QCOMPARE(got != nullptr, wanted != nullptr);
                QVERIFY(!got || got->properties == wanted->properties);
            }
        }
    }
    void takesBackAllOfIt()
    {
        test::RandomConfiguration random(43);
        for (int round = 0; round < 200; ++round) {
            const auto a = random.make();
            const auto set = ChangeSet::between(a, random.make());
            ChangeSet undo;
            for (const auto &inverse : set.inverses()) {
                QCOMPARE(inverse.kind, InverseKind::Exact);
                QVERIFY(inverse.item && inverse.lost.empty());
                undo.stage(*inverse.item);
            }
            QVERIFY(isSame(undo.appliedTo(set.appliedTo(a)), a));
        }
    }
    void isItsInversesInverse()
    {
        test::RandomConfiguration random(44);
        const auto set = ChangeSet::between(random.make(), random.make());
        QVERIFY(!set.empty());
        for (const auto &item : set.items()) {
            const auto again = item.inverse().item->inverse().item;
            QVERIFY(again.has_value());
            QCOMPARE(again->kind, item.kind);
            QCOMPARE(again->id, item.id);
            QCOMPARE(again->after.has_value(), item.after.has_value());
            QVERIFY(!item.after || again->after->properties == item.after->properties);
            QVERIFY(!item.before || again->before->properties == item.before->properties);
        }
    }
    void isEmptyBetweenTheSame()
    {
        test::RandomConfiguration random(45);
        for (int round = 0; round < 50; ++round) {
            const auto a = random.make();
            QVERIFY(ChangeSet::between(a, a).empty());
            QVERIFY(ChangeSet::between(a, Configuration(a)).empty());
        }
    }
    void writesBeforeWhatNeedsIt()
    {
        test::RandomConfiguration random(46);
        for (int round = 0; round < 50; ++round) {
            Configuration state = random.make();
            const auto target = random.make();
            for (const auto &item : ChangeSet::between(state, target).inOrder()) {
                QVERIFY2(item.id.parent().isService() || state.contains(item.id.parent()), item.id.text().c_str());
                if (item.kind == ChangeKind::Put)
                    state.put(*item.after);
                else
                    QCOMPARE(state.erase(item.id), std::size_t{1}); // children first
            }
        }
    }
    void survivesJson()
    {
        test::RandomConfiguration random(47);
        auto set = ChangeSet::between(random.make(), random.make());
        set.stage(action("subscriptions/s0", "regeneratePrimaryKey"));
        const auto text = toJson(set.toJson());
        const auto read = ChangeSet::fromJson(*parseJson(text));
        VERIFY_RESULT(read);
        QCOMPARE(toJson(read->toJson()), text);
        QCOMPARE(read->items().size(), set.items().size());
    }
    void refusesJsonThatIsNoSet_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"null", "[]", "{}", R"({"version":2,"items":[]})", R"({"version":1,"items":{}})",
              R"({"version":1,"items":[1]})", R"({"version":1,"items":[{"kind":"put","id":"apis/a"}]})",
              R"({"version":1,"items":[{"kind":"drop","id":"apis/a"}]})",
              R"({"version":1,"items":[{"kind":"delete","id":"apis"}]})",
              R"({"version":1,"items":[{"kind":"action","id":"apis/a"}]})",
              R"({"version":1,"items":[{"kind":"put","id":"apis/a","after":{"properties":1}}]})"})
            QTest::newRow(text) << text;
    }
    void refusesJsonThatIsNoSet()
    {
        QFETCH(QString, text);
        const auto set = ChangeSet::fromJson(*parseJson(text.toStdString()));
        QVERIFY(!set);
        QCOMPARE(set.error().code, std::string("changeSet.invalid"));
    }

    // ---- staging

    void keepsTheFirstBaseline()
    {
        ChangeSet set;
        set.stage(put("apis/a", {{"path", "two"}}, json::object{{"path", "one"}}));
        auto second = put("apis/A", {{"path", "three"}}, json::object{{"path", "two"}});
        second.baselineEtag = "e9";
        set.stage(second);
        QCOMPARE(set.items().size(), std::size_t{1});
        QCOMPARE(std::string{stringMember(set.items()[0].before->properties, "path")}, std::string("one"));
        QCOMPARE(set.items()[0].baselineEtag, std::string("e1"));
        QCOMPARE(std::string{stringMember(set.items()[0].after->properties, "path")}, std::string("three"));
    }
    void dropsWhatIsBackAtTheBaseline()
    {
        ChangeSet set;
        set.stage(put("apis/a", {{"path", "one"}}, json::object{{"path", "one"}}));
        QVERIFY(set.empty());
        set.stage(put("apis/a", {{"path", "two"}}, json::object{{"path", "one"}}));
        set.stage(put("apis/a", {{"path", "one"}}, json::object{{"path", "two"}}));
        QVERIFY(set.empty());
    }
    void forgetsWhatIsMadeAndDeleted()
    {
        ChangeSet set;
        set.stage(put("apis/a", {{"path", "one"}}));
        set.stage(put("apis/a/operations/o", {{"displayName", "o"}}));
        set.stage(put("apis/ab", {{"path", "other"}}));
        set.stage(removal("apis/a", {}));
        QCOMPARE(orderOf(set), std::vector<std::string>{"put apis/ab"});
    }
    void turnsADeleteIntoAChange()
    {
        ChangeSet set;
        set.stage(removal("apis/a", json::object{{"path", "one"}}));
        set.stage(put("apis/a", {{"path", "two"}}));
        QCOMPARE(orderOf(set), std::vector<std::string>{"put apis/a"});
        QCOMPARE(std::string{stringMember(set.items()[0].before->properties, "path")}, std::string("one"));
        set.stage(put("apis/a", {{"path", "one"}}));
        QVERIFY(set.empty());
    }
    void holdsActionsBesideEdits()
    {
        ChangeSet set;
        set.stage(action("subscriptions/s", "regeneratePrimaryKey"));
        set.stage(action("subscriptions/s", "regenerateSecondaryKey"));
        set.stage(action("subscriptions/s", "regeneratePrimaryKey"));
        set.stage(put("subscriptions/s", {{"displayName", "s"}}));
        QCOMPARE(set.items().size(), std::size_t{3});
        QCOMPARE(set.find(ResourceId::of("Subscriptions/S"))->kind, ChangeKind::Put);
        QVERIFY(set.discard(ResourceId::of("subscriptions/S")));
        QVERIFY(!set.discard(ResourceId::of("subscriptions/S")));
        QVERIFY(set.empty());
    }

    // ---- order

    void callsInTheOrderOfDependence()
    {
        ChangeSet set;
        set.stage(removal("apis/old", json::object{}));
        set.stage(removal("products/old/apis/old", json::object{}));
        set.stage(action("subscriptions/s", "regeneratePrimaryKey"));
        set.stage(put("subscriptions/s", {{"scope", "products/p"}}));
        set.stage(put("apis/a/operations/o/policies/policy", {}));
        set.stage(put("products/p/apis/a", {}));
        set.stage(put("apis/a/operations/o", {}));
        set.stage(put("apis/a", {}));
        set.stage(put("products/p", {}));
        set.stage(put("policies/policy", {}));
        set.stage(put("policyFragments/f", {}));
        set.stage(put("namedValues/n", {}));
        const auto order = orderOf(set);
        const auto at = [&order](const char *what) {
            return std::find(order.begin(), order.end(), what) - order.begin();
        };
        QCOMPARE(order.size(), std::size_t{12});
        QVERIFY(at("put namedValues/n") < at("put policyFragments/f"));
        QVERIFY(at("put policyFragments/f") < at("put policies/policy"));
        QVERIFY(at("put apis/a") < at("put apis/a/operations/o"));
        QVERIFY(at("put apis/a/operations/o") < at("put apis/a/operations/o/policies/policy"));
        QVERIFY(at("put apis/a") < at("put products/p/apis/a") && at("put products/p") < at("put products/p/apis/a"));
        QVERIFY(at("put products/p") < at("put subscriptions/s"));
        QVERIFY(at("put subscriptions/s") < at("do subscriptions/s"));
        QVERIFY(at("do subscriptions/s") < at("delete products/old/apis/old"));
        QCOMPARE(order.back(), std::string("delete apis/old"));
    }
    void writesWhatIsReferredToFirst()
    {
        ChangeSet set;
        set.stage(put("backends/a-pool",
                      *parseJson(R"({"type":"Pool","pool":{"services":[{"id":"backends/z"}]}})")->if_object()));
        set.stage(put("backends/z", {{"url", "u"}}));
        set.stage(put("apis/a;rev=2", {{"sourceApiId", "apis/z"}}));
        set.stage(put("apis/z", {{"path", "z"}}));
        QCOMPARE(orderOf(set),
                 (std::vector<std::string>{"put backends/z", "put backends/a-pool", "put apis/z", "put apis/a;rev=2"}));
    }

    // ---- inverses

    void saysWhatUndoLoses_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("lost");
        QTest::newRow("create") << 0 << int(InverseKind::Exact) << "";
        QTest::newRow("change") << 1 << int(InverseKind::Exact) << "";
        QTest::newRow("overwritten secret") << 2 << int(InverseKind::Partial) << "properties.value";
        QTest::newRow("delete of a leaf") << 3 << int(InverseKind::Exact) << "";
        QTest::newRow("delete of a parent") << 4 << int(InverseKind::Partial) << "apis/a/*";
        QTest::newRow("delete with unknown keys")
            << 5 << int(InverseKind::Partial) << "properties.primaryKey,properties.secondaryKey";
        QTest::newRow("delete without a baseline") << 6 << int(InverseKind::Impossible) << "tags/t";
        QTest::newRow("regenerated key") << 7 << int(InverseKind::Impossible) << "regeneratePrimaryKey";
    }
    void saysWhatUndoLoses()
    {
        QFETCH(int, which);
        QFETCH(int, kind);
        QFETCH(QString, lost);
        const std::vector<ChangeItem> items{
            put("apis/a", {{"path", "a"}}),
            put("apis/a", {{"path", "a"}}, json::object{{"path", "b"}}),
            put("namedValues/n", {{"value", "new"}, {"secret", true}}, json::object{{"secret", true}}),
            removal("products/p/apis/a", json::object{}),
            removal("apis/a", json::object{{"path", "a"}}),
            removal("subscriptions/s", json::object{{"displayName", "s"}}),
            removal("tags/t", {}),
            action("subscriptions/s", "regeneratePrimaryKey"),
        };
        const auto inverse = items.at(static_cast<std::size_t>(which)).inverse();
        QCOMPARE(int(inverse.kind), kind);
        QCOMPARE(inverse.item.has_value(), inverse.kind != InverseKind::Impossible);
        QStringList found;
        for (const auto &one : inverse.lost)
            found.append(QString::fromStdString(one));
        QCOMPARE(found.join(','), lost);
    }
    void keepsSecretsThatTheTargetDoesNotShow()
    {
        Configuration live, wanted;
        live.put(resourceOf("subscriptions/s", {{"displayName", "old"}, {"primaryKey", "k1"}, {"secondaryKey", "k2"}}));
        wanted.put(resourceOf("subscriptions/s", {{"displayName", "new"}}));
        const auto set = ChangeSet::between(live, wanted);
        QCOMPARE(set.items().size(), std::size_t{1});
        const auto result = set.appliedTo(live);
        const auto &properties = result.find(ResourceId::of("subscriptions/s"))->properties;
        QCOMPARE(std::string{stringMember(properties, "displayName")}, std::string("new"));
        QCOMPARE(std::string{stringMember(properties, "primaryKey")}, std::string("k1"));
        QCOMPARE(set.items()[0].inverse().kind, InverseKind::Exact);
    }
};

QTEST_GUILESS_MAIN(TestChangeSet)
#include "tst_change_set.moc"
