// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/url_template.h"
#include "core/openapi/import.h"

#include <cstdint>
#include <cstdlib>

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    openapi::ImportOptions options;
    options.apiId = "fuzz";
    options.maxBytes = 1U << 20;
    options.maxDepth = 64;
    options.maxOperations = 1000;
    const auto result = openapi::import({reinterpret_cast<const char *>(data), size}, options);
    if (!result) {
        // A refusal says why, and every reason has its words.
        if (result.error().empty() || !hasErrors(result.error()))
            std::abort();
        for (const auto &diagnostic : result.error()) {
            if (openapi::describe(diagnostic).ends_with(diagnostic.code))
                std::abort();
        }
        return 0;
    }
    if (hasErrors(result->warnings))
        std::abort();
    for (const auto &operation : result->operations) {
        if (!http::UrlTemplate::parse(stringMember(operation.properties, "urlTemplate")))
            std::abort();
    }
    return 0;
}
