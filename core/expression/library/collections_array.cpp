// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/collections.h"
#include "core/expression/library/linq.h"
#include "core/expression/machine.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

ArrayObject &arrayIn(Call &c, std::size_t index = 0, std::string_view parameter = "array")
{
    return c.object<ArrayObject>(index, parameter);
}

Value integer(std::size_t value)
{
    return Value::ofInt(static_cast<std::int32_t>(value));
}

std::size_t elementIndex(std::int32_t index, std::size_t size)
{
    if (index < 0 || static_cast<std::size_t>(index) >= size)
        raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
    return static_cast<std::size_t>(index);
}

Value getValue(Call &c)
{
    const auto &items = arrayIn(c).items();
    return items[elementIndex(c.int32(1), items.size())];
}

Value setValue(Call &c)
{
    auto &items = arrayIn(c).items();
    items[elementIndex(c.int32(2), items.size())] = c[1];
    return Value::null();
}

Value getLength(Call &c)
{
    if (c.int32(1) != 0)
        raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
    return integer(arrayIn(c).items().size());
}

Value clone(Call &c)
{
    const auto &array = arrayIn(c);
    c.machine().allocate(array.items().size() * sizeof(Value));
    return Value::of(make<ArrayObject>(array.type(c.library()), array.items()));
}

Value copyTo(Call &c)
{
    const auto &items = arrayIn(c).items();
    copyItems(c, items, 0, arrayIn(c, 1).items(), c.int32(2), static_cast<std::int32_t>(items.size()));
    return Value::null();
}

Value copy(Call &c)
{
    copyItems(c, arrayIn(c, 0, "sourceArray").items(), 0, arrayIn(c, 1, "destinationArray").items(), 0, c.int32(2));
    return Value::null();
}

Value copyRange(Call &c)
{
    copyItems(c, arrayIn(c, 0, "sourceArray").items(), c.int32(1), arrayIn(c, 2, "destinationArray").items(), c.int32(3), c.int32(4));
    return Value::null();
}

Value reverse(Call &c)
{
    auto &items = arrayIn(c).items();
    std::size_t begin = 0, count = items.size();
    if (c.count() > 1)
        std::tie(begin, count) = checkedRange(c.int32(1), c.int32(2), items.size());
    chargeItems(c.machine(), count);
    const auto first = items.begin() + static_cast<std::ptrdiff_t>(begin);
    std::reverse(first, first + static_cast<std::ptrdiff_t>(count));
    return Value::null();
}

Value sort(Call &c)
{
    auto &array = arrayIn(c);
    if (c.count() > 1 && c[1].as<Callable>())
        return sortWith(c, array.items(), lambdaOf(c, 1, "comparison"), [keep = Ref<ArrayObject>(&array)](std::vector<Value> sorted) {
            keep->items() = std::move(sorted);
            return Value::null();
        });
    auto *comparer = c.count() == 2 ? c[1].as<ComparerObject>() : nullptr;
    std::size_t begin = 0, count = array.items().size();
    if (c.count() > 2)
        std::tie(begin, count) = checkedRange(c.int32(1), c.int32(2), count);
    sortItems(c, array.items(), begin, count, comparer);
    return Value::null();
}

//! Array.Sort(keys, items).
Value sortPairs(Call &c)
{
    auto &keys = arrayIn(c, 0, "keys").items();
    auto &items = arrayIn(c, 1, "items").items();
    if (items.size() < keys.size())
        raise(Raised::ArgumentException, "The length of items is smaller than the length of keys.");
    std::vector<std::pair<Value, Value>> pairs;
    for (std::size_t i = 0; i < keys.size(); ++i)
        pairs.emplace_back(keys[i], items[i]);
    chargeItems(c.machine(), keys.size() * 8);
    std::stable_sort(pairs.begin(), pairs.end(), [](const auto &a, const auto &b) { return compareValues(a.first, b.first) < 0; });
    for (std::size_t i = 0; i < keys.size(); ++i)
        std::tie(keys[i], items[i]) = pairs[i];
    return Value::null();
}

Value clear(Call &c)
{
    auto &array = arrayIn(c);
    const auto index = c.int32(1);
    const auto length = c.int32(2);
    if (index < 0 || length < 0 || static_cast<std::size_t>(index) + static_cast<std::size_t>(length) > array.items().size())
        raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
    chargeItems(c.machine(), static_cast<std::size_t>(length));
    const auto zero = zeroOf(array.type(c.library())->element(), c.library());
    std::fill_n(array.items().begin() + index, length, zero);
    return Value::null();
}

} // namespace

void declareArrays(Library &library)
{
    library.declare(
        "class System.Array : IEnumerable", Known::Array,
        {{"int Length { get; }", [](Call &c) { return integer(arrayIn(c).items().size()); }},
         {"long LongLength { get; }", [](Call &c) { return Value::ofLong(static_cast<std::int64_t>(arrayIn(c).items().size())); }},
         {"int Rank { get; }", [](Call &) { return Value::ofInt(1); }},
         {"bool IsReadOnly { get; }", [](Call &) { return Value::ofBool(false); }},
         {"bool IsFixedSize { get; }", [](Call &) { return Value::ofBool(true); }},
         {"int GetLength(int dimension)", getLength},
         {"int GetLowerBound(int dimension)", [](Call &) { return Value::ofInt(0); }},
         {"int GetUpperBound(int dimension)",
          [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(arrayIn(c).items().size()) - 1); }},
         {"object GetValue(int index)", getValue},
         {"void SetValue(object value, int index)", setValue},
         {"object Clone()", clone},
         {"void CopyTo(Array array, int index)", copyTo},
         {"static void Copy(Array sourceArray, Array destinationArray, int length)", copy},
         {"static void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length)", copyRange},
         {"static void Reverse(Array array)", reverse},
         {"static void Reverse(Array array, int index, int length)", reverse},
         {"static void Clear(Array array, int index, int length)", clear},
         {"static void Sort<T>(T[] array)", sort},
         {"static void Sort<T>(T[] array, Comparison<T> comparison)", sort},
         {"static void Sort<T>(T[] array, IComparer<T> comparer)", sort},
         {"static void Sort<T>(T[] array, int index, int length)", sort},
         {"static void Sort<K, V>(K[] keys, V[] items)", sortPairs},
         {"static int IndexOf<T>(T[] array, T value)", items::indexOf},
         {"static int IndexOf<T>(T[] array, T value, int startIndex)", items::indexOf},
         {"static int IndexOf<T>(T[] array, T value, int startIndex, int count)", items::indexOf},
         {"static int LastIndexOf<T>(T[] array, T value)", items::lastIndexOf},
         {"static bool Exists<T>(T[] array, Predicate<T> match)", items::exists},
         {"static bool TrueForAll<T>(T[] array, Predicate<T> match)", items::trueForAll},
         {"static T Find<T>(T[] array, Predicate<T> match)", items::find},
         {"static T FindLast<T>(T[] array, Predicate<T> match)", items::findLast},
         {"static T[] FindAll<T>(T[] array, Predicate<T> match)", items::findAll},
         {"static int FindIndex<T>(T[] array, Predicate<T> match)", items::findIndex},
         {"static int FindIndex<T>(T[] array, int startIndex, Predicate<T> match)", items::findIndexFrom},
         {"static int FindLastIndex<T>(T[] array, Predicate<T> match)", items::findLastIndex},
         {"static void ForEach<T>(T[] array, Action<T> action)", items::forEach},
         {"static R[] ConvertAll<T, R>(T[] array, Converter<T, R> converter)", items::convertAll},
         {"static int BinarySearch<T>(T[] array, T value)", items::binarySearch},
         {"static int BinarySearch<T>(T[] array, T value, IComparer<T> comparer)", items::binarySearch},
         {"static ReadOnlyCollection<T> AsReadOnly<T>(T[] array)",
          [](Call &c) {
              const auto *listType = c.library().close(Known::List1, {c.typeArgument(0)});
              return Value::of(make<ReadOnlyListObject>(c.result(), make<ListObject>(listType, arrayIn(c).items())));
          }},
         {"static T[] Empty<T>()", [](Call &c) { return c.array(c.typeArgument(0), {}); }}});
}

} // namespace gatehouse::expression
