// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/token_validation.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/expression/library/context_objects.h"
#include "core/identity/confirmation.h"
#include "core/identity/state.h"
#include "core/identity/token_rules.h"
#include "core/identity/token_verification.h"
#include "core/policy/entra.h"
#include "core/policy/exchange_context.h"
#include "core/policy/identity_wait.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

using identity::KeySource;
using identity::TokenFailure;
using identity::TokenFault;
using identity::TokenPointer;
using identity::TokenResult;
using Verified = identity::VerifiedBy;

std::vector<std::string> textsOf(const std::vector<ValueSource> &sources, const Run &run)
{
    std::vector<std::string> texts;
    for (const auto &source : sources)
        texts.push_back(source.text(run));
    return texts;
}

LastError errorOf(const TokenFailure &failure, const RefusalAnswer &answer)
{
    LastError error;
    error.reason = identity::reasonOf(failure.fault);
    error.message = failure.message;
    error.status = answer.status;
    const bool ownWords = failure.fault == TokenFault::NotPresent || failure.fault == TokenFault::ClaimNotFound
        || failure.fault == TokenFault::ClaimValueNotAllowed || failure.fault >= TokenFault::CertificateNotPresent;
    error.wireMessage = answer.message.value_or(ownWords ? failure.message : "Invalid JWT.");
    return error;
}

class TokenStep final : public Step
{
public:
    TokenStep(TokenSettings settings, std::uint32_t slot, std::uint32_t verifiedValue)
        : m_settings(std::move(settings)), m_slot(slot), m_verifiedValue(verifiedValue), m_ownDigest(identity::digestOf({}, m_settings.keys))
    {
        if (m_settings.dpop)
            m_dpop.emplace(*m_settings.dpop);
    }

    StepResult run(Run &run) const override
    {
        const auto status = m_settings.status.integer(run);
        if (!status || *status < 100 || *status > 999)
            return ended(run, StepResult::fail(expressionFailure("failed-validation-httpcode is no status code.")));
        const auto message = m_settings.message ? std::optional(m_settings.message->text(run)) : std::nullopt;
        const RefusalAnswer answer{static_cast<int>(*status), m_settings.message ? std::optional(m_settings.message->text(run)) : std::nullopt};
        auto scheme = TokenScheme::None;
        const auto refuse = [&](const TokenFailure &failure) { return ended(run, StepResult::fail(refusal(failure, scheme, answer))); };
        const auto presented = presentedToken(m_settings.place, run);
        if (!presented)
            return refuse(presented.error());
        scheme = presented->scheme;
        crypto::JwkSet ownKeys;
        std::vector<KeySource> sources;
        if (auto waiting = gather(run, sources, ownKeys))
            return std::move(*waiting);
        const auto digest = crypto::sha256(presented->text);
        auto verified = verify(run, presented->text, digest, sources);
        if (!verified) {
            if (auto waiting = reload(run, verified.error(), sources))
                return std::move(*waiting);
            if (const auto url = lackingUrl(run, sources); !url.empty())
                return ended(run, StepResult::fail(unavailable(url)));
            return refuse(verified.error());
        }
        if (auto judged = judge(run, *verified); !judged)
            return refuse(judged.error());
        const auto binding = bindingOf(run.exchange(), verified->token->claims);
        if (!binding)
            return refuse(binding.error());
        keep(run, verified->token, digest, scheme);
        if (!m_dpop)
            return ended(run, StepResult::next());
        return ended(run, m_dpop->run(run, {scheme, digest, binding->keyThumbprint}, answer));
    }

private:
    //! The slot counts waits of one passage, so that none begins twice.
    static constexpr std::int64_t reloaded = 1 << 20;

    StepResult ended(Run &run, StepResult result) const
    {
        run.slot(m_slot) = 0;
        return result;
    }

    std::vector<std::string> providerUrls(const Run &run) const
    {
        if (m_settings.entra)
            return {entraDocumentUrl(m_settings.entra->tenant.text(run), m_settings.entra->endpoint.text(run))};
        return textsOf(m_settings.providerUrls, run);
    }

    //! Azure's answer has no challenge; who asks for bound tokens has to say so.
    LastError refusal(const TokenFailure &failure, TokenScheme scheme, const RefusalAnswer &answer) const
    {
        auto error = errorOf(failure, answer);
        if (!m_dpop && !m_settings.requiresCertificate)
            return error;
        const std::string_view code = failure.fault == TokenFault::NotPresent ? "" : "invalid_token";
        error.headers.set("WWW-Authenticate",
                          m_dpop ? m_dpop->challenge(scheme, code, error.wireMessage) : bearerChallenge(code, error.wireMessage));
        return error;
    }

    //! What the token is bound to; refused when it is not bound to the client's certificate as it should be.
    TokenResult<identity::Confirmation> bindingOf(const Exchange &exchange, const json::object &claims) const
    {
        if (!m_dpop && !m_settings.requiresCertificate)
            return identity::Confirmation();
        auto confirmation = identity::confirmationOf(claims);
        if (!confirmation || !m_settings.requiresCertificate)
            return confirmation;
        const auto *certificate = exchange.clientCertificate ? exchange.clientCertificate->certificate.get() : nullptr;
        if (auto judged = identity::judgeCertificate(*confirmation, certificate, *m_settings.requiresCertificate); !judged)
            return tl::unexpected(std::move(judged.error()));
        return confirmation;
    }

    //! The keys at hand; or what to wait for.
    std::optional<StepResult> gather(Run &run, std::vector<KeySource> &sources, crypto::JwkSet &ownKeys) const
    {
        auto digest = m_ownDigest;
        if (!m_settings.keys.empty() && m_settings.secretKeys.empty())
            sources.push_back({nullptr, {}, &m_settings.keys, digest});
        if (!m_settings.secretKeys.empty()) {
            ownKeys = m_settings.keys;
            for (const auto &key : m_settings.secretKeys)
                addSecret(ownKeys, key, run);
            sources.push_back({nullptr, {}, &ownKeys, identity::digestOf({}, ownKeys)});
        }
        auto &state = run.services().identity();
        const auto now = run.services().clock().steady();
        const auto urls = providerUrls(run);
        for (const auto &url : urls) {
            const auto io = run.services().identityIo();
            auto provider = state.providers.current(url, now, io);
            if (!provider && run.slot(m_slot) % reloaded <= static_cast<std::int64_t>(urls.size())) {
                if (auto waiter = state.providers.load(url, now, io, again(run))) {
                    ++run.slot(m_slot);
                    return StepResult::suspend(identityWait(std::move(waiter)));
                }
            }
            if (provider)
                sources.push_back({provider, url, &provider->keys, provider->digest});
        }
        return std::nullopt;
    }

    static void addSecret(crypto::JwkSet &keys, const SecretKeyText &key, const Run &run)
    {
        std::string compact;
        for (const char c : key.base64.text(run))
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
                compact += c;
        auto bytes = crypto::decodeBase64(compact, crypto::Base64Form::Standard);
        if (!bytes)
            return;
        keys.push_back(crypto::Jwk::ofSecret(SecretString(std::move(*bytes))));
        keys.back().kid = key.kid;
    }

    //! From the start again when what it waits for is there.
    static std::function<void()> again(Run &run)
    {
        return [&run, index = run.index()] { run.complete(StepResult::jump(index)); };
    }

    //! A provider whose keys are not there; "" : none.
    std::string lackingUrl(const Run &run, const std::vector<KeySource> &sources) const
    {
        for (const auto &url : providerUrls(run)) {
            const auto known = std::any_of(sources.begin(), sources.end(), [&](const KeySource &source) { return source.url == url; });
            if (!known)
                return url;
        }
        return {};
    }

    static LastError unavailable(const std::string &url)
    {
        LastError error;
        error.reason = "JwtInvalid";
        error.message = "IDX20803: Unable to obtain configuration from: '" + url + "'.";
        error.status = 500;
        return error;
    }

    //! A key that nobody knows may be a new one: asks the providers, once.
    std::optional<StepResult> reload(Run &run, const TokenFailure &failure, const std::vector<KeySource> &sources) const
    {
        if (failure.fault != TokenFault::KeyNotFound || run.slot(m_slot) >= reloaded)
            return std::nullopt;
        for (const auto &source : sources) {
            if (!source.provider)
                continue;
            auto waiter = run.services().identity().providers.reload(source.url, source.provider, run.services().clock().steady(),
                                                                     run.services().identityIo(), again(run));
            if (!waiter)
                continue;
            run.slot(m_slot) += sourcesLeft(sources, source) ? 0 : reloaded;
            return StepResult::suspend(identityWait(std::move(waiter)));
        }
        return std::nullopt;
    }
    //! With one provider the first answer decides; with several each may be asked, and the cache's own limit ends it.
    static bool sourcesLeft(const std::vector<KeySource> &sources, const KeySource &source)
    {
        const auto last = std::find_if(sources.rbegin(), sources.rend(), [](const KeySource &item) { return item.provider != nullptr; });
        return last != sources.rend() && &*last != &source;
    }

    TokenResult<Verified> verify(Run &run, const std::string &text, const std::string &digest, const std::vector<KeySource> &sources) const
    {
        const identity::TokenVerification wanted{text, digest, sources,
                                                 [this, &run] {
                                                     const auto required = m_settings.requireSigned.boolean(run);
                                                     return required && !*required;
                                                 },
                                                 [this, &run] { return keysToDecrypt(run); }};
        return identity::verifyToken(wanted, run.services().identity().tokens, run.services().clock().utc());
    }

    crypto::JwkSet keysToDecrypt(const Run &run) const
    {
        auto keys = m_settings.decryptionKeys;
        for (const auto &key : m_settings.secretDecryptionKeys)
            addSecret(keys, key, run);
        return keys;
    }

    TokenResult<void> judge(Run &run, const Verified &verified) const
    {
        identity::TokenRules rules;
        rules.audiences = textsOf(m_settings.audiences, run);
        rules.issuers = textsOf(m_settings.issuers, run);
        rules.clockSkew = std::chrono::seconds(std::clamp<long long>(m_settings.clockSkew.integer(run).value_or(0), 0, 86'400 * 365));
        rules.requireExpiration = m_settings.requireExpiration.boolean(run).value_or(true);
        for (const auto &claim : m_settings.claims)
            rules.claims.push_back({claim.name.text(run), equalsIgnoreCase(claim.match.text(run), "any"), claim.separator.text(run),
                                    textsOf(claim.values, run)});
        if (m_settings.entra) {
            const EntraExpectations expected{m_settings.entra->tenant.text(run), verified.issuer, textsOf(m_settings.entra->clientIds, run),
                                             textsOf(m_settings.entra->backendIds, run)};
            if (auto judged = judgeEntra(verified.token->claims, expected); !judged)
                return judged;
        } else if (!verified.issuer.empty()) {
            rules.issuers.push_back(verified.issuer);
        }
        return identity::judge(verified.token->claims, rules, run.services().clock().utc());
    }

    void keep(Run &run, const TokenPointer &token, const std::string &digest, TokenScheme scheme) const
    {
        auto verified = std::make_shared<VerifiedToken>();
        verified->token = token;
        verified->digest = digest;
        verified->scheme = scheme;
        run.setValue(m_verifiedValue, Variable(std::shared_ptr<VariableObject>(std::move(verified))));
        if (!m_settings.outputVariable.empty())
            run.exchange().variables.insert_or_assign(
                m_settings.outputVariable, Variable(std::make_shared<ExpressionVariable>(expression::parseJwt(token->text), token->text)));
    }

    TokenSettings m_settings;
    std::optional<DpopCheck> m_dpop;
    std::uint32_t m_slot;
    std::uint32_t m_verifiedValue;
    std::string m_ownDigest;
};

} // namespace

void emitTokenStep(Compiler &compiler, TokenSettings settings)
{
    const auto slot = compiler.newSlot();
    compiler.emit(std::make_unique<TokenStep>(std::move(settings), slot, verifiedTokenValue(compiler)));
}

} // namespace gatehouse::policy
