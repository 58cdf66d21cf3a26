// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/differences.h"

#include <QTest>

using namespace gatehouse::policy;

namespace {

std::string inbound(const std::string &policies)
{
    return "<policies><inbound><base />" + policies + "</inbound><backend><base /></backend><outbound><base /></outbound></policies>";
}

QStringList drawn(const std::string &before, const std::string &after)
{
    QStringList lines;
    const auto found = differences(before, after);
    if (!found)
        return {"unreadable"};
    for (const auto &one : *found) {
        static const char *kinds[] = {"+", "-", "~", ">"};
        lines << QString::fromStdString(std::string(kinds[one.kind]) + " " + one.section + " " + one.path
                                        + (one.what.empty() ? "" : " " + one.what + ": " + one.before + " -> " + one.after));
    }
    return lines;
}

} // namespace

class TestDifferences : public QObject
{
    Q_OBJECT

private slots:
    void nameWhatChanged_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QStringList>("expected");
        const QByteArray limit = R"(<rate-limit calls="5" renewal-period="60" />)";
        const QByteArray header = R"(<set-header name="A" exists-action="override"><value>1</value></set-header>)";
        QTest::newRow("an attribute") << limit << QByteArray(limit).replace("\"5\"", "\"10\"") << QStringList{"~ inbound rate-limit[1] calls: 5 -> 10"};
        QTest::newRow("layout, quotes, order of attributes") << limit << QByteArray("\n  <rate-limit renewal-period='60'\n calls=\"5\"></rate-limit>") << QStringList();
        QTest::newRow("a default that is written out") << header << QByteArray(header).replace(" exists-action=\"override\"", "") << QStringList();
        QTest::newRow("added") << limit << limit + header << QStringList{"+ inbound set-header[1]"};
        QTest::newRow("removed") << limit + header << limit << QStringList{"- inbound set-header[1]"};
        QTest::newRow("moved") << limit + header << header + limit << QStringList{"> inbound rate-limit[1]"};
        QTest::newRow("a child's text") << header << QByteArray(header).replace(">1<", ">2<")
                                        << QStringList{"~ inbound set-header[1] value: 1 -> 2"};
        QTest::newRow("inside of choose")
            << QByteArray("<choose><when condition=\"@(true)\">" + limit + "</when></choose>")
            << QByteArray("<choose><when condition=\"@(true)\">" + QByteArray(limit).replace("\"60\"", "\"30\"") + "</when></choose>")
            << QStringList{"~ inbound choose[1]/when[1]/rate-limit[1] renewal-period: 60 -> 30"};
        QTest::newRow("comments mean nothing") << limit << limit + "<!-- new -->" << QStringList();
    }
    void nameWhatChanged()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QStringList, expected);
        auto found = drawn(inbound(before.toStdString()), inbound(after.toStdString()));
        found.sort();
        expected.sort();
        QCOMPARE(found, expected);
    }

    void aMissingSectionIsNamed()
    {
        const auto found = drawn(inbound({}), "<policies><inbound><base /></inbound><backend><base /></backend></policies>");
        QCOMPARE(found, (QStringList{"- outbound outbound", "- outbound base[1]"}));
    }

    void agreeWithSameMeaning()
    {
        const auto a = inbound("<set-body>@(context.Request.Body.As<string>())</set-body>");
        const auto b = inbound("\n<set-body>  @(context.Request.Body.As&lt;string&gt;())  </set-body>");
        QCOMPARE(drawn(a, b).isEmpty(), sameMeaning(a, b));
    }

    void anUnreadableTextHasNone() { QCOMPARE(drawn("<policies>", inbound({})), QStringList{"unreadable"}); }
};

QTEST_GUILESS_MAIN(TestDifferences)
#include "tst_differences.moc"
