// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/policies/completion.h"
#include "ui/policies/problem.h"

#include <QString>

#include <optional>

namespace gatehouse::ui::policies {

//! What is to be said about a place of the text, as simple HTML: its problems first, then what stands there (a policy, an attribute, a named
//! value, a member of C#). Empty: nothing.
QString hoverText(std::string_view text, std::size_t offset, const std::vector<Problem> &problems, const CompletionSources &sources);

//! Where a fragment, named value or backend that is named at a place is defined.
std::optional<resource::ResourceId> definitionAt(std::string_view text, std::size_t offset, const KnownNames &names);

} // namespace gatehouse::ui::policies
