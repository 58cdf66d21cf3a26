// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/diagnostic.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/identity/token_cache.h"
#include "core/identity/token_source.h"
#include "core/net/http_server.h"
#include "core/net/redis_target.h"
#include "core/policy/expression_host.h"
#include "core/policy/signals.h"
#include "core/resource/configuration.h"
#include "core/resource/overlay.h"
#include "core/telemetry/exchange_record.h"
#include "core/telemetry/key_use.h"
#include "core/telemetry/minute_aggregate.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::gateway {

//! Rate limits and quotas that several gateways count together in one Redis.
struct SharedLimits
{
    net::RedisTarget redis;
    bool failOpen = true; //!< while Redis can't be reached calls pass uncounted; false: they are refused with 503
};

struct GatewayOptions
{
    std::vector<net::Endpoint> listen; //!< plain http
    std::vector<net::Endpoint> listenTls;
    std::vector<net::ServerCertificate> certificates;
    bool clientCertificates = false; //!< TLS listeners ask clients for one; policies judge it
    int workers = 1;
    std::size_t recordRing = 4096; //!< records a worker keeps for the collector
    std::size_t maxBufferedBody = 4U << 20; //!< for policies that need the whole body
    std::size_t cacheBytes = 64U << 20; //!< of the internal cache
    std::size_t tokenCacheBytes = identity::TokenCache::defaultBytes; //!< of verified tokens; 0 verifies each one every time
    http::ParserLimits limits;
    net::ServerTimeouts timeouts;
    std::chrono::milliseconds connectTimeout{10'000};
    const policy::ExpressionCompiler *expressions = nullptr; //!< outlives the gateway; null: expressions fail when a request reaches them
    identity::TokenSources tokenSources; //!< for authentication-managed-identity and get-authorization-context
    bool remoteDebugger = false; //!< step debugging from other machines than this one
    std::string backendCaPem; //!< trust anchors for backends, and for Redis, beside the system's
    std::optional<SharedLimits> sharedLimits;
    std::string redisPrefix = "gatehouse:"; //!< begins every key in Redis
};

class Traces;
class Trials;

//! Staged changes that are to run beside what is published.
struct TrialRequest
{
    std::vector<std::string> changes; //!< what they concern, for people
    std::uint64_t basedOn = 0; //!< revision that they lie on
    std::chrono::seconds lifetime{600}; //!< at most an hour
};

struct TrialInfo
{
    std::string id;
    UtcTime createdAt{};
    UtcTime expiresAt{};
    std::uint64_t basedOn = 0;
    std::vector<std::string> changes;
};

struct StartedTrial
{
    TrialInfo info;
    SecretString token; //!< shown this once
    Diagnostics findings; //!< those that what is published does not have
};

//! One counter of a rate limit as it stands.
struct CounterState
{
    std::string counter; //!< identity of the limit: "apis/orders/policies/policy#rate-limit[1]"
    std::string key; //!< subscription id or counter key
    std::uint64_t calls = 0;
    std::uint64_t limit = 0;
    std::int64_t periodMicros = 0;
    std::int64_t windowEndMicros = 0; //!< until the window renews
};

//! One circuit breaker as it stands.
struct BreakerState
{
    std::string backend; //!< id, lower case
    bool open = false;
    std::uint64_t failures = 0; //!< within the interval
    std::int64_t openMicros = 0; //!< until it lets calls through
};

//! One quota with what has been used: what survives a restart.
struct QuotaState
{
    std::string counter;
    std::string key;
    std::int64_t period = 0; //!< its number, as limit::FixedWindow counts them
    std::int64_t periodEndMicros = 0; //!< UTC; 0: never. Afterwards it means nothing
    std::uint64_t calls = 0;
    std::uint64_t bytes = 0;

    bool operator==(const QuotaState &) const = default;
};

//! One series of emit-metric since the gateway started.
struct MetricState
{
    std::string space; //!< namespace
    std::string name;
    policy::Properties dimensions;
    std::uint64_t count = 0;
    double sum = 0;
    double minimum = 0;
    double maximum = 0;
};
struct MetricsState
{
    std::vector<MetricState> series;
    std::uint64_t lost = 0; //!< samples of series beyond the bound
};

//! What the collector took away from the workers.
struct Collected
{
    std::vector<telemetry::ExchangeRecord> records; //!< in time order per worker; sequence not set
    std::map<telemetry::SeriesKey, telemetry::SeriesValue> series; //!< lossless
    std::map<std::string, UtcTime> lastUse; //!< subscription id -> last valid use, lossless; key "id#primary" / "id#secondary"
    telemetry::KeyCalls keyCalls; //!< calls that each key let in, by day; lossless
    bool complete = true; //!< false: a worker was too busy to give what it had; the next call gets it
    std::uint64_t droppedRecords = 0; //!< detail records lost to full rings since the last call
};

//! The data plane. publish() and the rest are called from one control thread; workers are its own.
class Gateway
{
public:
    static Result<std::unique_ptr<Gateway>> start(GatewayOptions options, const Clock &clock, Random &random, Logger &logger);
    virtual ~Gateway() = default;

    //! Compiles the configuration and posts the new snapshot to each worker; requests under way end on the old one. Always
    //! succeeds: what can't be compiled is a finding, and a request that reaches it fails loudly.
    virtual Diagnostics publish(const resource::Configuration &configuration, const resource::Overlay &overlay) = 0;
    virtual std::vector<net::Endpoint> endpoints() const = 0; //!< plain ones, with real ports
    virtual std::vector<net::Endpoint> endpointsTls() const = 0;
    //! Of the TLS listeners, for new connections; those that stand stay. Any thread. Fails with Invalid "net.badCertificate".
    virtual Status setCertificates(const std::vector<net::ServerCertificate> &certificates) = 0;
    //! Any thread; waits for the workers (at most 1 s).
    virtual Collected collect() = 0;
    //! Rate limits and quotas.
    virtual std::vector<CounterState> counters() = 0;
    //! Quotas whose sums changed since the last call, for whoever keeps them over a restart. Any thread. Rate limits do not survive one,
    //! as in Azure, nor does the internal cache.
    virtual std::vector<QuotaState> changedQuotas() = 0;
    //! Puts back what an earlier gateway had counted; before requests come.
    virtual void restoreQuotas(const std::vector<QuotaState> &states) = 0;
    virtual std::vector<BreakerState> breakers() = 0;
    //! Any thread.
    virtual MetricsState metrics() = 0;
    //! Credentials for traces, and the traces. Any thread; lives as long as the gateway.
    virtual Traces &traces() = 0;
    //! Compiles what would be published and runs it for requests that carry the token, with counters and caches of its own; publishing does not
    //! change it. Fails with TooMany "trial.full". Any thread; compiles on the caller's.
    virtual Result<StartedTrial> startTrial(const resource::Configuration &candidate, const resource::Overlay &overlay, TrialRequest request) = 0;
    //! Those that run. Any thread; lives as long as the gateway.
    virtual Trials &trials() = 0;
    //! Stops listening and lets requests end; cuts at `deadline`. Blocks.
    virtual void drain(std::chrono::milliseconds deadline) = 0;
};

} // namespace gatehouse::gateway
