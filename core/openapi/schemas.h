// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/reading.h"

#include <map>
#include <string>
#include <unordered_set>
#include <vector>

namespace gatehouse::openapi {

//! The API's one schema resource: the document's named schemas, and a name for each that stands inline in an operation.
class Schemas
{
public:
    explicit Schemas(const Reading &reading);

    //! Adds schemaId and typeName of `schema`, which gets `stem` as its name unless it has one. Nothing for a schema
    //! without content.
    void refer(json::object &target, const Node &schema, const std::string &stem, std::string_view contentType = {});
    //! Only when `schema` is a reference to a named one.
    void referIfNamed(json::object &target, const Node &schema) const;

    //! At most one.
    std::vector<resource::Resource> resources(const resource::ResourceId &api) const;

private:
    std::string_view namedBy(const Node &schema) const; //!< "Pet" of {"$ref": "#/components/schemas/Pet"}
    void put(json::object &target, std::string_view typeName) const;
    std::string unusedName(const std::string &stem);

    const Reading &m_reading;
    const Node *m_named = nullptr;
    std::string m_prefix;
    std::string m_id;
    std::map<std::pair<const Node *, std::string>, std::string> m_inlineNames;
    std::vector<std::pair<std::string, const Node *>> m_inline;
    std::unordered_set<std::string> m_used;
};

} // namespace gatehouse::openapi
