// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/debug_state.h"

#include "core/base/text.h"
#include "core/policy/exchange_state.h"
#include "core/policy/value_source.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

using policy::Scope;

constexpr std::string_view ownPolicy = "/policies/policy";
constexpr std::string_view fragments = "policyFragments/";
constexpr std::string_view include = "include-fragment[";
constexpr std::size_t maxValue = 64U << 10;

//! "/apis/orders" of "apis/orders/policies/policy".
std::string scopeIdOf(std::string_view resourceId)
{
    if (resourceId == ownPolicy.substr(1))
        return "/tenant";
    if (resourceId.ends_with(ownPolicy))
        resourceId.remove_suffix(ownPolicy.size());
    return "/" + std::string(resourceId);
}

//! Of the document that includes a fragment: the step knows its scope alone.
std::string scopeIdOf(Scope scope, const policy::Matched &matched)
{
    const auto api = matched.api ? "/apis/" + matched.api->id : std::string();
    switch (scope) {
    case Scope::Operation:
        return api + "/operations/" + (matched.operation ? matched.operation->id : std::string());
    case Scope::Api:
        return api;
    case Scope::Product:
        return "/products/" + (matched.product ? matched.product->id : std::string());
    case Scope::Global:
    case Scope::Workspace:
        break;
    }
    return "/tenant";
}

//! Appends the elements of `path`, outermost first, each with its whole path.
void addFrames(std::vector<DebugFrame> &frames, const std::string &scopeId, const std::string &section, const std::string &prefix, std::string_view path)
{
    auto whole = prefix;
    for (const auto part : split(path, '/')) {
        const auto bracket = part.find('[');
        whole += (whole.empty() ? "" : "/") + std::string(part);
        DebugFrame frame{scopeId, section, std::string(part.substr(0, bracket)), 1, whole};
        if (bracket != std::string_view::npos)
            frame.index = static_cast<int>(toInteger(part.substr(bracket + 1, part.size() - bracket - 2)).value_or(1));
        frames.push_back(std::move(frame));
    }
}

DebugVariable leaf(std::string name, std::string type, std::string value)
{
    value = policy::utf8Of(std::string_view(value).substr(0, maxValue));
    return {std::move(name), std::move(type), std::move(value), {}};
}

DebugVariable node(std::string name, std::string type, std::vector<DebugVariable> children)
{
    return {std::move(name), std::move(type), {}, std::move(children)};
}

DebugVariable headersNode(const http::Headers &headers)
{
    std::vector<DebugVariable> fields;
    for (const auto &[name, value] : headers)
        fields.push_back(leaf(policy::utf8Of(name), "String[]", policy::shownField(name, value)));
    return node("Headers", "IReadOnlyDictionary<String, String[]>", std::move(fields));
}

DebugVariable bodyLeaf(const policy::Body &body)
{
    if (const auto *bytes = body.bytes())
        return leaf("Body", "IMessageBody", *bytes);
    return leaf("Body", "IMessageBody", body.isEmpty() ? "null" : "(streamed: not read so far)");
}

DebugVariable urlNode(const std::string &name, const http::Url &url)
{
    return {name, "IUrl", policy::utf8Of(url.text()),
            {leaf("Scheme", "String", url.scheme), leaf("Host", "String", url.host), leaf("Port", "Int32", std::to_string(url.effectivePort())),
             leaf("Path", "String", url.path), leaf("QueryString", "String", url.hasQuery ? "?" + url.query : std::string())}};
}

DebugVariable requestNode(const policy::Exchange &exchange)
{
    std::vector<DebugVariable> parameters;
    for (const auto &[name, value] : exchange.matched.parameters)
        parameters.push_back(leaf(name, "String", value));
    return node("Request", "IRequest",
                {leaf("Method", "String", exchange.request.method), urlNode("Url", exchange.request.url), urlNode("OriginalUrl", exchange.originalUrl),
                 leaf("BackendUrl", "String", policy::backendUrlOf(exchange)), leaf("IpAddress", "String", exchange.clientAddress),
                 headersNode(exchange.request.headers), node("MatchedParameters", "IReadOnlyDictionary<String, String>", std::move(parameters)),
                 bodyLeaf(exchange.request.body)});
}

DebugVariable responseNode(std::string name, const policy::ResponseMessage &response)
{
    return node(std::move(name), "IResponse",
                {leaf("StatusCode", "Int32", std::to_string(response.status)), leaf("StatusReason", "String", response.reason),
                 headersNode(response.headers), bodyLeaf(response.body)});
}

DebugVariable variableNode(const std::string &name, const policy::Variable &value)
{
    if (const auto *response = std::get_if<std::shared_ptr<policy::ResponseMessage>>(&value))
        return *response ? responseNode(name, **response) : leaf(name, "IResponse", "null");
    static constexpr const char *types[] = {"Object", "Boolean", "Int32", "Double", "String", "IResponse", "Object"};
    return leaf(name, types[value.index()], std::holds_alternative<std::monostate>(value) ? "null" : policy::textOf(value));
}

DebugVariable errorNode(const policy::LastError &error)
{
    return node("LastError", "IError",
                {leaf("Source", "String", error.source), leaf("Reason", "String", error.reason), leaf("Message", "String", error.message),
                 leaf("Scope", "String", error.scope), leaf("Section", "String", error.section), leaf("Path", "String", error.path),
                 leaf("PolicyId", "String", error.policyId)});
}

void blackOut(DebugVariable &variable, const policy::Secrets &secrets)
{
    secrets.blackOut(variable.value);
    for (auto &child : variable.children)
        blackOut(child, secrets);
}

} // namespace

std::vector<DebugFrame> framesOf(const policy::StepOrigin &origin, policy::Section section, const policy::Exchange &exchange)
{
    std::vector<DebugFrame> frames;
    const std::string sectionName(nameOf(section));
    const auto prefix = sectionName + "[1]";
    std::string_view path = origin.path;
    const bool inFragment = origin.resourceId.starts_with(fragments);
    const auto mark = inFragment ? path.rfind(include) : std::string_view::npos;
    if (mark == std::string_view::npos) {
        addFrames(frames, scopeIdOf(origin.resourceId), sectionName, prefix, path);
    } else {
        const auto end = std::min(path.find('/', mark), path.size());
        addFrames(frames, scopeIdOf(origin.scope, exchange.matched), sectionName, prefix, path.substr(0, end));
        if (end < path.size())
            addFrames(frames, scopeIdOf(origin.resourceId), sectionName, {}, path.substr(end + 1));
    }
    std::reverse(frames.begin(), frames.end());
    return frames;
}

std::vector<DebugFrame> basesEntered(Scope scope, std::optional<Scope> from, policy::Section section, const policy::Matched &matched)
{
    std::vector<DebugFrame> bases;
    const std::string sectionName(nameOf(section));
    for (const auto narrower : {Scope::Operation, Scope::Api, Scope::Product})
        if (narrower > scope && (!from || narrower <= *from))
            bases.push_back({scopeIdOf(narrower, matched), sectionName, "base", 1, sectionName + "[1]/base[1]"});
    return bases;
}

int depthOf(const policy::StepOrigin &origin)
{
    // The condition of a `when` stands where its choose does.
    const auto elements = std::count(origin.path.begin(), origin.path.end(), '/') - (origin.policy == "choose" ? 1 : 0);
    return static_cast<int>(elements) + (static_cast<int>(Scope::Operation) - static_cast<int>(origin.scope));
}

std::string normalizedPath(std::string_view path)
{
    std::string all;
    for (const auto part : split(path, '/')) {
        if (part.empty())
            continue;
        all += (all.empty() ? "" : "/") + std::string(part);
        if (!part.ends_with(']'))
            all += "[1]";
    }
    return all;
}

std::vector<DebugVariable> variablesOf(const policy::Exchange &exchange, const policy::Secrets &secrets)
{
    const auto &matched = exchange.matched;
    std::vector<DebugVariable> roots;
    if (const auto &api = matched.api)
        roots.push_back(node("Api", "IApi", {leaf("Id", "String", api->id), leaf("Name", "String", api->name), leaf("Path", "String", api->path),
                                             leaf("Revision", "String", api->revision), leaf("Version", "String", api->version),
                                             leaf("ServiceUrl", "IUrl", api->serviceUrl)}));
    if (exchange.lastError)
        roots.push_back(errorNode(*exchange.lastError));
    if (const auto &operation = matched.operation)
        roots.push_back(node("Operation", "IOperation", {leaf("Id", "String", operation->id), leaf("Name", "String", operation->name),
                                                         leaf("Method", "String", operation->method), leaf("UrlTemplate", "String", operation->urlTemplate)}));
    if (const auto &product = matched.product)
        roots.push_back(node("Product", "IProduct", {leaf("Id", "String", product->id), leaf("Name", "String", product->name)}));
    roots.push_back(requestNode(exchange));
    roots.push_back(leaf("RequestId", "Guid", exchange.requestId));
    if (exchange.hasResponse)
        roots.push_back(responseNode("Response", exchange.response));
    if (const auto &subscription = matched.subscription)
        roots.push_back(node("Subscription", "ISubscription", {leaf("Id", "String", subscription->id), leaf("Name", "String", subscription->name)}));
    roots.push_back(leaf("Timestamp", "DateTime", toIso(exchange.timestamp)));
    std::vector<DebugVariable> variables;
    for (const auto &[name, value] : exchange.variables)
        variables.push_back(variableNode(policy::utf8Of(name), value));
    roots.push_back(node("Variables", "IReadOnlyDictionary<String, Object>", std::move(variables)));
    for (auto &root : roots)
        blackOut(root, secrets);
    return roots;
}

const std::vector<DebugVariable> *variablesAt(const std::vector<DebugVariable> &roots, std::string_view path)
{
    if (path.empty())
        return &roots;
    for (const auto &variable : roots) {
        if (!path.starts_with(variable.name))
            continue;
        const auto rest = path.substr(variable.name.size());
        if (rest.empty())
            return &variable.children;
        if (rest.front() == '.')
            if (const auto *found = variablesAt(variable.children, rest.substr(1)))
                return found;
    }
    return nullptr;
}

json::array variablesJson(const std::vector<DebugVariable> &variables)
{
    json::array all;
    for (const auto &variable : variables)
        all.push_back(json::object{{"name", variable.name}, {"type", variable.type}, {"value", variable.value}, {"nestedCount", variable.children.size()}});
    return all;
}

json::array framesJson(const std::vector<DebugFrame> &frames)
{
    json::array all;
    for (const auto &frame : frames)
        all.push_back(json::object{{"scopeId", frame.scopeId}, {"index", frame.index}, {"name", frame.name}, {"section", frame.section}});
    return all;
}

} // namespace gatehouse::gateway
