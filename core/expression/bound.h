// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/program.h"
#include "core/expression/syntax.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::expression {

struct FunctionScope;

//! A local variable, a parameter, or a temporary of the checker.
struct Local
{
    std::string name;
    const Type *type = nullptr;
    FunctionScope *owner = nullptr;
    std::uint32_t slot = 0;
    bool isShared = false; //!< a lambda captures it or `out` fills it: lives in a cell
    bool isHoisted = false; //!< a local function captures it: one cell for the whole call
    bool isReadOnly = false; //!< foreach variables and constants
    bool isConstant = false;
    Value constant;
};

//! A function being checked: the body, a lambda or a local function.
struct FunctionScope
{
    FunctionScope *parent = nullptr;
    std::vector<std::unique_ptr<Local>> locals; //!< parameters first
    std::uint32_t parameters = 0;
    bool isLocalFunction = false;
    const Type *result = nullptr; //!< declared; null where the returns decide
    std::vector<const Type *> returns; //!< types of the values returned so far
    std::vector<struct Node *> returnNodes;
    bool returnsVoid = false; //!< a `return;` was seen
    std::string name;
    struct Node *body = nullptr;
    // Filled by the emitter.
    std::vector<Local *> captures;
    std::int32_t index = -1;
};

enum class NodeKind : std::uint8_t {
    // values
    Constant, Context, Local, Call, Convert, Cast, Retype, Unwrap, ToEnum, FromEnum, Negate, Complement, Not, Binary, Concat, Format, And, Or,
    Conditional, Coalesce, ConditionalAccess, Sequence, Assign, SetMember, SetElement, Element, CharAt, ArrayLength, StringLength, NewArray,
    ArrayLiteral, NewAnonymous, Field, WithField, Lambda, Invoke, Is, As, SameReference, EqualStrings, EqualObjects, Throw, OutCell, Invalid,
    Default, //!< `default` before its type is known
    PendingLambda, //!< a lambda or method group that has no type yet
    // statements
    Block, Declare, Expression, If, While, DoWhile, For, Foreach, Return, Break, Continue, Try, Catch, ThrowStatement, LocalFunction, Switch, Label, Goto,
};

//! One node of the checked tree: typed, every conversion and call explicit. Owned by NodeStore.
struct Node
{
    NodeKind kind = NodeKind::Invalid;
    std::size_t offset = 0;
    const Type *type = nullptr;
    std::vector<Node *> children; //!< may hold null where a part is absent
    Value value; //!< of Constant
    const Member *member = nullptr;
    std::vector<const Type *> typeArguments;
    bool hasReceiver = false;
    Local *local = nullptr;
    const Type *target = nullptr; //!< of Cast, Is, As, NewArray ...
    BinaryOperator op = BinaryOperator::Add;
    TypeKind operandKind = TypeKind::Void; //!< type of a Binary's sides; source of a Convert
    bool isLifted = false;
    bool isChecked = false;
    bool isNegated = false;
    std::u16string text; //!< of Format
    std::uint32_t index = 0; //!< of Field, WithField; number of a Label
    FunctionScope *function = nullptr; //!< of Lambda, LocalFunction
    const Syntax *syntax = nullptr; //!< of PendingLambda
    std::vector<const Member *> group; //!< of a method group
};

struct NodeStore
{
    std::vector<std::unique_ptr<Node>> nodes;
    std::vector<std::unique_ptr<FunctionScope>> functions;

    Node *add(NodeKind kind, std::size_t offset, const Type *type)
    {
        nodes.push_back(std::make_unique<Node>());
        auto *node = nodes.back().get();
        node->kind = kind;
        node->offset = offset;
        node->type = type;
        return node;
    }
};

//! CS0165 where a local variable may be read before it has a value (C# 7, "Definite assignment").
void findUnassigned(const FunctionScope &body, std::vector<Finding> &findings);

//! Turns a checked body into a Program. `body` is function 0.
std::shared_ptr<const Program> emit(const Library &library, FunctionScope &body, const Type *result);

} // namespace gatehouse::expression
