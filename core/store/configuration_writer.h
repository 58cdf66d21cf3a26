// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/revision_table.h"

#include <variant>

namespace gatehouse::store {

struct WriteJob
{
    std::vector<Write> writes;
    resource::Principal principal;
    RecordMaker records;
    std::promise<Result<std::vector<Written>>> answer;
};

struct RecordJob
{
    resource::ChangeRecord record;
    std::promise<Status> answer;
};

using Job = std::variant<WriteJob, RecordJob>;

//! Carries out queued jobs, many in one SQLite transaction with a savepoint each: one that is refused leaves no trace
//! and does not touch the others. Used by the writer thread alone.
class ConfigurationWriter
{
public:
    ConfigurationWriter(sqlite::Database &database, resource::ChangeRecorder &recorder, RevisionTable table,
                        const Clock &clock, Random &random, std::int64_t lastRevision)
        : m_database(database),
          m_recorder(recorder),
          m_table(std::move(table)),
          m_clock(clock),
          m_random(random),
          m_lastRevision(lastRevision)
    {
    }

    //! What became of a batch: the new configuration (null when it is the old one), and the answers to give once it is
    //! in use.
    struct Outcome
    {
        std::shared_ptr<const resource::Configuration> configuration;
        std::vector<std::function<void()>> answers;
    };
    Outcome commit(std::vector<Job> jobs, const resource::Configuration &current);

private:
    using Answer = std::variant<Result<std::vector<Written>>, Status>;

    struct Batch
    {
        const resource::Configuration &current;
        std::unique_ptr<resource::Configuration> next; //!< made by the first change
        std::int64_t lastRevision;

        const resource::Configuration &view() const { return next ? *next : current; }
    };

    Status runAll(std::vector<Job> &jobs, Batch &batch, std::vector<Answer> &answers);
    Result<std::vector<Written>> run(WriteJob &job, Batch &batch);
    Status run(RecordJob &job, Batch &batch);
    Status store(const WriteJob &job, const std::vector<Step> &steps,
                 const std::vector<resource::ChangeRecord> &records);

    sqlite::Database &m_database;
    resource::ChangeRecorder &m_recorder;
    RevisionTable m_table;
    const Clock &m_clock;
    Random &m_random;
    std::int64_t m_lastRevision;
};

} // namespace gatehouse::store
