// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a session does for its policies.
#include "core/gateway/operations.h"
#include "core/gateway/session.h"
#include "core/gateway/trace_log.h"

namespace gatehouse::gateway {

namespace {

//! A forward that a step waits for. When its head has come it is over, and the response's body streams on.
class Forward final : public policy::Operation
{
public:
    explicit Forward(Upstream &upstream) : m_upstream(upstream), m_serial(upstream.serial()) { }
    ~Forward() override { cancel(); }
    void cancel() override
    {
        if (m_upstream.serial() == m_serial && m_upstream.isPending())
            m_upstream.cancel();
    }

private:
    Upstream &m_upstream;
    std::uint64_t m_serial;
};

} // namespace

policy::OperationPointer Session::send(policy::OutgoingRequest request, std::function<void(Result<policy::ResponseMessage>)> done)
{
    if (m_traced)
        m_traced->sends(request);
    return sendRequest(m_worker, std::move(request), std::move(done));
}

policy::OperationPointer Session::forward(policy::Exchange &, const policy::ForwardOptions &options, std::function<void(Status)> done)
{
    if (m_traced)
        m_traced->forwards(options);
    m_upstream.start(options, std::move(done));
    return std::make_unique<Forward>(m_upstream);
}

policy::OperationPointer Session::wait(std::chrono::microseconds duration, std::function<void()> done)
{
    return waitFor(m_worker, duration, std::move(done));
}

policy::OperationPointer Session::yield(std::function<void()> slice)
{
    return yieldFor(m_worker, std::move(slice));
}

policy::OperationPointer Session::buffer(policy::Body &body, std::size_t limit, std::function<void(Status)> done)
{
    return bufferBody(m_worker, body, limit, std::move(done));
}

limit::Verdict Session::take(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint32_t increment)
{
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(m_worker.clock().steady().time_since_epoch()).count();
    return m_state->counters.take(counter, key, rule, increment, now);
}

limit::QuotaVerdict Session::takeQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls)
{
    return m_state->quotas.take(counter, key, rule, calls, m_worker.clock().utc().time_since_epoch().count());
}

policy::OperationPointer Session::takeLater(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint32_t increment,
                                            std::function<void(Result<limit::Verdict>)> done)
{
    return sharedLimits()->take(counter, key, rule, increment, std::move(done));
}

policy::OperationPointer Session::takeQuotaLater(std::string_view counter, std::string_view key, const limit::QuotaRule &rule,
                                                 std::uint64_t calls, std::function<void(Result<limit::QuotaVerdict>)> done)
{
    return sharedLimits()->takeQuota(counter, key, rule, calls, std::move(done));
}

policy::OperationPointer Session::rememberElsewhere(std::string_view name, std::chrono::milliseconds life, std::function<void(Result<bool>)> done)
{
    if (auto *shared = sharedLimits())
        return shared->remember(name, life, std::move(done));
    auto *cache = externalCache();
    return cache ? cache->remember(name, life, [done = std::move(done)](bool isNew) { done(isNew); }) : nullptr;
}

void Session::addToQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls)
{
    if (auto *shared = sharedLimits()) {
        shared->addToQuota(counter, key, rule, calls, 0);
        return;
    }
    m_state->quotas.add(counter, key, rule, calls, 0, m_worker.clock().utc().time_since_epoch().count());
}

void Session::addToLimit(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint64_t calls)
{
    if (auto *shared = sharedLimits()) {
        shared->add(counter, key, rule, calls);
        return;
    }
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(m_worker.clock().steady().time_since_epoch()).count();
    m_state->counters.add(counter, key, rule, calls, now);
}

//! Its circuit breaker and pool decide as for forward-request; what becomes of the call is not counted for them.
Status Session::addressBackend(std::string_view id, policy::OutgoingRequest &request)
{
    const auto *backend = backends().find(id);
    if (!backend)
        return fail(ErrorKind::NotFound, "gateway.unknownBackend", {{"backend", std::string(id)}});
    auto &states = m_state->backends;
    const auto now = steadyMicros(m_worker.clock());
    if (backend->isPool)
        backend = states.choose(*backend, backends(), now);
    else if (states.isOpen(*backend, now))
        backend = nullptr;
    if (!backend || !backend->fault.empty())
        return fail(ErrorKind::Unavailable, "gateway.backendTripped", {{"backend", std::string(id)}});
    auto base = backend->url;
    while (base.ends_with('/'))
        base.pop_back();
    request.url = base + request.url;
    if (!backend->query.empty())
        request.url += (request.url.find('?') == std::string::npos ? "?" : "&") + backend->query;
    for (const auto field : backend->headers)
        request.headers.remove(field.name);
    for (const auto field : backend->headers)
        request.headers.add(field.name, field.value);
    if (backend->certificate)
        request.certificate = backend->certificate;
    if (!backend->proxy.url.empty())
        request.proxy = backend->proxy;
    request.checksChain = backend->tls.chain;
    request.checksName = backend->tls.name;
    return {};
}

void Session::endWatchers()
{
    for (const auto &watcher : std::exchange(m_exchange.watchers, {}))
        watcher->ended(*this);
}

void Session::chargeBandwidth(std::uint64_t bytes)
{
    for (const auto &use : m_exchange.bandwidth) {
        if (auto *shared = sharedLimits()) {
            shared->addToQuota(use.counter, use.key, use.rule, 0, bytes);
            continue;
        }
        m_state->quotas.add(use.counter, use.key, use.rule, 0, bytes, m_worker.clock().utc().time_since_epoch().count());
    }
    m_exchange.bandwidth.clear();
}

std::shared_ptr<void> Session::enter(std::string_view key, std::uint64_t maximum)
{
    return m_state->concurrency.enter(key, maximum);
}

policy::Cache &Session::cache()
{
    return m_state->cache;
}

policy::ExternalCache *Session::externalCache()
{
    if (m_trial)
        return m_trialCache ? &*m_trialCache : nullptr;
    return m_worker.externalCache();
}

void Session::trace(policy::TraceEntry entry)
{
    policy::Secrets secrets((*m_snapshot)->secrets);
    secrets.addFrom(m_exchange);
    secrets.blackOut(entry.message); // of context.Trace(), which knows no secrets
    if (m_traced)
        m_traced->message(entry);
    logTrace(m_worker.logger(), entry);
}

void Session::measure(policy::MetricSample sample)
{
    m_state->metrics.add(std::move(sample));
}

} // namespace gatehouse::gateway
