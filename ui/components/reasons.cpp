// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/reasons.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace gatehouse::ui::components {

namespace {

struct Reason
{
    std::string_view code;
    const char *text;
    theme::Tone tone;
    bool authentication;
};

using theme::Tone;

constexpr std::array reasons{
    Reason{"SubscriptionKeyNotFound", QT_TRANSLATE_NOOP("Reasons", "Key missing"), Tone::Warning, true},
    Reason{"SubscriptionKeyInvalid", QT_TRANSLATE_NOOP("Reasons", "Key invalid"), Tone::Danger, true},
    Reason{"TokenNotPresent", QT_TRANSLATE_NOOP("Reasons", "Token missing"), Tone::Warning, true},
    Reason{"TokenNotFound", QT_TRANSLATE_NOOP("Reasons", "Token missing"), Tone::Warning, true},
    Reason{"TokenSignatureInvalid", QT_TRANSLATE_NOOP("Reasons", "Bad signature"), Tone::Danger, true},
    Reason{"TokenSignatureKeyNotFound", QT_TRANSLATE_NOOP("Reasons", "Unknown signing key"), Tone::Danger, true},
    Reason{"TokenAudienceNotAllowed", QT_TRANSLATE_NOOP("Reasons", "Wrong audience"), Tone::Danger, true},
    Reason{"TokenIssuerNotAllowed", QT_TRANSLATE_NOOP("Reasons", "Wrong issuer"), Tone::Danger, true},
    Reason{"TokenExpired", QT_TRANSLATE_NOOP("Reasons", "Token expired"), Tone::Warning, true},
    Reason{"TokenClaimNotFound", QT_TRANSLATE_NOOP("Reasons", "Claim missing"), Tone::Danger, true},
    Reason{"TokenClaimValueNotAllowed", QT_TRANSLATE_NOOP("Reasons", "Claim not allowed"), Tone::Danger, true},
    Reason{"JwtInvalid", QT_TRANSLATE_NOOP("Reasons", "Token invalid"), Tone::Danger, true},
    Reason{"TokenCertificateNotPresent", QT_TRANSLATE_NOOP("Reasons", "Client certificate missing"), Tone::Warning, true},
    Reason{"TokenCertificateMismatch", QT_TRANSLATE_NOOP("Reasons", "Bound to another certificate"), Tone::Danger, true},
    Reason{"TokenNotBoundToCertificate", QT_TRANSLATE_NOOP("Reasons", "Not bound to a certificate"), Tone::Warning, true},
    Reason{"DpopProofNotPresent", QT_TRANSLATE_NOOP("Reasons", "DPoP proof missing"), Tone::Warning, true},
    Reason{"DpopProofRepeated", QT_TRANSLATE_NOOP("Reasons", "Two DPoP proofs"), Tone::Danger, true},
    Reason{"DpopProofTooLarge", QT_TRANSLATE_NOOP("Reasons", "DPoP proof too large"), Tone::Danger, true},
    Reason{"DpopProofMalformed", QT_TRANSLATE_NOOP("Reasons", "DPoP proof malformed"), Tone::Danger, true},
    Reason{"DpopTypeInvalid", QT_TRANSLATE_NOOP("Reasons", "DPoP proof of wrong type"), Tone::Danger, true},
    Reason{"DpopAlgorithmNotAllowed", QT_TRANSLATE_NOOP("Reasons", "DPoP algorithm not allowed"), Tone::Danger, true},
    Reason{"DpopKeyNotPresent", QT_TRANSLATE_NOOP("Reasons", "DPoP key missing"), Tone::Danger, true},
    Reason{"DpopKeyPrivate", QT_TRANSLATE_NOOP("Reasons", "DPoP key is private"), Tone::Danger, true},
    Reason{"DpopKeyInvalid", QT_TRANSLATE_NOOP("Reasons", "DPoP key not usable"), Tone::Danger, true},
    Reason{"DpopSignatureInvalid", QT_TRANSLATE_NOOP("Reasons", "Bad DPoP signature"), Tone::Danger, true},
    Reason{"DpopClaimNotFound", QT_TRANSLATE_NOOP("Reasons", "DPoP claim missing"), Tone::Danger, true},
    Reason{"DpopClaimInvalid", QT_TRANSLATE_NOOP("Reasons", "DPoP claim invalid"), Tone::Danger, true},
    Reason{"DpopMethodMismatch", QT_TRANSLATE_NOOP("Reasons", "DPoP proof for another method"), Tone::Danger, true},
    Reason{"DpopUrlMismatch", QT_TRANSLATE_NOOP("Reasons", "DPoP proof for another URL"), Tone::Danger, true},
    Reason{"DpopProofExpired", QT_TRANSLATE_NOOP("Reasons", "DPoP proof too old"), Tone::Warning, true},
    Reason{"DpopProofNotYetValid", QT_TRANSLATE_NOOP("Reasons", "DPoP proof of the future"), Tone::Warning, true},
    Reason{"DpopTokenHashMismatch", QT_TRANSLATE_NOOP("Reasons", "DPoP proof for another token"), Tone::Danger, true},
    Reason{"DpopKeyMismatch", QT_TRANSLATE_NOOP("Reasons", "Bound to another DPoP key"), Tone::Danger, true},
    Reason{"DpopTokenNotBound", QT_TRANSLATE_NOOP("Reasons", "Token not bound to a DPoP key"), Tone::Danger, true},
    Reason{"DpopBearerDowngrade", QT_TRANSLATE_NOOP("Reasons", "Bound token as bearer"), Tone::Danger, true},
    Reason{"DpopSchemeRequired", QT_TRANSLATE_NOOP("Reasons", "DPoP required"), Tone::Warning, true},
    Reason{"DpopNonceNotPresent", QT_TRANSLATE_NOOP("Reasons", "DPoP nonce asked for"), Tone::Info, true},
    Reason{"DpopNonceInvalid", QT_TRANSLATE_NOOP("Reasons", "DPoP nonce out of date"), Tone::Info, true},
    Reason{"DpopProofReplayed", QT_TRANSLATE_NOOP("Reasons", "DPoP proof replayed"), Tone::Danger, true},
    Reason{"DpopReplayStoreFull", QT_TRANSLATE_NOOP("Reasons", "DPoP memory full"), Tone::Danger, false},
    Reason{"DpopReplayStoreUnavailable", QT_TRANSLATE_NOOP("Reasons", "DPoP memory unreachable"), Tone::Danger, false},
    Reason{"DpopTokenNotVerified", QT_TRANSLATE_NOOP("Reasons", "validate-jwt missing before validate-dpop"), Tone::Danger, false},
    Reason{"RateLimitExceeded", QT_TRANSLATE_NOOP("Reasons", "Rate limit"), Tone::Info, false},
    Reason{"QuotaExceeded", QT_TRANSLATE_NOOP("Reasons", "Quota"), Tone::Info, false},
    Reason{"OperationNotFound", QT_TRANSLATE_NOOP("Reasons", "No such operation"), Tone::Neutral, false},
    Reason{"ApiNotFound", QT_TRANSLATE_NOOP("Reasons", "No such API"), Tone::Neutral, false},
    Reason{"CallerIpNotAllowed", QT_TRANSLATE_NOOP("Reasons", "Address not allowed"), Tone::Danger, false},
    Reason{"CallerIpBlocked", QT_TRANSLATE_NOOP("Reasons", "Address blocked"), Tone::Danger, false},
    Reason{"HeaderNotFound", QT_TRANSLATE_NOOP("Reasons", "Header missing"), Tone::Warning, false},
    Reason{"HeaderValueNotAllowed", QT_TRANSLATE_NOOP("Reasons", "Header not allowed"), Tone::Warning, false},
    Reason{"BackendConnectionFailure", QT_TRANSLATE_NOOP("Reasons", "Backend unreachable"), Tone::Danger, false},
    Reason{"ClientConnectionFailure", QT_TRANSLATE_NOOP("Reasons", "Client gone"), Tone::Neutral, false},
    Reason{"BackendServerError", QT_TRANSLATE_NOOP("Reasons", "Backend error"), Tone::Danger, false},
    Reason{"Timeout", QT_TRANSLATE_NOOP("Reasons", "Timeout"), Tone::Danger, false},
    Reason{"ExpressionValueEvaluationFailure", QT_TRANSLATE_NOOP("Reasons", "Expression failed"), Tone::Danger, false},
    Reason{"PolicyNotExecuted", QT_TRANSLATE_NOOP("Reasons", "Policy not executed"), Tone::Danger, false},
};

const Reason *find(std::string_view code)
{
    const auto it = std::ranges::find(reasons, code, &Reason::code);
    return it == reasons.end() ? nullptr : &*it;
}

QString tr(const char *text)
{
    return QCoreApplication::translate("Reasons", text);
}

} // namespace

QString reasonText(std::string_view reason)
{
    const auto *known = find(reason);
    return known ? tr(known->text) : QString::fromUtf8(reason.data(), qsizetype(reason.size()));
}

bool isAuthenticationReason(std::string_view reason)
{
    const auto *known = find(reason);
    return known && known->authentication;
}

Tone toneOfReason(std::string_view reason)
{
    const auto *known = find(reason);
    return known ? known->tone : Tone::Neutral;
}

QString outcomeText(telemetry::Outcome outcome)
{
    switch (outcome) {
    case telemetry::Outcome::Answered: return tr(QT_TRANSLATE_NOOP("Reasons", "Answered"));
    case telemetry::Outcome::Refused: return tr(QT_TRANSLATE_NOOP("Reasons", "Refused"));
    case telemetry::Outcome::Failed: return tr(QT_TRANSLATE_NOOP("Reasons", "Failed"));
    case telemetry::Outcome::Aborted: return tr(QT_TRANSLATE_NOOP("Reasons", "Aborted"));
    case telemetry::Outcome::TimedOut: return tr(QT_TRANSLATE_NOOP("Reasons", "Timed out"));
    }
    return {};
}

QString ownerText(telemetry::FailureOwner owner)
{
    switch (owner) {
    case telemetry::FailureOwner::None: return {};
    case telemetry::FailureOwner::Client: return tr(QT_TRANSLATE_NOOP("Reasons", "Client"));
    case telemetry::FailureOwner::Gateway: return tr(QT_TRANSLATE_NOOP("Reasons", "Gateway"));
    case telemetry::FailureOwner::Backend: return tr(QT_TRANSLATE_NOOP("Reasons", "Backend"));
    }
    return {};
}

Tone toneOfStatus(int status)
{
    return status >= 500 ? Tone::Danger : status >= 400 ? Tone::Warning : status >= 300 ? Tone::Info : status >= 200 ? Tone::Success : Tone::Neutral;
}

} // namespace gatehouse::ui::components
