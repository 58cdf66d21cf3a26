// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/exchange_record.h"

namespace gatehouse::telemetry {

std::string_view nameOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Answered:
        return "answered";
    case Outcome::Refused:
        return "refused";
    case Outcome::Failed:
        return "failed";
    case Outcome::Aborted:
        return "aborted";
    case Outcome::TimedOut:
        return "timedOut";
    }
    return "";
}

std::string_view nameOf(FailureOwner owner)
{
    switch (owner) {
    case FailureOwner::None:
        return "none";
    case FailureOwner::Client:
        return "client";
    case FailureOwner::Gateway:
        return "gateway";
    case FailureOwner::Backend:
        return "backend";
    }
    return "";
}

} // namespace gatehouse::telemetry
