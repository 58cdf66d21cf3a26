// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/own_certificate.h"

#include "core/crypto/certificate.h"
#include "core/crypto/certificate_export.h"
#include "core/management/private_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace gatehouse::management {

namespace {

constexpr int validDays = 825; // the most that clients accept
constexpr std::chrono::days renewedBefore{14};

Result<std::string> readFile(const std::filesystem::path &path)
{
    std::ifstream file{path, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{file}, {}};
    if (!file)
        return fail(ErrorKind::Unavailable, "file.read", {{"path", path.string()}, {"reason", "cannot be read"}});
    return content;
}

} // namespace

UtcTime renewalOf(UtcTime notAfter)
{
    return notAfter - renewedBefore;
}

namespace {

bool stillGood(const std::string &pem, const std::vector<std::string> &names, UtcTime now)
{
    const auto end = crypto::notAfter(pem);
    return end && now < renewalOf(*end) && crypto::coversNames(pem, names);
}

} // namespace

Result<net::ServerCertificate> ownCertificate(const DataDirectory &directory, const std::vector<std::string> &hosts,
                                              UtcTime now)
{
    std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
    for (const auto &host : hosts) {
        const bool wildcard = host == "0.0.0.0" || host == "::";
        if (!wildcard && std::ranges::find(names, host) == names.end())
            names.push_back(host);
    }
    const auto certificatePath = directory.file("management-cert.pem");
    const auto keyPath = directory.file("management-key.pem");
    const auto certificate = readPrivateFile(certificatePath);
    auto key = readPrivateFile(keyPath);
    if (certificate && key && stillGood(*certificate, names, now))
        return net::ServerCertificate{{}, *certificate, SecretString{std::move(*key)}};
    for (const auto *read : {&certificate, static_cast<const Result<std::string> *>(&key)}) {
        if (!*read && read->error().kind != ErrorKind::NotFound)
            return tl::unexpected(read->error());
    }
    auto made = crypto::makeSelfSigned(names, validDays, now);
    if (!made)
        return tl::unexpected(made.error());
    // The key first: a certificate without its key would be served by nobody and trusted by clients.
    if (auto written = writePrivateFile(keyPath, made->keyPem.reveal()); !written)
        return tl::unexpected(written.error());
    if (auto written = writePrivateFile(certificatePath, made->certificatePem); !written)
        return tl::unexpected(written.error());
    return net::ServerCertificate{{}, std::move(made->certificatePem), std::move(made->keyPem)};
}

Result<net::ServerCertificate> certificateFromFiles(const std::filesystem::path &certificate,
                                                    const std::filesystem::path &key)
{
    auto chain = readFile(certificate);
    if (!chain)
        return tl::unexpected(chain.error());
    auto secret = readFile(key);
    if (!secret)
        return tl::unexpected(secret.error());
    return net::ServerCertificate{{}, std::move(*chain), SecretString{std::move(*secret)}};
}

} // namespace gatehouse::management
