// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/call.h"
#include "core/expression/text16.h"

#include <string>
#include <vector>

namespace gatehouse::expression {

class StringObject final : public Object
{
public:
    explicit StringObject(std::u16string value) : m_value(std::move(value)) { }
    const std::u16string &value() const { return m_value; }
    const Type *type(const Library &library) const override;
    std::u16string text(Machine &machine) const override;
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;
    EnumeratorPointer enumerate(Machine &machine) override; //!< chars

private:
    std::u16string m_value;
};
const std::u16string *stringOf(const Value &value); //!< null when it is no string

//! T[]. Byte arrays hold Values too: small in expressions, and one form of array.
class ArrayObject final : public Object
{
public:
    ArrayObject(const Type *arrayType, std::vector<Value> items) : m_type(arrayType), m_items(std::move(items)) { }
    std::vector<Value> &items() { return m_items; }
    const std::vector<Value> &items() const { return m_items; }
    const Type *type(const Library &library) const override;
    std::u16string text(Machine &machine) const override;
    EnumeratorPointer enumerate(Machine &machine) override;

private:
    const Type *m_type;
    std::vector<Value> m_items;
};
std::string bytesOf(const ArrayObject &array); //!< of a byte[]

//! List<T>.
class ListObject final : public Object
{
public:
    ListObject(const Type *listType, std::vector<Value> items) : m_type(listType), m_items(std::move(items)) { }
    std::vector<Value> &items() { return m_items; }
    std::uint32_t version = 0; //!< a change under an enumeration raises InvalidOperationException
    const Type *type(const Library &library) const override;
    EnumeratorPointer enumerate(Machine &machine) override;

private:
    const Type *m_type;
    std::vector<Value> m_items;
};

//! A sequence in memory that natives give as IEnumerable<T>; `type` is closed.
class SequenceObject : public Object
{
public:
    SequenceObject(const Type *type, std::vector<Value> items) : m_type(type), m_items(std::move(items)) { }
    const std::vector<Value> &items() const { return m_items; }
    const Type *type(const Library &library) const override;
    EnumeratorPointer enumerate(Machine &machine) override;

private:
    const Type *m_type;
    std::vector<Value> m_items;
};

//! Enumerates items that are in memory; keeps `owner` alive.
class ItemsEnumerator final : public Enumerator
{
public:
    ItemsEnumerator(Value owner, const std::vector<Value> &items, const std::uint32_t *version = nullptr)
        : m_owner(std::move(owner)), m_items(items), m_version(version), m_seen(version ? *version : 0)
    {
    }
    Poll next(Machine &machine) override;
    Poll resume(Machine &machine, Value result) override;

private:
    Value m_owner;
    const std::vector<Value> &m_items;
    std::size_t m_at = 0;
    const std::uint32_t *m_version;
    std::uint32_t m_seen;
};

//! KeyValuePair<K, V>.
class PairObject final : public Object
{
public:
    PairObject(const Type *type, Value key, Value value) : m_type(type), m_key(std::move(key)), m_value(std::move(value)) { }
    const Value &key() const { return m_key; }
    const Value &value() const { return m_value; }
    const Type *type(const Library &library) const override;
    std::u16string text(Machine &machine) const override;
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;

private:
    const Type *m_type;
    Value m_key;
    Value m_value;
};

class AnonymousObject final : public Object
{
public:
    AnonymousObject(const Type *type, std::vector<Value> values) : m_type(type), m_values(std::move(values)) { }
    const std::vector<Value> &values() const { return m_values; } //!< in the order of type->fields
    const Type *type(const Library &library) const override;
    std::u16string text(Machine &machine) const override; //!< "{ a = 1, b = x }"
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;

private:
    const Type *m_type;
    std::vector<Value> m_values;
};

//! Any exception of the language.
class ExceptionObject final : public Object
{
public:
    ExceptionObject(const Type *type, std::u16string message, Value inner = {}, std::u16string parameter = {})
        : m_type(type), m_message(std::move(message)), m_inner(std::move(inner)), m_parameter(std::move(parameter))
    {
    }
    const std::u16string &message() const { return m_message; }
    const Value &inner() const { return m_inner; }
    const std::u16string &parameter() const { return m_parameter; }
    const Type *type(const Library &library) const override;
    std::u16string text(Machine &machine) const override; //!< "System.FormatException: message"

private:
    const Type *m_type;
    std::u16string m_message;
    Value m_inner;
    std::u16string m_parameter;
};

__extension__ using UInt128 = unsigned __int128;
__extension__ using Int128 = __int128;

//! System.Decimal: 96 bits, a sign and a scale of 0 to 28 (decimal.h has the arithmetic).
class DecimalObject final : public Object
{
public:
    DecimalObject(UInt128 mantissa, bool isNegative, int scale)
        : m_mantissa(mantissa), m_isNegative(isNegative), m_scale(static_cast<std::uint8_t>(scale))
    {
    }
    UInt128 mantissa() const { return m_mantissa; }
    bool isNegative() const { return m_isNegative; }
    int scale() const { return m_scale; }
    const Type *type(const Library &library) const override;
    std::u16string text(Machine &machine) const override;
    bool equals(const Object &other) const override;
    std::int32_t hash() const override;

private:
    UInt128 m_mantissa;
    bool m_isNegative;
    std::uint8_t m_scale;
};

//! A variable that a lambda captured, and what an `out` argument points at.
class Cell final : public Object
{
public:
    Value value;
    const Type *type(const Library &library) const override;
};

} // namespace gatehouse::expression
