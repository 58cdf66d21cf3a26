// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/role_filter.h"

#include "core/base/text.h"
#include "core/management/odata_lexer.h"
#include "core/management/rights.h"

namespace gatehouse::management {

namespace {

//! Reads a filter's tokens one after another.
class Terms
{
public:
    explicit Terms(std::vector<ODataToken> tokens) : m_tokens(std::move(tokens)) { }

    bool atEnd() const { return m_tokens[m_at].type == ODataToken::End; }
    bool takeWord(std::string_view word)
    {
        const auto &token = m_tokens[m_at];
        return token.type == ODataToken::Word && equalsIgnoreCase(token.text, word) && ++m_at;
    }
    bool take(ODataToken::Type type) { return m_tokens[m_at].type == type && ++m_at; }
    std::optional<std::string> takeText()
    {
        const auto &token = m_tokens[m_at];
        if (token.type != ODataToken::Text)
            return std::nullopt;
        ++m_at;
        return std::string(token.value.get_string());
    }

private:
    std::vector<ODataToken> m_tokens; //!< the last is End, which nothing takes
    std::size_t m_at = 0;
};

bool takeTerm(Terms &terms, RoleAssignmentFilter &filter)
{
    if (terms.takeWord("atScope")) {
        filter.atScope = true;
        return terms.take(ODataToken::Open) && terms.take(ODataToken::Close);
    }
    if (terms.takeWord("assignedTo")) {
        if (!terms.take(ODataToken::Open))
            return false;
        filter.assignedTo = terms.takeText();
        return filter.assignedTo && terms.take(ODataToken::Close);
    }
    if (!terms.takeWord("principalId") || !terms.takeWord("eq"))
        return false;
    filter.principalId = terms.takeText();
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
    const auto unsupported = [&] {
        return tl::unexpected(ArmError{400, "BadRequestFormat",
                                       "The filter '" + excerpt(text) + "' is not supported: atScope(), principalId eq 'id', assignedTo('id').", {}});
    };
    auto tokens = tokenizeOData(text);
    if (!tokens)
        return unsupported();
    Terms terms(std::move(*tokens));
    for (bool first = true; !terms.atEnd(); first = false) {
        if ((!first && !terms.takeWord("and")) || !takeTerm(terms, filter))
            return unsupported();
    }
    return filter;
}

} // namespace gatehouse::management
