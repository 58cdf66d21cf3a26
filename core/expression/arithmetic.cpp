// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/arithmetic.h"

#include "core/expression/decimal.h"
#include "core/expression/objects.h"

#include <cmath>
#include <limits>

namespace gatehouse::expression {

namespace {

[[noreturn]] void overflow()
{
    raise(Raised::Overflow, "Arithmetic operation resulted in an overflow.");
}

template<typename T>
T checkedOrWrapped(BinaryOperator op, bool isChecked, T a, T b)
{
    T result{};
    bool over = false;
    switch (op) {
    case BinaryOperator::Add:
        over = __builtin_add_overflow(a, b, &result);
        break;
    case BinaryOperator::Subtract:
        over = __builtin_sub_overflow(a, b, &result);
        break;
    default:
        over = __builtin_mul_overflow(a, b, &result);
    }
    if (over && isChecked)
        overflow();
    return result;
}

template<typename T>
T integerOperation(BinaryOperator op, bool isChecked, T a, T b)
{
    switch (op) {
    case BinaryOperator::Add:
    case BinaryOperator::Subtract:
    case BinaryOperator::Multiply:
        return checkedOrWrapped(op, isChecked, a, b);
    case BinaryOperator::Divide:
    case BinaryOperator::Remainder:
        if (b == 0)
            raise(Raised::DivideByZero, "Attempted to divide by zero.");
        if constexpr (std::is_signed_v<T>)
            if (b == -1) {
                if (a == std::numeric_limits<T>::min())
                    overflow();
                return op == BinaryOperator::Divide ? static_cast<T>(-a) : T{0};
            }
        return op == BinaryOperator::Divide ? a / b : a % b;
    case BinaryOperator::And:
        return a & b;
    case BinaryOperator::Or:
        return a | b;
    case BinaryOperator::Xor:
        return a ^ b;
    case BinaryOperator::ShiftLeft:
        return static_cast<T>(static_cast<std::make_unsigned_t<T>>(a) << (b & (sizeof(T) * 8 - 1)));
    case BinaryOperator::ShiftRight:
        return static_cast<T>(a >> (b & static_cast<T>(sizeof(T) * 8 - 1)));
    default:
        return {};
    }
}

double realOperation(BinaryOperator op, double a, double b)
{
    switch (op) {
    case BinaryOperator::Add: return a + b;
    case BinaryOperator::Subtract: return a - b;
    case BinaryOperator::Multiply: return a * b;
    case BinaryOperator::Divide: return a / b;
    default: return std::fmod(a, b);
    }
}

Value decimalOperation(BinaryOperator op, const Value &left, const Value &right)
{
    const auto a = decimalOf(left);
    const auto b = decimalOf(right);
    switch (op) {
    case BinaryOperator::Add: return toValue(add(a, b));
    case BinaryOperator::Subtract: return toValue(subtract(a, b));
    case BinaryOperator::Multiply: return toValue(multiply(a, b));
    case BinaryOperator::Divide: return toValue(divide(a, b));
    default: return toValue(remainder(a, b));
    }
}

template<typename T>
bool compared(BinaryOperator op, T a, T b)
{
    switch (op) {
    case BinaryOperator::Equal: return a == b;
    case BinaryOperator::NotEqual: return a != b;
    case BinaryOperator::Less: return a < b;
    case BinaryOperator::LessOrEqual: return a <= b;
    case BinaryOperator::Greater: return a > b;
    default: return a >= b;
    }
}

//! Range of an integer type as 128-bit numbers, so that every source compares.
std::pair<Int128, Int128> rangeOf(TypeKind kind)
{
    switch (kind) {
    case TypeKind::Char:
    case TypeKind::UInt16: return {0, 0xFFFF};
    case TypeKind::SByte: return {-128, 127};
    case TypeKind::Byte: return {0, 255};
    case TypeKind::Int16: return {-32768, 32767};
    case TypeKind::Int32: return {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};
    case TypeKind::UInt32: return {0, std::numeric_limits<std::uint32_t>::max()};
    case TypeKind::UInt64: return {0, std::numeric_limits<std::uint64_t>::max()};
    default: return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    }
}

Value wrapInteger(TypeKind to, std::uint64_t bits)
{
    switch (to) {
    case TypeKind::SByte: return Value::ofInteger(Tag::SByte, static_cast<std::int8_t>(bits));
    case TypeKind::Byte: return Value::ofInteger(Tag::Byte, static_cast<std::uint8_t>(bits));
    case TypeKind::Int16: return Value::ofInteger(Tag::Int16, static_cast<std::int16_t>(bits));
    case TypeKind::UInt16: return Value::ofInteger(Tag::UInt16, static_cast<std::uint16_t>(bits));
    case TypeKind::Char: return Value::ofInteger(Tag::Char, static_cast<std::uint16_t>(bits));
    case TypeKind::Int32: return Value::ofInteger(Tag::Int32, static_cast<std::int32_t>(bits));
    case TypeKind::UInt32: return Value::ofInteger(Tag::UInt32, static_cast<std::uint32_t>(bits));
    default: return Value::ofInteger(tagOf(to), static_cast<std::int64_t>(bits));
    }
}

Value integerFromReal(TypeKind to, bool isChecked, double value)
{
    const auto [least, most] = rangeOf(to);
    const double truncated = std::trunc(value);
    const bool fits = !std::isnan(value) && truncated >= static_cast<double>(least) &&
                      (to == TypeKind::Int64    ? truncated < 9223372036854775808.0
                       : to == TypeKind::UInt64 ? truncated < 18446744073709551616.0
                                                : truncated <= static_cast<double>(most));
    if (!fits && isChecked)
        overflow();
    if (fits)
        return to == TypeKind::UInt64 ? wrapInteger(to, static_cast<std::uint64_t>(truncated))
                                      : wrapInteger(to, static_cast<std::uint64_t>(static_cast<std::int64_t>(truncated)));
    // What x86-64 gives a C# program: the "integer indefinite", or the low bits of the 64-bit result for the small types.
    if (std::fabs(truncated) < 9223372036854775808.0 && to != TypeKind::Int32)
        return wrapInteger(to, static_cast<std::uint64_t>(static_cast<std::int64_t>(truncated)));
    return wrapInteger(to, to == TypeKind::Int32 ? 0x80000000U : 0x8000000000000000U);
}

Value fromDecimal(TypeKind to, const Value &value)
{
    const auto decimal = decimalOf(value);
    if (to == TypeKind::Double || to == TypeKind::Single)
        return convertNumber(TypeKind::Double, to, false, Value::ofDouble(toDouble(decimal)));
    if (to == TypeKind::UInt64) {
        const auto whole = toUInt64(decimal);
        if (!whole)
            overflow();
        return Value::ofInteger(Tag::UInt64, static_cast<std::int64_t>(*whole));
    }
    const auto whole = toInt64(decimal);
    if (!whole)
        overflow();
    return convertNumber(TypeKind::Int64, to, true, Value::ofLong(*whole));
}

} // namespace

Tag tagOf(TypeKind kind)
{
    switch (kind) {
    case TypeKind::Bool: return Tag::Bool;
    case TypeKind::Char: return Tag::Char;
    case TypeKind::SByte: return Tag::SByte;
    case TypeKind::Byte: return Tag::Byte;
    case TypeKind::Int16: return Tag::Int16;
    case TypeKind::UInt16: return Tag::UInt16;
    case TypeKind::Int32: return Tag::Int32;
    case TypeKind::UInt32: return Tag::UInt32;
    case TypeKind::Int64: return Tag::Int64;
    case TypeKind::UInt64: return Tag::UInt64;
    case TypeKind::Single: return Tag::Single;
    case TypeKind::Double: return Tag::Double;
    default: return Tag::Object;
    }
}

bool compareNumbers(BinaryOperator op, TypeKind kind, const Value &a, const Value &b)
{
    switch (kind) {
    case TypeKind::Single:
    case TypeKind::Double:
        return compared(op, a.real(), b.real());
    case TypeKind::Decimal:
        return compared(op, compare(decimalOf(a), decimalOf(b)), 0);
    case TypeKind::UInt64:
        return compared(op, static_cast<std::uint64_t>(a.integer()), static_cast<std::uint64_t>(b.integer()));
    default:
        return compared(op, a.integer(), b.integer());
    }
}

Value arithmetic(BinaryOperator op, TypeKind kind, bool isChecked, const Value &a, const Value &b)
{
    if (op >= BinaryOperator::Equal)
        return Value::ofBool(compareNumbers(op, kind, a, b));
    switch (kind) {
    case TypeKind::Int32:
        return Value::ofInt(integerOperation<std::int32_t>(op, isChecked, a.int32(), b.int32()));
    case TypeKind::UInt32:
        return Value::ofInteger(Tag::UInt32, integerOperation<std::uint32_t>(op, isChecked, static_cast<std::uint32_t>(a.integer()),
                                                                             static_cast<std::uint32_t>(b.integer())));
    case TypeKind::Int64:
        return Value::ofLong(integerOperation<std::int64_t>(op, isChecked, a.integer(), b.integer()));
    case TypeKind::UInt64:
        return Value::ofInteger(Tag::UInt64, static_cast<std::int64_t>(integerOperation<std::uint64_t>(
                                                 op, isChecked, static_cast<std::uint64_t>(a.integer()), static_cast<std::uint64_t>(b.integer()))));
    case TypeKind::Single:
        return Value::ofReal(Tag::Single, static_cast<float>(realOperation(op, a.real(), b.real())));
    case TypeKind::Double:
        return Value::ofDouble(realOperation(op, a.real(), b.real()));
    case TypeKind::Decimal:
        return decimalOperation(op, a, b);
    default: // Bool
        return Value::ofBool(op == BinaryOperator::And  ? a.boolean() && b.boolean()
                             : op == BinaryOperator::Or ? a.boolean() || b.boolean()
                                                        : a.boolean() != b.boolean());
    }
}

Value negate(TypeKind kind, bool isChecked, const Value &value)
{
    switch (kind) {
    case TypeKind::Single:
    case TypeKind::Double:
        return Value::ofReal(tagOf(kind), -value.real());
    case TypeKind::Decimal:
        return toValue(negate(decimalOf(value)));
    default:
        return arithmetic(BinaryOperator::Subtract, kind, isChecked, Value::ofInteger(tagOf(kind), 0), value);
    }
}

Value complement(TypeKind kind, const Value &value)
{
    return wrapInteger(kind, ~static_cast<std::uint64_t>(value.integer()));
}

Value convertNumber(TypeKind from, TypeKind to, bool isChecked, const Value &value)
{
    if (from == to)
        return value;
    if (from == TypeKind::Decimal)
        return fromDecimal(to, value);
    const bool fromReal = from == TypeKind::Single || from == TypeKind::Double;
    if (to == TypeKind::Decimal) {
        if (fromReal)
            return toValue(from == TypeKind::Single ? decimalOfSingle(value.real()) : decimalOf(value.real()));
        return toValue(from == TypeKind::UInt64 ? decimalOfUnsigned(static_cast<std::uint64_t>(value.integer())) : decimalOf(value.integer()));
    }
    if (to == TypeKind::Double || to == TypeKind::Single) {
        const double real = fromReal                   ? value.real()
                            : from == TypeKind::UInt64 ? static_cast<double>(static_cast<std::uint64_t>(value.integer()))
                                                       : static_cast<double>(value.integer());
        return Value::ofReal(tagOf(to), to == TypeKind::Single ? static_cast<float>(real) : real);
    }
    if (fromReal)
        return integerFromReal(to, isChecked, value.real());
    const Int128 wide = from == TypeKind::UInt64 ? static_cast<Int128>(static_cast<std::uint64_t>(value.integer())) : value.integer();
    const auto [least, most] = rangeOf(to);
    if (isChecked && (wide < least || wide > most))
        overflow();
    return wrapInteger(to, static_cast<std::uint64_t>(value.integer()));
}

} // namespace gatehouse::expression
