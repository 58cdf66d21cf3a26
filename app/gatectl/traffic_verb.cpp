// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/texts.h"
#include "app/gatectl/verb.h"
#include "core/remote/local_provider.h"
#include "core/remote/sse_stream.h"
#include "core/telemetry/exchange_json.h"

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

using remote::ExchangeRecord;

std::string padded(std::string text, std::size_t width)
{
    if (text.size() < width)
        text.append(width - text.size(), ' ');
    return text;
}

std::string lineOf(const ExchangeRecord &record)
{
    char time[24];
    std::snprintf(time, sizeof time, "%8.1f ms", static_cast<double>(record.phases.done) / 1000.0);
    auto line = toIso(record.time).substr(11, 12) + "  " + std::to_string(record.status) + "  "
        + padded(record.method, 7) + padded(record.path, 36) + time + "  "
        + padded(record.subscriptionId.empty() ? "-" : record.subscriptionId, 16);
    return record.reason.empty() ? line : line + record.reason + " (" + std::string(nameOf(record.owner)) + ")";
}

//! Between the network thread, which must not block, and the one that prints.
struct Feed
{
    std::mutex mutex;
    std::condition_variable_any changed;
    std::deque<ExchangeRecord> records;
    std::uint64_t missed = 0;
    std::optional<Error> refused;
};

class TrafficVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("traffic", "Follow the requests that go through the gateway");
        command->add_option("--api", m_filter.api, "Of this API alone");
        command->add_option("--operation", m_filter.operation, "Of this operation alone");
        command->add_option("--subscription", m_filter.subscription, "Of this subscription alone");
        command->add_option("--status", m_filter.status, "429, or a class such as 4xx");
        command->add_option("--outcome", m_filter.outcome, "answered, refused, failed, aborted or timedOut");
        command->add_option("--text", m_filter.text, "Anywhere in path, reason, ids");
        command->add_option("--last", m_last, "First show this many of the past")
            ->check(CLI::Range(0, 10'000))
            ->capture_default_str();
        command->add_option("--limit", m_limit, "End after this many (0: follow until interrupted)")
            ->check(CLI::NonNegativeNumber);
        command->add_flag("--no-follow", m_noFollow, "Show the past and end");
        command->add_flag("--json", m_json, "One JSON record a line");
        command->footer("\nExamples:\n  gatectl traffic\n  gatectl traffic --status 4xx --api orders\n"
                        "  gatectl traffic --last 100 --no-follow --json | jq .reason");
        m_connection.addTo(*command);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        m_shown = 0;
        const auto past =
            remote::LocalProvider(*client).exchanges(m_filter, std::max(1, m_last), {}, context.console.stop);
        if (!past)
            return context.failed(past.error());
        const auto skipped = past->records.size() - std::min(past->records.size(), static_cast<std::size_t>(m_last));
        for (auto i = skipped; i < past->records.size() && !isDone(); ++i)
            show(past->records[i], context.console.out);
        return m_noFollow || isDone() ? ExitOk : follow(context, *client, past->cursor);
    }

private:
    bool isDone() const { return m_limit > 0 && m_shown >= m_limit; }

    void show(const ExchangeRecord &record, std::ostream &out)
    {
        out << (m_json ? gatehouse::toJson(json::value(telemetry::toJson(record))) : lineOf(record)) << '\n';
        ++m_shown;
    }

    int follow(const Context &context, const remote::ArmClient &client, const std::string &cursor)
    {
        Feed feed;
        remote::SseStream::Callbacks callbacks;
        callbacks.records = [&feed](std::vector<ExchangeRecord> records) {
            std::scoped_lock lock(feed.mutex);
            feed.records.insert(feed.records.end(), records.begin(), records.end());
            feed.changed.notify_all();
        };
        callbacks.gap = [&feed](std::uint64_t missed) {
            std::scoped_lock lock(feed.mutex);
            feed.missed += missed;
        };
        callbacks.state = [&feed](remote::SseStream::State state, const std::optional<Error> &error) {
            std::scoped_lock lock(feed.mutex);
            if (state == remote::SseStream::State::Refused)
                feed.refused = error;
            feed.changed.notify_all();
        };
        const remote::SseStream stream(client, m_filter, nullptr, std::move(callbacks), cursor);
        while (!isDone() && !context.console.stop.stop_requested()) {
            std::unique_lock lock(feed.mutex);
            feed.changed.wait(lock, context.console.stop, [&feed] { return !feed.records.empty() || feed.refused; });
            if (feed.refused)
                return context.failed(*feed.refused);
            if (const auto missed = std::exchange(feed.missed, 0))
                context.console.err << "gatectl: " << missed << " records were missed" << std::endl;
            auto records = std::exchange(feed.records, {});
            lock.unlock();
            for (auto record = records.begin(); record != records.end() && !isDone(); ++record)
                show(*record, context.console.out);
            context.console.out.flush();
        }
        return ExitOk;
    }

    remote::ExchangeFilter m_filter;
    int m_last = 20, m_limit = 0, m_shown = 0;
    bool m_noFollow = false, m_json = false;
    ConnectionFlags m_connection;
};

} // namespace

std::unique_ptr<Verb> makeTrafficVerb()
{
    return std::make_unique<TrafficVerb>();
}

} // namespace gatehouse::gatectl
