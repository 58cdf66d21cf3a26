// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/collections.h"
#include "core/expression/library/dictionary.h"
#include "core/expression/machine.h"

#include <string>

namespace gatehouse::expression {

namespace {

//! Tuple<...>.
class TupleObject final : public Object, public Comparable
{
public:
    TupleObject(const Type *type, std::vector<Value> items) : m_type(type), m_items(std::move(items)) { }
    const Type *type(const Library &) const override { return m_type; }
    const std::vector<Value> &items() const { return m_items; }
    std::u16string text(Machine &machine) const override
    {
        std::u16string all = u"(";
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            if (i > 0)
                all += u", ";
            all += machine.text(m_items[i]);
        }
        return all + u")";
    }
    bool equals(const Object &other) const override
    {
        const auto *tuple = dynamic_cast<const TupleObject *>(&other);
        if (!tuple || tuple->m_type != m_type)
            return false;
        for (std::size_t i = 0; i < m_items.size(); ++i)
            if (!equalValues(m_items[i], tuple->m_items[i]))
                return false;
        return true;
    }
    std::int32_t hash() const override
    {
        std::uint32_t sum = 0;
        for (const auto &item : m_items)
            sum = (sum << 5 | sum >> 27) ^ static_cast<std::uint32_t>(item.isNull() ? 0 : hashOf(item));
        return static_cast<std::int32_t>(sum);
    }
    int compareTo(const Value &other) const override
    {
        const auto *tuple = other.as<TupleObject>();
        if (!tuple || tuple->m_type != m_type)
            raise(Raised::ArgumentException, "Argument must be of the same type.", "other");
        for (std::size_t i = 0; i < m_items.size(); ++i)
            if (const int order = compareValues(m_items[i], tuple->m_items[i]); order != 0)
                return order;
        return 0;
    }

private:
    const Type *m_type;
    std::vector<Value> m_items;
};

template<std::size_t Index>
Value item(Call &c)
{
    return c.object<TupleObject>(0).items()[Index];
}

Value create(Call &c)
{
    std::vector<Value> items;
    for (std::size_t i = 0; i < c.count(); ++i)
        items.push_back(c[i]);
    return Value::of(make<TupleObject>(c.result(), std::move(items)));
}

void declareTuples(Library &library)
{
    library.declare("static class System.Tuple", Known::None,
                    {{"static Tuple<A> Create<A>(A item1)", create},
                     {"static Tuple<A, B> Create<A, B>(A item1, B item2)", create},
                     {"static Tuple<A, B, C> Create<A, B, C>(A item1, B item2, C item3)", create},
                     {"static Tuple<A, B, C, D> Create<A, B, C, D>(A item1, B item2, C item3, D item4)", create},
                     {"static Tuple<A, B, C, D, E> Create<A, B, C, D, E>(A item1, B item2, C item3, D item4, E item5)", create},
                     {"static Tuple<A, B, C, D, E, F> Create<A, B, C, D, E, F>(A item1, B item2, C item3, D item4, E item5, F item6)", create},
                     {"static Tuple<A, B, C, D, E, F, G> Create<A, B, C, D, E, F, G>(A item1, B item2, C item3, D item4, E item5, F item6, G "
                      "item7)",
                      create}});
    library.declare("class System.Tuple<A, B, C, D, E, F, G>", Known::None,
                    {{"new(A item1, B item2, C item3, D item4, E item5, F item6, G item7)", create},
                     {"A Item1 { get; }", item<0>},
                     {"B Item2 { get; }", item<1>},
                     {"C Item3 { get; }", item<2>},
                     {"D Item4 { get; }", item<3>},
                     {"E Item5 { get; }", item<4>},
                     {"F Item6 { get; }", item<5>},
                     {"G Item7 { get; }", item<6>}});
    library.declare("class System.Tuple<A>", Known::None, {{"new(A item1)", create}, {"A Item1 { get; }", item<0>}});
    library.declare("class System.Tuple<A, B>", Known::None,
                    {{"new(A item1, B item2)", create}, {"A Item1 { get; }", item<0>}, {"B Item2 { get; }", item<1>}});
    library.declare("class System.Tuple<A, B, C>", Known::None,
                    {{"new(A item1, B item2, C item3)", create},
                     {"A Item1 { get; }", item<0>},
                     {"B Item2 { get; }", item<1>},
                     {"C Item3 { get; }", item<2>}});
    library.declare("class System.Tuple<A, B, C, D>", Known::None,
                    {{"new(A item1, B item2, C item3, D item4)", create},
                     {"A Item1 { get; }", item<0>},
                     {"B Item2 { get; }", item<1>},
                     {"C Item3 { get; }", item<2>},
                     {"D Item4 { get; }", item<3>}});
    library.declare("class System.Tuple<A, B, C, D, E>", Known::None,
                    {{"new(A item1, B item2, C item3, D item4, E item5)", create},
                     {"A Item1 { get; }", item<0>},
                     {"B Item2 { get; }", item<1>},
                     {"C Item3 { get; }", item<2>},
                     {"D Item4 { get; }", item<3>},
                     {"E Item5 { get; }", item<4>}});
    library.declare("class System.Tuple<A, B, C, D, E, F>", Known::None,
                    {{"new(A item1, B item2, C item3, D item4, E item5, F item6)", create},
                     {"A Item1 { get; }", item<0>},
                     {"B Item2 { get; }", item<1>},
                     {"C Item3 { get; }", item<2>},
                     {"D Item4 { get; }", item<3>},
                     {"E Item5 { get; }", item<4>},
                     {"F Item6 { get; }", item<5>}});
}

ComparerObject &comparerIn(Call &c)
{
    return c[0].to<ComparerObject>();
}

Value defaultComparer(Call &c)
{
    return Value::of(make<ComparerObject>(c.result()));
}

Value same(Call &c)
{
    return Value::ofBool(c[1].isNull() || c[2].isNull() ? c[1].isNull() && c[2].isNull() : comparerIn(c).same(c[1], c[2]));
}

Value hashCode(Call &c)
{
    if (c.isNull(1))
        raiseNullArgument("obj");
    return Value::ofInt(comparerIn(c).hashCode(c[1]));
}

Value compare(Call &c)
{
    return Value::ofInt(c[1].isNull() || c[2].isNull() ? compareValues(c[1], c[2]) : comparerIn(c).compare(c[1], c[2]));
}

template<int Comparison>
Value stringComparer(Call &c)
{
    return Value::of(make<StringComparerObject>(c.result(), Comparison));
}

} // namespace

void declareComparers(Library &library)
{
    library.declare("interface System.Collections.Generic.IEqualityComparer<T>", Known::IEqualityComparer1,
                    {{"bool Equals(T x, T y)", same}, {"int GetHashCode(T obj)", hashCode}});
    library.declare("interface System.Collections.Generic.IComparer<T>", Known::IComparer1, {{"int Compare(T x, T y)", compare}});
    library.declare("class System.Collections.Generic.EqualityComparer<T> : IEqualityComparer<T>", Known::None,
                    {{"static EqualityComparer<T> Default { get; }", defaultComparer},
                     {"bool Equals(T x, T y)", same},
                     {"int GetHashCode(T obj)", hashCode}});
    library.declare("class System.Collections.Generic.Comparer<T> : IComparer<T>", Known::None,
                    {{"static Comparer<T> Default { get; }", defaultComparer}, {"int Compare(T x, T y)", compare}});
    library.declare("class System.StringComparer : IEqualityComparer<string>, IComparer<string>", Known::StringComparer,
                    {{"static StringComparer CurrentCulture { get; }", stringComparer<0>},
                     {"static StringComparer CurrentCultureIgnoreCase { get; }", stringComparer<1>},
                     {"static StringComparer InvariantCulture { get; }", stringComparer<2>},
                     {"static StringComparer InvariantCultureIgnoreCase { get; }", stringComparer<3>},
                     {"static StringComparer Ordinal { get; }", stringComparer<4>},
                     {"static StringComparer OrdinalIgnoreCase { get; }", stringComparer<5>},
                     {"bool Equals(string x, string y)", same},
                     {"int GetHashCode(string obj)", hashCode},
                     {"int Compare(string x, string y)", compare}});
}

void declarePairs(Library &library)
{
    library.declare("struct System.Collections.Generic.KeyValuePair<K, V>", Known::KeyValuePair2,
                    {{"new(K key, V value)", [](Call &c) { return Value::of(make<PairObject>(c.result(), c[0], c[1])); }},
                     {"K Key { get; }", [](Call &c) { return c.object<PairObject>(0).key(); }},
                     {"V Value { get; }", [](Call &c) { return c.object<PairObject>(0).value(); }}});
    declareTuples(library);
}

void declareCollections(Library &library)
{
    declareInterfaces(library);
    declareArrays(library);
    declareLists(library);
    declareDictionaries(library);
    declareSets(library);
    declareQueues(library);
    declarePairs(library);
    declareComparers(library);
}

} // namespace gatehouse::expression
