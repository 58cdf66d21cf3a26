// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/sign_in_protocol.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/crypto/strict_json.h"
#include "core/http/url.h"
#include "core/identity/access_tokens.h"
#include "core/identity/provider.h"

#include <algorithm>
#include <array>
#include <optional>

namespace gatehouse::remote {

namespace {

constexpr JsonLimits answerLimits{256U << 10, 16};
constexpr std::size_t longestText = 300; //!< of what a provider says in its own words

std::string randomText(Random &random, std::size_t bytes)
{
    std::string text(bytes, '\0');
    random.fill({reinterpret_cast<std::uint8_t *>(text.data()), text.size()});
    return crypto::base64Url(text);
}

std::string scopeOf(const SignInSettings &settings)
{
    const std::string more = settings.scope.empty() ? "profile offline_access" : settings.scope;
    for (const auto part : split(more, ' ')) {
        if (part == "openid")
            return more;
    }
    return "openid " + more;
}

void addAudience(Parameters &parameters, const SignInSettings &settings)
{
    if (settings.audience.empty())
        return;
    parameters.emplace_back("resource", settings.audience);
    parameters.emplace_back("audience", settings.audience);
}

//! A foreign text as one line without controls.
std::string shownText(std::string_view text)
{
    std::string shown(isUtf8(text) ? text.substr(0, longestText) : std::string_view());
    while (!isUtf8(shown))
        shown.pop_back();
    std::replace_if(shown.begin(), shown.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
    return shown;
}

tl::unexpected<Error> badSignInAnswer(std::string reason)
{
    return fail(ErrorKind::Invalid, "signIn.badAnswer", {{"reason", std::move(reason)}});
}

tl::unexpected<Error> refusal(std::string_view error, std::string_view description)
{
    if (error == "access_denied")
        return fail(ErrorKind::Forbidden, "signIn.denied", {{"description", shownText(description)}});
    if (error == "authorization_pending")
        return fail(ErrorKind::Unavailable, "signIn.pending");
    if (error == "slow_down")
        return fail(ErrorKind::Unavailable, "signIn.slowDown");
    if (error == "expired_token")
        return fail(ErrorKind::Timeout, "signIn.codeExpired");
    return fail(ErrorKind::Unauthenticated, "signIn.refused", {{"error", shownText(error)}, {"description", shownText(description)}});
}

//! The object of a good answer, or the refusal that it is.
Result<json::object> objectOf(const HttpAnswer &answer)
{
    auto object = crypto::parseStrictObject(answer.body, answerLimits);
    if (answer.status == 200)
        return object ? std::move(object) : Result<json::object>(badSignInAnswer("it is no JSON object"));
    if (answer.status >= 500 || answer.status == 429)
        return fail(ErrorKind::Unavailable, "signIn.providerDown", {{"status", std::to_string(answer.status)}});
    if (!object || stringMember(*object, "error").empty())
        return badSignInAnswer("status " + std::to_string(answer.status));
    return refusal(stringMember(*object, "error"), stringMember(*object, "error_description"));
}

std::chrono::seconds secondsOf(const json::object &object, std::string_view name, long long fallback, long long most)
{
    return std::chrono::seconds(std::clamp(intMember(object, name).value_or(fallback), 1LL, most));
}

//! RFC 6749 section 3.1: no parameter twice.
Result<std::optional<std::string>> onlyValue(const std::vector<http::QueryPair> &pairs, std::string_view name)
{
    std::optional<std::string> found;
    for (const auto &[key, text] : pairs) {
        if (key == name && found)
            return badSignInAnswer(std::string(name) + " twice");
        if (key == name)
            found = text;
    }
    return found;
}

} // namespace

Status validate(const SignInSettings &settings)
{
    if (const auto judged = identity::judgeProviderUrl(settings.issuer); !judged)
        return fail(ErrorKind::Invalid, "signIn.issuer", {{"issuer", settings.issuer}, {"reason", std::string(judged.error().arg("reason"))}});
    if (settings.clientId.empty())
        return fail(ErrorKind::Invalid, "signIn.noClient");
    return {};
}

Result<CodeRequest> makeCodeRequest(const SignInSettings &settings, const OpenIdMetadata &metadata, std::string redirectUri, Random &random)
{
    if (metadata.authorizationUrl.empty())
        return fail(ErrorKind::Unsupported, "signIn.noBrowserFlow");
    if (metadata.refusesS256)
        return fail(ErrorKind::Unsupported, "signIn.noPkce");
    CodeRequest request{randomText(random, 24), randomText(random, 24), SecretString(randomText(random, 32)), std::move(redirectUri), {}};
    Parameters parameters{{"response_type", "code"},
                          {"client_id", settings.clientId},
                          {"redirect_uri", request.redirectUri},
                          {"scope", scopeOf(settings)},
                          {"state", request.state},
                          {"nonce", request.nonce},
                          {"code_challenge", crypto::base64Url(crypto::sha256(request.verifier.reveal()))},
                          {"code_challenge_method", "S256"}};
    addAudience(parameters, settings);
    const bool hasQuery = metadata.authorizationUrl.find('?') != std::string::npos;
    request.url = metadata.authorizationUrl + (hasQuery ? '&' : '?') + http::formatQuery(parameters);
    return request;
}

Result<SecretString> codeOf(std::string_view query, const CodeRequest &request, const OpenIdMetadata &metadata)
{
    const auto pairs = http::parseQuery(query);
    std::array<std::optional<std::string>, 5> found;
    for (std::size_t i = 0; const auto *name : {"state", "iss", "error", "error_description", "code"}) {
        auto only = onlyValue(pairs, name);
        if (!only)
            return tl::unexpected(std::move(only.error()));
        found[i++] = std::move(*only);
    }
    const auto &[state, issuer, error, description, code] = found;
    if (!state || !crypto::equalSecrets(*state, request.state))
        return fail(ErrorKind::Forbidden, "signIn.wrongState");
    // RFC 9207 section 2.4: who says that it names itself has to, and who names another is another.
    if ((metadata.namesIssuer && !issuer) || (issuer && *issuer != metadata.issuer))
        return fail(ErrorKind::Forbidden, "signIn.mixUp", {{"issuer", metadata.issuer}, {"found", shownText(issuer.value_or(""))}});
    if (error)
        return refusal(*error, description.value_or(""));
    if (!code || code->empty())
        return badSignInAnswer("no code");
    return SecretString(*code);
}

Parameters codeGrant(const SignInSettings &settings, const CodeRequest &request, const SecretString &code)
{
    Parameters parameters{{"grant_type", "authorization_code"},
                          {"client_id", settings.clientId},
                          {"code", std::string(code.reveal())},
                          {"redirect_uri", request.redirectUri},
                          {"code_verifier", std::string(request.verifier.reveal())}};
    addAudience(parameters, settings);
    return parameters;
}

Parameters deviceRequest(const SignInSettings &settings)
{
    Parameters parameters{{"client_id", settings.clientId}, {"scope", scopeOf(settings)}};
    addAudience(parameters, settings);
    return parameters;
}

Parameters deviceGrant(const SignInSettings &settings, const SecretString &deviceCode)
{
    Parameters parameters{{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                          {"client_id", settings.clientId},
                          {"device_code", std::string(deviceCode.reveal())}};
    addAudience(parameters, settings);
    return parameters;
}

Parameters refreshGrant(const SignInSettings &settings, const SecretString &refreshToken)
{
    Parameters parameters{{"grant_type", "refresh_token"}, {"client_id", settings.clientId}, {"refresh_token", std::string(refreshToken.reveal())}};
    addAudience(parameters, settings);
    return parameters;
}

Result<DeviceRequest> deviceRequestOf(const HttpAnswer &answer)
{
    const auto object = objectOf(answer);
    if (!object)
        return tl::unexpected(object.error());
    DeviceRequest request;
    request.deviceCode = SecretString(std::string(stringMember(*object, "device_code")));
    request.userCode = shownText(stringMember(*object, "user_code"));
    request.url = stringMember(*object, "verification_uri", stringMember(*object, "verification_url"));
    request.completeUrl = stringMember(*object, "verification_uri_complete");
    request.lifetime = secondsOf(*object, "expires_in", 1800, 86'400);
    request.interval = secondsOf(*object, "interval", 5, 60);
    if (request.deviceCode.empty() || request.userCode.empty())
        return badSignInAnswer("no device code");
    // A person opens them: nothing but a page.
    if (!identity::judgeProviderUrl(request.url))
        return badSignInAnswer("verification_uri");
    if (!request.completeUrl.empty() && !identity::judgeProviderUrl(request.completeUrl))
        request.completeUrl.clear();
    return request;
}

Result<Grant> grantOf(const HttpAnswer &answer, UtcTime now)
{
    const auto object = objectOf(answer);
    if (!object)
        return tl::unexpected(object.error());
    auto access = identity::parseAccessToken(answer.body, now);
    if (!access)
        return badSignInAnswer(std::string(access.error().arg("reason")));
    if (!equalsIgnoreCase(stringMember(*object, "token_type"), "Bearer"))
        return badSignInAnswer("token_type");
    return Grant{std::move(access->token), SecretString(std::string(stringMember(*object, "refresh_token"))),
                 SecretString(std::string(stringMember(*object, "id_token"))), access->lifetime};
}

} // namespace gatehouse::remote
