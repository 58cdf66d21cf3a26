// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/decimate.h"
#include "ui/charts/scale.h"

#include <QTest>

#include <algorithm>

#include <cmath>

using namespace gatehouse::ui::charts;

class TestDecimate : public QObject
{
    Q_OBJECT

private slots:
    void shortListsComeBackAsTheyAre()
    {
        const QList<QPointF> points{{0, 1}, {1, 5}, {2, 3}};
        QCOMPARE(decimate(points, 1'000), points);
    }

    void keepsPeaksAndEndsWithinTheLimit()
    {
        QList<QPointF> points;
        for (int i = 0; i < 100'000; ++i)
            points << QPointF(i, std::sin(i / 500.0));
        points[54'321].setY(1'000);
        points[77'777].setY(-1'000);
        const auto drawn = decimate(points);
        QVERIFY(drawn.size() <= 1'000);
        QVERIFY(drawn.size() > 900);
        QVERIFY(drawn.contains(points[54'321]));
        QVERIFY(drawn.contains(points[77'777]));
        QCOMPARE(drawn.first(), points.first());
        QCOMPARE(drawn.last(), points.last());
        QVERIFY(std::is_sorted(drawn.begin(), drawn.end(), [](const QPointF &a, const QPointF &b) { return a.x() < b.x(); }));
    }

    void gapsMakeRuns()
    {
        const double nan = std::nan("");
        const auto runs = decimatedRuns({{0, nan}, {1, 1}, {2, 2}, {3, nan}, {4, nan}, {5, 3}});
        QCOMPARE(runs.size(), 2);
        QCOMPARE(runs[0].size(), 2);
        QCOMPARE(runs[1], QList<QPointF>({QPointF(5, 3)}));
    }

    void manyRunsShareTheLimit()
    {
        QList<QPointF> points;
        for (int i = 0; i < 50'000; ++i)
            points << QPointF(i, i % 1'000 == 0 ? std::nan("") : i % 7);
        qsizetype total = 0;
        for (const auto &run : decimatedRuns(points, 1'000))
            total += run.size();
        QVERIFY2(total <= 1'000 + 2 * 50, qPrintable(QString::number(total)));
    }

    void axesEndInRoundNumbers_data()
    {
        QTest::addColumn<double>("highest");
        QTest::addColumn<double>("maximum");
        QTest::newRow("461.9") << 461.9 << 500.0;
        QTest::newRow("exact") << 400.0 << 400.0;
        QTest::newRow("small") << 0.037 << 0.04;
        QTest::newRow("one") << 1.0 << 1.0;
        QTest::newRow("large") << 1'234'567.0 << 2'000'000.0;
        QTest::newRow("nothing") << 0.0 << 4.0;
        QTest::newRow("nan") << std::nan("") << 4.0;
    }
    void axesEndInRoundNumbers()
    {
        QFETCH(double, highest);
        const Scale scale = niceScale(highest);
        QTEST(scale.maximum, "maximum");
        QCOMPARE(scale.steps(), 4);
    }

    void ticksAreRoundTimes()
    {
        const qint64 start = QDateTime(QDate(2026, 11, 24), QTime(13, 36, 12)).toMSecsSinceEpoch();
        const auto ticks = timeTicks(start, start + 3'600'000, 7);
        QVERIFY(!ticks.isEmpty());
        QVERIFY(ticks.size() <= 7);
        QCOMPARE(timeLabel(ticks.first(), 3'600'000), QStringLiteral("13:40"));
        for (const qint64 tick : ticks)
            QVERIFY(tick >= start && tick <= start + 3'600'000);
        QVERIFY(timeTicks(5, 5, 4).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDecimate)
#include "tst_decimate.moc"
