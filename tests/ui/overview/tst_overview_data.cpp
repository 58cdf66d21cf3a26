// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_data.h"

#include <QTest>

#include <cmath>

using namespace gatehouse;
using namespace gatehouse::ui::overview;

namespace {

OverviewData sample()
{
    OverviewData data;
    data.from = *fromIso("2026-11-24T10:00:00Z");
    data.to = *fromIso("2026-11-24T10:15:00Z");
    data.step = remote::Step::Minute;
    remote::TrafficFigures bucket;
    bucket.start = *fromIso("2026-11-24T10:02:00Z");
    bucket.requests = 100;
    bucket.status5xx = 2;
    bucket.p50 = 5;
    bucket.p95 = 20;
    bucket.p99 = 40;
    bucket.reasons = {{"SubscriptionKeyInvalid", 3}, {"RateLimitExceeded", 7}};
    data.buckets.push_back(bucket);
    data.now = bucket;
    return data;
}

} // namespace

class TestOverviewData : public QObject
{
    Q_OBJECT

private slots:
    void aMinuteWithoutRequestsIsAGap()
    {
        const auto points = latencyPoints(sample());
        QCOMPARE(points.size(), qsizetype(15));
        QVERIFY(std::isnan(points[0].p95));
        QCOMPARE(points[2].p95, 20.0);
        QCOMPARE(points[2].requests, qint64(100));
    }
    void failuresStandInTheirBucket()
    {
        const auto series = failureSeries(sample());
        QCOMPARE(series.size(), qsizetype(2));
        for (const auto &one : series) {
            QCOMPARE(one.values.size(), qsizetype(15));
            QCOMPARE(one.values[2], one.name == "Rate limit" ? 7.0 : 3.0);
            QCOMPARE(one.values[3], 0.0);
        }
    }
    void keysCountAsAuthenticationAndLimitsDoNot()
    {
        QCOMPARE(authenticationFailures(sample().now), std::uint64_t(3));
    }
    void anErrorIsAServerErrorOrAnAbort()
    {
        QCOMPARE(errorShare(sample().now), 0.02);
        QCOMPARE(errorShare({}), 0.0);
    }
    void aBucketOutsideTheRangeIsLeftOut()
    {
        auto data = sample();
        data.buckets[0].start = *fromIso("2026-11-24T10:20:00Z");
        QVERIFY(std::isnan(latencyPoints(data)[14].p95));
        QVERIFY(failureSeries(data).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestOverviewData)
#include "tst_overview_data.moc"
