// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/verb.h"
#include "core/remote/vault_client.h"

#include <string>

namespace gatehouse::gatectl {

//! Which vault: the local gateway's, or any by its URL with a token for it.
struct VaultFlags
{
    std::string url, tokenFile, caFile, data;

    void addTo(CLI::App &command);
    //! Fails with Unavailable "remote.notRunning", "remote.noVault"; NotFound "remote.noCertificateFile"; as readEndpointFile() and readToken() do.
    Result<remote::VaultClient> client() const;

private:
    Result<remote::VaultConnection> ofLocalGateway() const;
    Result<remote::VaultConnection> ofFlags() const;
};

//! `gatectl vault secret`.
CLI::App *secretGroup(CLI::App &root);

} // namespace gatehouse::gatectl
