// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/library/comparers.h"
#include "core/expression/library/views.h"

#include <tuple>

namespace gatehouse::expression {

//! What List<T>.AsReadOnly() gives: sees later changes of the list.
class ReadOnlyListObject final : public Object, public ListView
{
public:
    ReadOnlyListObject(const Type *type, Ref<ListObject> list) : m_type(type), m_list(std::move(list)) { }
    const Type *type(const Library &) const override { return m_type; }
    EnumeratorPointer enumerate(Machine &machine) override { return m_list->enumerate(machine); }
    std::size_t count() const override { return m_list->items().size(); }
    bool contains(const Value &item) const override;
    std::vector<Value> snapshot(Machine &) const override { return m_list->items(); }
    Value at(std::size_t index) const override { return m_list->items()[index]; }
    ListObject &list() const { return *m_list; }

private:
    const Type *m_type;
    Ref<ListObject> m_list;
};

//! The index of an existing item; raises ArgumentOutOfRangeException as List<T> does.
std::size_t itemIndex(std::int32_t index, std::size_t size);
//! ... of a place to insert at: `size` is one.
std::size_t insertPosition(std::int32_t index, std::size_t size);
//! Begin and count of a range inside `size` items; raises ArgumentOutOfRangeException, ArgumentException.
std::pair<std::size_t, std::size_t> checkedRange(std::int32_t index, std::int32_t count, std::size_t size);
void copyItems(Call &call, const std::vector<Value> &source, std::int32_t from, std::vector<Value> &target, std::int32_t to,
               std::int32_t count);
//! Array.Sort, List.Sort: a failing comparison raises InvalidOperationException.
void sortItems(Call &call, std::vector<Value> &items, std::size_t begin, std::size_t count, const ComparerObject *comparer);

//! Members that List<T> has as instance members and Array as static ones; argument 0 has the items.
namespace items {
Value contains(Call &call);
Value indexOf(Call &call); //!< (item[, index[, count]])
Value lastIndexOf(Call &call);
Value exists(Call &call);
Value trueForAll(Call &call);
Value find(Call &call);
Value findLast(Call &call);
Value findAll(Call &call); //!< the call's type says whether List<T> or T[]
Value findIndex(Call &call);
Value findIndexFrom(Call &call);
Value findLastIndex(Call &call);
Value forEach(Call &call);
Value convertAll(Call &call);
Value binarySearch(Call &call);
} // namespace items

void declareLists(Library &library);
void declareArrays(Library &library);
void declareInterfaces(Library &library);
void declareQueues(Library &library);
void declarePairs(Library &library);
void declareComparers(Library &library);

} // namespace gatehouse::expression
