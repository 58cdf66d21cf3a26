// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/configuration_store.h"

#include "core/store/configuration_writer.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace gatehouse::store {

using resource::Configuration;

namespace {

//! More waiting jobs than this go into the next transaction, so that the first of them need not wait for the last.
constexpr std::size_t maxBatch = 256;

class SqliteStore final : public ConfigurationStore
{
public:
    //! The members in the order of their making: what is made later uses what was made before.
    struct Parts
    {
        std::unique_ptr<sqlite::Database> database; //!< of the writer thread
        std::unique_ptr<sqlite::Database> reader;
        std::unique_ptr<resource::ChangeRecorder> recorder;
        std::unique_ptr<ConfigurationWriter> writer;
        std::shared_ptr<const Configuration> current;
    };

    explicit SqliteStore(Parts parts) : m_parts(std::move(parts)), m_current(m_parts.current)
    {
        m_thread = std::thread([this] { run(); });
    }
    ~SqliteStore() override
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_closing = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }
    SqliteStore(const SqliteStore &) = delete;
    SqliteStore &operator=(const SqliteStore &) = delete;

    std::shared_ptr<const Configuration> current() const override
    {
        const std::scoped_lock lock(m_mutex);
        return m_current;
    }

    std::future<Result<std::vector<Written>>> write(std::vector<Write> writes, resource::Principal principal,
                                                    RecordMaker records) override
    {
        return enqueue(WriteJob{std::move(writes), std::move(principal), std::move(records), {}});
    }

    std::future<Status> record(resource::ChangeRecord record) override
    {
        return enqueue(RecordJob{std::move(record), {}});
    }

    Result<std::vector<Revision>> history(const resource::ResourceId &id, std::size_t limit) const override
    {
        const std::scoped_lock lock(m_readerMutex);
        return RevisionTable::history(*m_parts.reader, id, limit);
    }

    void onCommitted(std::function<void(std::shared_ptr<const Configuration>)> callback) override
    {
        const std::scoped_lock lock(m_mutex);
        m_callbacks.push_back(std::move(callback));
    }

private:
    template<typename OneJob>
    auto enqueue(OneJob job) -> decltype(job.answer.get_future())
    {
        auto future = job.answer.get_future();
        {
            const std::scoped_lock lock(m_mutex);
            m_jobs.emplace_back(std::move(job));
        }
        m_wake.notify_one();
        return future;
    }

    //! Empty when the store closes and nothing waits any more.
    std::vector<Job> takeJobs()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_closing || !m_jobs.empty(); });
        std::vector<Job> batch;
        while (!m_jobs.empty() && batch.size() < maxBatch) {
            batch.push_back(std::move(m_jobs.front()));
            m_jobs.pop_front();
        }
        return batch;
    }

    void run()
    {
        for (;;) {
            auto jobs = takeJobs();
            if (jobs.empty())
                return;
            auto outcome = m_parts.writer->commit(std::move(jobs), *m_current); // this thread alone changes m_current
            if (outcome.configuration)
                publish(outcome.configuration);
            for (const auto &answer : outcome.answers)
                answer();
        }
    }

    void publish(const std::shared_ptr<const Configuration> &configuration)
    {
        std::vector<std::function<void(std::shared_ptr<const Configuration>)>> callbacks;
        {
            const std::scoped_lock lock(m_mutex);
            m_current = configuration;
            callbacks = m_callbacks;
        }
        for (const auto &callback : callbacks)
            callback(configuration);
    }

    Parts m_parts;
    mutable std::mutex m_readerMutex;
    mutable std::mutex m_mutex; //!< guards what follows
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    std::shared_ptr<const Configuration> m_current;
    std::vector<std::function<void(std::shared_ptr<const Configuration>)>> m_callbacks;
    bool m_closing = false;
    std::thread m_thread;
};

Result<std::unique_ptr<sqlite::Database>> openDatabase(const std::string &path, sqlite::Mode mode)
{
    auto database = sqlite::Database::open(path, mode);
    if (!database)
        return tl::unexpected(database.error());
    return std::make_unique<sqlite::Database>(*std::move(database));
}

} // namespace

Result<std::unique_ptr<ConfigurationStore>> ConfigurationStore::open(const std::string &path, const Clock &clock,
                                                                     Random &random, RecorderFactory recorder)
{
    auto database = openDatabase(path, sqlite::Mode::ReadWrite);
    if (!database)
        return tl::unexpected(database.error());
    if (auto migrated = (*database)->migrate(RevisionTable::migrations()); !migrated)
        return tl::unexpected(migrated.error());

    SqliteStore::Parts parts;
    parts.database = *std::move(database);
    parts.recorder = recorder ? recorder(*parts.database) : nullptr;
    if (!parts.recorder)
        return fail(ErrorKind::Invalid, "store.noRecorder");
    auto reader = openDatabase(path, sqlite::Mode::ReadOnly);
    auto table = RevisionTable::open(*parts.database);
    auto configuration = RevisionTable::load(*parts.database);
    const auto last = RevisionTable::lastRevision(*parts.database);
    if (!reader || !table || !configuration || !last)
        return tl::unexpected(!reader              ? reader.error()
                                  : !table         ? table.error()
                                  : !configuration ? configuration.error()
                                                   : last.error());
    parts.reader = *std::move(reader);
    parts.current = std::make_shared<const Configuration>(*std::move(configuration));
    parts.writer = std::make_unique<ConfigurationWriter>(*parts.database, *parts.recorder, *std::move(table), clock,
                                                         random, *last);
    return std::make_unique<SqliteStore>(std::move(parts));
}

} // namespace gatehouse::store
