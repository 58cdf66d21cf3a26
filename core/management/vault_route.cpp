// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/vault_route.h"

#include "core/base/text.h"
#include "core/http/url.h"
#include "core/vault/identifier.h"

#include <algorithm>

namespace gatehouse::management {

namespace {

constexpr std::size_t longestPath = 1024;

//! "*" is a name, "#" a version; a version may be left out with its slash.
struct VaultPattern
{
    std::string_view method;
    std::string_view path;
    VaultCall call;
    std::string_view dataAction;
    std::string_view recordedAs;
};

#define SECRETS "Microsoft.KeyVault/vaults/secrets/"
#define CERTIFICATES "Microsoft.KeyVault/vaults/certificates/"

constexpr VaultPattern patterns[]{
    {"GET", "secrets", VaultCall::ListSecrets, SECRETS "readMetadata/action", ""},
    {"GET", "secrets/*/versions", VaultCall::ListSecretVersions, SECRETS "readMetadata/action", ""},
    {"PUT", "secrets/*", VaultCall::SetSecret, SECRETS "setSecret/action", "setSecret"},
    {"GET", "secrets/*/#", VaultCall::GetSecret, SECRETS "getSecret/action", "getSecret"},
    {"PATCH", "secrets/*/#", VaultCall::UpdateSecret, SECRETS "update/action", "updateSecret"},
    {"DELETE", "secrets/*", VaultCall::DeleteSecret, SECRETS "delete", "deleteSecret"},
    {"GET", "deletedsecrets", VaultCall::ListDeletedSecrets, SECRETS "readMetadata/action", ""},
    {"GET", "deletedsecrets/*", VaultCall::GetDeletedSecret, SECRETS "readMetadata/action", ""},
    {"POST", "deletedsecrets/*/recover", VaultCall::RecoverSecret, SECRETS "recover/action", "recoverSecret"},
    {"DELETE", "deletedsecrets/*", VaultCall::PurgeSecret, SECRETS "purge/action", "purgeSecret"},
    {"GET", "certificates", VaultCall::ListCertificates, CERTIFICATES "read", ""},
    {"GET", "certificates/*/versions", VaultCall::ListCertificateVersions, CERTIFICATES "read", ""},
    {"POST", "certificates/*/import", VaultCall::ImportCertificate, CERTIFICATES "import/action", "importCertificate"},
    {"POST", "certificates/*/create", VaultCall::CreateCertificate, CERTIFICATES "create/action", "createCertificate"},
    {"GET", "certificates/*/pending", VaultCall::GetCertificateOperation, CERTIFICATES "read", ""},
    {"GET", "certificates/*/policy", VaultCall::GetCertificatePolicy, CERTIFICATES "read", ""},
    {"GET", "certificates/*/#", VaultCall::GetCertificate, CERTIFICATES "read", ""},
    {"PATCH", "certificates/*/#", VaultCall::UpdateCertificate, CERTIFICATES "update/action", "updateCertificate"},
    {"DELETE", "certificates/*", VaultCall::DeleteCertificate, CERTIFICATES "delete", "deleteCertificate"},
    {"GET", "deletedcertificates", VaultCall::ListDeletedCertificates, CERTIFICATES "read", ""},
    {"GET", "deletedcertificates/*", VaultCall::GetDeletedCertificate, CERTIFICATES "read", ""},
    {"POST", "deletedcertificates/*/recover", VaultCall::RecoverCertificate, CERTIFICATES "recover/action", "recoverCertificate"},
    {"DELETE", "deletedcertificates/*", VaultCall::PurgeCertificate, CERTIFICATES "purge/action", "purgeCertificate"},
};

#undef SECRETS
#undef CERTIFICATES

using VaultPath = std::vector<std::string>;

bool fitsPattern(const VaultPath &path, std::string_view pattern)
{
    const auto parts = split(pattern, '/');
    const bool versionLeftOut = parts.back() == "#" && path.size() + 1 == parts.size();
    if (path.size() != parts.size() && !versionLeftOut)
        return false;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const bool isWord = parts[i] != "*" && parts[i] != "#";
        if (isWord && !equalsIgnoreCase(parts[i], path[i]))
            return false;
    }
    return true;
}

} // namespace

std::string VaultRoute::object() const
{
    if (name.empty())
        return {};
    return (kind == vault::Kind::Secret ? "secrets/" : "certificates/") + name;
}

Result<VaultRoute> parseVaultRoute(std::string_view method, std::string_view path)
{
    if (path.size() > longestPath || !path.starts_with('/'))
        return fail(ErrorKind::NotFound, "vault.noSuchPath");
    path.remove_prefix(1);
    if (path.ends_with('/')) // of Microsoft's clients, in the place of a version
        path.remove_suffix(1);
    VaultPath parts;
    for (const auto part : split(path, '/'))
        parts.push_back(http::percentDecode(part));
    const VaultPattern *found = nullptr;
    bool otherMethod = false;
    for (const auto &one : patterns) {
        if (!fitsPattern(parts, one.path))
            continue;
        if (one.method != method) {
            otherMethod = true;
            continue;
        }
        found = &one;
        break;
    }
    if (!found)
        return otherMethod ? fail(ErrorKind::Unsupported, "vault.method", {{"method", std::string{method.substr(0, 16)}}}) : fail(ErrorKind::NotFound, "vault.noSuchPath");
    VaultRoute route;
    route.call = found->call;
    route.kind = found->path.find("certificates") == std::string_view::npos ? vault::Kind::Secret : vault::Kind::Certificate;
    route.dataAction = found->dataAction;
    route.recordedAs = found->recordedAs;
    if (parts.size() > 1) {
        route.name = parts[1];
        if (!vault::isObjectName(route.name))
            return fail(ErrorKind::Invalid, "vault.badName");
    }
    if (found->path.ends_with('#') && parts.size() > 2) {
        route.version = toLower(parts[2]);
        if (!vault::isVersionName(route.version))
            return fail(ErrorKind::Invalid, "vault.badVersion", {{"name", route.name}});
    }
    return route;
}

} // namespace gatehouse::management
