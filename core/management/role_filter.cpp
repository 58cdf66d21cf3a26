// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/role_filter.h"

#include "core/base/text.h"
#include "core/management/rights.h"

namespace gatehouse::management {

namespace {

//! A text in quotes, a quote in it doubled; the rest stays in `text`.
std::optional<std::string> takeQuoted(std::string_view &text)
{
    if (!text.starts_with('\''))
        return std::nullopt;
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] != '\'') {
            value += text[i];
        } else if (i + 1 < text.size() && text[i + 1] == '\'') {
            value += text[i++];
        } else {
            text.remove_prefix(i + 1);
            return value;
        }
    }
    return std::nullopt;
}

bool takeWord(std::string_view &text, std::string_view word)
{
    text = trim(text);
    if (!equalsIgnoreCase(text.substr(0, word.size()), word))
        return false;
    text.remove_prefix(word.size());
    return true;
}

bool takeTerm(std::string_view &text, RoleAssignmentFilter &filter)
{
    if (takeWord(text, "atScope()")) {
        filter.atScope = true;
        return true;
    }
    if (takeWord(text, "assignedTo(")) {
        text = trim(text);
        filter.assignedTo = takeQuoted(text);
        return filter.assignedTo && takeWord(text, ")");
    }
    if (!takeWord(text, "principalId") || !takeWord(text, "eq"))
        return false;
    text = trim(text);
    filter.principalId = takeQuoted(text);
    return filter.principalId.has_value();
}

} // namespace

bool RoleAssignmentFilter::takes(const RoleAssignment &assignment, std::string_view scope, const Caller &caller) const
{
    const auto asked = scopeKey(scope);
    const auto key = scopeKey(assignment.scope);
    if (!isScopeWithin(asked, key) && (atScope || !isScopeWithin(key, asked)))
        return false;
    if (principalId && !isSamePrincipal(assignment.principalId, *principalId))
        return false;
    if (!assignedTo || isSamePrincipal(assignment.principalId, *assignedTo))
        return true;
    return !caller.isLocalOwner && isSamePrincipal(caller.objectId, *assignedTo) && assignment.isOf(caller);
}

tl::expected<RoleAssignmentFilter, ArmError> parseRoleAssignmentFilter(std::string_view text)
{
    RoleAssignmentFilter filter;
    const auto whole = text;
    for (bool first = true; !trim(text).empty(); first = false) {
        if ((!first && !takeWord(text, "and ")) || !takeTerm(text, filter)) {
            return tl::unexpected(ArmError{400, "BadRequestFormat",
                                           "The filter '" + excerpt(whole)
                                               + "' is not supported: atScope(), principalId eq 'id', assignedTo('id').",
                                           {}});
        }
    }
    return filter;
}

} // namespace gatehouse::management
