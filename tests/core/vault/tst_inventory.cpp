// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/keys/inventory.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::vault;
using resource::ResourceId;

namespace {

const UtcTime inventoryNow{std::chrono::days{20'000}};

UtcTime daysAgo(int days)
{
    return inventoryNow - std::chrono::days{days};
}

resource::Configuration someSubscriptions()
{
    resource::Configuration configuration;
    const auto put = [&](const char *id, json::object properties) { configuration.put({ResourceId::of(id), std::move(properties), {}, "1"}); };
    put("users/anna", {{"firstName", "Anna"}, {"lastName", "Berg"}});
    put("products/gold", {{"displayName", "Gold"}});
    put("apis/orders", {{"displayName", "Orders"}});
    put("subscriptions/a", {{"displayName", "Alpha"}, {"scope", "products/gold"}, {"ownerId", "users/anna"}, {"state", "active"}, {"createdDate", toIso(daysAgo(200))}});
    put("subscriptions/b", {{"displayName", "Beta"}, {"scope", "/apis/orders"}, {"state", "suspended"}});
    put("subscriptions/c", {{"displayName", "Gamma"}, {"scope", "/apis"}});
    return configuration;
}

SlotUse used(int changed, std::optional<int> last, std::uint64_t calls = 0)
{
    return {daysAgo(changed), last ? std::optional(daysAgo(*last)) : std::nullopt, calls, {}};
}

KeyUseReport someReport()
{
    KeyUseReport report;
    report.tellsKeys = true;
    report.knownSince = daysAgo(100);
    report.knownUntil = inventoryNow;
    report.keys["a"] = {used(200, 1, 10), used(200, std::nullopt)};
    report.keys["b"] = {used(150, 2, 5), used(20, std::nullopt)}; // a new secondary that nobody took
    report.keys["c"] = {used(5, std::nullopt), used(5, std::nullopt)};
    return report;
}

std::string idsOf(const std::vector<InventoryRow> &rows, const InventoryFilter &filter = {})
{
    std::string ids;
    for (const auto &row : rows)
        if (matches(row, filter, inventoryNow))
            ids += row.id;
    return ids;
}

} // namespace

class TestKeyInventory : public QObject
{
    Q_OBJECT

private slots:
    void saysWhoseKeysAndWhatTheyOpen()
    {
        const auto rows = inventoryOf(someSubscriptions(), someReport());
        QCOMPARE(rows.size(), 3U);
        QCOMPARE(rows[0].owner, std::string("Anna Berg"));
        QVERIFY(rows[0].scope == InventoryRow::Product && rows[0].scopeName == "Gold");
        QVERIFY(rows[1].scope == InventoryRow::Api && rows[1].scopeName == "Orders" && rows[1].owner.empty());
        QVERIFY(rows[2].scope == InventoryRow::AllApis);
        QVERIFY(rows[0].inUse == KeyInUse::Primary && rows[0].calls == 10U && rows[0].oldest == daysAgo(200));
    }
    void seesWhoStayedOnTheOldKey()
    {
        const auto rows = inventoryOf(someSubscriptions(), someReport());
        QVERIFY(!rows[0].onOldKey && rows[1].onOldKey && !rows[2].onOldKey);
        InventoryFilter filter;
        filter.onOldKey = true;
        QCOMPARE(idsOf(rows, filter), std::string("b"));
    }
    void claimsUnusedOnlyWhatWasObserved()
    {
        auto configuration = someSubscriptions();
        auto report = someReport();
        report.keys["c"] = {used(300, std::nullopt), used(300, std::nullopt)};
        InventoryFilter ninety{90, {}, false, {}};
        QCOMPARE(idsOf(inventoryOf(configuration, report), ninety), std::string("c"));
        report.knownSince = daysAgo(80); // not looked at for long enough
        QCOMPARE(idsOf(inventoryOf(configuration, report), ninety), std::string());
        QCOMPARE(idsOf(inventoryOf(configuration, report), {60, {}, false, {}}), std::string("c"));
        report.knownSince.reset();
        QCOMPARE(idsOf(inventoryOf(configuration, report), {1, {}, false, {}}), std::string());
    }
    void aKeyThatIsNewIsNotLongUnused()
    {
        const auto rows = inventoryOf(someSubscriptions(), someReport());
        QVERIFY(rows[2].unusedSince == daysAgo(5));
    }
    void gapsBreakAProofAndNotTheInventory()
    {
        auto report = someReport();
        report.gaps.push_back({daysAgo(3), daysAgo(2)});
        QVERIFY(unusedSince(report, "a", Slot::Secondary) == daysAgo(100));
        QVERIFY(provedUnusedSince(report, "A", Slot::Secondary) == daysAgo(2));
        QVERIFY(provedUnusedSince(report, "a", Slot::Primary) == daysAgo(1));
        QVERIFY(!provedUnusedSince(report, "nobody", Slot::Primary));
    }
    void countsOfSubscriptionsAloneNameNoKey()
    {
        KeyUseReport report;
        report.knownSince = daysAgo(90);
        report.knownUntil = inventoryNow;
        report.totals["a"] = {4, 9, 9};
        report.totals["b"] = {0, 3, 3};
        const auto rows = inventoryOf(someSubscriptions(), report);
        QVERIFY(rows[0].inUse == KeyInUse::Unknown && rows[0].calls == 4U && !rows[0].unusedSince && !rows[0].knowsKeys);
        QVERIFY(rows[1].inUse == KeyInUse::None && rows[1].unusedSince == daysAgo(30));
        QVERIFY(rows[2].unusedSince == daysAgo(90));
    }
    void sortsUnknownLastEitherWay()
    {
        auto rows = inventoryOf(someSubscriptions(), someReport());
        sortRows(rows, InventoryOrder::Age, true);
        QCOMPARE(idsOf(rows), std::string("abc"));
        sortRows(rows, InventoryOrder::LastUsed);
        QCOMPARE(idsOf(rows), std::string("bac"));
        sortRows(rows, InventoryOrder::LastUsed, true);
        QCOMPARE(idsOf(rows), std::string("abc"));
        sortRows(rows, InventoryOrder::Calls, true);
        QCOMPARE(idsOf(rows), std::string("abc"));
        QCOMPARE(idsOf(rows, {{}, 100, false, {}}), std::string("ab"));
        QCOMPARE(idsOf(rows, {{}, {}, false, "berg"}), std::string("a"));
    }
};

QTEST_GUILESS_MAIN(TestKeyInventory)
#include "tst_inventory.moc"
