// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/bound.h"
#include "core/expression/library.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::expression {

//! How a value gets to another type (C# 7 specification, "Conversions").
struct Conversion
{
    enum Kind : std::uint8_t {
        None, Identity, Numeric, Constant, Null, Reference, Boxing, ToNullable, LiftedNumeric, EnumZero, User, Lambda, Tuple,
        // explicit alone
        ExplicitNumeric, ExplicitReference, Unboxing, FromNullable, EnumNumber, ExplicitUser,
    } kind = None;
    const Member *user = nullptr;
    bool isImplicit() const { return kind != None && kind < ExplicitNumeric; }
};

//! An argument of a call before an overload is chosen.
struct Argument
{
    std::string name; //!< of `name: value`
    Node *node = nullptr; //!< a PendingLambda has no type yet
    const Syntax *syntax = nullptr;
    bool isOut = false;
    const TypeSyntax *outDeclared = nullptr; //!< of `out T x`
};

//! One overload that could take the arguments.
struct Candidate
{
    const Member *member = nullptr;
    std::vector<const Type *> receiverArguments; //!< of the receiver's type, as the declaring type sees them
    std::vector<const Type *> typeArguments; //!< of the method
    std::vector<const Type *> parameterTypes; //!< closed, one an argument
    std::vector<int> argumentOf; //!< by parameter: index of the argument, -1: default; the params array takes the rest
    bool isExpanded = false;
    const Type *result = nullptr;
};

//! What a name stands for.
struct Meaning
{
    Node *value = nullptr;
    const Type *type = nullptr;
    std::string space; //!< a namespace
    bool isNothing() const { return !value && !type && space.empty(); }
};

//! What `goto case` calls a section: the switch and the constant.
std::string caseName(const std::string &switchName, const Value &value);

//! The second stage: names, types, overloads and conversions of one expression. Its parts stand in checker_*.cpp.
class Checker
{
public:
    Checker(const Library &library, std::vector<Finding> &findings);

    //! The body as function 0, or null when there are findings.
    FunctionScope *check(const SyntaxTree &tree, bool isBlock);
    const Type *resultType() const { return m_resultType; }

private:
    // checker.cpp
    Node *add(NodeKind kind, std::size_t offset, const Type *type, std::vector<Node *> children = {});
    Node *invalid(std::size_t offset);
    Node *fault(std::size_t offset, std::string code, std::string message);
    Node *constant(std::size_t offset, const Type *type, Value value);
    Node *stringConstant(std::size_t offset, std::u16string text);
    Node *load(std::size_t offset, Local *local);
    const Type *type(TypeKind kind) const { return m_library.primitive(kind); }
    Local *declare(std::string name, const Type *type, std::size_t offset);
    Local *temporary(const Type *type);
    Local *findLocal(std::string_view name);
    void pushScope() { m_scopes.push_back({m_function, {}}); }
    void popScope() { m_scopes.pop_back(); }

    // checker_types.cpp
    const Type *resolve(const TypeSyntax &syntax, bool report = true);
    const Type *elementTypeOf(const Type *sequence);
    const Type *bestCommonType(const std::vector<Node *> &nodes);

    // checker_conversions.cpp
    Conversion implicitConversion(const Node *from, const Type *to);
    Conversion standardImplicit(const Node *constantOrNull, const Type *from, const Type *to) const;
    Conversion explicitConversion(const Node *from, const Type *to);
    const Member *userConversion(const Node *value, const Type *from, const Type *to, bool allowExplicit);
    Node *apply(const Conversion &conversion, Node *value, const Type *to);
    Node *convert(Node *value, const Type *to); //!< implicitly; a finding when there is no such conversion
    Node *cast(Node *value, const Type *to, std::size_t offset);
    Node *retype(Node *value, const Type *to);
    Node *tokensOf(Node *value);
    Node *numeric(Node *value, const Type *to);

    // checker_calls.cpp
    std::vector<Argument> arguments(const std::vector<Syntax *> &syntax, std::size_t from);
    Node *resolveCall(std::size_t offset, std::string_view name, const std::vector<const Member *> &overloads, Node *receiver,
                      const Type *receiverType, std::vector<Argument> arguments, const std::vector<const Type *> &typeArguments,
                      bool report = true);
    std::optional<Candidate> applicable(const Member &member, const Type *receiverType, std::vector<Argument> &arguments,
                                        const std::vector<const Type *> &typeArguments, bool expanded);
    bool infer(Candidate &candidate, const std::vector<std::pair<const Type *, Argument *>> &pairs);
    void inferFrom(const Type *parameter, const Type *argument, const std::vector<const Type *> &open,
                   std::vector<std::vector<const Type *>> &bounds);
    std::vector<Finding> lambdaFindings(const Member &member, const Type *receiverType, std::vector<Argument> &given, const Argument &lambda);
    int better(const Candidate &a, const Candidate &b, const std::vector<Argument> &arguments);
    int betterConversion(const Argument &argument, const Type *a, const Type *b);
    Node *makeCall(std::size_t offset, Candidate &candidate, Node *receiver, std::vector<Argument> &arguments);
    Node *callKnown(std::size_t offset, const Type *type, std::string_view name, Node *receiver, std::vector<Node *> arguments);
    const Type *close(const Type *open, const Candidate &candidate) const;

    // checker_lambdas.cpp
    struct LambdaResult
    {
        bool isOk = false;
        const Type *result = nullptr; //!< null: nothing is returned
        FunctionScope *function = nullptr;
        std::vector<Finding> findings;
    };
    LambdaResult bindLambda(const Node &pending, const std::vector<const Type *> &parameters, const Type *result, bool isTrial);
    LambdaResult bindMethodGroup(const Node &pending, const std::vector<const Type *> &parameters, const Type *result, bool isTrial);
    bool lambdaConverts(const Node &pending, const Type *delegate);
    Node *lambdaTo(Node &pending, const Type *delegate);

    // checker_names.cpp
    Meaning meaningOf(const Syntax &syntax, bool isInvoked = false); //!< invoked: a property that is no delegate steps back for methods
    Node *name(const Syntax &syntax);
    Meaning memberMeaning(const Syntax &syntax, bool isInvoked = false);
    Node *memberOf(std::size_t offset, Node *receiver, const std::string &name, const std::vector<const Type *> &typeArguments,
                   bool isInvoked = false);
    Node *staticMember(std::size_t offset, const Type *type, const std::string &name, const std::vector<const Type *> &typeArguments);
    Node *propertyCall(std::size_t offset, const Member &member, Node *receiver, const Type *receiverType);
    Node *groupNode(std::size_t offset, std::vector<const Member *> group, Node *receiver, const Type *receiverType,
                    const std::vector<const Type *> &typeArguments);
    Node *unknownMember(std::size_t offset, const Type *type, const std::string &name);

    // checker_expressions.cpp
    Node *expression(const Syntax &syntax);
    Node *value(const Syntax &syntax); //!< an expression that has a value
    Node *condition(const Syntax &syntax);
    Node *invocation(const Syntax &syntax);
    Node *index(const Syntax &syntax);
    Node *creation(const Syntax &syntax);
    Node *initialize(Node *created, const Syntax &initializer);
    Node *newArray(const Syntax &syntax);
    Node *arrayLiteral(std::size_t offset, const Syntax &initializer, const Type *element);
    Node *anonymous(const Syntax &syntax);
    Node *interpolation(const Syntax &syntax);
    Node *conditional(const Syntax &syntax);
    Node *coalesce(const Syntax &syntax);
    Node *conditionalMember(const Syntax &syntax);
    Node *typeTest(const Syntax &syntax);
    Node *defaultOf(std::size_t offset, const Type *type);
    Node *sizeOf(const Syntax &syntax);
    Node *newGrid(const Syntax &syntax);
    Node *gridLiteral(std::size_t offset, const Syntax &initializer, const Type *grid, const Type *element, int dimensions);

    // checker_tuples.cpp
    Node *tuple(const Syntax &syntax);
    Conversion tupleConversion(const Node *from, const Type *to);
    Node *toTuple(Node *value, const Type *to);
    Node *tupleItem(std::size_t offset, Local *tuple, std::size_t index);
    Node *assignItem(std::size_t offset, Node *target, Node *given); //!< t.Item1 = x
    Node *assignTuple(const Syntax &syntax); //!< (a, b) = x
    Node *deconstruct(const Syntax &syntax); //!< var (a, b) = x
    Local *heldTuple(Node *given, std::size_t count, std::size_t offset, Node *holder);

    // checker_operators.cpp
    Node *unary(const Syntax &syntax);
    Node *binary(const Syntax &syntax);
    Node *binaryOf(std::size_t offset, std::string_view symbol, Node *left, Node *right);
    Node *equality(std::size_t offset, bool isNegated, Node *left, Node *right);
    Node *concatenate(std::size_t offset, Node *left, Node *right);
    Node *userOperator(std::size_t offset, std::string_view symbol, const std::vector<Node *> &operands);
    Node *liftedOperator(std::size_t offset, std::string_view symbol, const std::vector<Node *> &operands);
    Node *fold(Node *node);
    Node *assign(const Syntax &syntax);
    Node *assignTo(std::size_t offset, Node *target, Node *value);
    Node *increment(const Syntax &syntax, bool isPostfix);
    Node *compound(std::size_t offset, const Syntax &target, const std::function<Node *(Node *current)> &next, bool givesOld);

    // checker_statements.cpp
    Node *statement(const Syntax &syntax);
    Node *block(const Syntax &syntax);
    Node *declaration(const Syntax &syntax);
    Node *foreach(const Syntax &syntax);
    Node *forLoop(const Syntax &syntax);
    Node *tryStatement(const Syntax &syntax);
    Node *usingStatement(const Syntax &syntax);
    Node *switchStatement(const Syntax &syntax);
    Node *returnStatement(const Syntax &syntax);
    Node *localFunction(const Syntax &syntax);
    Node *gotoStatement(const Syntax &syntax);
    std::uint32_t labelNumber(const std::string &name);
    void checkLabels();
    void finishReturns(FunctionScope &function, const Type *result);
    static bool endReachable(const Node *node);
    static bool hasBreak(const Node *node);

    //! A label, or the section of a switch that `goto case` names.
    struct Label
    {
        std::string name;
        FunctionScope *function = nullptr;
        std::size_t offset = 0; //!< of the first use
        bool isMarked = false;
        int guards = 0; //!< try statements around it
    };

    struct Scope
    {
        FunctionScope *function = nullptr;
        std::map<std::string, Local *, std::less<>> names;
    };

    const Library &m_library;
    std::vector<Finding> &m_findings;
    NodeStore m_store;
    FunctionScope *m_function = nullptr;
    std::vector<Scope> m_scopes;
    std::vector<Local *> m_bindings; //!< receivers of ?. and of initializers
    const Type *m_resultType = nullptr;
    bool m_isChecked = false;
    bool m_isUnchecked = false; //!< said so: constants wrap too
    bool m_hasBareVariables = false; //!< one is declared without a value
    int m_loops = 0;
    int m_guards = 0; //!< try statements around here
    std::vector<Label> m_labels;
    std::vector<std::pair<std::uint32_t, int>> m_jumps; //!< label and m_guards of each goto
    std::vector<std::string> m_switches; //!< names of the switch statements around here
    int m_lambdaDepth = 0;
};

} // namespace gatehouse::expression
