// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/openid_metadata.h"

#include "core/base/json.h"
#include "core/crypto/strict_json.h"
#include "core/identity/provider.h"

#include <algorithm>

namespace gatehouse::remote {

namespace {

std::string_view withoutSlash(std::string_view text)
{
    while (text.ends_with('/'))
        text.remove_suffix(1);
    return text;
}

bool lists(const json::object &document, std::string_view name, std::string_view wanted)
{
    const auto *list = member(document, name);
    const auto *array = list ? list->if_array() : nullptr;
    return array && std::any_of(array->begin(), array->end(), [&](const auto &item) { return item.is_string() && item.get_string() == wanted; });
}

} // namespace

std::string discoveryUrlOf(std::string_view issuer)
{
    return std::string(withoutSlash(issuer)) + "/.well-known/openid-configuration";
}

Result<OpenIdMetadata> parseOpenIdMetadata(std::string_view text, std::string_view issuer)
{
    const auto documentUrl = discoveryUrlOf(issuer);
    auto discovery = identity::parseDiscovery(text, documentUrl);
    if (!discovery)
        return tl::unexpected(std::move(discovery.error()));
    // OpenID Connect Discovery 1.0 section 4.3; a slash at the end is what people get wrong.
    if (withoutSlash(discovery->issuer) != withoutSlash(issuer))
        return fail(ErrorKind::Invalid, "signIn.issuerDiffers", {{"issuer", std::string(issuer)}, {"found", discovery->issuer}});
    const auto document = crypto::parseStrictObject(text, {256U << 10, 16});
    if (!document)
        return fail(ErrorKind::Invalid, "identity.discovery", {{"reason", document.error().code}});
    OpenIdMetadata metadata;
    metadata.issuer = std::move(discovery->issuer);
    metadata.keysUrl = std::move(discovery->keysUrl);
    const auto take = [&](std::string &url, const char *name) -> Status {
        url = stringMember(*document, name);
        if (url.empty())
            return {};
        const auto judged = identity::judgeKeysUrl(url, documentUrl);
        return judged ? Status{} : Status{fail(ErrorKind::Invalid, "identity.discovery", {{"reason", std::string(name) + ": " + std::string(judged.error().arg("reason"))}})};
    };
    for (const auto &[url, name] : {std::pair{&metadata.authorizationUrl, "authorization_endpoint"}, {&metadata.tokenUrl, "token_endpoint"},
                                    {&metadata.deviceUrl, "device_authorization_endpoint"}, {&metadata.revocationUrl, "revocation_endpoint"}}) {
        if (auto taken = take(*url, name); !taken)
            return tl::unexpected(std::move(taken.error()));
    }
    if (metadata.tokenUrl.empty())
        return fail(ErrorKind::Invalid, "identity.discovery", {{"reason", "token_endpoint"}});
    metadata.namesIssuer = boolMember(*document, "authorization_response_iss_parameter_supported", false);
    metadata.refusesS256 = member(*document, "code_challenge_methods_supported") && !lists(*document, "code_challenge_methods_supported", "S256");
    return metadata;
}

} // namespace gatehouse::remote
