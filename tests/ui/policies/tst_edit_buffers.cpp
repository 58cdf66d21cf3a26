// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/edit_buffers.h"
#include "ui/policies/policy_scopes.h"
#include "ui/policies/policy_search.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui::policies;
using resource::Configuration;
using resource::ResourceId;

namespace {

const auto apiPolicy = ResourceId::of("apis/orders/policies/policy");

Configuration with(const std::string &text)
{
    Configuration configuration;
    configuration.put({ResourceId::of("apis/orders"), {{"displayName", "Orders API"}, {"path", "orders"}}, {}, "1"});
    configuration.put({ResourceId::of("apis/orders/operations/get"), {{"displayName", "Get order"}, {"method", "GET"}}, {}, "1"});
    configuration.put({ResourceId::of("policyFragments/shared"), {{"value", "<fragment/>"}, {"format", "rawxml"}}, {}, "1"});
    if (!text.empty())
        configuration.put(withText(apiPolicy, nullptr, text));
    return configuration;
}

} // namespace

class TestEditBuffers : public QObject
{
    Q_OBJECT

private slots:
    void followWhatWasNotEdited()
    {
        EditBuffers buffers;
        QVERIFY(buffers.open(apiPolicy, with("<a/>")));
        buffers.rebase(with("<b/>"));
        QCOMPARE(buffers.find(apiPolicy)->text, std::string("<b/>"));
        QVERIFY(!buffers.find(apiPolicy)->isEdited());
        buffers.rebase(with(""));
        QVERIFY(!buffers.find(apiPolicy));
    }

    void keepWhatWasTypedAndSayThatItWasOvertaken()
    {
        EditBuffers buffers;
        buffers.open(apiPolicy, with("<a/>"));
        buffers.setText(apiPolicy, "<mine/>");
        buffers.rebase(with("<a/>"));
        QVERIFY(!buffers.find(apiPolicy)->theirs);
        buffers.rebase(with("<theirs/>"));
        QCOMPARE(buffers.find(apiPolicy)->text, std::string("<mine/>"));
        QCOMPARE(buffers.find(apiPolicy)->theirs.value_or(""), std::string("<theirs/>"));

        auto kept = buffers;
        kept.keepMine(apiPolicy);
        QVERIFY(kept.find(apiPolicy)->isEdited() && !kept.find(apiPolicy)->theirs);
        QCOMPARE(kept.find(apiPolicy)->base, std::string("<theirs/>"));
        buffers.takeTheirs(apiPolicy);
        QCOMPARE(buffers.find(apiPolicy)->text, std::string("<theirs/>"));
        QVERIFY(!buffers.find(apiPolicy)->isEdited());
    }

    void forgetANewDocumentOnRevert()
    {
        EditBuffers buffers;
        QVERIFY(!buffers.open(apiPolicy, with("")));
        QVERIFY(buffers.create(apiPolicy, defaultDocument(apiPolicy)).isEdited());
        buffers.revert(apiPolicy);
        QVERIFY(!buffers.find(apiPolicy));
    }

    void areClearAfterStaging()
    {
        EditBuffers buffers;
        buffers.open(apiPolicy, with("<a/>"));
        buffers.setText(apiPolicy, "<b/>");
        QCOMPARE(buffers.edited().size(), std::size_t(1));
        buffers.staged(apiPolicy);
        buffers.rebase(with("<b/>"));
        QVERIFY(buffers.edited().empty());
    }

    void seeThatTheLiveDocumentIsNewer()
    {
        const auto before = withText(apiPolicy, nullptr, "<a/>");
        const resource::ChangeItem item{.id = apiPolicy, .after = withText(apiPolicy, nullptr, "<b/>"), .before = before};
        QVERIFY(!isOvertaken(item, with("<a/>")));
        QVERIFY(isOvertaken(item, with("<c/>")));
        QVERIFY(isOvertaken(item, with("")));
    }

    void scopesStandInTreeOrderWithTheirMarks()
    {
        resource::ChangeSet changes;
        changes.stage({.id = apiPolicy, .after = withText(apiPolicy, nullptr, "<b/>")});
        QStringList drawn;
        for (const auto &entry : scopesOf(changes.appliedTo(with("")), changes))
            drawn << QString(entry.depth, ' ') + entry.name + (entry.hasDocument ? "*" : "") + (entry.isStaged ? "!" : "");
        QCOMPARE(drawn, (QStringList{"All APIs", "APIs", " Orders API*!", "  Get order", "Fragments", " shared*"}));
    }

    void newDocumentsInheritEverything()
    {
        const auto text = defaultDocument(apiPolicy);
        std::size_t count = 0;
        for (auto at = text.find("<base />"); at != std::string::npos; at = text.find("<base />", at + 1))
            ++count;
        QCOMPARE(count, std::size_t(4));
        QVERIFY(defaultDocument(ResourceId::of("policies/policy")).find("forward-request") != std::string::npos);
    }

    void searchFindsEveryPlaceWithItsLine()
    {
        const auto hits = searchPolicies(with("<policies>\n  <set-header name=\"X-A\"/>\n  <!-- x-a -->\n</policies>"), "x-a");
        QCOMPARE(hits.size(), std::size_t(2));
        QCOMPARE(hits[0].line, 2);
        QCOMPARE(hits[1].line, 3);
        QCOMPARE(hits[1].text, QStringLiteral("<!-- x-a -->"));
        QCOMPARE(hits[0].scope, QStringLiteral("Orders API"));
    }
};

QTEST_GUILESS_MAIN(TestEditBuffers)
#include "tst_edit_buffers.moc"
