// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/trial_plan.h"

#include "core/base/text.h"
#include "core/gateway/trials.h"
#include "core/http/url.h"
#include "core/management/arm_reads.h"
#include "core/management/arm_writes.h"
#include "core/management/local_json.h"
#include "core/policy/validate.h"
#include "core/resource/change_order.h"
#include "core/store/change_plan.h"

#include <algorithm>

namespace gatehouse::management {

namespace {

using resource::ChangeItem;
using resource::Configuration;
using resource::ResourceId;

constexpr std::size_t maxChanges = 500;

std::string encodedPath(const ResourceId &id, const resource::ServiceScope &scope)
{
    auto path = scope.prefix();
    if (id.isService())
        return path;
    for (const auto segment : split(id.text(), '/'))
        path += "/" + http::percentEncode(segment);
    return path;
}

tl::expected<Route, ArmError> routeOf(std::string_view text, const resource::ServiceScope &scope)
{
    const auto id = scope.relative(text);
    if (!id)
        return tl::unexpected(validationError("id", "The value is not the id of a resource of this service."));
    auto route = parseRoute(encodedPath(*id, scope), scope);
    if (route && (route->target != Target::Resource || !route->kind))
        return tl::unexpected(validationError("id", "The value is not the id of a resource of this service."));
    return route;
}

//! Reads one element of `changes`; what is wrong with it goes to `wrong`.
class ChangeReader
{
public:
    explicit ChangeReader(const resource::ServiceScope &scope) : m_scope(scope) { }

    void read(const json::value &value, std::size_t index)
    {
        const auto where = "changes[" + std::to_string(index) + "]";
        const auto *object = value.if_object();
        const auto text = object ? stringMember(*object, "id") : std::string_view();
        if (text.empty() && !(object && object->contains("id"))) {
            wrong.push_back({"ValidationError", where + ".id", "The property is required and has no value."});
            return;
        }
        auto route = routeOf(text, m_scope);
        if (!route) {
            const auto &error = route.error();
            wrong.push_back({error.code, where + ".id", error.details.empty() ? error.message : error.details.front().message});
            return;
        }
        if (std::ranges::any_of(changes, [&](const TrialChange &other) { return other.route.id == route->id; })) {
            wrong.push_back({"ValidationError", where + ".id", "The resource is changed more than once."});
            return;
        }
        const auto *properties = object->if_contains("properties");
        auto body = *object;
        body.erase("id");
        changes.push_back({std::move(*route), properties && properties->is_null(), toJson(body)});
    }

    std::vector<TrialChange> changes;
    std::vector<ArmDetail> wrong;

private:
    const resource::ServiceScope &m_scope;
};

//! As a set of staged changes is published: what is referred to before what refers to it, deletes last.
std::vector<TrialChange> inPublishingOrder(const std::vector<TrialChange> &changes, const resource::ServiceScope &scope)
{
    std::vector<ChangeItem> items;
    for (const auto &change : changes) {
        ChangeItem item;
        item.kind = change.isDelete ? resource::ChangeKind::Delete : resource::ChangeKind::Put;
        item.id = change.route.id;
        if (!change.isDelete) {
            item.after = resource::Resource{item.id, {}, {}, {}};
            const auto body = parseJson(change.body, {change.body.size(), 128});
            if (const auto *properties = body ? member(*body, "properties") : nullptr; properties && properties->is_object())
                item.after->properties = properties->get_object();
            resource::relativizeReferences(*change.route.kind, item.after->properties, scope);
        }
        items.push_back(std::move(item));
    }
    std::vector<TrialChange> ordered;
    for (const auto &item : resource::inCallOrder(std::move(items)))
        ordered.push_back(*std::ranges::find_if(changes, [&item](const TrialChange &change) { return change.route.id == item.id; }));
    return ordered;
}

//! "... on line 3, column 7: ..." is where Azure says it.
Position positionIn(std::string_view message)
{
    constexpr std::string_view before = " on line ", between = ", column ";
    const auto at = message.find(before);
    if (at == std::string_view::npos)
        return {};
    const auto rest = message.substr(at + before.size());
    const auto comma = rest.find(between);
    const auto colon = rest.find(':');
    if (comma == std::string_view::npos || colon == std::string_view::npos || colon < comma)
        return {};
    const auto line = toInteger(rest.substr(0, comma));
    const auto column = toInteger(rest.substr(comma + between.size(), colon - comma - between.size()));
    return {0, static_cast<int>(line.value_or(0)), static_cast<int>(column.value_or(0))};
}

TrialFinding errorOf(const ResourceId &id, const json::object &said)
{
    const std::string message(stringMember(said, "message"));
    return {Severity::Error, id.text(), std::string(stringMember(said, "target")), positionIn(message), std::string(stringMember(said, "code")), message};
}

//! What a refusing answer says, each of its details a finding.
void addErrors(const ResourceId &id, const http::Response &refusal, std::vector<TrialFinding> &errors)
{
    const auto body = parseJson(refusal.body, {refusal.body.size(), 16});
    const auto *value = body ? member(*body, "error") : nullptr;
    const auto *error = value ? value->if_object() : nullptr;
    if (!error) {
        errors.push_back({Severity::Error, id.text(), {}, {}, "ValidationError", "The change is not valid."});
        return;
    }
    const auto *details = member(*error, "details");
    const auto *list = details ? details->if_array() : nullptr;
    if (!list || list->empty()) {
        errors.push_back(errorOf(id, *error));
        return;
    }
    for (const auto &detail : *list)
        if (const auto *object = detail.if_object())
            errors.push_back(errorOf(id, *object));
}

//! What the store would make of it.
Status apply(const WritePlan &plan, Configuration &configuration, Random &random)
{
    store::ChangePlan changes(configuration, random, 0);
    for (const auto &write : plan.writes)
        if (auto added = changes.add(write); !added)
            return added;
    for (const auto &step : changes.steps()) {
        if (step.resource)
            configuration.put(step.resource);
        else
            configuration.erase(step.written.id);
    }
    return {};
}

ArmRequest requestOf(const TrialChange &change, const resource::ServiceScope &scope)
{
    ArmRequest request;
    request.method = change.isDelete ? "DELETE" : "PUT";
    request.path = encodedPath(change.route.id, scope);
    request.headers.add("If-Match", "*");
    if (!change.isDelete) {
        request.headers.add("Content-Type", "application/json");
        request.body = change.body;
    }
    return request;
}

} // namespace

tl::expected<TrialCall, ArmError> readTrialCall(const json::object &body, const Environment &environment)
{
    TrialCall call{{}, gateway::Trials::ordinaryLifetime};
    std::vector<ArmDetail> wrong;
    if (const auto *seconds = body.if_contains("expiresInSeconds"); seconds && !seconds->is_null()) {
        constexpr std::chrono::seconds longest = gateway::Trials::longestLifetime;
        const auto asked = intMember(body, "expiresInSeconds");
        if (asked && *asked >= 1 && *asked <= longest.count())
            call.lifetime = std::chrono::seconds(*asked);
        else
            wrong.push_back({"ValidationError", "expiresInSeconds", "A number of seconds from 1 to " + std::to_string(longest.count()) + " is expected."});
    }
    const auto *value = body.if_contains("changes");
    const auto *list = value ? value->if_array() : nullptr;
    ChangeReader reader(environment.scope);
    if (!list || list->empty() || list->size() > maxChanges) {
        wrong.push_back({"ValidationError", "changes", "A list of 1 to " + std::to_string(maxChanges) + " changes is expected."});
    } else {
        for (std::size_t i = 0; i < list->size(); ++i)
            reader.read((*list)[i], i);
    }
    wrong.insert(wrong.end(), reader.wrong.begin(), reader.wrong.end());
    if (!wrong.empty())
        return tl::unexpected(validationError(std::move(wrong)));
    call.changes = inPublishingOrder(reader.changes, environment.scope);
    return call;
}

TrialFinding trialFinding(const Diagnostic &finding)
{
    return {finding.severity, std::string(finding.arg("resource")), finding.pointer, finding.position, finding.code, policy::azureText(finding)};
}

json::array findingsJson(const std::vector<TrialFinding> &findings)
{
    json::array all;
    for (const auto &finding : findings)
        all.push_back(json::object{{"severity", severityName(finding.severity)},
                                   {"resource", finding.resource},
                                   {"element", finding.element},
                                   {"line", finding.position.line},
                                   {"column", finding.position.column},
                                   {"code", finding.code},
                                   {"message", finding.message}});
    return all;
}

TrialPlan planTrial(const std::vector<TrialChange> &changes, const Configuration &before, const Environment &environment)
{
    TrialPlan plan{before, {}};
    for (const auto &change : changes) {
        auto route = change.route;
        route.id = canonicalId(plan.candidate, route.id);
        auto outcome = planWrite(requestOf(change, environment.scope), route, plan.candidate, environment);
        if (const auto *answered = std::get_if<http::Response>(&outcome)) {
            if (answered->head.status >= 400)
                addErrors(route.id, *answered, plan.errors);
        } else if (const auto *writes = std::get_if<WritePlan>(&outcome)) {
            if (const auto applied = apply(*writes, plan.candidate, *environment.random); !applied)
                addErrors(route.id, errorResponse(fromError(applied.error(), route.id)), plan.errors);
        }
    }
    return plan;
}

http::Response refusedTrial(const std::vector<TrialFinding> &errors)
{
    json::array details;
    for (const auto &error : errors)
        details.push_back(json::object{{"code", error.code}, {"target", error.resource}, {"message", error.message}});
    const auto said = validationError(std::vector<ArmDetail>{});
    return jsonResponse(said.status, json::object{{"error",
                                                   json::object{{"code", said.code},
                                                                {"message", said.message},
                                                                {"details", std::move(details)},
                                                                {"findings", findingsJson(errors)}}}});
}

} // namespace gatehouse::management
