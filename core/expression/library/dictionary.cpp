// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/dictionary.h"

#include "core/expression/machine.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

[[noreturn]] void changedWhileEnumerated()
{
    raise(Raised::InvalidOperation, "Collection was modified; enumeration operation may not execute.");
}

enum class Part { Pair, Key, Value_ };

class SlotsEnumerator final : public Enumerator
{
public:
    SlotsEnumerator(Value owner, const HashSlots &slots, Part part, const Type *pairType)
        : m_owner(std::move(owner)), m_slots(slots), m_version(slots.version), m_part(part), m_pairType(pairType)
    {
    }
    Poll next(Machine &machine) override
    {
        if (m_version != m_slots.version)
            changedWhileEnumerated();
        const auto &slots = m_slots.slots();
        while (m_at < slots.size() && !slots[m_at].used)
            ++m_at;
        if (m_at == slots.size())
            return Poll::end();
        const auto &slot = slots[m_at++];
        if (m_part == Part::Key)
            return Poll::ready(slot.key);
        if (m_part == Part::Value_)
            return Poll::ready(slot.value);
        machine.allocate(sizeof(PairObject));
        return Poll::ready(Value::of(make<PairObject>(m_pairType, slot.key, slot.value)));
    }
    Poll resume(Machine &, Value) override { return Poll::end(); }

private:
    Value m_owner;
    const HashSlots &m_slots;
    std::uint32_t m_version;
    Part m_part;
    const Type *m_pairType;
    std::size_t m_at = 0;
};

//! Items that were copied out of their container.
class CopyEnumerator final : public Enumerator
{
public:
    explicit CopyEnumerator(std::vector<Value> items) : m_items(std::move(items)) { }
    Poll next(Machine &) override { return m_at == m_items.size() ? Poll::end() : Poll::ready(m_items[m_at++]); }
    Poll resume(Machine &, Value) override { return Poll::end(); }

private:
    std::vector<Value> m_items;
    std::size_t m_at = 0;
};

} // namespace

const HashSlots::Slot *HashSlots::find(const Value &key) const
{
    const auto found = m_index.find(key);
    return found == m_index.end() ? nullptr : &m_slots[found->second];
}

HashSlots::Slot *HashSlots::find(const Value &key)
{
    const auto found = m_index.find(key);
    return found == m_index.end() ? nullptr : &m_slots[found->second];
}

HashSlots::Slot &HashSlots::insert(Value key, Value value)
{
    std::size_t at = m_slots.size();
    if (m_free >= 0) {
        at = static_cast<std::size_t>(m_free);
        m_free = m_slots[at].nextFree;
    } else {
        m_slots.emplace_back();
    }
    m_index.emplace(key, at);
    ++version;
    m_slots[at] = {std::move(key), std::move(value), -1, true};
    return m_slots[at];
}

bool HashSlots::erase(const Value &key)
{
    const auto found = m_index.find(key);
    if (found == m_index.end())
        return false;
    const auto at = found->second;
    m_index.erase(found);
    m_slots[at] = {{}, {}, m_free, false};
    m_free = static_cast<std::int32_t>(at);
    ++version;
    return true;
}

void HashSlots::clear()
{
    m_index.clear();
    m_slots.clear();
    m_free = -1;
    ++version;
}

EnumeratorPointer DictionaryObject::enumerate(Machine &machine)
{
    return make<SlotsEnumerator>(Value::of(this), m_slots, Part::Pair, pairTypeOf(machine.library(), *m_type));
}

std::optional<Value> DictionaryObject::find(const Value &key) const
{
    const auto *slot = m_slots.find(key);
    return slot ? std::optional(slot->value) : std::nullopt;
}

std::vector<MapView::Entry> DictionaryObject::entries(Machine &) const
{
    std::vector<Entry> all;
    for (const auto &slot : m_slots.slots())
        if (slot.used)
            all.emplace_back(slot.key, slot.value);
    return all;
}

bool DictionaryObject::put(Value key, Value value, bool replace)
{
    if (auto *slot = m_slots.find(key)) {
        if (!replace)
            return false;
        slot->value = std::move(value);
        ++m_slots.version;
        return true;
    }
    m_slots.insert(std::move(key), std::move(value));
    return true;
}

bool DictionaryObject::erase(const Value &key)
{
    return m_slots.erase(key);
}

void DictionaryObject::eraseAll()
{
    m_slots.clear();
}

EnumeratorPointer HashSetObject::enumerate(Machine &)
{
    return make<SlotsEnumerator>(Value::of(this), m_slots, Part::Key, nullptr);
}

std::vector<Value> HashSetObject::snapshot(Machine &) const
{
    std::vector<Value> items;
    for (const auto &slot : m_slots.slots())
        if (slot.used)
            items.push_back(slot.key);
    return items;
}

bool HashSetObject::insert(Value item)
{
    if (m_slots.find(item))
        return false;
    m_slots.insert(std::move(item), {});
    return true;
}

bool HashSetObject::remove(const Value &item)
{
    return m_slots.erase(item);
}

void HashSetObject::clear()
{
    m_slots.clear();
}

int SortedMapObject::compare(const Value &a, const Value &b) const
{
    return m_comparer ? m_comparer->compare(a, b) : compareValues(a, b);
}

std::vector<MapView::Entry>::const_iterator SortedMapObject::lowerBound(const Value &key) const
{
    return std::lower_bound(m_entries.begin(), m_entries.end(), key,
                            [this](const Entry &entry, const Value &wanted) { return compare(entry.first, wanted) < 0; });
}

EnumeratorPointer SortedMapObject::enumerate(Machine &machine)
{
    return make<PairsEnumerator>(pairTypeOf(machine.library(), *m_type), m_entries);
}

std::optional<Value> SortedMapObject::find(const Value &key) const
{
    const auto at = lowerBound(key);
    if (at == m_entries.end() || compare(at->first, key) != 0)
        return std::nullopt;
    return at->second;
}

bool SortedMapObject::put(Value key, Value value, bool replace)
{
    const auto at = m_entries.begin() + (lowerBound(key) - m_entries.cbegin());
    if (at != m_entries.end() && compare(at->first, key) == 0) {
        if (!replace)
            return false;
        at->second = std::move(value);
        return true;
    }
    m_entries.emplace(at, std::move(key), std::move(value));
    return true;
}

bool SortedMapObject::erase(const Value &key)
{
    const auto at = lowerBound(key);
    if (at == m_entries.end() || compare(at->first, key) != 0)
        return false;
    m_entries.erase(at);
    return true;
}

EnumeratorPointer MapPartObject::enumerate(Machine &machine)
{
    if (const auto *dictionary = m_owner.as<DictionaryObject>())
        return make<SlotsEnumerator>(m_owner, dictionary->slots(), m_isKeys ? Part::Key : Part::Value_, nullptr);
    return make<CopyEnumerator>(snapshot(machine));
}

bool MapPartObject::contains(const Value &item) const
{
    if (m_isKeys)
        return !item.isNull() && mapOf(m_owner)->find(item).has_value();
    const auto *dictionary = m_owner.as<DictionaryObject>();
    if (!dictionary)
        return false;
    const auto &slots = dictionary->slots().slots();
    return std::any_of(slots.begin(), slots.end(),
                       [&item](const HashSlots::Slot &slot) { return slot.used && equalValues(slot.value, item); });
}

std::vector<Value> MapPartObject::snapshot(Machine &machine) const
{
    std::vector<Value> items;
    for (auto &[key, value] : mapOf(m_owner)->entries(machine))
        items.push_back(m_isKeys ? key : value);
    return items;
}

} // namespace gatehouse::expression
