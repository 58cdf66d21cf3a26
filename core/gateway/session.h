// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/admission.h"
#include "core/gateway/body_source.h"
#include "core/gateway/debug_client.h"
#include "core/gateway/debugged_exchange.h"
#include "core/gateway/traced_exchange.h"
#include "core/gateway/trial_cache.h"
#include "core/gateway/trials.h"
#include "core/gateway/upstream.h"
#include "core/gateway/worker.h"
#include "core/net/server_connection.h"
#include "core/policy/program.h"
#include "core/policy/response_watcher.h"
#include "core/policy/services.h"
#include "core/telemetry/exchange_record.h"

#include <memory>
#include <optional>
#include <string>

namespace gatehouse::gateway {

//! One client connection of the data plane with the exchange that is under way on it. Everything is reused from request to request.
class Session final : private net::ServerConnection::Handler, public policy::PolicyServices, private BodySource
{
public:
    Session(Worker &worker, std::string clientAddress);
    ~Session() override;

    void open(int fd, SSL_CTX *tls);
    void drain();
    void cut() { m_connection.abort(); }
    void dropIdleSnapshot();
    //! Expires with the session: for what is queued on the loop.
    std::weak_ptr<bool> guard() const { return m_alive; }

    // PolicyServices.
    const Clock &clock() const override { return m_worker.clock(); }
    Random &random() override { return m_worker.random(); }
    policy::OperationPointer send(policy::OutgoingRequest request, std::function<void(Result<policy::ResponseMessage>)> done) override;
    void sendOneWay(policy::OutgoingRequest request) override { m_worker.sendOneWay(std::move(request)); }
    policy::OperationPointer forward(policy::Exchange &exchange, const policy::ForwardOptions &options, std::function<void(Status)> done) override;
    policy::OperationPointer wait(std::chrono::microseconds duration, std::function<void()> done) override;
    policy::OperationPointer yield(std::function<void()> slice) override;
    policy::OperationPointer buffer(policy::Body &body, std::size_t limit, std::function<void(Status)> done) override;
    limit::Verdict take(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint32_t increment) override;
    limit::QuotaVerdict takeQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls) override;
    void addToQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls) override;
    void addToLimit(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint64_t calls) override;
    bool countsElsewhere() const override { return sharedLimits() != nullptr; }
    policy::OperationPointer takeLater(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint32_t increment,
                                       std::function<void(Result<limit::Verdict>)> done) override;
    policy::OperationPointer takeQuotaLater(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls,
                                            std::function<void(Result<limit::QuotaVerdict>)> done) override;
    policy::OperationPointer rememberElsewhere(std::string_view name, std::chrono::milliseconds life, std::function<void(Result<bool>)> done) override;
    std::shared_ptr<void> enter(std::string_view key, std::uint64_t maximum) override;
    policy::Cache &cache() override;
    policy::ExternalCache *externalCache() override;
    policy::SemanticCache *semanticCache() override { return &m_state->semanticCache; }
    Status addressBackend(std::string_view id, policy::OutgoingRequest &request) override;
    identity::State &identity() override { return m_worker.shared().identity; }
    identity::Io identityIo() override { return m_worker.identityIo(); }
    void trace(policy::TraceEntry entry) override;
    void measure(policy::MetricSample sample) override;

    // For the upstream.
    policy::Exchange &exchange() { return m_exchange; }
    const Backends &backends() const { return (*m_snapshot)->backends; }
    net::ServerConnection &connection() { return m_connection; }
    RunState &state() { return *m_state; }
    const std::string &originalHost() const { return m_originalHost; }
    bool isUpgrade() const { return !m_upgradeTo.empty(); }
    const std::string &upgradeTo() const { return m_upgradeTo; }
    void backendChosen(const std::string &host, bool connected);
    void backendConnected();
    void backendAnswered(int status);
    void backendDone();
    //! Null: nobody asked for a trace.
    TracedExchange *traced() { return m_traced.get(); }
    //! For the exchange's watchers.
    void watch(std::string_view piece)
    {
        for (const auto &watcher : m_exchange.watchers)
            watcher->passed(piece);
    }
    bool requestBodyGone() const { return m_bodyPiped || (m_body && m_body->isRead()); }
    void pipeRequest();
    void stopRequestPipe();
    void holdRequest() { m_connection.wantBody(false); }
    void resumeRequest();
    void pipeEnded();
    void pipeBroken();

private:
    //! Where the request's body goes.
    enum class Sink { Nowhere, Reader, Backend };

    void onHead() override;
    void onBody(std::string_view piece) override;
    void onBodyEnd() override;
    void onDrained() override;
    void onSent() override;
    void onBroken() override;
    void onBadRequest(int status, std::string_view code) override;
    void onClosed() override;
    void readBody(policy::BodyStream::Callback callback) override;
    void cancelBody() override;
    void answerReader(Result<std::string> piece);

    void beginRecord();
    void readClientCertificate();
    bool beginExchange();
    void takeOwnFields();
    bool takeSnapshot();
    void leaveTrial();
    void respondWithoutTrial();
    bool isForDebugger() const;
    void startDebugger();
    policy::RunObserver *observer();
    void run();
    void respond();
    void respondWithStream();
    void respondPlainly(const policy::LastError &error);
    void endExchange();
    void writeRecord();
    void endWatchers();
    //! Null: limits are counted here; those of a trial always are.
    RedisLimits *sharedLimits() const { return m_trial ? nullptr : m_worker.sharedLimits(); }
    void chargeBandwidth(std::uint64_t bytes);
    std::int64_t elapsed() const;

    Worker &m_worker;
    net::ServerConnection m_connection;
    TrialPointer m_trial; //!< null: the request runs what is published. Outlives whatever the run keeps in its state
    RunState *m_state;
    std::optional<TrialCache> m_trialCache;
    Worker::SnapshotReference m_snapshot;
    policy::Exchange m_exchange;
    std::unique_ptr<DebugClient> m_debugClient; //!< this connection is the debugger's
    std::string m_debugKey; //!< that the request came with
    std::optional<std::string> m_trialToken; //!< likewise
    std::unique_ptr<TracedExchange> m_traced;
    std::unique_ptr<DebuggedExchange> m_debugged;
    std::optional<policy::Run> m_run;
    Router::Match m_match;
    telemetry::ExchangeRecord m_record;
    std::string m_originalHost;
    std::string m_upgradeTo;
    std::shared_ptr<BodyHandle> m_body;
    policy::BodyStream::Callback m_reader;
    Sink m_sink = Sink::Nowhere;
    bool m_active = false; //!< an exchange is under way that has no record yet
    bool m_tunnel = false;
    bool m_certificateRead = false; //!< of the connection
    bool m_bodyPiped = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    Upstream m_upstream;
};

} // namespace gatehouse::gateway
