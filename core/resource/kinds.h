// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/base/secret_string.h"
#include "core/resource/resource.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::resource {

//! What the kinds table says of one property; `path` is dotted below `properties`, "[]" goes into each element
//! ("pool.services[].id"). Flags combine. A rule below another property holds where that property is given.
struct PropertyRule
{
    enum Flag : std::uint32_t {
        Required = 1, //!< PUT without it is refused
        ReadOnly = 2, //!< the server sets it; ignored on PUT, never compared
        Secret = 4, //!< never in GET or LIST; compared by keyed digest, given by a POST action
        Reference = 8, //!< an ARM id: stored relative, made absolute when it leaves
        NotInList = 16, //!< GET has it, LIST omits it
        WriteOnly = 32, //!< PUT takes it, GET never shows it (an import's format and value)
        Enum = 64, //!< `values` are the only ones, compared without case; of each element when it is an array
        Sensitive = 128, //!< Azure's GET shows it, so ours does; records, diffs and logs show its digest
        Document = 256, //!< a policy document: compared by meaning
        Uncompared = 512, //!< a matter of form: "format" of a policy
    };
    enum Type : std::uint8_t { Any, Text, Boolean, Integer, Array, Object };

    std::string_view path;
    std::uint32_t flags = 0;
    std::string_view defaultJson; //!< "" when Azure has no default
    std::span<const std::string_view>
        values; //!< of an Enum; of a Reference the types it may point to ("apis"), also in a workspace
    std::size_t maxLength = 0; //!< in characters; 0: no limit
    Type type = Any;
    //! The flags and the default hold only when this does: "secret=true", "type!=Pool"; "" : always. Of the resource's
    //! own properties.
    std::string_view when;
};

//! How an array compares: ordered as written, or as a set keyed by a member.
struct ArrayRule
{
    std::string_view path;
    std::string_view key; //!< "" : ordered; "." : a set of plain values
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
    std::span<const std::string_view>
        parents; //!< types of the parents: "" is the service; "apis", "apis/operations", "products", "workspaces/apis"
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
//! The row of an id, or nullptr: its collections must be a path that a row's parents allow, its name the fixed one if
//! there is one.
const Kind *kindOf(const ResourceId &id);
//! The row of a collection below a parent, "operations" under "apis/orders", or nullptr.
const Kind *kindOfCollection(const ResourceId &parent, std::string_view collection);
//! The row of "apis/operations" or "workspaces/apis/operations", or nullptr.
const Kind *kindOfType(std::string_view type);
//! "Microsoft.ApiManagement/service/apis/operations", spelled as the table does.
std::string armType(const ResourceId &id);
//! Has a rule of that path the flag?
bool hasFlag(const Kind &kind, std::string_view path, PropertyRule::Flag flag);
const ActionRule *actionOf(const Kind &kind, std::string_view name);
//! Place in the order of writing: what depends on something, or stands below it, has a higher one. Deletes go the other
//! way.
int publishRank(const Kind &kind);

//! Validates the properties of a PUT: required, type, enum, length, references (made relative before). All findings,
//! pointer = "properties.path". Codes: "resource.required", "resource.enum" (allowed), "resource.tooLong" (limit),
//! "resource.badReference", "resource.badType" (expected); arg "property" is the path. No value is ever in them.
Diagnostics validate(const Kind &kind, const Resource &resource);

//! A copy as a GET (or LIST) shows it: secrets and write-only properties out, defaults in.
json::object visibleProperties(const Kind &kind, const json::object &properties, bool inList);
//! A copy for records, logs and screens: as written, but secrets, also those that GET shows, are their digests.
json::object redactedProperties(const Kind &kind, const json::object &properties, const SecretString &digestKey);
//! "sha256:1f2e3d4c": the first 4 bytes of the HMAC-SHA256 of the value's text.
std::string secretDigest(const json::value &value, const SecretString &digestKey);
//! A copy for storing: read-only properties out. What the server sets it puts in afterwards.
json::object withoutReadOnly(const Kind &kind, const json::object &properties);

//! Absolute ids to relative ones at the marked paths ("apis" and "" in a subscription's scope too), and back. What is
//! no id of this service stays as it is, for validate() to find.
void relativizeReferences(const Kind &kind, json::object &properties, const ServiceScope &scope);
void absolutizeReferences(const Kind &kind, json::object &properties, const ServiceScope &scope);
//! The resources that the properties point to, references made relative before.
std::vector<ResourceId> referencesOf(const Kind &kind, const json::object &properties);

} // namespace gatehouse::resource
