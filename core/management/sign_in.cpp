// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/sign_in.h"

#include "core/crypto/digest.h"
#include "core/identity/provider.h"
#include "core/identity/token_rules.h"
#include "core/identity/token_verification.h"
#include "core/management/arm_errors.h"
#include "core/management/test_tokens.h"

namespace gatehouse::management {

namespace {

constexpr std::size_t mostAttempts = 128;
constexpr std::size_t longestId = 256;

Error signInError(const identity::TokenFailure &failure, const SignInOptions &options)
{
    using identity::TokenFault;
    Error error{ErrorKind::Unauthenticated, "auth.invalid", {{"reason", excerpt(failure.message, 512)}}, {}};
    if (failure.fault == TokenFault::Expired)
        error.code = "auth.expired";
    if (failure.fault == TokenFault::IssuerNotAllowed)
        error.code = "auth.issuer";
    if (failure.fault == TokenFault::AudienceNotAllowed) {
        error.code = "auth.audience";
        std::string allowed;
        for (const auto &audience : options.audiences)
            allowed += (allowed.empty() ? "" : ", ") + audience;
        error.args.emplace_back("allowed", std::move(allowed));
    }
    return error;
}

//! Tokens of another use: those bound to a key that a bearer need not have, and ID tokens.
Status judgeUse(const json::object &claims)
{
    const auto wrong = [](const char *reason) { return fail(ErrorKind::Unauthenticated, "auth.noAccessToken", {{"reason", reason}}); };
    if (claims.contains("cnf"))
        return wrong("the token is bound to a key of its client");
    for (const auto *name : {"nonce", "at_hash", "c_hash"}) {
        if (claims.contains(name))
            return wrong("it is an ID token");
    }
    return {};
}

std::string firstText(const json::object &claims, std::initializer_list<const char *> names)
{
    for (const auto *name : names) {
        if (const auto text = stringMember(claims, name); !text.empty())
            return excerpt(text, longestId);
    }
    return {};
}

bool groupsOverflow(const json::object &claims, const std::string &name)
{
    const auto *elsewhere = member(claims, "_claim_names");
    return (elsewhere && member(*elsewhere, name)) || boolMember(claims, "hasgroups", false);
}

} // namespace

Status SignInOptions::check() const
{
    if (const auto judged = identity::judgeProviderUrl(issuer); !judged)
        return fail(ErrorKind::Invalid, "signIn.issuer", {{"issuer", issuer}, {"reason", std::string{judged.error().arg("reason")}}});
    if (std::string_view(issuer).substr(0, issuer.find_last_not_of('/') + 1).ends_with(TestTokens::issuerPath))
        return fail(ErrorKind::Invalid, "signIn.issuer", {{"issuer", issuer}, {"reason", "a gateway's test issuer signs whatever it is asked for"}});
    for (const auto &audience : audiences) {
        if (!audience.empty())
            return {};
    }
    return fail(ErrorKind::Invalid, "signIn.noAudience");
}

Result<Caller> callerOf(const json::object &claims, const std::string &issuer, const SignInOptions &options)
{
    Caller caller;
    if (options.objectIdClaim.empty())
        caller.objectId = claims.contains("oid") ? std::string{stringMember(claims, "oid")} : std::string{stringMember(claims, "sub")};
    else
        caller.objectId = stringMember(claims, options.objectIdClaim);
    if (caller.objectId.empty() || caller.objectId.size() > longestId || excerpt(caller.objectId, longestId) != caller.objectId)
        return fail(ErrorKind::Unauthenticated, "auth.invalid", {{"reason", "the token names nobody"}});
    caller.groupsUnknown = groupsOverflow(claims, options.groupsClaim);
    if (const auto *groups = member(claims, options.groupsClaim); groups && !caller.groupsUnknown)
        caller.groups = identity::textsOf(*groups);
    const auto client = firstText(claims, {"azp", "appid", "client_id"});
    const bool isProgram = stringMember(claims, "idtyp") == "app" || (!client.empty() && client == stringMember(claims, "sub"));
    auto display = firstText(claims, {"preferred_username", "upn", "unique_name", "email", "name", "app_displayname"});
    if (display.empty())
        display = client.empty() || !isProgram ? caller.objectId : client;
    caller.principal = {caller.objectId, issuer, std::move(display), isProgram ? "service" : "human", false};
    return caller;
}

SignIn::SignIn(SignInOptions options, const Clock &clock, identity::Io io)
    : m_options(std::move(options)), m_clock(clock), m_io(std::move(io)), m_documentUrl(m_options.issuer)
{
    while (m_documentUrl.ends_with('/'))
        m_documentUrl.pop_back();
    m_documentUrl += "/.well-known/openid-configuration";
}

void SignIn::identify(std::string token, std::function<void(Result<Caller>)> done)
{
    if (m_attempts.size() >= mostAttempts) {
        done(fail(ErrorKind::Unavailable, "auth.busy"));
        return;
    }
    const auto serial = ++m_serial;
    auto &attempt = m_attempts[serial];
    attempt.digest = crypto::sha256(token);
    attempt.token = std::move(token);
    attempt.done = std::move(done);
    run(serial);
}

void SignIn::run(std::uint64_t serial)
{
    const auto found = m_attempts.find(serial);
    if (found == m_attempts.end())
        return;
    auto &attempt = found->second;
    const auto again = [this, serial] { run(serial); };
    const auto now = m_clock.steady();
    const auto provider = m_providers.current(m_documentUrl, now, m_io);
    if (!provider) {
        if (!std::exchange(attempt.loaded, true)) {
            attempt.waiter = m_providers.load(m_documentUrl, now, m_io, again);
            if (attempt.waiter)
                return;
        }
        finish(serial, fail(ErrorKind::Unavailable, "auth.providerUnavailable", {{"issuer", m_options.issuer}}));
        return;
    }
    const std::vector<identity::KeySource> sources{{provider, m_documentUrl, &provider->keys, provider->digest}};
    const auto verified = identity::verifyToken({attempt.token, attempt.digest, sources, {}, {}}, m_tokens, m_clock.utc());
    if (!verified) {
        // A key that nobody knows may be a new one.
        if (verified.error().fault == identity::TokenFault::KeyNotFound && !std::exchange(attempt.reloaded, true)) {
            attempt.waiter = m_providers.reload(m_documentUrl, provider, now, m_io, again);
            if (attempt.waiter)
                return;
        }
        finish(serial, tl::unexpected(signInError(verified.error(), m_options)));
        return;
    }
    identity::TokenRules rules;
    rules.audiences = m_options.audiences;
    rules.issuers = {provider->issuer};
    rules.clockSkew = m_options.clockSkew;
    const auto &claims = verified->token->claims;
    if (const auto judged = identity::judge(claims, rules, m_clock.utc()); !judged)
        finish(serial, tl::unexpected(signInError(judged.error(), m_options)));
    else if (const auto use = judgeUse(claims); !use)
        finish(serial, tl::unexpected(use.error()));
    else
        finish(serial, callerOf(claims, provider->issuer, m_options));
}

void SignIn::finish(std::uint64_t serial, Result<Caller> caller)
{
    auto node = m_attempts.extract(serial);
    node.mapped().done(std::move(caller));
}

} // namespace gatehouse::management
