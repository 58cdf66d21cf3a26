// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/api.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::openapi {

namespace {

constexpr std::size_t maxDisplayName = 300;

bool isScheme(std::string_view text)
{
    return text == "http" || text == "https" || text == "ws" || text == "wss";
}

//! "v1" of "https://host/v1/", "api" of "/api"
std::string pathOf(std::string_view url)
{
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
        const auto slash = url.find('/', scheme + 3);
        url = slash == std::string_view::npos ? std::string_view{} : url.substr(slash);
    }
    url = url.substr(0, url.find_first_of("?#"));
    while (url.starts_with('/'))
        url.remove_prefix(1);
    while (url.ends_with('/'))
        url.remove_suffix(1);
    return std::string{url};
}

//! Variables replaced by their defaults.
std::string urlOf(const Reading &reading, const Node &server)
{
    const auto text = reading.text(server, "url");
    const auto *variables = reading.member(server, "variables", NodeKind::Object);
    std::string url;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find('{', at);
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        url += text.substr(at, close == std::string_view::npos ? close : open - at);
        if (close == std::string_view::npos)
            break;
        const auto name = text.substr(open + 1, close - open - 1);
        const auto *variable = variables ? reading.member(*variables, name, NodeKind::Object) : nullptr;
        if (variable)
            url += reading.text(*variable, "default");
        else
            reading.findings.error(server, "openapi.serverVariable", {{"name", std::string{name}}});
        at = close + 1;
    }
    return url;
}

//! Azure's choice: the first https server, else the first http one, else none.
std::string chooseServer(const Reading &reading, std::string &firstUrl)
{
    const auto *servers = reading.member(*reading.tree.root, "servers", NodeKind::Array);
    std::string chosen;
    for (const auto *server = servers ? servers->first : nullptr; server; server = server->next) {
        if (!reading.isA(*server, NodeKind::Object))
            continue;
        if (!reading.tree.member(*server, "url"))
            reading.required(*server, "url");
        const auto url = urlOf(reading, *server);
        if (firstUrl.empty())
            firstUrl = url;
        if (url.starts_with("https://") && !chosen.starts_with("https://"))
            chosen = url;
        else if (url.starts_with("http://") && chosen.empty())
            chosen = url;
    }
    if (servers && servers->size > 0 && chosen.empty())
        reading.findings.warning(*servers, "openapi.relativeServer", {{"url", firstUrl}});
    if (!chosen.empty())
        firstUrl = chosen;
    return chosen;
}

json::array swaggerSchemes(const Reading &reading)
{
    json::array schemes;
    const auto *list = reading.member(*reading.tree.root, "schemes", NodeKind::Array);
    for (const auto *scheme = list ? list->first : nullptr; scheme; scheme = scheme->next) {
        if (!reading.isA(*scheme, NodeKind::String))
            continue;
        if (!isScheme(scheme->text))
            reading.findings.error(*scheme, "openapi.scheme", {{"scheme", std::string{scheme->text}}});
        else if (std::find(schemes.begin(), schemes.end(), json::value(scheme->text)) == schemes.end())
            schemes.emplace_back(scheme->text);
    }
    if (schemes.empty())
        schemes.emplace_back("https");
    return schemes;
}

void addSwaggerServer(const Reading &reading, json::object &api)
{
    const auto &root = *reading.tree.root;
    auto schemes = swaggerSchemes(reading);
    const auto host = reading.text(root, "host");
    const auto basePath = reading.text(root, "basePath");
    std::string url;
    if (!host.empty()) {
        const bool secure = std::find(schemes.begin(), schemes.end(), json::value("https")) != schemes.end();
        url = secure ? "https" : std::string{schemes.front().as_string()};
        url += "://" + std::string{host};
        if (const auto path = pathOf(basePath); !path.empty())
            url += '/' + path;
    } else if (reading.options.serviceUrl.empty()) {
        reading.findings.warning(root, "openapi.noHost");
    }
    if (!url.empty())
        api["serviceUrl"] = url;
    api["path"] = pathOf(basePath);
    api["protocols"] = std::move(schemes);
}

void addServer(const Reading &reading, json::object &api)
{
    std::string first;
    auto url = chooseServer(reading, first);
    while (url.ends_with('/'))
        url.pop_back();
    if (!url.empty())
        api["serviceUrl"] = url;
    api["path"] = pathOf(first);
    // Whatever its servers speak: Azure serves an imported 3.x API over https alone.
    api["protocols"] = json::array{"https"};
}

void addObject(const Reading &reading, json::object &api, const Node &info, std::string_view name,
               std::initializer_list<std::string_view> parts)
{
    const auto *owner = reading.member(info, name, NodeKind::Object);
    json::object made;
    for (const auto part : parts) {
        if (const auto text = owner ? reading.text(*owner, part) : std::string_view{}; !text.empty())
            made[part] = text;
    }
    if (!made.empty())
        api[name] = std::move(made);
}

void addInfo(const Reading &reading, json::object &api)
{
    const auto &root = *reading.tree.root;
    if (!reading.tree.member(root, "info"))
        reading.required(root, "info");
    const auto *info = reading.member(root, "info", NodeKind::Object);
    if (!info)
        return;
    for (const auto *name : {"title", "version"}) {
        if (!reading.tree.member(*info, name))
            reading.required(*info, name);
    }
    // "version: 1.0" is a number in YAML and what people write; nothing is lost by it.
    if (const auto *version = reading.tree.member(*info, "version");
        version && version->kind != NodeKind::String && version->kind != NodeKind::Number)
        reading.isA(*version, NodeKind::String);
    api["displayName"] = truncated(reading.text(*info, "title"), maxDisplayName);
    if (const auto description = reading.text(*info, "description"); !description.empty())
        api["description"] = description;
    if (const auto terms = reading.text(*info, "termsOfService"); !terms.empty())
        api["termsOfServiceUrl"] = terms;
    addObject(reading, api, *info, "contact", {"name", "url", "email"});
    addObject(reading, api, *info, "license", {"name", "url"});
}

bool isSubscriptionKey(std::string_view name)
{
    return equalsIgnoreCase(name, "Ocp-Apim-Subscription-Key") || equalsIgnoreCase(name, "subscription-key");
}

//! An API key that is a subscription key is the gateway's own; any other scheme is for policies, which an import can't
//! guess.
void addSecurity(const Reading &reading, json::object &api)
{
    const auto &root = *reading.tree.root;
    const Node *schemes = nullptr;
    if (reading.isSwagger())
        schemes = reading.member(root, "securityDefinitions", NodeKind::Object);
    else if (const auto *components = reading.member(root, "components", NodeKind::Object))
        schemes = reading.member(*components, "securitySchemes", NodeKind::Object);
    json::object names;
    for (const auto *written = schemes ? schemes->first : nullptr; written; written = written->next) {
        const auto *scheme = reading.resolved(*written);
        if (!scheme)
            continue;
        const auto type = reading.text(*scheme, "type");
        const auto name = reading.text(*scheme, "name");
        const auto in = reading.text(*scheme, "in");
        if (type.empty())
            reading.required(*scheme, "type");
        else if (type == "apiKey" && isSubscriptionKey(name) && (in == "header" || in == "query"))
            names[in] = name;
        else
            reading.findings.warning(*written, "openapi.securityDropped",
                                     {{"name", std::string{written->key}}, {"type", std::string{type}}});
    }
    api["subscriptionRequired"] = true;
    if (names.empty())
        return;
    names.emplace("header", "Ocp-Apim-Subscription-Key");
    names.emplace("query", "subscription-key");
    api["subscriptionKeyParameterNames"] = std::move(names);
}

} // namespace

resource::Resource readApi(const Reading &reading, const resource::ResourceId &id)
{
    resource::Resource api;
    api.id = id;
    auto &properties = api.properties;
    addInfo(reading, properties);
    if (reading.isSwagger())
        addSwaggerServer(reading, properties);
    else
        addServer(reading, properties);
    addSecurity(reading, properties);
    if (!reading.options.displayName.empty())
        properties["displayName"] = truncated(reading.options.displayName, maxDisplayName);
    if (!reading.options.path.empty())
        properties["path"] = reading.options.path;
    if (!reading.options.serviceUrl.empty())
        properties["serviceUrl"] = reading.options.serviceUrl;
    return api;
}

} // namespace gatehouse::openapi
