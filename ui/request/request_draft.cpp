// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/request/request_draft.h"

#include "core/base/text.h"
#include "core/http/url.h"
#include "core/http/url_template.h"

#include <algorithm>

namespace gatehouse::ui::request {

using resource::Configuration;
using resource::ResourceId;

namespace {

std::string firstText(const json::object &object, std::initializer_list<std::string_view> names)
{
    for (const auto name : names) {
        const auto *value = member(object, name);
        if (!value)
            continue;
        if (const auto *text = value->if_string(); text && !text->empty())
            return std::string{text->data(), text->size()};
        if (value->is_number() || value->is_bool())
            return toJson(*value);
    }
    return {};
}

std::string exampleOf(const json::object &parameter)
{
    auto value = firstText(parameter, {"defaultValue"});
    if (!value.empty())
        return value;
    if (const auto *values = member(parameter, "values"); values && values->is_array() && !values->get_array().empty()) {
        if (const auto *text = values->get_array()[0].if_string())
            return std::string{text->data(), text->size()};
    }
    if (const auto *examples = member(parameter, "examples"); examples && examples->is_object()) {
        for (const auto &[name, example] : examples->get_object()) {
            if (const auto *object = example.if_object())
                return firstText(*object, {"value"});
        }
    }
    return {};
}

void addParameters(RequestDraft &draft, const json::object &owner, std::string_view list, Parameter::Place place)
{
    const auto *values = member(owner, list);
    if (!values || !values->is_array())
        return;
    for (const auto &value : values->get_array()) {
        const auto *object = value.if_object();
        if (!object || stringMember(*object, "name").empty())
            continue;
        draft.parameters.push_back({place, std::string{stringMember(*object, "name")}, exampleOf(*object), std::string{stringMember(*object, "description")},
                                    place == Parameter::Path || boolMember(*object, "required", false)});
    }
}

std::string exampleBody(const json::object &representation)
{
    if (const auto *examples = member(representation, "examples"); examples && examples->is_object()) {
        for (const auto &[name, example] : examples->get_object()) {
            const auto *value = member(example, "value");
            if (!value)
                continue;
            const auto *text = value->if_string();
            return text ? std::string{text->data(), text->size()} : toPrettyJson(*value);
        }
    }
    return std::string{stringMember(representation, "sample")};
}

void addBody(RequestDraft &draft, const json::object &request)
{
    const auto *representations = member(request, "representations");
    if (!representations || !representations->is_array())
        return;
    for (const auto &value : representations->get_array()) {
        const auto *object = value.if_object();
        if (!object)
            continue;
        draft.contentType = stringMember(*object, "contentType", "application/json");
        draft.body = exampleBody(*object);
        return;
    }
}

std::string shellQuoted(std::string_view text)
{
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
    return out + "'";
}

bool isActive(const resource::Resource &subscription)
{
    return equalsIgnoreCase(stringMember(subscription.properties, "state", "active"), "active");
}

} // namespace

std::vector<std::string> RequestDraft::missing() const
{
    std::vector<std::string> names;
    for (const auto &parameter : parameters) {
        if (parameter.required && parameter.value.empty())
            names.push_back(parameter.name);
    }
    return names;
}

std::string RequestDraft::url() const
{
    http::UrlTemplate::Values values;
    std::vector<http::QueryPair> query;
    const auto pathEnd = urlTemplate.find('?');
    const auto inTemplate = [&](const Parameter &p) { return urlTemplate.find("{" + p.name + "}") < pathEnd || urlTemplate.find("{*" + p.name + "}") < pathEnd; };
    for (const auto &parameter : parameters) {
        if (parameter.place == Parameter::Path && inTemplate(parameter))
            values[parameter.name] = parameter.value;
        else if (parameter.place != Parameter::Header && !parameter.value.empty())
            query.emplace_back(parameter.name, parameter.value);
    }
    auto path = urlTemplate.substr(0, pathEnd);
    if (const auto parsed = http::UrlTemplate::parse(path))
        path = parsed->expand(values);
    std::string out = gatewayUrl;
    while (out.ends_with('/'))
        out.pop_back();
    if (!apiPath.empty())
        out += "/" + apiPath;
    if (!path.empty() && path.front() != '/')
        out += '/';
    out += path;
    if (!query.empty())
        out += "?" + http::formatQuery(query);
    return out;
}

remote::HeaderList RequestDraft::headers() const
{
    remote::HeaderList out;
    for (const auto &parameter : parameters) {
        if (parameter.place == Parameter::Header && !parameter.value.empty())
            out.emplace_back(parameter.name, parameter.value);
    }
    if (!contentType.empty() && !body.empty())
        out.emplace_back("Content-Type", contentType);
    return out;
}

std::string RequestDraft::toCurl(const std::optional<SecretString> &key) const
{
    std::string out = "curl -i";
    if (method != "GET")
        out += " -X " + method;
    if (!subscriptionId.empty())
        out += key ? " -H " + shellQuoted(keyHeader + ": " + std::string{key->reveal()}) : " -H \"" + keyHeader + ": $SUBSCRIPTION_KEY\"";
    for (const auto &[name, value] : headers())
        out += " \\\n  -H " + shellQuoted(name + ": " + value);
    if (!body.empty())
        out += " \\\n  --data-raw " + shellQuoted(body);
    return out + " \\\n  " + shellQuoted(url());
}

remote::HttpCall RequestDraft::toCall(const SecretString &key) const
{
    remote::HttpCall call;
    call.method = method;
    call.url = url();
    call.headers = headers();
    if (!key.empty())
        call.headers.emplace_back(keyHeader, std::string{key.reveal()});
    call.body = body;
    return call;
}

RequestDraft draftOf(const Configuration &configuration, const ResourceId &id, const std::string &gatewayUrl)
{
    RequestDraft draft;
    draft.gatewayUrl = gatewayUrl;
    draft.keyHeader = "Ocp-Apim-Subscription-Key";
    const auto *operation = configuration.find(id);
    const auto *api = configuration.find(id.parent());
    if (api) {
        draft.apiPath = stringMember(api->properties, "path");
        if (const auto *names = member(api->properties, "subscriptionKeyParameterNames"); names && names->is_object())
            draft.keyHeader = stringMember(names->get_object(), "header", draft.keyHeader);
    }
    if (!operation)
        return draft;
    draft.method = stringMember(operation->properties, "method", "GET");
    draft.urlTemplate = stringMember(operation->properties, "urlTemplate", "/");
    addParameters(draft, operation->properties, "templateParameters", Parameter::Path);
    if (const auto *request = member(operation->properties, "request"); request && request->is_object()) {
        addParameters(draft, request->get_object(), "queryParameters", Parameter::Query);
        addParameters(draft, request->get_object(), "headers", Parameter::Header);
        addBody(draft, request->get_object());
    }
    return draft;
}

std::vector<ResourceId> subscriptionsFor(const Configuration &configuration, const ResourceId &api)
{
    std::vector<ResourceId> out;
    for (const auto &subscription : configuration.children({}, "subscriptions")) {
        if (!isActive(*subscription))
            continue;
        std::string scope{stringMember(subscription->properties, "scope")};
        while (scope.ends_with('/'))
            scope.pop_back();
        if (const auto at = toLower(scope).rfind("/service/"); at != std::string::npos) {
            const auto next = scope.find('/', at + 9);
            scope = next == std::string::npos ? std::string{} : scope.substr(next + 1);
        }
        if (scope.starts_with('/'))
            scope.erase(0, 1);
        const auto parsed = ResourceId::parse(scope);
        const bool all = scope.empty() || equalsIgnoreCase(scope, "apis");
        const bool ofApi = parsed && *parsed == api;
        const bool ofProduct = parsed && equalsIgnoreCase(parsed->collection(), "products") && configuration.contains(parsed->child("apis", api.name()));
        if (all || ofApi || ofProduct)
            out.push_back(subscription->id);
    }
    return out;
}

} // namespace gatehouse::ui::request
