// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"
#include "core/expression/machine.h"

#include <functional>
#include <optional>

namespace gatehouse::expression {

//! What one item led to: a Poll to hand out (Ready, End, or Call of a lambda), or nothing: go on with the next item.
using Step = std::optional<Poll>;

//! Pulls items from a source that may itself want lambdas called, and calls lambdas of its own. Base of lazy stages and of tasks.
class Puller
{
protected:
    ~Puller() = default;
    virtual Step onItem(Machine &machine, Value item) = 0;
    virtual Step onResult(Machine &machine, Value result); //!< of the own call that onItem or onEnd asked for
    virtual Poll onEnd(Machine &machine);

    void setSource(EnumeratorPointer source);
    Poll pull(Machine &machine);
    Poll resumed(Machine &machine, Value result);

private:
    Poll handle(Machine &machine, Poll poll);

    EnumeratorPointer m_source;
    bool m_sourceCalls = false; //!< the call under way is the source's
    bool m_ended = false;
};

//! A lazy sequence's one enumeration.
class Stage : public Enumerator, protected Puller
{
public:
    explicit Stage(EnumeratorPointer source) { setSource(std::move(source)); }
    Poll next(Machine &machine) override { return pull(machine); }
    Poll resume(Machine &machine, Value result) override { return resumed(machine, std::move(result)); }
};

//! What reads a sequence to its end, or until it knows enough.
class FoldTask : public Task, protected Puller
{
public:
    explicit FoldTask(Value source) : m_sourceValue(std::move(source)) { }
    Poll start(Machine &machine) override;
    Poll resume(Machine &machine, Value result) override { return resumed(machine, std::move(result)); }

private:
    Value m_sourceValue;
};

//! A sequence that is computed anew by each enumeration.
class LazySequence final : public Object
{
public:
    using Factory = std::function<EnumeratorPointer(Machine &machine)>;
    LazySequence(const Type *type, Factory factory) : m_type(type), m_factory(std::move(factory)) { }
    const Type *type(const Library &) const override { return m_type; }
    EnumeratorPointer enumerate(Machine &machine) override { return m_factory(machine); }

private:
    const Type *m_type; //!< IEnumerable<T>
    Factory m_factory;
};

//! The lambda in argument `index`; raises ArgumentNullException.
Ref<Callable> lambdaOf(Call &call, std::size_t index, std::string_view parameter);
//! Raises ArgumentNullException("source").
const Value &sourceOf(Call &call, std::size_t index = 0, std::string_view parameter = "source");

//! Runs `lambda` on each item (without one the item itself is the result) and gives both to `visit`, whose value, if any, ends it.
//! `finish` gives the value at the end of the sequence.
using Visit = std::function<std::optional<Value>(Machine &machine, const Value &item, const Value &result)>;
using Finish = std::function<Value(Machine &machine)>;
Value eachItem(Call &call, const Value &source, Ref<Callable> lambda, Visit visit, Finish finish, bool withIndex = false);

//! An IEnumerable of the call's static type over `source`; `make` gives the stage that reads source's enumerator.
Value lazily(Call &call, std::function<EnumeratorPointer(Machine &machine, EnumeratorPointer source)> make);

//! Calls one lambda an item; `use` says what its result does.
class LambdaStage : public Stage
{
public:
    using Use = std::function<Step(Machine &machine, const Value &item, Value result)>;
    LambdaStage(EnumeratorPointer source, Ref<Callable> lambda, bool withIndex, Use use)
        : Stage(std::move(source)), m_lambda(std::move(lambda)), m_withIndex(withIndex), m_use(std::move(use))
    {
    }

protected:
    Step onItem(Machine &machine, Value item) override;
    Step onResult(Machine &machine, Value result) override;

private:
    Ref<Callable> m_lambda;
    bool m_withIndex;
    Use m_use;
    Value m_item;
    std::int32_t m_index = 0;
};

//! No lambda: `use` says what an item does, `end` (may be empty) what comes after the last.
class PlainStage final : public Stage
{
public:
    using Use = std::function<Step(Machine &machine, Value item)>;
    using End = std::function<Poll(Machine &machine)>;
    PlainStage(EnumeratorPointer source, Use use, End end = {}) : Stage(std::move(source)), m_use(std::move(use)), m_end(std::move(end)) { }

protected:
    Step onItem(Machine &machine, Value item) override { return m_use(machine, std::move(item)); }
    Poll onEnd(Machine &machine) override { return m_end ? m_end(machine) : Poll::end(); }

private:
    Use m_use;
    End m_end;
};

//! Reads all of the source with what lambdas say of each item, then hands out what `arrange` makes of it.
struct Row
{
    Value item;
    std::vector<Value> results; //!< one a lambda
};
class GatherStage final : public Stage
{
public:
    using Arrange = std::function<std::vector<Value>(Machine &machine, std::vector<Row> rows)>;
    GatherStage(EnumeratorPointer source, std::vector<Ref<Callable>> lambdas, Arrange arrange)
        : Stage(std::move(source)), m_lambdas(std::move(lambdas)), m_arrange(std::move(arrange))
    {
    }

protected:
    Step onItem(Machine &machine, Value item) override;
    Step onResult(Machine &machine, Value result) override;
    Poll onEnd(Machine &machine) override;

private:
    Step ask(Machine &machine);

    std::vector<Ref<Callable>> m_lambdas;
    Arrange m_arrange;
    std::vector<Row> m_rows;
    std::optional<std::vector<Value>> m_output;
    std::size_t m_at = 0;
};

//! Like GatherStage as a task: `then` gives the native's value.
Value gather(Call &call, const Value &source, std::vector<Ref<Callable>> lambdas,
             std::function<Value(Machine &machine, std::vector<Row> rows)> then);

//! Sorts stably with a Comparison<T> lambda, then gives `then` the sorted items.
Value sortWith(Call &call, std::vector<Value> items, Ref<Callable> comparison, std::function<Value(std::vector<Value> sorted)> then);

//! The Call is the native's of an iteration method; declared in parts.
void declareLinqStages(Library &library);
void declareLinqOrder(Library &library);
void declareLinqGroups(Library &library);
void declareLinqTerminals(Library &library);
void declareLinqNumbers(Library &library);

} // namespace gatehouse::expression
