// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::expression {

enum class Op : std::uint8_t {
    Constant, // operand: constant
    Context, // pushes `context`
    LoadLocal, StoreLocal, // operand: slot
    NewCell, LoadCell, StoreCell, PushCell, // of a slot that lambdas or `out` share
    LoadCaptured, StoreCaptured, PushCaptured, // operand: captured cell
    Pop, Duplicate,
    Jump, JumpIfFalse, JumpIfTrue, // operand: target
    JumpIfNull, JumpIfNotNull, // keep the value when they jump, else pop it
    Call, CallSetter, // operand: call site
    Invoke, // extra: arguments; below them the delegate
    MakeLambda, // operand: lambda
    Return, Throw,
    Arithmetic, // extra: BinaryOperator; kind: type; lifted, checked
    Negate, Complement, Not,
    Convert, // kind: target numeric type, operand: source kind; checked
    Concat, // operand: pieces
    Format, // operand: constant with "alignment:format"
    Cast, As, Is, // operand: type
    Unwrap, // a Nullable's value
    ToEnum, FromEnum, // operand: type; kind
    NewArray, ArrayLiteral, // operand: type; extra: items
    LoadElement, StoreElement, ArrayLength, CharAt, StringLength,
    SameReference, EqualStrings, EqualObjects, // flag: negated
    NewAnonymous, Field, WithField, // operand: type | index
    Enumerate, MoveNext, // operand: target at the end
    LoadException, // of the handler that runs
};

enum class BinaryOperator : std::uint8_t {
    Add, Subtract, Multiply, Divide, Remainder, And, Or, Xor, ShiftLeft, ShiftRight,
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
};

struct Instruction
{
    Op op = Op::Pop;
    TypeKind kind = TypeKind::Void;
    std::uint8_t extra = 0;
    std::uint8_t flags = 0;
    std::int32_t operand = 0;
};
namespace flag {
constexpr std::uint8_t lifted = 1;
constexpr std::uint8_t checked = 2;
constexpr std::uint8_t negated = 4;
} // namespace flag

struct CallSite
{
    const Member *member = nullptr;
    std::uint32_t arguments = 0; //!< with `this`
    bool hasReceiver = false;
    std::int8_t provider = -1; //!< which argument is an IFormatProvider; -1: none
    std::vector<const Type *> typeArguments;
    const Type *result = nullptr;
};

struct Handler
{
    std::uint32_t begin = 0; //!< of the try, as instruction
    std::uint32_t end = 0;
    std::uint32_t target = 0;
    const Type *type = nullptr; //!< null: everything that a catch sees (finally, catch without a type)
};

struct Function
{
    std::string name; //!< "" of the body and of lambdas
    std::uint32_t parameters = 0; //!< the first slots
    std::uint32_t locals = 0; //!< slots in sum
    std::vector<Instruction> code;
    std::vector<std::uint32_t> offsets; //!< one an instruction: where it stands in the expression
    std::vector<Handler> handlers; //!< innermost first
    //! What a closure takes along when it is made: slot of the maker's frame, or ~index of the maker's own captured cells.
    std::vector<std::int32_t> captures;
};

struct LambdaSite
{
    const Type *type = nullptr;
    std::uint32_t function = 0;
};

//! A checked expression, ready to run; immutable, shared by threads. Owns its constants.
struct Program
{
    Program() = default;
    ~Program();
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    std::vector<std::unique_ptr<Function>> functions; //!< [0] is the body
    std::vector<Value> constants;
    std::vector<std::unique_ptr<Object>> ownedConstants; //!< the immortal objects behind them
    std::vector<const Type *> types;
    std::vector<CallSite> calls;
    std::vector<LambdaSite> lambdas;
    const Type *result = nullptr; //!< of an inline expression; null when the body's returns differ
    //! Which bodies have to be in memory before an evaluation: context.Request.Body or context.Response.Body is read.
    bool readsRequestBody = false;
    bool readsResponseBody = false;
    //! The whole expression is this value: nothing has to run.
    bool isConstant = false;
    Value constant;
};

} // namespace gatehouse::expression
