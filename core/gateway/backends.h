// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/http/headers.h"
#include "core/limit/breaker.h"
#include "core/net/tls_checks.h"
#include "core/policy/compile.h"
#include "core/resource/configuration.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::gateway {

//! What counts as a failure of a backend, and when it trips.
struct BackendBreaker
{
    limit::BreakerRule rule;
    std::vector<std::pair<int, int>> statuses; //!< from, to
    std::vector<std::string> reasons; //!< of LastError, without case
    bool acceptRetryAfter = false;

    bool countsStatus(int status) const;
    bool countsReason(std::string_view reason) const;
};

struct PoolMember
{
    std::string lowerId;
    std::optional<std::uint32_t> weight;
    std::uint32_t priority = 0; //!< the lowest that has a backend wins
};

//! A backend of the configuration, compiled. Immutable, part of a snapshot.
struct Backend
{
    std::string id;
    std::string lowerId;
    std::string url;
    bool isPool = false;
    std::vector<PoolMember> members;
    std::optional<BackendBreaker> breaker;
    http::Headers headers; //!< credentials: these win over the request's
    std::string query; //!< credentials: appended, encoded
    net::TlsChecks tls;
    std::shared_ptr<const crypto::CertificateFile> certificate; //!< credentials: wins over the request's; null: none
    policy::ProxyUse proxy; //!< wins over the request's
    std::string fault; //!< code of what makes every call fail, rather than go another way than it was told; "" : nothing
};

class Backends
{
public:
    //! Named values are put into credentials, certificates are the service's (policy::Bindings). Findings name the resource.
    static Backends compile(const resource::Configuration &configuration, const policy::Bindings &bindings, Diagnostics &findings);

    const Backend *find(std::string_view id) const; //!< without case
    const Backend *findLower(std::string_view lowerId) const;
    const std::map<std::string, Backend, std::less<>> &all() const { return m_byLowerId; }

private:
    std::map<std::string, Backend, std::less<>> m_byLowerId;
};

} // namespace gatehouse::gateway
