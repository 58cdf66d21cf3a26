// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/dpop_validation.h"

#include "core/crypto/digest.h"
#include "core/expression/library/context_objects.h"
#include "core/identity/state.h"
#include "core/policy/exchange_context.h"
#include "core/policy/steps.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::policy {

namespace {

using identity::DpopFailure;
using identity::DpopFault;
using identity::DpopProof;
using identity::DpopResult;
using identity::DpopRules;

constexpr long long longestAge = 86'400;
constexpr long long longestSkew = 3'600;

std::chrono::seconds secondsOf(const ValueSource &source, const Run &run, long long fallback, long long least, long long most)
{
    return std::chrono::seconds(std::clamp(source.integer(run).value_or(fallback), least, most));
}

//! error and error_description of RFC 6750 section 3.
std::string errorParameters(std::string_view error, std::string_view description)
{
    if (error.empty())
        return {};
    std::string text = " error=\"" + std::string(error) + "\", error_description=\"";
    for (const char c : description.substr(0, 256))
        if (c >= ' ' && c <= '~' && c != '"' && c != '\\')
            text += c;
    return text + '"';
}

//! The URL that the client called; nothing when what the policy says of it is no URL.
std::optional<std::string> targetFor(const Run &run, const std::optional<ValueSource> &publicUrl)
{
    auto url = run.exchange().originalUrl;
    const auto text = publicUrl ? publicUrl->text(run) : std::string();
    if (text.empty())
        return identity::targetOf(url);
    auto base = http::Url::parse(text);
    if (!base || base->hasQuery)
        return std::nullopt;
    while (base->path.ends_with('/'))
        base->path.pop_back();
    base->path += url.path;
    return identity::targetOf(*base);
}

void giveNonce(Exchange &exchange, const std::string &nonce)
{
    exchange.owedHeaders.set("DPoP-Nonce", nonce);
    exchange.owedHeaders.set("Cache-Control", "no-store"); // who finds it in a cache would use it too late
}

std::int64_t markOf(const std::string &name)
{
    std::int64_t mark = 0;
    std::memcpy(&mark, name.data(), sizeof mark);
    return mark | 1; // 0: none
}

} // namespace

std::string bearerChallenge(std::string_view error, std::string_view description)
{
    return "Bearer" + errorParameters(error, description);
}

DpopCheck::DpopCheck(DpopSettings settings) : m_settings(std::move(settings))
{
    for (const auto &algorithm : m_settings.algorithms)
        m_algorithms += (m_algorithms.empty() ? "" : " ") + algorithm;
}

std::string DpopCheck::challenge(TokenScheme scheme, std::string_view error, std::string_view description) const
{
    const auto algorithms = "algs=\"" + m_algorithms + '"';
    const bool isBearers = scheme == TokenScheme::Bearer || scheme == TokenScheme::Other || scheme == TokenScheme::None;
    if (!m_settings.isRequired && isBearers)
        return bearerChallenge(error, description) + ", DPoP " + algorithms;
    const auto parameters = errorParameters(error, description);
    return "DPoP" + parameters + (parameters.empty() ? " " : ", ") + algorithms;
}

StepResult DpopCheck::refuse(const DpopFailure &failure, TokenScheme scheme, const RefusalAnswer &answer) const
{
    LastError error;
    error.reason = identity::nameOf(failure.fault);
    error.message = failure.message;
    const auto code = identity::errorCodeOf(failure.fault);
    const auto words = std::string(identity::wordsOf(failure.fault));
    if (code.empty()) {
        error.status = 503;
        error.wireMessage = "Service unavailable";
        return StepResult::fail(std::move(error));
    }
    // Clients look for this one at a 401.
    error.status = code == "use_dpop_nonce" ? 401 : answer.status;
    error.wireMessage = answer.message.value_or(words);
    error.headers.set("WWW-Authenticate", challenge(scheme, code, words));
    error.headers.set("Cache-Control", "no-store");
    return StepResult::fail(std::move(error));
}

DpopRules DpopCheck::rulesFor(const Run &run) const
{
    return {m_settings.algorithms, secondsOf(m_settings.maxAge, run, 60, 1, longestAge), secondsOf(m_settings.clockSkew, run, 30, 0, longestSkew),
            !requiresNonce(run)};
}

bool DpopCheck::requiresNonce(const Run &run) const
{
    return m_settings.requireNonce.boolean(run).value_or(true);
}

std::chrono::seconds DpopCheck::nonceLifetime(const Run &run) const
{
    return secondsOf(m_settings.nonceLifetime, run, 300, 1, longestAge);
}

StepResult DpopCheck::run(Run &run, const DpopToken &token, const RefusalAnswer &answer) const
{
    const auto refused = [&](DpopFault fault) { return refuse(identity::refusedDpop(fault).value(), token.scheme, answer); };
    if (token.scheme != TokenScheme::Dpop && token.scheme != TokenScheme::Elsewhere) {
        if (token.thumbprint)
            return refused(DpopFault::BearerDowngrade);
        return m_settings.isRequired ? refused(DpopFault::SchemeRequired) : StepResult::next();
    }
    if (!token.thumbprint)
        return token.scheme == TokenScheme::Elsewhere && !m_settings.isRequired ? StepResult::next() : refused(DpopFault::TokenNotBound);
    const auto target = targetFor(run, m_settings.publicUrl);
    if (!target)
        return StepResult::fail(expressionFailure("public-url is no http or https URL without a query."));
    const auto rules = rulesFor(run);
    const auto proof = proofOf(run, token, rules, *target);
    if (!proof)
        return refuse(proof.error(), token.scheme, answer);
    if (const auto judged = judgeNonce(run, *proof); !judged)
        return refuse(judged.error(), token.scheme, answer);
    return remember(run, *proof, rules, token.scheme, answer);
}

DpopResult<DpopProof> DpopCheck::proofOf(Run &run, const DpopToken &token, const DpopRules &rules, const std::string &target) const
{
    auto &exchange = run.exchange();
    const auto fields = exchange.request.headers.all("DPoP");
    if (fields.size() != 1)
        return identity::refusedDpop(fields.empty() ? DpopFault::ProofNotPresent : DpopFault::ProofRepeated);
    const identity::DpopRequest request{exchange.request.method, target, token.digest, *token.thumbprint, run.services().clock().utc()};
    auto proof = identity::checkProof(fields.front(), request, rules, &run.services().identity().dpopKeys);
    if (proof && !m_settings.outputVariable.empty())
        exchange.variables.insert_or_assign(
            m_settings.outputVariable,
            Variable(std::make_shared<ExpressionVariable>(expression::parseJwt(fields.front()), std::string(fields.front()))));
    return proof;
}

DpopResult<void> DpopCheck::judgeNonce(Run &run, const DpopProof &proof) const
{
    if (!requiresNonce(run))
        return {};
    using Verdict = identity::DpopNonces::Verdict;
    const auto &nonces = run.services().identity().dpopNonces;
    const auto period = nonceLifetime(run);
    const auto now = run.services().clock().utc();
    const auto verdict = proof.nonce ? nonces.judge(*proof.nonce, period, now) : Verdict::Unknown;
    if (verdict != Verdict::Current)
        giveNonce(run.exchange(), nonces.current(period, now));
    if (verdict == Verdict::Unknown)
        return identity::refusedDpop(proof.nonce ? DpopFault::NonceInvalid : DpopFault::NonceNotPresent);
    return {};
}

//! Here first, then where other gateways remember. A policy that comes again in the same run does not take its own mark for a replay.
StepResult DpopCheck::remember(Run &run, const DpopProof &proof, const DpopRules &rules, TokenScheme scheme, const RefusalAnswer &answer) const
{
    if (!m_settings.replayProtection.boolean(run).value_or(true))
        return StepResult::next();
    const auto name = identity::replayNameOf(proof);
    if (run.slot(m_settings.countedSlot) == markOf(name))
        return StepResult::next();
    const auto refused = [this, scheme, answer](DpopFault fault) { return refuse(identity::refusedDpop(fault).value(), scheme, answer); };
    const auto now = run.services().clock().utc();
    const auto until = rules.judgesTime ? identity::rememberedUntil(proof, rules) : now + 2 * nonceLifetime(run);
    switch (run.services().identity().replays.remember(name, until, now)) {
    case identity::ReplayStore::Verdict::Seen: return refused(DpopFault::ProofReplayed);
    case identity::ReplayStore::Verdict::Full: return refused(DpopFault::ReplayStoreFull);
    case identity::ReplayStore::Verdict::New: break;
    }
    run.slot(m_settings.countedSlot) = markOf(name);
    const auto life = std::max(std::chrono::ceil<std::chrono::milliseconds>(until - now), std::chrono::milliseconds(1));
    auto asking = run.services().rememberElsewhere(name, life, [&run, refused](const Result<bool> &isNew) {
        run.complete(!isNew ? refused(DpopFault::ReplayStoreUnavailable) : *isNew ? StepResult::next() : refused(DpopFault::ProofReplayed));
    });
    return asking ? StepResult::suspend(std::move(asking)) : StepResult::next();
}

} // namespace gatehouse::policy
