// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/schemas.h"

#include "core/openapi/names.h"

namespace gatehouse::openapi {

Schemas::Schemas(const Reading &reading)
    : m_reading(reading)
    , m_prefix(reading.isSwagger() ? "#/definitions/" : "#/components/schemas/")
    , m_id(hexId(reading.options.apiId))
{
    const auto &root = *reading.tree.root;
    if (reading.isSwagger())
        m_named = reading.member(root, "definitions", NodeKind::Object);
    else if (const auto *components = reading.member(root, "components", NodeKind::Object))
        m_named = reading.member(*components, "schemas", NodeKind::Object);
    for (const auto *schema = m_named ? m_named->first : nullptr; schema; schema = schema->next)
        m_used.insert(std::string{schema->key});
}

std::string_view Schemas::namedBy(const Node &schema) const
{
    const auto reference = m_reading.references.textOf(schema);
    if (!reference.starts_with(m_prefix) || reference.find('/', m_prefix.size()) != std::string_view::npos)
        return {};
    const auto *target = m_reading.references.follow(schema);
    return target && target->parent == m_named ? target->key : std::string_view{};
}

void Schemas::put(json::object &target, std::string_view typeName) const
{
    target["schemaId"] = m_id;
    target["typeName"] = typeName;
}

void Schemas::referIfNamed(json::object &target, const Node &schema) const
{
    if (const auto name = namedBy(schema); !name.empty())
        put(target, name);
}

void Schemas::refer(json::object &target, const Node &schema, const std::string &stem, std::string_view contentType)
{
    if (const auto name = namedBy(schema); !name.empty())
        return put(target, name);
    // An alias of a name keeps the last name's own.
    const auto *content = m_reading.references.follow(schema);
    if (!content || (content->kind == NodeKind::Object && content->size == 0))
        return;
    if (content->parent == m_named && m_named)
        return put(target, content->key);
    auto &name = m_inlineNames[{content, std::string{contentType}}];
    if (name.empty()) {
        name = unusedName(stem);
        m_inline.emplace_back(name, content);
    }
    put(target, name);
}

std::string Schemas::unusedName(const std::string &stem)
{
    auto name = stem;
    for (int i = 1; !m_used.insert(name).second; ++i)
        name = stem + '-' + std::to_string(i);
    return name;
}

std::vector<resource::Resource> Schemas::resources(const resource::ResourceId &api) const
{
    if ((!m_named || m_named->size == 0) && m_inline.empty())
        return {};
    json::object schemas;
    schemas.reserve((m_named ? m_named->size : 0) + m_inline.size());
    for (const auto *schema = m_named ? m_named->first : nullptr; schema; schema = schema->next)
        schemas.emplace(schema->key, toJson(*schema));
    for (const auto &[name, node] : m_inline)
        schemas.emplace(name, toJson(*node));

    resource::Resource result;
    result.id = api.child("schemas", m_id);
    json::object document;
    if (m_reading.isSwagger())
        document.emplace("definitions", std::move(schemas));
    else
        document.emplace("components", json::object{{"schemas", std::move(schemas)}});
    result.properties.emplace("contentType",
                              m_reading.isSwagger() ? "application/vnd.ms-azure-apim.swagger.definitions+json"
                                                    : "application/vnd.oai.openapi.components+json");
    result.properties.emplace("document", std::move(document));
    std::vector<resource::Resource> all;
    all.push_back(std::move(result));
    return all;
}

} // namespace gatehouse::openapi
