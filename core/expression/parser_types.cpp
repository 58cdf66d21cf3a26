// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/parser.h"

#include <set>

namespace gatehouse::expression {

namespace {

const std::set<std::string_view> predefinedTypes{"bool", "byte", "char", "decimal", "double", "float", "int", "long", "object", "sbyte",
    "short", "string", "uint", "ulong", "ushort", "void"};

} // namespace

bool SyntaxParser::isPredefinedType(std::string_view word)
{
    return predefinedTypes.contains(word);
}

bool SyntaxParser::tryType(TypeSyntax &type, bool allowArray)
{
    const auto start = m_at;
    type.offset = current().begin;
    if (isAt("(") && tupleType(type))
        return suffixes(type, allowArray, start);
    if (current().kind == TokenKind::Keyword && isPredefinedType(current().text)) {
        type.name = current().text;
        ++m_at;
        return suffixes(type, allowArray, start);
    }
    if (current().kind != TokenKind::Identifier)
        return false;
    for (;;) {
        type.name += current().text;
        ++m_at;
        if (isAt("::"))
            type.name.clear();
        else if (isAt("<") && !typeArguments(type.arguments)) {
            m_at = start;
            return false;
        }
        if ((isAt(".") || isAt("::")) && peek().kind == TokenKind::Identifier) {
            if (isAt("."))
                type.name += '.';
            ++m_at;
            continue;
        }
        return suffixes(type, allowArray, start);
    }
}

bool SyntaxParser::tupleType(TypeSyntax &type)
{
    const auto start = m_at;
    ++m_at;
    do {
        TypeSyntax element;
        if (!tryType(element)) {
            m_at = start;
            type.tuple.clear();
            type.names.clear();
            return false;
        }
        type.names.push_back(current().kind == TokenKind::Identifier ? identifier() : std::string());
        type.tuple.push_back(std::move(element));
    } while (take(","));
    if (type.tuple.size() < 2 || !take(")")) {
        m_at = start;
        type.tuple.clear();
        type.names.clear();
        return false;
    }
    return true;
}

bool SyntaxParser::suffixes(TypeSyntax &type, bool allowArray, std::size_t)
{
    if (isAt("?") && nullableFollows()) {
        type.isNullable = true;
        ++m_at;
    }
    if (allowArray && isAt("[") && peek().isAt(",") && (peek(2).isAt("]") || (peek(2).isAt(",") && peek(3).isAt("]")))) {
        type.dimensions = peek(2).isAt("]") ? 2 : 3;
        m_at += static_cast<std::size_t>(type.dimensions) + 1;
    }
    while (allowArray && isAt("[") && peek().isAt("]")) {
        ++type.ranks;
        m_at += 2;
    }
    return true;
}

bool SyntaxParser::nullableFollows() const
{
    const auto &next = peek();
    if (next.kind == TokenKind::Identifier)
        return peek(2).isAt("=") || peek(2).isAt(";") || peek(2).isAt("in") || peek(2).isAt(",") || peek(2).isAt(")") ||
               (peek(2).isAt("(") && m_types > 0);
    return next.isAt(">") || next.isAt(")") || next.isAt(",") || next.isAt("[") || next.isAt("(") || next.isAt("{");
}

bool SyntaxParser::typeArguments(std::vector<TypeSyntax> &arguments)
{
    const auto start = m_at;
    ++m_at; // <
    do {
        TypeSyntax argument;
        if (!tryType(argument)) {
            m_at = start;
            return false;
        }
        arguments.push_back(std::move(argument));
    } while (take(","));
    if (take(">"))
        return true;
    arguments.clear();
    m_at = start;
    return false;
}

TypeSyntax SyntaxParser::type(bool allowArray)
{
    TypeSyntax type;
    if (!tryType(type, allowArray))
        fault("CS1031", "Type expected");
    return type;
}

} // namespace gatehouse::expression
