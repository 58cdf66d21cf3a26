// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/collections.h"
#include "core/expression/library/linq.h"
#include "core/expression/machine.h"

#include <algorithm>
#include <bit>
#include <memory>

namespace gatehouse::expression {

namespace {

constexpr auto badIndex = "Index was out of range. Must be non-negative and less than the size of the collection.";

Value integer(std::size_t value)
{
    return Value::ofInt(static_cast<std::int32_t>(value));
}

const std::vector<Value> &itemsIn(Call &c)
{
    if (c.isNull(0))
        raiseNullArgument("array");
    return *itemsOf(c[0]);
}

//! What FindAll and ConvertAll give: a list where the call's type is one, else an array.
Value sequenceOf(Machine &machine, const Type *type, std::vector<Value> items)
{
    machine.allocate(items.size() * sizeof(Value));
    if (type->kind == TypeKind::Array)
        return Value::of(make<ArrayObject>(type, std::move(items)));
    return Value::of(make<ListObject>(type, std::move(items)));
}

Value zeroOfElement(Call &c)
{
    return zeroOf(c.typeArgument(0), c.library());
}

} // namespace

bool ReadOnlyListObject::contains(const Value &item) const
{
    const auto &items = m_list->items();
    return std::any_of(items.begin(), items.end(), [&item](const Value &other) { return equalValues(other, item); });
}

std::size_t itemIndex(std::int32_t index, std::size_t size)
{
    if (index < 0 || static_cast<std::size_t>(index) >= size)
        raise(Raised::ArgumentOutOfRange, badIndex, "index");
    return static_cast<std::size_t>(index);
}

std::size_t insertPosition(std::int32_t index, std::size_t size)
{
    if (index < 0 || static_cast<std::size_t>(index) > size)
        raise(Raised::ArgumentOutOfRange, "Index must be within the bounds of the List.", "index");
    return static_cast<std::size_t>(index);
}

std::pair<std::size_t, std::size_t> checkedRange(std::int32_t index, std::int32_t count, std::size_t size)
{
    if (index < 0)
        raise(Raised::ArgumentOutOfRange, "Non-negative number required.", "index");
    if (count < 0)
        raise(Raised::ArgumentOutOfRange, "Non-negative number required.", "count");
    if (static_cast<std::size_t>(index) + static_cast<std::size_t>(count) > size)
        raise(Raised::ArgumentException,
              "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end "
              "of the source collection.");
    return {static_cast<std::size_t>(index), static_cast<std::size_t>(count)};
}

void copyItems(Call &call, const std::vector<Value> &source, std::int32_t from, std::vector<Value> &target, std::int32_t to,
               std::int32_t count)
{
    if (count < 0)
        raise(Raised::ArgumentOutOfRange, "Value has to be >= 0.", "length");
    if (from < 0)
        raise(Raised::ArgumentOutOfRange, "Value has to be >= 0.", "sourceIndex");
    if (to < 0)
        raise(Raised::ArgumentOutOfRange, "Value has to be >= 0.", "destinationIndex");
    const auto length = static_cast<std::size_t>(count);
    if (static_cast<std::size_t>(from) + length > source.size())
        raise(Raised::ArgumentException, "Source array was not long enough. Check srcIndex and length, and the array's lower bounds.");
    if (static_cast<std::size_t>(to) + length > target.size())
        raise(Raised::ArgumentException, "Destination array was not long enough. Check destIndex and length, and the array's lower bounds.");
    chargeItems(call.machine(), length);
    const auto first = source.begin() + from;
    const auto destination = target.begin() + to;
    if (&source == &target && to > from)
        std::copy_backward(first, first + count, destination + count);
    else
        std::copy(first, first + count, destination);
}

void sortItems(Call &call, std::vector<Value> &items, std::size_t begin, std::size_t count, const ComparerObject *comparer)
{
    chargeItems(call.machine(), count * static_cast<std::size_t>(std::bit_width(count)));
    const auto first = items.begin() + static_cast<std::ptrdiff_t>(begin);
    try {
        std::stable_sort(first, first + static_cast<std::ptrdiff_t>(count), [comparer](const Value &a, const Value &b) {
            return (comparer ? comparer->compare(a, b) : compareValues(a, b)) < 0;
        });
    } catch (const Raise &) {
        raise(Raised::InvalidOperation, "Failed to compare two elements in the array.");
    }
}

namespace items {

Value contains(Call &c)
{
    const auto &all = itemsIn(c);
    chargeItems(c.machine(), all.size());
    return Value::ofBool(std::any_of(all.begin(), all.end(), [&c](const Value &item) { return equalValues(item, c[1]); }));
}

Value indexOf(Call &c)
{
    const auto &all = itemsIn(c);
    const auto size = static_cast<std::int32_t>(all.size());
    const auto begin = c.count() > 2 ? c.int32(2) : 0;
    if (begin < 0 || begin > size)
        raise(Raised::ArgumentOutOfRange, badIndex, "index");
    const auto count = c.count() > 3 ? c.int32(3) : size - begin;
    if (count < 0 || begin > size - count)
        raise(Raised::ArgumentOutOfRange, "Count must be positive and count must refer to a location within the string/array/collection.",
              "count");
    chargeItems(c.machine(), all.size());
    for (auto i = begin; i < begin + count; ++i)
        if (equalValues(all[static_cast<std::size_t>(i)], c[1]))
            return Value::ofInt(i);
    return Value::ofInt(-1);
}

Value lastIndexOf(Call &c)
{
    const auto &all = itemsIn(c);
    chargeItems(c.machine(), all.size());
    for (auto i = all.size(); i-- > 0;)
        if (equalValues(all[i], c[1]))
            return integer(i);
    return Value::ofInt(-1);
}

Value exists(Call &c)
{
    itemsIn(c);
    return eachItem(
        c, c[0], lambdaOf(c, 1, "match"),
        [](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            return result.boolean() ? std::optional(Value::ofBool(true)) : std::nullopt;
        },
        [](Machine &) { return Value::ofBool(false); });
}

Value trueForAll(Call &c)
{
    itemsIn(c);
    return eachItem(
        c, c[0], lambdaOf(c, 1, "match"),
        [](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            return result.boolean() ? std::nullopt : std::optional(Value::ofBool(false));
        },
        [](Machine &) { return Value::ofBool(true); });
}

Value find(Call &c)
{
    itemsIn(c);
    return eachItem(
        c, c[0], lambdaOf(c, 1, "match"),
        [](Machine &, const Value &item, const Value &result) -> std::optional<Value> {
            return result.boolean() ? std::optional(item) : std::nullopt;
        },
        [none = zeroOfElement(c)](Machine &) { return none; });
}

Value findLast(Call &c)
{
    itemsIn(c);
    auto last = std::make_shared<Value>(zeroOfElement(c));
    return eachItem(
        c, c[0], lambdaOf(c, 1, "match"),
        [last](Machine &, const Value &item, const Value &result) -> std::optional<Value> {
            if (result.boolean())
                *last = item;
            return std::nullopt;
        },
        [last](Machine &) { return *last; });
}

Value findAll(Call &c)
{
    itemsIn(c);
    auto found = std::make_shared<std::vector<Value>>();
    return eachItem(
        c, c[0], lambdaOf(c, 1, "match"),
        [found](Machine &, const Value &item, const Value &result) -> std::optional<Value> {
            if (result.boolean())
                found->push_back(item);
            return std::nullopt;
        },
        [found, type = c.result()](Machine &machine) { return sequenceOf(machine, type, std::move(*found)); });
}

namespace {

//! The first or last index at or after `begin` whose item matches.
Value matchingIndex(Call &c, std::int32_t begin, std::size_t lambda, bool last)
{
    auto at = std::make_shared<std::int32_t>(-1);
    auto found = std::make_shared<std::int32_t>(-1);
    return eachItem(
        c, c[0], lambdaOf(c, lambda, "match"),
        [at, found, begin, last](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            ++*at;
            if (!result.boolean() || *at < begin)
                return std::nullopt;
            *found = *at;
            return last ? std::nullopt : std::optional(Value::ofInt(*at));
        },
        [found](Machine &) { return Value::ofInt(*found); });
}

} // namespace

Value findIndex(Call &c)
{
    itemsIn(c);
    return matchingIndex(c, 0, 1, false);
}

Value findIndexFrom(Call &c)
{
    const auto begin = c.int32(1);
    if (begin < 0 || static_cast<std::size_t>(begin) > itemsIn(c).size())
        raise(Raised::ArgumentOutOfRange, badIndex, "startIndex");
    return matchingIndex(c, begin, 2, false);
}

Value findLastIndex(Call &c)
{
    itemsIn(c);
    return matchingIndex(c, 0, 1, true);
}

Value forEach(Call &c)
{
    itemsIn(c);
    return eachItem(
        c, c[0], lambdaOf(c, 1, "action"), [](Machine &, const Value &, const Value &) -> std::optional<Value> { return std::nullopt; },
        [](Machine &) { return Value::null(); });
}

Value convertAll(Call &c)
{
    itemsIn(c);
    auto converted = std::make_shared<std::vector<Value>>();
    return eachItem(
        c, c[0], lambdaOf(c, 1, "converter"),
        [converted](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            converted->push_back(result);
            return std::nullopt;
        },
        [converted, type = c.result()](Machine &machine) { return sequenceOf(machine, type, std::move(*converted)); });
}

Value binarySearch(Call &c)
{
    const auto &all = itemsIn(c);
    const auto *comparer = c.count() > 2 ? c[2].as<ComparerObject>() : nullptr;
    std::int32_t low = 0, high = static_cast<std::int32_t>(all.size()) - 1;
    while (low <= high) {
        const auto middle = low + (high - low) / 2;
        const auto &item = all[static_cast<std::size_t>(middle)];
        const int order = comparer ? comparer->compare(item, c[1]) : compareValues(item, c[1]);
        if (order == 0)
            return Value::ofInt(middle);
        if (order < 0)
            low = middle + 1;
        else
            high = middle - 1;
    }
    return Value::ofInt(~low);
}

} // namespace items

} // namespace gatehouse::expression
