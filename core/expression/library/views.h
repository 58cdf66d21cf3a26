// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"
#include "core/expression/objects.h"

#include <optional>
#include <utility>
#include <vector>

namespace gatehouse::expression {

//! What ICollection<T> asks an object, whatever it is: inherit it beside Object. What changes it raises NotSupportedException unless
//! overridden.
class CollectionView
{
public:
    virtual ~CollectionView() = default;
    virtual std::size_t count() const = 0;
    virtual bool contains(const Value &item) const = 0;
    virtual std::vector<Value> snapshot(Machine &machine) const = 0;
    virtual bool isReadOnly() const { return true; }
    virtual void add(Value item);
    virtual bool remove(const Value &item);
    virtual void clear();
};

//! IList<T> and IReadOnlyList<T>.
class ListView : public CollectionView
{
public:
    virtual Value at(std::size_t index) const = 0;
    virtual void setAt(std::size_t index, Value value);
    virtual void insert(std::size_t index, Value value);
    virtual void removeAt(std::size_t index);
};

//! IDictionary<K, V> and IReadOnlyDictionary<K, V>. Keys are never null here.
class MapView
{
public:
    using Entry = std::pair<Value, Value>;

    virtual ~MapView() = default;
    virtual std::size_t size() const = 0;
    virtual std::optional<Value> find(const Value &key) const = 0;
    virtual std::vector<Entry> entries(Machine &machine) const = 0;
    //! False: the key was there and `replace` forbade to change it.
    virtual bool put(Value key, Value value, bool replace);
    virtual bool erase(const Value &key);
    virtual void eraseAll();
    virtual bool isFixed() const { return true; }
};

//! Null where the value is no such thing.
std::vector<Value> *itemsOf(const Value &value); //!< of an array or a List<T>
const MapView *mapOf(const Value &value);
MapView *changeableMapOf(const Value &value);
const CollectionView *collectionOf(const Value &value);
//! How many items, where that is known without enumerating.
std::optional<std::size_t> countOf(const Value &value);

//! Counts work that is done for each of `count` items.
void chargeItems(Machine &machine, std::size_t count);
//! default(T).
Value zeroOf(const Type *type, const Library &library);

//! A map whose entries the engine computes when it is asked: headers, variables. `Source` is copied into it.
class PairsEnumerator final : public Enumerator
{
public:
    PairsEnumerator(const Type *pairType, std::vector<MapView::Entry> entries) : m_pairType(pairType), m_entries(std::move(entries)) { }
    Poll next(Machine &machine) override;
    Poll resume(Machine &machine, Value result) override;

private:
    const Type *m_pairType;
    std::vector<MapView::Entry> m_entries;
    std::size_t m_at = 0;
};
const Type *pairTypeOf(const Library &library, const Type &mapType); //!< KeyValuePair<K, V> of Dictionary<K, V>

} // namespace gatehouse::expression
