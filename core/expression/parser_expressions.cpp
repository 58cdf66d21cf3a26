// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/parser.h"

namespace gatehouse::expression {

namespace {

struct BinaryLevel
{
    std::string_view symbol;
    int level;
};
constexpr BinaryLevel binaryOperators[]{{"?\?", 1}, {"||", 2}, {"&&", 3}, {"|", 4}, {"^", 5}, {"&", 6}, {"==", 7}, {"!=", 7}, {"<", 8},
    {">", 8}, {"<=", 8}, {">=", 8}, {"is", 8}, {"as", 8}, {"<<", 9}, {">>", 9}, {"+", 10}, {"-", 10}, {"*", 11}, {"/", 11}, {"%", 11}};

} // namespace

Syntax *SyntaxParser::expression()
{
    const Depth depth(*this);
    if (auto *found = lambda())
        return found;
    if (auto *found = query())
        return found;
    const auto offset = current().begin;
    if (isAt("throw")) {
        ++m_at;
        return node(SyntaxKind::Throw, offset, {expression()});
    }
    auto *left = conditional();
    static constexpr std::string_view assignments[]{"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "?\?="};
    for (const auto symbol : assignments)
        if (isAt(symbol)) {
            auto *made = node(SyntaxKind::Assign, current().begin);
            ++m_at;
            made->name = symbol;
            made->children = {left, expression()};
            return made;
        }
    return left;
}

Syntax *SyntaxParser::conditional()
{
    auto *condition = binary(1);
    if (!isAt("?"))
        return condition;
    auto *made = node(SyntaxKind::Conditional);
    ++m_at;
    auto *then = expression();
    expect(":");
    made->children = {condition, then, expression()};
    return made;
}

SyntaxParser::OperatorLevel SyntaxParser::operatorHere() const
{
    if (isAt(">") && peek().isAt(">") && peek().begin == current().end)
        return {">>", 9};
    for (const auto &candidate : binaryOperators)
        if (isAt(candidate.symbol))
            return {candidate.symbol, candidate.level};
    return {"", 0};
}

Syntax *SyntaxParser::binary(int level)
{
    auto *left = unary();
    for (;;) {
        const auto found = operatorHere();
        if (found.level < level || found.level == 0)
            return left;
        const auto offset = current().begin;
        m_at += found.symbol == ">>" ? 2 : 1;
        if (found.symbol == "is" || found.symbol == "as") {
            left = typeTest(left, found.symbol == "is", offset);
            continue;
        }
        auto *made = node(SyntaxKind::Binary, offset);
        made->name = found.symbol;
        Syntax *right = nullptr;
        if (found.symbol == "?\?")
            right = isAt("throw") ? expression() : binary(found.level); // right-associative
        else
            right = binary(found.level + 1);
        made->children = {left, right};
        left = made;
    }
}

Syntax *SyntaxParser::typeTest(Syntax *value, bool isIs, std::size_t offset)
{
    if (isIs && (isAt("null") || isAt("true") || isAt("false") || current().kind == TokenKind::String ||
                 current().kind == TokenKind::Integer || current().kind == TokenKind::Char || isAt("-"))) {
        auto *made = node(SyntaxKind::Binary, offset);
        made->name = "is";
        made->children = {value, unary()};
        return made;
    }
    auto *made = node(isIs ? SyntaxKind::Is : SyntaxKind::As, offset, {value});
    made->types = {type()};
    if (isIs && current().kind == TokenKind::Identifier) {
        made->kind = SyntaxKind::IsPattern;
        made->name = identifier();
    }
    return made;
}

Syntax *SyntaxParser::unary()
{
    const Depth depth(*this);
    const auto offset = current().begin;
    for (const std::string_view symbol : {"-", "+", "!", "~", "++", "--"})
        if (isAt(symbol)) {
            ++m_at;
            auto *made = node(SyntaxKind::Unary, offset, {unary()});
            made->name = symbol;
            return made;
        }
    if (current().kind == TokenKind::Identifier && current().text == "await")
        fault("CS1992", "The 'await' operator is not supported in policy expressions");
    if (isAt("("))
        if (auto *found = cast(offset))
            return found;
    return postfix(primary());
}

Syntax *SyntaxParser::cast(std::size_t offset)
{
    const auto start = m_at;
    ++m_at;
    TypeSyntax target;
    if (!tryType(target) || !take(")")) {
        m_at = start;
        return nullptr;
    }
    const bool isPredefined = target.ranks > 0 || isPredefinedType(target.name) || target.isNullable || !target.arguments.empty();
    const auto &next = current();
    const bool isOperand = (next.kind == TokenKind::Identifier && !endsQueryOperand()) || next.kind == TokenKind::Integer || next.kind == TokenKind::Real ||
                           next.kind == TokenKind::String || next.kind == TokenKind::Char || next.kind == TokenKind::Interpolated ||
                           next.isAt("(") || next.isAt("!") || next.isAt("~") ||
                           (next.kind == TokenKind::Keyword && next.text != "is" && next.text != "as" && next.text != "in");
    const bool isSigned = isPredefined && (next.isAt("-") || next.isAt("+") || next.isAt("++") || next.isAt("--"));
    if (!isOperand && !isSigned) {
        m_at = start;
        return nullptr;
    }
    auto *made = node(SyntaxKind::Cast, offset);
    made->types = {target};
    made->children = {unary()};
    return made;
}

Syntax *SyntaxParser::postfix(Syntax *left)
{
    for (;;) {
        const auto offset = current().begin;
        if (isAt(".")) {
            ++m_at;
            left = memberAccess(SyntaxKind::Member, left);
        } else if (isAt("?.")) {
            ++m_at;
            auto *made = node(SyntaxKind::ConditionalMember, offset);
            auto *binding = node(SyntaxKind::Binding, offset);
            auto *rest = postfixChain(memberAccess(SyntaxKind::Member, binding));
            made->children = {left, binding, rest};
            return postfix(made);
        } else if (isAt("?") && peek().isAt("[") && conditionalIndex()) {
            m_at += 1;
            auto *made = node(SyntaxKind::ConditionalMember, offset);
            auto *binding = node(SyntaxKind::Binding, offset);
            auto *rest = postfixChain(indexed(binding));
            made->children = {left, binding, rest};
            return postfix(made);
        } else if (isAt("(")) {
            left = invocation(left);
        } else if (isAt("[")) {
            left = indexed(left);
        } else if (isAt("++") || isAt("--")) {
            auto *made = node(SyntaxKind::Postfix, offset, {left});
            made->name = current().text;
            ++m_at;
            left = made;
        } else {
            return left;
        }
    }
}

Syntax *SyntaxParser::postfixChain(Syntax *left)
{
    for (;;) {
        if (isAt(".")) {
            ++m_at;
            left = memberAccess(SyntaxKind::Member, left);
        } else if (isAt("(")) {
            left = invocation(left);
        } else if (isAt("[")) {
            left = indexed(left);
        } else if (isAt("?.") || (isAt("?") && peek().isAt("[") && conditionalIndex())) {
            const auto offset = current().begin;
            const bool isIndex = isAt("?");
            ++m_at;
            auto *made = node(SyntaxKind::ConditionalMember, offset);
            auto *binding = node(SyntaxKind::Binding, offset);
            auto *rest = postfixChain(isIndex ? indexed(binding) : memberAccess(SyntaxKind::Member, binding));
            made->children = {left, binding, rest};
            left = made;
        } else {
            return left;
        }
    }
}

Syntax *SyntaxParser::memberAccess(SyntaxKind kind, Syntax *left)
{
    auto *made = node(kind);
    made->name = identifier();
    made->children = {left};
    if (isAt("<")) {
        const auto start = m_at;
        std::vector<TypeSyntax> arguments;
        // `a.b < c` is a comparison: type arguments are followed by a call or by what cannot follow an operand.
        if (typeArguments(arguments) && (isAt("(") || isAt(")") || isAt(",") || isAt(".") || isAt(";") || isAt("]")))
            made->types = std::move(arguments);
        else
            m_at = start;
    }
    return made;
}

Syntax *SyntaxParser::invocation(Syntax *callee)
{
    auto *made = node(SyntaxKind::Invoke);
    ++m_at;
    made->children = {callee};
    arguments(made, ")");
    return made;
}

Syntax *SyntaxParser::indexed(Syntax *target)
{
    auto *made = node(SyntaxKind::Index);
    ++m_at;
    made->children = {target};
    arguments(made, "]");
    return made;
}

} // namespace gatehouse::expression
