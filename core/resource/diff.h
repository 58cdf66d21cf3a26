// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret_string.h"
#include "core/resource/configuration.h"

#include <functional>
#include <string>
#include <vector>

namespace gatehouse::resource {

struct PropertyDifference
{
    std::string path; //!< "displayName", "protocols[https]", "policy" for a policy document
    json::value before; //!< null when absent; a secret is its digest "sha256:1f2e3d4c", never the value
    json::value after;
};

struct ResourceDifference
{
    enum Kind { Added, Removed, Changed } kind = Changed;
    ResourceId id;
    std::vector<PropertyDifference> properties; //!< of Changed
};

//! Compares two policy documents by meaning: nothing when equal. Given by the caller, since `resource` does not know
//! policies.
using PolicyComparison = std::function<bool(std::string_view a, std::string_view b)>;

struct DiffOptions
{
    SecretString digestKey; //!< key of the HMAC that secrets compare and show by
    PolicyComparison samePolicy; //!< null: policies compare by bytes
    std::vector<ResourceId> scopes; //!< only these and below; empty: everything
};

//! The one diff: drift, environments, review. Read-only properties, ETags and defaults written out count as nothing;
//! arrays as the kinds table says. In id order.
std::vector<ResourceDifference> diff(const Configuration &before, const Configuration &after,
                                     const DiffOptions &options = {});
//! The same for one resource's properties.
std::vector<PropertyDifference> diffProperties(const ResourceId &id, const json::object &before,
                                               const json::object &after, const DiffOptions &options = {});

} // namespace gatehouse::resource
