// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/views.h"

#include "core/expression/library/json.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

namespace {

[[noreturn]] void readOnly()
{
    raise(Raised::NotSupported, "Collection is read-only.");
}

} // namespace

void CollectionView::add(Value)
{
    readOnly();
}

bool CollectionView::remove(const Value &)
{
    readOnly();
}

void CollectionView::clear()
{
    readOnly();
}

void ListView::setAt(std::size_t, Value)
{
    readOnly();
}

void ListView::insert(std::size_t, Value)
{
    readOnly();
}

void ListView::removeAt(std::size_t)
{
    readOnly();
}

bool MapView::put(Value, Value, bool)
{
    readOnly();
}

bool MapView::erase(const Value &)
{
    readOnly();
}

void MapView::eraseAll()
{
    readOnly();
}

std::vector<Value> *itemsOf(const Value &value)
{
    if (auto *array = value.as<ArrayObject>())
        return &array->items();
    if (auto *list = value.as<ListObject>())
        return &list->items();
    return nullptr;
}

const MapView *mapOf(const Value &value)
{
    return value.as<MapView>();
}

MapView *changeableMapOf(const Value &value)
{
    return value.as<MapView>();
}

const CollectionView *collectionOf(const Value &value)
{
    return value.as<CollectionView>();
}

std::optional<std::size_t> countOf(const Value &value)
{
    if (const auto *items = itemsOf(value))
        return items->size();
    if (const auto *sequence = value.as<SequenceObject>())
        return sequence->items().size();
    if (const auto *collection = collectionOf(value))
        return collection->count();
    if (const auto *map = mapOf(value))
        return map->size();
    if (const auto *container = value.as<JsonContainer>())
        return container->items().size();
    return std::nullopt;
}

void chargeItems(Machine &machine, std::size_t count)
{
    constexpr std::size_t workOfOne = 4, most = 1'000'000;
    for (; count > most; count -= most)
        machine.charge(most * workOfOne);
    machine.charge(count * workOfOne);
}

Value zeroOf(const Type *type, const Library &library)
{
    return defaultValue(library, type);
}

Poll PairsEnumerator::next(Machine &machine)
{
    if (m_at == m_entries.size())
        return Poll::end();
    machine.allocate(sizeof(PairObject));
    auto &[key, value] = m_entries[m_at++];
    return Poll::ready(Value::of(make<PairObject>(m_pairType, key, value)));
}

Poll PairsEnumerator::resume(Machine &, Value)
{
    return Poll::end();
}

const Type *pairTypeOf(const Library &library, const Type &mapType)
{
    return library.close(Known::KeyValuePair2, {mapType.arguments[0], mapType.arguments[1]});
}

} // namespace gatehouse::expression
