// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/parser.h"

namespace gatehouse::expression {

Syntax *SyntaxParser::statement()
{
    const Depth depth(*this);
    const auto offset = current().begin;
    if (isAt("{"))
        return block();
    if (take(";"))
        return node(SyntaxKind::Empty, offset);
    if (current().kind == TokenKind::Keyword) {
        if (auto *found = keywordStatement(current().text, offset))
            return found;
    }
    if (current().kind == TokenKind::Identifier && peek().isAt(":") && !peek(2).isAt(":")) {
        auto *label = node(SyntaxKind::Label, offset);
        label->name = identifier();
        ++m_at;
        return label;
    }
    if (auto *taken = deconstruction())
        return taken;
    if (auto *declared = declaration())
        return declared;
    auto *statement = node(SyntaxKind::ExpressionStatement, offset);
    statement->children = {expression()};
    expect(";");
    return statement;
}

Syntax *SyntaxParser::block()
{
    auto *block = node(SyntaxKind::Block);
    expect("{");
    while (!isAt("}")) {
        if (current().kind == TokenKind::End)
            fault("CS1513", "} expected");
        block->children.push_back(statement());
    }
    ++m_at;
    return block;
}

Syntax *SyntaxParser::keywordStatement(std::string_view word, std::size_t offset)
{
    if (word == "if")
        return ifStatement(offset);
    if (word == "while") {
        ++m_at;
        expect("(");
        auto *condition = expression();
        expect(")");
        return node(SyntaxKind::While, offset, {condition, statement()});
    }
    if (word == "do") {
        ++m_at;
        auto *body = statement();
        expect("while");
        expect("(");
        auto *condition = expression();
        expect(")");
        expect(";");
        return node(SyntaxKind::Do, offset, {body, condition});
    }
    if (word == "for")
        return forStatement(offset);
    if (word == "foreach")
        return foreachStatement(offset);
    if (word == "return") {
        ++m_at;
        auto *value = isAt(";") ? nullptr : expression();
        expect(";");
        return node(SyntaxKind::Return, offset, {value});
    }
    if (word == "break" || word == "continue") {
        ++m_at;
        expect(";");
        return node(word == "break" ? SyntaxKind::Break : SyntaxKind::Continue, offset);
    }
    if (word == "throw") {
        ++m_at;
        auto *value = isAt(";") ? nullptr : expression();
        expect(";");
        return node(SyntaxKind::ThrowStatement, offset, {value});
    }
    if (word == "try")
        return tryStatement(offset);
    if (word == "using")
        return usingStatement(offset);
    if (word == "switch")
        return switchStatement(offset);
    if (word == "lock") {
        ++m_at;
        expect("(");
        auto *value = expression();
        expect(")");
        return node(SyntaxKind::Lock, offset, {value, statement()});
    }
    if ((word == "checked" || word == "unchecked") && peek().isAt("{")) {
        ++m_at;
        auto *made = node(SyntaxKind::CheckedBlock, offset, {block()});
        made->flag = word == "checked";
        return made;
    }
    if (word == "const") {
        ++m_at;
        auto *declared = declaration();
        if (!declared)
            fault("CS1031", "Type expected");
        declared->flag = true;
        return declared;
    }
    if (word == "goto")
        return gotoStatement(offset);
    if (word == "unsafe" || word == "fixed" || word == "static" || word == "class" || word == "struct")
        fault("CS1525", "Invalid expression term '" + std::string(word) + "'");
    return nullptr;
}

Syntax *SyntaxParser::ifStatement(std::size_t offset)
{
    ++m_at;
    expect("(");
    auto *condition = expression();
    expect(")");
    auto *then = statement();
    auto *otherwise = take("else") ? statement() : nullptr;
    return node(SyntaxKind::If, offset, {condition, then, otherwise});
}

Syntax *SyntaxParser::forStatement(std::size_t offset)
{
    ++m_at;
    expect("(");
    auto *initial = node(SyntaxKind::Block);
    if (!isAt(";")) {
        if (auto *declared = declaration(false)) {
            initial->children.push_back(declared);
        } else {
            do {
                auto *statement = node(SyntaxKind::ExpressionStatement);
                statement->children = {expression()};
                initial->children.push_back(statement);
            } while (take(","));
        }
    }
    expect(";");
    auto *condition = isAt(";") ? nullptr : expression();
    expect(";");
    auto *step = node(SyntaxKind::Block);
    if (!isAt(")"))
        do {
            auto *statement = node(SyntaxKind::ExpressionStatement);
            statement->children = {expression()};
            step->children.push_back(statement);
        } while (take(","));
    expect(")");
    return node(SyntaxKind::For, offset, {initial, condition, step, statement()});
}

Syntax *SyntaxParser::foreachStatement(std::size_t offset)
{
    ++m_at;
    expect("(");
    auto *made = node(SyntaxKind::Foreach, offset);
    auto *taken = deconstruction(true);
    if (taken) {
        made->types.emplace_back().name = "var";
        made->name = "item " + std::to_string(offset); // no name that can be written
        taken->children = {node(SyntaxKind::Name, offset)};
        taken->children[0]->name = made->name;
    } else {
        made->types = {type()};
        made->name = identifier();
    }
    expect("in");
    auto *source = expression();
    expect(")");
    auto *body = statement();
    made->children = {source, taken ? node(SyntaxKind::Block, offset, {taken, body}) : body};
    return made;
}

Syntax *SyntaxParser::tryStatement(std::size_t offset)
{
    ++m_at;
    auto *made = node(SyntaxKind::Try, offset);
    made->children = {block(), nullptr}; // body, finally, catches
    while (isAt("catch")) {
        auto *clause = node(SyntaxKind::Catch);
        ++m_at;
        Syntax *filter = nullptr;
        if (take("(")) {
            clause->types = {type()};
            if (current().kind == TokenKind::Identifier)
                clause->name = identifier();
            expect(")");
        }
        if (current().kind == TokenKind::Identifier && current().text == "when") {
            ++m_at;
            expect("(");
            filter = expression();
            expect(")");
        }
        clause->children = {block(), filter};
        made->children.push_back(clause);
    }
    if (take("finally"))
        made->children[1] = block();
    if (made->children.size() == 2 && !made->children[1])
        fault("CS1524", "Expected catch or finally");
    return made;
}

Syntax *SyntaxParser::usingStatement(std::size_t offset)
{
    ++m_at;
    expect("(");
    auto *resource = declaration(false);
    if (!resource) {
        resource = node(SyntaxKind::ExpressionStatement);
        resource->children = {expression()};
    }
    expect(")");
    return node(SyntaxKind::Using, offset, {resource, statement()});
}

Syntax *SyntaxParser::switchStatement(std::size_t offset)
{
    ++m_at;
    expect("(");
    auto *made = node(SyntaxKind::Switch, offset, {expression()});
    expect(")");
    expect("{");
    while (!take("}")) {
        auto *section = node(SyntaxKind::SwitchSection);
        auto *labels = node(SyntaxKind::Block);
        auto *body = node(SyntaxKind::Block);
        section->children = {labels, body};
        while (isAt("case") || (isAt("default") && peek().isAt(":")))
            labels->children.push_back(caseLabel());
        if (labels->children.empty())
            fault("CS1525", "case expected");
        while (!isAt("case") && !isAt("}") && !(isAt("default") && peek().isAt(":"))) {
            if (current().kind == TokenKind::End)
                fault("CS1513", "} expected");
            body->children.push_back(statement());
        }
        made->children.push_back(section);
    }
    return made;
}

Syntax *SyntaxParser::caseLabel()
{
    const auto offset = current().begin;
    if (take("default")) {
        expect(":");
        return node(SyntaxKind::DefaultCase, offset);
    }
    ++m_at;
    const auto start = m_at;
    TypeSyntax matched;
    if (tryType(matched) && current().kind == TokenKind::Identifier && current().text != "when") {
        auto *pattern = node(SyntaxKind::CasePattern, offset);
        pattern->types = {matched};
        pattern->name = identifier();
        pattern->children = {caseFilter()};
        expect(":");
        return pattern;
    }
    m_at = start;
    auto *value = expression();
    auto *made = node(SyntaxKind::Case, offset, {value, caseFilter()});
    expect(":");
    return made;
}

Syntax *SyntaxParser::caseFilter()
{
    if (current().kind != TokenKind::Identifier || current().text != "when")
        return nullptr;
    ++m_at;
    return expression();
}

Syntax *SyntaxParser::declaration(bool withSemicolon)
{
    const auto start = m_at;
    const auto offset = current().begin;
    TypeSyntax declared;
    ++m_types;
    const bool isType = tryType(declared);
    --m_types;
    if (!isType || current().kind != TokenKind::Identifier) {
        m_at = start;
        return nullptr;
    }
    if (peek().isAt("(") && withSemicolon)
        return localFunction(declared, offset);
    if (!peek().isAt("=") && !peek().isAt(";") && !peek().isAt(",") && !peek().isAt("in") && !peek().isAt(")")) {
        m_at = start;
        return nullptr;
    }
    auto *made = node(SyntaxKind::Declaration, offset);
    made->types = {declared};
    do {
        auto *declarator = node(SyntaxKind::Declarator);
        declarator->name = identifier();
        declarator->children = {nullptr};
        if (take("="))
            declarator->children[0] = isAt("{") ? arrayInitializer() : expression();
        made->children.push_back(declarator);
    } while (take(","));
    if (withSemicolon)
        expect(";");
    return made;
}

Syntax *SyntaxParser::gotoStatement(std::size_t offset)
{
    ++m_at;
    auto *made = node(SyntaxKind::Goto, offset);
    if (take("case")) {
        made->kind = SyntaxKind::GotoCase;
        made->children = {expression()};
    } else if (take("default")) {
        made->kind = SyntaxKind::GotoDefault;
    } else {
        made->name = identifier();
    }
    expect(";");
    return made;
}

Syntax *SyntaxParser::deconstruction(bool isLoop)
{
    const auto start = m_at;
    auto *made = node(SyntaxKind::Deconstruct, current().begin);
    if (isAtWord("var") && peek().isAt("(")) {
        m_at += 2;
        commaList(")", false, [&] {
            made->names.push_back(identifier());
            made->types.emplace_back().name = "var";
        });
    } else if (TypeSyntax tuple; isAt("(") && tryType(tuple)) {
        made->names = tuple.names;
        made->types = tuple.tuple;
    }
    const bool isWhole = made->names.size() > 1 && std::none_of(made->names.begin(), made->names.end(), [](const std::string &name) { return name.empty(); });
    if (!isWhole || (isLoop ? !isAt("in") : !take("="))) {
        m_at = start;
        return nullptr;
    }
    if (isLoop)
        return made;
    made->children = {expression()};
    expect(";");
    return made;
}

Syntax *SyntaxParser::localFunction(const TypeSyntax &result, std::size_t offset)
{
    auto *made = node(SyntaxKind::LocalFunction, offset);
    made->name = identifier();
    made->types = {result};
    expect("(");
    commaList(")", false, [&] {
        made->types.push_back(type());
        made->names.push_back(identifier());
    });
    if (take("=>")) {
        auto *value = expression();
        expect(";");
        auto *body = node(result.name == "void" ? SyntaxKind::ExpressionStatement : SyntaxKind::Return, value->offset, {value});
        made->children = {node(SyntaxKind::Block, value->offset, {body})};
    } else {
        made->children = {block()};
    }
    return made;
}

} // namespace gatehouse::expression
