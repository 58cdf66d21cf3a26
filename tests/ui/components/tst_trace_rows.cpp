// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/trace_rows.h"

#include <QTest>

Q_DECLARE_METATYPE(gatehouse::remote::TraceChange)

using namespace gatehouse;
using namespace gatehouse::ui::components;
using namespace std::chrono_literals;
using remote::TraceChange;
using remote::TraceStep;

namespace {

TraceStep stepOf(const char *section, const char *policy, std::chrono::microseconds start, std::optional<std::chrono::microseconds> duration)
{
    TraceStep step;
    step.section = section;
    step.policy = policy;
    step.start = start;
    step.duration = duration;
    return step;
}

TraceRows sample()
{
    remote::Trace trace;
    trace.steps = {stepOf("inbound", "api-inspector", 0us, std::nullopt), stepOf("inbound", "set-header", 100us, 10us),
                   stepOf("backend", "forward-request", 200us, 800us), stepOf("on-error", "trace", 1000us, 0us)};
    trace.steps[3].isFailed = true;
    return TraceRows(trace);
}

} // namespace

class TestTraceRows : public QObject
{
    Q_OBJECT

private slots:
    void groupsTheStepsBySection()
    {
        const auto rows = sample();
        QCOMPARE(rows.rowCount(), 7);
        QVERIFY(rows.isBranch(0));
        QCOMPARE(rows.cell(0, TraceRows::Policy).text, QStringLiteral("Inbound"));
        QCOMPARE(rows.cell(0, TraceRows::Cost).text, QStringLiteral("110 µs"));
        QCOMPARE(rows.depth(1), 1);
        QCOMPARE(rows.step(2)->policy, std::string("set-header"));
        QVERIFY(!rows.step(3));
        QVERIFY(!rows.step(99));
    }
    void allRowsShareOneAxis()
    {
        const auto rows = sample();
        QCOMPARE(rows.total(), 1000us);
        QCOMPARE(rows.span(4).from, 0.2);
        QCOMPARE(rows.span(4).to, 1.0);
        QVERIFY(rows.span(1).isPoint);
        QVERIFY(!rows.span(2).isPoint);
    }
    void aFailureMarksItsSectionAndIsLookedAtFirst()
    {
        const auto rows = sample();
        QVERIFY(rows.isFailed(5));
        QVERIFY(!rows.isFailed(0));
        QCOMPARE(rows.firstToLookAt(), QStringLiteral("3"));
    }
    void saysAChangeInShort_data()
    {
        QTest::addColumn<TraceChange>("change");
        QTest::addColumn<QString>("text");
        QTest::newRow("set") << TraceChange{"request.header", "X-A", {}, "1"} << "header X-A = 1";
        QTest::newRow("replaced") << TraceChange{"response.header", "X-A", "1", "2"} << "header X-A 1 → 2";
        QTest::newRow("removed") << TraceChange{"response.header", "Server", "x", {}} << "header Server removed";
        QTest::newRow("path") << TraceChange{"backend.url", "", "http://h/a?x=1", "http://h/b"} << "path /a?x=1 → /b";
        QTest::newRow("host") << TraceChange{"backend.url", "", "http://h/a", "http://i/a"} << "backend URL http://h/a → http://i/a";
        QTest::newRow("variable") << TraceChange{"variable", "t", {}, "a\n b"} << "variable t = a b";
        QTest::newRow("body") << TraceChange{"request.body", "", "a", "b"} << "body changed";
        QTest::newRow("long") << TraceChange{"variable", "t", {}, std::string(100, 'x')} << "variable t = " + QString(60, 'x') + QChar(0x2026);
    }
    void saysAChangeInShort()
    {
        QFETCH(TraceChange, change);
        QFETCH(QString, text);
        QCOMPARE(changeText(change), text);
    }
    void countsManyChanges()
    {
        auto step = stepOf("backend", "forward-request", 0us, 1us);
        step.changes = {{"response.status", "", {}, "200"}, {"response.header", "A", {}, "1"}, {"response.header", "B", {}, "2"}, {"response.body", "", {}, "{}"}};
        const auto text = effectText(step);
        QVERIFY2(text.startsWith(QStringLiteral("status = 200 · 2 header")), qPrintable(text));
        QVERIFY(text.endsWith(QStringLiteral("body set")));
    }
    void theDiffTellsAddedFromRemoved()
    {
        auto step = stepOf("inbound", "set-header", 0us, 1us);
        step.changes = {{"request.header", "A", {}, "1"}, {"request.header", "B", "2", {}}};
        const auto documents = diffDocuments(step);
        QCOMPARE(documents.size(), qsizetype(2));
        QCOMPARE(documents[0].kind, DiffDocument::Added);
        QCOMPARE(documents[0].id, QStringLiteral("Header A"));
        QCOMPARE(documents[1].kind, DiffDocument::Removed);
        QCOMPARE(documents[1].before, QStringLiteral("2"));
    }
};

QTEST_GUILESS_MAIN(TestTraceRows)
#include "tst_trace_rows.moc"
