// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/arm_writes.h"

#include "core/base/text.h"
#include "core/management/arm_body.h"
#include "core/management/arm_render.h"
#include "core/management/kind_rules.h"
#include "core/management/references.h"
#include "core/management/property_path.h"
#include "core/resource/property_rule.h"

namespace gatehouse::management {

namespace {

using resource::Configuration;
using resource::PropertyRule;
using resource::Resource;
using resource::ResourceId;

//! What the plan's write asks of the store: the ETag that was looked at here, so that a change in between can't be
//! overwritten.
store::Precondition asSeen(const Resource *existing)
{
    return existing ? store::Precondition{existing->etag, false} : store::Precondition{std::nullopt, true};
}

//! If-Match and If-None-Match against what is there.
std::optional<ArmError> checkPreconditions(const ArmRequest &request, const Resource *existing)
{
    if (const auto wanted = ifMatch(request); wanted && *wanted != "*" && (!existing || existing->etag != *wanted))
        return preconditionFailed();
    if (const auto none = request.headers.get("If-None-Match"); none && trim(*none) == "*" && existing)
        return preconditionFailed();
    return std::nullopt;
}

std::string messageOf(const Diagnostic &finding)
{
    if (finding.code == "resource.required")
        return "The property is required and has no value.";
    if (finding.code == "resource.enum")
        return "The value is not one of: " + std::string{finding.arg("allowed")} + ".";
    if (finding.code == "resource.tooLong")
        return "The value is longer than " + std::string{finding.arg("limit")} + " characters.";
    if (finding.code == "resource.badReference")
        return "The value is not the id of a resource of this service that may stand here.";
    return "The value has the wrong type: " + std::string{finding.arg("expected")} + " is expected.";
}

std::optional<ArmError> checkTable(const resource::Kind &kind, const Resource &resource)
{
    std::vector<ArmDetail> details;
    for (const auto &finding : resource::validate(kind, resource)) {
        auto target = finding.pointer;
        if (target.starts_with("properties."))
            target.erase(0, 11);
        if (finding.severity == Severity::Error)
            details.push_back({"ValidationError", std::move(target), messageOf(finding)});
    }
    if (details.empty())
        return std::nullopt;
    return validationError(std::move(details));
}

//! What is in `old` at the path stays, where its place is still there.
void keep(json::object &properties, const json::object &old, std::string_view path)
{
    const auto *value = path.find("[]") == std::string_view::npos ? valueAt(old, path) : nullptr;
    const auto dot = path.rfind('.');
    if (value && (dot == std::string_view::npos || valueAt(properties, path.substr(0, dot))))
        setAt(properties, path, *value);
}

//! Takes what the client may set; what only the server sets and secrets that the client left out stay as they were.
void takeOver(WriteContext &context)
{
    auto &properties = context.resource.properties;
    properties = resource::withoutReadOnly(context.kind, properties);
    if (!context.existing)
        return;
    const auto &old = context.existing->properties;
    for (const auto &rule : context.kind.properties) {
        const bool forgotten =
            (rule.flags & PropertyRule::Secret) && !valueAt(properties, rule.path) && resource::holds(rule, properties);
        if ((rule.flags & PropertyRule::ReadOnly) || forgotten)
            keep(properties, old, rule.path);
    }
    for (const auto &[key, value] : context.existing->envelope) {
        if (!context.resource.envelope.contains(key))
            context.resource.envelope[key] = value;
    }
}

json::object propertiesOf(json::object &body)
{
    auto *value = body.if_contains("properties");
    return value && value->is_object() ? std::move(value->get_object()) : json::object{};
}

//! The service's own members beside properties; other kinds have none.
json::object envelopeOf(const json::object &body, const ResourceId &id)
{
    json::object envelope;
    if (!id.isService())
        return envelope;
    for (const auto name : {"tags", "location", "sku", "identity", "zones"}) {
        if (const auto *value = body.if_contains(name))
            envelope[name] = *value;
    }
    return envelope;
}

Outcome planFor(WriteContext context, const std::string &action)
{
    const auto &environment = context.environment;
    takeOver(context);
    context.plan.action = action;
    const auto *rules = rulesOf(context.kind);
    if (rules && rules->prepare) {
        if (auto error = rules->prepare(context))
            return errorResponse(*error);
    }
    if (auto error = checkTable(context.kind, context.resource))
        return errorResponse(*error);
    if (auto error = checkReferences(context.kind, context.resource, context.before))
        return errorResponse(*error);
    if (rules && rules->check) {
        if (auto error = rules->check(context))
            return errorResponse(*error);
    }
    auto plan = std::move(context.plan);
    const auto id = context.resource.id;
    plan.status = context.existing ? 200 : 201;
    plan.records.insert(plan.records.begin(), PlannedRecord{id, plan.action});
    plan.writes.insert(plan.writes.begin(), store::Write{id, std::move(context.resource), asSeen(context.existing)});
    plan.answer = [&kind = context.kind, id, environment, status = plan.status](const Configuration &after) {
        const auto *written = after.find(id);
        if (!written)
            return errorResponse(notFound(id)); // deleted by a later call before we answered
        auto response = resourceResponse(status, kind, *written, environment);
        return response;
    };
    return plan;
}

//! products/x/apis/y: the link is the resource, the answer is what it leads to.
Outcome planLink(const ArmRequest &request, const Route &route, const Configuration &before,
                 const Environment &environment)
{
    const auto target = ResourceId::parse(std::string{route.kind->linkTarget} + "/" + std::string{route.id.name()});
    const auto *linked = target ? before.find(*target) : nullptr;
    if (!linked)
        return errorResponse(target ? notFound(*target) : notFound(route.id));
    const auto *existing = before.find(route.id);
    if (auto error = checkPreconditions(request, existing))
        return errorResponse(*error);
    WritePlan plan;
    plan.action = "put";
    plan.status = existing ? 200 : 201;
    plan.answer = [id = linked->id, environment, status = plan.status](const Configuration &after) {
        const auto *shown = after.find(id);
        return shown ? jsonResponse(status, shownResource(*resource::kindOf(id), *shown, environment))
                     : errorResponse(notFound(id));
    };
    if (!existing) {
        plan.put(Resource{route.id.parent().child(route.kind->segment, linked->id.name()), {}, {}, {}},
                 asSeen(nullptr));
        plan.records.push_back({route.id, plan.action});
    }
    return plan;
}

Outcome planPut(const ArmRequest &request, const Route &route, const Configuration &before,
                const Environment &environment)
{
    if (!route.id.isService() && !before.contains(route.id.parent()))
        return errorResponse(notFound(route.id.parent()));
    if (route.kind->link)
        return planLink(request, route, before, environment);
    auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    const auto *existing = before.find(route.id);
    if (auto error = checkPreconditions(request, existing))
        return errorResponse(*error);
    Resource wanted{route.id, propertiesOf(*body), envelopeOf(*body, route.id), {}};
    resource::relativizeReferences(*route.kind, wanted.properties, environment.scope);
    WriteContext context{before, environment, request, *route.kind, existing, std::move(wanted), {}};
    return planFor(std::move(context), "put");
}

Outcome planPatch(const ArmRequest &request, const Route &route, const Configuration &before,
                  const Environment &environment)
{
    if (route.kind->link || !route.kind->hasPatch)
        return errorResponse(methodNotAllowed(request.method));
    // The service alone is patched without If-Match.
    if (!route.id.isService() && !ifMatch(request))
        return errorResponse(ifMatchRequired());
    const auto *existing = before.find(route.id);
    if (!existing)
        return errorResponse(notFound(route.id));
    if (auto error = checkPreconditions(request, existing))
        return errorResponse(*error);
    auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    auto patch = propertiesOf(*body);
    resource::relativizeReferences(*route.kind, patch, environment.scope);
    Resource wanted{existing->id, existing->properties, envelopeOf(*body, route.id), {}};
    mergePatch(wanted.properties, patch);
    WriteContext context{before, environment, request, *route.kind, existing, std::move(wanted), {}};
    return planFor(std::move(context), "patch");
}

//! Links to what is deleted go with it, wherever they stand.
void removeLinksTo(const Configuration &before, const ResourceId &id, WritePlan &plan)
{
    for (const auto &[other, pointer] : before) {
        const auto *kind = resource::kindOf(other);
        if (kind && kind->link && equalsIgnoreCase(kind->linkTarget, id.type())
            && equalsIgnoreCase(other.name(), id.name()) && !other.isWithin(id)) {
            plan.remove(other);
            plan.records.push_back({other, "delete"});
        }
    }
}

Outcome planDelete(const ArmRequest &request, const Route &route, const Configuration &before)
{
    if (route.id.isService())
        return errorResponse(methodNotAllowed(request.method));
    if (!route.kind->link && !ifMatch(request))
        return errorResponse(ifMatchRequired());
    const auto *existing = before.find(route.id);
    if (!existing) {
        http::Response absent;
        absent.head.status = 204;
        return absent;
    }
    if (auto error = checkPreconditions(request, existing))
        return errorResponse(*error);
    DeleteContext context{before, request, *existing, {}};
    context.plan.action = "delete";
    const auto *rules = rulesOf(*route.kind);
    if (rules && rules->remove) {
        if (auto error = rules->remove(context))
            return errorResponse(*error);
    }
    auto plan = std::move(context.plan);
    plan.remove(existing->id, asSeen(existing));
    plan.records.insert(plan.records.begin(), PlannedRecord{existing->id, "delete"});
    if (!route.kind->link)
        removeLinksTo(before, existing->id, plan);
    plan.answer = [](const Configuration &) {
        http::Response done;
        done.head.status = 200;
        return done;
    };
    return plan;
}

//! A POST action without rules of its own hands out the kind's secrets.
Outcome planAction(const ArmRequest &request, const Route &route, const Configuration &before,
                   const Environment &environment)
{
    if (request.method != "POST")
        return errorResponse(methodNotAllowed(request.method));
    const auto *rules = rulesOf(*route.kind);
    const auto *existing = before.find(route.id);
    if (!existing && rules && rules->standIn)
        existing = rules->standIn(route.id);
    if (!existing)
        return errorResponse(notFound(route.id));
    if (rules && rules->act) {
        if (auto outcome = rules->act(route.action, *existing, request, before, environment))
            return std::move(*outcome);
    }
    if (route.action != "listSecrets" && route.action != "listValue")
        return errorResponse({501, "NotImplemented", "The local gateway does not do '" + route.action + "'.", {}});
    json::object secrets;
    for (const auto &rule : route.kind->properties) {
        const auto *value = rule.flags & PropertyRule::Secret ? valueAt(existing->properties, rule.path) : nullptr;
        if (value)
            setAt(secrets, rule.path, *value);
    }
    auto response = jsonResponse(200, secrets);
    setEtag(response, existing->etag);
    return SecretReading{existing->id, route.action, std::move(response)};
}

} // namespace

Outcome planWrite(const ArmRequest &request, const Route &route, const Configuration &before,
                  const Environment &environment)
{
    if (route.target == Target::Action)
        return planAction(request, route, before, environment);
    if (route.target != Target::Resource)
        return errorResponse(methodNotAllowed(request.method));
    if (request.method == "PUT")
        return planPut(request, route, before, environment);
    if (request.method == "PATCH")
        return planPatch(request, route, before, environment);
    if (request.method == "DELETE")
        return planDelete(request, route, before);
    return errorResponse(methodNotAllowed(request.method));
}

std::size_t bodyLimit(const Route &route)
{
    constexpr std::size_t ordinary = 4U << 20; // ARM's own
    constexpr std::size_t document = 64U << 20; // what core/openapi reads at most
    const bool imports = route.target == Target::Resource && equalsIgnoreCase(route.id.type(), "apis");
    return imports ? document : ordinary;
}

} // namespace gatehouse::management
