// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/value.h"

#include "core/expression/objects.h"
#include "core/expression/raise.h"

#include <cmath>
#include <cstring>
#include <vector>

namespace gatehouse::expression {

namespace {

//! Deletions under way on this thread.
struct Deletions
{
    int depth = 0;
    std::vector<const Object *> waiting;
};
thread_local Deletions deletions;
thread_local int nativeLevels = 0;

} // namespace

void Object::unreferenced() const
{
    constexpr int deepest = 50;
    auto &state = deletions;
    if (state.depth >= deepest) {
        state.waiting.push_back(this);
        return;
    }
    ++state.depth;
    delete this;
    while (state.depth == 1 && !state.waiting.empty()) {
        const auto *next = state.waiting.back();
        state.waiting.pop_back();
        delete next;
    }
    --state.depth;
}

NativeLevel::NativeLevel()
{
    constexpr int deepest = 200;
    if (nativeLevels >= deepest)
        throw LimitReached{"recursion"};
    ++nativeLevels;
}

NativeLevel::~NativeLevel()
{
    --nativeLevels;
}

EnumeratorPointer Object::enumerate(Machine &)
{
    return {};
}

std::int32_t Object::hash() const
{
    const auto address = reinterpret_cast<std::uintptr_t>(this);
    return static_cast<std::int32_t>(address >> 4);
}

Value Value::ofInteger(Tag tag, std::int64_t value, std::int32_t aux)
{
    Value result;
    result.m_tag = tag;
    result.m_aux = aux;
    result.m_data.integer = value;
    return result;
}

Value Value::ofReal(Tag tag, double value)
{
    Value result;
    result.m_tag = tag;
    result.m_data.real = value;
    return result;
}

Value Value::ofEnum(const Type *type, std::int32_t value)
{
    Value result;
    result.m_tag = Tag::Enum;
    result.m_aux = value;
    result.m_data.type = type;
    return result;
}

Value Value::ofString(std::u16string text)
{
    return of(new StringObject(std::move(text)));
}

Value Value::ofString(std::string_view utf8)
{
    return ofString(toUtf16(utf8));
}

Value Value::of(Object *object)
{
    Value result;
    if (!object)
        return result;
    object->retain();
    result.m_tag = Tag::Object;
    result.m_data.object = object;
    return result;
}

bool equalValues(const Value &a, const Value &b)
{
    if (a.tag() != b.tag())
        return false;
    switch (a.tag()) {
    case Tag::Null:
        return true;
    case Tag::Single:
    case Tag::Double:
        return a.real() == b.real() || (std::isnan(a.real()) && std::isnan(b.real()));
    case Tag::DateTimeOffset: // the same moment, whatever the offset
        return a.integer() - a.aux() * std::int64_t{600'000'000} == b.integer() - b.aux() * std::int64_t{600'000'000};
    case Tag::Enum:
        return a.enumType() == b.enumType() && a.enumValue() == b.enumValue();
    case Tag::Object: {
        if (a.object() == b.object())
            return true;
        const NativeLevel level;
        return a.object()->equals(*b.object());
    }
    default:
        return a.integer() == b.integer();
    }
}

std::int32_t hashOf(const Value &value)
{
    const auto fold = [](std::uint64_t bits) { return static_cast<std::int32_t>(bits ^ (bits >> 32)); };
    switch (value.tag()) {
    case Tag::Null:
        return 0;
    case Tag::Single:
    case Tag::Double: {
        const double real = value.real() == 0 ? 0.0 : value.real();
        std::uint64_t bits = 0;
        std::memcpy(&bits, &real, sizeof bits);
        return fold(bits);
    }
    case Tag::DateTimeOffset:
        return fold(static_cast<std::uint64_t>(value.integer() - value.aux() * std::int64_t{600'000'000}));
    case Tag::Enum:
        return value.enumValue();
    case Tag::Object: {
        const NativeLevel level;
        return value.object()->hash();
    }
    default:
        return fold(static_cast<std::uint64_t>(value.integer()));
    }
}

} // namespace gatehouse::expression
