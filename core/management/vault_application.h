// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/management/arm_errors.h"
#include "core/management/arm_request.h"
#include "core/management/authorize.h"
#include "core/management/refusal_throttle.h"
#include "core/management/vault_route.h"
#include "core/store/configuration_store.h"
#include "core/vault/challenge.h"
#include "core/vault/vault.h"

#include <string>

namespace gatehouse::management {

//! "/subscriptions/../providers/Microsoft.KeyVault/vaults/local": the vault as roles are assigned at it.
std::string vaultId(const resource::ServiceScope &scope);

//! The local vault by Azure Key Vault's REST protocol (api-versions 7.2 to 7.5): who may do what by role assignments and Key Vault's data
//! actions, each change and each value that is read with its record. Thread-safe.
class VaultApplication
{
public:
    struct Parts
    {
        resource::ServiceScope scope;
        SecretString token; //!< the token file's
        SecretString gatewayToken; //!< by which the gateway reads its own vault
        vault::Challenge challenge;
        const Clock &clock;
        Logger &logger;
        store::ConfigurationStore &store;
        vault::Vault &vault;
    };
    struct Admitted
    {
        VaultRoute route;
        Caller caller;
    };

    explicit VaultApplication(Parts parts) : m_parts(std::move(parts)) { }
    ~VaultApplication();
    VaultApplication(const VaultApplication &) = delete;
    VaultApplication &operator=(const VaultApplication &) = delete;

    //! Who needs no sign-in to be known: the owner, and the gateway. Nothing: a token that SignIn judges. Fails as presentedToken() does.
    Result<std::optional<Caller>> knownCaller(const ArmRequest &request, std::string &token) const;
    //! Before the body is read, on any thread, without waiting.
    tl::expected<Admitted, http::Response> admit(const ArmRequest &request, Result<Caller> caller);
    //! Waits for SQLite: not on a loop.
    http::Response answer(const ArmRequest &request, const Admitted &admitted);
    http::Response refuse(const ArmRequest &request, int status, std::string_view code, const std::string &message);

private:
    Result<http::Response> run(const ArmRequest &request, const Admitted &admitted);
    Result<http::Response> list(const ArmRequest &request, const VaultRoute &route);
    Result<http::Response> listDeleted(const ArmRequest &request, const VaultRoute &route);
    Result<http::Response> getSecret(const ArmRequest &request, const Admitted &admitted);
    Result<http::Response> add(const ArmRequest &request, const Admitted &admitted, Result<vault::NewVersion> wanted);
    Result<http::Response> change(const ArmRequest &request, const Admitted &admitted);
    vault::Vault::Record recorder(const ArmRequest &request, const Admitted &admitted);
    resource::ChangeRecord recordOf(const ArmRequest &request, const resource::Principal &principal, std::string_view action, const std::string &object) const;
    void recordDenial(const ArmRequest &request, const resource::Principal &principal, const VaultRoute &route, const http::Response &response);
    http::Response unauthenticated(const ArmRequest &request, const Error &error);
    http::Response forbidden(const ArmRequest &request, const Caller &caller, const VaultRoute &route, const std::string &scope);
    http::Response failed(const VaultRoute &route, const Error &error);

    Parts m_parts;
    RefusalThrottle m_denials;
};

} // namespace gatehouse::management
