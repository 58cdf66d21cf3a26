// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/key_vault_client.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::vault {

namespace {

constexpr std::size_t mostChallenges = 256;

//! What is not 200.
Error refusal(const http::Response &response)
{
    const auto status = response.head.status;
    const auto kind = status == 404 ? ErrorKind::NotFound : status == 401 || status == 403 ? ErrorKind::Forbidden : ErrorKind::Unavailable;
    const auto *code = status == 404 ? "vault.absent" : kind == ErrorKind::Forbidden ? "vault.refused" : "vault.busy";
    return {kind, code, {{"status", std::to_string(status)}, {"code", readErrorCode(response.body)}}, {}};
}

} // namespace

KeyVaultClient::KeyVaultClient(Fetch fetch, std::function<void(std::function<void()>)> post, identity::TokenSources sources, const Clock &clock)
    : m_fetch(std::move(fetch)), m_sources(std::move(sources)), m_clock(clock)
{
    m_io.post = std::move(post);
    m_io.fetch = [send = m_fetch](identity::FetchRequest request, std::function<void(Result<identity::FetchAnswer>)> done) {
        send(std::move(request), [whenDone = std::move(done)](Result<http::Response> response) {
            if (response)
                whenDone(identity::FetchAnswer{response->head.status, std::move(response->body)});
            else
                whenDone(tl::unexpected(std::move(response.error())));
        });
    };
}

bool KeyVaultClient::isOwn(const SecretIdentifier &identifier) const
{
    return std::ranges::find(m_own.origins, identifier.origin) != m_own.origins.end();
}

void KeyVaultClient::read(const SecretIdentifier &identifier, const std::string &clientId, std::function<void(Result<SecretAnswer>)> done)
{
    const auto serial = ++m_serial;
    auto &attempt = m_attempts[serial];
    attempt.identifier = identifier;
    attempt.clientId = clientId;
    attempt.done = std::move(done);
    attempt.isOwn = isOwn(identifier);
    run(serial);
}

void KeyVaultClient::run(std::uint64_t serial)
{
    const auto found = m_attempts.find(serial);
    if (found == m_attempts.end())
        return;
    auto &attempt = found->second;
    if (attempt.isOwn) {
        send(serial, std::string{m_own.token.reveal()});
        return;
    }
    const auto challenge = m_challenges.find(attempt.identifier.origin);
    if (challenge == m_challenges.end()) {
        send(serial, {});
        return;
    }
    std::string source = "managed-identity";
    if (!attempt.clientId.empty() && m_sources.contains(source + "/" + toLower(attempt.clientId)))
        source += "/" + toLower(attempt.clientId);
    const auto known = m_sources.find(source);
    if (known == m_sources.end()) {
        finish(serial, fail(ErrorKind::Unavailable, "vault.noTokenSource", {{"name", source}}));
        return;
    }
    const auto &resource = challenge->second.resource;
    attempt.tokenName = resource + " " + toLower(attempt.clientId);
    const auto now = m_clock.steady();
    if (const auto token = m_tokens.current(attempt.tokenName, now)) {
        send(serial, std::string{token->token.reveal()});
        return;
    }
    if (!std::exchange(attempt.loaded, true)) {
        attempt.waiter = m_tokens.load(attempt.tokenName, identity::tokenRequest(known->second, resource, attempt.clientId), m_clock, m_io,
                                       [this, serial] { run(serial); });
        if (attempt.waiter)
            return;
    }
    finish(serial, fail(ErrorKind::Unavailable, "vault.noToken", {{"reason", m_tokens.failure(attempt.tokenName)}}));
}

void KeyVaultClient::send(std::uint64_t serial, std::string token)
{
    const auto &attempt = m_attempts.at(serial);
    const auto &identifier = attempt.identifier;
    identity::FetchRequest request;
    request.url = (attempt.isOwn ? m_own.address : identifier.origin) + "/secrets/" + identifier.name + "/" + identifier.version + "?api-version=" + std::string{apiVersion};
    request.headers.add("Accept", "application/json");
    const bool withToken = !token.empty();
    if (withToken)
        request.headers.add("Authorization", "Bearer " + token);
    m_fetch(std::move(request), [this, serial, withToken](Result<http::Response> response) { answered(serial, withToken, std::move(response)); });
}

void KeyVaultClient::answered(std::uint64_t serial, bool withToken, Result<http::Response> response)
{
    auto &attempt = m_attempts.at(serial);
    if (!response) {
        finish(serial, fail(ErrorKind::Unavailable, "vault.unreachable", {{"reason", response.error().code}}));
        return;
    }
    const auto status = response->head.status;
    if (status == 200) {
        finish(serial, readSecretAnswer(response->body));
        return;
    }
    const auto &origin = attempt.identifier.origin;
    // With a token: its challenge may have changed since, once.
    if (status != 401 || attempt.isOwn || (withToken && std::exchange(attempt.challenged, true))) {
        finish(serial, tl::unexpected(refusal(*response)));
        return;
    }
    auto challenge = parseChallenge(response->head.headers.get("WWW-Authenticate").value_or(""));
    const auto judged = challenge ? judgeChallenge(*challenge, attempt.identifier.host) : Status(tl::unexpected(challenge.error()));
    if (!judged) {
        m_challenges.erase(origin);
        finish(serial, tl::unexpected(judged.error()));
        return;
    }
    const auto known = m_challenges.find(origin);
    if (withToken && known != m_challenges.end() && known->second == *challenge) {
        finish(serial, tl::unexpected(refusal(*response)));
        return;
    }
    if (m_challenges.size() >= mostChallenges)
        m_challenges.clear();
    m_challenges[origin] = std::move(*challenge);
    attempt.loaded = false;
    run(serial);
}

void KeyVaultClient::finish(std::uint64_t serial, Result<SecretAnswer> answer)
{
    auto node = m_attempts.extract(serial);
    if (!node.empty())
        node.mapped().done(std::move(answer));
}

} // namespace gatehouse::vault
