// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/log.h"
#include "core/store/configuration_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/result_test.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace gatehouse;
using resource::Configuration;
using resource::ResourceId;
using store::ConfigurationStore;
using store::Precondition;
using store::Write;
using store::Written;

namespace {

Write put(const std::string &id, json::object properties = {}, Precondition precondition = {})
{
    return {ResourceId::of(id), resource::Resource{ResourceId::of(id), std::move(properties), {}, {}},
            std::move(precondition)};
}

Write removal(const std::string &id, Precondition precondition = {})
{
    return {ResourceId::of(id), std::nullopt, std::move(precondition)};
}

std::vector<resource::ChangeRecord> oneEach(const Configuration &, const std::vector<Written> &written)
{
    std::vector<resource::ChangeRecord> records(written.size());
    for (std::size_t i = 0; i < written.size(); ++i) {
        records[i].resourceId = written[i].id.text();
        records[i].etagAfter = written[i].etag;
        records[i].outcome = "succeeded";
    }
    return records;
}

//! Refuses what it is told to.
class PickyRecorder final : public resource::ChangeRecorder
{
public:
    explicit PickyRecorder(std::unique_ptr<resource::ChangeRecorder> inner) : m_inner(std::move(inner)) { }
    Status record(const resource::ChangeRecord &record) override
    {
        if (record.resourceId == "tags/refused")
            return fail(ErrorKind::Unavailable, "test.diskFull");
        return m_inner->record(record);
    }

private:
    std::unique_ptr<resource::ChangeRecorder> m_inner;
};

std::unique_ptr<resource::ChangeRecorder> makePicky(sqlite::Database &database)
{
    return std::make_unique<PickyRecorder>(audit::makeRecorder(database));
}

} // namespace

class TestConfigurationStore : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_store.reset();
        m_folder.emplace();
        m_path = m_folder->filePath("configuration.db").toStdString();
        reopen();
    }
    void cleanup() { m_store.reset(); }

    void remembersWhatWasWritten()
    {
        const auto written = write({put("apis/Orders", {{"path", "orders"}}), put("apis/orders/operations/get")});
        VERIFY_RESULT(written);
        QCOMPARE(written->size(), std::size_t{2});
        QVERIFY(written->front().created && written->front().revision == 1 && written->back().revision == 2);
        reopen();
        const auto configuration = m_store->current();
        QCOMPARE(configuration->size(), std::size_t{2});
        const auto *found = configuration->find(ResourceId::of("apis/orders"));
        QVERIFY(found);
        QCOMPARE(found->id.text(), std::string("apis/Orders"));
        QCOMPARE(toJson(found->properties), std::string(R"({"path":"orders"})"));
        QCOMPARE(found->etag, written->front().etag);
    }
    void givesEachRevisionANewEtagAndKeepsTheSpelling()
    {
        const auto first = write({put("apis/Orders", {{"path", "one"}})});
        const auto second = write({put("apis/ORDERS", {{"path", "one"}})});
        VERIFY_RESULT(first);
        VERIFY_RESULT(second);
        QVERIFY(!second->front().created);
        QVERIFY(first->front().etag != second->front().etag);
        QCOMPARE(second->front().id.text(), std::string("apis/Orders"));
        QCOMPARE(m_store->current()->size(), std::size_t{1});
    }
    void keepsEveryRevision()
    {
        VERIFY_RESULT(write({put("apis/a", {{"path", "one"}})}));
        m_clock.advance(std::chrono::seconds{5});
        VERIFY_RESULT(write({put("apis/A", {{"path", "two"}})}));
        VERIFY_RESULT(write({removal("apis/a")}));
        const auto history = m_store->history(ResourceId::of("apis/a"));
        VERIFY_RESULT(history);
        QCOMPARE(history->size(), std::size_t{3});
        QVERIFY(!history->at(0).properties);
        QCOMPARE(toJson(*history->at(1).properties), std::string(R"({"path":"two"})"));
        QCOMPARE(toJson(*history->at(2).properties), std::string(R"({"path":"one"})"));
        QCOMPARE(history->at(1).time - history->at(2).time, std::chrono::microseconds{5'000'000});
        QCOMPARE(history->at(2).subject, std::string("tester"));
        QCOMPARE(m_store->history(ResourceId::of("apis/a"), 1)->size(), std::size_t{1});
        QVERIFY(m_store->history(ResourceId::of("apis/other"))->empty());
    }
    void deletesWithAllBelow()
    {
        VERIFY_RESULT(write(
            {put("apis/a"), put("apis/a/operations/o"), put("apis/a/operations/o/policies/policy"), put("apis/ab")}));
        const auto gone = write({removal("APIS/a")});
        VERIFY_RESULT(gone);
        QCOMPARE(gone->size(), std::size_t{3});
        QCOMPARE(gone->front().id, ResourceId::of("apis/a"));
        QCOMPARE(gone->front().etag, std::string());
        QCOMPARE(m_store->current()->size(), std::size_t{1});
        reopen();
        QCOMPARE(m_store->current()->size(), std::size_t{1});
        QVERIFY(!m_store->history(ResourceId::of("apis/a/operations/o"))->front().properties);
    }
    void refuses_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("kind");
        QTest::newRow("stale etag") << 0 << "store.etagMismatch" << int(ErrorKind::PreconditionFailed);
        QTest::newRow("stale etag of a delete") << 1 << "store.etagMismatch" << int(ErrorKind::PreconditionFailed);
        QTest::newRow("any etag of nothing") << 2 << "store.etagMismatch" << int(ErrorKind::PreconditionFailed);
        QTest::newRow("create what is there") << 3 << "store.exists" << int(ErrorKind::Conflict);
        QTest::newRow("delete nothing") << 4 << "store.noSuchResource" << int(ErrorKind::NotFound);
        QTest::newRow("child of nothing") << 5 << "store.noSuchParent" << int(ErrorKind::NotFound);
        QTest::newRow("the service") << 6 << "store.noSuchResource" << int(ErrorKind::NotFound);
    }
    void refuses()
    {
        QFETCH(int, which);
        QFETCH(QString, code);
        QFETCH(int, kind);
        VERIFY_RESULT(write({put("apis/a", {{"path", "kept"}})}));
        const std::vector<Write> attempts{
            put("apis/a", {}, {.ifMatch = "stale"}),
            removal("apis/a", {.ifMatch = "stale"}),
            put("apis/b", {}, {.ifMatch = "*"}),
            put("apis/A", {}, {.ifMatch = {}, .ifNoneMatchAny = true}),
            removal("apis/b"),
            put("apis/b/operations/o"),
            removal(""),
        };
        // All or nothing: what stands before it in the same transaction goes with it.
        const auto refused = write({put("tags/t"), attempts.at(static_cast<std::size_t>(which))});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, code.toStdString());
        QCOMPARE(int(refused.error().kind), kind);
        QCOMPARE(m_store->current()->size(), std::size_t{1});
        reopen();
        QCOMPARE(m_store->current()->size(), std::size_t{1});
        QCOMPARE(entries().size(), std::size_t{1});
        const auto next = write({put("apis/a")});
        VERIFY_RESULT(next);
        QCOMPARE(next->front().revision, std::int64_t{2}); // no number was used up
    }
    void takesTheRightEtag()
    {
        const auto first = write({put("apis/a")});
        VERIFY_RESULT(first);
        const auto second = write({put("apis/a", {}, {.ifMatch = first->front().etag})});
        VERIFY_RESULT(second);
        VERIFY_RESULT(write({put("apis/a", {}, {.ifMatch = "*"})}));
        QVERIFY(!write({removal("apis/a", {.ifMatch = second->front().etag})}));
        VERIFY_RESULT(write({removal("apis/a", {.ifMatch = "*"})}));
        VERIFY_RESULT(write({put("apis/a", {}, {.ifMatch = {}, .ifNoneMatchAny = true})}));
    }
    void seesEarlierWritesOfItsTransaction()
    {
        VERIFY_RESULT(write({put("apis/a"), put("apis/a/operations/old")}));
        const auto written =
            write({removal("apis/a"), put("apis/a"), put("apis/a/operations/new"), removal("apis/a/operations/new")});
        VERIFY_RESULT(written);
        QCOMPARE(written->size(), std::size_t{5});
        QVERIFY(written->at(2).created);
        QCOMPARE(m_store->current()->size(), std::size_t{1});
        reopen();
        QCOMPARE(m_store->current()->size(), std::size_t{1});
    }

    // ---- no record, no change

    void changesNothingWithoutARecord()
    {
        const auto none = m_store->write({put("tags/t")}, {}, {}).get();
        QVERIFY(!none);
        QCOMPARE(none.error().code, std::string("store.noRecord"));
        QVERIFY(!m_store
                     ->write({put("tags/t")}, {},
                             [](const auto &, const auto &) { return std::vector<resource::ChangeRecord>{}; })
                     .get());
        const auto refused = write({put("tags/t"), put("tags/refused")});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("test.diskFull"));
        const auto thrown = m_store
                                ->write({put("tags/t")}, {},
                                        [](const auto &, const auto &) -> std::vector<resource::ChangeRecord> {
                                            throw std::runtime_error("bug");
                                        })
                                .get();
        QVERIFY(!thrown);
        QCOMPARE(m_store->current()->size(), std::size_t{0});
        reopen();
        QCOMPARE(m_store->current()->size(), std::size_t{0});
        QVERIFY(entries().empty());
    }
    void opensOnlyWithARecorder()
    {
        QVERIFY(!ConfigurationStore::open(m_folder->filePath("other.db").toStdString(), m_clock, m_random, {}));
    }
    void showsTheRecordMakerWhatWas()
    {
        VERIFY_RESULT(write({put("apis/a", {{"path", "one"}})}));
        std::string before;
        VERIFY_RESULT(m_store
                          ->write({put("apis/a", {{"path", "two"}})}, {},
                                  [&before](const Configuration &was, const auto &written) {
                                      before = toJson(was.find(written.front().id)->properties);
                                      return oneEach(was, written);
                                  })
                          .get());
        QCOMPARE(before, std::string(R"({"path":"one"})"));
    }
    void recordsWithoutAChange()
    {
        resource::ChangeRecord record;
        record.action = "listSecrets";
        record.resourceId = "subscriptions/s";
        record.outcome = "refused";
        VERIFY_RESULT(m_store->record(record).get());
        QCOMPARE(entries().size(), std::size_t{1});
        QCOMPARE(entries().front().record.action, std::string("listSecrets"));
        record.resourceId = "tags/refused";
        QVERIFY(!m_store->record(record).get());
    }

    // ---- many at once

    void spoilsNoWriteByItsNeighbours()
    {
        // All are queued while the writer is held up, so they share transactions.
        std::promise<void> go;
        auto held = m_store->write({put("tags/first")}, {},
                                   [ready = go.get_future().share()](const auto &was, const auto &written) {
                                       ready.wait();
                                       return oneEach(was, written);
                                   });
        std::vector<std::future<Result<std::vector<Written>>>> answers;
        for (int i = 0; i < 300; ++i)
            answers.push_back(
                m_store->write({put(i % 3 == 0 ? "tags/refused" : "tags/t" + std::to_string(i))}, {}, oneEach));
        go.set_value();
        VERIFY_RESULT(held.get());
        std::int64_t last = 1;
        for (int i = 0; i < 300; ++i) {
            const auto answer = answers[static_cast<std::size_t>(i)].get();
            QCOMPARE(answer.has_value(), i % 3 != 0);
            if (answer)
                QCOMPARE(answer->front().revision, ++last);
        }
        QCOMPARE(m_store->current()->size(), std::size_t{201});
        QCOMPARE(entries(1000).size(), std::size_t{201});
        reopen();
        QCOMPARE(m_store->current()->size(), std::size_t{201});
    }
    void lostUpdatesAreRefused()
    {
        VERIFY_RESULT(write({put("apis/a", {{"count", 0}})}));
        std::atomic<int> refused = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([this, &refused] {
                for (int done = 0; done < 25;) {
                    const auto now = m_store->current()->pointer(ResourceId::of("apis/a"));
                    const auto count = intMember(now->properties, "count").value_or(0) + 1;
                    if (write({put("apis/a", {{"count", count}}, {.ifMatch = now->etag})}))
                        ++done;
                    else
                        ++refused;
                }
            });
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(*intMember(m_store->current()->find(ResourceId::of("apis/a"))->properties, "count"), 100LL);
        QCOMPARE(m_store->history(ResourceId::of("apis/a"), 1000)->size(), std::size_t{101});
    }
    void tellsBeforeItAnswers()
    {
        std::shared_ptr<const Configuration> seen;
        m_store->onCommitted(
            [&seen](std::shared_ptr<const Configuration> configuration) { seen = std::move(configuration); });
        VERIFY_RESULT(write({put("apis/a")}));
        QVERIFY(seen && seen->contains(ResourceId::of("apis/a")));
        QCOMPARE(seen, m_store->current());
        QVERIFY(!write({removal("apis/b")}));
        QCOMPARE(seen, m_store->current());
    }
    void leavesReadersTheirConfiguration()
    {
        VERIFY_RESULT(write({put("apis/a", {{"path", "one"}})}));
        const auto before = m_store->current();
        VERIFY_RESULT(write({removal("apis/a"), put("apis/b")}));
        QCOMPARE(before->size(), std::size_t{1});
        QVERIFY(before->contains(ResourceId::of("apis/a")));
    }
    void finishesWhatIsQueuedWhenItCloses()
    {
        auto last = m_store->write({put("apis/a")}, {}, oneEach);
        m_store.reset();
        VERIFY_RESULT(last.get());
        reopen();
        QVERIFY(m_store->current()->contains(ResourceId::of("apis/a")));
    }

    // ---- the file

    void refusesANewerSchema()
    {
        m_store.reset();
        {
            auto database = sqlite::Database::open(m_path);
            VERIFY_RESULT(database);
            VERIFY_RESULT(database->execute("PRAGMA user_version=99"));
        }
        const auto opened = ConfigurationStore::open(m_path, m_clock, m_random, makePicky);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("sqlite.newerSchema"));
    }
    void saysWhatDoesNotReadBack()
    {
        VERIFY_RESULT(write({put("apis/a")}));
        m_store.reset();
        {
            auto database = sqlite::Database::open(m_path);
            VERIFY_RESULT(database);
            VERIFY_RESULT(database->execute("UPDATE revisions SET properties = '{broken'"));
        }
        const auto opened = ConfigurationStore::open(m_path, m_clock, m_random, makePicky);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("store.corrupt"));
        QCOMPARE(opened.error().kind, ErrorKind::Corrupt);
    }

private:
    void reopen()
    {
        m_store.reset();
        auto store = ConfigurationStore::open(m_path, m_clock, m_random, makePicky);
        if (!store)
            qFatal("%s", store.error().debugText().c_str());
        m_store = *std::move(store);
    }
    Result<std::vector<Written>> write(std::vector<Write> writes)
    {
        return m_store->write(std::move(writes), {.subject = "tester", .issuer = {}, .display = {}}, oneEach).get();
    }
    std::vector<audit::Entry> entries(std::size_t limit = 100) const
    {
        const auto reader = audit::Reader::open(m_path);
        if (!reader)
            qFatal("%s", reader.error().debugText().c_str());
        audit::Filter filter;
        filter.limit = limit;
        return *(*reader)->query(filter);
    }

    test::ManualClock m_clock;
    SystemRandom m_random;
    std::optional<QTemporaryDir> m_folder;
    std::string m_path;
    std::unique_ptr<ConfigurationStore> m_store;
};

QTEST_GUILESS_MAIN(TestConfigurationStore)
#include "tst_configuration_store.moc"
