// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/lexer.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::expression {

//! A type as written: "Dictionary<string, int[]>?"; dotted names stay one text.
struct TypeSyntax
{
    std::size_t offset = 0;
    std::string name; //!< "System.Text.Encoding", "var", "int"
    std::vector<TypeSyntax> arguments;
    int ranks = 0; //!< trailing []
    int dimensions = 1; //!< of [,] and [,,]
    bool isNullable = false;
    std::vector<TypeSyntax> tuple; //!< elements of (int a, string b)
    std::vector<std::string> names; //!< of its elements; "" without one
};

enum class SyntaxKind : std::uint8_t {
    // expressions
    Literal, Null, True, False, Interpolation, Name, Member, ConditionalMember, Binding, Index, Invoke, New,
    NewAnonymous, NewArray, ArrayInitializer, Unary, Postfix, Binary, Assign, Conditional, Cast, As, Is, IsPattern, Lambda, TypeOf, Default,
    NameOf, Throw, Checked, Unchecked, OutDeclaration, Out, Named, TypeName, Initializer, Tuple, SizeOf,
    NewGrid, //!< new T[a, b]: the initializer or null, then the lengths
    // statements
    Block, Declaration, Declarator, ExpressionStatement, If, While, Do, For, Foreach, Return, Break, Continue, Try, Catch, Using, Switch,
    SwitchSection, Case, CasePattern, DefaultCase, LocalFunction, Empty, ThrowStatement, Lock, CheckedBlock, Deconstruct, Label,
    Goto, GotoCase, GotoDefault,
};

//! One node of the tree. `children` by kind; see SyntaxParser, which alone makes them. Nodes are owned by SyntaxTree.
struct Syntax
{
    SyntaxKind kind = SyntaxKind::Empty;
    std::size_t offset = 0;
    std::string name; //!< identifier, operator, member
    Value value;
    std::u16string text; //!< of string literals
    std::vector<InterpolationPiece> pieces;
    std::vector<Syntax *> children; //!< may hold null where a part is absent
    std::vector<TypeSyntax> types;
    std::vector<std::string> names; //!< parameters of lambdas and local functions
    bool flag = false;
};

struct SyntaxTree
{
    std::vector<std::unique_ptr<Syntax>> nodes;
    Syntax *root = nullptr; //!< a Block, or an expression

    Syntax *add(SyntaxKind kind, std::size_t offset)
    {
        nodes.push_back(std::make_unique<Syntax>());
        nodes.back()->kind = kind;
        nodes.back()->offset = offset;
        return nodes.back().get();
    }
};

//! "@(...)" or "@{...}" to a tree; faults go to `findings`. Nesting beyond 200 levels is a finding.
SyntaxTree parse(std::string_view source, std::vector<Finding> &findings);

} // namespace gatehouse::expression
