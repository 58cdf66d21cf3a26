// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/bodies.h"

#include "core/base/text.h"
#include "core/openapi/names.h"

#include <algorithm>
#include <map>

namespace gatehouse::openapi {

namespace {

constexpr std::string_view formType = "application/x-www-form-urlencoded";
constexpr std::string_view multipartType = "multipart/form-data";

bool isForm(std::string_view contentType)
{
    const auto type = trim(contentType.substr(0, contentType.find(';')));
    return equalsIgnoreCase(type, formType) || equalsIgnoreCase(type, multipartType);
}

//! Azure drops a body where HTTP gives it no meaning.
bool takesNoBody(std::string_view method)
{
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

//! 200 of "200", of "2XX" and of nothing else; "default" is none.
int statusOf(std::string_view code, bool &range)
{
    range = code.size() == 3 && (code.ends_with("XX") || code.ends_with("xx"));
    if (code.size() != 3 || code[0] < '1' || code[0] > '5')
        return 0;
    if (range)
        return (code[0] - '0') * 100;
    const auto number = toInteger(code);
    return number ? static_cast<int>(*number) : 0;
}

} // namespace

std::vector<std::string_view> Bodies::mediaTypes(const Node &operation, std::string_view member) const
{
    const auto *list = m_reading.member(operation, member, NodeKind::Array);
    if (!list)
        list = m_reading.member(*m_reading.tree.root, member, NodeKind::Array);
    std::vector<std::string_view> types;
    for (const auto *type = list ? list->first : nullptr; type; type = type->next) {
        if (m_reading.isA(*type, NodeKind::String) && std::find(types.begin(), types.end(), type->text) == types.end())
            types.push_back(type->text);
    }
    return types;
}

json::object Bodies::request(const Node &operation, const std::vector<Parameter> &parameters, std::string_view method,
                             const std::string &stem)
{
    json::object request;
    if (m_reading.isSwagger()) {
        const auto isBody = [](const Parameter &p) {
            return p.in == Parameter::In::Body || p.in == Parameter::In::Form;
        };
        const auto body = std::find_if(parameters.begin(), parameters.end(), isBody);
        if (body != parameters.end() && takesNoBody(method))
            m_reading.findings.countedWarning(*body->written, "openapi.bodyDropped");
        else if (body != parameters.end())
            swaggerRequest(request, operation, parameters, stem);
    } else if (const auto *written = m_reading.member(operation, "requestBody", NodeKind::Object)) {
        const auto *body = m_reading.resolved(*written);
        if (takesNoBody(method)) {
            m_reading.findings.countedWarning(*written, "openapi.bodyDropped");
        } else if (body) {
            if (const auto description = m_reading.text(*body, "description"); !description.empty())
                request["description"] = description;
            if (!m_reading.tree.member(*body, "content"))
                m_reading.required(*body, "content");
            request["representations"] = content(*body, stem, "Request");
        }
    }
    request.emplace("representations", json::array{});
    return request;
}

void Bodies::swaggerRequest(json::object &request, const Node &operation, const std::vector<Parameter> &parameters,
                            const std::string &stem)
{
    auto types = mediaTypes(operation, "consumes");
    json::array form;
    const Node *schema = nullptr;
    bool hasFile = false;
    for (const auto &parameter : parameters) {
        if (parameter.in == Parameter::In::Form) {
            form.push_back(contractOf(m_reading, m_schemas, parameter));
            hasFile = hasFile || typeOf(m_reading, *parameter.node) == "file";
        } else if (parameter.in == Parameter::In::Body) {
            schema = schemaOf(m_reading, parameter);
            if (!schema)
                m_reading.required(*parameter.node, "schema");
            if (const auto description = m_reading.text(*parameter.node, "description"); !description.empty())
                request["description"] = description;
        }
    }
    if (!form.empty() && std::none_of(types.begin(), types.end(), isForm))
        types.push_back(hasFile ? multipartType : formType);
    if (types.empty())
        types.push_back("application/json");
    json::array list;
    for (const auto type : types) {
        json::object representation{{"contentType", type}};
        if (schema)
            m_schemas.refer(representation, *schema, stem + "Request");
        if (isForm(type) && !form.empty())
            representation["formParameters"] = form;
        list.push_back(std::move(representation));
    }
    request["representations"] = std::move(list);
}

json::array Bodies::content(const Node &owner, const std::string &stem, std::string_view suffix)
{
    json::array list;
    const auto *types = m_reading.member(owner, "content", NodeKind::Object);
    for (const auto *type = types ? types->first : nullptr; type; type = type->next) {
        json::object representation{{"contentType", type->key}};
        // A media type object may be a reference in 3.1 documents in the wild.
        if (const auto *media = m_reading.resolved(*type)) {
            const auto *schema = m_reading.tree.member(*media, "schema");
            if (schema) {
                const auto name = suffix == "Request" && types->size == 1 ? stem : stem + pascalCase(type->key);
                m_schemas.refer(representation, *schema, name + std::string{suffix}, type->key);
                if (isForm(type->key) && suffix == "Request")
                    representation["formParameters"] = formParameters(*schema);
            }
            addExamples(m_reading, representation, *media);
        }
        list.push_back(std::move(representation));
    }
    return list;
}

json::array Bodies::formParameters(const Node &schema) const
{
    json::array list;
    const auto *facts = m_reading.references.follow(schema);
    const auto *properties = facts ? m_reading.tree.member(*facts, "properties") : nullptr;
    if (!properties || properties->kind != NodeKind::Object)
        return list;
    const auto *required = m_reading.tree.member(*facts, "required");
    for (const auto *property = properties->first; property; property = property->next) {
        json::object contract{{"name", property->key}, {"type", typeOf(m_reading, *property)}};
        if (const auto *description = m_reading.tree.member(*property, "description");
            description && description->kind == NodeKind::String)
            contract["description"] = description->text;
        for (const auto *name = required && required->kind == NodeKind::Array ? required->first : nullptr; name;
             name = name->next) {
            if (name->kind == NodeKind::String && name->text == property->key)
                contract["required"] = true;
        }
        contract["values"] = json::array{};
        m_schemas.referIfNamed(contract, *property);
        list.push_back(std::move(contract));
    }
    return list;
}

json::array Bodies::responses(const Node &operation, const std::string &stem)
{
    const auto *member = m_reading.tree.member(operation, "responses");
    if (!member && m_reading.version != Version::OpenApi31)
        m_reading.required(operation, "responses");
    const auto *responses = m_reading.member(operation, "responses", NodeKind::Object);
    if (responses && responses->size == 0)
        m_reading.findings.warning(*responses, "openapi.noResponses");

    std::map<int, const Node *> byStatus;
    std::vector<std::pair<int, const Node *>> ranges;
    const Node *standard = nullptr;
    for (const auto *written = responses ? responses->first : nullptr; written; written = written->next) {
        if (written->key.starts_with("x-"))
            continue;
        bool range = false;
        const auto status = statusOf(written->key, range);
        if (written->key == "default")
            standard = written;
        else if (status == 0)
            m_reading.findings.error(*written, "openapi.statusCode", {{"code", std::string{written->key}}});
        else if (range)
            ranges.emplace_back(status, written);
        else
            byStatus.emplace(status, written);
    }
    for (const auto &[status, written] : ranges)
        byStatus.emplace(status, written);
    // Azure takes the only answer that is described for the good one.
    const auto good = byStatus.lower_bound(200);
    if (standard && (good == byStatus.end() || good->first > 299))
        byStatus.emplace(200, standard);
    else if (standard)
        m_reading.findings.countedWarning(*standard, "openapi.defaultResponseDropped");

    json::array list;
    for (const auto &[status, written] : byStatus) {
        if (const auto *node = m_reading.resolved(*written)) {
            if (!m_reading.tree.member(*node, "description"))
                m_reading.findings.error(*written, "openapi.responseDescription",
                                         {{"code", std::string{written->key}}});
            list.push_back(response(*node, status, operation, stem + std::to_string(status)));
        }
    }
    return list;
}

json::object Bodies::response(const Node &node, int status, const Node &operation, const std::string &stem)
{
    json::object response{{"statusCode", status}};
    if (const auto description = m_reading.text(node, "description"); !description.empty())
        response["description"] = description;
    response["representations"] =
        m_reading.isSwagger() ? swaggerContent(node, operation, stem) : content(node, stem, "Response");
    response["headers"] = headers(node);
    if (!m_reading.isSwagger() && m_reading.tree.member(node, "links"))
        m_reading.findings.countedWarning(*m_reading.tree.member(node, "links"), "openapi.linksDropped");
    return response;
}

json::array Bodies::swaggerContent(const Node &response, const Node &operation, const std::string &stem)
{
    const auto *schema = m_reading.tree.member(response, "schema");
    const auto *examples = m_reading.member(response, "examples", NodeKind::Object);
    auto types = mediaTypes(operation, "produces");
    for (const auto *example = examples ? examples->first : nullptr; example; example = example->next) {
        if (std::find(types.begin(), types.end(), example->key) == types.end())
            types.push_back(example->key);
    }
    if (types.empty() && schema)
        types.push_back("application/json");
    json::array list;
    for (const auto type : types) {
        json::object representation{{"contentType", type}};
        if (schema)
            m_schemas.refer(representation, *schema, stem + pascalCase(type) + "Response", type);
        if (const auto *example = examples ? m_reading.tree.member(*examples, type) : nullptr)
            representation["examples"] = json::object{{"default", json::object{{"value", toJson(*example)}}}};
        list.push_back(std::move(representation));
    }
    return list;
}

json::array Bodies::headers(const Node &response)
{
    json::array list;
    const auto *headers = m_reading.member(response, "headers", NodeKind::Object);
    for (const auto *written = headers ? headers->first : nullptr; written; written = written->next) {
        if (const auto *header = m_reading.resolved(*written))
            list.push_back(headerContract(m_reading, m_schemas, written->key, *header));
    }
    return list;
}

} // namespace gatehouse::openapi
