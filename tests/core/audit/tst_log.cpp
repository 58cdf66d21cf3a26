// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/log.h"
#include "core/crypto/digest.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using audit::Filter;

namespace {

resource::ChangeRecord recordOf(const std::string &id, const std::string &action = "put")
{
    resource::ChangeRecord record;
    record.principal = {"local-owner", "token-file", "The Owner", "local-owner", true};
    record.action = action;
    record.resourceId = id;
    record.outcome = "succeeded";
    record.status = 200;
    return record;
}

} // namespace

class TestLog : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_recorder.reset();
        m_database.reset();
        m_folder.emplace();
        m_path = m_folder->filePath("x.db").toStdString();
        auto database = sqlite::Database::open(m_path);
        VERIFY_RESULT(database);
        m_database.emplace(*std::move(database));
        m_recorder = audit::makeRecorder(*m_database);
    }

    void givesBackWhatWasRecorded()
    {
        auto record = recordOf("apis/orders");
        record.time = m_clock.utc();
        record.after = json::object{{"path", "orders"}};
        record.etagBefore = "e1";
        record.etagAfter = "e2";
        record.errorCode = "none";
        record.requestId = "r";
        record.correlationId = "c";
        record.clientAddress = "127.0.0.1";
        record.userAgent = "test";
        VERIFY_RESULT(m_recorder->record(record));
        const auto entries = query({});
        QCOMPARE(entries.size(), std::size_t{1});
        const auto text = toJson(audit::toJson(entries.front()));
        QCOMPARE(
            text,
            R"({"sequence":1,"time":")" + toIso(m_clock.utc())
                + R"(","principal":{"subject":"local-owner","issuer":"token-file","display":"The Owner",)"
                  R"("kind":"local-owner","breakGlass":true},"action":"put","resource":"apis/orders","before":null,)"
                  R"("after":{"path":"orders"},"etagBefore":"e1","etagAfter":"e2","outcome":"succeeded","status":200,)"
                  R"("errorCode":"none","requestId":"r","correlationId":"c","clientAddress":"127.0.0.1","userAgent":"test"})");
    }
    void numbersWithoutAGap()
    {
        VERIFY_RESULT(m_recorder->record(recordOf("apis/a")));
        const auto failed = m_database->transaction([this]() -> Status {
            if (auto done = m_recorder->record(recordOf("apis/b")); !done)
                return done;
            return fail(ErrorKind::Internal, "test");
        });
        QVERIFY(!failed);
        VERIFY_RESULT(m_recorder->record(recordOf("apis/c")));
        const auto entries = query({});
        QCOMPARE(entries.size(), std::size_t{2});
        QCOMPARE(entries[0].sequence, std::int64_t{2});
        QCOMPARE(entries[0].record.resourceId, std::string("apis/c"));
        QCOMPARE(entries[1].sequence, std::int64_t{1});
    }
    void changesNothingThatWasRecorded()
    {
        VERIFY_RESULT(m_recorder->record(recordOf("apis/a")));
        QVERIFY(!m_database->execute("DELETE FROM audit"));
        QVERIFY(!m_database->execute("UPDATE audit SET outcome = 'refused'"));
        QCOMPARE(query({}).size(), std::size_t{1});
    }
    void keepsADigestOfALargeBody()
    {
        auto record = recordOf("apis/a");
        const json::value large = json::object{{"value", std::string(2U << 20, 'x')}};
        record.before = json::object{{"value", std::string((1U << 20) - 100, 'x')}};
        record.after = large;
        VERIFY_RESULT(m_recorder->record(record));
        const auto entry = query({}).front().record;
        QVERIFY(*entry.before == *record.before);
        const auto text = toJson(large);
        QCOMPARE(toJson(*entry.after),
                 R"({"bytes":)" + std::to_string(text.size()) + R"(,"sha256":")" + crypto::toHex(crypto::sha256(text))
                     + R"("})");
    }
    void filters_data()
    {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("resource");
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("outcome");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<int>("before");
        QTest::addColumn<QList<int>>("expected");
        const auto row = [](const char *name, const char *subject, const char *resource, const char *action,
                            const char *outcome, int from, int to, int before, const QList<int> &expected) {
            QTest::newRow(name) << QString(subject) << QString(resource) << QString(action) << QString(outcome) << from
                                << to << before << expected;
        };
        row("all", "", "", "", "", -1, -1, 0, {5, 4, 3, 2, 1});
        row("subject", "CI-bot", "", "", "", -1, -1, 0, {3});
        row("display", "the own", "", "", "", -1, -1, 0, {5, 4, 2, 1});
        row("not across the fields", "owner\nthe", "", "", "", -1, -1, 0, {});
        row("resource", "", "ORDERS", "", "", -1, -1, 0, {4, 3, 1});
        row("no pattern", "", "%", "", "", -1, -1, 0, {});
        row("action", "", "", "delete", "", -1, -1, 0, {4});
        row("outcome", "", "", "", "refused", -1, -1, 0, {5});
        row("time", "", "", "", "", 2, 3, 0, {3, 2});
        row("page", "", "", "", "", -1, -1, 3, {2, 1});
        row("together", "owner", "orders", "put", "succeeded", -1, -1, 4, {1});
    }
    void filters()
    {
        const auto base = m_clock.utc();
        const char *const ids[]{"apis/orders", "apis/payments", "products/orders", "apis/Orders/operations/o",
                                "backends/b"};
        for (int i = 0; i < 5; ++i) {
            auto record = recordOf(ids[i], i == 3 ? "delete" : "put");
            record.time = base + std::chrono::seconds{i + 1};
            if (i == 2)
                record.principal = {"ci-bot-7", "", "Pipeline", "ci", false};
            if (i == 4)
                record.outcome = "refused";
            VERIFY_RESULT(m_recorder->record(record));
        }
        QFETCH(QString, subject);
        QFETCH(QString, resource);
        QFETCH(QString, action);
        QFETCH(QString, outcome);
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(int, before);
        QFETCH(QList<int>, expected);
        Filter filter;
        filter.subject = subject.toStdString();
        filter.resource = resource.toStdString();
        filter.action = action.toStdString();
        filter.outcome = outcome.toStdString();
        filter.before = before;
        if (from >= 0)
            filter.from = base + std::chrono::seconds{from};
        if (to >= 0)
            filter.to = base + std::chrono::seconds{to};
        QList<int> found;
        for (const auto &entry : query(filter))
            found.append(static_cast<int>(entry.sequence));
        QCOMPARE(found, expected);
    }
    void givesAtMostAThousand()
    {
        VERIFY_RESULT(m_database->transaction([this]() -> Status {
            for (int i = 0; i < 1100; ++i)
                if (auto done = m_recorder->record(recordOf("apis/a")); !done)
                    return done;
            return {};
        }));
        Filter filter;
        QCOMPARE(query(filter).size(), std::size_t{100});
        filter.limit = 5000;
        QCOMPARE(query(filter).size(), std::size_t{1000});
    }

private:
    std::vector<audit::Entry> query(const Filter &filter) const
    {
        const auto reader = audit::Reader::open(m_path);
        if (!reader)
            qFatal("%s", reader.error().debugText().c_str());
        auto entries = (*reader)->query(filter);
        if (!entries)
            qFatal("%s", entries.error().debugText().c_str());
        return *std::move(entries);
    }

    test::ManualClock m_clock;
    std::optional<QTemporaryDir> m_folder;
    std::string m_path;
    std::optional<sqlite::Database> m_database;
    std::unique_ptr<resource::ChangeRecorder> m_recorder;
};

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"
