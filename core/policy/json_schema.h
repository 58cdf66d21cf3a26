// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <tl/expected.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! A compiled JSON Schema of an API: immutable, shared by threads.
class JsonSchema
{
public:
    //! `reference` into `document`, "" for the whole: "#/components/schemas/Order". `additionalProperties` overrides what the schema says.
    //! OpenAPI's "nullable" counts. Fails with what is wrong in the schema.
    static tl::expected<JsonSchema, std::string> compile(const json::value &document, std::string_view reference,
                                                         std::optional<bool> additionalProperties = std::nullopt);
    //! What is wrong, innermost first; empty when nothing. A text longer than maxText ends it: patterns run by backtracking.
    tl::expected<std::vector<std::string>, std::string> faults(const json::value &value) const;
    static constexpr std::size_t maxText = 16U << 10;

private:
    struct Data;
    std::shared_ptr<const Data> m_data;
};

} // namespace gatehouse::policy
