// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/gateway/buffered_random.h"
#include "core/gateway/gateway.h"
#include "core/gateway/redis_cache.h"
#include "core/gateway/redis_limits.h"
#include "core/gateway/shared_state.h"
#include "core/gateway/snapshot.h"
#include "core/net/client_pool.h"
#include "core/net/http_client.h"
#include "core/net/listener.h"
#include "core/net/loop_impl.h"
#include "core/net/tls_context.h"
#include "core/policy/services.h"
#include "core/telemetry/key_use.h"
#include "core/telemetry/minute_aggregate.h"
#include "core/telemetry/ring.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::gateway {

class Session;

//! Where forward-request goes, worked out once a base URL.
struct Target
{
    net::ClientPool::Entry *origin = nullptr; //!< null: the URL is no http or https URL
    std::string authority; //!< for Host
    std::string basePath; //!< without a "/" at its end
};

//! Without a host when it is none.
net::ProxyAddress proxyAddress(const policy::ProxyUse &proxy);

//! What one worker gives the collector, who does the work on it.
struct WorkerPart
{
    telemetry::MinuteAggregate::Series series;
    std::shared_ptr<const Snapshot> snapshot; //!< that `keyUse` counts by
    std::vector<telemetry::KeyTally> keyUse; //!< by KeyEntry::index
    std::map<std::string, UtcTime> lastUseByName; //!< of earlier snapshots and days
    telemetry::KeyCalls keyCallsByName;
};

//! One loop with its connections, pools and sums. All but the constructor, the listeners' opening and the ring's end runs on the loop.
class Worker
{
public:
    Worker(const GatewayOptions &options, SharedState &shared, const Clock &clock, Random &random, Logger &logger,
           net::TlsContextPointer clientTls);
    ~Worker();
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    //! Before the loop starts. Answers the real endpoint.
    Result<net::Endpoint> listen(const net::Endpoint &endpoint, const net::ServerTlsContext *tls);
    void start(const std::string &name);
    void stop();
    net::Loop &loop() { return m_loop; }
    net::Loop::Impl &loopImpl() { return m_loop.impl(); }

    void setSnapshot(std::shared_ptr<const Snapshot> snapshot);
    void drain(std::function<void()> done);
    void cutAll();
    //! Hands over what has gathered, in constant time but for keys of earlier snapshots; the ring is emptied by the caller.
    WorkerPart collect();
    telemetry::Ring<telemetry::ExchangeRecord> &ring() { return m_ring; }

    // For sessions.
    using SnapshotReference = std::shared_ptr<const std::shared_ptr<const Snapshot>>; //!< counted by this worker alone
    const SnapshotReference &snapshot() const { return m_snapshot; }
    const GatewayOptions &options() const { return m_options; }
    SharedState &shared() { return m_shared; }
    Logger &logger() { return m_logger; }
    const Clock &clock() const { return m_clock; }
    Random &random() { return m_random; }
    net::ClientPool &pool() { return m_pool; }
    net::HttpClient &client() { return *m_client; }
    const Target &target(const std::string &baseUrl, const net::TlsChecks &checks = {}, const policy::ProxyUse &proxy = {});
    RedisLimits *sharedLimits() { return m_sharedLimits.get(); } //!< null: limits are this gateway's own
    policy::ExternalCache *externalCache() { return m_externalCache.get(); } //!< null: none is configured
    void keyUsed(const KeyEntry &key, UtcTime when);
    //! Counts it and gives the detail to the ring.
    void record(telemetry::ExchangeRecord &record);
    void remove(Session *session);
    //! Beside all sessions; a drain waits for it.
    void sendOneWay(policy::OutgoingRequest request);
    //! Fetches beside all sessions, as identity's caches need it; ends with the worker.
    identity::Io identityIo();

private:
    const Target &addTarget(const std::string &key, const std::string &baseUrl, const net::TlsChecks &checks, const policy::ProxyUse &proxy);
    void useExternalCache(const std::optional<net::RedisTarget> &target);
    void accept(int fd, std::string address, const net::ServerTlsContext *tls);
    void keepKeyUses();
    void keepKeyUse(std::size_t index);
    void tellWhenDrained();
    void agreeOnNonces();
    void fetch(identity::FetchRequest request, std::function<void(Result<identity::FetchAnswer>)> done);

    struct ListenerEntry
    {
        std::unique_ptr<net::Listener> listener;
        const net::ServerTlsContext *tls;
    };

    net::Loop m_loop;
    const GatewayOptions &m_options;
    SharedState &m_shared;
    const Clock &m_clock;
    BufferedRandom m_random;
    Logger &m_logger;
    net::ClientPool m_pool;
    std::unique_ptr<net::HttpClient> m_client;
    std::unordered_map<std::string, Target> m_targets;
    std::unique_ptr<RedisLimits> m_sharedLimits;
    policy::OperationPointer m_agreeing;
    std::unique_ptr<RedisCache> m_externalCache;
    std::optional<net::RedisTarget> m_cacheTarget;
    std::vector<ListenerEntry> m_listeners;
    SnapshotReference m_snapshot;
    std::vector<telemetry::KeyTally> m_keyUse; //!< by KeyEntry::index of the present snapshot
    std::map<std::string, UtcTime> m_lastUseByName;
    telemetry::KeyCalls m_keyCallsByName;
    telemetry::MinuteAggregate m_aggregate;
    telemetry::Ring<telemetry::ExchangeRecord> m_ring;
    std::unordered_map<Session *, std::unique_ptr<Session>> m_sessions;
    std::unordered_map<std::uint64_t, policy::OperationPointer> m_oneWay; //!< calls under way that nobody waits for
    std::uint64_t m_oneWaySerial = 0;
    //! The way to the loop for those that may outlive it.
    struct Door
    {
        std::mutex mutex;
        net::Loop *loop = nullptr; //!< null: closed
    };
    std::shared_ptr<Door> m_door = std::make_shared<Door>();
    std::function<void()> m_drained;
    bool m_draining = false;
};

} // namespace gatehouse::gateway
