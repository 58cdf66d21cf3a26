// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/dictionary.h"
#include "core/expression/library/linq.h"

#include <memory>

namespace gatehouse::expression {

namespace {

Ref<ComparerObject> comparerAt(Call &c, std::size_t index)
{
    return index < c.count() ? Ref<ComparerObject>(c[index].as<ComparerObject>()) : nullptr;
}

//! IGrouping<K, T>.
class GroupingObject final : public SequenceObject
{
public:
    GroupingObject(const Type *type, Value key, std::vector<Value> items) : SequenceObject(type, std::move(items)), m_key(std::move(key)) { }
    const Value &key() const { return m_key; }

private:
    Value m_key;
};

//! Items by key, keys in the order they were met. A null key is a key here.
class GroupTable
{
public:
    struct Group
    {
        Value key;
        std::vector<Value> items;
    };
    explicit GroupTable(Ref<ComparerObject> comparer)
        : m_comparer(std::move(comparer)), m_index(8, CompareHash{m_comparer.get()}, CompareEqual{m_comparer.get()})
    {
    }
    void add(const Value &key, Value item)
    {
        const auto [at, isNew] = m_index.emplace(key, m_groups.size());
        if (isNew)
            m_groups.push_back({key, {}});
        m_groups[at->second].items.push_back(std::move(item));
    }
    const Group *find(const Value &key) const
    {
        const auto at = m_index.find(key);
        return at == m_index.end() ? nullptr : &m_groups[at->second];
    }
    const std::vector<Group> &groups() const { return m_groups; }

private:
    Ref<ComparerObject> m_comparer;
    std::vector<Group> m_groups;
    std::unordered_map<Value, std::size_t, CompareHash, CompareEqual> m_index;
};

//! results[0] is the key, results[1], if any, the element.
GroupTable tableOf(const std::vector<Row> &rows, const Ref<ComparerObject> &comparer)
{
    GroupTable table(comparer);
    for (const auto &row : rows)
        table.add(row.results[0], row.results.size() > 1 ? row.results[1] : row.item);
    return table;
}

std::vector<Value> groupingsOf(const GroupTable &table, const Type *groupType)
{
    std::vector<Value> groupings;
    for (const auto &group : table.groups())
        groupings.push_back(Value::of(make<GroupingObject>(groupType, group.key, group.items)));
    return groupings;
}

//! GroupBy with a result selector: calls it with key and group.
class GroupResultStage final : public Stage
{
public:
    GroupResultStage(EnumeratorPointer groups, Ref<Callable> result) : Stage(std::move(groups)), m_result(std::move(result)) { }

protected:
    Step onItem(Machine &, Value group) override { return Poll::call(m_result, {group.to<GroupingObject>().key(), group}); }
    Step onResult(Machine &, Value result) override { return Poll::ready(std::move(result)); }

private:
    Ref<Callable> m_result;
};

//! Type arguments: T, K[, E][, R]. Arguments: source, key[, element][, result][, comparer].
template<bool WithElement, bool WithResult>
Value groupBy(Call &c)
{
    sourceOf(c);
    std::vector<Ref<Callable>> lambdas{lambdaOf(c, 1, "keySelector")};
    if constexpr (WithElement)
        lambdas.push_back(lambdaOf(c, 2, "elementSelector"));
    constexpr std::size_t afterElement = WithElement ? 3 : 2;
    Ref<Callable> result;
    if constexpr (WithResult)
        result = lambdaOf(c, afterElement, "resultSelector");
    const auto comparer = comparerAt(c, afterElement + WithResult);
    const auto *groupType = c.library().close(Known::IGrouping2, {c.typeArgument(1), c.typeArgument(WithElement ? 2 : 0)});
    return lazily(c, [lambdas, result, comparer, groupType](Machine &, EnumeratorPointer source) -> EnumeratorPointer {
        auto groups = make<GatherStage>(std::move(source), lambdas, [comparer, groupType](Machine &, std::vector<Row> rows) {
            return groupingsOf(tableOf(rows, comparer), groupType);
        });
        if (!result)
            return groups;
        return make<GroupResultStage>(groups, result);
    });
}

//! Join and GroupJoin: reads the inner sequence with its keys, then walks the outer.
class JoinStage final : public Enumerator, private Puller
{
public:
    JoinStage(EnumeratorPointer inner, Value outer, Ref<Callable> outerKey, Ref<Callable> innerKey, Ref<Callable> result,
              Ref<ComparerObject> comparer, const Type *groupType)
        : m_outer(std::move(outer)), m_outerKey(std::move(outerKey)), m_innerKey(std::move(innerKey)), m_result(std::move(result)),
          m_table(std::move(comparer)), m_groupType(groupType)
    {
        setSource(std::move(inner));
    }
    Poll next(Machine &machine) override { return m_matches && m_at < m_matches->size() ? joined() : pull(machine); }
    Poll resume(Machine &machine, Value result) override { return resumed(machine, std::move(result)); }

protected:
    Step onItem(Machine &, Value item) override
    {
        m_item = std::move(item);
        return Poll::call(m_inOuter ? m_outerKey : m_innerKey, {m_item});
    }
    Step onResult(Machine &machine, Value result) override
    {
        if (m_joining) {
            m_joining = false;
            return Poll::ready(std::move(result));
        }
        if (!m_inOuter) {
            machine.allocate(2 * sizeof(Value));
            if (!result.isNull())
                m_table.add(result, std::move(m_item));
            return std::nullopt;
        }
        static const std::vector<Value> none;
        const auto *group = result.isNull() ? nullptr : m_table.find(result);
        m_matches = group ? &group->items : &none;
        m_at = 0;
        if (m_groupType) {
            m_at = m_matches->size();
            m_joining = true;
            return Poll::call(m_result, {m_item, Value::of(make<SequenceObject>(m_groupType, *m_matches))});
        }
        return m_matches->empty() ? Step() : Step(joined());
    }
    Poll onEnd(Machine &machine) override
    {
        if (m_inOuter)
            return Poll::end();
        m_inOuter = true;
        setSource(machine.enumerate(m_outer));
        return pull(machine);
    }

private:
    Poll joined()
    {
        m_joining = true;
        return Poll::call(m_result, {m_item, (*m_matches)[m_at++]});
    }

    Value m_outer;
    Ref<Callable> m_outerKey, m_innerKey, m_result;
    GroupTable m_table;
    const Type *m_groupType; //!< null: Join
    bool m_inOuter = false;
    bool m_joining = false;
    Value m_item;
    const std::vector<Value> *m_matches = nullptr;
    std::size_t m_at = 0;
};

template<bool Grouped>
Value join(Call &c)
{
    const Type *groupType = Grouped ? c.library().close(Known::IEnumerable1, {c.typeArgument(1)}) : nullptr;
    auto factory = [outer = sourceOf(c, 0, "outer"), inner = sourceOf(c, 1, "inner"), outerKey = lambdaOf(c, 2, "outerKeySelector"),
                    innerKey = lambdaOf(c, 3, "innerKeySelector"), result = lambdaOf(c, 4, "resultSelector"), comparer = comparerAt(c, 5),
                    groupType](Machine &machine) -> EnumeratorPointer {
        return make<JoinStage>(machine.enumerate(inner), outer, outerKey, innerKey, result, comparer, groupType);
    };
    return Value::of(make<LazySequence>(c.result(), std::move(factory)));
}

//! ILookup<K, T>.
class LookupObject final : public Object
{
public:
    LookupObject(const Type *type, const Type *groupType, GroupTable table)
        : m_type(type), m_table(std::move(table)), m_groupings(groupingsOf(m_table, groupType))
    {
    }
    const Type *type(const Library &) const override { return m_type; }
    const GroupTable &table() const { return m_table; }
    EnumeratorPointer enumerate(Machine &) override { return make<ItemsEnumerator>(Value::of(this), m_groupings); }

private:
    const Type *m_type;
    GroupTable m_table;
    std::vector<Value> m_groupings;
};

template<bool WithElement>
std::vector<Ref<Callable>> keyAndElement(Call &c)
{
    std::vector<Ref<Callable>> lambdas{lambdaOf(c, 1, "keySelector")};
    if constexpr (WithElement)
        lambdas.push_back(lambdaOf(c, 2, "elementSelector"));
    return lambdas;
}

template<bool WithElement>
Value toLookup(Call &c)
{
    const auto *groupType = c.library().close(Known::IGrouping2, {c.typeArgument(1), c.typeArgument(WithElement ? 2 : 0)});
    return gather(c, sourceOf(c), keyAndElement<WithElement>(c),
                  [type = c.result(), groupType, comparer = comparerAt(c, WithElement ? 3 : 2)](Machine &, const std::vector<Row> &rows) {
                      return Value::of(make<LookupObject>(type, groupType, tableOf(rows, comparer)));
                  });
}

template<bool WithElement>
Value toDictionary(Call &c)
{
    return gather(c, sourceOf(c), keyAndElement<WithElement>(c),
                  [type = c.result(), comparer = comparerAt(c, WithElement ? 3 : 2)](Machine &, const std::vector<Row> &rows) {
                      auto dictionary = make<DictionaryObject>(type, comparer);
                      for (const auto &row : rows) {
                          if (row.results[0].isNull())
                              raiseNullArgument("key");
                          if (!dictionary->put(row.results[0], row.results.size() > 1 ? row.results[1] : row.item, false))
                              raise(Raised::ArgumentException, "An item with the same key has already been added.");
                      }
                      return Value::of(dictionary);
                  });
}

Value lookupItem(Call &c)
{
    const auto *group = c.object<LookupObject>(0).table().find(c[1]);
    return Value::of(make<SequenceObject>(c.result(), group ? group->items : std::vector<Value>{}));
}

} // namespace

void declareLinqGroups(Library &library)
{
    library.declare("interface System.Linq.IGrouping<K, T> : IEnumerable<T>", Known::IGrouping2,
                    {{"K Key { get; }", [](Call &c) { return c.object<GroupingObject>(0).key(); }}});
    library.declare("interface System.Linq.ILookup<K, T> : IEnumerable<IGrouping<K, T>>", Known::ILookup2,
                    {{"int Count { get; }",
                      [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(c.object<LookupObject>(0).table().groups().size())); }},
                     {"bool Contains(K key)", [](Call &c) { return Value::ofBool(c.object<LookupObject>(0).table().find(c[1]) != nullptr); }},
                     {"IEnumerable<T> this[K key] { get; }", lookupItem}});
    library.declare(
        "static class System.Linq.Enumerable", Known::Enumerable,
        {{"static IEnumerable<IGrouping<K, T>> GroupBy<T, K>(this IEnumerable<T> source, Func<T, K> keySelector)", groupBy<false, false>},
         {"static IEnumerable<IGrouping<K, T>> GroupBy<T, K>(this IEnumerable<T> source, Func<T, K> keySelector, IEqualityComparer<K> comparer)",
          groupBy<false, false>},
         {"static IEnumerable<IGrouping<K, E>> GroupBy<T, K, E>(this IEnumerable<T> source, Func<T, K> keySelector, Func<T, E> elementSelector)",
          groupBy<true, false>},
         {"static IEnumerable<IGrouping<K, E>> GroupBy<T, K, E>(this IEnumerable<T> source, Func<T, K> keySelector, Func<T, E> "
          "elementSelector, IEqualityComparer<K> comparer)",
          groupBy<true, false>},
         {"static IEnumerable<R> GroupBy<T, K, R>(this IEnumerable<T> source, Func<T, K> keySelector, Func<K, IEnumerable<T>, R> "
          "resultSelector)",
          groupBy<false, true>},
         {"static IEnumerable<R> GroupBy<T, K, R>(this IEnumerable<T> source, Func<T, K> keySelector, Func<K, IEnumerable<T>, R> "
          "resultSelector, IEqualityComparer<K> comparer)",
          groupBy<false, true>},
         {"static IEnumerable<R> GroupBy<T, K, E, R>(this IEnumerable<T> source, Func<T, K> keySelector, Func<T, E> elementSelector, "
          "Func<K, IEnumerable<E>, R> resultSelector)",
          groupBy<true, true>},
         {"static IEnumerable<R> GroupBy<T, K, E, R>(this IEnumerable<T> source, Func<T, K> keySelector, Func<T, E> elementSelector, "
          "Func<K, IEnumerable<E>, R> resultSelector, IEqualityComparer<K> comparer)",
          groupBy<true, true>},
         {"static IEnumerable<R> Join<A, B, K, R>(this IEnumerable<A> outer, IEnumerable<B> inner, Func<A, K> outerKeySelector, Func<B, K> "
          "innerKeySelector, Func<A, B, R> resultSelector, IEqualityComparer<K> comparer = null)",
          join<false>},
         {"static IEnumerable<R> GroupJoin<A, B, K, R>(this IEnumerable<A> outer, IEnumerable<B> inner, Func<A, K> outerKeySelector, Func<B, "
          "K> innerKeySelector, Func<A, IEnumerable<B>, R> resultSelector, IEqualityComparer<K> comparer = null)",
          join<true>},
         {"static ILookup<K, T> ToLookup<T, K>(this IEnumerable<T> source, Func<T, K> keySelector)", toLookup<false>},
         {"static ILookup<K, T> ToLookup<T, K>(this IEnumerable<T> source, Func<T, K> keySelector, IEqualityComparer<K> comparer)",
          toLookup<false>},
         {"static ILookup<K, E> ToLookup<T, K, E>(this IEnumerable<T> source, Func<T, K> keySelector, Func<T, E> elementSelector, "
          "IEqualityComparer<K> comparer = null)",
          toLookup<true>},
         {"static Dictionary<K, T> ToDictionary<T, K>(this IEnumerable<T> source, Func<T, K> keySelector)", toDictionary<false>},
         {"static Dictionary<K, T> ToDictionary<T, K>(this IEnumerable<T> source, Func<T, K> keySelector, IEqualityComparer<K> comparer)",
          toDictionary<false>},
         {"static Dictionary<K, E> ToDictionary<T, K, E>(this IEnumerable<T> source, Func<T, K> keySelector, Func<T, E> elementSelector, "
          "IEqualityComparer<K> comparer = null)",
          toDictionary<true>}});
}

} // namespace gatehouse::expression
