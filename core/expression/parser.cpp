// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/syntax.h"

#include "core/expression/text16.h"

#include <algorithm>
#include <set>

namespace gatehouse::expression {

namespace {

constexpr int deepestNesting = 200;

const std::set<std::string_view> predefinedTypes{"bool", "byte", "char", "decimal", "double", "float", "int", "long", "object", "sbyte",
    "short", "string", "uint", "ulong", "ushort", "void"};

//! Ends the reading: after the first syntax fault nothing that follows is worth naming.
struct SyntaxFault
{
};

struct OperatorLevel
{
    std::string_view symbol;
    int level;
};
constexpr OperatorLevel binaryOperators[]{{"?\?", 1}, {"||", 2}, {"&&", 3}, {"|", 4}, {"^", 5}, {"&", 6}, {"==", 7}, {"!=", 7}, {"<", 8},
    {">", 8}, {"<=", 8}, {">=", 8}, {"is", 8}, {"as", 8}, {"<<", 9}, {">>", 9}, {"+", 10}, {"-", 10}, {"*", 11}, {"/", 11}, {"%", 11}};

//! Recursive descent over the tokens, C# 7's grammar of expressions and statements.
class Parser
{
public:
    Parser(SyntaxTree &tree, std::string_view source, std::vector<Finding> &findings) : m_tree(tree), m_source(source), m_findings(findings)
    {
    }

    Syntax *expressionIn(std::size_t begin, std::size_t end)
    {
        m_tokens = lex(m_source, begin, end, m_findings);
        m_at = 0;
        auto *expression = this->expression();
        if (current().kind != TokenKind::End)
            fault("CS1026", ") expected");
        return expression;
    }
    Syntax *blockIn(std::size_t begin, std::size_t end)
    {
        m_tokens = lex(m_source, begin, end, m_findings);
        m_at = 0;
        auto *block = node(SyntaxKind::Block);
        while (current().kind != TokenKind::End)
            block->children.push_back(statement());
        return block;
    }

private:
    struct Depth
    {
        explicit Depth(Parser &parser) : owner(parser)
        {
            if (++owner.m_depth > deepestNesting)
                owner.fault("CS8078", "An expression is too long or complex to compile");
        }
        ~Depth() { --owner.m_depth; }
        Parser &owner;
    };

    const Token &current() const { return m_tokens[m_at]; }
    const Token &peek(std::size_t ahead = 1) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
    bool isAt(std::string_view symbol) const { return current().isAt(symbol); }
    bool take(std::string_view symbol)
    {
        if (!isAt(symbol))
            return false;
        ++m_at;
        return true;
    }
    void expect(std::string_view symbol)
    {
        if (!take(symbol))
            fault(symbol == ";" ? "CS1002" : symbol == ")" ? "CS1026" : symbol == "}" ? "CS1513" : "CS1003", std::string(symbol) + " expected");
    }
    [[noreturn]] void fault(std::string code, std::string message)
    {
        m_findings.push_back({current().begin, std::move(code), std::move(message)});
        throw SyntaxFault{};
    }
    Syntax *node(SyntaxKind kind) { return m_tree.add(kind, current().begin); }
    Syntax *node(SyntaxKind kind, std::size_t offset, std::vector<Syntax *> children = {})
    {
        auto *made = m_tree.add(kind, offset);
        made->children = std::move(children);
        return made;
    }
    std::string identifier()
    {
        if (current().kind != TokenKind::Identifier)
            fault("CS1001", "Identifier expected");
        return std::string(m_tokens[m_at++].text);
    }

    // Types

    //! Reads a type; nothing and no move when what stands here is none.
    bool tryType(TypeSyntax &type, bool allowArray = true)
    {
        const auto start = m_at;
        type.offset = current().begin;
        if (isAt("(") && tupleType(type))
            return suffixes(type, allowArray, start);
        if (current().kind == TokenKind::Keyword && predefinedTypes.contains(current().text)) {
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
    bool tupleType(TypeSyntax &type)
    {
        const auto start = m_at;
        ++m_at;
        do {
            TypeSyntax element;
            if (!tryType(element)) {
                m_at = start;
                type.tuple.clear();
                return false;
            }
            if (current().kind == TokenKind::Identifier)
                ++m_at;
            type.tuple.push_back(std::move(element));
        } while (take(","));
        if (type.tuple.size() < 2 || !take(")")) {
            m_at = start;
            type.tuple.clear();
            return false;
        }
        return true;
    }
    bool suffixes(TypeSyntax &type, bool allowArray, std::size_t)
    {
        if (isAt("?") && nullableFollows()) {
            type.isNullable = true;
            ++m_at;
        }
        while (allowArray && isAt("[") && peek().isAt("]")) {
            ++type.ranks;
            m_at += 2;
        }
        return true;
    }
    //! `int? x` or `int?>`, but not `a ? b : c`.
    bool nullableFollows() const
    {
        const auto &next = peek();
        if (next.kind == TokenKind::Identifier)
            return peek(2).isAt("=") || peek(2).isAt(";") || peek(2).isAt("in") || peek(2).isAt(",") || peek(2).isAt(")") ||
                   (peek(2).isAt("(") && m_types > 0);
        return next.isAt(">") || next.isAt(")") || next.isAt(",") || next.isAt("[") || next.isAt("(") || next.isAt("{");
    }
    bool typeArguments(std::vector<TypeSyntax> &arguments)
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
    TypeSyntax type(bool allowArray = true)
    {
        TypeSyntax type;
        if (!tryType(type, allowArray))
            fault("CS1031", "Type expected");
        return type;
    }

    // Statements

    Syntax *statement()
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
        if (current().kind == TokenKind::Identifier && peek().isAt(":") && !peek(2).isAt(":"))
            fault("CS1525", "Labels are not supported");
        if (auto *declared = declaration())
            return declared;
        auto *statement = node(SyntaxKind::ExpressionStatement, offset);
        statement->children = {expression()};
        expect(";");
        return statement;
    }
    Syntax *block()
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
    Syntax *keywordStatement(std::string_view word, std::size_t offset)
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
        if (word == "goto" || word == "unsafe" || word == "fixed" || word == "static" || word == "class" || word == "struct")
            fault("CS1525", "Invalid expression term '" + std::string(word) + "'");
        return nullptr;
    }
    Syntax *ifStatement(std::size_t offset)
    {
        ++m_at;
        expect("(");
        auto *condition = expression();
        expect(")");
        auto *then = statement();
        auto *otherwise = take("else") ? statement() : nullptr;
        return node(SyntaxKind::If, offset, {condition, then, otherwise});
    }
    Syntax *forStatement(std::size_t offset)
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
    Syntax *foreachStatement(std::size_t offset)
    {
        ++m_at;
        expect("(");
        auto *made = node(SyntaxKind::Foreach, offset);
        made->types = {type()};
        made->name = identifier();
        expect("in");
        auto *source = expression();
        expect(")");
        made->children = {source, statement()};
        return made;
    }
    Syntax *tryStatement(std::size_t offset)
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
    Syntax *usingStatement(std::size_t offset)
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
    Syntax *switchStatement(std::size_t offset)
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
    Syntax *caseLabel()
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
    Syntax *caseFilter()
    {
        if (current().kind != TokenKind::Identifier || current().text != "when")
            return nullptr;
        ++m_at;
        return expression();
    }

    //! `T a = x, b;` or a local function; null and no move when it is none.
    Syntax *declaration(bool withSemicolon = true)
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
    Syntax *localFunction(const TypeSyntax &result, std::size_t offset)
    {
        auto *made = node(SyntaxKind::LocalFunction, offset);
        made->name = identifier();
        made->types = {result};
        expect("(");
        while (!take(")")) {
            if (!made->names.empty())
                expect(",");
            made->types.push_back(type());
            made->names.push_back(identifier());
        }
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

    // Expressions

    Syntax *expression()
    {
        const Depth depth(*this);
        if (auto *found = lambda())
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
    Syntax *conditional()
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
    //! Symbol and level of the binary operator here; level 0: none.
    OperatorLevel operatorHere() const
    {
        if (isAt(">") && peek().isAt(">") && peek().begin == current().end)
            return {">>", 9};
        for (const auto &candidate : binaryOperators)
            if (isAt(candidate.symbol))
                return candidate;
        return {"", 0};
    }
    Syntax *binary(int level)
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
    Syntax *typeTest(Syntax *value, bool isIs, std::size_t offset)
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
    Syntax *unary()
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
    //! `(T)x`: what stands in parentheses reads as a type, and what follows can begin an operand.
    Syntax *cast(std::size_t offset)
    {
        const auto start = m_at;
        ++m_at;
        TypeSyntax target;
        if (!tryType(target) || !take(")")) {
            m_at = start;
            return nullptr;
        }
        const bool isPredefined = target.ranks > 0 || predefinedTypes.contains(target.name) || target.isNullable || !target.arguments.empty();
        const auto &next = current();
        const bool isOperand = next.kind == TokenKind::Identifier || next.kind == TokenKind::Integer || next.kind == TokenKind::Real ||
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

    Syntax *postfix(Syntax *left)
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
    //! What follows a `?.`: it belongs to the conditional part (a?.b.c is null when a is).
    Syntax *postfixChain(Syntax *left)
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
    //! `a?[i]` or `a ? [`: the latter is no C#, so only a matching `:` at the same depth makes it a conditional.
    bool conditionalIndex() const { return peek().begin == current().end; }

    Syntax *memberAccess(SyntaxKind kind, Syntax *left)
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
    Syntax *invocation(Syntax *callee)
    {
        auto *made = node(SyntaxKind::Invoke);
        ++m_at;
        made->children = {callee};
        arguments(made, ")");
        return made;
    }
    Syntax *indexed(Syntax *target)
    {
        auto *made = node(SyntaxKind::Index);
        ++m_at;
        made->children = {target};
        arguments(made, "]");
        return made;
    }
    void arguments(Syntax *owner, std::string_view close)
    {
        bool first = true;
        while (!take(close)) {
            if (!std::exchange(first, false))
                expect(",");
            owner->children.push_back(argument());
        }
    }
    Syntax *argument()
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

    Syntax *primary()
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
    Syntax *parenthesized(std::size_t offset)
    {
        auto *inner = expression();
        if (isAt(",")) {
            auto *tuple = node(SyntaxKind::Tuple, offset, {inner});
            while (take(","))
                tuple->children.push_back(expression());
            expect(")");
            return tuple;
        }
        expect(")");
        return inner;
    }
    Syntax *name()
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
    Syntax *keywordPrimary(std::string_view word, std::size_t offset)
    {
        if (word == "true" || word == "false" || word == "null") {
            ++m_at;
            return node(word == "true" ? SyntaxKind::True : word == "false" ? SyntaxKind::False : SyntaxKind::Null, offset);
        }
        if (predefinedTypes.contains(word)) {
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
    Syntax *interpolation()
    {
        auto *made = node(SyntaxKind::Interpolation);
        made->pieces = current().pieces;
        ++m_at;
        for (const auto &piece : made->pieces) {
            if (!piece.isHole) {
                made->children.push_back(nullptr);
                continue;
            }
            Parser inner(m_tree, m_source, m_findings);
            inner.m_depth = m_depth + 1;
            made->children.push_back(inner.expressionIn(piece.begin, piece.end));
        }
        return made;
    }

    Syntax *creation(std::size_t offset)
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
        if (isAt("[")) {
            auto *made = node(SyntaxKind::NewArray, offset);
            ++m_at;
            Syntax *length = isAt("]") ? nullptr : expression();
            if (isAt(","))
                fault("CS0178", "Arrays of more than one dimension are not supported");
            expect("]");
            while (isAt("[") && peek().isAt("]"))
                m_at += 2, ++created.ranks;
            made->types = {created};
            made->children = {length, isAt("{") ? arrayInitializer() : nullptr};
            return made;
        }
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
    Syntax *anonymousObject(std::size_t offset)
    {
        auto *made = node(SyntaxKind::NewAnonymous, offset);
        expect("{");
        while (!take("}")) {
            if (!made->children.empty()) {
                expect(",");
                if (take("}"))
                    break;
            }
            if (current().kind == TokenKind::Identifier && peek().isAt("=")) {
                made->names.push_back(identifier());
                ++m_at;
                made->children.push_back(expression());
            } else {
                auto *value = expression();
                const bool isNamed = value->kind == SyntaxKind::Name || value->kind == SyntaxKind::Member;
                if (!isNamed)
                    fault("CS0746", "Invalid anonymous type member declarator");
                made->names.push_back(value->name);
                made->children.push_back(value);
            }
        }
        return made;
    }
    Syntax *arrayInitializer()
    {
        auto *made = node(SyntaxKind::ArrayInitializer);
        expect("{");
        while (!take("}")) {
            if (!made->children.empty()) {
                expect(",");
                if (take("}"))
                    break;
            }
            made->children.push_back(isAt("{") ? arrayInitializer() : expression());
        }
        return made;
    }
    //! { A = 1, ["k"] = v } or { 1, {2, 3} }: children are Assign, Index-Assign, ArrayInitializer (Add with several) or expressions.
    Syntax *initializer()
    {
        auto *made = node(SyntaxKind::Initializer);
        expect("{");
        while (!take("}")) {
            if (!made->children.empty()) {
                expect(",");
                if (take("}"))
                    break;
            }
            const auto offset = current().begin;
            if (isAt("[")) {
                auto *target = indexed(node(SyntaxKind::Binding));
                expect("=");
                auto *assign = node(SyntaxKind::Assign, offset, {target, isAt("{") ? initializer() : expression()});
                assign->name = "=";
                made->children.push_back(assign);
            } else if (current().kind == TokenKind::Identifier && peek().isAt("=")) {
                auto *target = node(SyntaxKind::Member);
                target->name = identifier();
                target->children = {node(SyntaxKind::Binding, offset)};
                ++m_at;
                auto *assign = node(SyntaxKind::Assign, offset, {target, isAt("{") ? initializer() : expression()});
                assign->name = "=";
                made->children.push_back(assign);
            } else {
                made->children.push_back(isAt("{") ? arrayInitializer() : expression());
            }
        }
        return made;
    }

    // Lambdas

    Syntax *lambda()
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
        while (!take(")")) {
            if (!made->names.empty())
                expect(",");
            if (current().kind == TokenKind::Identifier && (peek().isAt(",") || peek().isAt(")"))) {
                made->names.push_back(identifier());
                continue;
            }
            made->types.push_back(type());
            made->names.push_back(identifier());
        }
        return lambdaBody(made);
    }
    bool arrowFollowsParentheses() const
    {
        int depth = 0;
        for (auto at = m_at; at < m_tokens.size(); ++at) {
            depth += m_tokens[at].isAt("(") ? 1 : m_tokens[at].isAt(")") ? -1 : 0;
            if (depth == 0)
                return at + 1 < m_tokens.size() && m_tokens[at + 1].isAt("=>");
        }
        return false;
    }
    Syntax *lambdaBody(Syntax *made)
    {
        expect("=>");
        made->children = {isAt("{") ? block() : expression()};
        return made;
    }
    Syntax *anonymousMethod(std::size_t offset)
    {
        auto *made = node(SyntaxKind::Lambda, offset);
        ++m_at;
        if (take("("))
            while (!take(")")) {
                if (!made->names.empty())
                    expect(",");
                made->types.push_back(type());
                made->names.push_back(identifier());
            }
        made->children = {block()};
        return made;
    }

    SyntaxTree &m_tree;
    std::string_view m_source;
    std::vector<Finding> &m_findings;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
    int m_types = 0;
};

} // namespace

SyntaxTree parse(std::string_view source, std::vector<Finding> &findings)
{
    SyntaxTree tree;
    try {
        Parser parser(tree, source, findings);
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
