// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/call.h"

#include "core/expression/machine.h"
#include "core/expression/objects.h"

namespace gatehouse::expression {

Poll Poll::ready(Value value)
{
    Poll poll;
    poll.kind = Ready;
    poll.value = std::move(value);
    return poll;
}

Poll Poll::end()
{
    return {};
}

Poll Poll::call(const Ref<Callable> &callee, std::initializer_list<Value> arguments)
{
    Poll poll;
    poll.kind = Call;
    poll.callee = callee;
    for (const auto &argument : arguments)
        poll.arguments[poll.count++] = argument;
    return poll;
}

const std::u16string &Call::string(std::size_t index, std::string_view parameter) const
{
    return object<StringObject>(index, parameter).value();
}

std::u16string_view Call::stringOrEmpty(std::size_t index) const
{
    const auto *text = objectOrNull<StringObject>(index);
    return text ? std::u16string_view(text->value()) : std::u16string_view();
}

void Call::setOut(std::size_t index, Value value)
{
    m_arguments[index].to<Cell>().value = std::move(value);
}

const Library &Call::library() const
{
    return m_machine.library();
}

Context &Call::context()
{
    return m_machine.context();
}

std::u16string Call::text(const Value &value)
{
    return m_machine.text(value);
}

void Call::charge(std::size_t work)
{
    m_machine.charge(work);
}

Value Call::text(std::u16string value)
{
    m_machine.allocate(value.size() * 2 + 48);
    return Value::ofString(std::move(value));
}

Value Call::text(std::string_view utf8)
{
    return text(toUtf16(utf8));
}

Value Call::bytes(std::string_view value)
{
    std::vector<Value> items;
    items.reserve(value.size());
    for (const char byte : value)
        items.push_back(Value::ofByte(static_cast<std::uint8_t>(byte)));
    return array(library().primitive(TypeKind::Byte), std::move(items));
}

Value Call::array(const Type *element, std::vector<Value> items)
{
    m_machine.allocate(items.size() * sizeof(Value) + 64);
    return Value::of(new ArrayObject(library().arrayOf(element), std::move(items)));
}

Value Call::list(const Type *element, std::vector<Value> items)
{
    m_machine.allocate(items.size() * sizeof(Value) + 64);
    return Value::of(new ListObject(library().close(Known::List1, {element}), std::move(items)));
}

Value Call::await(std::unique_ptr<Task> task)
{
    m_machine.await(std::move(task));
    return {};
}

namespace {

//! Reads a lazy sequence to its end; then the native goes on with copies of its arguments.
class CollectTask final : public Task
{
public:
    using Then = std::function<Value(Call &call, std::vector<Value> items)>;
    CollectTask(EnumeratorPointer source, std::vector<Value> arguments, std::span<const Type *const> typeArguments, const Type *result,
                Then then)
        : m_source(std::move(source)), m_arguments(std::move(arguments)), m_typeArguments(typeArguments), m_result(result),
          m_then(std::move(then))
    {
    }
    Poll start(Machine &machine) override { return advance(machine, m_source->next(machine)); }
    Poll resume(Machine &machine, Value result) override
    {
        return m_next ? m_next->resume(machine, std::move(result)) : advance(machine, m_source->resume(machine, std::move(result)));
    }

private:
    Poll advance(Machine &machine, Poll poll)
    {
        while (poll.kind == Poll::Ready) {
            machine.allocate(sizeof(Value));
            m_items.push_back(std::move(poll.value));
            poll = m_source->next(machine);
        }
        if (poll.kind == Poll::Call)
            return poll;
        Call call(machine, m_arguments.data(), m_arguments.size(), m_typeArguments, m_result);
        auto value = m_then(call, std::move(m_items));
        m_next = machine.takeAwaited(); // the native needs another sequence, or lambdas
        return m_next ? m_next->start(machine) : Poll::ready(std::move(value));
    }

    EnumeratorPointer m_source;
    std::vector<Value> m_arguments;
    std::span<const Type *const> m_typeArguments;
    const Type *m_result;
    Then m_then;
    std::vector<Value> m_items;
    std::unique_ptr<Task> m_next;
};

} // namespace

Value Call::collect(std::size_t index, std::function<Value(Call &call, std::vector<Value> items)> then, std::string_view parameter)
{
    const auto source = m_arguments[index];
    if (source.isNull())
        raiseNullArgument(parameter);
    if (const auto *array = source.as<ArrayObject>()) {
        charge(array->items().size());
        return then(*this, array->items());
    }
    if (auto *list = source.as<ListObject>()) {
        charge(list->items().size());
        return then(*this, list->items());
    }
    return await(std::make_unique<CollectTask>(m_machine.enumerate(source), std::vector<Value>(m_arguments, m_arguments + m_count),
                                               m_typeArguments, m_result, std::move(then)));
}

} // namespace gatehouse::expression
