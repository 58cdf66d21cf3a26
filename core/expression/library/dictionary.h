// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/comparers.h"
#include "core/expression/library/views.h"

#include <unordered_map>

namespace gatehouse::expression {

//! Slots of a hashed container in the order of .NET: a new key takes the slot that was freed last, else the next one.
class HashSlots
{
public:
    explicit HashSlots(Ref<ComparerObject> comparer)
        : m_comparer(std::move(comparer)), m_index(8, CompareHash{m_comparer.get()}, CompareEqual{m_comparer.get()})
    {
    }
    struct Slot
    {
        Value key, value;
        std::int32_t nextFree = -1;
        bool used = false;
    };
    const Slot *find(const Value &key) const;
    Slot *find(const Value &key);
    Slot &insert(Value key, Value value); //!< the key is not there
    bool erase(const Value &key);
    void clear();
    std::size_t size() const { return m_index.size(); }
    const std::vector<Slot> &slots() const { return m_slots; }
    const Ref<ComparerObject> &comparer() const { return m_comparer; }
    std::uint32_t version = 0;

private:
    Ref<ComparerObject> m_comparer;
    std::vector<Slot> m_slots;
    std::int32_t m_free = -1;
    std::unordered_map<Value, std::size_t, CompareHash, CompareEqual> m_index;
};

//! Dictionary<K, V>, and what the engine gives as IReadOnlyDictionary<K, V>: `type` is closed over K and V.
class DictionaryObject : public Object, public MapView
{
public:
    explicit DictionaryObject(const Type *type, Ref<ComparerObject> comparer = {}) : m_type(type), m_slots(std::move(comparer)) { }
    const Type *type(const Library &) const override { return m_type; }
    EnumeratorPointer enumerate(Machine &machine) override;

    std::size_t size() const override { return m_slots.size(); }
    std::optional<Value> find(const Value &key) const override;
    std::vector<Entry> entries(Machine &machine) const override;
    bool put(Value key, Value value, bool replace) override;
    bool erase(const Value &key) override;
    void eraseAll() override;
    bool isFixed() const override { return false; }
    const HashSlots &slots() const { return m_slots; }

private:
    const Type *m_type;
    HashSlots m_slots;
};

//! HashSet<T>.
class HashSetObject final : public Object, public CollectionView
{
public:
    explicit HashSetObject(const Type *type, Ref<ComparerObject> comparer = {}) : m_type(type), m_slots(std::move(comparer)) { }
    const Type *type(const Library &) const override { return m_type; }
    EnumeratorPointer enumerate(Machine &machine) override;

    std::size_t count() const override { return m_slots.size(); }
    bool contains(const Value &item) const override { return m_slots.find(item) != nullptr; }
    std::vector<Value> snapshot(Machine &machine) const override;
    bool isReadOnly() const override { return false; }
    void add(Value item) override { insert(std::move(item)); }
    bool remove(const Value &item) override;
    void clear() override;
    bool insert(Value item); //!< false: it was there
    const HashSlots &slots() const { return m_slots; }

private:
    const Type *m_type;
    HashSlots m_slots;
};

//! SortedDictionary<K, V>, SortedList<K, V>.
class SortedMapObject final : public Object, public MapView
{
public:
    SortedMapObject(const Type *type, Ref<ComparerObject> comparer) : m_type(type), m_comparer(std::move(comparer)) { }
    const Type *type(const Library &) const override { return m_type; }
    EnumeratorPointer enumerate(Machine &machine) override;

    std::size_t size() const override { return m_entries.size(); }
    std::optional<Value> find(const Value &key) const override;
    std::vector<Entry> entries(Machine &) const override { return m_entries; }
    bool put(Value key, Value value, bool replace) override;
    bool erase(const Value &key) override;
    void eraseAll() override { m_entries.clear(); }
    bool isFixed() const override { return false; }

private:
    int compare(const Value &a, const Value &b) const;
    std::vector<Entry>::const_iterator lowerBound(const Value &key) const;

    const Type *m_type;
    Ref<ComparerObject> m_comparer;
    std::vector<Entry> m_entries;
};

//! Keys or Values of a map: a live view.
class MapPartObject final : public Object, public CollectionView
{
public:
    MapPartObject(const Type *type, Value owner, bool isKeys) : m_type(type), m_owner(std::move(owner)), m_isKeys(isKeys) { }
    const Type *type(const Library &) const override { return m_type; }
    EnumeratorPointer enumerate(Machine &machine) override;
    std::size_t count() const override { return mapOf(m_owner)->size(); }
    bool contains(const Value &item) const override;
    std::vector<Value> snapshot(Machine &machine) const override;

private:
    const Type *m_type;
    Value m_owner;
    bool m_isKeys;
};

void declareDictionaries(Library &library);
void declareSets(Library &library);

} // namespace gatehouse::expression
