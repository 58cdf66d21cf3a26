// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/configuration_writer.h"

#include <exception>

namespace gatehouse::store {

using resource::ChangeRecord;
using resource::Configuration;

namespace {

//! The savepoint of one job.
template<typename Work>
auto inSavepoint(sqlite::Database &database, const Work &work) -> decltype(work())
{
    if (auto begun = database.execute("SAVEPOINT job"); !begun)
        return tl::unexpected(begun.error());
    auto done = work();
    // After a failure that took the whole transaction there is no savepoint to leave; the batch finds that out.
    const auto left = database.execute(done ? "RELEASE job" : "ROLLBACK TO job; RELEASE job");
    if (done && !left)
        return tl::unexpected(left.error());
    return done;
}

Result<std::vector<ChangeRecord>> recordsOf(const WriteJob &job, const Configuration &before,
                                            const std::vector<Written> &written)
{
    if (!job.records)
        return fail(ErrorKind::Internal, "store.noRecord");
    try {
        auto records = job.records(before, written);
        if (records.empty())
            return fail(ErrorKind::Internal, "store.noRecord");
        return records;
    } catch (const std::exception &) {
        return fail(ErrorKind::Internal, "store.recordMaker");
    }
}

std::vector<Written> writtenOf(const std::vector<Step> &steps)
{
    std::vector<Written> written;
    written.reserve(steps.size());
    for (const auto &step : steps)
        written.push_back(step.written);
    return written;
}

void put(Configuration &configuration, const std::vector<Step> &steps)
{
    for (const auto &step : steps) {
        if (step.resource)
            configuration.put(step.resource);
        else
            configuration.erase(step.written.id);
    }
}

template<typename Promise, typename Value>
std::function<void()> answering(Promise promise, Value value)
{
    // std::function copies, a promise can't be.
    auto shared = std::make_shared<Promise>(std::move(promise));
    return [shared, value = std::move(value)] { shared->set_value(value); };
}

} // namespace

ConfigurationWriter::Outcome ConfigurationWriter::commit(std::vector<Job> jobs, const Configuration &current)
{
    Batch batch{current, nullptr, m_lastRevision};
    std::vector<Answer> answers;
    const auto committed = m_database.transaction([&] { return runAll(jobs, batch, answers); });

    Outcome outcome;
    if (committed) {
        m_lastRevision = batch.lastRevision;
        outcome.configuration = std::move(batch.next);
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (auto *write = std::get_if<WriteJob>(&jobs[i])) {
            auto answer = committed ? std::get<Result<std::vector<Written>>>(std::move(answers[i]))
                                    : Result<std::vector<Written>>{tl::unexpected(committed.error())};
            outcome.answers.push_back(answering(std::move(write->answer), std::move(answer)));
        } else {
            auto answer = committed ? std::get<Status>(std::move(answers[i])) : committed;
            outcome.answers.push_back(answering(std::move(std::get<RecordJob>(jobs[i]).answer), std::move(answer)));
        }
    }
    return outcome;
}

Status ConfigurationWriter::runAll(std::vector<Job> &jobs, Batch &batch, std::vector<Answer> &answers)
{
    for (auto &job : jobs) {
        answers.push_back(std::visit([&](auto &one) -> Answer { return run(one, batch); }, job));
        if (!m_database.inTransaction())
            return fail(ErrorKind::Unavailable, "store.transactionLost");
    }
    return {};
}

Result<std::vector<Written>> ConfigurationWriter::run(WriteJob &job, Batch &batch)
{
    ChangePlan plan(batch.view(), m_random, batch.lastRevision);
    for (auto &write : job.writes)
        if (auto added = plan.add(std::move(write)); !added)
            return tl::unexpected(added.error());
    auto written = writtenOf(plan.steps());
    const auto records = recordsOf(job, batch.view(), written);
    if (!records)
        return tl::unexpected(records.error());
    const auto stored = inSavepoint(m_database, [&] { return store(job, plan.steps(), *records); });
    if (!stored)
        return tl::unexpected(stored.error());
    if (!batch.next)
        batch.next = std::make_unique<Configuration>(batch.current);
    put(*batch.next, plan.steps());
    batch.lastRevision = plan.lastRevision();
    return written;
}

Status ConfigurationWriter::run(RecordJob &job, Batch &)
{
    return inSavepoint(m_database, [&] { return m_recorder.record(job.record); });
}

Status ConfigurationWriter::store(const WriteJob &job, const std::vector<Step> &steps,
                                  const std::vector<ChangeRecord> &records)
{
    const auto now = m_clock.utc();
    for (const auto &step : steps)
        if (auto inserted = m_table.insert(step, now, job.principal.subject); !inserted)
            return inserted;
    for (const auto &record : records)
        if (auto recorded = m_recorder.record(record); !recorded)
            return recorded;
    return {};
}

} // namespace gatehouse::store
