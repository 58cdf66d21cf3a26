// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

//! Boost.JSON keeps members in the order of the text, which OpenAPI and ARM bodies need.
namespace json = boost::json;

struct JsonLimits
{
    std::size_t bytes = 4U << 20; //!< ARM refuses bodies above 4 MiB
    std::size_t depth = 64; //!< the deepest real OpenAPI document of the reference set stays under 40
};

//! Parses one JSON text (RFC 8259). Fails with TooLarge "json.tooLarge" or Invalid "json.syntax"
//! (args: reason, line, column).
Result<json::value> parseJson(std::string_view text, const JsonLimits &limits = {});

std::string toJson(const json::value &value);
//! Two spaces, one member a line: for people and for text diffs.
std::string toPrettyJson(const json::value &value);

//! The member, or nullptr when the value is no object or has no such member.
const json::value *member(const json::value &value, std::string_view name);
const json::value *member(const json::object &object, std::string_view name);
//! The member's text, or `fallback` when there is none or it is no string.
std::string_view stringMember(const json::object &object, std::string_view name,
                              std::string_view fallback = {});
bool boolMember(const json::object &object, std::string_view name, bool fallback);
std::optional<long long> intMember(const json::object &object, std::string_view name);

//! RFC 7396 JSON merge patch, the semantics of ARM's PATCH.
void mergePatch(json::object &target, const json::object &patch);

} // namespace gatehouse
