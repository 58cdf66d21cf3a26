// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/change_records.h"

#include "core/base/text.h"
#include "core/management/role_assignments.h"
#include "core/management/role_requests.h"
#include "core/resource/kinds.h"

#include <algorithm>

namespace gatehouse::management {

json::value recordedBody(const resource::Resource &resource, const SecretString &digestKey, const resource::ServiceScope &scope)
{
    if (equalsIgnoreCase(resource.id.collection(), roleAssignmentsCollection))
        return roleAssignmentJson(resource, scope);
    if (equalsIgnoreCase(resource.id.collection(), roleRequestsCollection))
        return roleRequestJson(resource, scope);
    const auto *kind = resource::kindOf(resource.id);
    json::object body{
        {"id", scope.absolute(resource.id)}, {"type", resource::armType(resource.id)}, {"name", resource.id.name()}};
    for (const auto &[key, value] : resource.envelope)
        body[key] = value;
    // Without a row of the table nothing says what is secret.
    body["properties"] = kind ? resource::redactedProperties(*kind, resource.properties, digestKey) : json::object{};
    return body;
}

store::RecordMaker recordMaker(const WritePlan &plan, resource::ChangeRecord request, SecretString digestKey,
                               resource::ServiceScope scope)
{
    struct Planned
    {
        PlannedRecord record;
        std::optional<json::value> after;
    };
    std::vector<Planned> planned;
    for (const auto &record : plan.records) {
        const auto write = std::ranges::find(plan.writes, record.id, &store::Write::id);
        std::optional<json::value> after;
        if (write != plan.writes.end() && write->resource)
            after = recordedBody(*write->resource, digestKey, scope);
        planned.push_back({record, std::move(after)});
    }
    // An import is one record; what came with it is counted.
    if (plan.action == "import" && !planned.empty() && planned.front().after) {
        const auto puts =
            std::ranges::count_if(plan.writes, [](const store::Write &write) { return write.resource.has_value(); });
        planned.front().after->get_object()["imported"] =
            json::object{{"members", puts - 1}, {"removed", static_cast<std::int64_t>(plan.writes.size()) - puts}};
    }
    request.outcome = "succeeded";
    request.status = plan.status;
    return
        [planned = std::move(planned), request = std::move(request), digestKey = std::move(digestKey),
         scope = std::move(scope)](const resource::Configuration &before, const std::vector<store::Written> &written) {
            std::vector<resource::ChangeRecord> records;
            for (const auto &[wanted, after] : planned) {
                auto record = request;
                record.action = wanted.action;
                record.resourceId = wanted.id.text();
                if (const auto *old = before.find(wanted.id)) {
                    record.before = recordedBody(*old, digestKey, scope);
                    record.etagBefore = old->etag;
                }
                record.after = after;
                const auto done = std::ranges::find(written, wanted.id, &store::Written::id);
                if (done != written.end())
                    record.etagAfter = done->etag;
                records.push_back(std::move(record));
            }
            return records;
        };
}

} // namespace gatehouse::management
