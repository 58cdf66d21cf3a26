// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/vault/vault.h"

#include <string>
#include <string_view>

namespace gatehouse::management {

enum class VaultCall {
    ListSecrets, ListSecretVersions, SetSecret, GetSecret, UpdateSecret, DeleteSecret, ListDeletedSecrets, GetDeletedSecret, RecoverSecret, PurgeSecret,
    ListCertificates, ListCertificateVersions, ImportCertificate, CreateCertificate, GetCertificateOperation, GetCertificate, GetCertificatePolicy, UpdateCertificate, DeleteCertificate,
    ListDeletedCertificates, GetDeletedCertificate, RecoverCertificate, PurgeCertificate,
};

//! What a call to the local vault is about.
struct VaultRoute
{
    VaultCall call = VaultCall::ListSecrets;
    vault::Kind kind = vault::Kind::Secret;
    std::string name; //!< "" : a collection
    std::string version; //!< "" : the newest
    std::string_view dataAction; //!< "Microsoft.KeyVault/vaults/secrets/getSecret/action"
    std::string_view recordedAs; //!< "getSecret"; "" : reading that needs no record

    //! "secrets/name" as authorization and records name it; "" : the vault itself.
    std::string object() const;
};

//! Pure. Fails with NotFound "vault.noSuchPath", Invalid "vault.badName" or "vault.badVersion" (args: name), Unsupported "vault.method"
//! (args: method).
Result<VaultRoute> parseVaultRoute(std::string_view method, std::string_view path);

} // namespace gatehouse::management
