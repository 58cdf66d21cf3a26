// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/collections.h"
#include "core/expression/machine.h"

#include <algorithm>
#include <deque>

namespace gatehouse::expression {

namespace {

//! Queue<T>, Stack<T>; a stack's first item is the one pushed last.
class LineObject final : public Object, public CollectionView
{
public:
    explicit LineObject(const Type *type) : m_type(type) { }
    const Type *type(const Library &) const override { return m_type; }
    std::size_t count() const override { return items.size(); }
    bool contains(const Value &item) const override
    {
        return std::any_of(items.begin(), items.end(), [&item](const Value &other) { return equalValues(other, item); });
    }
    std::vector<Value> snapshot(Machine &) const override { return {items.begin(), items.end()}; }
    EnumeratorPointer enumerate(Machine &machine) override;

    std::deque<Value> items;
    std::uint32_t version = 0;

private:
    const Type *m_type;
};

class LineEnumerator final : public Enumerator
{
public:
    explicit LineEnumerator(Ref<LineObject> line) : m_line(std::move(line)), m_version(m_line->version) { }
    Poll next(Machine &) override
    {
        if (m_version != m_line->version)
            raise(Raised::InvalidOperation, "Collection was modified; enumeration operation may not execute.");
        return m_at < m_line->items.size() ? Poll::ready(m_line->items[m_at++]) : Poll::end();
    }
    Poll resume(Machine &, Value) override { return Poll::end(); }

private:
    Ref<LineObject> m_line;
    std::uint32_t m_version;
    std::size_t m_at = 0;
};

EnumeratorPointer LineObject::enumerate(Machine &)
{
    return make<LineEnumerator>(Ref<LineObject>(this));
}

LineObject &lineIn(Call &c)
{
    return c[0].to<LineObject>();
}

Value construct(Call &c)
{
    return Value::of(make<LineObject>(c.result()));
}

template<bool Stack>
Value constructFrom(Call &c)
{
    return c.collect(
        0,
        [type = c.result()](Call &call, const std::vector<Value> &items) {
            call.machine().allocate(items.size() * sizeof(Value));
            auto line = make<LineObject>(type);
            line->items.assign(items.begin(), items.end());
            if (Stack)
                std::reverse(line->items.begin(), line->items.end());
            return Value::of(line);
        },
        "collection");
}

template<bool Stack>
Value put(Call &c)
{
    c.machine().allocate(sizeof(Value));
    auto &line = lineIn(c);
    ++line.version;
    if (Stack)
        line.items.push_front(c[1]);
    else
        line.items.push_back(c[1]);
    return Value::null();
}

LineObject &filled(Call &c)
{
    auto &line = lineIn(c);
    if (line.items.empty())
        raise(Raised::InvalidOperation, c[0].object()->type(c.library())->known == Known::Stack1 ? "Stack empty." : "Queue empty.");
    return line;
}

Value take(Call &c)
{
    auto &line = filled(c);
    auto item = std::move(line.items.front());
    line.items.pop_front();
    ++line.version;
    return item;
}

Value clear(Call &c)
{
    lineIn(c).items.clear();
    ++lineIn(c).version;
    return Value::null();
}

template<bool Stack>
void declareLine(Library &library)
{
    library.declare(Stack ? "class System.Collections.Generic.Stack<T> : IReadOnlyCollection<T>"
                          : "class System.Collections.Generic.Queue<T> : IReadOnlyCollection<T>",
                    Stack ? Known::Stack1 : Known::Queue1,
                    {{"new()", construct},
                     {"new(int capacity)", construct},
                     {"new(IEnumerable<T> collection)", constructFrom<Stack>},
                     {"int Count { get; }", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(lineIn(c).items.size())); }},
                     {Stack ? "void Push(T item)" : "void Enqueue(T item)", put<Stack>},
                     {Stack ? "T Pop()" : "T Dequeue()", take},
                     {"T Peek()", [](Call &c) { return filled(c).items.front(); }},
                     {"bool Contains(T item)", [](Call &c) { return Value::ofBool(lineIn(c).contains(c[1])); }},
                     {"void Clear()", clear},
                     {"T[] ToArray()", [](Call &c) { return c.array(c.typeArgument(0), lineIn(c).snapshot(c.machine())); }}});
}

} // namespace

void declareQueues(Library &library)
{
    declareLine<false>(library);
    declareLine<true>(library);
}

} // namespace gatehouse::expression
