// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/log.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/secret_string.h"
#include "core/gateway/gateway.h"
#include "core/management/sign_in.h"
#include "core/net/http_server.h"
#include "core/resource/resource_id.h"
#include "core/store/configuration_store.h"
#include "core/store/telemetry_store.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <memory>
#include <string>

namespace gatehouse::management {

//! Everything `gatectl run` is told.
struct ServiceOptions
{
    std::filesystem::path dataDirectory;
    std::vector<net::Endpoint> listen, listenTls; //!< the data plane
    std::optional<net::Endpoint> management, managementTls; //!< loopback only, unless `allowRemoteManagement`
    bool clientCertificates = false; //!< the data plane's TLS listeners ask clients for one
    bool allowRemoteManagement = false;
    std::filesystem::path tokenSourcesFile; //!< where tokens for backends come from (identity::parseTokenSources); "" : nowhere
    bool allowRemoteDebugger = false; //!< step debugging of the data plane from other machines
    std::optional<net::Endpoint> vault; //!< the local vault, over TLS; loopback only, unless `allowRemoteManagement`; nothing: there is none
    std::chrono::seconds vaultRefresh{std::chrono::hours{4}}; //!< how often values in key vaults are read again
    std::chrono::milliseconds certificateCheck{std::chrono::hours{1}}; //!< how often the own certificate's end is looked at
    std::string vaultResource; //!< what tokens for the vault are for; "" : VaultEndpoint::resource
    std::optional<SignInOptions> signIn; //!< whose access tokens the ARM endpoint takes beside the token file; nothing: nobody's
    std::filesystem::path tokenFile; //!< "" : dataDirectory/token; made with mode 600 when absent
    std::filesystem::path readyFile; //!< "" : none
    int workers = 1;
    resource::ServiceScope scope;
    std::optional<gateway::SharedLimits> sharedLimits; //!< nothing: limits are this gateway's own
    std::string redisPrefix = "gatehouse:"; //!< begins every key in Redis
    std::size_t tokenCacheBytes = identity::TokenCache::defaultBytes; //!< of verified tokens; 0 verifies each one every time
    std::filesystem::path certificateFile, keyFile; //!< PEM; "" : an own certificate is made at first start
};

//! The local gateway as one object: lock, store, audit, telemetry, data plane, ARM endpoint. `gatectl run` and the
//! tests use it.
class Service
{
public:
    //! Fails with Conflict "service.locked" (args: pid, endpoint) when another process holds the data directory,
    //! Invalid "service.notLoopback", ...
    static Result<std::unique_ptr<Service>> start(ServiceOptions options, const Clock &clock, Random &random,
                                                  Logger &logger);
    virtual ~Service() = default;

    virtual net::Endpoint managementEndpoint() const = 0;
    virtual std::vector<net::Endpoint> gatewayEndpoints() const = 0;
    virtual SecretString token() const = 0;
    //! Drains the data plane, answers what is under way, flushes telemetry. Blocks.
    virtual void stop(std::chrono::milliseconds drain) = 0;
};

} // namespace gatehouse::management
