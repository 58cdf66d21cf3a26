// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/bodies.h"
#include "core/openapi/names.h"
#include "core/openapi/reading.h"
#include "core/openapi/schemas.h"

#include <unordered_map>

namespace gatehouse::openapi {

//! Makes the operations of an API from "paths" and Azure's "x-ms-paths".
class Operations
{
public:
    Operations(const Reading &reading, Schemas &schemas, resource::ResourceId api)
        : m_reading(reading)
        , m_schemas(schemas)
        , m_bodies(reading, schemas)
        , m_api(std::move(api))
    {
    }

    std::vector<resource::Resource> read();

private:
    void readPaths(const Node &paths);
    void readPath(const Node &written);
    void readOperation(const Node &operation, const Node &pathItem, std::string_view path);
    std::string nameOf(const Node &operation, std::string_view method, std::string_view path);
    //! Each parameter name once, no fragment.
    std::string pathTemplate(const Node &operation, std::string_view path, const std::vector<Parameter> &parameters,
                             std::vector<Parameter> &inTemplate);
    //! Path with required query parameters behind it, as Azure makes it; they leave `parameters` for `inTemplate`.
    std::string urlTemplate(const Node &operation, std::string_view path, std::vector<Parameter> &parameters,
                            std::vector<Parameter> &inTemplate);
    void checkPathParameters(const Node &operation, const std::vector<std::string_view> &used,
                             const std::vector<Parameter> &parameters);
    void checkTemplate(const Node &operation, std::string_view method, const std::string &text);
    json::object properties(const Node &operation, const Node &pathItem, std::string_view method,
                            std::string_view path);
    void warnOfWhatIsLost(const Node &operation, const Node &pathItem);

    const Reading &m_reading;
    Schemas &m_schemas;
    Bodies m_bodies;
    resource::ResourceId m_api;
    OperationNames m_names;
    std::unordered_map<std::string_view, const Node *> m_operationIds;
    std::unordered_map<std::string, const Node *> m_templates;
    std::vector<resource::Resource> m_made;
    std::size_t m_count = 0;
};

} // namespace gatehouse::openapi
