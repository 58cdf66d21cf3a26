// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/linq.h"

#include <algorithm>

namespace gatehouse::expression {

Step Puller::onResult(Machine &, Value)
{
    return std::nullopt;
}

Poll Puller::onEnd(Machine &)
{
    return Poll::end();
}

void Puller::setSource(EnumeratorPointer source)
{
    m_source = std::move(source);
    m_ended = false;
}

Poll Puller::pull(Machine &machine)
{
    const NativeLevel level;
    m_sourceCalls = false;
    return m_ended ? onEnd(machine) : handle(machine, m_source->next(machine));
}

Poll Puller::resumed(Machine &machine, Value result)
{
    const NativeLevel level;
    if (m_sourceCalls)
        return handle(machine, m_source->resume(machine, std::move(result)));
    if (auto step = onResult(machine, std::move(result)))
        return std::move(*step);
    return pull(machine);
}

//! onItem and onEnd may turn to another source and pull from it: what that says of the call under way stays.
Poll Puller::handle(Machine &machine, Poll poll)
{
    for (;;) {
        if (poll.kind == Poll::Call) {
            m_sourceCalls = true;
            return poll;
        }
        m_sourceCalls = false;
        if (poll.kind == Poll::End) {
            m_ended = true;
            return onEnd(machine);
        }
        machine.charge(1);
        if (auto step = onItem(machine, std::move(poll.value)))
            return std::move(*step);
        poll = m_source->next(machine);
    }
}

Poll FoldTask::start(Machine &machine)
{
    setSource(machine.enumerate(m_sourceValue));
    return pull(machine);
}

Ref<Callable> lambdaOf(Call &call, std::size_t index, std::string_view parameter)
{
    return Ref<Callable>(&call.object<Callable>(index, parameter));
}

const Value &sourceOf(Call &call, std::size_t index, std::string_view parameter)
{
    if (call.isNull(index))
        raiseNullArgument(parameter);
    return call[index];
}

namespace {

class EachTask final : public FoldTask
{
public:
    EachTask(Value source, Ref<Callable> lambda, Visit visit, Finish finish, bool withIndex)
        : FoldTask(std::move(source)), m_lambda(std::move(lambda)), m_visit(std::move(visit)), m_finish(std::move(finish)),
          m_withIndex(withIndex)
    {
    }

protected:
    Step onItem(Machine &machine, Value item) override
    {
        if (!m_lambda)
            return seen(m_visit(machine, item, item));
        m_item = std::move(item);
        return m_withIndex ? Poll::call(m_lambda, {m_item, Value::ofInt(m_index++)}) : Poll::call(m_lambda, {m_item});
    }
    Step onResult(Machine &machine, Value result) override { return seen(m_visit(machine, m_item, result)); }
    Poll onEnd(Machine &machine) override { return Poll::ready(m_finish(machine)); }

private:
    static Step seen(std::optional<Value> value) { return value ? Step(Poll::ready(std::move(*value))) : std::nullopt; }

    Ref<Callable> m_lambda;
    Visit m_visit;
    Finish m_finish;
    bool m_withIndex;
    Value m_item;
    std::int32_t m_index = 0;
};

//! A stage read to its end as a task.
class GatherTask final : public FoldTask
{
public:
    GatherTask(Value source, std::vector<Ref<Callable>> lambdas, std::function<Value(Machine &, std::vector<Row>)> then)
        : FoldTask(std::move(source)), m_lambdas(std::move(lambdas)), m_then(std::move(then))
    {
    }

protected:
    Step onItem(Machine &machine, Value item) override
    {
        machine.allocate(sizeof(Row) + m_lambdas.size() * sizeof(Value));
        m_rows.push_back({std::move(item), {}});
        return ask();
    }
    Step onResult(Machine &, Value result) override
    {
        m_rows.back().results.push_back(std::move(result));
        return ask();
    }
    Poll onEnd(Machine &machine) override { return Poll::ready(m_then(machine, std::move(m_rows))); }

private:
    Step ask()
    {
        auto &row = m_rows.back();
        if (row.results.size() == m_lambdas.size())
            return std::nullopt;
        return Poll::call(m_lambdas[row.results.size()], {row.item});
    }

    std::vector<Ref<Callable>> m_lambdas;
    std::function<Value(Machine &, std::vector<Row>)> m_then;
    std::vector<Row> m_rows;
};

//! Bottom-up merge sort that stands still at each comparison.
class SortTask final : public Task
{
public:
    SortTask(std::vector<Value> items, Ref<Callable> comparison, std::function<Value(std::vector<Value>)> then)
        : m_items(std::move(items)), m_comparison(std::move(comparison)), m_then(std::move(then)), m_merged(m_items.size())
    {
        begin(0);
    }
    Poll start(Machine &) override { return go(); }
    Poll resume(Machine &, Value result) override
    {
        take(result.int32() <= 0);
        return go();
    }

private:
    Poll go()
    {
        for (;;) {
            if (m_width >= m_items.size())
                return Poll::ready(m_then(std::move(m_items)));
            if (m_left < m_middle && m_right < m_end)
                return Poll::call(m_comparison, {m_items[m_left], m_items[m_right]});
            if (m_left < m_middle || m_right < m_end) {
                take(m_left < m_middle);
            } else if (m_end < m_items.size()) {
                begin(m_end);
            } else {
                m_items.swap(m_merged);
                m_width *= 2;
                begin(0);
            }
        }
    }
    void begin(std::size_t at)
    {
        m_left = m_out = at;
        m_middle = m_right = std::min(at + m_width, m_items.size());
        m_end = std::min(at + 2 * m_width, m_items.size());
    }
    void take(bool left) { m_merged[m_out++] = m_items[left ? m_left++ : m_right++]; }

    std::vector<Value> m_items;
    Ref<Callable> m_comparison;
    std::function<Value(std::vector<Value>)> m_then;
    std::vector<Value> m_merged;
    std::size_t m_width = 1, m_left = 0, m_middle = 0, m_right = 0, m_end = 0, m_out = 0;
};

} // namespace

Value eachItem(Call &call, const Value &source, Ref<Callable> lambda, Visit visit, Finish finish, bool withIndex)
{
    return call.await(std::make_unique<EachTask>(source, std::move(lambda), std::move(visit), std::move(finish), withIndex));
}

Value gather(Call &call, const Value &source, std::vector<Ref<Callable>> lambdas, std::function<Value(Machine &, std::vector<Row>)> then)
{
    return call.await(std::make_unique<GatherTask>(source, std::move(lambdas), std::move(then)));
}

Value sortWith(Call &call, std::vector<Value> items, Ref<Callable> comparison, std::function<Value(std::vector<Value>)> then)
{
    return call.await(std::make_unique<SortTask>(std::move(items), std::move(comparison), std::move(then)));
}

Value lazily(Call &call, std::function<EnumeratorPointer(Machine &, EnumeratorPointer)> make)
{
    call.machine().allocate(sizeof(LazySequence));
    auto factory = [source = sourceOf(call), make = std::move(make)](Machine &machine) {
        return make(machine, machine.enumerate(source));
    };
    return Value::of(expression::make<LazySequence>(call.result(), std::move(factory)));
}

Step LambdaStage::onItem(Machine &, Value item)
{
    m_item = std::move(item);
    return m_withIndex ? Poll::call(m_lambda, {m_item, Value::ofInt(m_index++)}) : Poll::call(m_lambda, {m_item});
}

Step LambdaStage::onResult(Machine &machine, Value result)
{
    return m_use(machine, m_item, std::move(result));
}

Step GatherStage::onItem(Machine &machine, Value item)
{
    machine.allocate(sizeof(Row) + m_lambdas.size() * sizeof(Value));
    m_rows.push_back({std::move(item), {}});
    return ask(machine);
}

Step GatherStage::ask(Machine &)
{
    auto &row = m_rows.back();
    if (row.results.size() == m_lambdas.size())
        return std::nullopt;
    return Poll::call(m_lambdas[row.results.size()], {row.item});
}

Step GatherStage::onResult(Machine &machine, Value result)
{
    m_rows.back().results.push_back(std::move(result));
    return ask(machine);
}

Poll GatherStage::onEnd(Machine &machine)
{
    if (!m_output)
        m_output = m_arrange(machine, std::move(m_rows));
    return m_at == m_output->size() ? Poll::end() : Poll::ready((*m_output)[m_at++]);
}

} // namespace gatehouse::expression
