// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/collections.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/library/linq.h"
#include "core/expression/machine.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

HashSetObject &setIn(Call &c)
{
    return c[0].to<HashSetObject>();
}

Ref<ComparerObject> lastComparer(Call &c)
{
    return c.count() > 0 ? Ref<ComparerObject>(c[c.count() - 1].as<ComparerObject>()) : nullptr;
}

Value construct(Call &c)
{
    return Value::of(make<HashSetObject>(c.result(), lastComparer(c)));
}

Value constructFrom(Call &c)
{
    return c.collect(
        0,
        [type = c.result(), comparer = c.count() > 1 ? lastComparer(c) : nullptr](Call &call, std::vector<Value> items) {
            call.machine().allocate(items.size() * sizeof(HashSlots::Slot));
            auto set = make<HashSetObject>(type, comparer);
            for (auto &item : items)
                set->insert(std::move(item));
            return Value::of(set);
        },
        "collection");
}

Value add(Call &c)
{
    c.machine().allocate(sizeof(HashSlots::Slot));
    return Value::ofBool(setIn(c).insert(c[1]));
}

//! A set with the comparer of argument 0's, of the other sequence's items.
Ref<HashSetObject> otherSet(const HashSetObject &set, const std::vector<Value> &items)
{
    auto other = make<HashSetObject>(nullptr, set.slots().comparer());
    for (const auto &item : items)
        other->insert(item);
    return other;
}

//! Runs `operation` with this set and the other sequence's items.
template<typename Operation>
Value withOther(Call &c, Operation operation)
{
    return c.collect(
        1,
        [keep = Ref<HashSetObject>(&setIn(c)), operation](Call &call, const std::vector<Value> &items) {
            call.machine().allocate(items.size() * sizeof(HashSlots::Slot));
            chargeItems(call.machine(), items.size());
            return operation(*keep, items, call.machine());
        },
        "other");
}

Value unionWith(Call &c)
{
    return withOther(c, [](HashSetObject &set, const std::vector<Value> &items, Machine &) {
        for (const auto &item : items)
            set.insert(item);
        return Value::null();
    });
}

Value exceptWith(Call &c)
{
    return withOther(c, [](HashSetObject &set, const std::vector<Value> &items, Machine &) {
        for (const auto &item : items)
            set.remove(item);
        return Value::null();
    });
}

Value intersectWith(Call &c)
{
    return withOther(c, [](HashSetObject &set, const std::vector<Value> &items, Machine &machine) {
        const auto other = otherSet(set, items);
        for (const auto &item : set.snapshot(machine))
            if (!other->contains(item))
                set.remove(item);
        return Value::null();
    });
}

Value symmetricExceptWith(Call &c)
{
    return withOther(c, [](HashSetObject &set, const std::vector<Value> &items, Machine &machine) {
        // New items take their slots before common ones leave theirs.
        std::vector<Value> common;
        for (const auto &item : otherSet(set, items)->snapshot(machine))
            if (!set.insert(item))
                common.push_back(item);
        for (const auto &item : common)
            set.remove(item);
        return Value::null();
    });
}

struct Relation
{
    bool subset = false, superset = false, overlap = false;
    std::size_t size = 0, otherSize = 0;
};

template<typename Test>
Value related(Call &c, Test test)
{
    return withOther(c, [test](HashSetObject &set, const std::vector<Value> &items, Machine &machine) {
        const auto other = otherSet(set, items);
        const auto own = set.snapshot(machine);
        const auto others = other->snapshot(machine);
        Relation relation;
        relation.subset = std::all_of(own.begin(), own.end(), [&](const Value &item) { return other->contains(item); });
        relation.superset = std::all_of(others.begin(), others.end(), [&](const Value &item) { return set.contains(item); });
        relation.overlap = std::any_of(others.begin(), others.end(), [&](const Value &item) { return set.contains(item); });
        relation.size = own.size();
        relation.otherSize = others.size();
        return Value::ofBool(test(relation));
    });
}

Value removeWhere(Call &c)
{
    return gather(c, c[0], {lambdaOf(c, 1, "match")}, [keep = Ref<HashSetObject>(&setIn(c))](Machine &, const std::vector<Row> &rows) {
        std::int32_t removed = 0;
        for (const auto &row : rows)
            removed += row.results[0].boolean() && keep->remove(row.item);
        return Value::ofInt(removed);
    });
}

Value copyTo(Call &c)
{
    const auto items = setIn(c).snapshot(c.machine());
    copyItems(c, items, 0, c.object<ArrayObject>(1, "array").items(), c.count() > 2 ? c.int32(2) : 0, static_cast<std::int32_t>(items.size()));
    return Value::null();
}

} // namespace

void declareSets(Library &library)
{
    const auto isSubset = [](Call &c) { return related(c, [](const Relation &r) { return r.subset; }); };
    const auto isSuperset = [](Call &c) { return related(c, [](const Relation &r) { return r.superset; }); };
    const auto isProperSubset = [](Call &c) { return related(c, [](const Relation &r) { return r.subset && r.size < r.otherSize; }); };
    const auto isProperSuperset = [](Call &c) { return related(c, [](const Relation &r) { return r.superset && r.size > r.otherSize; }); };
    const auto overlaps = [](Call &c) { return related(c, [](const Relation &r) { return r.overlap; }); };
    const auto setEquals = [](Call &c) { return related(c, [](const Relation &r) { return r.subset && r.superset; }); };
    library.declare("interface System.Collections.Generic.ISet<T> : ICollection<T>", Known::ISet1,
                    {{"bool Add(T item)", add},
                     {"void UnionWith(IEnumerable<T> other)", unionWith},
                     {"void ExceptWith(IEnumerable<T> other)", exceptWith},
                     {"void IntersectWith(IEnumerable<T> other)", intersectWith},
                     {"void SymmetricExceptWith(IEnumerable<T> other)", symmetricExceptWith},
                     {"bool IsSubsetOf(IEnumerable<T> other)", isSubset},
                     {"bool IsSupersetOf(IEnumerable<T> other)", isSuperset},
                     {"bool IsProperSubsetOf(IEnumerable<T> other)", isProperSubset},
                     {"bool IsProperSupersetOf(IEnumerable<T> other)", isProperSuperset},
                     {"bool Overlaps(IEnumerable<T> other)", overlaps},
                     {"bool SetEquals(IEnumerable<T> other)", setEquals}});
    library.declare("class System.Collections.Generic.HashSet<T> : ISet<T>, IReadOnlyCollection<T>", Known::HashSet1,
                    {{"new()", construct},
                     {"new(IEqualityComparer<T> comparer)", construct},
                     {"new(IEnumerable<T> collection)", constructFrom},
                     {"new(IEnumerable<T> collection, IEqualityComparer<T> comparer)", constructFrom},
                     {"int Count { get; }", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(setIn(c).count())); }},
                     {"bool Add(T item)", add},
                     {"bool Remove(T item)", [](Call &c) { return Value::ofBool(setIn(c).remove(c[1])); }},
                     {"bool Contains(T item)", [](Call &c) { return Value::ofBool(setIn(c).contains(c[1])); }},
                     {"void Clear()", [](Call &c) { setIn(c).clear(); return Value::null(); }},
                     {"void UnionWith(IEnumerable<T> other)", unionWith},
                     {"void ExceptWith(IEnumerable<T> other)", exceptWith},
                     {"void IntersectWith(IEnumerable<T> other)", intersectWith},
                     {"void SymmetricExceptWith(IEnumerable<T> other)", symmetricExceptWith},
                     {"bool IsSubsetOf(IEnumerable<T> other)", isSubset},
                     {"bool IsSupersetOf(IEnumerable<T> other)", isSuperset},
                     {"bool IsProperSubsetOf(IEnumerable<T> other)", isProperSubset},
                     {"bool IsProperSupersetOf(IEnumerable<T> other)", isProperSuperset},
                     {"bool Overlaps(IEnumerable<T> other)", overlaps},
                     {"bool SetEquals(IEnumerable<T> other)", setEquals},
                     {"int RemoveWhere(Predicate<T> match)", removeWhere},
                     {"void CopyTo(T[] array)", copyTo},
                     {"void CopyTo(T[] array, int arrayIndex)", copyTo}});
}

} // namespace gatehouse::expression
