// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/parameters.h"
#include "core/openapi/reading.h"
#include "core/openapi/schemas.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::openapi {

//! Makes ARM's representations of requests and responses.
class Bodies
{
public:
    Bodies(const Reading &reading, Schemas &schemas) : m_reading(reading), m_schemas(schemas) { }

    //! Request of an operation without its parameters: description and representations.
    json::object request(const Node &operation, const std::vector<Parameter> &parameters, std::string_view method,
                         const std::string &stem);
    json::array responses(const Node &operation, const std::string &stem);

private:
    //! The media types a 2.0 operation consumes or produces: its own, or else the document's.
    std::vector<std::string_view> mediaTypes(const Node &operation, std::string_view member) const;
    void swaggerRequest(json::object &request, const Node &operation, const std::vector<Parameter> &parameters,
                        const std::string &stem);
    json::array content(const Node &owner, const std::string &stem, std::string_view suffix);
    json::array formParameters(const Node &schema) const;
    json::object response(const Node &node, int status, const Node &operation, const std::string &stem);
    json::array swaggerContent(const Node &response, const Node &operation, const std::string &stem);
    json::array headers(const Node &response);

    const Reading &m_reading;
    Schemas &m_schemas;
};

} // namespace gatehouse::openapi
