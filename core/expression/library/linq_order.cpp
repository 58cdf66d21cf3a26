// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/comparers.h"
#include "core/expression/library/linq.h"
#include "core/expression/library/views.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace gatehouse::expression {

namespace {

struct SortKey
{
    Ref<Callable> selector;
    Ref<ComparerObject> comparer;
    bool descending = false;

    int compare(const Value &a, const Value &b) const
    {
        const int result = comparer ? comparer->compare(a, b) : compareValues(a, b);
        return descending ? (result < 0) - (result > 0) : result;
    }
};

std::vector<Value> sorted(Machine &machine, const std::vector<Row> &rows, const std::vector<SortKey> &keys)
{
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    chargeItems(machine, rows.size() * static_cast<std::size_t>(std::bit_width(rows.size())));
    const auto precedes = [&](std::size_t a, std::size_t b) {
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (const int result = keys[i].compare(rows[a].results[i], rows[b].results[i]); result != 0)
                return result < 0;
        return false;
    };
    try {
        std::stable_sort(order.begin(), order.end(), precedes);
    } catch (const Raise &) {
        raise(Raised::InvalidOperation, "Failed to compare two elements in the array.");
    }
    std::vector<Value> items;
    items.reserve(rows.size());
    for (const auto at : order)
        items.push_back(rows[at].item);
    return items;
}

//! What OrderBy gives: ThenBy adds a key to it.
class OrderedSequence final : public Object
{
public:
    OrderedSequence(const Type *type, Value source, std::vector<SortKey> keys)
        : m_type(type), m_source(std::move(source)), m_keys(std::move(keys))
    {
    }
    const Type *type(const Library &) const override { return m_type; }
    const Value &source() const { return m_source; }
    const std::vector<SortKey> &keys() const { return m_keys; }
    EnumeratorPointer enumerate(Machine &machine) override
    {
        std::vector<Ref<Callable>> selectors;
        for (const auto &key : m_keys)
            selectors.push_back(key.selector);
        auto arrange = [keys = m_keys](Machine &within, std::vector<Row> rows) { return sorted(within, rows, keys); };
        return make<GatherStage>(machine.enumerate(m_source), std::move(selectors), std::move(arrange));
    }

private:
    const Type *m_type;
    Value m_source;
    std::vector<SortKey> m_keys;
};

SortKey keyOf(Call &c, bool descending)
{
    return {lambdaOf(c, 1, "keySelector"), c.count() > 2 ? Ref<ComparerObject>(c[2].as<ComparerObject>()) : nullptr, descending};
}

template<bool Descending>
Value orderBy(Call &c)
{
    return Value::of(make<OrderedSequence>(c.result(), sourceOf(c), std::vector<SortKey>{keyOf(c, Descending)}));
}

template<bool Descending>
Value thenBy(Call &c)
{
    const auto &before = c.object<OrderedSequence>(0, "source");
    auto keys = before.keys();
    keys.push_back(keyOf(c, Descending));
    return Value::of(make<OrderedSequence>(c.result(), before.source(), std::move(keys)));
}

} // namespace

void declareLinqOrder(Library &library)
{
    library.declare("interface System.Linq.IOrderedEnumerable<T> : IEnumerable<T>", Known::IOrderedEnumerable1, {});
    library.declare(
        "static class System.Linq.Enumerable", Known::Enumerable,
        {{"static IOrderedEnumerable<T> OrderBy<T, K>(this IEnumerable<T> source, Func<T, K> keySelector)", orderBy<false>},
         {"static IOrderedEnumerable<T> OrderBy<T, K>(this IEnumerable<T> source, Func<T, K> keySelector, IComparer<K> comparer)",
          orderBy<false>},
         {"static IOrderedEnumerable<T> OrderByDescending<T, K>(this IEnumerable<T> source, Func<T, K> keySelector)", orderBy<true>},
         {"static IOrderedEnumerable<T> OrderByDescending<T, K>(this IEnumerable<T> source, Func<T, K> keySelector, IComparer<K> comparer)",
          orderBy<true>},
         {"static IOrderedEnumerable<T> ThenBy<T, K>(this IOrderedEnumerable<T> source, Func<T, K> keySelector)", thenBy<false>},
         {"static IOrderedEnumerable<T> ThenBy<T, K>(this IOrderedEnumerable<T> source, Func<T, K> keySelector, IComparer<K> comparer)",
          thenBy<false>},
         {"static IOrderedEnumerable<T> ThenByDescending<T, K>(this IOrderedEnumerable<T> source, Func<T, K> keySelector)", thenBy<true>},
         {"static IOrderedEnumerable<T> ThenByDescending<T, K>(this IOrderedEnumerable<T> source, Func<T, K> keySelector, IComparer<K> "
          "comparer)",
          thenBy<true>}});
}

} // namespace gatehouse::expression
