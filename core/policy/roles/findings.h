// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/policy/roles/access.h"
#include "core/resource/resource.h"

namespace gatehouse::policy::roles {

//! What a person should look at in a role mapping. `pointer` is the resource; codes, with their arguments:
//! roles.notIncluded · roles.noToken (tokens): nothing before it validates into those variables · roles.dropped: inbound without <base/> ·
//! roles.nearLimit (bytes, limit) · roles.ownFrame · roles.opaque (line, key) ·
//! roles.grantsEverything (role) · roles.anyValue (issuer, claim, role) · roles.unmapped (role) · roles.powerless (role) ·
//! roles.noSuchApi (api) · roles.noSuchOperation (operation) · roles.noSuchProduct (product) · roles.nobody (api): an API that nobody may call.
Diagnostics findingsOf(const resource::Configuration &configuration, const FoundRoles &roles);

//! The fragment as a resource; what `existing` has beside its text stays.
resource::Resource toResource(const resource::ResourceId &id, const RoleFragment &fragment, const resource::Resource *existing);
//! The global policy with the fragment included in inbound: behind the last policy that validates a token, else at its end. Null: Azure's default
//! policy with it. As it was when it includes it. Fails as Document::parse() and insert() do.
Result<resource::Resource> withInclude(const resource::Resource *globalPolicy, std::string_view fragmentId);

} // namespace gatehouse::policy::roles
