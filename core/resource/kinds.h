// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/resource/resource.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace gatehouse::resource {

//! What the kinds table says of one property; `path` is dotted below `properties` ("authentication.oAuth2"). Flags combine.
struct PropertyRule
{
    enum Flag : std::uint32_t {
        Required = 1, //!< PUT without it is refused
        ReadOnly = 2, //!< the server sets it; ignored on PUT, never compared
        Secret = 4, //!< never in GET or LIST; compared by keyed digest, given by a POST action
        Reference = 8, //!< an ARM id: stored relative, made absolute when it leaves
        NotInList = 16, //!< GET has it, LIST omits it
        WriteOnly = 32, //!< PUT takes it, GET never shows it (an import's format and value)
        Enum = 64, //!< `values` are the only ones, compared without case
    };
    std::string_view path;
    std::uint32_t flags = 0;
    std::string_view defaultJson; //!< "" when Azure has no default
    std::span<const std::string_view> values;
    std::size_t maxLength = 0; //!< 0: no limit
};

//! How an array compares: ordered as written, or as a set keyed by a member.
struct ArrayRule
{
    std::string_view path;
    std::string_view key; //!< "" : ordered
};

struct ActionRule
{
    std::string_view name; //!< "listSecrets", "regeneratePrimaryKey"
    bool changes = false; //!< true: audited as a change; false: still audited, as a read of a secret
};

//! One row of the one table that server, client, folder reader, diff and editor read. To add a kind is to add a row.
struct Kind
{
    std::string_view type; //!< "apis/operations"; several parents give several types by `parents`
    std::string_view segment; //!< "operations"
    std::span<const std::string_view> parents; //!< types of the parents: "" is the service; "apis", "apis/operations", "products", "workspaces/apis"
    std::string_view fixedName; //!< "policy" for policies, else ""
    std::string_view label; //!< "API operation": English, for logs and gatectl; the window translates by `segment`
    std::span<const PropertyRule> properties;
    std::span<const ArrayRule> arrays;
    std::span<const ActionRule> actions;
    bool link = false; //!< PUT has no body that counts; the row is the link (products/{p}/apis/{a})
    std::string_view linkTarget; //!< type that the link's name refers to: "apis"
    bool longRunning = false; //!< ARM answers 201/202 with Azure-AsyncOperation
    bool hasPatch = true;
    std::string_view firstApiVersion; //!< "2021-08-01"
    std::span<const std::string_view> dependsOn; //!< segments whose resources must be written before
    std::string_view folder; //!< APIOps layout pattern, "apis/{0}/apiInformation.json"; "" : not in a folder
};

std::span<const Kind> kinds();
//! The row of an id (its segments must alternate as a row's parents allow), or nullptr.
const Kind *kindOf(const ResourceId &id);
//! The row of a collection below a parent, "operations" under "apis/orders", or nullptr.
const Kind *kindOfCollection(const ResourceId &parent, std::string_view collection);
//! "Microsoft.ApiManagement/service/apis/operations".
std::string armType(const ResourceId &id);
//! A secret or write-only property of that path?
bool hasFlag(const Kind &kind, std::string_view path, PropertyRule::Flag flag);

//! Validates the properties of a PUT: required, enum, length, type of references. All findings, pointer = "properties.path".
//! Codes: "resource.required", "resource.enum", "resource.tooLong", "resource.badReference", "resource.badType".
Diagnostics validate(const Kind &kind, const Resource &resource);
//! A copy as a GET (or LIST) shows it: secrets and write-only properties out, defaults in.
json::object visibleProperties(const Kind &kind, const json::object &properties, bool inList);
//! Absolute ids to relative ones at the marked paths, and back.
void relativizeReferences(const Kind &kind, json::object &properties, const ServiceScope &scope);
void absolutizeReferences(const Kind &kind, json::object &properties, const ServiceScope &scope);

} // namespace gatehouse::resource
