// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/resource_id.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace gatehouse::resource {

//! Without case; "*" stands for any text, none and slashes too, as in ARM.
bool matchesAction(std::string_view pattern, std::string_view action);

//! Matched by one of the actions and by none of the notActions: what a role takes away, it takes from its own actions alone.
template<typename Texts>
bool allowsAction(const Texts &actions, const Texts &notActions, std::string_view action)
{
    const auto matches = [action](std::string_view pattern) { return matchesAction(pattern, action); };
    return std::any_of(actions.begin(), actions.end(), matches) && std::none_of(notActions.begin(), notActions.end(), matches);
}

//! "Microsoft.ApiManagement/service/apis/operations/write"; `verb` is read, write, delete or "listSecrets/action".
std::string actionName(const ResourceId &id, std::string_view verb);

} // namespace gatehouse::resource
