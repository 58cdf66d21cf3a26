// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/json_reader.h"
#include "core/remote/local_provider.h"

#include "core/base/text.h"

#include <array>

namespace gatehouse::remote {

namespace {

using telemetry::FailureOwner;
using telemetry::Outcome;
using telemetry::Phases;

constexpr std::array outcomes{Outcome::Answered, Outcome::Refused, Outcome::Failed, Outcome::Aborted,
                              Outcome::TimedOut};
constexpr std::array owners{FailureOwner::None, FailureOwner::Client, FailureOwner::Gateway, FailureOwner::Backend};

template<typename Values>
auto namedBy(const Values &values, std::string_view name)
{
    for (const auto value : values) {
        if (equalsIgnoreCase(nameOf(value), name))
            return value;
    }
    return values.front();
}

struct PhaseMember
{
    std::string_view name;
    std::int64_t Phases::*field;
};
constexpr std::array<PhaseMember, 7> phaseMembers{{
    {"headRead", &Phases::headRead},
    {"inboundDone", &Phases::inboundDone},
    {"backendConnected", &Phases::backendConnected},
    {"backendFirstByte", &Phases::backendFirstByte},
    {"backendDone", &Phases::backendDone},
    {"firstByteSent", &Phases::firstByteSent},
    {"done", &Phases::done},
}};

Phases phasesOf(const json::object &record)
{
    Phases phases;
    const auto *value = member(record, "phases");
    const auto *object = value ? value->if_object() : nullptr;
    for (const auto &[name, field] : phaseMembers) {
        if (object)
            phases.*field = intMember(*object, name).value_or(-1);
    }
    return phases;
}

} // namespace

Result<ExchangeRecord> exchangeFrom(const json::value &value)
{
    const auto *object = value.if_object();
    const auto time = object ? timeOf(*object, "time") : std::nullopt;
    if (!time)
        return badAnswer("an exchange without a time");
    ExchangeRecord record;
    record.sequence = static_cast<std::uint64_t>(toInteger(stringMember(*object, "cursor")).value_or(0));
    record.time = *time;
    record.requestId = textOf(*object, "requestId");
    record.apiId = textOf(*object, "api");
    record.operationId = textOf(*object, "operation");
    record.productId = textOf(*object, "product");
    record.subscriptionId = textOf(*object, "subscription");
    record.method = textOf(*object, "method");
    record.host = textOf(*object, "host");
    record.path = textOf(*object, "path");
    record.clientAddress = textOf(*object, "clientAddress");
    record.backendHost = textOf(*object, "backend");
    record.status = static_cast<int>(intMember(*object, "status").value_or(0));
    record.backendStatus = static_cast<int>(intMember(*object, "backendStatus").value_or(0));
    record.outcome = namedBy(outcomes, stringMember(*object, "outcome"));
    record.owner = namedBy(owners, stringMember(*object, "owner"));
    record.reason = textOf(*object, "reason");
    record.source = textOf(*object, "source");
    record.bytesIn = countOf(*object, "bytesIn");
    record.bytesOut = countOf(*object, "bytesOut");
    record.phases = phasesOf(*object);
    record.traceId = textOf(*object, "traceId");
    record.isTrial = boolMember(*object, "trial", false);
    return record;
}

} // namespace gatehouse::remote
