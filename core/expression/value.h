// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::expression {

class Library;
class Machine;
struct Type;
class Enumerator;

//! What a value is at run time. Small ones stand in the value itself, boxed or not; everything else is an Object.
enum class Tag : std::uint8_t {
    Null, Bool, Char, SByte, Byte, Int16, UInt16, Int32, UInt32, Int64, UInt64, Single, Double,
    DateTime, //!< integer = ticks (100 ns since 0001-01-01), aux = DateTimeKind (0 Unspecified, 1 Utc, 2 Local)
    TimeSpan, //!< integer = ticks
    DateTimeOffset, //!< integer = ticks of the local time, aux = offset in minutes
    Enum, //!< aux = the value, with its Type
    Object,
};

template<typename T>
class Ref;

//! Base of everything on the heap. Counted by hand and not atomically: an object lives on one worker. Constants of a Program are shared
//! by all workers and marked immortal: never counted, owned by the Program.
class Object
{
public:
    Object() = default;
    Object(const Object &) = delete;
    Object &operator=(const Object &) = delete;
    virtual ~Object() = default;

    virtual const Type *type(const Library &library) const = 0; //!< the run-time type, as GetType() gives
    virtual std::u16string text(Machine &machine) const; //!< ToString(); the type's full name unless overridden
    virtual bool equals(const Object &other) const { return this == &other; } //!< Equals(object); `other` may be of any type
    virtual std::int32_t hash() const;
    //! For foreach and LINQ; null when it is no sequence. An enumerator keeps its source alive.
    virtual Ref<Enumerator> enumerate(Machine &machine);

    void retain() const
    {
        if (m_references >= 0)
            ++m_references;
    }
    void release() const
    {
        if (m_references >= 0 && --m_references == 0)
            unreferenced();
    }
    void makeImmortal() { m_references = -1; }
    bool isImmortal() const { return m_references < 0; }
    bool isReferenced() const { return m_references != 0; }
    std::int32_t references() const { return m_references; } //!< negative: immortal

protected:
    //! The last reference is gone. Nodes of a tree live on as long as any node of the tree is referenced (library/tree.h). Else deletes it;
    //! what a long chain of objects lets go of is deleted one after the other and not within each other.
    virtual void unreferenced() const;

private:
    mutable std::int32_t m_references = 0;
};

//! Counted pointer to an Object.
template<typename T>
class Ref
{
public:
    Ref() = default;
    Ref(std::nullptr_t) { }
    explicit Ref(T *object) : m_object(object)
    {
        if (m_object)
            m_object->retain();
    }
    Ref(const Ref &other) : Ref(other.m_object) { }
    Ref(Ref &&other) noexcept : m_object(std::exchange(other.m_object, nullptr)) { }
    template<typename U>
    Ref(const Ref<U> &other) : Ref(other.get())
    {
    }
    ~Ref()
    {
        if (m_object)
            m_object->release();
    }
    Ref &operator=(Ref other) noexcept
    {
        std::swap(m_object, other.m_object);
        return *this;
    }
    T *get() const { return m_object; }
    T *operator->() const { return m_object; }
    T &operator*() const { return *m_object; }
    explicit operator bool() const { return m_object; }

private:
    T *m_object = nullptr;
};

template<typename T, typename... Arguments>
Ref<T> make(Arguments &&...arguments)
{
    return Ref<T>(new T(std::forward<Arguments>(arguments)...));
}

using EnumeratorPointer = Ref<Enumerator>;

//! 16 bytes; copying counts an object and nothing else.
class Value
{
public:
    Value() { m_data.integer = 0; }
    Value(const Value &other) : m_tag(other.m_tag), m_aux(other.m_aux), m_data(other.m_data)
    {
        if (m_tag == Tag::Object)
            m_data.object->retain();
    }
    Value(Value &&other) noexcept : m_tag(other.m_tag), m_aux(other.m_aux), m_data(other.m_data) { other.m_tag = Tag::Null; }
    ~Value()
    {
        if (m_tag == Tag::Object)
            m_data.object->release();
    }
    Value &operator=(const Value &other)
    {
        Value copy(other);
        swap(copy);
        return *this;
    }
    Value &operator=(Value &&other) noexcept
    {
        swap(other);
        return *this;
    }
    void swap(Value &other) noexcept
    {
        std::swap(m_tag, other.m_tag);
        std::swap(m_aux, other.m_aux);
        std::swap(m_data, other.m_data);
    }

    static Value null() { return {}; }
    static Value ofBool(bool value) { return ofInteger(Tag::Bool, value); }
    static Value ofChar(char16_t value) { return ofInteger(Tag::Char, value); }
    static Value ofInt(std::int32_t value) { return ofInteger(Tag::Int32, value); }
    static Value ofLong(std::int64_t value) { return ofInteger(Tag::Int64, value); }
    static Value ofByte(std::uint8_t value) { return ofInteger(Tag::Byte, value); }
    static Value ofDouble(double value) { return ofReal(Tag::Double, value); }
    //! Of Bool, Char and every integer type: a UInt64 keeps its bits.
    static Value ofInteger(Tag tag, std::int64_t value, std::int32_t aux = 0);
    static Value ofReal(Tag tag, double value); //!< Single (already rounded) or Double
    static Value ofDateTime(std::int64_t ticks, int kind) { return ofInteger(Tag::DateTime, ticks, kind); }
    static Value ofTimeSpan(std::int64_t ticks) { return ofInteger(Tag::TimeSpan, ticks); }
    static Value ofDateTimeOffset(std::int64_t localTicks, int offsetMinutes)
    {
        return ofInteger(Tag::DateTimeOffset, localTicks, offsetMinutes);
    }
    static Value ofEnum(const Type *type, std::int32_t value);
    static Value ofString(std::u16string text);
    static Value ofString(std::string_view utf8);
    template<typename T>
    static Value of(const Ref<T> &object)
    {
        return of(object.get());
    }
    static Value of(Object *object); //!< null pointer gives null

    Tag tag() const { return m_tag; }
    bool isNull() const { return m_tag == Tag::Null; }
    bool isObject() const { return m_tag == Tag::Object; }
    bool boolean() const { return m_data.integer != 0; }
    char16_t character() const { return static_cast<char16_t>(m_data.integer); }
    std::int32_t int32() const { return static_cast<std::int32_t>(m_data.integer); }
    std::int64_t integer() const { return m_data.integer; } //!< of every integral tag, and ticks
    double real() const { return m_data.real; } //!< of Single and Double
    std::int32_t aux() const { return m_aux; }
    std::int32_t enumValue() const { return m_aux; }
    const Type *enumType() const { return m_data.type; }
    Object *object() const { return m_tag == Tag::Object ? m_data.object : nullptr; }
    //! Null when the value is no such object.
    template<typename T>
    T *as() const
    {
        return m_tag == Tag::Object ? dynamic_cast<T *>(m_data.object) : nullptr;
    }
    //! Where the checker has proved the type.
    template<typename T>
    T &to() const
    {
        return static_cast<T &>(*m_data.object);
    }

private:
    Tag m_tag = Tag::Null;
    std::int32_t m_aux = 0;
    union {
        std::int64_t integer;
        double real;
        const Type *type;
        Object *object;
    } m_data;
};

//! One level of recursion over objects in native code, which expressions can nest without end. Raises LimitReached past 200.
class NativeLevel
{
public:
    NativeLevel();
    ~NativeLevel();
    NativeLevel(const NativeLevel &) = delete;
    NativeLevel &operator=(const NativeLevel &) = delete;
};

//! object.Equals of two values: same run-time type and equal content. Null equals null alone.
bool equalValues(const Value &a, const Value &b);
std::int32_t hashOf(const Value &value);

struct ValueHash
{
    std::size_t operator()(const Value &value) const { return static_cast<std::uint32_t>(hashOf(value)); }
};
struct ValueEqual
{
    bool operator()(const Value &a, const Value &b) const { return equalValues(a, b); }
};

} // namespace gatehouse::expression
