// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/token_rules.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::identity {

namespace {

constexpr std::size_t shownTexts = 256;

tl::unexpected<TokenFailure> refused(TokenFault fault, std::string message)
{
    return tl::unexpected(TokenFailure{fault, std::move(message)});
}

std::string joined(const std::vector<std::string> &texts)
{
    std::string all;
    for (const auto &text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all.size() > shownTexts ? all.substr(0, shownTexts) + "..." : all;
}

//! "11/24/2026 12:00:00 AM", as .NET writes a time in the invariant culture and IdentityModel's messages carry it.
std::string shown(UtcTime time)
{
    const auto iso = toIso(time); // 2026-11-24T16:19:55.123Z
    const int hour = std::stoi(iso.substr(11, 2));
    const auto twelve = std::to_string(hour % 12 == 0 ? 12 : hour % 12);
    const auto day = std::to_string(std::stoi(iso.substr(8, 2)));
    const auto month = std::to_string(std::stoi(iso.substr(5, 2)));
    return month + '/' + day + '/' + iso.substr(0, 4) + ' ' + twelve + iso.substr(13, 6) + (hour < 12 ? " AM" : " PM");
}

//! NumericDate. Nothing: no such claim. Fails when it is no number of a year that a calendar has.
TokenResult<std::optional<UtcTime>> timeOf(const json::object &claims, std::string_view name)
{
    const auto *value = member(claims, name);
    if (!value)
        return std::optional<UtcTime>();
    constexpr double latest = 253'402'300'799; // the end of 9999
    double seconds = -1;
    if (const auto *number = value->if_int64())
        seconds = static_cast<double>(*number);
    else if (const auto *real = value->if_double())
        seconds = std::floor(*real);
    if (!(seconds >= 0 && seconds <= latest))
        return refused(TokenFault::Invalid, "IDX12730: The claim '" + std::string(name) + "' is no time.");
    return std::optional(UtcTime(std::chrono::seconds(static_cast<std::int64_t>(seconds))));
}

bool sameBesideSlash(std::string_view a, std::string_view b)
{
    const auto without = [](std::string_view text) { return text.ends_with('/') ? text.substr(0, text.size() - 1) : text; };
    return without(a) == without(b);
}

TokenResult<void> judgeAudience(const json::object &claims, const std::vector<std::string> &allowed)
{
    if (allowed.empty())
        return {};
    const auto *claim = member(claims, "aud");
    if (!claim)
        return refused(TokenFault::AudienceNotAllowed,
                       "IDX10206: Unable to validate audience. The 'audiences' parameter is empty. Access denied.");
    const bool typed = claim->is_string() || claim->is_array();
    const auto audiences = typed ? textsOf(*claim) : std::vector<std::string>();
    const bool found = std::any_of(audiences.begin(), audiences.end(), [&](const auto &audience) {
        return std::any_of(allowed.begin(), allowed.end(), [&](const auto &wanted) { return sameBesideSlash(audience, wanted); });
    });
    if (found)
        return {};
    return refused(TokenFault::AudienceNotAllowed,
                   "IDX10214: Audience validation failed. Audiences: '" + joined(audiences)
                       + "'. Did not match: validationParameters.ValidAudience: 'null' or validationParameters.ValidAudiences: '" + joined(allowed)
                       + "'. Access denied.");
}

TokenResult<void> judgeIssuer(const json::object &claims, const std::vector<std::string> &allowed)
{
    if (allowed.empty())
        return {};
    const auto issuer = std::string(stringMember(claims, "iss"));
    if (!issuer.empty() && std::find(allowed.begin(), allowed.end(), issuer) != allowed.end())
        return {};
    if (issuer.empty())
        return refused(TokenFault::IssuerNotAllowed, "IDX10211: Unable to validate issuer. The 'issuer' parameter is null or whitespace. Access denied.");
    return refused(TokenFault::IssuerNotAllowed,
                   "IDX10205: Issuer validation failed. Issuer: '" + issuer.substr(0, shownTexts)
                       + "'. Did not match: validationParameters.ValidIssuer: 'null' or validationParameters.ValidIssuers: '" + joined(allowed)
                       + "'. Access denied.");
}

std::vector<std::string> separated(const std::vector<std::string> &texts, const std::string &separator)
{
    if (separator.empty())
        return texts;
    std::vector<std::string> parts;
    for (const auto &text : texts) {
        std::size_t begin = 0;
        for (auto end = text.find(separator); end != std::string::npos; end = text.find(separator, begin)) {
            parts.push_back(text.substr(begin, end - begin));
            begin = end + separator.size();
        }
        parts.push_back(text.substr(begin));
    }
    return parts;
}

bool meets(const std::vector<std::string> &actual, const ClaimRule &rule)
{
    const auto isThere = [&](const std::string &wanted) { return std::find(actual.begin(), actual.end(), wanted) != actual.end(); };
    if (rule.values.empty())
        return true;
    return rule.matchAny ? std::any_of(rule.values.begin(), rule.values.end(), isThere)
                         : std::all_of(rule.values.begin(), rule.values.end(), isThere);
}

} // namespace

std::vector<std::string> textsOf(const json::value &claim)
{
    const auto text = [](const json::value &value) { return value.is_string() ? std::string(value.get_string()) : toJson(value); };
    std::vector<std::string> texts;
    if (const auto *array = claim.if_array())
        for (const auto &item : *array)
            texts.push_back(text(item));
    else
        texts.push_back(text(claim));
    return texts;
}

std::optional<UtcTime> expirationOf(const json::object &claims)
{
    const auto time = timeOf(claims, "exp");
    return time ? *time : std::nullopt;
}

TokenResult<void> judgeLifetime(const json::object &claims, const TokenRules &rules, UtcTime now)
{
    const auto expires = timeOf(claims, "exp");
    const auto begins = timeOf(claims, "nbf");
    if (!expires || !begins)
        return tl::unexpected(!expires ? expires.error() : begins.error());
    if (!*expires && rules.requireExpiration)
        return refused(TokenFault::Invalid, "IDX10225: Lifetime validation failed. The token is missing an Expiration Time. Tokentype: "
                                            "'System.IdentityModel.Tokens.Jwt.JwtSecurityToken'.");
    if (*begins && *expires && **begins > **expires)
        return refused(TokenFault::Invalid, "IDX10224: Lifetime validation failed. The NotBefore (UTC): '" + shown(**begins)
                                                + "' is after Expires (UTC): '" + shown(**expires) + "'.");
    if (*begins && **begins > now + rules.clockSkew)
        return refused(TokenFault::Invalid, "IDX10222: Lifetime validation failed. The token is not yet valid. ValidFrom (UTC): '" + shown(**begins)
                                                + "', Current time (UTC): '" + shown(now) + "'.");
    if (*expires && **expires + rules.clockSkew <= now)
        return refused(TokenFault::Expired, "IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): '" + shown(**expires)
                                                + "', Current time (UTC): '" + shown(now) + "'. Access denied.");
    return {};
}

TokenResult<void> judgeClaims(const json::object &claims, const std::vector<ClaimRule> &rules)
{
    std::vector<std::string> lacking;
    for (const auto &rule : rules)
        if (!member(claims, rule.name))
            lacking.push_back(rule.name);
    if (!lacking.empty())
        return refused(TokenFault::ClaimNotFound, "JWT token is missing the following claims: " + joined(lacking) + ". Access denied.");
    for (const auto &rule : rules) {
        const auto actual = textsOf(*member(claims, rule.name));
        if (!meets(separated(actual, rule.separator), rule))
            return refused(TokenFault::ClaimValueNotAllowed,
                           "Claim " + rule.name + " value of " + joined(actual) + " is not allowed. Access denied.");
    }
    return {};
}

TokenResult<void> judge(const json::object &claims, const TokenRules &rules, UtcTime now)
{
    if (auto judged = judgeLifetime(claims, rules, now); !judged)
        return judged;
    if (auto judged = judgeAudience(claims, rules.audiences); !judged)
        return judged;
    if (auto judged = judgeIssuer(claims, rules.issuers); !judged)
        return judged;
    return judgeClaims(claims, rules.claims);
}

} // namespace gatehouse::identity
