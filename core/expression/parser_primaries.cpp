// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/parser.h"

namespace gatehouse::expression {

void SyntaxParser::arguments(Syntax *owner, std::string_view close)
{
    commaList(close, false, [&] { owner->children.push_back(argument()); });
}

Syntax *SyntaxParser::argument()
{
    const auto offset = current().begin;
    if (current().kind == TokenKind::Identifier && peek().isAt(":") && !peek(2).isAt(":")) {
        auto *named = node(SyntaxKind::Named);
        named->name = identifier();
        ++m_at;
        named->children = {argument()};
        return named;
    }
    if (take("ref"))
        fault("CS1525", "ref arguments are not supported");
    if (!take("out"))
        return expression();
    const auto start = m_at;
    TypeSyntax declared;
    if (tryType(declared) && current().kind == TokenKind::Identifier) {
        auto *made = node(SyntaxKind::OutDeclaration, offset);
        made->types = {declared};
        made->name = identifier();
        return made;
    }
    m_at = start;
    return node(SyntaxKind::Out, offset, {expression()});
}

Syntax *SyntaxParser::primary()
{
    const auto &token = current();
    const auto offset = token.begin;
    switch (token.kind) {
    case TokenKind::Integer:
    case TokenKind::Char:
    case TokenKind::Real: {
        auto *made = node(SyntaxKind::Literal);
        made->value = token.value;
        if (token.value.isNull()) {
            made->name = "decimal";
            made->text = token.string;
        }
        ++m_at;
        return made;
    }
    case TokenKind::String: {
        auto *made = node(SyntaxKind::Literal);
        made->name = "string";
        made->text = token.string;
        ++m_at;
        return made;
    }
    case TokenKind::Interpolated:
        return interpolation();
    case TokenKind::Identifier:
        return name();
    case TokenKind::Keyword:
        return keywordPrimary(token.text, offset);
    case TokenKind::Symbol:
        if (take("("))
            return parenthesized(offset);
        break;
    case TokenKind::End:
        break;
    }
    fault("CS1525", token.kind == TokenKind::End ? "Invalid expression term: the expression ends too early"
                                                 : "Invalid expression term '" + std::string(token.text) + "'");
}

Syntax *SyntaxParser::parenthesized(std::size_t offset)
{
    const bool isNamed = current().kind == TokenKind::Identifier && peek().isAt(":") && !peek(2).isAt(":");
    auto *inner = isNamed ? nullptr : expression();
    if (inner && take(")"))
        return inner;
    auto *tuple = node(SyntaxKind::Tuple, offset);
    const auto name = [this] {
        if (current().kind != TokenKind::Identifier || !peek().isAt(":") || peek(2).isAt(":"))
            return std::string();
        auto found = identifier();
        ++m_at;
        return found;
    };
    if (inner) {
        tuple->names.emplace_back();
        tuple->children.push_back(inner);
        if (!take(","))
            expect(")"); // says so
    }
    commaList(")", false, [&] {
        tuple->names.push_back(name());
        tuple->children.push_back(expression());
    });
    return tuple;
}

Syntax *SyntaxParser::name()
{
    if (current().text == "nameof" && peek().isAt("(")) {
        auto *made = node(SyntaxKind::NameOf);
        m_at += 2;
        made->children = {expression()};
        expect(")");
        return made;
    }
    auto *made = node(SyntaxKind::Name);
    made->name = identifier();
    if (isAt("::")) { // global::System
        ++m_at;
        return name();
    }
    if (isAt("<")) {
        const auto start = m_at;
        std::vector<TypeSyntax> arguments;
        if (typeArguments(arguments) && (isAt("(") || isAt(".")))
            made->types = std::move(arguments);
        else
            m_at = start;
    }
    return made;
}

Syntax *SyntaxParser::keywordPrimary(std::string_view word, std::size_t offset)
{
    if (word == "true" || word == "false" || word == "null") {
        ++m_at;
        return node(word == "true" ? SyntaxKind::True : word == "false" ? SyntaxKind::False : SyntaxKind::Null, offset);
    }
    if (isPredefinedType(word)) {
        auto *made = node(SyntaxKind::TypeName);
        made->types = {type()};
        return made;
    }
    if (word == "new") {
        ++m_at;
        return creation(offset);
    }
    if (word == "typeof" || word == "sizeof") {
        auto *made = node(word == "typeof" ? SyntaxKind::TypeOf : SyntaxKind::SizeOf);
        ++m_at;
        expect("(");
        made->types = {type()};
        expect(")");
        return made;
    }
    if (word == "default") {
        auto *made = node(SyntaxKind::Default);
        ++m_at;
        if (take("(")) {
            made->types = {type()};
            expect(")");
        }
        return made;
    }
    if (word == "checked" || word == "unchecked") {
        auto *made = node(word == "checked" ? SyntaxKind::Checked : SyntaxKind::Unchecked);
        ++m_at;
        expect("(");
        made->children = {expression()};
        expect(")");
        return made;
    }
    if (word == "delegate")
        return anonymousMethod(offset);
    fault("CS1525", "Invalid expression term '" + std::string(word) + "'");
}

Syntax *SyntaxParser::interpolation()
{
    auto *made = node(SyntaxKind::Interpolation);
    made->pieces = current().pieces;
    ++m_at;
    for (const auto &piece : made->pieces) {
        if (!piece.isHole) {
            made->children.push_back(nullptr);
            continue;
        }
        SyntaxParser inner(m_tree, m_source, m_findings);
        inner.m_depth = m_depth + 1;
        made->children.push_back(inner.expressionIn(piece.begin, piece.end));
    }
    return made;
}

Syntax *SyntaxParser::creation(std::size_t offset)
{
    if (isAt("{"))
        return anonymousObject(offset);
    if (isAt("[")) {
        ++m_at;
        auto *made = node(SyntaxKind::NewArray, offset, {nullptr});
        expect("]");
        while (isAt("[") && peek().isAt("]"))
            m_at += 2, made->flag = true;
        made->children.push_back(arrayInitializer());
        return made;
    }
    auto created = type(false);
    if (isAt("["))
        return arrayCreation(std::move(created), offset);
    auto *made = node(SyntaxKind::New, offset);
    made->types = {created};
    made->children = {nullptr}; // the initializer, then the arguments
    if (take("("))
        arguments(made, ")");
    else if (!isAt("{"))
        fault("CS1526", "A new expression requires an argument list or (), [], or {} after type");
    if (isAt("{"))
        made->children[0] = initializer();
    return made;
}

//! Behind `new T`: [n], [], [][] and the braces; [a, b] and [,] make arrays of more dimensions.
Syntax *SyntaxParser::arrayCreation(TypeSyntax created, std::size_t offset)
{
    auto *made = node(SyntaxKind::NewArray, offset);
    ++m_at;
    std::vector<Syntax *> lengths;
    while (!isAt("]")) {
        if (isAt(",")) {
            ++m_at;
            ++created.dimensions;
            continue;
        }
        lengths.push_back(expression());
        if (!isAt(","))
            break;
    }
    expect("]");
    if (created.dimensions > 3)
        fault("CS0178", "Arrays of more than three dimensions are not supported");
    while (isAt("[") && peek().isAt("]"))
        m_at += 2, ++created.ranks;
    auto *braces = isAt("{") ? arrayInitializer() : nullptr;
    if (created.dimensions == 1) {
        made->children = {lengths.empty() ? nullptr : lengths[0], braces};
    } else {
        made->kind = SyntaxKind::NewGrid;
        made->children = {braces};
        made->children.insert(made->children.end(), lengths.begin(), lengths.end());
    }
    made->types = {std::move(created)};
    return made;
}

Syntax *SyntaxParser::anonymousObject(std::size_t offset)
{
    auto *made = node(SyntaxKind::NewAnonymous, offset);
    expect("{");
    commaList("}", true, [&] {
        if (current().kind == TokenKind::Identifier && peek().isAt("=")) {
            made->names.push_back(identifier());
            ++m_at;
            made->children.push_back(expression());
            return;
        }
        auto *value = expression();
        const bool isNamed = value->kind == SyntaxKind::Name || value->kind == SyntaxKind::Member;
        if (!isNamed)
            fault("CS0746", "Invalid anonymous type member declarator");
        made->names.push_back(value->name);
        made->children.push_back(value);
    });
    return made;
}

Syntax *SyntaxParser::arrayInitializer()
{
    auto *made = node(SyntaxKind::ArrayInitializer);
    expect("{");
    commaList("}", true, [&] { made->children.push_back(isAt("{") ? arrayInitializer() : expression()); });
    return made;
}

Syntax *SyntaxParser::initializer()
{
    auto *made = node(SyntaxKind::Initializer);
    expect("{");
    commaList("}", true, [&] { made->children.push_back(initializerPart()); });
    return made;
}

Syntax *SyntaxParser::initializerPart()
{
    const auto offset = current().begin;
    Syntax *target = nullptr;
    if (isAt("[")) {
        target = indexed(node(SyntaxKind::Binding));
        expect("=");
    } else if (current().kind == TokenKind::Identifier && peek().isAt("=")) {
        target = node(SyntaxKind::Member);
        target->name = identifier();
        target->children = {node(SyntaxKind::Binding, offset)};
        ++m_at;
    } else {
        return isAt("{") ? arrayInitializer() : expression();
    }
    auto *assign = node(SyntaxKind::Assign, offset, {target, isAt("{") ? initializer() : expression()});
    assign->name = "=";
    return assign;
}

} // namespace gatehouse::expression
