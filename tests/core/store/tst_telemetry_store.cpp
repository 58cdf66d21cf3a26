// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sqlite/database.h"
#include "core/store/telemetry_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace gatehouse;
using store::SeriesPoint;
using store::SeriesQuery;
using store::TelemetryStore;
using telemetry::SeriesKey;
using telemetry::SeriesValue;

namespace {

constexpr std::int64_t hour = 60;
constexpr std::int64_t day = 24 * hour;

SeriesValue valueOf(std::uint64_t requests, std::int64_t micros)
{
    SeriesValue value;
    value.total.record(micros, requests);
    value.backend.record(micros / 2, requests);
    value.requests = requests;
    value.status2xx = requests;
    value.bytesOut = requests * 10;
    value.reasons["RateLimitExceeded"] = 1;
    return value;
}

UtcTime timeOf(std::int64_t minute)
{
    return UtcTime{std::chrono::minutes{minute}};
}

std::uint64_t requestsOf(const std::vector<SeriesPoint> &points)
{
    return std::accumulate(points.begin(), points.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const SeriesPoint &point) { return sum + point.value.requests; });
}

} // namespace

class TestTelemetryStore : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_store.reset();
        m_folder.emplace();
        m_path = m_folder->filePath("telemetry.db").toStdString();
        auto store = TelemetryStore::open(m_path, m_clock);
        VERIFY_RESULT(store);
        m_store = *std::move(store);
        m_now = std::chrono::floor<std::chrono::minutes>(m_clock.utc().time_since_epoch()).count();
    }
    void cleanup() { m_store.reset(); }

    void addsToWhatIsThere()
    {
        add({m_now, "orders", "get", "partner"}, valueOf(3, 1000));
        add({m_now, "orders", "get", "partner"}, valueOf(2, 9000));
        auto expected = valueOf(3, 1000);
        expected.merge(valueOf(2, 9000));
        const auto points = query(m_now, m_now + 1);
        QCOMPARE(points.size(), std::size_t{1});
        QCOMPARE(points.front().minute, m_now);
        QVERIFY(points.front().value == expected);
        QCOMPARE(points.front().value.reasons.at("RateLimitExceeded"), std::uint64_t{2});
    }
    void mergesHistogramsInsteadOfAveraging()
    {
        // 99 fast requests and one slow: the average of two p50s would be 50.5 ms.
        add({m_now, "a", "", ""}, valueOf(99, 1000));
        add({m_now, "b", "", ""}, valueOf(1, 100'000));
        const auto points = query(m_now, m_now + 1);
        QCOMPARE(points.size(), std::size_t{1});
        const auto p50 = points.front().value.total.quantile(0.5);
        QVERIFY2(p50 >= 990 && p50 <= 1010, std::to_string(p50).c_str());
        QVERIFY(points.front().value.total.max() == 100'000);
    }
    void groups_data()
    {
        QTest::addColumn<int>("group");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("total") << int(SeriesQuery::Total) << QStringList{"=15"};
        QTest::newRow("api") << int(SeriesQuery::ByApi) << QStringList{"=8", "orders=3", "payments=4"};
        QTest::newRow("operation") << int(SeriesQuery::ByOperation)
                                   << QStringList{"=8", "orders/get=1", "orders/put=2", "payments/get=4"};
        QTest::newRow("subscription") << int(SeriesQuery::BySubscription) << QStringList{"=8", "one=3", "two=4"};
    }
    void groups()
    {
        QFETCH(int, group);
        QFETCH(QStringList, expected);
        addFour();
        SeriesQuery asked{timeOf(m_now), timeOf(m_now + 1)};
        asked.group = static_cast<SeriesQuery::Group>(group);
        QStringList found;
        for (const auto &point : query(asked))
            found.append(QString::fromStdString(point.group + "=" + std::to_string(point.value.requests)));
        QCOMPARE(found, expected);
    }
    void filters_data()
    {
        QTest::addColumn<QString>("api");
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("subscription");
        QTest::addColumn<int>("requests");
        QTest::newRow("api") << "Orders"
                             << ""
                             << "" << 3;
        QTest::newRow("operation") << "orders"
                                   << "get"
                                   << "" << 1;
        QTest::newRow("operation of any") << ""
                                          << "get"
                                          << "" << 5;
        QTest::newRow("subscription") << ""
                                      << ""
                                      << "one" << 3;
        QTest::newRow("none") << "orders"
                              << ""
                              << "two" << 0;
    }
    void filters()
    {
        QFETCH(QString, api);
        QFETCH(QString, operation);
        QFETCH(QString, subscription);
        QFETCH(int, requests);
        addFour();
        SeriesQuery asked{timeOf(m_now), timeOf(m_now + 1)};
        asked.apiId = api.toStdString();
        asked.operationId = operation.toStdString();
        asked.subscriptionId = subscription.toStdString();
        QCOMPARE(requestsOf(query(asked)), static_cast<std::uint64_t>(requests));
    }
    void cutsTimeIntoSteps()
    {
        const auto start = m_now - m_now % 5;
        for (std::int64_t minute = start; minute < start + 12; ++minute)
            add({minute, "a", "", ""}, valueOf(1, 1000));
        SeriesQuery asked{timeOf(start), timeOf(start + 12)};
        asked.stepMinutes = 5;
        const auto points = query(asked);
        QCOMPARE(points.size(), std::size_t{3});
        QCOMPARE(points[1].minute, start + 5);
        QCOMPARE(points[1].value.requests, std::uint64_t{5});
        QCOMPARE(points[2].value.requests, std::uint64_t{2});
        asked.stepMinutes = 0;
        QCOMPARE(m_store->query(asked).error().code, std::string("telemetry.badStep"));
    }
    void excludesTheEnd()
    {
        add({m_now, "a", "", ""}, valueOf(1, 1000));
        add({m_now + 1, "a", "", ""}, valueOf(1, 1000));
        QCOMPARE(requestsOf(query(m_now, m_now + 1)), std::uint64_t{1});
        SeriesQuery asked{timeOf(m_now), timeOf(m_now + 1) + std::chrono::seconds{1}};
        QCOMPARE(requestsOf(query(asked)), std::uint64_t{2});
    }
    void rollsMinutesIntoHoursAfterTwoDays()
    {
        const auto start = m_now - m_now % hour;
        for (std::int64_t minute = start; minute < start + 2 * hour; ++minute)
            add({minute, "a", "o", "s"}, valueOf(1, 1000 + minute - start));
        const auto before = query(start, start + 2 * hour, day);
        VERIFY_RESULT(m_store->compact());
        QCOMPARE(rows("hours"), 0);

        m_clock.advance(
            std::chrono::minutes{start + 2 * day + hour - m_now}); // the first hour is 48 h old now, the second not
        VERIFY_RESULT(m_store->compact());
        QCOMPARE(rows("hours"), 1);
        QCOMPARE(rows("minutes"), 60);
        const auto after = query(start, start + 2 * hour, day);
        QCOMPARE(after.size(), before.size());
        QVERIFY(after.front().value == before.front().value); // the percentiles too
        VERIFY_RESULT(m_store->compact());
        QCOMPARE(rows("hours"), 1);

        add({start + 7, "a", "o", "s"}, valueOf(5, 1000)); // late, into an hour that was rolled up
        VERIFY_RESULT(m_store->compact());
        QCOMPARE(rows("hours"), 1);
        QCOMPARE(requestsOf(query(start, start + hour, day)), std::uint64_t{65});
    }
    void forgetsHoursAfterFourHundredDays()
    {
        add({m_now, "a", "", ""}, valueOf(1, 1000));
        m_clock.advance(std::chrono::minutes{399 * day});
        VERIFY_RESULT(m_store->compact());
        QCOMPARE(rows("hours"), 1);
        QCOMPARE(rows("minutes"), 0);
        m_clock.advance(std::chrono::minutes{2 * day});
        VERIFY_RESULT(m_store->compact());
        QCOMPARE(rows("hours"), 0);
    }
    void keepsTheLastUseOfAKey()
    {
        const auto early = timeOf(m_now), late = timeOf(m_now + 5);
        VERIFY_RESULT(m_store->add({}, {{"partner/primary", late}}));
        VERIFY_RESULT(m_store->add({}, {{"partner/primary", early}, {"partner/secondary", early}}));
        const auto uses = m_store->lastUse();
        VERIFY_RESULT(uses);
        QCOMPARE(uses->size(), std::size_t{2});
        QCOMPARE(toIso(uses->at("partner/primary")), toIso(late));
        QCOMPARE(toIso(uses->at("partner/secondary")), toIso(early));
    }
    void addsCallsOfKeysByDay()
    {
        VERIFY_RESULT(m_store->add({}, {}, {{{100, "s#primary"}, 2}, {{101, "s#primary"}, 3}, {{100, "s#secondary"}, 7}}));
        VERIFY_RESULT(m_store->add({}, {}, {{{100, "s#primary"}, 5}}));
        const auto calls = m_store->keyCalls(100, 100);
        VERIFY_RESULT(calls);
        QVERIFY((*calls == telemetry::KeyCalls{{{100, "s#primary"}, 7}, {{100, "s#secondary"}, 7}}));
        QCOMPARE(m_store->keyCalls(101, 200)->size(), std::size_t{1});
    }
    void forgetsCallsOfKeysAfterFourHundredDays()
    {
        const auto today = telemetry::dayOf(m_clock.utc());
        VERIFY_RESULT(m_store->add({}, {}, {{{today, "s#primary"}, 2}}));
        m_clock.advance(std::chrono::minutes{399 * day});
        VERIFY_RESULT(m_store->compact());
        QCOMPARE(m_store->keyCalls(today, today)->size(), std::size_t{1});
        m_clock.advance(std::chrono::minutes{2 * day});
        VERIFY_RESULT(m_store->compact());
        QCOMPARE(m_store->keyCalls(today, today)->size(), std::size_t{0});
    }
    void anObservationGoesOnAfterAnEndInOrderAndNotAfterACrash()
    {
        const auto first = m_clock.utc();
        VERIFY_RESULT(m_store->beginObservation());
        m_clock.advance(std::chrono::minutes{5});
        VERIFY_RESULT(m_store->observed(m_clock.utc(), true));
        m_clock.advance(std::chrono::minutes{60});
        VERIFY_RESULT(m_store->beginObservation()); // in order: nothing was missed
        QCOMPARE(m_store->observations()->size(), std::size_t{1});
        m_clock.advance(std::chrono::minutes{1});
        const auto crashed = m_clock.utc();
        VERIFY_RESULT(m_store->observed(crashed, false));
        m_clock.advance(std::chrono::minutes{10});
        VERIFY_RESULT(m_store->beginObservation());
        const auto all = m_store->observations();
        VERIFY_RESULT(all);
        QCOMPARE(all->size(), std::size_t{2});
        QVERIFY(all->front().start == first && all->front().until == crashed);
        QVERIFY(all->back().start == m_clock.utc());
    }
    void survivesAClose()
    {
        add({m_now, "a", "", ""}, valueOf(4, 1000));
        m_store.reset();
        auto store = TelemetryStore::open(m_path, m_clock);
        VERIFY_RESULT(store);
        m_store = *std::move(store);
        QCOMPARE(requestsOf(query(m_now, m_now + 1)), std::uint64_t{4});
    }

private:
    void add(const SeriesKey &key, const SeriesValue &value) { VERIFY_RESULT(m_store->add({{key, value}}, {})); }
    void addFour()
    {
        add({m_now, "orders", "get", "one"}, valueOf(1, 1000));
        add({m_now, "orders", "put", "one"}, valueOf(2, 1000));
        add({m_now, "payments", "get", "two"}, valueOf(4, 1000));
        add({m_now, "", "", ""}, valueOf(8, 1000)); // no API matched
    }
    std::vector<SeriesPoint> query(const SeriesQuery &asked) const
    {
        auto points = m_store->query(asked);
        if (!points)
            qFatal("%s", points.error().debugText().c_str());
        return *std::move(points);
    }
    std::vector<SeriesPoint> query(std::int64_t from, std::int64_t to, std::int64_t step = 1) const
    {
        SeriesQuery asked{timeOf(from), timeOf(to)};
        asked.stepMinutes = step;
        return query(asked);
    }
    int rows(const std::string &table) const
    {
        auto database = sqlite::Database::open(m_path, sqlite::Mode::ReadOnly);
        return std::stoi(*database->value("SELECT count(*) FROM " + table));
    }

    test::ManualClock m_clock;
    std::optional<QTemporaryDir> m_folder;
    std::string m_path;
    std::unique_ptr<TelemetryStore> m_store;
    std::int64_t m_now = 0;
};

QTEST_GUILESS_MAIN(TestTelemetryStore)
#include "tst_telemetry_store.moc"
