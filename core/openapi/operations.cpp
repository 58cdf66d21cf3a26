// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/operations.h"

#include "core/base/text.h"
#include "core/http/url_template.h"

#include <algorithm>

namespace gatehouse::openapi {

namespace {

constexpr std::size_t maxTemplate = 1000;
constexpr std::size_t maxOperationName = 300;
constexpr std::size_t maxDescription = 1000;

//! "GET" of "get"; "" when the member is no method.
std::string methodOf(std::string_view key, bool swagger)
{
    for (const auto *method : {"get", "put", "post", "delete", "options", "head", "patch", "trace"}) {
        if (key == method && !(swagger && key == "trace")) {
            std::string name{key};
            std::transform(name.begin(), name.end(), name.begin(),
                           [](char c) { return static_cast<char>(c - 'a' + 'A'); });
            return name;
        }
    }
    return {};
}

//! Names between braces, as views into the text in their order, without the star of a wildcard.
std::vector<std::string_view> namesIn(std::string_view text)
{
    std::vector<std::string_view> names;
    std::size_t close = 0;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', close)) {
        close = text.find('}', open);
        if (close == std::string_view::npos)
            break;
        auto name = text.substr(open + 1, close - open - 1);
        if (name.starts_with('*'))
            name.remove_prefix(1);
        names.push_back(name);
    }
    return names;
}

//! Without parameter names: templates that differ in them alone match the same requests.
std::string shapeOf(std::string_view text)
{
    std::string shape;
    bool inName = false;
    for (const char c : toLower(text)) {
        inName = inName && c != '}';
        if (!inName)
            shape += c;
        inName = inName || c == '{';
    }
    return shape;
}

bool canStandInQuery(std::string_view name)
{
    return name.find_first_of("{}&=#?*+% ") == std::string_view::npos
        && std::none_of(name.begin(), name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x21 || c == 0x7F; });
}

} // namespace

std::vector<resource::Resource> Operations::read()
{
    const auto &root = *m_reading.tree.root;
    const auto *paths = m_reading.member(root, "paths", NodeKind::Object);
    const auto *component = m_reading.tree.member(root, "components");
    const bool mayLackPaths =
        m_reading.version == Version::OpenApi31 && (m_reading.tree.member(root, "webhooks") || component);
    if (!m_reading.tree.member(root, "paths") && !mayLackPaths)
        m_reading.required(root, "paths");
    if (paths)
        readPaths(*paths);
    if (const auto *more = m_reading.member(root, "x-ms-paths", NodeKind::Object))
        readPaths(*more);
    if (const auto *webhooks = m_reading.tree.member(root, "webhooks");
        webhooks && m_reading.version == Version::OpenApi31)
        m_reading.findings.warning(*webhooks, "openapi.webhooksDropped", {{"count", std::to_string(webhooks->size)}});
    return std::move(m_made);
}

void Operations::readPaths(const Node &paths)
{
    for (const auto *path = paths.first; path; path = path->next) {
        if (path->key.starts_with("x-"))
            continue;
        if (!path->key.starts_with('/'))
            m_reading.findings.error(*path, "openapi.pathSlash", {{"path", std::string{path->key}}});
        else
            readPath(*path);
    }
}

void Operations::readPath(const Node &written)
{
    if (written.kind == NodeKind::Null)
        return;
    const auto *item = m_reading.resolved(written);
    if (!item)
        return;
    for (const auto *operation = item->first; operation; operation = operation->next) {
        if (methodOf(operation->key, m_reading.isSwagger()).empty() || !m_reading.isA(*operation, NodeKind::Object))
            continue;
        if (m_count++ < m_reading.options.maxOperations)
            readOperation(*operation, *item, written.key);
        else if (m_count == m_reading.options.maxOperations + 1)
            m_reading.findings.error(*operation, "openapi.tooManyOperations",
                                     {{"limit", std::to_string(m_reading.options.maxOperations)}});
    }
}

void Operations::readOperation(const Node &operation, const Node &pathItem, std::string_view path)
{
    const auto method = methodOf(operation.key, m_reading.isSwagger());
    const auto name = nameOf(operation, method, path);
    auto made = properties(operation, pathItem, method, path);
    warnOfWhatIsLost(operation, pathItem);
    if (name.empty()) {
        m_reading.findings.error(operation, "openapi.operationIdsEqual");
        return;
    }
    // With an error there is no import, and making more would only cost time.
    if (m_reading.findings.hasErrors())
        return;
    auto &resource = m_made.emplace_back();
    resource.id = m_api.child("operations", name);
    resource.properties = std::move(made);
}

std::string Operations::nameOf(const Node &operation, std::string_view method, std::string_view path)
{
    const auto id = m_reading.text(operation, "operationId");
    if (id.empty())
        return m_names.make(method, path);
    const auto [first, isNew] = m_operationIds.emplace(id, &operation);
    if (!isNew) {
        const auto line = m_reading.tree.position(*first->second).line;
        m_reading.findings.error(*m_reading.tree.member(operation, "operationId"), "openapi.duplicateOperationId",
                                 {{"id", std::string{id}}, {"firstLine", std::to_string(line)}});
    }
    return m_names.make(id);
}

void Operations::checkPathParameters(const Node &operation, const std::vector<std::string_view> &used,
                                     const std::vector<Parameter> &parameters)
{
    for (const auto &name : used) {
        const auto declares = [&](const Parameter &p) { return p.in == Parameter::In::Path && p.name == name; };
        if (std::none_of(parameters.begin(), parameters.end(), declares))
            m_reading.findings.error(operation, "openapi.pathParameterUndeclared", {{"name", std::string{name}}});
    }
    for (const auto &parameter : parameters) {
        if (parameter.in == Parameter::In::Path && std::find(used.begin(), used.end(), parameter.name) == used.end())
            m_reading.findings.error(*parameter.written, "openapi.pathParameterUnused", {{"name", parameter.name}});
    }
}

std::string Operations::pathTemplate(const Node &operation, std::string_view path,
                                     const std::vector<Parameter> &parameters, std::vector<Parameter> &inTemplate)
{
    std::string text;
    const auto used = namesIn(path);
    checkPathParameters(operation, used, parameters);
    std::size_t from = 0;
    for (const auto view : used) {
        const auto at = static_cast<std::size_t>(view.data() - path.data());
        const std::string name{view};
        text += path.substr(from, at - from);
        from = at + name.size();
        auto unique = name;
        const auto isTaken = [&](const Parameter &p) { return p.name == unique; };
        for (int i = 2; std::any_of(inTemplate.begin(), inTemplate.end(), isTaken); ++i)
            unique = name + std::to_string(i);
        if (unique != name)
            m_reading.findings.warning(operation, "openapi.pathParameterRenamed",
                                       {{"name", name}, {"newName", unique}});
        text += unique;
        const auto declares = [&](const Parameter &p) { return p.in == Parameter::In::Path && p.name == name; };
        if (const auto found = std::find_if(parameters.begin(), parameters.end(), declares);
            found != parameters.end()) {
            inTemplate.push_back(*found);
            inTemplate.back().name = unique;
        }
    }
    text += path.substr(from);
    // Some documents tell operations on one path apart by a fragment, which no client sends.
    if (path.find('#') != std::string_view::npos)
        m_reading.findings.countedWarning(operation, "openapi.fragmentInPath");
    for (auto at = text.find('#'); at != std::string::npos; at = text.find('#', at))
        text.replace(at, 1, "%23");
    return text;
}

std::string Operations::urlTemplate(const Node &operation, std::string_view path, std::vector<Parameter> &parameters,
                                    std::vector<Parameter> &inTemplate)
{
    auto text = pathTemplate(operation, path, parameters, inTemplate);
    char separator = path.find('?') == std::string_view::npos ? '?' : '&';
    const auto move = [&](const Parameter &parameter) {
        if (parameter.in != Parameter::In::Query || !parameter.required || !m_reading.options.requiredQueryInTemplate)
            return false;
        const auto sameName = [&](const Parameter &p) { return equalsIgnoreCase(p.name, parameter.name); };
        const auto &name = parameter.name;
        if (!canStandInQuery(name) || std::any_of(inTemplate.begin(), inTemplate.end(), sameName)
            || text.size() + 2 * name.size() + 4 > maxTemplate) {
            m_reading.findings.warning(*parameter.written, "openapi.queryNotInTemplate", {{"name", name}});
            return false;
        }
        text += separator + name + "={" + name + '}';
        separator = '&';
        inTemplate.push_back(parameter);
        return true;
    };
    std::vector<Parameter> left;
    std::copy_if(parameters.begin(), parameters.end(), std::back_inserter(left),
                 [&](const Parameter &p) { return !move(p); });
    parameters = std::move(left);
    return text;
}

void Operations::checkTemplate(const Node &operation, std::string_view method, const std::string &text)
{
    if (text.size() > maxTemplate) {
        m_reading.findings.error(operation, "openapi.templateTooLong", {{"limit", std::to_string(maxTemplate)}});
        return;
    }
    const auto parsed = http::UrlTemplate::parse(text);
    if (!parsed) {
        m_reading.findings.error(operation, "openapi.badTemplate", parsed.error().args);
        return;
    }
    const auto [first, isNew] = m_templates.emplace(std::string{method} + ' ' + shapeOf(text), &operation);
    if (!isNew) {
        m_reading.findings.error(operation, "openapi.duplicateTemplate",
                                 {{"method", std::string{method}},
                                  {"template", text},
                                  {"firstLine", std::to_string(m_reading.tree.position(*first->second).line)}});
    }
}

json::object Operations::properties(const Node &operation, const Node &pathItem, std::string_view method,
                                    std::string_view path)
{
    auto parameters = readParameters(m_reading, pathItem, operation);
    std::vector<Parameter> inTemplate;
    const auto url = urlTemplate(operation, path, parameters, inTemplate);
    checkTemplate(operation, method, url);

    const auto summary = m_reading.text(operation, "summary");
    const auto id = m_reading.text(operation, "operationId");
    const auto generated = pascalCase(toLower(method)) + " - " + std::string{path};
    json::object made;
    made["displayName"] = truncated(!summary.empty()  ? summary
                                        : !id.empty() ? id
                                                      : std::string_view{generated},
                                    maxOperationName);
    made["method"] = method;
    made["urlTemplate"] = url;
    json::array templateParameters;
    for (auto &parameter : inTemplate) {
        parameter.required = true;
        templateParameters.push_back(contractOf(m_reading, m_schemas, parameter));
    }
    made["templateParameters"] = std::move(templateParameters);
    const auto description = m_reading.text(operation, "description");
    if (!description.empty())
        made["description"] = truncated(description, maxDescription);
    if (description.size() > maxDescription)
        m_reading.findings.countedWarning(operation, "openapi.descriptionCut");

    const auto stem = schemaNameStem(path, method);
    auto body = m_bodies.request(operation, parameters, method, stem);
    json::array query;
    json::array headers;
    for (const auto &parameter : parameters) {
        if (parameter.in == Parameter::In::Query)
            query.push_back(contractOf(m_reading, m_schemas, parameter));
        else if (parameter.in == Parameter::In::Header)
            headers.push_back(contractOf(m_reading, m_schemas, parameter));
        else if (parameter.in == Parameter::In::Cookie)
            m_reading.findings.countedWarning(*parameter.written, "openapi.cookieParametersDropped");
    }
    json::object request;
    if (const auto *text = gatehouse::member(body, "description"))
        request["description"] = *text;
    request["queryParameters"] = std::move(query);
    request["headers"] = std::move(headers);
    request["representations"] = std::move(body["representations"]);
    made["request"] = std::move(request);
    made["responses"] = m_bodies.responses(operation, stem);
    return made;
}

void Operations::warnOfWhatIsLost(const Node &operation, const Node &pathItem)
{
    if (const auto *callbacks = m_reading.tree.member(operation, "callbacks"); callbacks && !m_reading.isSwagger())
        m_reading.findings.countedWarning(*callbacks, "openapi.callbacksDropped");
    for (const auto *owner : {&operation, &pathItem}) {
        if (const auto *servers = m_reading.tree.member(*owner, "servers"); servers && !m_reading.isSwagger())
            m_reading.findings.countedWarning(*servers, "openapi.serversDropped");
    }
}

} // namespace gatehouse::openapi
