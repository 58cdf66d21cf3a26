// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/sample/traffic.h"

#include "core/net/http_client.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace gatehouse::gatectl::sample {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto reportEvery = std::chrono::seconds{10};
constexpr auto callTimeout = std::chrono::seconds{30};

//! Sends what the planner plans. The planner and the pace live on the calling thread; the client on its loop.
class Generator
{
public:
    Generator(const Fleet &fleet, const TrafficOptions &options)
        : m_options(options), m_planner(fleet, options.seed), m_mischief(fleet.mischief)
    {
        m_loop.start("traffic");
        net::HttpClientOptions clientOptions;
        clientOptions.maxIdlePerOrigin = options.concurrency;
        m_client = net::HttpClient::create(m_loop, std::move(clientOptions));
    }
    ~Generator()
    {
        std::mutex mutex;
        std::condition_variable gone;
        bool done = false;
        m_loop.post([this, &mutex, &gone, &done] {
            m_calls.clear();
            m_client.reset();
            std::scoped_lock lock(mutex);
            done = true;
            gone.notify_all();
        });
        std::unique_lock lock(mutex);
        gone.wait(lock, [&done] { return done; });
        lock.unlock();
        m_loop.stop();
    }

    TrafficReport run(const std::function<void(const TrafficReport &)> &progress, const std::stop_token &stop)
    {
        const auto end = Clock::now() + m_options.duration;
        auto due = Clock::now();
        auto nextReport = due + reportEvery;
        const auto burstEvery = std::chrono::seconds{m_mischief.burstEverySeconds};
        auto nextBurst = due + burstEvery / 3;
        while (due < end && m_planned < m_options.maxRequests && waitUntil(due, stop)) {
            send(m_planner.next());
            due += m_planner.gap(m_options.rate);
            if (burstEvery.count() > 0 && due >= nextBurst) {
                for (int i = 0;
                     i < m_mischief.burstCalls && m_planned < m_options.maxRequests && waitUntil(Clock::now(), stop);
                     ++i)
                    send(m_planner.burst());
                nextBurst += burstEvery;
            }
            if (progress && due >= nextReport) {
                progress(report());
                nextReport += reportEvery;
            }
        }
        waitForLast(stop);
        return report();
    }

private:
    //! False when stopped before.
    bool waitUntil(Clock::time_point due, const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_until(lock, stop, due, [] { return false; });
        // Never more than `concurrency` under way: a slow gateway slows the fleet down, it is not flooded.
        m_changed.wait(lock, stop, [this] { return m_underWay < m_options.concurrency; });
        return !stop.stop_requested();
    }

    void waitForLast(const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, stop, callTimeout, [this] { return m_underWay == 0; });
    }

    TrafficReport report()
    {
        std::scoped_lock lock(m_mutex);
        return m_report;
    }

    void send(const PlannedCall &planned)
    {
        net::ClientRequest request;
        request.method = planned.method;
        request.url = m_options.gatewayUrl + planned.target;
        request.timeout = callTimeout;
        request.body = planned.body;
        request.headers.add("User-Agent", "gatehouse-sample/0.1");
        for (const auto &[name, value] : planned.headers)
            request.headers.add(name, value);
        if (planned.wrongKey)
            request.headers.add("Ocp-Apim-Subscription-Key", "00000000000000000000000000000000");
        else if (const auto key = m_options.keys.find(planned.subscription); key != m_options.keys.end())
            request.headers.add("Ocp-Apim-Subscription-Key", key->second.reveal());
        const auto id = m_planned++;
        {
            std::scoped_lock lock(m_mutex);
            ++m_underWay;
            ++m_report.sent;
            m_report.peakConcurrency = std::max<std::uint64_t>(m_report.peakConcurrency, m_underWay);
        }
        m_loop.post([this, id, request = std::move(request)] {
            auto call = m_client->send(request, [this, id](const Result<http::Response> &response) {
                finished(id, response ? response->head.status : 0);
            });
            if (call)
                m_calls[id] = std::move(call);
        });
    }

    void finished(std::uint64_t id, int status)
    {
        m_loop.post([this, id] { m_calls.erase(id); }); // not within its own callback
        std::scoped_lock lock(m_mutex);
        --m_underWay;
        ++m_report.byStatus[status];
        m_changed.notify_all();
    }

    const TrafficOptions &m_options;
    CallPlanner m_planner;
    const Mischief &m_mischief;
    net::Loop m_loop;
    std::unique_ptr<net::HttpClient> m_client; //!< of the loop's thread, like m_calls
    std::map<std::uint64_t, std::unique_ptr<net::ClientCall>> m_calls;
    std::uint64_t m_planned = 0;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::size_t m_underWay = 0;
    TrafficReport m_report;
};

} // namespace

TrafficReport runTraffic(const Fleet &fleet, const TrafficOptions &options,
                         const std::function<void(const TrafficReport&)> &progress, std::stop_token stop)
{
    return Generator(fleet, options).run(progress, stop);
}

} // namespace gatehouse::gatectl::sample
