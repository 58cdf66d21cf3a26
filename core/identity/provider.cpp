// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/provider.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"
#include "core/crypto/strict_json.h"
#include "core/http/url.h"

#include <arpa/inet.h>

namespace gatehouse::identity {

namespace {

constexpr JsonLimits discoveryLimits{256U << 10, 16};

tl::unexpected<Error> badUrl(std::string_view url, std::string reason)
{
    return fail(ErrorKind::Invalid, "identity.url", {{"url", std::string(url.substr(0, 512))}, {"reason", std::move(reason)}});
}

bool isAddress(const std::string &host)
{
    in_addr v4{};
    in6_addr v6{};
    return inet_pton(AF_INET, host.c_str(), &v4) == 1 || inet_pton(AF_INET6, host.c_str(), &v6) == 1;
}

bool isLoopback(const std::string &host)
{
    in_addr v4{};
    if (inet_pton(AF_INET, host.c_str(), &v4) == 1)
        return (ntohl(v4.s_addr) >> 24) == 127;
    return host == "::1" || equalsIgnoreCase(host, "localhost");
}

//! What may stand in public DNS: the other forms of an address ("0x7f.1", "2130706433") end in a digit.
bool isPublicName(const std::string &host)
{
    const auto lower = toLower(host);
    const auto last = lower.substr(lower.rfind('.') + 1);
    if (isAddress(lower) || lower.find('.') == std::string::npos || last.empty() || (last.front() >= '0' && last.front() <= '9'))
        return false;
    for (const auto *inner : {"localhost", "local", "internal", "lan", "home", "corp", "arpa", "test", "invalid"})
        if (last == inner)
            return false;
    return true;
}

} // namespace

Status judgeProviderUrl(std::string_view url)
{
    const auto parsed = http::Url::parse(url);
    if (!parsed)
        return badUrl(url, std::string(parsed.error().arg("reason")));
    if (parsed->scheme != "https" && !isLoopback(parsed->host))
        return badUrl(url, "https is required");
    return {};
}

Status judgeKeysUrl(std::string_view url, std::string_view documentUrl)
{
    if (auto judged = judgeProviderUrl(url); !judged)
        return judged;
    const auto keys = http::Url::parse(url);
    const auto document = http::Url::parse(documentUrl);
    if (!document)
        return badUrl(documentUrl, "no URL");
    if (document->scheme == "https" && keys->scheme != "https")
        return badUrl(url, "https is required");
    if (equalsIgnoreCase(keys->host, document->host) || (isLoopback(keys->host) && isLoopback(document->host)))
        return {};
    if (keys->effectivePort() != 443 || !isPublicName(keys->host))
        return badUrl(url, "its host is neither the provider's nor a public one");
    return {};
}

Result<Discovery> parseDiscovery(std::string_view text, std::string_view documentUrl)
{
    const auto wrong = [](std::string reason) { return fail(ErrorKind::Invalid, "identity.discovery", {{"reason", std::move(reason)}}); };
    const auto object = crypto::parseStrictObject(text, discoveryLimits);
    if (!object)
        return wrong(object.error().code);
    Discovery discovery{std::string(stringMember(*object, "issuer")), std::string(stringMember(*object, "jwks_uri"))};
    if (discovery.issuer.empty() || discovery.issuer.size() > 2048)
        return wrong("issuer");
    if (auto judged = judgeKeysUrl(discovery.keysUrl, documentUrl); !judged)
        return wrong("jwks_uri: " + std::string(judged.error().arg("reason")));
    return discovery;
}

std::string digestOf(std::string_view issuer, const crypto::JwkSet &keys)
{
    std::string all(issuer);
    for (const auto &key : keys)
        all += '\n' + key.kid + '\n' + key.alg + '\n' + key.use + '\n' + key.thumbprint();
    return crypto::sha256(all);
}

} // namespace gatehouse::identity
