// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/vault_flags.h"

#include "core/remote/endpoint_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace gatehouse::gatectl {

namespace {

Result<std::string> certificatesOfFile(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorKind::NotFound, "remote.noCertificateFile", {{"path", path.string()}});
    return std::string(std::istreambuf_iterator<char>(file), {});
}

} // namespace

void VaultFlags::addTo(CLI::App &command)
{
    const char *group = "Vault (default: the local gateway's)";
    command.add_option("--vault-url", url, "Such as https://contoso.vault.azure.net")->group(group)->needs(command.add_option("--token-file", tokenFile, "File with an access token for the vault")->group(group));
    command.add_option("--ca-file", caFile, "Trusted certificates (PEM) instead of the system's")->group(group);
    command.add_option("--data", data, "Data directory of the local gateway")->group(group);
}

Result<remote::VaultClient> VaultFlags::client() const
{
    auto found = url.empty() ? ofLocalGateway() : ofFlags();
    if (!found)
        return tl::unexpected(found.error());
    return remote::VaultClient(std::move(*found), remote::Network::create());
}

Result<remote::VaultConnection> VaultFlags::ofLocalGateway() const
{
    const auto folder = data.empty() ? remote::defaultDataDirectory() : std::filesystem::path(data);
    const auto file = remote::readEndpointFile(folder / "endpoint.json");
    if (!file)
        return fail(ErrorKind::Unavailable, file.error().code, file.error().args);
    if (!remote::isAlive(*file))
        return fail(ErrorKind::Unavailable, "remote.notRunning", {{"path", folder.string()}});
    if (file->vault.empty())
        return fail(ErrorKind::Unavailable, "remote.noVault");
    auto token = remote::readToken(file->tokenFile);
    if (!token)
        return tl::unexpected(token.error());
    auto pem = certificatesOfFile(file->managementCertificate);
    if (!pem)
        return tl::unexpected(pem.error());
    return remote::VaultConnection{file->vault, std::move(*token), std::move(*pem)};
}

Result<remote::VaultConnection> VaultFlags::ofFlags() const
{
    auto address = url;
    while (address.ends_with('/'))
        address.pop_back();
    auto token = remote::readToken(tokenFile);
    if (!token)
        return tl::unexpected(token.error());
    auto pem = caFile.empty() ? Result<std::string>(std::string{}) : certificatesOfFile(caFile);
    if (!pem)
        return tl::unexpected(pem.error());
    return remote::VaultConnection{std::move(address), std::move(*token), std::move(*pem)};
}

CLI::App *secretGroup(CLI::App &root)
{
    return groupOf(*groupOf(root, "vault", "Work with the secrets of a key vault"), "secret", "Set, get, list and delete secrets");
}

} // namespace gatehouse::gatectl
