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
