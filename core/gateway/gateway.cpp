// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/gateway.h"

#include "core/gateway/session.h"
#include "core/gateway/shared_state.h"
#include "core/gateway/snapshot_builder.h"
#include "core/gateway/worker.h"

#include <algorithm>
#include <future>
#include <mutex>

namespace gatehouse::gateway {

namespace {

constexpr std::chrono::seconds collectWait{1};
constexpr std::chrono::seconds cutWait{5};

class Plane final : public Gateway
{
public:
    Plane(GatewayOptions options, const Clock &clock, Random &random, Logger &logger)
        : m_options(std::move(options)), m_clock(clock), m_random(random), m_logger(logger), m_shared(clock, random, m_options.cacheBytes, m_options.tokenCacheBytes)
    {
        m_shared.identity.sources = std::move(m_options.tokenSources);
    }

    ~Plane() override
    {
        for (const auto &worker : m_workers)
            worker->stop();
    }

    Status start()
    {
        if (!m_options.listenTls.empty()) {
            auto tls = net::ServerTlsContext::create(m_options.certificates, m_options.clientCertificates);
            if (!tls)
                return tl::unexpected(tls.error());
            m_tls = std::move(*tls);
        }
        for (int i = 0; i < std::max(1, m_options.workers); ++i) {
            auto clientTls = net::makeClientTlsContext(m_options.backendCaPem);
            if (!clientTls)
                return tl::unexpected(clientTls.error());
            m_workers.push_back(std::make_unique<Worker>(m_options, m_shared, m_clock, m_random, m_logger, std::move(*clientTls)));
        }
        if (auto listening = listen(m_options.listen, nullptr, m_endpoints); !listening)
            return listening;
        if (auto listening = listen(m_options.listenTls, m_tls.get(), m_endpointsTls); !listening)
            return listening;
        for (std::size_t i = 0; i < m_workers.size(); ++i)
            m_workers[i]->start("gateway-" + std::to_string(i));
        m_logger.info("gateway listens with {} workers", m_workers.size());
        return {};
    }

    Status setCertificates(const std::vector<net::ServerCertificate> &certificates) override
    {
        return m_tls ? m_tls->replace(certificates) : Status{};
    }

    Diagnostics publish(const resource::Configuration &configuration, const resource::Overlay &overlay) override
    {
        auto applied = std::make_shared<const resource::Configuration>(resource::apply(overlay, configuration));
        auto snapshot = buildSnapshot(applied, m_snapshot.get(), m_options.expressions);
        auto diagnostics = snapshot->diagnostics;
        m_shared.live.backends.keep(snapshot->backends);
        {
            const std::scoped_lock lock(m_publishing);
            if (m_snapshot)
                m_retired.push_back(std::move(m_snapshot));
            m_snapshot = std::move(snapshot);
        }
        for (const auto &worker : m_workers)
            worker->loop().post([worker = worker.get(), current = m_snapshot] { worker->setSnapshot(current); });
        // Old snapshots are destroyed here and not on a worker, where that would hold requests up.
        std::erase_if(m_retired, [](const auto &old) { return old.use_count() == 1; });
        m_logger.info("published {} APIs with {} findings", m_snapshot->apis.size(), diagnostics.size());
        return diagnostics;
    }

    std::vector<net::Endpoint> endpoints() const override { return m_endpoints; }
    std::vector<net::Endpoint> endpointsTls() const override { return m_endpointsTls; }

    Collected collect() override
    {
        m_shared.trials.sweep();
        const std::scoped_lock lock(m_collecting);
        Collected all;
        std::vector<std::future<void>> pending;
        for (const auto &worker : m_workers) {
            const auto promise = std::make_shared<std::promise<void>>();
            pending.push_back(promise->get_future());
            worker->loop().post([this, worker = worker.get(), promise] {
                // Nobody may wait for it any more: what was taken must not be lost.
                const std::scoped_lock partLock(m_late);
                m_parts.push_back(worker->collect());
                promise->set_value();
            });
        }
        const auto deadline = std::chrono::steady_clock::now() + collectWait;
        for (auto &part : pending)
            all.complete = part.wait_until(deadline) == std::future_status::ready && all.complete;
        takeParts(all);
        std::uint64_t dropped = 0;
        for (const auto &worker : m_workers) {
            while (auto record = worker->ring().pop())
                all.records.push_back(std::move(*record));
            dropped += worker->ring().dropped();
        }
        all.droppedRecords = dropped - std::exchange(m_dropped, dropped);
        return all;
    }

    std::vector<CounterState> counters() override
    {
        auto states = m_shared.live.counters.states(std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady().time_since_epoch()).count());
        auto quotas = m_shared.live.quotas.states(m_clock.utc().time_since_epoch().count());
        states.insert(states.end(), std::make_move_iterator(quotas.begin()), std::make_move_iterator(quotas.end()));
        return states;
    }

    std::vector<QuotaState> changedQuotas() override { return m_shared.live.quotas.changed(m_clock.utc().time_since_epoch().count()); }
    void restoreQuotas(const std::vector<QuotaState> &states) override { m_shared.live.quotas.restore(states); }
    std::vector<BreakerState> breakers() override { return m_shared.live.backends.states(steadyMicros(m_clock)); }
    MetricsState metrics() override { return m_shared.live.metrics.state(); }
    Traces &traces() override { return m_shared.traces; }
    Trials &trials() override { return m_shared.trials; }

    Result<StartedTrial> startTrial(const resource::Configuration &candidate, const resource::Overlay &overlay, TrialRequest request) override
    {
        if (auto room = m_shared.trials.checkRoom(); !room)
            return tl::unexpected(std::move(room.error()));
        const auto published = present();
        const auto applied = std::make_shared<const resource::Configuration>(resource::apply(overlay, candidate));
        auto snapshot = buildSnapshot(applied, published.get(), m_options.expressions);
        auto findings = snapshot->diagnostics;
        if (published) {
            const auto &known = published->diagnostics;
            std::erase_if(findings, [&known](const Diagnostic &finding) { return std::find(known.begin(), known.end(), finding) != known.end(); });
        }
        auto started = m_shared.trials.start(std::move(request), std::move(snapshot));
        if (!started)
            return tl::unexpected(std::move(started.error()));
        m_logger.info("trial {} runs until {}", started->info.id, toIso(started->info.expiresAt));
        return StartedTrial{std::move(started->info), std::move(started->token), std::move(findings)};
    }

    void drain(std::chrono::milliseconds deadline) override
    {
        const auto until = std::chrono::steady_clock::now() + deadline;
        std::vector<std::future<void>> pending;
        for (const auto &worker : m_workers) {
            const auto promise = std::make_shared<std::promise<void>>();
            pending.push_back(promise->get_future());
            worker->loop().post([worker = worker.get(), promise] { worker->drain([promise] { promise->set_value(); }); });
        }
        for (std::size_t i = 0; i < pending.size(); ++i) {
            if (pending[i].wait_until(until) == std::future_status::ready)
                continue;
            m_workers[i]->loop().post([worker = m_workers[i].get()] { worker->cutAll(); });
            pending[i].wait_for(cutWait);
        }
    }

private:
    Status listen(const std::vector<net::Endpoint> &wanted, const net::ServerTlsContext *tls, std::vector<net::Endpoint> &real)
    {
        for (const auto &endpoint : wanted) {
            auto bound = endpoint;
            for (const auto &worker : m_workers) {
                auto listening = worker->listen(bound, tls);
                if (!listening)
                    return tl::unexpected(listening.error());
                bound = *listening; // the first chose the port for all
            }
            real.push_back(bound);
        }
        return {};
    }

    std::shared_ptr<const Snapshot> present()
    {
        const std::scoped_lock lock(m_publishing);
        return m_snapshot;
    }

    void takeParts(Collected &all)
    {
        std::vector<WorkerPart> parts;
        {
            const std::scoped_lock lock(m_late);
            parts.swap(m_parts);
        }
        const auto use = [&all](const std::string &name, UtcTime when) {
            auto &kept = all.lastUse[name];
            kept = std::max(kept, when);
        };
        for (const auto &part : parts) {
            for (const auto &[key, value] : part.series)
                all.series[key].merge(value);
            for (const auto &[name, when] : part.lastUseByName)
                use(name, when);
            for (const auto &[day, calls] : part.keyCallsByName)
                all.keyCalls[day] += calls;
            for (std::size_t i = 0; i < part.keyUse.size(); ++i) {
                const auto &tally = part.keyUse[i];
                if (tally.calls == 0)
                    continue;
                auto name = part.snapshot->keys.useName(i);
                use(name, tally.last);
                all.keyCalls[{tally.day, std::move(name)}] += tally.calls;
            }
        }
    }

    GatewayOptions m_options;
    const Clock &m_clock;
    Random &m_random;
    Logger &m_logger;
    SharedState m_shared;
    std::unique_ptr<net::ServerTlsContext> m_tls;
    std::mutex m_collecting;
    std::mutex m_publishing; //!< m_snapshot is read by other threads than the control thread
    std::mutex m_late;
    std::vector<WorkerPart> m_parts;
    std::uint64_t m_dropped = 0;
    std::shared_ptr<const Snapshot> m_snapshot;
    std::vector<std::shared_ptr<const Snapshot>> m_retired;
    std::vector<net::Endpoint> m_endpoints;
    std::vector<net::Endpoint> m_endpointsTls;
    std::vector<std::unique_ptr<Worker>> m_workers;
};

} // namespace

Result<std::unique_ptr<Gateway>> Gateway::start(GatewayOptions options, const Clock &clock, Random &random, Logger &logger)
{
    auto plane = std::make_unique<Plane>(std::move(options), clock, random, logger);
    if (auto started = plane->start(); !started)
        return tl::unexpected(started.error());
    return plane;
}

} // namespace gatehouse::gateway
