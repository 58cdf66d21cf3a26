// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/collections.h"

#include "core/expression/library/linq.h"
#include "core/expression/machine.h"

#include <algorithm>
#include <bit>

namespace gatehouse::expression {

namespace {

ListObject &listIn(Call &c)
{
    return c[0].to<ListObject>();
}

std::vector<Value> &itemsIn(Call &c)
{
    return listIn(c).items();
}

Value integer(std::size_t value)
{
    return Value::ofInt(static_cast<std::int32_t>(value));
}

void grow(Call &c, std::size_t count)
{
    c.machine().allocate(count * sizeof(Value));
}

Value construct(Call &c)
{
    return Value::of(make<ListObject>(c.result(), std::vector<Value>{}));
}

Value constructSized(Call &c)
{
    if (c.int32(0) < 0)
        raise(Raised::ArgumentOutOfRange, "Non-negative number required.", "capacity");
    return construct(c);
}

Value constructFrom(Call &c)
{
    return c.collect(
        0,
        [type = c.result()](Call &call, std::vector<Value> items) {
            call.machine().allocate(items.size() * sizeof(Value));
            return Value::of(make<ListObject>(type, std::move(items)));
        },
        "collection");
}

Value add(Call &c)
{
    grow(c, 1);
    ++listIn(c).version;
    itemsIn(c).push_back(c[1]);
    return Value::null();
}

Value addRange(Call &c)
{
    return c.collect(
        1,
        [list = Ref<ListObject>(&listIn(c))](Call &call, std::vector<Value> items) {
            call.machine().allocate(items.size() * sizeof(Value));
            ++list->version;
            std::move(items.begin(), items.end(), std::back_inserter(list->items()));
            return Value::null();
        },
        "collection");
}

Value insertRange(Call &c)
{
    const auto at = insertPosition(c.int32(1), itemsIn(c).size());
    return c.collect(
        2,
        [list = Ref<ListObject>(&listIn(c)), at](Call &call, std::vector<Value> items) {
            call.machine().allocate(items.size() * sizeof(Value));
            ++list->version;
            list->items().insert(list->items().begin() + static_cast<std::ptrdiff_t>(at), items.begin(), items.end());
            return Value::null();
        },
        "collection");
}

Value get(Call &c)
{
    const auto &items = itemsIn(c);
    return items[itemIndex(c.int32(1), items.size())];
}

Value set(Call &c)
{
    auto &items = itemsIn(c);
    items[itemIndex(c.int32(1), items.size())] = c[2];
    ++listIn(c).version;
    return Value::null();
}

Value insert(Call &c)
{
    auto &items = itemsIn(c);
    const auto at = insertPosition(c.int32(1), items.size());
    grow(c, 1);
    chargeItems(c.machine(), items.size() - at);
    ++listIn(c).version;
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(at), c[2]);
    return Value::null();
}

Value removeAt(Call &c)
{
    auto &items = itemsIn(c);
    const auto at = itemIndex(c.int32(1), items.size());
    chargeItems(c.machine(), items.size() - at);
    ++listIn(c).version;
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
    return Value::null();
}

Value remove(Call &c)
{
    auto &items = itemsIn(c);
    chargeItems(c.machine(), items.size());
    const auto found = std::find_if(items.begin(), items.end(), [&c](const Value &item) { return equalValues(item, c[1]); });
    if (found == items.end())
        return Value::ofBool(false);
    ++listIn(c).version;
    items.erase(found);
    return Value::ofBool(true);
}

Value removeRange(Call &c)
{
    auto &items = itemsIn(c);
    const auto [begin, count] = checkedRange(c.int32(1), c.int32(2), items.size());
    ++listIn(c).version;
    const auto first = items.begin() + static_cast<std::ptrdiff_t>(begin);
    items.erase(first, first + static_cast<std::ptrdiff_t>(count));
    return Value::null();
}

Value removeAll(Call &c)
{
    return gather(c, c[0], {lambdaOf(c, 1, "match")}, [list = Ref<ListObject>(&listIn(c))](Machine &, const std::vector<Row> &rows) {
        auto &items = list->items();
        const auto before = items.size();
        items.clear();
        for (const auto &row : rows)
            if (!row.results[0].boolean())
                items.push_back(row.item);
        ++list->version;
        return integer(before - items.size());
    });
}

Value clear(Call &c)
{
    ++listIn(c).version;
    itemsIn(c).clear();
    return Value::null();
}

Value getRange(Call &c)
{
    const auto &items = itemsIn(c);
    const auto [begin, count] = checkedRange(c.int32(1), c.int32(2), items.size());
    const auto first = items.begin() + static_cast<std::ptrdiff_t>(begin);
    return c.list(c.typeArgument(0), {first, first + static_cast<std::ptrdiff_t>(count)});
}

Value reverse(Call &c)
{
    auto &items = itemsIn(c);
    std::size_t begin = 0, count = items.size();
    if (c.count() > 1)
        std::tie(begin, count) = checkedRange(c.int32(1), c.int32(2), items.size());
    chargeItems(c.machine(), count);
    ++listIn(c).version;
    const auto first = items.begin() + static_cast<std::ptrdiff_t>(begin);
    std::reverse(first, first + static_cast<std::ptrdiff_t>(count));
    return Value::null();
}

Value sort(Call &c)
{
    auto &list = listIn(c);
    ++list.version;
    if (c.count() > 1 && c[1].as<Callable>())
        return sortWith(c, list.items(), lambdaOf(c, 1, "comparison"), [keep = Ref<ListObject>(&list)](std::vector<Value> sorted) {
            keep->items() = std::move(sorted);
            return Value::null();
        });
    const auto [begin, count] = c.count() > 2 ? checkedRange(c.int32(1), c.int32(2), list.items().size())
                                              : std::pair{std::size_t{0}, list.items().size()};
    const auto comparerAt = c.count() > 2 ? std::size_t{3} : std::size_t{1};
    sortItems(c, list.items(), begin, count, c.count() > comparerAt ? c[comparerAt].as<ComparerObject>() : nullptr);
    return Value::null();
}

Value copyTo(Call &c)
{
    const auto &items = itemsIn(c);
    const bool ranged = c.count() > 3;
    const auto from = ranged ? c.int32(1) : 0;
    auto &target = c.object<ArrayObject>(ranged ? 2 : 1, "array").items();
    const auto to = ranged ? c.int32(3) : (c.count() > 2 ? c.int32(2) : 0);
    const auto count = ranged ? c.int32(4) : static_cast<std::int32_t>(items.size());
    copyItems(c, items, from, target, to, count);
    return Value::null();
}

Value asReadOnly(Call &c)
{
    return Value::of(make<ReadOnlyListObject>(c.result(), Ref<ListObject>(&listIn(c))));
}

} // namespace

void declareLists(Library &library)
{
    library.declare(
        "class System.Collections.Generic.List<T> : IList<T>, IReadOnlyList<T>", Known::List1,
        {{"new()", construct},
         {"new(int capacity)", constructSized},
         {"new(IEnumerable<T> collection)", constructFrom},
         {"int Count { get; }", [](Call &c) { return integer(itemsIn(c).size()); }},
         {"int Capacity { get; set; }",
          [](Call &c) { return integer(std::max<std::size_t>(itemsIn(c).empty() ? 0 : 4, std::bit_ceil(itemsIn(c).size()))); },
          [](Call &) { return Value::null(); }},
         {"T this[int index] { get; set; }", get, set},
         {"void Add(T item)", add},
         {"void AddRange(IEnumerable<T> collection)", addRange},
         {"void Insert(int index, T item)", insert},
         {"void InsertRange(int index, IEnumerable<T> collection)", insertRange},
         {"bool Remove(T item)", remove},
         {"void RemoveAt(int index)", removeAt},
         {"void RemoveRange(int index, int count)", removeRange},
         {"int RemoveAll(Predicate<T> match)", removeAll},
         {"void Clear()", clear},
         {"List<T> GetRange(int index, int count)", getRange},
         {"void Reverse()", reverse},
         {"void Reverse(int index, int count)", reverse},
         {"void Sort()", sort},
         {"void Sort(IComparer<T> comparer)", sort},
         {"void Sort(Comparison<T> comparison)", sort},
         {"void Sort(int index, int count, IComparer<T> comparer)", sort},
         {"void CopyTo(T[] array)", copyTo},
         {"void CopyTo(T[] array, int arrayIndex)", copyTo},
         {"void CopyTo(int index, T[] array, int arrayIndex, int count)", copyTo},
         {"ReadOnlyCollection<T> AsReadOnly()", asReadOnly},
         {"T[] ToArray()", [](Call &c) { return c.array(c.typeArgument(0), itemsIn(c)); }},
         {"void TrimExcess()", [](Call &) { return Value::null(); }},
         {"bool Contains(T item)", items::contains},
         {"int IndexOf(T item)", items::indexOf},
         {"int IndexOf(T item, int index)", items::indexOf},
         {"int IndexOf(T item, int index, int count)", items::indexOf},
         {"int LastIndexOf(T item)", items::lastIndexOf},
         {"bool Exists(Predicate<T> match)", items::exists},
         {"bool TrueForAll(Predicate<T> match)", items::trueForAll},
         {"T Find(Predicate<T> match)", items::find},
         {"T FindLast(Predicate<T> match)", items::findLast},
         {"List<T> FindAll(Predicate<T> match)", items::findAll},
         {"int FindIndex(Predicate<T> match)", items::findIndex},
         {"int FindIndex(int startIndex, Predicate<T> match)", items::findIndexFrom},
         {"int FindLastIndex(Predicate<T> match)", items::findLastIndex},
         {"void ForEach(Action<T> action)", items::forEach},
         {"List<R> ConvertAll<R>(Converter<T, R> converter)", items::convertAll},
         {"int BinarySearch(T item)", items::binarySearch},
         {"int BinarySearch(T item, IComparer<T> comparer)", items::binarySearch}});
    library.declare("class System.Collections.ObjectModel.ReadOnlyCollection<T> : IList<T>, IReadOnlyList<T>", Known::None,
                    {{"int Count { get; }", [](Call &c) { return integer(c.object<ReadOnlyListObject>(0).count()); }},
                     {"T this[int index] { get; }",
                      [](Call &c) {
                          const auto &list = c.object<ReadOnlyListObject>(0);
                          return list.at(itemIndex(c.int32(1), list.count()));
                      }},
                     {"bool Contains(T value)", [](Call &c) { return Value::ofBool(c.object<ReadOnlyListObject>(0).contains(c[1])); }},
                     {"int IndexOf(T value)", [](Call &c) {
                          const auto &items = c.object<ReadOnlyListObject>(0).list().items();
                          for (std::size_t i = 0; i < items.size(); ++i)
                              if (equalValues(items[i], c[1]))
                                  return integer(i);
                          return Value::ofInt(-1);
                      }}});
}

} // namespace gatehouse::expression
