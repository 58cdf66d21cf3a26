// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the timeline go to GATEHOUSE_GALLERY when it is set: to be looked at.
#include "ui/components/data_table.h"
#include "ui/components/diff_view.h"
#include "ui/components/state_stack.h"
#include "ui/components/trace_timeline.h"
#include "ui/shell/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QElapsedTimer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::ui::components;
using std::chrono::microseconds;

namespace {

remote::TraceStep stepOf(const char *section, const char *policy, const char *scope, int start, int cost, const char *message)
{
    remote::TraceStep step;
    step.section = section;
    step.policy = policy;
    step.scope = scope;
    step.start = microseconds(start);
    step.message = message;
    if (cost >= 0)
        step.duration = microseconds(cost);
    if (*scope) {
        step.resourceId = std::string(scope) == "global" ? "policies/policy" : "apis/orders/policies/policy";
        step.path = std::string(policy) + "[1]";
        step.line = 12;
    }
    return step;
}

remote::Trace sample()
{
    remote::Trace trace;
    trace.id = "t1";
    trace.steps = {stepOf("inbound", "api-inspector", "", 200, -1, "GET http://127.0.0.1:8080/orders/orders"),
                   stepOf("inbound", "set-header", "global", 500, 15, "Request header 'X-Tier' was set to 'gold'"),
                   stepOf("inbound", "rate-limit", "product", 700, 11, "Nothing was changed."),
                   stepOf("inbound", "rewrite-uri", "operation", 900, 320, "Request URL was changed"),
                   stepOf("backend", "forward-request", "global", 1300, 14'800, "Response was received from the backend service."),
                   stepOf("outbound", "set-header", "api", 16'200, 7, "Response header 'Server' was removed"),
                   stepOf("on-error", "validate-content", "api", 16'400, 900, "The body is no order.")};
    trace.steps[0].details = "{\n    \"request\": {}\n}";
    trace.steps[1].changes = {{"request.header", "X-Tier", {}, "gold"}};
    trace.steps[3].changes = {{"backend.url", "", "http://10.0.0.1/orders?page=1", "http://10.0.0.1/v2/orders?page=1"}};
    trace.steps[4].changes = {{"response.status", "", {}, "200"}, {"response.header", "A", {}, "1"}, {"response.header", "B", {}, "1"}, {"response.body", "", {}, "{}"}};
    trace.steps[5].changes = {{"response.header", "Server", "sample/1.0", {}}};
    trace.steps[5].resourceId = "policyFragments/no-store";
    trace.steps[6].isFailed = true;
    trace.steps[6].reason = "ValidationFailed";
    return trace;
}

} // namespace

class TestTraceTimeline : public QObject
{
    Q_OBJECT

private slots:
    void looksAtTheFailureFirst()
    {
        TraceTimeline timeline;
        timeline.setTrace(sample());
        const QAbstractItemModelTester tester(timeline.table()->rows());
        QCOMPARE(timeline.states()->state(), StateStack::Content);
        QCOMPARE(timeline.table()->currentKey(), QStringLiteral("6"));
        QVERIFY(timeline.summary().contains(QStringLiteral("17.3 ms")));
        QVERIFY(timeline.summary().contains(QStringLiteral("14.8 ms waiting")));
        QVERIFY(timeline.summary().contains(QStringLiteral("5 policy")));
        QVERIFY(!timeline.table()->accessibleName().isEmpty());
    }
    void aRowReadsAloudWhenAndWhat()
    {
        TraceTimeline timeline;
        timeline.setTrace(sample());
        const auto index = timeline.table()->rows()->indexOfKey("1");
        QVERIFY(index.isValid());
        QCOMPARE(index.siblingAtColumn(TraceRows::Effect).data(Qt::AccessibleTextRole).toString(), QStringLiteral("header X-Tier = gold"));
        QCOMPARE(index.siblingAtColumn(TraceRows::When).data(Qt::AccessibleTextRole).toString(), QStringLiteral("500 µs to 515 µs"));
    }
    void choosingARowShowsItsChangesAsADiff()
    {
        TraceTimeline timeline;
        timeline.setTrace(sample());
        QVERIFY(timeline.table()->setCurrentKey("3"));
        QCOMPARE(timeline.diff()->documents().size(), qsizetype(1));
        QCOMPARE(timeline.diff()->documents()[0].after, QStringLiteral("http://10.0.0.1/v2/orders?page=1"));
    }
    void leadsToTheDocument()
    {
        TraceTimeline timeline;
        timeline.setTrace(sample());
        timeline.table()->setCurrentKey("5");
        QSignalSpy spy(&timeline, &TraceTimeline::documentWanted);
        for (auto *button : timeline.findChildren<QPushButton *>()) {
            if (button->text() == TraceTimeline::tr("Open policy"))
                button->click();
        }
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][0].toString(), QStringLiteral("policyFragments/no-store"));
        QCOMPARE(spy[0][1].toInt(), 12);
    }
    void hasWordsForATraceThatIsGone()
    {
        TraceTimeline timeline;
        timeline.setError(Error{ErrorKind::NotFound, "trace.gone", {}});
        QCOMPARE(timeline.states()->state(), StateStack::Error);
        QVERIFY(timeline.states()->message().contains(QStringLiteral("does not hold this trace")));
        timeline.setTrace({});
        QCOMPARE(timeline.states()->state(), StateStack::Empty);
    }
    void paintsTwoThousandRowsAtOnce()
    {
        auto trace = sample();
        trace.steps.clear();
        for (int i = 0; i < 2'000; ++i)
            trace.steps.push_back(stepOf("inbound", "set-variable", "api", i * 10, 8, "set"));
        TraceTimeline timeline;
        timeline.resize(1000, 600);
        QElapsedTimer timer;
        timer.start();
        timeline.setTrace(trace);
        QVERIFY(!timeline.grab().isNull());
        QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
    }
    void drawsInBothThemes()
    {
        QList<QImage> pictures;
        for (const auto scheme : {theme::Scheme::Light, theme::Scheme::Dark}) {
            m_theme.setScheme(scheme);
            TraceTimeline timeline;
            timeline.setAutoFillBackground(true);
            timeline.resize(1060, 620);
            timeline.setTrace(sample());
            timeline.table()->setCurrentKey("4");
            timeline.show();
            pictures += timeline.grab().toImage();
            const auto folder = qEnvironmentVariable("GATEHOUSE_GALLERY");
            if (!folder.isEmpty())
                QVERIFY(pictures.last().save(QDir(folder).filePath(scheme == theme::Scheme::Dark ? "trace-dark.png" : "trace-light.png")));
        }
        QVERIFY(pictures[0] != pictures[1]);
    }

private:
    theme::Theme m_theme;
};

QTEST_MAIN(TestTraceTimeline)
#include "tst_trace_timeline.moc"
