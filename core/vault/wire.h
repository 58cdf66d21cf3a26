// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vault/vault.h"

#include <string>
#include <string_view>

namespace gatehouse::vault {

//! Azure's limits.
inline constexpr std::size_t mostValueBytes = 25U << 10;
inline constexpr std::size_t mostTags = 15;
inline constexpr std::size_t mostBodyBytes = 256U << 10; //!< a certificate's base64 with its chain

// Bodies of Key Vault's REST protocol (7.2 to 7.5). Pure. What can't be read fails with Invalid "vault.body" (args: reason, a sentence
// without a value of the body).

Result<NewVersion> readNewSecret(std::string_view body);
Result<VersionChange> readChange(std::string_view body);
//! PKCS#12 in base64 or PEM, with its private key; made a version with the secret that goes with it. Opening an archive is slow by intent.
Result<NewVersion> readCertificateImport(std::string_view body);

//! A policy by which the vault makes a self-signed certificate (issuer "Self"); makes it.
Result<NewVersion> readCertificateCreation(std::string_view body, UtcTime now);
//! A CertificateOperation that is over.
json::object operationJson(std::string_view origin, const Version &version);

//! How a vault names what it holds: `origin` is "https://127.0.0.1:8443".
std::string objectId(std::string_view origin, std::string_view collection, const Version &version, bool withVersion);
//! A SecretBundle; with `value` null a SecretItem, by the newest version without `withVersion`.
json::object secretJson(std::string_view origin, const Version &version, bool withVersion, const SecretString *value);
json::object certificateJson(std::string_view origin, const Version &version);
json::object certificateItemJson(std::string_view origin, const Version &version, bool withVersion);
json::object policyJson(std::string_view origin, const Version &version);
//! Adds recoveryId, deletedDate and scheduledPurgeDate.
json::object deletedJson(json::object body, std::string_view origin, std::string_view collection, const Deleted &deleted);

//! What a vault answers to GET of a secret, as a client reads it: at most 1 MiB. Fails with Invalid "vault.answer" (args: reason).
struct SecretAnswer
{
    SecretString value;
    std::string contentType;
    std::string version;
    Attributes attributes;
};
Result<SecretAnswer> readSecretAnswer(std::string_view body);
//! The code of a vault's error answer, fit to be shown: "SecretNotFound", "Forbidden/ForbiddenByRbac"; "" when it is none.
std::string readErrorCode(std::string_view body);

} // namespace gatehouse::vault
