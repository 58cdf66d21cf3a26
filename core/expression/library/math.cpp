// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/decimal.h"
#include "core/expression/library/convert.h"
#include "core/expression/text16.h"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace gatehouse::expression {

namespace {

constexpr int awayFromZero = 1; //!< of MidpointRounding

template<double (*reckon)(double)>
Value real(Call &c)
{
    return Value::ofDouble(reckon(c.real(0)));
}

template<double (*reckon)(double, double)>
Value realPair(Call &c)
{
    return Value::ofDouble(reckon(c.real(0), c.real(1)));
}

double logarithm(double value, double base)
{
    if (std::isnan(value) || std::isnan(base))
        return std::nan("");
    if (base == 1 || (value != 1 && (base == 0 || std::isinf(base))))
        return std::nan("");
    return std::log(value) / std::log(base);
}

double power(double x, double y)
{
    if (std::isnan(y) || std::isnan(x))
        return std::nan("");
    if (std::fabs(x) == 1 && std::isinf(y))
        return x == 1 ? 1 : std::nan("");
    return std::pow(x, y);
}

bool isLess(const Value &a, const Value &b)
{
    return a.tag() == Tag::UInt64 ? static_cast<std::uint64_t>(a.integer()) < static_cast<std::uint64_t>(b.integer())
                                  : a.integer() < b.integer();
}

Value smaller(Call &c) { return isLess(c[1], c[0]) ? c[1] : c[0]; }
Value larger(Call &c) { return isLess(c[0], c[1]) ? c[1] : c[0]; }
Value smallerReal(Call &c) { return c.real(1) < c.real(0) || std::isnan(c.real(1)) ? c[1] : c[0]; }
Value largerReal(Call &c) { return c.real(1) > c.real(0) || std::isnan(c.real(1)) ? c[1] : c[0]; }
Value smallerDecimal(Call &c) { return compare(decimalOf(c[1]), decimalOf(c[0])) < 0 ? c[1] : c[0]; }
Value largerDecimal(Call &c) { return compare(decimalOf(c[1]), decimalOf(c[0])) > 0 ? c[1] : c[0]; }

[[noreturn]] void raiseWrongBounds(Call &c)
{
    raise(Raised::ArgumentException, '\'' + toUtf8(c.text(c[1])) + "' cannot be greater than " + toUtf8(c.text(c[2])) + '.');
}

Value clampInteger(Call &c)
{
    if (isLess(c[2], c[1]))
        raiseWrongBounds(c);
    return isLess(c[0], c[1]) ? c[1] : isLess(c[2], c[0]) ? c[2] : c[0];
}

Value clampReal(Call &c)
{
    if (c.real(2) < c.real(1))
        raiseWrongBounds(c);
    return c.real(0) < c.real(1) ? c[1] : c.real(0) > c.real(2) ? c[2] : c[0];
}

Value clampDecimal(Call &c)
{
    if (compare(decimalOf(c[2]), decimalOf(c[1])) < 0)
        raiseWrongBounds(c);
    return compare(decimalOf(c[0]), decimalOf(c[1])) < 0 ? c[1] : compare(decimalOf(c[0]), decimalOf(c[2])) > 0 ? c[2] : c[0];
}

template<Tag tag, std::int64_t lowest>
Value absolute(Call &c)
{
    if (c.int64(0) == lowest)
        raise(Raised::Overflow, "Negating the minimum value of a twos complement number is invalid.");
    return Value::ofInteger(tag, c.int64(0) < 0 ? -c.int64(0) : c.int64(0));
}

Value signOfInteger(Call &c)
{
    return Value::ofInt(c.int64(0) == 0 ? 0 : c.int64(0) < 0 ? -1 : 1);
}

Value signOfReal(Call &c)
{
    if (std::isnan(c.real(0)))
        raise(Raised::Arithmetic, "Function does not accept floating point Not-a-Number values.");
    return Value::ofInt(c.real(0) == 0 ? 0 : c.real(0) < 0 ? -1 : 1);
}

template<Decimal (*reckon)(const Decimal &)>
Value decimal(Call &c)
{
    return toValue(reckon(decimalOf(c[0])));
}

Value roundDecimal(Call &c, int decimals, int mode)
{
    return toValue(roundTo(decimalOf(c[0]), decimals, mode == awayFromZero));
}

Value roundDouble(Call &c, int digits, int mode)
{
    constexpr int mostDigits = 15;
    if (digits < 0 || digits > mostDigits)
        raise(Raised::ArgumentOutOfRange, "Rounding digits must be between 0 and 15, inclusive.", "digits");
    if (mode != 0 && mode != awayFromZero)
        raise(Raised::ArgumentException, "The value '" + std::to_string(mode) + "' is not valid for this usage of the type MidpointRounding.",
              "mode");
    return Value::ofDouble(roundReal(c.real(0), digits, mode == awayFromZero));
}

template<Tag tag, typename Integer>
Value divideWithRest(Call &c)
{
    if (c.int64(1) == 0)
        raise(Raised::DivideByZero, "Attempted to divide by zero.");
    if (c.int64(0) == std::numeric_limits<Integer>::min() && c.int64(1) == -1)
        raise(Raised::Overflow, "Arithmetic operation resulted in an overflow.");
    c.setOut(2, Value::ofInteger(tag, c.int64(0) % c.int64(1)));
    return Value::ofInteger(tag, c.int64(0) / c.int64(1));
}

// Overloads by type. Signatures are texts, so that only a macro can put the type's name into them.
#define FOR_INTEGERS(MEMBERS) \
    MEMBERS("sbyte"), MEMBERS("byte"), MEMBERS("short"), MEMBERS("ushort"), MEMBERS("int"), MEMBERS("uint"), MEMBERS("long"), MEMBERS("ulong")
#define INTEGER_BOUNDS(name) \
    {"static " name " Max(" name " val1, " name " val2)", larger}, {"static " name " Min(" name " val1, " name " val2)", smaller}, \
    { \
        "static " name " Clamp(" name " value, " name " min, " name " max)", clampInteger \
    }
#define REAL_BOUNDS(name) \
    {"static " name " Max(" name " val1, " name " val2)", largerReal}, {"static " name " Min(" name " val1, " name " val2)", smallerReal}, \
    { \
        "static " name " Clamp(" name " value, " name " min, " name " max)", clampReal \
    }

} // namespace

double roundReal(double value, int digits, bool isAwayFromZero)
{
    constexpr double roundLimit = 1e16; // a double has no fraction from here
    static constexpr std::array<double, 16> powers{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    if (!(std::fabs(value) < roundLimit))
        return value;
    const double power = powers[static_cast<std::size_t>(digits)];
    const double scaled = value * power;
    return (isAwayFromZero ? std::round(scaled) : std::nearbyint(scaled)) / power;
}

void declareMath(Library &library)
{
    constexpr std::string_view mathClass = "static class System.Math";
    library.declare(mathClass, Known::Math, {FOR_INTEGERS(INTEGER_BOUNDS), REAL_BOUNDS("double"), REAL_BOUNDS("float")});
    library.declare(mathClass, Known::Math, {
        {"const double PI", [](Call &) { return Value::ofDouble(std::numbers::pi); }},
        {"const double E", [](Call &) { return Value::ofDouble(std::numbers::e); }},
        {"static decimal Max(decimal val1, decimal val2)", largerDecimal},
        {"static decimal Min(decimal val1, decimal val2)", smallerDecimal},
        {"static decimal Clamp(decimal value, decimal min, decimal max)", clampDecimal},
        {"static sbyte Abs(sbyte value)", absolute<Tag::SByte, -128>},
        {"static short Abs(short value)", absolute<Tag::Int16, -32768>},
        {"static int Abs(int value)", absolute<Tag::Int32, std::numeric_limits<std::int32_t>::min()>},
        {"static long Abs(long value)", absolute<Tag::Int64, std::numeric_limits<std::int64_t>::min()>},
        {"static float Abs(float value)", [](Call &c) { return Value::ofReal(Tag::Single, std::fabs(c.real(0))); }},
        {"static double Abs(double value)", real<std::fabs>},
        {"static decimal Abs(decimal value)", [](Call &c) {
             Decimal value = decimalOf(c[0]);
             value.isNegative = false;
             return toValue(value);
         }},
        {"static int Sign(sbyte value)", signOfInteger},
        {"static int Sign(short value)", signOfInteger},
        {"static int Sign(int value)", signOfInteger},
        {"static int Sign(long value)", signOfInteger},
        {"static int Sign(float value)", signOfReal},
        {"static int Sign(double value)", signOfReal},
        {"static int Sign(decimal value)", [](Call &c) { return Value::ofInt(compare(decimalOf(c[0]), Decimal{})); }},
        {"static decimal Ceiling(decimal d)", decimal<ceiling>},
        {"static double Ceiling(double a)", real<std::ceil>},
        {"static decimal Floor(decimal d)", decimal<floor>},
        {"static double Floor(double d)", real<std::floor>},
        {"static decimal Truncate(decimal d)", decimal<truncate>},
        {"static double Truncate(double d)", real<std::trunc>},
        {"static decimal Round(decimal d)", [](Call &c) { return roundDecimal(c, 0, 0); }},
        {"static decimal Round(decimal d, int decimals)", [](Call &c) { return roundDecimal(c, c.int32(1), 0); }},
        {"static decimal Round(decimal d, MidpointRounding mode)", [](Call &c) { return roundDecimal(c, 0, c[1].enumValue()); }},
        {"static decimal Round(decimal d, int decimals, MidpointRounding mode)",
         [](Call &c) { return roundDecimal(c, c.int32(1), c[2].enumValue()); }},
        {"static double Round(double a)", [](Call &c) { return roundDouble(c, 0, 0); }},
        {"static double Round(double value, int digits)", [](Call &c) { return roundDouble(c, c.int32(1), 0); }},
        {"static double Round(double value, MidpointRounding mode)", [](Call &c) { return roundDouble(c, 0, c[1].enumValue()); }},
        {"static double Round(double value, int digits, MidpointRounding mode)",
         [](Call &c) { return roundDouble(c, c.int32(1), c[2].enumValue()); }},
        {"static double Sqrt(double d)", real<std::sqrt>},
        {"static double Cbrt(double d)", real<std::cbrt>},
        {"static double Pow(double x, double y)", realPair<power>},
        {"static double Exp(double d)", real<std::exp>},
        {"static double Log(double d)", real<std::log>},
        {"static double Log(double a, double newBase)", realPair<logarithm>},
        {"static double Log10(double d)", real<std::log10>},
        {"static double Sin(double a)", real<std::sin>},
        {"static double Cos(double d)", real<std::cos>},
        {"static double Tan(double a)", real<std::tan>},
        {"static double Asin(double d)", real<std::asin>},
        {"static double Acos(double d)", real<std::acos>},
        {"static double Atan(double d)", real<std::atan>},
        {"static double Atan2(double y, double x)", realPair<std::atan2>},
        {"static double Sinh(double value)", real<std::sinh>},
        {"static double Cosh(double value)", real<std::cosh>},
        {"static double Tanh(double value)", real<std::tanh>},
        {"static double IEEERemainder(double x, double y)", realPair<std::remainder>},
        {"static long BigMul(int a, int b)", [](Call &c) { return Value::ofLong(c.int64(0) * c.int64(1)); }},
        {"static int DivRem(int a, int b, out int result)", divideWithRest<Tag::Int32, std::int32_t>},
        {"static long DivRem(long a, long b, out long result)", divideWithRest<Tag::Int64, std::int64_t>},
    });
}

#undef FOR_INTEGERS
#undef INTEGER_BOUNDS
#undef REAL_BOUNDS

} // namespace gatehouse::expression
