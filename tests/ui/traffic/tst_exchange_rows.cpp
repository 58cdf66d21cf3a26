// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/exchange_rows.h"

#include "ui/traffic/exchange_detail.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;
using telemetry::ExchangeRecord;

namespace {

std::vector<ExchangeRecord> records(int from, int count)
{
    std::vector<ExchangeRecord> out;
    for (int i = from; i < from + count; ++i) {
        ExchangeRecord record;
        record.requestId = "id" + std::to_string(i);
        record.method = "GET";
        record.path = "/orders/" + std::to_string(i);
        record.status = i % 2 ? 200 : 429;
        out.push_back(std::move(record));
    }
    return out;
}

} // namespace

class TestExchangeRows : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheNewest()
    {
        traffic::ExchangeRows rows(8);
        QVERIFY(rows.append(records(0, 8)));
        QVERIFY(!rows.append(records(8, 1)));
        QCOMPARE(rows.rowCount(), 6);
        QCOMPARE(rows.key(5), QString("id8"));
        QVERIFY(!rows.find("id0"));
        QVERIFY(rows.find("id8"));
    }
    void isFoundByStatusOutcomeAndReason()
    {
        traffic::ExchangeRows rows;
        auto some = records(0, 1);
        some[0].outcome = telemetry::Outcome::Refused;
        some[0].reason = "RateLimitExceeded";
        rows.append(std::move(some));
        const auto text = rows.searchText(0, 8);
        QVERIFY(text.contains("429"));
        QVERIFY(text.contains("outcome:refused"));
        QVERIFY(text.contains("RateLimitExceeded"));
    }
    void aTracedRequestShowsItAndIsFoundByIt()
    {
        traffic::ExchangeRows rows;
        auto some = records(0, 2);
        some[1].traceId = "t1";
        rows.append(std::move(some));
        QVERIFY(rows.cell(0, 0).icon.isEmpty());
        QCOMPARE(rows.cell(1, 0).icon, QString("activity"));
        QVERIFY(!rows.searchText(0, 8).contains("is:traced"));
        QVERIFY(rows.searchText(1, 8).contains("is:traced"));
    }
    void phasesLeaveOutWhatWasNotReached()
    {
        telemetry::Phases refused;
        refused.headRead = 100;
        refused.inboundDone = -1;
        refused.firstByteSent = 180;
        refused.done = 200;
        const auto phases = traffic::phasesOf(refused);
        QCOMPARE(phases.size(), qsizetype(3));
        QCOMPARE(phases[1].start, qint64(100));
        QCOMPARE(phases[1].end, qint64(200));
    }
    void phasesFollowEachOther()
    {
        telemetry::Phases p{.headRead = 10, .inboundDone = 20, .backendConnected = 30, .backendFirstByte = 90, .backendDone = 95, .firstByteSent = 92, .done = 100};
        const auto phases = traffic::phasesOf(p);
        QCOMPARE(phases.size(), qsizetype(6));
        QCOMPARE(phases[3].start, qint64(30));
        QCOMPARE(phases[3].end, qint64(90));
    }
};

QTEST_MAIN(TestExchangeRows)
#include "tst_exchange_rows.moc"
