// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/views.h"

#include "core/expression/guid.h"
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

Value zeroOf(const Type *type, const Library &library)
{
    switch (type->kind) {
    case TypeKind::Bool: return Value::ofBool(false);
    case TypeKind::Char: return Value::ofChar(0);
    case TypeKind::SByte: return Value::ofInteger(Tag::SByte, 0);
    case TypeKind::Byte: return Value::ofByte(0);
    case TypeKind::Int16: return Value::ofInteger(Tag::Int16, 0);
    case TypeKind::UInt16: return Value::ofInteger(Tag::UInt16, 0);
    case TypeKind::Int32: return Value::ofInt(0);
    case TypeKind::UInt32: return Value::ofInteger(Tag::UInt32, 0);
    case TypeKind::Int64: return Value::ofLong(0);
    case TypeKind::UInt64: return Value::ofInteger(Tag::UInt64, 0);
    case TypeKind::Single: return Value::ofReal(Tag::Single, 0);
    case TypeKind::Double: return Value::ofDouble(0);
    case TypeKind::Decimal: return Value::of(make<DecimalObject>(0, false, 0));
    case TypeKind::Enum: return Value::ofEnum(type, 0);
    case TypeKind::Struct:
        switch (type->known) {
        case Known::DateTime: return Value::ofDateTime(0, 0);
        case Known::TimeSpan: return Value::ofTimeSpan(0);
        case Known::DateTimeOffset: return Value::ofDateTimeOffset(0, 0);
        case Known::KeyValuePair2:
            return Value::of(make<PairObject>(type, zeroOf(type->arguments[0], library), zeroOf(type->arguments[1], library)));
        case Known::Guid: return Value::of(make<GuidObject>(GuidBytes{}));
        default: return {};
        }
    default: return {};
    }
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
