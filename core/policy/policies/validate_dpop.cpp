// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/identity/confirmation.h"
#include "core/policy/dpop_validation.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

// Gatehouse's own: Azure API Management has no DPoP (RFC 9449).

namespace gatehouse::policy {

namespace {

//! A token that something else than validate-jwt has judged: an opaque one by introspection.
struct JudgedElsewhere
{
    TokenPlace place;
    ValueSource thumbprint;
};

struct Settings
{
    ValueSource status;
    std::optional<ValueSource> message;
    std::optional<JudgedElsewhere> judged; //!< absent: by a policy before in the run
    std::uint32_t verified = 0; //!< where that has left its token
};

class ValidateDpopStep final : public Step
{
public:
    ValidateDpopStep(Settings settings, DpopSettings dpop) : m_settings(std::move(settings)), m_check(std::move(dpop)) { }

    StepResult run(Run &run) const override
    {
        const auto status = m_settings.status.integer(run);
        if (!status || *status < 100 || *status > 999)
            return StepResult::fail(expressionFailure("failed-validation-httpcode is no status code."));
        const RefusalAnswer answer{static_cast<int>(*status), m_settings.message ? std::optional(m_settings.message->text(run)) : std::nullopt};
        const auto token = m_settings.judged ? judgedElsewhere(run) : verifiedBefore(run);
        if (token)
            return m_check.run(run, *token, answer);
        return StepResult::fail(refusal(token.error(), answer));
    }

private:
    identity::TokenResult<DpopToken> judgedElsewhere(const Run &run) const
    {
        const auto presented = presentedToken(m_settings.judged->place, run);
        if (!presented)
            return tl::unexpected(presented.error());
        auto thumbprint = m_settings.judged->thumbprint.text(run);
        return DpopToken{presented->scheme, crypto::sha256(presented->text), thumbprint.empty() ? std::nullopt : std::optional(std::move(thumbprint))};
    }

    identity::TokenResult<DpopToken> verifiedBefore(const Run &run) const
    {
        const auto *object = std::get_if<std::shared_ptr<VariableObject>>(&run.value(m_settings.verified));
        const auto *verified = object ? dynamic_cast<const VerifiedToken *>(object->get()) : nullptr;
        if (!verified)
            return tl::unexpected(identity::TokenFailure{identity::TokenFault::KeyNotFound, {}});
        auto confirmation = identity::confirmationOf(verified->token->claims);
        if (!confirmation)
            return tl::unexpected(confirmation.error());
        return DpopToken{verified->scheme, verified->digest, std::move(confirmation->keyThumbprint)};
    }

    LastError refusal(const identity::TokenFailure &failure, const RefusalAnswer &answer) const
    {
        LastError error;
        if (failure.fault == identity::TokenFault::KeyNotFound) {
            error.reason = "DpopTokenNotVerified";
            error.message = "validate-dpop has to stand after validate-jwt or validate-azure-ad-token, which verify the token, or to have key-thumbprint.";
            return error;
        }
        error.reason = identity::reasonOf(failure.fault);
        error.message = failure.message;
        error.status = answer.status;
        error.wireMessage = answer.message.value_or(failure.message);
        const bool isThere = failure.fault != identity::TokenFault::NotPresent;
        error.headers.set("WWW-Authenticate", m_check.challenge(isThere ? TokenScheme::Dpop : TokenScheme::None, isThere ? "invalid_token" : "", failure.message));
        return error;
    }

    Settings m_settings;
    DpopCheck m_check;
};

} // namespace

void compileValidateDpop(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.verified = verifiedTokenValue(compiler);
    settings.status = compiler.attribute(node, "failed-validation-httpcode", "401");
    if (compiler.has(node, "failed-validation-error-message"))
        settings.message = compiler.attribute(node, "failed-validation-error-message");
    auto place = compileTokenPlace(compiler, node);
    if (compiler.has(node, "key-thumbprint"))
        settings.judged = JudgedElsewhere{std::move(place), compiler.attribute(node, "key-thumbprint")};
    else if (place.isNamed()) {
        // What it says of where the token is would be of no use: validate-jwt says it.
        compiler.invalid(node, "policy.missingAttribute", {{"attribute", "key-thumbprint"}});
        return;
    }
    auto dpop = compileDpopSettings(compiler, node);
    if (dpop)
        compiler.emit(std::make_unique<ValidateDpopStep>(std::move(settings), std::move(*dpop)));
}

} // namespace gatehouse::policy
