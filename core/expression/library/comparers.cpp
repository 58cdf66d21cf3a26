// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/comparers.h"

#include "core/expression/objects.h"
#include "core/expression/text16.h"

#include <cmath>

namespace gatehouse::expression {

namespace {

template<typename T>
int order(T a, T b)
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

unsigned __int128 powerOfTen(int exponent)
{
    unsigned __int128 power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

int compareDecimals(const DecimalObject &a, const DecimalObject &b)
{
    if (a.mantissa() == 0 || b.mantissa() == 0 || a.isNegative() != b.isNegative()) {
        const auto sign = [](const DecimalObject &x) { return x.mantissa() == 0 ? 0 : (x.isNegative() ? -1 : 1); };
        return order(sign(a), sign(b));
    }
    constexpr int mostDigits = 28;
    const auto whole = [](const DecimalObject &x) { return x.mantissa() / powerOfTen(x.scale()); };
    const auto fraction = [](const DecimalObject &x) {
        return x.mantissa() % powerOfTen(x.scale()) * powerOfTen(mostDigits - x.scale());
    };
    const int wholes = order(whole(a), whole(b));
    const int magnitude = wholes != 0 ? wholes : order(fraction(a), fraction(b));
    return a.isNegative() ? -magnitude : magnitude;
}

//! How StringComparison's numbers fold and order.
bool ignoresCase(int comparison)
{
    return (comparison & 1) != 0;
}
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
    if (const auto *left = a.as<DecimalObject>()) {
        const auto *right = b.as<DecimalObject>();
        if (!right)
            raise(Raised::ArgumentException, "Object must be of type Decimal.");
        return compareDecimals(*left, *right);
    }
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
