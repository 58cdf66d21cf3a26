// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/parser.h"

namespace gatehouse::expression {

namespace {

constexpr std::string_view queryWords[]{"from", "where", "let", "join", "on", "equals", "into", "orderby", "ascending", "descending",
    "select", "group", "by"};

} // namespace

//! What has been read of a query: calls on its source. With several variables an element is an anonymous object of them.
struct SyntaxParser::Query
{
    Syntax *source = nullptr;
    std::vector<std::string> variables;
};

bool SyntaxParser::endsQueryOperand() const
{
    return m_queries > 0 && current().kind == TokenKind::Identifier &&
           std::find(std::begin(queryWords), std::end(queryWords), current().text) != std::end(queryWords);
}

//! `from x in` or `from T x in`: "from" is a name everywhere else.
bool SyntaxParser::isQueryHere()
{
    if (!isAtWord("from"))
        return false;
    if (peek().kind == TokenKind::Identifier && peek(2).isAt("in"))
        return true;
    const auto start = m_at++;
    TypeSyntax element;
    const bool isTyped = tryType(element) && current().kind == TokenKind::Identifier && peek().isAt("in");
    m_at = start;
    return isTyped;
}

//! C# 7, "Query expression translation": clauses become calls of Where, Select and the like.
Syntax *SyntaxParser::query()
{
    if (!isQueryHere())
        return nullptr;
    ++m_queries;
    Query query;
    for (bool isDone = false; !isDone;) {
        const auto offset = current().begin;
        if (isAtWord("from")) {
            fromClause(query);
        } else if (takeWord("where")) {
            auto *condition = expression();
            query.source = callOn(query.source, "Where", {lambdaOver(query, condition)}, offset);
        } else if (takeWord("let")) {
            const auto variable = identifier();
            expect("=");
            auto *given = expression();
            query.source = callOn(query.source, "Select", {lambdaOver(query, together(query, variable, given, offset))}, offset);
            query.variables.push_back(variable);
        } else if (isAtWord("join")) {
            joinClause(query);
        } else if (isAtWord("orderby")) {
            orderClause(query);
        } else {
            isDone = lastClause(query);
        }
    }
    --m_queries;
    return query.source;
}

void SyntaxParser::fromClause(Query &query)
{
    const auto offset = current().begin;
    ++m_at;
    TypeSyntax element;
    const bool isTyped = !peek().isAt("in");
    if (isTyped)
        element = type();
    const auto variable = identifier();
    expect("in");
    auto *items = expression();
    if (isTyped)
        items = callOn(items, "Cast", {}, offset), items->children[0]->types = {element};
    if (!query.source) {
        query.source = items;
    } else {
        auto *both = together(query, variable, nameNode(variable, offset), offset);
        query.source = callOn(query.source, "SelectMany", {lambdaOver(query, items), lambdaOver(query, both, variable)}, offset);
    }
    query.variables.push_back(variable);
}

void SyntaxParser::joinClause(Query &query)
{
    const auto offset = current().begin;
    ++m_at;
    TypeSyntax element;
    const bool isTyped = !peek().isAt("in");
    if (isTyped)
        element = type();
    const auto variable = identifier();
    expect("in");
    auto *items = expression();
    if (isTyped)
        items = callOn(items, "Cast", {}, offset), items->children[0]->types = {element};
    if (!takeWord("on"))
        fault("CS0742", "Expected contextual keyword 'on'");
    auto *outerKey = lambdaOver(query, expression());
    if (!takeWord("equals"))
        fault("CS0744", "Expected contextual keyword 'equals'");
    Query inner;
    inner.variables = {variable};
    auto *innerKey = lambdaOver(inner, expression());
    const bool isGrouped = takeWord("into");
    const auto joined = isGrouped ? identifier() : variable;
    auto *both = together(query, joined, nameNode(joined, offset), offset);
    query.source = callOn(query.source, isGrouped ? "GroupJoin" : "Join", {items, outerKey, innerKey, lambdaOver(query, both, joined)}, offset);
    query.variables.push_back(joined);
}

void SyntaxParser::orderClause(Query &query)
{
    const auto offset = current().begin;
    ++m_at;
    bool isFirst = true;
    do {
        auto *key = lambdaOver(query, expression());
        const bool isDescending = takeWord("descending");
        if (!isDescending)
            takeWord("ascending");
        const std::string method = std::string(isFirst ? "OrderBy" : "ThenBy") + (isDescending ? "Descending" : "");
        query.source = callOn(query.source, method, {key}, offset);
        isFirst = false;
    } while (take(","));
}

bool SyntaxParser::lastClause(Query &query)
{
    const auto offset = current().begin;
    if (takeWord("select")) {
        query.source = callOn(query.source, "Select", {lambdaOver(query, expression())}, offset);
    } else if (takeWord("group")) {
        auto *element = expression();
        if (!takeWord("by"))
            fault("CS0743", "Expected contextual keyword 'by'");
        std::vector<Syntax *> given{lambdaOver(query, expression())};
        const bool isWhole = query.variables.size() == 1 && element->kind == SyntaxKind::Name && element->name == query.variables[0];
        if (!isWhole)
            given.push_back(lambdaOver(query, element));
        query.source = callOn(query.source, "GroupBy", std::move(given), offset);
    } else {
        fault("CS0742", "A query body must end with a select clause or a group clause");
    }
    if (!takeWord("into"))
        return true;
    query.variables = {identifier()};
    return false;
}

//! variables => body; `second` is a further parameter.
Syntax *SyntaxParser::lambdaOver(const Query &query, Syntax *body, const std::string &second)
{
    auto *made = node(SyntaxKind::Lambda, body->offset);
    const bool isAlone = query.variables.size() == 1;
    const std::string element = isAlone ? query.variables[0] : "<element>" + std::to_string(m_queries);
    made->names = {element};
    if (!second.empty())
        made->names.push_back(second);
    made->children = {body};
    if (isAlone)
        return made;
    auto *block = node(SyntaxKind::Block, body->offset);
    for (const auto &variable : query.variables) {
        auto *part = node(SyntaxKind::Member, body->offset, {nameNode(element, body->offset)});
        part->name = variable;
        auto *declarator = node(SyntaxKind::Declarator, body->offset, {part});
        declarator->name = variable;
        auto *declared = node(SyntaxKind::Declaration, body->offset, {declarator});
        declared->types.emplace_back();
        declared->types[0].name = "var";
        block->children.push_back(declared);
    }
    block->children.push_back(node(SyntaxKind::Return, body->offset, {body}));
    made->children = {block};
    return made;
}

Syntax *SyntaxParser::callOn(Syntax *source, std::string_view method, std::vector<Syntax *> given, std::size_t offset)
{
    auto *callee = node(SyntaxKind::Member, offset, {source});
    callee->name = method;
    given.insert(given.begin(), callee);
    return node(SyntaxKind::Invoke, offset, std::move(given));
}

Syntax *SyntaxParser::nameNode(const std::string &name, std::size_t offset)
{
    auto *made = node(SyntaxKind::Name, offset);
    made->name = name;
    return made;
}

//! new { a, b, added = value }
Syntax *SyntaxParser::together(const Query &query, const std::string &added, Syntax *value, std::size_t offset)
{
    auto *made = node(SyntaxKind::NewAnonymous, offset);
    for (const auto &variable : query.variables) {
        made->names.push_back(variable);
        made->children.push_back(nameNode(variable, offset));
    }
    made->names.push_back(added);
    made->children.push_back(value);
    return made;
}

} // namespace gatehouse::expression
