// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/http/message.h"
#include "core/management/arm_request.h"
#include "core/management/vault_references.h"
#include "core/store/configuration_store.h"
#include "core/vault/vault.h"

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::management {

//! What a TLS listener of the gateway shows.
struct ListenerCertificate
{
    std::string name; //!< "own" or "gateway"
    std::string pem;
    bool renewsItself = false;
    std::vector<std::string> listeners; //!< "listen-tls", "management-tls", "vault"
};

//! Gatehouse.Local's certificates: each certificate of the service, of the gateway's listeners and of the local vault, by the time that it has left.
class CertificateBoard
{
public:
    struct Parts
    {
        const Clock &clock;
        store::ConfigurationStore &store;
        const VaultReferences &references;
        vault::Vault *vault = nullptr; //!< null: the gateway serves none
        std::function<std::vector<ListenerCertificate>()> listeners;
    };

    explicit CertificateBoard(Parts parts) : m_parts(std::move(parts)) { }
    //! Waits for SQLite. `mayReadService` and `mayReadVault` say what the caller sees.
    http::Response answer(const ArmRequest &request, const std::function<bool(const resource::ResourceId &)> &mayReadService, bool mayReadVault) const;

private:
    Parts m_parts;
};

bool isCertificatesPath(std::string_view providerPath);

} // namespace gatehouse::management
