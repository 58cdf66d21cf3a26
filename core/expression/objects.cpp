// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/objects.h"

#include "core/expression/decimal.h"
#include "core/expression/format_number.h"
#include "core/expression/machine.h"

#include <functional>
#include <typeinfo>

namespace gatehouse::expression {

std::u16string Object::text(Machine &machine) const
{
    return toUtf16(fullNameOf(*type(machine.library())));
}

const Type *StringObject::type(const Library &library) const
{
    return library.primitive(TypeKind::String);
}

std::u16string StringObject::text(Machine &) const
{
    return m_value;
}

bool StringObject::equals(const Object &other) const
{
    const auto *text = dynamic_cast<const StringObject *>(&other);
    return text && text->m_value == m_value;
}

std::int32_t StringObject::hash() const
{
    return static_cast<std::int32_t>(std::hash<std::u16string>{}(m_value));
}

namespace {

class CharEnumerator final : public Enumerator
{
public:
    explicit CharEnumerator(const StringObject *text) : m_owner(Value::of(const_cast<StringObject *>(text))), m_text(text->value()) { }
    Poll next(Machine &machine) override
    {
        machine.charge(1);
        return m_at < m_text.size() ? Poll::ready(Value::ofChar(m_text[m_at++])) : Poll::end();
    }
    Poll resume(Machine &, Value) override { return Poll::end(); }

private:
    Value m_owner;
    const std::u16string &m_text;
    std::size_t m_at = 0;
};

} // namespace

EnumeratorPointer StringObject::enumerate(Machine &)
{
    return EnumeratorPointer(new CharEnumerator(this));
}

const std::u16string *stringOf(const Value &value)
{
    if (!value.isObject())
        return nullptr;
    const auto &object = *value.object();
    // A final class: one comparison, where a cast that fails walks the hierarchy.
    return typeid(object) == typeid(StringObject) ? &static_cast<const StringObject &>(object).value() : nullptr;
}

const Type *ArrayObject::type(const Library &) const
{
    return m_type;
}

std::u16string ArrayObject::text(Machine &) const
{
    return toUtf16(fullNameOf(*m_type));
}

EnumeratorPointer ArrayObject::enumerate(Machine &)
{
    return EnumeratorPointer(new ItemsEnumerator(Value::of(this), m_items));
}

std::string bytesOf(const ArrayObject &array)
{
    std::string bytes;
    bytes.reserve(array.items().size());
    for (const auto &item : array.items())
        bytes += static_cast<char>(item.integer());
    return bytes;
}

const Type *ListObject::type(const Library &) const
{
    return m_type;
}

EnumeratorPointer ListObject::enumerate(Machine &)
{
    return EnumeratorPointer(new ItemsEnumerator(Value::of(this), m_items, &version));
}

const Type *SequenceObject::type(const Library &) const
{
    return m_type;
}

EnumeratorPointer SequenceObject::enumerate(Machine &)
{
    return EnumeratorPointer(new ItemsEnumerator(Value::of(this), m_items));
}

const Type *Enumerator::type(const Library &library) const
{
    return library.known(Known::Object);
}

Poll ItemsEnumerator::next(Machine &machine)
{
    machine.charge(1);
    if (m_version && *m_version != m_seen)
        raise(Raised::InvalidOperation, "Collection was modified; enumeration operation may not execute.");
    return m_at < m_items.size() ? Poll::ready(m_items[m_at++]) : Poll::end();
}

Poll ItemsEnumerator::resume(Machine &, Value)
{
    return Poll::end();
}

const Type *PairObject::type(const Library &) const
{
    return m_type;
}

std::u16string PairObject::text(Machine &machine) const
{
    return u'[' + machine.text(m_key) + u", " + machine.text(m_value) + u']';
}

bool PairObject::equals(const Object &other) const
{
    const auto *pair = dynamic_cast<const PairObject *>(&other);
    return pair && pair->m_type == m_type && equalValues(pair->m_key, m_key) && equalValues(pair->m_value, m_value);
}

std::int32_t PairObject::hash() const
{
    return hashOf(m_key) ^ hashOf(m_value);
}

const Type *AnonymousObject::type(const Library &) const
{
    return m_type;
}

std::u16string AnonymousObject::text(Machine &machine) const
{
    if (m_type->known == Known::ValueTuple) {
        std::u16string items;
        for (const auto &value : m_values)
            items += (items.empty() ? u"" : u", ") + machine.text(value);
        return u'(' + items + u')';
    }
    std::u16string text = u"{ ";
    for (std::size_t i = 0; i < m_values.size(); ++i)
        text += (i ? u", " : u"") + m_type->fields[i].name + u" = " + machine.text(m_values[i]);
    return text + u" }";
}

bool AnonymousObject::equals(const Object &other) const
{
    const auto *object = dynamic_cast<const AnonymousObject *>(&other);
    if (!object || object->m_type != m_type)
        return false;
    for (std::size_t i = 0; i < m_values.size(); ++i)
        if (!equalValues(m_values[i], object->m_values[i]))
            return false;
    return true;
}

std::int32_t AnonymousObject::hash() const
{
    std::int32_t hash = 0;
    for (const auto &value : m_values)
        hash = static_cast<std::int32_t>(static_cast<std::uint32_t>(hash) * 31U + static_cast<std::uint32_t>(hashOf(value)));
    return hash;
}

const Type *ExceptionObject::type(const Library &) const
{
    return m_type;
}

std::u16string ExceptionObject::text(Machine &) const
{
    return toUtf16(m_type->fullName) + u": " + m_message;
}

const Type *DecimalObject::type(const Library &library) const
{
    return library.primitive(TypeKind::Decimal);
}

std::u16string DecimalObject::text(Machine &) const
{
    return plainText(Decimal{m_mantissa, m_isNegative, m_scale});
}

bool DecimalObject::equals(const Object &other) const
{
    const auto *decimal = dynamic_cast<const DecimalObject *>(&other);
    return decimal && compare({m_mantissa, m_isNegative, m_scale}, {decimal->m_mantissa, decimal->m_isNegative, decimal->m_scale}) == 0;
}

std::int32_t DecimalObject::hash() const
{
    return hashOf(Decimal{m_mantissa, m_isNegative, m_scale});
}

const Type *Cell::type(const Library &library) const
{
    return library.known(Known::Object);
}

const Type *Callable::type(const Library &library) const
{
    return m_type ? m_type : library.known(Known::Delegate);
}

} // namespace gatehouse::expression
