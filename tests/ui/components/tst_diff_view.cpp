// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/diff_view.h"
#include "ui/shell/theme/theme.h"

#include <QListWidget>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::ui::components;
using resource::ResourceId;

namespace {

resource::Resource policyOf(const std::string &text, const std::string &format = "rawxml")
{
    return {ResourceId::of("apis/orders/policies/policy"), {{"format", format}, {"value", text}}, {}, {}};
}

std::string document(const std::string &inbound)
{
    return "<policies><inbound><base />" + inbound + "</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>";
}

} // namespace

class TestDiffView : public QObject
{
    Q_OBJECT

private:
    theme::Theme m_theme;

private slots:
    void aPolicysDifferencesAreNamed()
    {
        const auto before = policyOf(document(R"(<rate-limit calls="5" renewal-period="60" />)"));
        const auto after = policyOf(document(R"(<rate-limit renewal-period="60" calls="10" /><set-header name="X-A"><value>1</value></set-header>)"));
        const auto diff = diffDocument(&before, &after);
        QCOMPARE(diff.sentences, (QStringList{"rate-limit: calls 5 → 10 in inbound", "set-header “X-A” added in inbound"}));
    }

    void layoutAloneIsNoEffectiveDifference()
    {
        const auto text = R"x(<set-variable name="v" value="@(1 > 0 ? "yes" : "no")" />)x";
        const auto before = policyOf(document(text));
        const auto spread = policyOf(document(std::string("\n<!-- a note -->\n    ") + text + "\n"));
        QCOMPARE(diffDocument(&before, &spread).sentences.size(), 1);
        QVERIFY(diffDocument(&before, &spread).sentences.front().startsWith("No effective difference"));
        // Written in the other format it is still the same.
        const auto escaped = policyOf(document(R"x(<set-variable name="v" value="@(1 &gt; 0 ? &quot;yes&quot; : &quot;no&quot;)" />)x"), "xml");
        QVERIFY(diffDocument(&before, &escaped).sentences.front().startsWith("No effective difference"));
    }

    void whatIsNoPolicyHasNoSentences()
    {
        const resource::Resource before{ResourceId::of("apis/orders"), {{"path", "a"}}, {}, {}};
        const resource::Resource after{ResourceId::of("apis/orders"), {{"path", "b"}}, {}, {}};
        QVERIFY(diffDocument(&before, &after).sentences.isEmpty());
    }

    void sentencesStandAboveTheTextOfTheirDocument()
    {
        const auto before = policyOf(document(R"(<rate-limit calls="5" renewal-period="60" />)"));
        const auto after = policyOf(document({}));
        const resource::Resource api{ResourceId::of("apis/orders"), {{"path", "b"}}, {}, {}};
        DiffView view;
        view.setDocuments({diffDocument(&before, &after), diffDocument(nullptr, &api)});
        view.resize(900, 600);
        static_cast<QWidget &>(view).show();
        auto *list = view.findChild<QListWidget *>("sentences");
        QVERIFY(list && list->isVisible());
        QCOMPARE(list->count(), 1);
        QCOMPARE(list->item(0)->text(), QString("rate-limit removed in inbound"));
        QVERIFY(list->geometry().bottom() < view.text()->geometry().top());
        view.setCurrentIndex(1);
        QVERIFY(!list->isVisible());
    }
};

QTEST_MAIN(TestDiffView)
#include "tst_diff_view.moc"
