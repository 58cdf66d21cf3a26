// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/resource/resource.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::openapi {

enum class Version { Swagger20, OpenApi30, OpenApi31 };

struct ImportOptions
{
    std::string apiId; //!< the API to make: "orders"
    std::string path; //!< API path; "" : from the document's server or basePath
    std::string displayName; //!< "" : info.title
    std::string serviceUrl; //!< "" : from the document's first server
    bool requiredQueryInTemplate =
        true; //!< ARM's translateRequiredQueryParameters "template", Azure's default; false: "query"
    std::size_t maxBytes = 64U << 20;
    std::size_t maxDepth = 256;
    std::size_t maxOperations = 75'000;
};

struct Import
{
    Version version = Version::OpenApi30;
    resource::Resource
        api; //!< apis/{id}: displayName, path, protocols, serviceUrl, description, subscriptionRequired ...
    std::vector<resource::Resource> operations; //!< apis/{id}/operations/{operationId}
    std::vector<resource::Resource> schemas; //!< apis/{id}/schemas/{24-hex id}
    Diagnostics warnings; //!< what has no place in APIM, with pointer and line
};

//! Reads an OpenAPI 2.0, 3.0 or 3.1 document in JSON or YAML. Pure. All problems at once with JSON pointer and line;
//! with an error among them there is no import. Ids and templates are made as Azure's own import makes them.
tl::expected<Import, Diagnostics> import(std::string_view text, const ImportOptions &options);

//! English for gatectl and the wire: "#/paths/~1pets/get (line 12, column 7): response 200 has no description".
std::string describe(const Diagnostic &diagnostic);

} // namespace gatehouse::openapi
