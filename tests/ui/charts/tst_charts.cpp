// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/latency_chart.h"
#include "ui/charts/stacked_bar_chart.h"
#include "ui/charts/stacked_bar_view.h"
#include "ui/shell/theme/theme.h"

#include <QApplication>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace gatehouse::ui;
using namespace gatehouse::ui::charts;

namespace {

QList<LatencyPoint> points(int count)
{
    QList<LatencyPoint> result;
    for (int i = 0; i < count; ++i)
        result << LatencyPoint{i * 1'000LL, 40 + i % 5 * 1.0, 150 + i % 20 * 1.0, 300 + i % 50 * 1.0, 10};
    return result;
}

int pixelsOf(const QImage &image, const QColor &color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y).rgb() == color.rgb();
    }
    return count;
}

} // namespace

class TestCharts : public QObject
{
    Q_OBJECT

private slots:
    void drawsNoMoreThanAThousandPointsASeries()
    {
        LatencyChart chart;
        chart.resize(800, 300);
        chart.setData(points(50'000), 0, 50'000'000);
        QVERIFY(chart.drawnPoints() <= 1'000);
        QCOMPARE(chart.points().size(), 50'000);
    }

    void linesFollowTheTheme()
    {
        LatencyChart chart;
        chart.resize(800, 300);
        chart.setData(points(600), 0, 600'000);
        chart.show();
        for (const auto scheme : {theme::Scheme::Dark, theme::Scheme::Light}) {
            theme::themeOf(&chart)->setScheme(scheme);
            const QColor p95 = theme::tokens(&chart).color.p95;
            QVERIFY2(pixelsOf(chart.grab().toImage(), p95) > 100, scheme == theme::Scheme::Dark ? "dark" : "light");
        }
    }

    void saysItsFiguresToAScreenReader()
    {
        LatencyChart chart;
        QCOMPARE(chart.accessibleDescription(), QStringLiteral("No requests in this range."));
        chart.setData(points(3), 0, 3'000);
        QVERIFY(chart.accessibleDescription().contains(QStringLiteral("p95 152 ms")));
    }

    void thresholdIsInTheAxis()
    {
        LatencyChart chart;
        chart.resize(800, 300);
        chart.setData(points(100), 0, 100'000);
        chart.setThreshold(2'000, QStringLiteral("SLO"));
        chart.show();
        QVERIFY(pixelsOf(chart.grab().toImage(), theme::tokens(&chart).color.danger.text) > 50);
    }

    void moreThanFourReasonsBecomeOther()
    {
        QList<BarSeries> series;
        for (int i = 0; i < 7; ++i)
            series << BarSeries{QString::number(i), {double(i), double(i)}};
        const auto top = topCategories(series, QStringLiteral("Other"));
        QCOMPARE(top.size(), 4);
        QCOMPARE(top[0].name, QStringLiteral("6"));
        QCOMPARE(top[3].name, QStringLiteral("Other"));
        QCOMPARE(top[3].values, QList<double>({6, 6})); // 0 + 1 + 2 + 3
    }

    void neighboursAddUpWhenThereAreTooManyBars()
    {
        int factor = 0;
        const auto folded = merged({{QStringLiteral("a"), QList<double>(250, 1)}}, 120, factor);
        QCOMPARE(factor, 3);
        QCOMPARE(folded[0].values.size(), 84);
        QCOMPARE(folded[0].values.first(), 3.0);
        QCOMPARE(std::accumulate(folded[0].values.begin(), folded[0].values.end(), 0.0), 250.0);
    }

    void barsShowTheirColoursAndTellTheirRange()
    {
        StackedBarChart chart;
        chart.resize(400, 280);
        chart.setData({{QStringLiteral("Expired"), {40, 50, 60}}, {QStringLiteral("Missing"), {10, 20, 30}}}, 0, 60'000);
        chart.show();
        const QImage image = chart.grab().toImage();
        QVERIFY(pixelsOf(image, theme::tokens(&chart).color.categories[0]) > 500);
        QVERIFY(pixelsOf(image, theme::tokens(&chart).color.categories[1]) > 200);
        QVERIFY(chart.accessibleDescription().contains(QStringLiteral("Expired: 150")));
    }
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    theme::Theme theme;
    TestCharts test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_charts.moc"
