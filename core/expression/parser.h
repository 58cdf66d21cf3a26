// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/syntax.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::expression {

//! Ends the reading: after the first syntax fault nothing that follows is worth naming.
struct SyntaxFault
{
};

//! Recursive descent over the tokens, C# 7's grammar of expressions and statements. Its parts stand in parser_*.cpp.
class SyntaxParser
{
public:
    SyntaxParser(SyntaxTree &tree, std::string_view source, std::vector<Finding> &findings) : m_tree(tree), m_source(source), m_findings(findings)
    {
    }

    Syntax *expressionIn(std::size_t begin, std::size_t end); //!< throws SyntaxFault
    Syntax *blockIn(std::size_t begin, std::size_t end); //!< throws SyntaxFault

private:
    static constexpr int deepestNesting = 200;

    struct Depth
    {
        explicit Depth(SyntaxParser &parser) : owner(parser)
        {
            if (++owner.m_depth > deepestNesting)
                owner.fault("CS8078", "An expression is too long or complex to compile");
        }
        ~Depth() { --owner.m_depth; }
        SyntaxParser &owner;
    };
    struct OperatorLevel
    {
        std::string_view symbol;
        int level;
    };

    // parser.cpp
    const Token &current() const { return m_tokens[m_at]; }
    const Token &peek(std::size_t ahead = 1) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
    bool isAt(std::string_view symbol) const { return current().isAt(symbol); }
    bool isAtWord(std::string_view word) const { return current().kind == TokenKind::Identifier && current().text == word; }
    bool take(std::string_view symbol)
    {
        if (!isAt(symbol))
            return false;
        ++m_at;
        return true;
    }
    bool takeWord(std::string_view word)
    {
        if (!isAtWord(word))
            return false;
        ++m_at;
        return true;
    }
    Syntax *node(SyntaxKind kind) { return m_tree.add(kind, current().begin); }
    void expect(std::string_view symbol);
    //! Items with commas between them up to `close`, which is read too; the last one may have a comma behind it.
    template<typename Item>
    void commaList(std::string_view close, bool mayTrail, const Item &item)
    {
        for (bool isFirst = true; !take(close); isFirst = false) {
            if (!isFirst)
                expect(",");
            if (!isFirst && mayTrail && take(close))
                return;
            item();
        }
    }
    [[noreturn]] void fault(std::string code, std::string message);
    Syntax *node(SyntaxKind kind, std::size_t offset, std::vector<Syntax *> children = {});
    std::string identifier();

    // parser_types.cpp
    static bool isPredefinedType(std::string_view word);
    //! Reads a type; nothing and no move when what stands here is none.
    bool tryType(TypeSyntax &type, bool allowArray = true);
    bool tupleType(TypeSyntax &type);
    bool suffixes(TypeSyntax &type, bool allowArray, std::size_t);
    //! `int? x` or `int?>`, but not `a ? b : c`.
    bool nullableFollows() const;
    bool typeArguments(std::vector<TypeSyntax> &arguments);
    TypeSyntax type(bool allowArray = true);

    // parser_statements.cpp
    Syntax *statement();
    Syntax *block();
    Syntax *keywordStatement(std::string_view word, std::size_t offset);
    Syntax *ifStatement(std::size_t offset);
    Syntax *forStatement(std::size_t offset);
    Syntax *foreachStatement(std::size_t offset);
    Syntax *tryStatement(std::size_t offset);
    Syntax *usingStatement(std::size_t offset);
    Syntax *switchStatement(std::size_t offset);
    Syntax *caseLabel();
    Syntax *caseFilter();
    //! `T a = x, b;` or a local function; null and no move when it is none.
    Syntax *declaration(bool withSemicolon = true);
    Syntax *localFunction(const TypeSyntax &result, std::size_t offset);
    Syntax *gotoStatement(std::size_t offset);
    //! `var (a, b) = x;` or `(int a, string b) = x;`: null and no move when it is none.
    Syntax *deconstruction(bool isLoop = false);

    // parser_expressions.cpp
    Syntax *expression();
    Syntax *conditional();
    //! Symbol and level of the binary operator here; level 0: none.
    OperatorLevel operatorHere() const;
    Syntax *binary(int level);
    Syntax *typeTest(Syntax *value, bool isIs, std::size_t offset);
    Syntax *unary();
    //! `(T)x`: what stands in parentheses reads as a type, and what follows can begin an operand.
    Syntax *cast(std::size_t offset);
    Syntax *postfix(Syntax *left);
    //! What follows a `?.`: it belongs to the conditional part (a?.b.c is null when a is).
    Syntax *postfixChain(Syntax *left);
    Syntax *memberAccess(SyntaxKind kind, Syntax *left);
    //! `a?[i]` or `a ? [`: the latter is no C#, so only a `[` right behind it makes it a conditional.
    bool conditionalIndex() const { return peek().begin == current().end; }
    Syntax *invocation(Syntax *callee);
    Syntax *indexed(Syntax *target);

    // parser_primaries.cpp
    void arguments(Syntax *owner, std::string_view close);
    Syntax *argument();
    Syntax *primary();
    Syntax *parenthesized(std::size_t offset);
    Syntax *name();
    Syntax *keywordPrimary(std::string_view word, std::size_t offset);
    Syntax *interpolation();
    Syntax *creation(std::size_t offset);
    Syntax *arrayCreation(TypeSyntax created, std::size_t offset);
    Syntax *anonymousObject(std::size_t offset);
    Syntax *arrayInitializer();
    //! { A = 1, ["k"] = v } or { 1, {2, 3} }: children are Assign, Index-Assign, ArrayInitializer (Add with several) or expressions.
    Syntax *initializer();
    Syntax *initializerPart();

    // parser_lambdas.cpp
    Syntax *lambda();
    bool arrowFollowsParentheses() const;
    Syntax *lambdaBody(Syntax *made);
    Syntax *anonymousMethod(std::size_t offset);

    // parser_queries.cpp
    struct Query;
    Syntax *query(); //!< null and no move when it is none
    bool isQueryHere();
    bool endsQueryOperand() const; //!< a word that goes on with the query
    void fromClause(Query &query);
    void joinClause(Query &query);
    void orderClause(Query &query);
    bool lastClause(Query &query); //!< `select` or `group`; false: an `into` goes on
    Syntax *lambdaOver(const Query &query, Syntax *body, const std::string &second = {});
    Syntax *callOn(Syntax *source, std::string_view method, std::vector<Syntax *> given, std::size_t offset);
    Syntax *nameNode(const std::string &name, std::size_t offset);
    Syntax *together(const Query &query, const std::string &added, Syntax *value, std::size_t offset);

    SyntaxTree &m_tree;
    std::string_view m_source;
    std::vector<Finding> &m_findings;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
    int m_types = 0;
    int m_queries = 0; //!< queries around here: their words end an operand
};

} // namespace gatehouse::expression
