// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/worker.h"

#include "core/gateway/operations.h"
#include "core/gateway/session.h"
#include "core/http/url.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

constexpr std::size_t maxConnections = 20'000;
constexpr std::size_t maxOneWayCalls = 1024; // at a time: a dead receiver must not take the memory
constexpr std::chrono::seconds againAfterSuccess{60}, againAfterFailure{2};
constexpr std::size_t maxTargets = 4096; // base URLs may come from policies: what is remembered is bounded

net::ClientPoolOptions poolOptions(const GatewayOptions &options)
{
    net::ClientPoolOptions pool;
    pool.connectTimeout = options.connectTimeout;
    pool.maxIdlePerOrigin = 256;
    pool.limits = options.limits;
    return pool;
}

net::HttpClientOptions clientOptions(const GatewayOptions &options)
{
    net::HttpClientOptions client;
    client.caPem = options.backendCaPem;
    client.connectTimeout = options.connectTimeout;
    return client;
}

} // namespace

Worker::Worker(const GatewayOptions &options, SharedState &shared, const Clock &clock, Random &random, Logger &logger,
               net::TlsContextPointer clientTls)
    : m_options(options)
    , m_shared(shared)
    , m_clock(clock)
    , m_random(random)
    , m_logger(logger)
    , m_pool(m_loop.impl(), std::move(clientTls), poolOptions(options))
    , m_client(net::HttpClient::create(m_loop, clientOptions(options)))
    , m_snapshot(std::make_shared<std::shared_ptr<const Snapshot>>(std::make_shared<Snapshot>()))
    , m_ring(options.recordRing)
{
    m_door->loop = &m_loop;
    if (!options.sharedLimits)
        return;
    auto redis = net::RedisClient::create(m_loop.impl(), {options.sharedLimits->redis, options.backendCaPem});
    if (redis)
        m_sharedLimits = std::make_unique<RedisLimits>(std::move(*redis), options.redisPrefix, options.sharedLimits->failOpen, logger);
    else
        m_logger.error("shared limits can't be used: {}", redis.error().debugText());
}

Worker::~Worker()
{
    stop();
}

Result<net::Endpoint> Worker::listen(const net::Endpoint &endpoint, const net::ServerTlsContext *tls)
{
    auto listener = net::Listener::open(m_loop.impl(), endpoint, true);
    if (!listener)
        return tl::unexpected(listener.error());
    const auto real = (*listener)->endpoint();
    m_listeners.push_back({std::move(*listener), tls});
    return real;
}

void Worker::start(const std::string &name)
{
    for (auto &[listener, tls] : m_listeners) {
        listener->start([this, context = tls](int fd, std::string address) {
            accept(fd, std::move(address), context);
            return m_sessions.size() < maxConnections;
        });
    }
    if (m_sharedLimits)
        m_loop.post([this] { agreeOnNonces(); });
    m_loop.start(name);
}

//! Gateways that count together take each other's nonces. Asked again now and then: Redis may have been away, or have forgotten.
void Worker::agreeOnNonces()
{
    m_agreeing = m_sharedLimits->agree("dpop-nonces", identity::DpopNonces::makeKey(m_random), [this](Result<SecretString> key) {
        const auto finished = std::move(m_agreeing); // it is on the stack now
        const auto pause = key ? againAfterSuccess : againAfterFailure;
        if (key)
            m_shared.identity.dpopNonces.setKey(std::move(*key));
        m_agreeing = waitFor(*this, pause, [this] {
            const auto waited = std::move(m_agreeing);
            agreeOnNonces();
        });
    });
}

void Worker::stop()
{
    {
        const std::lock_guard lock(m_door->mutex);
        m_door->loop = nullptr;
    }
    m_loop.stop();
    m_agreeing.reset();
    m_sessions.clear();
    m_oneWay.clear();
}

void Worker::accept(int fd, std::string address, const net::ServerTlsContext *tls)
{
    auto session = std::make_unique<Session>(*this, std::move(address));
    auto *raw = session.get();
    m_sessions.emplace(raw, std::move(session));
    raw->open(fd, tls ? tls->initial() : nullptr);
}

void Worker::remove(Session *session)
{
    // It is on the stack now.
    loopImpl().defer([this, session] {
        m_sessions.erase(session);
        for (auto &[listener, tls] : m_listeners)
            listener->resume();
        tellWhenDrained();
    });
}

void Worker::tellWhenDrained()
{
    if (m_draining && m_sessions.empty() && m_oneWay.empty() && m_drained)
        std::exchange(m_drained, nullptr)();
}

void Worker::sendOneWay(policy::OutgoingRequest request)
{
    if (m_oneWay.size() >= maxOneWayCalls)
        return;
    const auto serial = ++m_oneWaySerial;
    m_oneWay.emplace(serial, sendRequest(*this, std::move(request), [this, serial](const Result<policy::ResponseMessage> &) {
        // It is on the stack now.
        loopImpl().defer([this, serial] {
            m_oneWay.erase(serial);
            tellWhenDrained();
        });
    }));
}

void Worker::setSnapshot(std::shared_ptr<const Snapshot> snapshot)
{
    keepKeyUses();
    useExternalCache(snapshot->externalCache);
    m_snapshot = std::make_shared<std::shared_ptr<const Snapshot>>(std::move(snapshot));
    m_keyUse.assign((*m_snapshot)->keys.size(), {});
    for (const auto &[session, owned] : m_sessions)
        session->dropIdleSnapshot();
}

//! A new connection only for another target.
void Worker::useExternalCache(const std::optional<net::RedisTarget> &target)
{
    if (target == m_cacheTarget)
        return;
    m_cacheTarget = target;
    m_externalCache.reset(); // whoever waits for it holds what it needs
    if (!target)
        return;
    auto redis = net::RedisClient::create(m_loop.impl(), {*target, m_options.backendCaPem});
    if (redis)
        m_externalCache = std::make_unique<RedisCache>(m_loop.impl(), std::move(*redis), m_options.redisPrefix + "cache:", m_logger);
    else
        m_logger.error("the external cache can't be used: {}", redis.error().debugText());
}

void Worker::keepKeyUses()
{
    for (std::size_t i = 0; i < m_keyUse.size(); ++i)
        keepKeyUse(i);
}

void Worker::keepKeyUse(std::size_t index)
{
    auto &tally = m_keyUse[index];
    if (tally.calls == 0)
        return;
    auto name = (*m_snapshot)->keys.useName(index);
    auto &kept = m_lastUseByName[name];
    kept = std::max(kept, tally.last);
    m_keyCallsByName[{tally.day, std::move(name)}] += tally.calls;
    tally = {};
}

void Worker::keyUsed(const KeyEntry &key, UtcTime when)
{
    auto &tally = m_keyUse[key.index];
    const auto day = telemetry::dayOf(when);
    if (tally.day != day)
        keepKeyUse(key.index);
    tally.day = day;
    tally.last = std::max(tally.last, when);
    ++tally.calls;
}

void Worker::record(telemetry::ExchangeRecord &record)
{
    if (!record.isTrial)
        m_aggregate.add(record); // figures are of what is published
    m_ring.push(std::move(record));
}

WorkerPart Worker::collect()
{
    WorkerPart part;
    part.series = m_aggregate.take();
    part.lastUseByName = std::exchange(m_lastUseByName, {});
    part.keyCallsByName = std::exchange(m_keyCallsByName, {});
    if (m_snapshot) {
        part.snapshot = *m_snapshot;
        part.keyUse = std::exchange(m_keyUse, std::vector<telemetry::KeyTally>(m_keyUse.size()));
    }
    return part;
}

void Worker::drain(std::function<void()> done)
{
    m_draining = true;
    m_shared.debugger.end(); // no request waits for a person now
    for (auto &[listener, tls] : m_listeners)
        listener->close();
    std::vector<Session *> sessions;
    for (const auto &[session, owned] : m_sessions)
        sessions.push_back(session);
    for (auto *session : sessions)
        session->drain();
    m_drained = std::move(done);
    tellWhenDrained();
}

void Worker::cutAll()
{
    std::vector<Session *> sessions;
    for (const auto &[session, owned] : m_sessions)
        sessions.push_back(session);
    for (auto *session : sessions)
        session->cut();
    m_oneWay.clear();
}

net::ProxyAddress proxyAddress(const policy::ProxyUse &proxy)
{
    const auto url = proxy.url.empty() ? Result<http::Url>(http::Url()) : http::Url::parse(proxy.url);
    if (!url || url->host.empty())
        return {};
    return {url->host, url->effectivePort(), proxy.authorization};
}

const Target &Worker::target(const std::string &baseUrl, const net::TlsChecks &checks, const policy::ProxyUse &proxy)
{
    if (!(checks == net::TlsChecks{}) || !proxy.url.empty()) {
        const auto way = proxy.url.empty() ? std::string() : "via " + proxy.url + " " + proxy.authorization + " ";
        const auto key = way + (checks.chain ? "" : "!chain ") + (checks.name ? "" : "!name ") + baseUrl; // no URL begins so
        if (const auto known = m_targets.find(key); known != m_targets.end())
            return known->second;
        return addTarget(key, baseUrl, checks, proxy);
    }
    if (const auto known = m_targets.find(baseUrl); known != m_targets.end())
        return known->second;
    return addTarget(baseUrl, baseUrl, checks, proxy);
}

const Target &Worker::addTarget(const std::string &key, const std::string &baseUrl, const net::TlsChecks &checks,
                                const policy::ProxyUse &proxy)
{
    if (m_targets.size() >= maxTargets)
        m_targets.clear();
    Target target;
    if (const auto url = http::Url::parse(baseUrl)) {
        target.origin = &m_pool.entry(url->scheme == "https", url->host, url->effectivePort(), checks, proxyAddress(proxy));
        target.authority = url->authority();
        target.basePath = url->path;
        while (target.basePath.ends_with('/'))
            target.basePath.pop_back();
    }
    return m_targets.emplace(key, std::move(target)).first->second;
}

} // namespace gatehouse::gateway
