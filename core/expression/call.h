// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library.h"

#include <array>
#include <functional>
#include <memory>
#include <vector>

namespace gatehouse::expression {

class Context;
class Callable;
class ListObject;

//! What a task or an enumerator says when it is asked to go on. Call: the machine calls `callee` with the arguments and gives the
//! answer to resume(). So lambdas never run on the native stack, and the machine can yield inside them.
struct Poll
{
    enum Kind : std::uint8_t { Ready, End, Call } kind = End;
    Value value; //!< of Ready
    Ref<Callable> callee; //!< of Call
    std::array<Value, 4> arguments;
    std::uint8_t count = 0;

    static Poll ready(Value value);
    static Poll end();
    static Poll call(const Ref<Callable> &callee, std::initializer_list<Value> arguments);
};

//! A sequence under way. next() until End. After Call, resume() with the lambda's result stands for that next().
class Enumerator : public Object
{
public:
    const Type *type(const Library &library) const override;
    virtual Poll next(Machine &machine) = 0;
    virtual Poll resume(Machine &machine, Value result) = 0; //!< never called where next() never says Call
};

//! A native that needs lambdas, or a lazy sequence's elements: runs in pieces. Ready ends it with its value.
class Task
{
public:
    virtual ~Task() = default;
    virtual Poll start(Machine &machine) = 0;
    virtual Poll resume(Machine &machine, Value result) = 0;
};

//! The arguments of one call of a native, and what it may use.
class Call
{
public:
    Call(Machine &machine, Value *arguments, std::size_t count, std::span<const Type *const> typeArguments, const Type *result)
        : m_machine(machine), m_arguments(arguments), m_count(count), m_typeArguments(typeArguments), m_result(result)
    {
    }

    std::size_t count() const { return m_count; }
    Value &operator[](std::size_t index) { return m_arguments[index]; }
    bool isNull(std::size_t index) const { return m_arguments[index].isNull(); }
    bool boolean(std::size_t index) const { return m_arguments[index].boolean(); }
    char16_t character(std::size_t index) const { return m_arguments[index].character(); }
    std::int32_t int32(std::size_t index) const { return m_arguments[index].int32(); }
    std::int64_t int64(std::size_t index) const { return m_arguments[index].integer(); }
    double real(std::size_t index) const { return m_arguments[index].real(); }
    //! Raises ArgumentNullException with `parameter` when null.
    const std::u16string &string(std::size_t index, std::string_view parameter = "value") const;
    std::u16string_view stringOrEmpty(std::size_t index) const;
    //! The object, which the checker has proved to be a T; raises ArgumentNullException when null.
    template<typename T>
    T &object(std::size_t index, std::string_view parameter = "value") const
    {
        if (m_arguments[index].isNull())
            raiseNullArgument(parameter);
        return m_arguments[index].template to<T>();
    }
    template<typename T>
    T *objectOrNull(std::size_t index) const
    {
        return m_arguments[index].isNull() ? nullptr : &m_arguments[index].template to<T>();
    }
    void setOut(std::size_t index, Value value); //!< of an `out` parameter
    //! Type arguments: first those of the receiver's type (List<T>: T), then those of the method.
    const Type *typeArgument(std::size_t index) const { return m_typeArguments[index]; }
    const Type *result() const { return m_result; } //!< static type of the call, closed: "string[]"

    Machine &machine() { return m_machine; }
    const Library &library() const;
    Context &context(); //!< of the evaluation
    std::u16string text(const Value &value); //!< ToString(), "" for null
    //! Counts work done in the native beside its one step, e.g. the characters it copied; raises LimitReached.
    void charge(std::size_t work);
    //! A string result: counted against the memory limit, at most 8 Mi units.
    Value text(std::u16string value);
    Value text(std::string_view utf8);
    Value bytes(std::string_view value); //!< byte[]
    Value array(const Type *element, std::vector<Value> items);
    Value list(const Type *element, std::vector<Value> items);

    //! Ends the native with a task: `return call.await(std::make_unique<SumTask>(...));`
    Value await(std::unique_ptr<Task> task);
    //! Reads the whole sequence in argument `index` (lazy ones too), then goes on with `then`, whose value is the native's. Arrays and
    //! lists are read at once. Raises ArgumentNullException for null.
    Value collect(std::size_t index, std::function<Value(Call &call, std::vector<Value> items)> then, std::string_view parameter = "source");

private:
    Machine &m_machine;
    Value *m_arguments;
    std::size_t m_count;
    std::span<const Type *const> m_typeArguments;
    const Type *m_result;
};

} // namespace gatehouse::expression
