// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/records.h"

namespace gatehouse::gateway {

using telemetry::ExchangeRecord;
using telemetry::FailureOwner;
using telemetry::Outcome;

void clear(ExchangeRecord &record)
{
    record.apiId.clear();
    record.operationId.clear();
    record.productId.clear();
    record.subscriptionId.clear();
    record.method.clear();
    record.host.clear();
    record.path.clear();
    record.backendHost.clear();
    record.reason.clear();
    record.source.clear();
    record.traceId.clear();
    record.status = record.backendStatus = 0;
    record.outcome = Outcome::Answered;
    record.owner = FailureOwner::None;
    record.bytesIn = record.bytesOut = 0;
    record.phases = {};
    record.isTrial = false;
}

void classify(ExchangeRecord &record, const std::optional<policy::LastError> &error)
{
    if (!error) {
        if (record.backendStatus >= 500) {
            record.owner = FailureOwner::Backend;
            record.reason = "BackendServerError";
        }
        return;
    }
    record.reason = error->reason;
    record.source = error->source;
    if (error->reason == "Timeout") {
        record.outcome = Outcome::TimedOut;
        record.owner = FailureOwner::Backend;
    } else if (error->reason == "BackendConnectionFailure") {
        record.outcome = Outcome::Failed;
        record.owner = FailureOwner::Backend;
    } else if (error->status >= 400 && error->status < 500) {
        record.outcome = Outcome::Refused;
        record.owner = FailureOwner::Client;
    } else {
        record.outcome = Outcome::Failed;
        record.owner = record.backendStatus >= 400 ? FailureOwner::Backend : FailureOwner::Gateway;
    }
}

void classifyAborted(ExchangeRecord &record)
{
    record.outcome = Outcome::Aborted;
    record.owner = FailureOwner::Client;
    record.reason = "ClientConnectionFailure";
    record.source.clear();
}

void classifyBrokenBackend(ExchangeRecord &record)
{
    record.outcome = Outcome::Failed;
    record.owner = FailureOwner::Backend;
    record.reason = "BackendConnectionFailure";
    record.source = "forward-request";
}

void classifyBadRequest(ExchangeRecord &record, int status, std::string_view code)
{
    record.status = status;
    record.outcome = status == 408 ? Outcome::TimedOut : Outcome::Refused;
    record.owner = FailureOwner::Client;
    record.reason = code;
    record.source = "http";
}

} // namespace gatehouse::gateway
