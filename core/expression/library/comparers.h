// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/value.h"

namespace gatehouse::expression {

//! IComparable of an object of the library (Guid, Version, JValue ...): inherit it beside Object.
class Comparable
{
public:
    virtual ~Comparable() = default;
    //! Below, at or above 0. Raises ArgumentException when `other` is of another type.
    virtual int compareTo(const Value &other) const = 0;
};

//! Comparer<T>.Default: null first. Raises ArgumentException where neither value can be compared.
int compareValues(const Value &a, const Value &b);

//! An IEqualityComparer<T> and IComparer<T>. The base is that of EqualityComparer<T>.Default and Comparer<T>.Default.
class ComparerObject : public Object
{
public:
    explicit ComparerObject(const Type *type) : m_type(type) { }
    const Type *type(const Library &) const override { return m_type; }
    virtual bool same(const Value &a, const Value &b) const { return equalValues(a, b); }
    virtual std::int32_t hashCode(const Value &value) const { return value.isNull() ? 0 : hashOf(value); }
    virtual int compare(const Value &a, const Value &b) const { return compareValues(a, b); }

private:
    const Type *m_type;
};

//! StringComparer.Ordinal and its like; numbers as in StringComparison (0 CurrentCulture ... 5 OrdinalIgnoreCase).
class StringComparerObject final : public ComparerObject
{
public:
    StringComparerObject(const Type *type, int comparison) : ComparerObject(type), m_comparison(comparison) { }
    bool same(const Value &a, const Value &b) const override;
    std::int32_t hashCode(const Value &value) const override;
    int compare(const Value &a, const Value &b) const override;

private:
    int m_comparison;
};

//! For hashed containers; a null comparer means the default.
struct CompareEqual
{
    const ComparerObject *comparer = nullptr;
    bool operator()(const Value &a, const Value &b) const { return comparer ? comparer->same(a, b) : equalValues(a, b); }
};
struct CompareHash
{
    const ComparerObject *comparer = nullptr;
    std::size_t operator()(const Value &value) const
    {
        if (value.isNull())
            return 0;
        return static_cast<std::uint32_t>(comparer ? comparer->hashCode(value) : hashOf(value));
    }
};

} // namespace gatehouse::expression
