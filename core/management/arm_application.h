// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/management/arm_request.h"
#include "core/management/arm_route.h"
#include "core/management/authorize.h"
#include "core/management/environment.h"
#include "core/management/local_provider.h"
#include "core/management/publisher.h"
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
    };

    //! A call whose caller is known and allowed to make it.
    struct Admitted
    {
        Route route;
        resource::Principal principal;
        std::size_t bodyLimit = 0;
    };

    explicit ArmApplication(Parts parts);

    //! Before the body is read, on any thread, without waiting: refusals are answered and recorded.
    tl::expected<Admitted, http::Response> admit(const ArmRequest &request);
    //! Waits for SQLite and the data plane: not on a loop.
    http::Response answer(const ArmRequest &request, const Admitted &admitted);
    //! A call that broke a rule of the endpoint itself (Host): answered and recorded as a refusal.
    http::Response refuse(const ArmRequest &request, const ArmError &error);

private:
    Environment environment() const;
    http::Response read(const ArmRequest &request, Route route) const;
    http::Response change(const ArmRequest &request, Route route, const resource::Principal &principal);
    http::Response execute(const ArmRequest &request, WritePlan plan, const resource::Principal &principal);
    http::Response handOut(const ArmRequest &request, SecretReading reading, const resource::Principal &principal);
    //! Gatehouse.Local's trials.
    http::Response trials(const ArmRequest &request, const Admitted &admitted);
    http::Response listTrials(std::string_view name) const;
    http::Response startTrial(const ArmRequest &request, const resource::Principal &principal);
    http::Response endTrial(const ArmRequest &request, std::string_view name, const resource::Principal &principal);
    resource::ChangeRecord recordOf(const ArmRequest &request, const resource::Principal &principal, std::string action,
                                    const resource::ResourceId &id) const;
    void recordRefusal(const ArmRequest &request, const resource::Principal &principal, std::string action,
                       const resource::ResourceId &id, const http::Response &response);

    Parts m_parts;
    Authorizer m_authorizer;
    std::mutex m_changing; //!< what a plan was checked against must hold until it is committed
};

} // namespace gatehouse::management
