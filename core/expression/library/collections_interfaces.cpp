// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/collections.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/machine.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

//! Members of the interfaces: what they do depends on the object, an array, a list, a view of the engine or a JSON container.

[[noreturn]] void fixedSize()
{
    raise(Raised::NotSupported, "Collection was of a fixed size.");
}

[[noreturn]] void unsupported()
{
    raise(Raised::NotSupported, "Specified method is not supported.");
}

Value count(Call &c)
{
    const auto known = countOf(c[0]);
    if (!known)
        unsupported();
    return Value::ofInt(static_cast<std::int32_t>(*known));
}

Value isReadOnly(Call &c)
{
    if (c[0].as<ArrayObject>())
        return Value::ofBool(true);
    const auto *collection = collectionOf(c[0]);
    return Value::ofBool(collection && collection->isReadOnly());
}

Value indexOf(Call &c)
{
    const auto *known = itemsOf(c[0]);
    const auto items = known ? *known : (collectionOf(c[0]) ? collectionOf(c[0])->snapshot(c.machine()) : std::vector<Value>{});
    chargeItems(c.machine(), items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        if (equalValues(items[i], c[1]))
            return Value::ofInt(static_cast<std::int32_t>(i));
    return Value::ofInt(-1);
}

Value contains(Call &c)
{
    if (const auto *collection = collectionOf(c[0]))
        return Value::ofBool(collection->contains(c[1]));
    if (const auto *map = mapOf(c[0])) {
        const auto *pair = c[1].as<PairObject>();
        const auto found = pair ? map->find(pair->key()) : std::nullopt;
        return Value::ofBool(found && equalValues(*found, pair->value()));
    }
    return Value::ofBool(indexOf(c).int32() >= 0);
}

Value add(Call &c)
{
    c.machine().allocate(sizeof(Value));
    if (auto *list = c[0].as<ListObject>()) {
        ++list->version;
        list->items().push_back(c[1]);
    } else if (auto *collection = c[0].as<CollectionView>()) {
        collection->add(c[1]);
    } else if (auto *map = changeableMapOf(c[0])) {
        const auto &pair = c.object<PairObject>(1);
        if (!map->put(pair.key(), pair.value(), false))
            raise(Raised::ArgumentException, "An item with the same key has already been added.");
    } else {
        fixedSize();
    }
    return Value::null();
}

Value clear(Call &c)
{
    if (auto *list = c[0].as<ListObject>()) {
        ++list->version;
        list->items().clear();
    } else if (auto *collection = c[0].as<CollectionView>()) {
        collection->clear();
    } else if (auto *map = changeableMapOf(c[0])) {
        map->eraseAll();
    } else {
        fixedSize();
    }
    return Value::null();
}

Value removeAt(Call &c)
{
    const auto at = c.int32(1);
    if (auto *list = c[0].as<ListObject>()) {
        const auto index = itemIndex(at, list->items().size());
        ++list->version;
        list->items().erase(list->items().begin() + static_cast<std::ptrdiff_t>(index));
    } else if (auto *view = c[0].as<ListView>()) {
        view->removeAt(itemIndex(at, view->count()));
    } else {
        fixedSize();
    }
    return Value::null();
}

Value remove(Call &c)
{
    if (c[0].as<ListObject>()) {
        const auto at = indexOf(c);
        if (at.int32() < 0)
            return Value::ofBool(false);
        c[1] = at;
        removeAt(c);
        return Value::ofBool(true);
    }
    if (auto *collection = c[0].as<CollectionView>())
        return Value::ofBool(collection->remove(c[1]));
    if (auto *map = changeableMapOf(c[0]))
        return Value::ofBool(map->erase(c.object<PairObject>(1).key()));
    fixedSize();
}

Value get(Call &c)
{
    if (c[0].as<ArrayObject>()) {
        const auto &items = *itemsOf(c[0]);
        if (c.int32(1) < 0 || static_cast<std::size_t>(c.int32(1)) >= items.size())
            raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
        return items[static_cast<std::size_t>(c.int32(1))];
    }
    if (const auto *items = itemsOf(c[0]))
        return (*items)[itemIndex(c.int32(1), items->size())];
    if (const auto *list = c[0].as<ListView>())
        return list->at(itemIndex(c.int32(1), list->count()));
    unsupported();
}

Value set(Call &c)
{
    const auto at = c.int32(1);
    if (auto *items = itemsOf(c[0])) {
        (*items)[itemIndex(at, items->size())] = c[2];
        if (auto *list = c[0].as<ListObject>())
            ++list->version;
    } else if (auto *view = c[0].as<ListView>()) {
        view->setAt(itemIndex(at, view->count()), c[2]);
    } else {
        unsupported();
    }
    return Value::null();
}

Value insert(Call &c)
{
    const auto at = c.int32(1);
    c.machine().allocate(sizeof(Value));
    if (auto *list = c[0].as<ListObject>()) {
        const auto index = insertPosition(at, list->items().size());
        ++list->version;
        list->items().insert(list->items().begin() + static_cast<std::ptrdiff_t>(index), c[2]);
    } else if (auto *view = c[0].as<ListView>()) {
        view->insert(insertPosition(at, view->count()), c[2]);
    } else {
        fixedSize();
    }
    return Value::null();
}

Value copyTo(Call &c)
{
    std::vector<Value> items;
    if (const auto *known = itemsOf(c[0]))
        items = *known;
    else if (const auto *collection = collectionOf(c[0]))
        items = collection->snapshot(c.machine());
    copyItems(c, items, 0, c.object<ArrayObject>(1, "array").items(), c.int32(2), static_cast<std::int32_t>(items.size()));
    return Value::null();
}

//! IEnumerator<T>: an enumeration that the expression steps through itself.
class CursorObject final : public Object
{
public:
    CursorObject(const Type *type, EnumeratorPointer source) : m_type(type), m_source(std::move(source)) { }
    const Type *type(const Library &) const override { return m_type; }
    const EnumeratorPointer &source() const { return m_source; }
    Value current;

private:
    const Type *m_type;
    EnumeratorPointer m_source;
};

class MoveNextTask final : public Task
{
public:
    explicit MoveNextTask(Ref<CursorObject> cursor) : m_cursor(std::move(cursor)) { }
    Poll start(Machine &machine) override { return moved(m_cursor->source()->next(machine)); }
    Poll resume(Machine &machine, Value result) override { return moved(m_cursor->source()->resume(machine, std::move(result))); }

private:
    Poll moved(Poll poll)
    {
        if (poll.kind == Poll::Call)
            return poll;
        m_cursor->current = poll.kind == Poll::Ready ? std::move(poll.value) : Value();
        return Poll::ready(Value::ofBool(poll.kind == Poll::Ready));
    }
    Ref<CursorObject> m_cursor;
};

Value getEnumerator(Call &c)
{
    return Value::of(make<CursorObject>(c.result(), c.machine().enumerate(c[0])));
}

Value moveNext(Call &c)
{
    return c.await(std::make_unique<MoveNextTask>(Ref<CursorObject>(&c[0].to<CursorObject>())));
}

Value current(Call &c)
{
    const auto &item = c[0].to<CursorObject>().current;
    return item.isNull() ? zeroOf(c.result(), c.library()) : item;
}

Value nothing(Call &)
{
    return Value::null();
}

} // namespace

void declareInterfaces(Library &library)
{
    library.declare("interface System.Collections.IEnumerator", Known::None, {{"bool MoveNext()", moveNext}, {"object Current { get; }", current}});
    library.declare("interface System.Collections.Generic.IEnumerator<T> : IEnumerator, IDisposable", Known::IEnumerator1,
                    {{"T Current { get; }", current}, {"bool MoveNext()", moveNext}, {"void Dispose()", nothing}});
    library.declare("interface System.Collections.IEnumerable", Known::IEnumerable, {{"IEnumerator GetEnumerator()", getEnumerator}});
    library.declare("interface System.Collections.Generic.IEnumerable<T> : IEnumerable", Known::IEnumerable1,
                    {{"IEnumerator<T> GetEnumerator()", getEnumerator}});
    library.declare("interface System.Collections.Generic.ICollection<T> : IEnumerable<T>", Known::ICollection1,
                    {{"int Count { get; }", count},
                     {"bool IsReadOnly { get; }", isReadOnly},
                     {"bool Contains(T item)", contains},
                     {"void Add(T item)", add},
                     {"bool Remove(T item)", remove},
                     {"void Clear()", clear},
                     {"void CopyTo(T[] array, int arrayIndex)", copyTo}});
    library.declare("interface System.Collections.Generic.IList<T> : ICollection<T>", Known::IList1,
                    {{"T this[int index] { get; set; }", get, set},
                     {"int IndexOf(T item)", indexOf},
                     {"void Insert(int index, T item)", insert},
                     {"void RemoveAt(int index)", removeAt}});
    library.declare("interface System.Collections.Generic.IReadOnlyCollection<T> : IEnumerable<T>", Known::IReadOnlyCollection1,
                    {{"int Count { get; }", count}});
    library.declare("interface System.Collections.Generic.IReadOnlyList<T> : IReadOnlyCollection<T>", Known::IReadOnlyList1,
                    {{"T this[int index] { get; }", get}});
}

} // namespace gatehouse::expression
