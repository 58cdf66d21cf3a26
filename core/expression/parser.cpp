// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/parser.h"

namespace gatehouse::expression {

Syntax *SyntaxParser::expressionIn(std::size_t begin, std::size_t end)
{
    m_tokens = lex(m_source, begin, end, m_findings);
    m_at = 0;
    auto *expression = this->expression();
    if (current().kind != TokenKind::End)
        fault("CS1026", ") expected");
    return expression;
}

Syntax *SyntaxParser::blockIn(std::size_t begin, std::size_t end)
{
    m_tokens = lex(m_source, begin, end, m_findings);
    m_at = 0;
    auto *block = node(SyntaxKind::Block);
    while (current().kind != TokenKind::End)
        block->children.push_back(statement());
    return block;
}

void SyntaxParser::expect(std::string_view symbol)
{
    if (!take(symbol))
        fault(symbol == ";" ? "CS1002" : symbol == ")" ? "CS1026" : symbol == "}" ? "CS1513" : "CS1003", std::string(symbol) + " expected");
}

void SyntaxParser::fault(std::string code, std::string message)
{
    m_findings.push_back({current().begin, std::move(code), std::move(message)});
    throw SyntaxFault{};
}

Syntax *SyntaxParser::node(SyntaxKind kind, std::size_t offset, std::vector<Syntax *> children)
{
    auto *made = m_tree.add(kind, offset);
    made->children = std::move(children);
    return made;
}

std::string SyntaxParser::identifier()
{
    if (current().kind != TokenKind::Identifier)
        fault("CS1001", "Identifier expected");
    return std::string(m_tokens[m_at++].text);
}

SyntaxTree parse(std::string_view source, std::vector<Finding> &findings)
{
    SyntaxTree tree;
    try {
        SyntaxParser parser(tree, source, findings);
        const auto begin = source.find('@');
        const auto last = source.find_last_not_of(" \t\r\n");
        const char open = begin == std::string_view::npos || begin + 1 >= source.size() ? '\0' : source[begin + 1];
        if ((open != '(' && open != '{') || source[last] != (open == '(' ? ')' : '}')) {
            findings.push_back({0, "CS1003", "An expression has the form @(...) or @{...}"});
            return tree;
        }
        tree.root = open == '(' ? parser.expressionIn(begin + 2, last) : parser.blockIn(begin + 2, last);
    } catch (const SyntaxFault &) {
        tree.root = nullptr;
    }
    return tree;
}

} // namespace gatehouse::expression
