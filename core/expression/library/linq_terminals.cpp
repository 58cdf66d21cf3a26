// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/dictionary.h"
#include "core/expression/library/linq.h"

#include <limits>
#include <memory>

namespace gatehouse::expression {

namespace {

[[noreturn]] void invalid(std::string_view message)
{
    raise(Raised::InvalidOperation, message);
}

constexpr auto noElements = "Sequence contains no elements";
constexpr auto noMatch = "Sequence contains no matching element";
constexpr auto moreElements = "Sequence contains more than one element";
constexpr auto moreMatches = "Sequence contains more than one matching element";

Ref<Callable> predicateOf(Call &c)
{
    return c.count() > 1 ? lambdaOf(c, 1, "predicate") : Ref<Callable>();
}

Value any(Call &c)
{
    const auto &source = sourceOf(c);
    if (c.count() == 1)
        if (const auto count = countOf(source))
            return Value::ofBool(*count > 0);
    return eachItem(
        c, source, predicateOf(c),
        [plain = c.count() == 1](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            return plain || result.boolean() ? std::optional(Value::ofBool(true)) : std::nullopt;
        },
        [](Machine &) { return Value::ofBool(false); });
}

Value all(Call &c)
{
    return eachItem(
        c, sourceOf(c), predicateOf(c),
        [](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            return result.boolean() ? std::nullopt : std::optional(Value::ofBool(false));
        },
        [](Machine &) { return Value::ofBool(true); });
}

template<bool Long>
Value count(Call &c)
{
    const auto number = [](std::int64_t n) { return Long ? Value::ofLong(n) : Value::ofInt(static_cast<std::int32_t>(n)); };
    const auto &source = sourceOf(c);
    if (c.count() == 1)
        if (const auto known = countOf(source))
            return number(static_cast<std::int64_t>(*known));
    auto total = std::make_shared<std::int64_t>(0);
    return eachItem(
        c, source, predicateOf(c),
        [total, plain = c.count() == 1](Machine &, const Value &, const Value &result) -> std::optional<Value> {
            *total += plain || result.boolean();
            return std::nullopt;
        },
        [total, number](Machine &) { return number(*total); });
}

enum class Pick { First, Last, Single };

struct Picked
{
    bool found = false;
    Value item;
};

template<Pick Which, bool OrDefault>
Value pick(Call &c)
{
    const auto &source = sourceOf(c);
    const bool plain = c.count() == 1;
    auto fallback = OrDefault ? zeroOf(c.typeArgument(0), c.library()) : Value();
    if (plain) {
        if (const auto *items = itemsOf(source)) {
            if (items->empty()) {
                if (OrDefault)
                    return fallback;
                invalid(noElements);
            }
            if (Which == Pick::Single && items->size() > 1)
                invalid(moreElements);
            return Which == Pick::Last ? items->back() : items->front();
        }
    }
    auto picked = std::make_shared<Picked>();
    return eachItem(
        c, source, predicateOf(c),
        [picked, plain](Machine &, const Value &item, const Value &result) -> std::optional<Value> {
            if (!plain && !result.boolean())
                return std::nullopt;
            if (Which == Pick::First)
                return item;
            if (Which == Pick::Single && picked->found)
                invalid(plain ? moreElements : moreMatches);
            picked->found = true;
            picked->item = item;
            return std::nullopt;
        },
        [picked, plain, fallback](Machine &) {
            if (picked->found)
                return picked->item;
            if (!OrDefault)
                invalid(plain ? noElements : noMatch);
            return fallback;
        });
}

template<bool OrDefault>
Value elementAt(Call &c)
{
    const auto &source = sourceOf(c);
    const auto index = c.int32(1);
    auto fallback = OrDefault ? zeroOf(c.typeArgument(0), c.library()) : Value();
    const auto missing = [fallback] {
        if (!OrDefault)
            raise(Raised::ArgumentOutOfRange,
                  "Index was out of range. Must be non-negative and less than the size of the collection.", "index");
        return fallback;
    };
    if (index < 0)
        return missing();
    if (const auto *items = itemsOf(source))
        return static_cast<std::size_t>(index) < items->size() ? (*items)[static_cast<std::size_t>(index)] : missing();
    auto left = std::make_shared<std::int32_t>(index);
    return eachItem(
        c, source, nullptr,
        [left](Machine &, const Value &item, const Value &) -> std::optional<Value> {
            return (*left)-- == 0 ? std::optional(item) : std::nullopt;
        },
        [missing](Machine &) { return missing(); });
}

Value contains(Call &c)
{
    const auto &source = sourceOf(c);
    auto *comparer = c.count() > 2 ? c[2].as<ComparerObject>() : nullptr;
    if (!comparer) {
        if (const auto *collection = collectionOf(source))
            return Value::ofBool(collection->contains(c[1]));
    }
    return eachItem(
        c, source, nullptr,
        [wanted = c[1], keeper = Ref<ComparerObject>(comparer)](
            Machine &, const Value &item, const Value &) -> std::optional<Value> {
            return CompareEqual{keeper.get()}(item, wanted) ? std::optional(Value::ofBool(true)) : std::nullopt;
        },
        [](Machine &) { return Value::ofBool(false); });
}

//! Aggregate: the seed (or the first item), the lambda on each item, the result selector at the end.
class AggregateTask final : public FoldTask
{
public:
    AggregateTask(Value source, std::optional<Value> seed, Ref<Callable> step, Ref<Callable> result)
        : FoldTask(std::move(source)), m_sum(std::move(seed)), m_step(std::move(step)), m_result(std::move(result))
    {
    }

protected:
    Step onItem(Machine &, Value item) override
    {
        if (m_sum)
            return Poll::call(m_step, {*m_sum, std::move(item)});
        m_sum = std::move(item);
        return std::nullopt;
    }
    Step onResult(Machine &, Value result) override
    {
        if (m_atEnd)
            return Poll::ready(std::move(result));
        m_sum = std::move(result);
        return std::nullopt;
    }
    Poll onEnd(Machine &) override
    {
        if (!m_sum)
            invalid(noElements);
        m_atEnd = true;
        return m_result ? Poll::call(m_result, {*m_sum}) : Poll::ready(*m_sum);
    }

private:
    std::optional<Value> m_sum;
    Ref<Callable> m_step, m_result;
    bool m_atEnd = false;
};

Value aggregate(Call &c)
{
    return c.await(std::make_unique<AggregateTask>(sourceOf(c), std::nullopt, lambdaOf(c, 1, "func"), nullptr));
}

Value aggregateFrom(Call &c)
{
    return c.await(std::make_unique<AggregateTask>(sourceOf(c), c[1], lambdaOf(c, 2, "func"),
                                                   c.count() > 3 ? lambdaOf(c, 3, "resultSelector") : nullptr));
}

Value toList(Call &c)
{
    return c.collect(0, [element = c.typeArgument(0)](Call &call, std::vector<Value> items) { return call.list(element, std::move(items)); });
}

Value toArray(Call &c)
{
    return c.collect(0, [element = c.typeArgument(0)](Call &call, std::vector<Value> items) { return call.array(element, std::move(items)); });
}

Value toHashSet(Call &c)
{
    auto comparer = Ref<ComparerObject>(c[1].as<ComparerObject>());
    return c.collect(0, [comparer, type = c.result()](Call &call, std::vector<Value> items) {
        auto set = make<HashSetObject>(type, comparer);
        call.machine().allocate(items.size() * sizeof(HashSlots::Slot));
        for (auto &item : items)
            set->insert(std::move(item));
        return Value::of(set);
    });
}

//! Keeps the first sequence, then compares the second with it.
class EqualTask final : public FoldTask
{
public:
    EqualTask(const Value &first, Value second, Ref<ComparerObject> comparer)
        : FoldTask(first), m_second(std::move(second)), m_comparer(std::move(comparer))
    {
    }

protected:
    Step onItem(Machine &machine, Value item) override
    {
        if (!m_inSecond) {
            machine.allocate(sizeof(Value));
            m_items.push_back(std::move(item));
            return std::nullopt;
        }
        if (m_at == m_items.size() || !CompareEqual{m_comparer.get()}(m_items[m_at], item))
            return Poll::ready(Value::ofBool(false));
        ++m_at;
        return std::nullopt;
    }
    Poll onEnd(Machine &machine) override
    {
        if (m_inSecond)
            return Poll::ready(Value::ofBool(m_at == m_items.size()));
        m_inSecond = true;
        setSource(machine.enumerate(m_second));
        return pull(machine);
    }

private:
    Value m_second;
    Ref<ComparerObject> m_comparer;
    std::vector<Value> m_items;
    std::size_t m_at = 0;
    bool m_inSecond = false;
};

Value sequenceEqual(Call &c)
{
    return c.await(std::make_unique<EqualTask>(sourceOf(c, 0, "first"), sourceOf(c, 1, "second"),
                                               Ref<ComparerObject>(c[2].as<ComparerObject>())));
}

} // namespace

void declareLinqTerminals(Library &library)
{
    library.declare(
        "static class System.Linq.Enumerable", Known::Enumerable,
        {{"static bool Any<T>(this IEnumerable<T> source)", any},
         {"static bool Any<T>(this IEnumerable<T> source, Func<T, bool> predicate)", any},
         {"static bool All<T>(this IEnumerable<T> source, Func<T, bool> predicate)", all},
         {"static int Count<T>(this IEnumerable<T> source)", count<false>},
         {"static int Count<T>(this IEnumerable<T> source, Func<T, bool> predicate)", count<false>},
         {"static long LongCount<T>(this IEnumerable<T> source)", count<true>},
         {"static long LongCount<T>(this IEnumerable<T> source, Func<T, bool> predicate)", count<true>},
         {"static T First<T>(this IEnumerable<T> source)", pick<Pick::First, false>},
         {"static T First<T>(this IEnumerable<T> source, Func<T, bool> predicate)", pick<Pick::First, false>},
         {"static T FirstOrDefault<T>(this IEnumerable<T> source)", pick<Pick::First, true>},
         {"static T FirstOrDefault<T>(this IEnumerable<T> source, Func<T, bool> predicate)", pick<Pick::First, true>},
         {"static T Last<T>(this IEnumerable<T> source)", pick<Pick::Last, false>},
         {"static T Last<T>(this IEnumerable<T> source, Func<T, bool> predicate)", pick<Pick::Last, false>},
         {"static T LastOrDefault<T>(this IEnumerable<T> source)", pick<Pick::Last, true>},
         {"static T LastOrDefault<T>(this IEnumerable<T> source, Func<T, bool> predicate)", pick<Pick::Last, true>},
         {"static T Single<T>(this IEnumerable<T> source)", pick<Pick::Single, false>},
         {"static T Single<T>(this IEnumerable<T> source, Func<T, bool> predicate)", pick<Pick::Single, false>},
         {"static T SingleOrDefault<T>(this IEnumerable<T> source)", pick<Pick::Single, true>},
         {"static T SingleOrDefault<T>(this IEnumerable<T> source, Func<T, bool> predicate)", pick<Pick::Single, true>},
         {"static T ElementAt<T>(this IEnumerable<T> source, int index)", elementAt<false>},
         {"static T ElementAtOrDefault<T>(this IEnumerable<T> source, int index)", elementAt<true>},
         {"static bool Contains<T>(this IEnumerable<T> source, T value)", contains},
         {"static bool Contains<T>(this IEnumerable<T> source, T value, IEqualityComparer<T> comparer)", contains},
         {"static T Aggregate<T>(this IEnumerable<T> source, Func<T, T, T> func)", aggregate},
         {"static A Aggregate<T, A>(this IEnumerable<T> source, A seed, Func<A, T, A> func)", aggregateFrom},
         {"static R Aggregate<T, A, R>(this IEnumerable<T> source, A seed, Func<A, T, A> func, Func<A, R> resultSelector)", aggregateFrom},
         {"static List<T> ToList<T>(this IEnumerable<T> source)", toList},
         {"static T[] ToArray<T>(this IEnumerable<T> source)", toArray},
         {"static HashSet<T> ToHashSet<T>(this IEnumerable<T> source, IEqualityComparer<T> comparer = null)", toHashSet},
         {"static bool SequenceEqual<T>(this IEnumerable<T> first, IEnumerable<T> second, IEqualityComparer<T> comparer = null)",
          sequenceEqual}});
}

} // namespace gatehouse::expression
