// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/minute_aggregate.h"

#include <QTest>

#include <random>

using namespace gatehouse::telemetry;
using gatehouse::UtcTime;

namespace {

ExchangeRecord recordAt(std::int64_t seconds, std::string operation, int status)
{
    ExchangeRecord record;
    record.time = UtcTime{std::chrono::seconds{seconds}};
    record.apiId = "orders";
    record.operationId = std::move(operation);
    record.subscriptionId = "partner";
    record.status = status;
    record.bytesIn = 10;
    record.bytesOut = 100;
    record.phases = {.headRead = 5,
                     .inboundDone = 20,
                     .backendConnected = 120,
                     .backendFirstByte = 1000,
                     .backendDone = 1520,
                     .firstByteSent = 1030,
                     .done = 1600};
    return record;
}

std::vector<ExchangeRecord> randomRecords(std::uint32_t seed, std::size_t count)
{
    std::mt19937 random{seed};
    std::vector<ExchangeRecord> records;
    for (std::size_t i = 0; i < count; ++i) {
        auto record = recordAt(static_cast<std::int64_t>(random() % 600), "op" + std::to_string(random() % 7),
                               static_cast<int>(200 + 100 * (random() % 4)));
        record.subscriptionId = random() % 2 == 0 ? "" : "sub" + std::to_string(random() % 3);
        record.phases.done = random() % 100'000;
        record.reason = random() % 5 == 0 ? "RateLimitExceeded" : "";
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace

class TestMinuteAggregate : public QObject
{
    Q_OBJECT

private slots:
    void namesOutcomesAndOwners()
    {
        QCOMPARE(nameOf(Outcome::Answered), std::string_view{"answered"});
        QCOMPARE(nameOf(Outcome::Refused), std::string_view{"refused"});
        QCOMPARE(nameOf(Outcome::Failed), std::string_view{"failed"});
        QCOMPARE(nameOf(Outcome::Aborted), std::string_view{"aborted"});
        QCOMPARE(nameOf(Outcome::TimedOut), std::string_view{"timedOut"});
        QCOMPARE(nameOf(FailureOwner::None), std::string_view{"none"});
        QCOMPARE(nameOf(FailureOwner::Client), std::string_view{"client"});
        QCOMPARE(nameOf(FailureOwner::Gateway), std::string_view{"gateway"});
        QCOMPARE(nameOf(FailureOwner::Backend), std::string_view{"backend"});
    }

    void sumsOneSeriesInOneMinute()
    {
        MinuteAggregate aggregate;
        aggregate.add(recordAt(120, "get", 200));
        aggregate.add(recordAt(179, "get", 204));
        aggregate.add(recordAt(130, "get", 302));
        auto refused = recordAt(131, "get", 429);
        refused.reason = "RateLimitExceeded";
        refused.phases.backendConnected = refused.phases.backendDone = -1;
        aggregate.add(refused);
        auto gone = recordAt(132, "get", 0);
        gone.outcome = Outcome::Aborted;
        gone.reason = "ClientConnectionFailure";
        aggregate.add(gone);
        aggregate.add(recordAt(133, "get", 500));
        aggregate.add(recordAt(134, "get", 101));

        const auto taken = aggregate.take();
        QCOMPARE(taken.size(), 1U);
        const auto &[key, value] = *taken.begin();
        QVERIFY((key == SeriesKey{2, "orders", "get", "partner"}));
        QCOMPARE(value.requests, 7U);
        QCOMPARE(value.status2xx, 2U);
        QCOMPARE(value.status3xx, 1U);
        QCOMPARE(value.status4xx, 1U);
        QCOMPARE(value.status5xx, 1U);
        QCOMPARE(value.aborted, 1U);
        QCOMPARE(value.bytesIn, 70U);
        QCOMPARE(value.bytesOut, 700U);
        QCOMPARE(value.total.count(), 7U);
        QCOMPARE(value.total.max(), 1600);
        QCOMPARE(value.backend.count(), 6U); // not the refused one
        QCOMPARE(value.backend.max(), 1500); // connecting is the backend's time
        QCOMPARE(value.reasons,
                 (std::map<std::string, std::uint64_t>{{"ClientConnectionFailure", 1}, {"RateLimitExceeded", 1}}));
    }

    void keepsSeriesApartByEveryPartOfTheKey()
    {
        MinuteAggregate aggregate;
        auto record = recordAt(59, "get", 200);
        aggregate.add(record);
        record.time += std::chrono::seconds{1};
        aggregate.add(record);
        record.apiId = "payments";
        aggregate.add(record);
        record.operationId = "post";
        aggregate.add(record);
        record.subscriptionId = "";
        aggregate.add(record);
        record.time = UtcTime{std::chrono::microseconds{-1}};
        aggregate.add(record);

        std::vector<SeriesKey> keys;
        for (const auto &[key, value] : aggregate.take()) {
            QCOMPARE(value.requests, 1U);
            keys.push_back(key);
        }
        std::sort(keys.begin(), keys.end());
        QVERIFY((keys
                 == std::vector<SeriesKey>{{-1, "payments", "post", ""},
                                           {0, "orders", "get", "partner"},
                                           {1, "orders", "get", "partner"},
                                           {1, "payments", "get", "partner"},
                                           {1, "payments", "post", ""},
                                           {1, "payments", "post", "partner"}}));
    }

    void isEmptyAfterTakingAndCountsOnAfresh()
    {
        MinuteAggregate aggregate;
        QVERIFY(aggregate.empty());
        aggregate.add(recordAt(0, "get", 200));
        QVERIFY(!aggregate.empty());
        QCOMPARE(aggregate.take().size(), 1U);
        QVERIFY(aggregate.empty());
        QVERIFY(aggregate.take().empty());
        aggregate.add(recordAt(0, "get", 200));
        QCOMPARE(aggregate.take().begin()->second.requests, 1U);
    }

    void mergingPartsGivesTheSumsOfTheWhole()
    {
        MinuteAggregate whole;
        MinuteAggregate workers[3];
        std::map<SeriesKey, SeriesValue> merged;
        const auto records = randomRecords(5, 5000);
        for (std::size_t i = 0; i < records.size(); ++i) {
            whole.add(records[i]);
            workers[i % 3].add(records[i]);
            if (i % 777 != 0)
                continue;
            for (const auto &[key, value] : workers[i % 3].take())
                merged[key].merge(value);
        }
        for (auto &worker : workers) {
            for (const auto &[key, value] : worker.take())
                merged[key].merge(value);
        }
        const auto expected = whole.take();
        QVERIFY((merged == std::map<SeriesKey, SeriesValue>(expected.begin(), expected.end())));
    }
};

QTEST_GUILESS_MAIN(TestMinuteAggregate)
#include "tst_minute_aggregate.moc"
