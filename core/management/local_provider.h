// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/log.h"
#include "core/base/clock.h"
#include "core/gateway/gateway.h"
#include "core/management/arm_request.h"
#include "core/management/arm_route.h"
#include "core/management/collector.h"
#include "core/management/exchange_buffer.h"
#include "core/management/key_dates.h"
#include "core/management/publisher.h"
#include "core/store/configuration_store.h"
#include "core/store/telemetry_store.h"

#include <functional>
#include <string>
#include <vector>

namespace gatehouse::management {

//! What ARM has no form for: status, histograms, exchanges, counters, audit, policy checks. Its document is
//! resources/gatehouse-local.openapi.json. Answers on the caller's thread and may wait for SQLite. Thread-safe.
class LocalProvider
{
public:
    struct Parts
    {
        gateway::Gateway &gateway;
        store::ConfigurationStore &configurations;
        store::TelemetryStore &telemetry;
        audit::Reader &audit;
        ExchangeBuffer &exchanges;
        Collector &collector;
        Publisher &publisher;
        const Clock &clock;
        UtcTime startedAt{};
        int workers = 1;
        std::vector<std::string> gatewayUrls, gatewayTlsUrls;
        const policy::ExpressionCompiler *expressions = nullptr;
    };

    explicit LocalProvider(Parts parts) : m_parts(std::move(parts)), m_keyDates(m_parts.configurations) { }
    http::Response answer(const ArmRequest &request, const Route &route) const;
    //! `mayRead` says whose keys the caller sees; null: all.
    http::Response keyUse(const ArmRequest &request, const std::function<bool(const resource::ResourceId &)> &mayRead) const;

private:
    http::Response describe(const ArmRequest &request) const;
    http::Response status(const ArmRequest &request) const;
    http::Response histograms(const ArmRequest &request) const;
    http::Response exchanges(const ArmRequest &request) const;
    http::Response counters(const ArmRequest &request) const;
    http::Response audit(const ArmRequest &request) const;
    http::Response lastUse(const ArmRequest &request) const;
    http::Response openapi(const ArmRequest &request) const;
    http::Response policyCheck(const ArmRequest &request) const;
    http::Response effectivePolicies(const ArmRequest &request) const;

    Parts m_parts;
    mutable KeyDates m_keyDates;
};

//! GET keyUse: asked over each subscription, not over the service alone.
bool isKeyUsePath(std::string_view providerPath);

//! Common to JSON and server-sent events: the filter members of the query.
ExchangeFilter exchangeFilter(const ArmRequest &request);

} // namespace gatehouse::management
