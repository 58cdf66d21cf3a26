// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/sign_in_client.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"
#include "core/http/url.h"
#include "core/identity/token_rules.h"
#include "core/identity/token_verification.h"
#include "core/remote/pause.h"

#include <algorithm>
#include <cstdlib>

namespace gatehouse::remote {

namespace {

constexpr std::chrono::seconds browserLimit{300};
constexpr std::chrono::seconds clockSkew{60};
constexpr std::size_t longestAnswer = 1U << 20;

std::string nameIn(const json::object &claims)
{
    for (const auto *name : {"preferred_username", "upn", "email", "name", "sub"}) {
        if (const auto text = stringMember(claims, name); !text.empty() && isUtf8(text))
            return std::string(text.substr(0, 200));
    }
    return {};
}

//! A token that was made a moment ago and is judged to be old, or of the future: one of the clocks is wrong.
Result<json::object> badTime(const json::object &claims, const identity::TokenFailure &failure, UtcTime now)
{
    const auto made = intMember(claims, "iat");
    const auto here = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    if (!made || std::abs(*made - here) <= clockSkew.count())
        return fail(ErrorKind::Unauthenticated, "signIn.idToken", {{"reason", failure.message}});
    return fail(ErrorKind::Unauthenticated, "signIn.clock", {{"seconds", std::to_string(*made - here)}});
}

} // namespace

Result<json::object> judgeIdToken(const SecretString &token, const OpenIdMetadata &metadata, const crypto::JwkSet &keys, const std::string &clientId,
                                  const std::string &nonce, UtcTime now)
{
    const auto wrong = [](std::string reason) { return fail(ErrorKind::Unauthenticated, "signIn.idToken", {{"reason", std::move(reason)}}); };
    const auto provider = std::make_shared<const identity::Provider>(identity::Provider{metadata.issuer, keys, identity::digestOf(metadata.issuer, keys)});
    const std::vector<identity::KeySource> sources{{provider, discoveryUrlOf(metadata.issuer), &provider->keys, provider->digest}};
    const std::string text(token.reveal());
    const auto digest = crypto::sha256(text);
    identity::TokenCache cache(1U << 10);
    const auto verified = identity::verifyToken({text, digest, sources, {}, {}}, cache, now);
    if (!verified)
        return wrong(verified.error().message);
    const auto &claims = verified->token->claims;
    identity::TokenRules rules;
    rules.clockSkew = clockSkew;
    if (const auto judged = identity::judgeLifetime(claims, rules, now); !judged)
        return badTime(claims, judged.error(), now);
    rules.audiences = {clientId};
    rules.issuers = {metadata.issuer};
    if (const auto judged = identity::judge(claims, rules, now); !judged)
        return wrong(judged.error().message);
    const auto party = stringMember(claims, "azp");
    if (!party.empty() && party != clientId)
        return wrong("it was made for the client " + std::string(party.substr(0, 100)));
    if (stringMember(claims, "sub").empty())
        return wrong("it names nobody");
    if (!nonce.empty() && !crypto::equalSecrets(stringMember(claims, "nonce"), nonce))
        return fail(ErrorKind::Unauthenticated, "signIn.wrongNonce");
    return claims;
}

Result<HttpAnswer> SignInClient::send(const HttpCall &call, const std::stop_token &stop) const
{
    auto answer = m_network->send(call, stop);
    if (answer || answer.error().kind == ErrorKind::Cancelled)
        return answer;
    auto error = std::move(answer.error());
    return fail(error.kind, "signIn.unreachable", {{"issuer", m_settings.issuer}, {"reason", std::string(error.arg("reason"))}, {"code", error.code}});
}

Result<HttpAnswer> SignInClient::post(const std::string &url, const Parameters &parameters, const std::stop_token &stop) const
{
    HttpCall call;
    call.method = "POST";
    call.url = url;
    call.headers = {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    call.body = http::formatQuery(parameters);
    call.idleTimeout = std::chrono::seconds(30);
    call.maxBody = longestAnswer;
    return send(call, stop);
}

Result<OpenIdMetadata> SignInClient::metadata(const std::stop_token &stop) const
{
    if (const auto valid = validate(m_settings); !valid)
        return tl::unexpected(valid.error());
    HttpCall call;
    call.url = discoveryUrlOf(m_settings.issuer);
    call.headers = {{"Accept", "application/json"}};
    call.idleTimeout = std::chrono::seconds(30);
    call.maxBody = longestAnswer;
    const auto answer = send(call, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    if (answer->status != 200)
        return fail(ErrorKind::Unavailable, "signIn.providerDown", {{"status", std::to_string(answer->status)}});
    return parseOpenIdMetadata(answer->body, m_settings.issuer);
}

Result<json::object> SignInClient::claimsOf(const SecretString &idToken, const OpenIdMetadata &metadata, const std::string &nonce, const std::stop_token &stop) const
{
    HttpCall call;
    call.url = metadata.keysUrl;
    call.headers = {{"Accept", "application/json"}};
    call.maxBody = longestAnswer;
    const auto answer = send(call, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    if (answer->status != 200)
        return fail(ErrorKind::Unavailable, "signIn.providerDown", {{"status", std::to_string(answer->status)}});
    const auto keys = crypto::parseJwkSet(answer->body);
    if (!keys)
        return fail(ErrorKind::Unauthenticated, "signIn.idToken", {{"reason", "the provider's keys can't be read: " + keys.error().code}});
    return judgeIdToken(idToken, metadata, *keys, m_settings.clientId, nonce, m_clock.utc());
}

Result<SignedIn> SignInClient::signedIn(Grant grant, const OpenIdMetadata &metadata, const std::string &nonce, const std::stop_token &stop) const
{
    if (grant.idToken.empty())
        return fail(ErrorKind::Unauthenticated, "signIn.idToken", {{"reason", "the provider gave none"}});
    const auto claims = claimsOf(grant.idToken, metadata, nonce, stop);
    if (!claims)
        return tl::unexpected(claims.error());
    SignedIn who{m_settings, metadata.issuer, std::string(stringMember(*claims, "sub")), nameIn(*claims), std::move(grant.accessToken), std::move(grant.refreshToken), m_clock.utc(), {}};
    who.expires = who.obtained + grant.lifetime;
    return who;
}

Result<SignedIn> SignInClient::withBrowser(const std::function<void(const std::string &url)> &open, const BrowserTexts &texts, const std::stop_token &stop) const
{
    const auto metadata = this->metadata(stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    auto receiver = LoopbackReceiver::listen();
    if (!receiver)
        return tl::unexpected(receiver.error());
    const auto request = makeCodeRequest(m_settings, *metadata, receiver->redirectUri(), m_random);
    if (!request)
        return tl::unexpected(request.error());
    open(request->url);
    Result<SecretString> code = fail(ErrorKind::Internal, "signIn.noAnswer");
    const auto accept = [&](std::string_view query) {
        code = codeOf(query, *request, *metadata);
        return code.has_value();
    };
    if (const auto received = receiver->receive(accept, texts, browserLimit, stop); !received)
        return tl::unexpected(received.error());
    if (!code)
        return tl::unexpected(code.error());
    const auto answer = post(metadata->tokenUrl, codeGrant(m_settings, *request, *code), stop);
    if (!answer)
        return tl::unexpected(answer.error());
    auto grant = grantOf(*answer, m_clock.utc());
    if (!grant)
        return tl::unexpected(grant.error());
    return signedIn(std::move(*grant), *metadata, request->nonce, stop);
}

Result<SignedIn> SignInClient::withDeviceCode(const std::function<void(const DeviceRequest &request)> &show, const std::stop_token &stop) const
{
    const auto metadata = this->metadata(stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    if (metadata->deviceUrl.empty())
        return fail(ErrorKind::Unsupported, "signIn.noDeviceFlow");
    const auto begun = post(metadata->deviceUrl, deviceRequest(m_settings), stop);
    if (!begun)
        return tl::unexpected(begun.error());
    const auto request = deviceRequestOf(*begun);
    if (!request)
        return tl::unexpected(request.error());
    show(*request);
    const auto deadline = m_clock.steady() + request->lifetime;
    auto interval = request->interval;
    while (m_clock.steady() + interval < deadline) {
        if (!sleepFor(interval, stop))
            return fail(ErrorKind::Cancelled, "remote.cancelled");
        const auto answer = post(metadata->tokenUrl, deviceGrant(m_settings, request->deviceCode), stop);
        if (!answer && answer.error().kind == ErrorKind::Cancelled)
            return tl::unexpected(answer.error());
        if (!answer) {
            interval = std::min<std::chrono::seconds>(interval * 2, std::chrono::seconds(60)); // RFC 8628 section 3.5
            continue;
        }
        auto grant = grantOf(*answer, m_clock.utc());
        if (grant)
            return signedIn(std::move(*grant), *metadata, {}, stop);
        if (grant.error().code == "signIn.slowDown")
            interval += std::chrono::seconds(5);
        else if (grant.error().code != "signIn.pending" && grant.error().code != "signIn.providerDown")
            return tl::unexpected(grant.error());
    }
    return fail(ErrorKind::Timeout, "signIn.codeExpired");
}

Result<SignedIn> SignInClient::refreshed(const SignedIn &before, const std::stop_token &stop) const
{
    if (before.refreshToken.empty())
        return fail(ErrorKind::Unauthenticated, "signIn.ended", {{"name", before.name}});
    const auto metadata = this->metadata(stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    if (metadata->issuer != before.issuer)
        return fail(ErrorKind::Invalid, "signIn.issuerDiffers", {{"issuer", before.issuer}, {"found", metadata->issuer}});
    const auto answer = post(metadata->tokenUrl, refreshGrant(m_settings, before.refreshToken), stop);
    if (!answer)
        return tl::unexpected(answer.error());
    auto grant = grantOf(*answer, m_clock.utc());
    if (!grant && grant.error().kind != ErrorKind::Unavailable)
        return fail(ErrorKind::Unauthenticated, "signIn.ended", {{"name", before.name}, {"reason", std::string(grant.error().arg("error"))}});
    if (!grant)
        return tl::unexpected(grant.error());
    if (!grant->idToken.empty()) {
        const auto claims = claimsOf(grant->idToken, *metadata, {}, stop);
        if (!claims)
            return tl::unexpected(claims.error());
        // OpenID Connect Core 1.0 section 12.2: it can't become somebody else.
        if (stringMember(*claims, "sub") != before.subject)
            return fail(ErrorKind::Unauthenticated, "signIn.idToken", {{"reason", "it names another person than before"}});
    }
    SignedIn after = before;
    after.accessToken = std::move(grant->accessToken);
    if (!grant->refreshToken.empty())
        after.refreshToken = std::move(grant->refreshToken);
    after.obtained = m_clock.utc();
    after.expires = after.obtained + grant->lifetime;
    return after;
}

Status SignInClient::signOut(const SignedIn &who, const std::stop_token &stop) const
{
    if (who.refreshToken.empty())
        return {};
    const auto metadata = this->metadata(stop);
    if (!metadata)
        return tl::unexpected(metadata.error());
    if (metadata->revocationUrl.empty())
        return {};
    const Parameters parameters{{"token", std::string(who.refreshToken.reveal())}, {"token_type_hint", "refresh_token"}, {"client_id", m_settings.clientId}};
    const auto answer = post(metadata->revocationUrl, parameters, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    if (answer->status != 200)
        return fail(ErrorKind::Unavailable, "signIn.providerDown", {{"status", std::to_string(answer->status)}});
    return {};
}

} // namespace gatehouse::remote
