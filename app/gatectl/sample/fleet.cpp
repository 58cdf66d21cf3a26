// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/sample/fleet.h"

#include "core/openapi/import.h"
#include "resources/sample/sample_files.h"

#include <algorithm>

namespace gatehouse::gatectl::sample {

namespace {

tl::unexpected<Error> badFile(std::string_view file, std::string reason)
{
    return fail(ErrorKind::Corrupt, "sample.badFile", {{"file", std::string(file)}, {"reason", std::move(reason)}});
}

double numberOf(const json::object &object, std::string_view name, double fallback = 0)
{
    const auto *value = member(object, name);
    return value && value->is_number() ? value->to_number<double>() : fallback;
}

const json::object &objectOf(const json::object &object, std::string_view name)
{
    static const json::object none;
    const auto *value = member(object, name);
    const auto *found = value ? value->if_object() : nullptr;
    return found ? *found : none;
}

const json::array &arrayOf(const json::object &object, std::string_view name)
{
    static const json::array none;
    const auto *value = member(object, name);
    const auto *found = value ? value->if_array() : nullptr;
    return found ? *found : none;
}

std::map<std::string, std::string> textsOf(const json::object &object)
{
    std::map<std::string, std::string> texts;
    for (const auto &[name, value] : object) {
        if (value.is_string())
            texts.emplace(name, std::string(value.get_string()));
    }
    return texts;
}

//! The first example of the first representation, as the import left it (a JSON value or its text).
json::value exampleOf(const json::object &message)
{
    for (const auto &item : arrayOf(message, "representations")) {
        const auto *representation = item.if_object();
        if (!representation)
            continue;
        for (const auto &[name, example] : objectOf(*representation, "examples")) {
            const auto *value = member(example, "value");
            if (!value)
                continue;
            if (!value->is_string())
                return *value;
            const auto text = value->get_string();
            const auto parsed = parseJson({text.data(), text.size()});
            return parsed ? *parsed : *value;
        }
    }
    return nullptr;
}

void takeDocument(const json::object &definition, OperationPlan &plan)
{
    const auto body = exampleOf(objectOf(definition, "request"));
    if (!body.is_null())
        plan.requestBody = toJson(body);
    bool first = true;
    for (const auto &item : arrayOf(definition, "responses")) {
        const auto *response = item.if_object();
        const auto status = response ? static_cast<int>(intMember(*response, "statusCode").value_or(0)) : 0;
        if (status == 0)
            continue;
        if (std::exchange(first, false))
            plan.usualStatus = status;
        plan.responses.emplace(status, exampleOf(*response));
    }
}

void takePlan(const json::object &object, OperationPlan &plan)
{
    plan.weight = numberOf(object, "weight");
    plan.medianMilliseconds = numberOf(object, "median", 5);
    plan.sigma = numberOf(object, "sigma", 0.4);
    plan.hang = numberOf(object, "hang");
    plan.query = stringMember(object, "query");
    plan.headers = textsOf(objectOf(object, "headers"));
    for (const auto &[status, probability] : objectOf(object, "statuses"))
        plan.statuses.emplace_back(std::stoi(std::string(status)), probability.to_number<double>());
}

Result<ApiPlan> apiOf(const json::object &object)
{
    ApiPlan api;
    api.id = stringMember(object, "id");
    api.path = stringMember(object, "path");
    const auto file = stringMember(object, "document");
    api.document = gatehouse::sample::file(file);
    api.parameters = textsOf(objectOf(object, "parameters"));
    const auto import =
        openapi::import(api.document, {.apiId = api.id, .path = api.path, .displayName = {}, .serviceUrl = {}});
    if (!import)
        return badFile(file, import.error().empty() ? "" : openapi::describe(import.error().front()));
    for (const auto &operation : import->operations) {
        auto urlTemplate = http::UrlTemplate::parse(stringMember(operation.properties, "urlTemplate"));
        if (!urlTemplate)
            return badFile(file, urlTemplate.error().debugText());
        OperationPlan plan;
        plan.id = operation.id.name();
        plan.method = stringMember(operation.properties, "method");
        plan.urlTemplate = std::move(*urlTemplate);
        takeDocument(operation.properties, plan);
        takePlan(objectOf(objectOf(object, "operations"), plan.id), plan);
        api.operations.push_back(std::move(plan));
    }
    return api;
}

ResourcePlan resourceOf(const json::object &object)
{
    ResourcePlan plan{std::string(stringMember(object, "id")), objectOf(object, "properties")};
    if (const auto file = stringMember(object, "file"); !file.empty()) {
        plan.properties["format"] = "rawxml";
        plan.properties["value"] = gatehouse::sample::file(file);
    }
    return plan;
}

Mischief mischiefOf(const json::object &object)
{
    Mischief mischief;
    mischief.missingKey = numberOf(object, "missingKey");
    mischief.wrongKey = numberOf(object, "wrongKey");
    mischief.revokedKey = numberOf(object, "revokedKey");
    mischief.unknownPath = numberOf(object, "unknownPath");
    mischief.preflight = numberOf(object, "preflight");
    mischief.revokedSubscription = stringMember(object, "revoked");
    const auto &burst = objectOf(object, "burst");
    mischief.burstEverySeconds = static_cast<int>(numberOf(burst, "every"));
    mischief.burstCalls = static_cast<int>(numberOf(burst, "calls"));
    mischief.burstSubscription = stringMember(burst, "subscription");
    mischief.burstApi = stringMember(burst, "api");
    mischief.burstOperation = stringMember(burst, "operation");
    return mischief;
}

SubscriberPlan subscriberOf(const json::object &object)
{
    SubscriberPlan plan{std::string(stringMember(object, "subscription")), numberOf(object, "weight"), {}};
    for (const auto &api : arrayOf(object, "apis"))
        plan.apis.emplace_back(api.as_string());
    return plan;
}

} // namespace

const OperationPlan *ApiPlan::find(std::string_view operation) const
{
    const auto found = std::find_if(operations.begin(), operations.end(),
                                    [operation](const auto &plan) { return plan.id == operation; });
    return found == operations.end() ? nullptr : &*found;
}

const ApiPlan *Fleet::find(std::string_view api) const
{
    const auto found = std::find_if(apis.begin(), apis.end(), [api](const auto &plan) { return plan.id == api; });
    return found == apis.end() ? nullptr : &*found;
}

Result<Fleet> loadFleet()
{
    const auto value = parseJson(gatehouse::sample::file("fleet.json"));
    const auto *object = value ? value->if_object() : nullptr;
    if (!object)
        return badFile("fleet.json", value ? "no object" : value.error().debugText());
    Fleet fleet;
    for (const auto &item : arrayOf(*object, "apis")) {
        auto api = apiOf(item.as_object());
        if (!api)
            return tl::unexpected(api.error());
        fleet.apis.push_back(std::move(*api));
    }
    for (const auto &item : arrayOf(*object, "resources"))
        fleet.resources.push_back(resourceOf(item.as_object()));
    for (const auto &item : arrayOf(*object, "subscribers"))
        fleet.subscribers.push_back(subscriberOf(item.as_object()));
    fleet.mischief = mischiefOf(objectOf(*object, "mischief"));
    return fleet;
}

} // namespace gatehouse::gatectl::sample
