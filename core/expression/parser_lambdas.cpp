// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/parser.h"

namespace gatehouse::expression {

Syntax *SyntaxParser::lambda()
{
    const auto offset = current().begin;
    if (current().kind == TokenKind::Identifier && peek().isAt("=>")) {
        auto *made = node(SyntaxKind::Lambda, offset);
        made->names = {identifier()};
        return lambdaBody(made);
    }
    if (current().kind == TokenKind::Identifier && current().text == "async")
        if (peek().isAt("(") || (peek().kind == TokenKind::Identifier && peek(2).isAt("=>")))
            fault("CS1992", "async lambdas are not supported in policy expressions");
    if (!isAt("(") || !arrowFollowsParentheses())
        return nullptr;
    auto *made = node(SyntaxKind::Lambda, offset);
    ++m_at;
    commaList(")", false, [&] {
        if (current().kind != TokenKind::Identifier || (!peek().isAt(",") && !peek().isAt(")")))
            made->types.push_back(type());
        made->names.push_back(identifier());
    });
    return lambdaBody(made);
}

bool SyntaxParser::arrowFollowsParentheses() const
{
    int depth = 0;
    for (auto at = m_at; at < m_tokens.size(); ++at) {
        depth += m_tokens[at].isAt("(") ? 1 : m_tokens[at].isAt(")") ? -1 : 0;
        if (depth == 0)
            return at + 1 < m_tokens.size() && m_tokens[at + 1].isAt("=>");
    }
    return false;
}

Syntax *SyntaxParser::lambdaBody(Syntax *made)
{
    expect("=>");
    made->children = {isAt("{") ? block() : expression()};
    return made;
}

Syntax *SyntaxParser::anonymousMethod(std::size_t offset)
{
    auto *made = node(SyntaxKind::Lambda, offset);
    ++m_at;
    if (take("("))
        commaList(")", false, [&] {
            made->types.push_back(type());
            made->names.push_back(identifier());
        });
    made->children = {block()};
    return made;
}

} // namespace gatehouse::expression
