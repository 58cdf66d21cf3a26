// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/log.h"

namespace gatehouse::audit {

namespace {

json::value orNull(const std::optional<json::value> &value)
{
    return value ? *value : json::value(nullptr);
}

} // namespace

json::value toJson(const Entry &entry)
{
    const auto &record = entry.record;
    const auto &principal = record.principal;
    return json::object{
        {"sequence", entry.sequence},
        {"time", toIso(record.time)},
        {"principal",
         json::object{{"subject", principal.subject},
                      {"issuer", principal.issuer},
                      {"display", principal.display},
                      {"kind", principal.kind},
                      {"breakGlass", principal.breakGlass}}},
        {"action", record.action},
        {"resource", record.resourceId},
        {"before", orNull(record.before)},
        {"after", orNull(record.after)},
        {"etagBefore", record.etagBefore},
        {"etagAfter", record.etagAfter},
        {"outcome", record.outcome},
        {"status", record.status},
        {"errorCode", record.errorCode},
        {"requestId", record.requestId},
        {"correlationId", record.correlationId},
        {"clientAddress", record.clientAddress},
        {"userAgent", record.userAgent},
    };
}

} // namespace gatehouse::audit
