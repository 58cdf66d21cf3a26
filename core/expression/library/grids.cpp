// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/reflection.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"
#include "core/expression/text16.h"

#include <array>

namespace gatehouse::expression {

namespace {

constexpr std::size_t largestGrid = std::size_t{1} << 24; // and within the limit on memory

//! T[,] and T[,,]: the last index runs fastest.
class GridObject final : public Object
{
public:
    GridObject(const Type *type, std::vector<std::int32_t> lengths, std::vector<Value> items)
        : m_type(type), m_lengths(std::move(lengths)), m_items(std::move(items))
    {
    }
    const std::vector<std::int32_t> &lengths() const { return m_lengths; }
    std::vector<Value> &items() { return m_items; }
    const Type *type(const Library &) const override { return m_type; }
    std::u16string text(Machine &) const override { return toUtf16(fullNameOf(*m_type)); }
    EnumeratorPointer enumerate(Machine &) override { return EnumeratorPointer(new ItemsEnumerator(Value::of(this), m_items)); }

private:
    const Type *m_type;
    std::vector<std::int32_t> m_lengths;
    std::vector<Value> m_items;
};

Value makeGrid(Call &c)
{
    std::vector<std::int32_t> lengths;
    std::size_t count = 1;
    for (std::size_t i = 0; i < c.count(); ++i) {
        if (c.int32(i) < 0)
            raise(Raised::Overflow, "Arithmetic operation resulted in an overflow.");
        lengths.push_back(c.int32(i));
        count *= static_cast<std::size_t>(c.int32(i));
        if (count > largestGrid)
            throw LimitReached{"result"};
    }
    c.machine().allocate(count * sizeof(Value) + 64);
    return Value::of(make<GridObject>(c.result(), std::move(lengths), std::vector<Value>(count, defaultValue(c.library(), c.typeArgument(0)))));
}

template<std::size_t dimensions>
Value &itemIn(Call &c)
{
    auto &grid = c.object<GridObject>(0);
    std::size_t at = 0;
    for (std::size_t i = 0; i < dimensions; ++i) {
        if (c.int32(i + 1) < 0 || c.int32(i + 1) >= grid.lengths()[i])
            raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
        at = at * static_cast<std::size_t>(grid.lengths()[i]) + static_cast<std::size_t>(c.int32(i + 1));
    }
    return grid.items()[at];
}

template<std::size_t dimensions>
Value getItem(Call &c)
{
    return itemIn<dimensions>(c);
}

template<std::size_t dimensions>
Value setItem(Call &c)
{
    itemIn<dimensions>(c) = c[dimensions + 1];
    return Value();
}

std::int32_t lengthOf(Call &c)
{
    const auto &lengths = c.object<GridObject>(0).lengths();
    if (c.int32(1) < 0 || static_cast<std::size_t>(c.int32(1)) >= lengths.size())
        raise(Raised::IndexOutOfRange, "Index was outside the bounds of the array.");
    return lengths[static_cast<std::size_t>(c.int32(1))];
}

Value enumerator(Call &c)
{
    return Value::of(c[0].object()->enumerate(c.machine()));
}

Value itemCount(Call &c)
{
    return Value::ofInt(static_cast<std::int32_t>(c.object<GridObject>(0).items().size()));
}

} // namespace

void declareGrids(Library &library)
{
    // The names stand for T[,] and T[,,], which alone expressions write.
    library.declare("class System.Array2<T> : IEnumerable", Known::Grid2,
                    {{"new(int a, int b)", makeGrid},
                     {"T this[int a, int b] { get; set; }", getItem<2>, setItem<2>},
                     {"int Rank { get; }", [](Call &) { return Value::ofInt(2); }}});
    library.declare("class System.Array3<T> : IEnumerable", Known::Grid3,
                    {{"new(int a, int b, int c)", makeGrid},
                     {"T this[int a, int b, int c] { get; set; }", getItem<3>, setItem<3>},
                     {"int Rank { get; }", [](Call &) { return Value::ofInt(3); }}});
    for (const auto *name : {"class System.Array2<T>", "class System.Array3<T>"})
        library.declare(name, Known::None,
                        {{"int Length { get; }", itemCount},
                         {"int GetLength(int dimension)", [](Call &c) { return Value::ofInt(lengthOf(c)); }},
                         {"int GetLowerBound(int dimension)", [](Call &) { return Value::ofInt(0); }},
                         {"int GetUpperBound(int dimension)", [](Call &c) { return Value::ofInt(lengthOf(c) - 1); }},
                         {"IEnumerator<T> GetEnumerator()", enumerator}});
}

} // namespace gatehouse::expression
