// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/exchange_json.h"

#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::telemetry {

json::object toJson(const ExchangeRecord &record)
{
    json::object phases;
    const auto &p = record.phases;
    const std::pair<std::string_view, std::int64_t> all[]{{"headRead", p.headRead},
                                                          {"inboundDone", p.inboundDone},
                                                          {"backendConnected", p.backendConnected},
                                                          {"backendFirstByte", p.backendFirstByte},
                                                          {"backendDone", p.backendDone},
                                                          {"firstByteSent", p.firstByteSent},
                                                          {"done", p.done}};
    for (const auto &[name, micros] : all) {
        if (micros >= 0)
            phases[name] = micros;
    }
    json::object body{{"cursor", std::to_string(record.sequence)},
                      {"time", toIso(record.time)},
                      {"requestId", record.requestId},
                      {"api", record.apiId},
                      {"operation", record.operationId},
                      {"product", record.productId},
                      {"subscription", record.subscriptionId},
                      {"method", record.method},
                      {"host", record.host},
                      {"path", record.path},
                      {"clientAddress", record.clientAddress},
                      {"backend", record.backendHost},
                      {"status", record.status},
                      {"backendStatus", record.backendStatus},
                      {"outcome", nameOf(record.outcome)},
                      {"owner", nameOf(record.owner)},
                      {"reason", record.reason},
                      {"source", record.source},
                      {"bytesIn", record.bytesIn},
                      {"bytesOut", record.bytesOut},
                      {"phases", std::move(phases)}};
    if (!record.traceId.empty())
        body["traceId"] = record.traceId;
    if (record.isTrial)
        body["trial"] = true;
    return body;
}

} // namespace gatehouse::telemetry
