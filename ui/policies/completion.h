// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/policies/caret_context.h"
#include "ui/policies/policy_check.h"

#include <QString>

#include <optional>
#include <vector>

namespace gatehouse::ui::policies {

//! One offer of the list.
struct Completion
{
    enum Kind { Policy, Element, Attribute, Value, NamedValue, Member, Method, Variable, Keyword } kind = Value;
    std::string label;
    std::string insert; //!< replaces the word at the caret
    int caretBack = 0; //!< bytes from the end of `insert` back to where the caret goes
    QString detail; //!< type, or what it is
    QString documentation;
    bool again = false; //!< offer again at once: a value behind a new attribute
};

struct CompletionSources
{
    std::optional<policy::Scope> scope; //!< nothing: a fragment
    const KnownNames *names = nullptr;
    const expression::Library *library = nullptr; //!< null: no members of C#
};

//! What may stand at the caret, best first; filtered by the word there. Pure.
std::vector<Completion> completionsAt(std::string_view text, std::size_t offset, const CompletionSources &sources);

//! In C#, `code` from "@" to the caret.
std::vector<Completion> codeCompletions(const CaretContext &context, const CompletionSources &sources);

} // namespace gatehouse::ui::policies
