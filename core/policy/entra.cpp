// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/entra.h"

#include "core/base/text.h"
#include "core/identity/token_rules.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

using identity::TokenFailure;
using identity::TokenFault;

bool isGuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = text[i];
        const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !digit)
            return false;
    }
    return true;
}

//! The tenant in what may be a URL: its last part.
std::string_view tenantIn(std::string_view text)
{
    text = trim(text);
    while (text.ends_with('/'))
        text.remove_suffix(1);
    const auto scheme = text.find("://");
    return scheme == std::string_view::npos ? text : text.substr(text.rfind('/') + 1);
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    if (const auto at = text.find(from); at != std::string::npos)
        text.replace(at, from.size(), to);
    return text;
}

bool holds(const std::vector<std::string> &list, std::string_view text)
{
    return std::any_of(list.begin(), list.end(), [text](const auto &item) { return equalsIgnoreCase(item, text); });
}

} // namespace

std::string entraDocumentUrl(std::string_view tenant, std::string_view endpoint)
{
    auto authority = trim(endpoint.empty() ? std::string_view("https://login.microsoftonline.com") : endpoint);
    while (authority.ends_with('/'))
        authority.remove_suffix(1);
    const auto scheme = authority.find("://") == std::string_view::npos ? std::string("https://") : std::string();
    return scheme + std::string(authority) + '/' + std::string(tenantIn(tenant)) + "/v2.0/.well-known/openid-configuration";
}

identity::TokenResult<void> judgeEntra(const json::object &claims, const EntraExpectations &expected)
{
    const auto refused = [](TokenFault fault, std::string message) { return tl::unexpected(TokenFailure{fault, std::move(message)}); };
    const auto tenantId = std::string(stringMember(claims, "tid"));
    const auto issuer = std::string(stringMember(claims, "iss"));
    const auto wanted = tenantIn(expected.tenant);
    const bool open = expected.issuer.find("{tenantid}") != std::string::npos; // organizations, common
    const auto second = replaced(expected.issuer, "{tenantid}", tenantId);
    const bool tenantFits = isGuid(tenantId) && (open || expected.issuer.find('/' + tenantId + '/') != std::string::npos)
        && (!isGuid(wanted) || equalsIgnoreCase(wanted, tenantId));
    if (!tenantFits || (issuer != second && issuer != "https://sts.windows.net/" + tenantId + '/'))
        return refused(TokenFault::IssuerNotAllowed, "IDX10205: Issuer validation failed. Issuer: '" + issuer.substr(0, 256)
                                                         + "'. Did not match: validationParameters.ValidIssuers: '" + second + "'. Access denied.");
    // azp is v2's name for what v1 calls appid.
    const auto client = stringMember(claims, "azp").empty() ? stringMember(claims, "appid") : stringMember(claims, "azp");
    if (!expected.clientIds.empty() && !holds(expected.clientIds, client))
        return refused(TokenFault::ClaimValueNotAllowed, "Claim " + std::string(stringMember(claims, "azp").empty() ? "appid" : "azp") + " value of "
                                                             + std::string(client.substr(0, 256)) + " is not allowed. Access denied.");
    const auto *audience = member(claims, "aud");
    const auto audiences = audience ? identity::textsOf(*audience) : std::vector<std::string>();
    const auto isBackend = [&](const std::string &text) {
        return holds(expected.backendIds, text) || (text.starts_with("api://") && holds(expected.backendIds, std::string_view(text).substr(6)));
    };
    if (!expected.backendIds.empty() && !std::any_of(audiences.begin(), audiences.end(), isBackend))
        return refused(TokenFault::AudienceNotAllowed, "IDX10214: Audience validation failed. The token is for another application. Access denied.");
    return {};
}

} // namespace gatehouse::policy
