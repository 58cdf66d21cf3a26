// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/management/arm_request.h"
#include "core/management/arm_route.h"
#include "core/management/authorize.h"
#include "core/management/certificate_board.h"
#include "core/management/environment.h"
#include "core/management/local_provider.h"
#include "core/management/publisher.h"
#include "core/management/refusal_throttle.h"
#include "core/management/test_tokens.h"
#include "core/management/write_plan.h"
#include "core/store/configuration_store.h"

#include <memory>
#include <mutex>

namespace gatehouse::management {

//! Between the pure layer and the store: who may do what, changes one after another with their audit records, and the
//! data plane brought up to date before a change is answered. Thread-safe.
class ArmApplication
{
public:
    struct Parts
    {
        resource::ServiceScope scope;
        SecretString token;
        SecretString digestKey;
        std::string gatewayUrl;
        const Clock &clock;
        Random &random;
        Logger &logger;
        store::ConfigurationStore &store;
        Publisher &publisher;
        const LocalProvider &local;
        const policy::ExpressionCompiler *expressions = nullptr;
        gateway::Traces *traces = nullptr;
        TestTokens *testTokens = nullptr; //!< null: the gateway has no test issuer
        VaultReferences *references = nullptr; //!< what lies in key vaults
        const CertificateBoard *certificates = nullptr;
    };

    //! A call whose caller is known and allowed to make it.
    struct Admitted
    {
        Route route;
        Caller caller;
        std::size_t bodyLimit = 0;
        bool membersOnly = false; //!< of a list, those alone that the caller may read
    };

    explicit ArmApplication(Parts parts);
    ~ArmApplication();
    ArmApplication(const ArmApplication &) = delete;
    ArmApplication &operator=(const ArmApplication &) = delete;

    //! What the call carries; a token that is not the token file's is judged by SignIn.
    Result<Presented> presented(const ArmRequest &request) const { return presentedToken(request.headers, m_parts.token); }
    //! Before the body is read, on any thread, without waiting: refusals are answered and recorded.
    tl::expected<Admitted, http::Response> admit(const ArmRequest &request, Result<Caller> caller);
    //! Waits for SQLite and the data plane: not on a loop.
    http::Response answer(const ArmRequest &request, const Admitted &admitted);
    //! Is it for one of the documents that need no token?
    bool isOpen(const ArmRequest &request) const;
    //! That document. Not on a loop.
    http::Response openDocument(const ArmRequest &request) const;
    //! A call that broke a rule of the endpoint itself (Host): answered and recorded as a refusal.
    http::Response refuse(const ArmRequest &request, const ArmError &error);

private:
    Environment environment() const;
    Rights rightsOf(const Caller &caller) const;
    http::Response read(const ArmRequest &request, const Admitted &admitted) const;
    http::Response change(const ArmRequest &request, Route route, const Caller &caller);
    Outcome plan(const ArmRequest &request, Route &route, const resource::Configuration &before, const Caller &caller) const;
    //! By what holds now that nothing else changes: rights may have gone since the call was admitted.
    std::optional<ArmError> judgeChange(const ArmRequest &request, const Route &route, const resource::Configuration &before,
                                        const Caller &caller) const;
    //! What has ended by the clock holds no longer anyway; this takes it away, with a record. Once in ten seconds at most.
    void endRoles();
    //! Whether what a new API is a copy of may be read.
    std::optional<ArmError> judgeCopy(const Rights &rights, const Caller &caller, const Route &route, const std::string &body) const;
    //! Microsoft.Authorization.
    http::Response authorization(const ArmRequest &request, const Admitted &admitted);
    http::Response execute(const ArmRequest &request, WritePlan plan, const resource::Principal &principal);
    http::Response handOut(const ArmRequest &request, SecretReading reading, const resource::Principal &principal);
    //! Gatehouse.Local's certificates.
    http::Response certificates(const ArmRequest &request, const Admitted &admitted) const;
    //! POST refreshSecret of named values and certificates.
    http::Response refreshSecret(const ArmRequest &request, const Admitted &admitted);
    //! POST listValue: of a key vault, what was read there.
    Outcome planValueReading(const ArmRequest &request, const Route &route, const resource::Configuration &before) const;
    //! Gatehouse.Local's testTokens.
    http::Response testTokens(const ArmRequest &request, const Admitted &admitted);
    //! Gatehouse.Local's trials.
    http::Response trials(const ArmRequest &request, const Admitted &admitted);
    http::Response listTrials(std::string_view name) const;
    http::Response startTrial(const ArmRequest &request, const Caller &caller);
    http::Response endTrial(const ArmRequest &request, std::string_view name, const resource::Principal &principal);
    resource::ChangeRecord recordOf(const ArmRequest &request, const resource::Principal &principal, std::string action,
                                    const resource::ResourceId &id) const;
    void recordRefusal(const ArmRequest &request, const resource::Principal &principal, std::string action,
                       const resource::ResourceId &id, const http::Response &response);
    http::Response deny(const ArmRequest &request, const Caller &caller, const Route &route, const std::string &action);
    //! Recorded too, but not without bounds.
    void recordDenial(const ArmRequest &request, const resource::Principal &principal, const std::string &action,
                      const std::string &scope, const resource::ResourceId &id, const http::Response &response);

    Parts m_parts;
    RefusalThrottle m_denials;
    UtcTime m_rolesEnded{}; //!< guarded by m_changing
    std::mutex m_changing; //!< what a plan was checked against must hold until it is committed
};

} // namespace gatehouse::management
