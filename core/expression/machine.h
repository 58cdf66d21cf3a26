// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/objects.h"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::expression {

class Context;
struct CallSite;
struct Function;
struct Instruction;
struct LambdaSite;
struct Program;

//! A lambda with what it captured, or a method group.
class Callable final : public Object
{
public:
    Callable(const Type *type, const Function *function, std::vector<Ref<Cell>> captured)
        : m_type(type), m_function(function), m_captured(std::move(captured))
    {
    }
    const Type *type(const Library &library) const override;
    const Function &function() const { return *m_function; }
    const std::vector<Ref<Cell>> &captured() const { return m_captured; }

private:
    const Type *m_type;
    const Function *m_function;
    std::vector<Ref<Cell>> m_captured;
};

struct Limits
{
    std::uint64_t steps = 20'000'000; //!< an endless loop ends within a second
    std::size_t memory = 64 * 1024 * 1024; //!< bytes that one evaluation may allocate in sum
    std::size_t depth = 256; //!< calls of local functions and lambdas
    std::size_t result = 8 * 1024 * 1024; //!< units of one string, items of one sequence
};

//! How an evaluation ended.
struct Outcome
{
    enum Kind { Value_, Thrown, Limit } kind = Value_;
    Value value; //!< of Value_; the exception object of Thrown
    std::string exception; //!< full .NET name
    std::u16string message;
    std::string limit; //!< of Limit: which
};

//! Runs one evaluation of one program on an explicit stack: run() returns when it is done or when its slice is used up, so that an
//! event loop can serve others between slices. Belongs to one thread; the program, library and context outlive it.
class Machine
{
public:
    Machine(const Program &program, const Library &library, Context &context, const Limits &limits = {});
    ~Machine();
    Machine(const Machine &) = delete;
    Machine &operator=(const Machine &) = delete;

    //! True when it is done. `slice` in steps; about 3,000 take 50 µs.
    bool run(std::uint64_t slice = ~std::uint64_t{0});
    const Outcome &outcome() const { return m_outcome; }
    //! After run() has said true: the next run() runs `task`, e.g. to read the lazy sequence that came out.
    void begin(std::unique_ptr<Task> task);

    // For natives, tasks and objects.
    const Library &library() const { return m_library; }
    Context &context() { return m_context; }
    std::u16string text(const Value &value); //!< ToString() under the invariant culture, "" for null
    void charge(std::size_t work); //!< raises LimitReached
    void allocate(std::size_t bytes); //!< raises LimitReached
    void await(std::unique_ptr<Task> task); //!< Call::await
    std::unique_ptr<Task> takeAwaited(); //!< what the last native left
    //! A sequence over any value that is one; raises ArgumentNullException for null.
    EnumeratorPointer enumerate(const Value &value);

private:
    struct State;
    bool execute();
    bool unwind(const Value &exception);
    void enter(std::size_t arguments);
    void follow(Poll poll);
    void startAwaited();
    void callNative(const CallSite &site, Native native);
    void returnValue(Value value);
    void moveNext(std::uint32_t target);
    Value closureOf(const LambdaSite &site);
    Value castTo(Value value, const Type *type);
    bool arithmeticOf(const Instruction &instruction, Value &left, const Value &right);
    static void checkNull(const Value &value);
    static Value &elementOf(const Value &array, const Value &index);

    const Program &m_program;
    const Library &m_library;
    Context &m_context;
    Limits m_limits;
    Outcome m_outcome;
    std::uint64_t m_steps = 0;
    std::size_t m_allocated = 0;
    std::unique_ptr<State> m_state;
};

//! default(T).
Value defaultValue(const Library &library, const Type *type);
Value emptyGuid(); //!< library/guid_members.cpp
Value makeContextRoot(Machine &machine); //!< `context`; library/context.cpp

//! ToString() of what needs no machine: primitives, time, enums; text_format.cpp and the library's format files have the forms.
std::u16string primitiveText(const Value &value);

} // namespace gatehouse::expression
