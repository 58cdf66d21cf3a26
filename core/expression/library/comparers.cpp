// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/comparers.h"

#include "core/expression/decimal.h"
#include "core/expression/guid.h"
#include "core/expression/library/json.h"
#include "core/expression/library/strings.h"
#include "core/expression/objects.h"
#include "core/expression/text16.h"

#include <cmath>

namespace gatehouse::expression {

namespace {

template<typename T>
int order(const T &a, const T &b)
{
    return a < b ? -1 : (b < a ? 1 : 0);
}

//! double.CompareTo: NaN is below every number.
int orderReal(double a, double b)
{
    if (std::isnan(a) || std::isnan(b))
        return order(!std::isnan(a), !std::isnan(b));
    return order(a, b);
}

int compareSameTag(const Value &a, const Value &b)
{
    switch (a.tag()) {
    case Tag::Single:
    case Tag::Double:
        return orderReal(a.real(), b.real());
    case Tag::UInt64:
        return order(static_cast<std::uint64_t>(a.integer()), static_cast<std::uint64_t>(b.integer()));
    case Tag::DateTimeOffset: {
        constexpr std::int64_t ticksPerMinute = 600'000'000;
        return order(a.integer() - a.aux() * ticksPerMinute, b.integer() - b.aux() * ticksPerMinute);
    }
    case Tag::Enum:
        return order(a.enumValue(), b.enumValue());
    default:
        return order(a.integer(), b.integer());
    }
}

//! How StringComparison's numbers order.
bool isOrdinal(int comparison)
{
    return comparison >= 4;
}

} // namespace

int compareValues(const Value &a, const Value &b)
{
    if (a.isNull() || b.isNull())
        return order(!a.isNull(), !b.isNull());
    if (!a.isObject() && a.tag() == b.tag())
        return compareSameTag(a, b);
    if (const auto *text = stringOf(a)) {
        const auto *other = stringOf(b);
        if (!other)
            raise(Raised::ArgumentException, "Object must be of type String.");
        return compareInvariant(*text, *other, false);
    }
    if (a.as<DecimalObject>()) {
        if (!b.as<DecimalObject>())
            raise(Raised::ArgumentException, "Object must be of type Decimal.");
        return compare(decimalOf(a), decimalOf(b));
    }
    if (const auto *left = a.as<GuidObject>()) {
        const auto *right = b.as<GuidObject>();
        if (!right)
            raise(Raised::ArgumentException, "Object must be of type GUID.");
        return order(left->bytes(), right->bytes());
    }
    if (const auto *left = a.as<JsonValue>())
        if (const auto *right = b.as<JsonValue>())
            return compareJson(*left, *right);
    const NativeLevel level;
    if (const auto *left = a.as<Comparable>())
        return left->compareTo(b);
    if (const auto *right = b.as<Comparable>())
        return -right->compareTo(a);
    if (a.isObject() && a.object() == b.object())
        return 0;
    if (!a.isObject() && !b.isObject())
        raise(Raised::ArgumentException, "Object must be of the same type.");
    raise(Raised::ArgumentException, "At least one object must implement IComparable.");
}

bool StringComparerObject::same(const Value &a, const Value &b) const
{
    const auto *left = stringOf(a);
    const auto *right = stringOf(b);
    if (!left || !right)
        return equalValues(a, b);
    if (isOrdinal(m_comparison))
        return ignoresCase(m_comparison) ? equalsOrdinalIgnoreCase(*left, *right) : *left == *right;
    return compareInvariant(*left, *right, ignoresCase(m_comparison)) == 0;
}

std::int32_t StringComparerObject::hashCode(const Value &value) const
{
    const auto *text = stringOf(value);
    if (!text)
        return hashOf(value);
    if (m_comparison == 4)
        return hashOf(value);
    std::uint32_t hash = 5381;
    for (const char16_t unit : *text)
        hash = hash * 33 + toUpperInvariant(unit);
    return static_cast<std::int32_t>(hash);
}

int StringComparerObject::compare(const Value &a, const Value &b) const
{
    const auto *left = stringOf(a);
    const auto *right = stringOf(b);
    if (!left || !right)
        return compareValues(a, b);
    if (isOrdinal(m_comparison))
        return ignoresCase(m_comparison) ? compareOrdinalIgnoreCase(*left, *right) : compareOrdinal(*left, *right);
    return compareInvariant(*left, *right, ignoresCase(m_comparison));
}

} // namespace gatehouse::expression
