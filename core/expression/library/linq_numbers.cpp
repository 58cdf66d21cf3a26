// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/decimal.h"
#include "core/expression/library/comparers.h"
#include "core/expression/library/linq.h"

#include <cmath>
#include <memory>

namespace gatehouse::expression {

namespace {

Ref<Callable> selectorOf(Call &c)
{
    return c.count() > 1 ? lambdaOf(c, 1, "selector") : Ref<Callable>();
}

//! Sums as .NET does: integers in 64 bits with a check, float in double, nulls left out.
struct Total
{
    std::int64_t whole = 0;
    double real = 0;
    Decimal exact;
    std::int64_t count = 0;

    void add(Tag tag, const Value &value)
    {
        ++count;
        if (tag == Tag::Object)
            exact = expression::add(exact, decimalOf(value));
        else if (tag == Tag::Double || tag == Tag::Single)
            real += value.real();
        else if (__builtin_add_overflow(whole, value.integer(), &whole))
            overflow();
        if (tag == Tag::Int32 && whole != static_cast<std::int32_t>(whole) && checksInt)
            overflow();
    }
    [[noreturn]] static void overflow() { raise(Raised::Overflow, "Arithmetic operation resulted in an overflow."); }
    bool checksInt = true;
};

Value sumOf(Tag tag, const Total &total)
{
    switch (tag) {
    case Tag::Object: return toValue(total.exact);
    case Tag::Double: return Value::ofDouble(total.real);
    case Tag::Single: return Value::ofReal(Tag::Single, static_cast<double>(static_cast<float>(total.real)));
    case Tag::Int64: return Value::ofLong(total.whole);
    default: return Value::ofInt(static_cast<std::int32_t>(total.whole));
    }
}

Value averageOf(Tag tag, const Total &total)
{
    const auto count = static_cast<double>(total.count);
    switch (tag) {
    case Tag::Object: return toValue(divide(total.exact, decimalOf(total.count)));
    case Tag::Double: return Value::ofDouble(total.real / count);
    case Tag::Single: return Value::ofReal(Tag::Single, static_cast<double>(static_cast<float>(total.real / count)));
    default: return Value::ofDouble(static_cast<double>(total.whole) / count);
    }
}

template<Tag Kind>
Value sum(Call &c)
{
    auto total = std::make_shared<Total>();
    return eachItem(
        c, sourceOf(c), selectorOf(c),
        [total](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            if (!result.isNull())
                total->add(Kind, result);
            return std::nullopt;
        },
        [total](Machine &) { return sumOf(Kind, *total); });
}

template<Tag Kind, bool Nullable>
Value average(Call &c)
{
    auto total = std::make_shared<Total>();
    total->checksInt = false;
    return eachItem(
        c, sourceOf(c), selectorOf(c),
        [total](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            if (!result.isNull())
                total->add(Kind, result);
            return std::nullopt;
        },
        [total](Machine &) {
            if (total->count > 0)
                return averageOf(Kind, *total);
            if (!Nullable)
                raise(Raised::InvalidOperation, "Sequence contains no elements");
            return Value();
        });
}

//! Of every type. Nulls are left out; an empty sequence gives null where the type has it. NaN is the least for Min.
template<bool Max>
Value extreme(Call &c)
{
    const bool canBeNull = c.result()->isReference() || c.result()->kind == TypeKind::Nullable;
    auto best = std::make_shared<std::optional<Value>>();
    return eachItem(
        c, sourceOf(c), selectorOf(c),
        [best](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            if (!result.isNull() && (!*best || (Max ? compareValues(result, **best) > 0 : compareValues(result, **best) < 0)))
                *best = result;
            return std::nullopt;
        },
        [best, canBeNull](Machine &) {
            if (*best)
                return **best;
            if (!canBeNull)
                raise(Raised::InvalidOperation, "Sequence contains no elements");
            return Value();
        });
}

} // namespace

void declareLinqNumbers(Library &library)
{
    library.declare(
        "static class System.Linq.Enumerable", Known::Enumerable,
        {{"static int Sum(this IEnumerable<int> source)", sum<Tag::Int32>},
         {"static int? Sum(this IEnumerable<int?> source)", sum<Tag::Int32>},
         {"static long Sum(this IEnumerable<long> source)", sum<Tag::Int64>},
         {"static long? Sum(this IEnumerable<long?> source)", sum<Tag::Int64>},
         {"static float Sum(this IEnumerable<float> source)", sum<Tag::Single>},
         {"static float? Sum(this IEnumerable<float?> source)", sum<Tag::Single>},
         {"static double Sum(this IEnumerable<double> source)", sum<Tag::Double>},
         {"static double? Sum(this IEnumerable<double?> source)", sum<Tag::Double>},
         {"static decimal Sum(this IEnumerable<decimal> source)", sum<Tag::Object>},
         {"static decimal? Sum(this IEnumerable<decimal?> source)", sum<Tag::Object>},
         {"static int Sum<T>(this IEnumerable<T> source, Func<T, int> selector)", sum<Tag::Int32>},
         {"static int? Sum<T>(this IEnumerable<T> source, Func<T, int?> selector)", sum<Tag::Int32>},
         {"static long Sum<T>(this IEnumerable<T> source, Func<T, long> selector)", sum<Tag::Int64>},
         {"static long? Sum<T>(this IEnumerable<T> source, Func<T, long?> selector)", sum<Tag::Int64>},
         {"static float Sum<T>(this IEnumerable<T> source, Func<T, float> selector)", sum<Tag::Single>},
         {"static float? Sum<T>(this IEnumerable<T> source, Func<T, float?> selector)", sum<Tag::Single>},
         {"static double Sum<T>(this IEnumerable<T> source, Func<T, double> selector)", sum<Tag::Double>},
         {"static double? Sum<T>(this IEnumerable<T> source, Func<T, double?> selector)", sum<Tag::Double>},
         {"static decimal Sum<T>(this IEnumerable<T> source, Func<T, decimal> selector)", sum<Tag::Object>},
         {"static decimal? Sum<T>(this IEnumerable<T> source, Func<T, decimal?> selector)", sum<Tag::Object>}});
    library.declare(
        "static class System.Linq.Enumerable", Known::Enumerable,
        {{"static double Average(this IEnumerable<int> source)", average<Tag::Int32, false>},
         {"static double? Average(this IEnumerable<int?> source)", average<Tag::Int32, true>},
         {"static double Average(this IEnumerable<long> source)", average<Tag::Int64, false>},
         {"static double? Average(this IEnumerable<long?> source)", average<Tag::Int64, true>},
         {"static float Average(this IEnumerable<float> source)", average<Tag::Single, false>},
         {"static float? Average(this IEnumerable<float?> source)", average<Tag::Single, true>},
         {"static double Average(this IEnumerable<double> source)", average<Tag::Double, false>},
         {"static double? Average(this IEnumerable<double?> source)", average<Tag::Double, true>},
         {"static decimal Average(this IEnumerable<decimal> source)", average<Tag::Object, false>},
         {"static decimal? Average(this IEnumerable<decimal?> source)", average<Tag::Object, true>},
         {"static double Average<T>(this IEnumerable<T> source, Func<T, int> selector)", average<Tag::Int32, false>},
         {"static double? Average<T>(this IEnumerable<T> source, Func<T, int?> selector)", average<Tag::Int32, true>},
         {"static double Average<T>(this IEnumerable<T> source, Func<T, long> selector)", average<Tag::Int64, false>},
         {"static double? Average<T>(this IEnumerable<T> source, Func<T, long?> selector)", average<Tag::Int64, true>},
         {"static float Average<T>(this IEnumerable<T> source, Func<T, float> selector)", average<Tag::Single, false>},
         {"static float? Average<T>(this IEnumerable<T> source, Func<T, float?> selector)", average<Tag::Single, true>},
         {"static double Average<T>(this IEnumerable<T> source, Func<T, double> selector)", average<Tag::Double, false>},
         {"static double? Average<T>(this IEnumerable<T> source, Func<T, double?> selector)", average<Tag::Double, true>},
         {"static decimal Average<T>(this IEnumerable<T> source, Func<T, decimal> selector)", average<Tag::Object, false>},
         {"static decimal? Average<T>(this IEnumerable<T> source, Func<T, decimal?> selector)", average<Tag::Object, true>}});
    // The numeric overloads, which C# prefers where the lambda's result fits several, and then the generic ones.
    for (const auto &[minimum, maximum] : std::initializer_list<std::pair<Declaration, Declaration>>{
             {{"static int Min(this IEnumerable<int> source)", extreme<false>}, {"static int Max(this IEnumerable<int> source)", extreme<true>}},
             {{"static long Min(this IEnumerable<long> source)", extreme<false>}, {"static long Max(this IEnumerable<long> source)", extreme<true>}},
             {{"static double Min(this IEnumerable<double> source)", extreme<false>},
              {"static double Max(this IEnumerable<double> source)", extreme<true>}},
             {{"static float Min(this IEnumerable<float> source)", extreme<false>}, {"static float Max(this IEnumerable<float> source)", extreme<true>}},
             {{"static decimal Min(this IEnumerable<decimal> source)", extreme<false>},
              {"static decimal Max(this IEnumerable<decimal> source)", extreme<true>}},
             {{"static T Min<T>(this IEnumerable<T> source)", extreme<false>}, {"static T Max<T>(this IEnumerable<T> source)", extreme<true>}},
             {{"static int Min<T>(this IEnumerable<T> source, Func<T, int> selector)", extreme<false>},
              {"static int Max<T>(this IEnumerable<T> source, Func<T, int> selector)", extreme<true>}},
             {{"static long Min<T>(this IEnumerable<T> source, Func<T, long> selector)", extreme<false>},
              {"static long Max<T>(this IEnumerable<T> source, Func<T, long> selector)", extreme<true>}},
             {{"static double Min<T>(this IEnumerable<T> source, Func<T, double> selector)", extreme<false>},
              {"static double Max<T>(this IEnumerable<T> source, Func<T, double> selector)", extreme<true>}},
             {{"static float Min<T>(this IEnumerable<T> source, Func<T, float> selector)", extreme<false>},
              {"static float Max<T>(this IEnumerable<T> source, Func<T, float> selector)", extreme<true>}},
             {{"static decimal Min<T>(this IEnumerable<T> source, Func<T, decimal> selector)", extreme<false>},
              {"static decimal Max<T>(this IEnumerable<T> source, Func<T, decimal> selector)", extreme<true>}},
             {{"static R Min<T, R>(this IEnumerable<T> source, Func<T, R> selector)", extreme<false>},
              {"static R Max<T, R>(this IEnumerable<T> source, Func<T, R> selector)", extreme<true>}},
         })
        library.declare("static class System.Linq.Enumerable", Known::Enumerable, {minimum, maximum});
}

void declareLinq(Library &library)
{
    declareLinqStages(library);
    declareLinqOrder(library);
    declareLinqGroups(library);
    declareLinqTerminals(library);
    declareLinqNumbers(library);
}

} // namespace gatehouse::expression
