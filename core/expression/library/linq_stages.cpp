// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/dictionary.h"
#include "core/expression/library/linq.h"

#include <limits>
#include <memory>

namespace gatehouse::expression {

namespace {

Ref<ComparerObject> comparerIn(Call &c, std::size_t index)
{
    return Ref<ComparerObject>(c[index].as<ComparerObject>());
}

Value lambdaStage(Call &c, std::string_view parameter, bool withIndex, std::function<LambdaStage::Use()> use)
{
    sourceOf(c);
    auto lambda = lambdaOf(c, 1, parameter);
    return lazily(c, [lambda = std::move(lambda), withIndex, use = std::move(use)](Machine &, EnumeratorPointer source) {
        return make<LambdaStage>(std::move(source), lambda, withIndex, use());
    });
}

template<bool WithIndex>
Value select(Call &c)
{
    return lambdaStage(c, "selector", WithIndex, [] {
        return [](Machine &, const Value &, Value result) -> Step { return Poll::ready(std::move(result)); };
    });
}

template<bool WithIndex>
Value where(Call &c)
{
    return lambdaStage(c, "predicate", WithIndex, [] {
        return [](Machine &, const Value &item, const Value &result) -> Step {
            return result.boolean() ? Step(Poll::ready(item)) : std::nullopt;
        };
    });
}

template<bool WithIndex>
Value takeWhile(Call &c)
{
    return lambdaStage(c, "predicate", WithIndex, [] {
        return [](Machine &, const Value &item, const Value &result) -> Step {
            return result.boolean() ? Poll::ready(item) : Poll::end();
        };
    });
}

//! Passes on what comes after the first item that the predicate refuses, without asking it again.
class SkipWhileStage final : public LambdaStage
{
public:
    SkipWhileStage(EnumeratorPointer source, Ref<Callable> lambda, bool withIndex)
        : LambdaStage(std::move(source), std::move(lambda), withIndex, [this](Machine &, const Value &item, const Value &result) -> Step {
              if (result.boolean())
                  return std::nullopt;
              m_done = true;
              return Poll::ready(item);
          })
    {
    }

protected:
    Step onItem(Machine &machine, Value item) override
    {
        return m_done ? Step(Poll::ready(std::move(item))) : LambdaStage::onItem(machine, std::move(item));
    }

private:
    bool m_done = false;
};

template<bool WithIndex>
Value skipWhile(Call &c)
{
    sourceOf(c);
    return lazily(c, [lambda = lambdaOf(c, 1, "predicate")](Machine &, EnumeratorPointer source) {
        return make<SkipWhileStage>(std::move(source), lambda, WithIndex);
    });
}

//! SelectMany: the lambda's sequence is read before the next item; `pair` (or null) joins item and element.
class FlattenStage final : public Enumerator, private Puller
{
public:
    FlattenStage(EnumeratorPointer source, Ref<Callable> selector, bool withIndex, Ref<Callable> pair)
        : m_outer(std::move(source)), m_selector(std::move(selector)), m_withIndex(withIndex), m_pair(std::move(pair))
    {
        setSource(m_outer);
    }
    Poll next(Machine &machine) override { return pull(machine); }
    Poll resume(Machine &machine, Value result) override { return resumed(machine, std::move(result)); }

protected:
    Step onItem(Machine &, Value item) override
    {
        if (!m_inside) {
            m_item = std::move(item);
            return m_withIndex ? Poll::call(m_selector, {m_item, Value::ofInt(m_index++)}) : Poll::call(m_selector, {m_item});
        }
        return m_pair ? Poll::call(m_pair, {m_item, std::move(item)}) : Poll::ready(std::move(item));
    }
    Step onResult(Machine &machine, Value result) override
    {
        if (m_inside)
            return Poll::ready(std::move(result));
        if (result.isNull())
            raise(Raised::NullReference, "Object reference not set to an instance of an object.");
        m_inside = true;
        setSource(machine.enumerate(result));
        return std::nullopt;
    }
    Poll onEnd(Machine &machine) override
    {
        if (!m_inside)
            return Poll::end();
        m_inside = false;
        setSource(m_outer);
        return pull(machine);
    }

private:
    EnumeratorPointer m_outer;
    Ref<Callable> m_selector;
    bool m_withIndex;
    Ref<Callable> m_pair;
    Value m_item;
    bool m_inside = false;
    std::int32_t m_index = 0;
};

template<bool WithIndex, bool WithPair>
Value selectMany(Call &c)
{
    sourceOf(c);
    auto selector = lambdaOf(c, 1, WithPair ? "collectionSelector" : "selector");
    Ref<Callable> pair;
    if constexpr (WithPair)
        pair = lambdaOf(c, 2, "resultSelector");
    return lazily(c, [selector, pair](Machine &, EnumeratorPointer source) {
        return make<FlattenStage>(std::move(source), selector, WithIndex, pair);
    });
}

Value plainStage(Call &c, std::function<PlainStage::Use()> use)
{
    return lazily(c, [use = std::move(use)](Machine &, EnumeratorPointer source) { return make<PlainStage>(std::move(source), use()); });
}

//! Take ends without asking its source for one item more.
class TakeStage final : public Stage
{
public:
    TakeStage(EnumeratorPointer source, std::int32_t count) : Stage(std::move(source)), m_left(count) { }
    Poll next(Machine &machine) override { return m_left > 0 ? Stage::next(machine) : Poll::end(); }

protected:
    Step onItem(Machine &, Value item) override
    {
        --m_left;
        return Poll::ready(std::move(item));
    }

private:
    std::int32_t m_left;
};

Value take(Call &c)
{
    return lazily(c, [count = c.int32(1)](Machine &, EnumeratorPointer source) { return make<TakeStage>(std::move(source), count); });
}

Value skip(Call &c)
{
    return plainStage(c, [count = c.int32(1)] {
        return [left = count](Machine &, Value item) mutable -> Step {
            return left-- > 0 ? std::nullopt : Step(Poll::ready(std::move(item)));
        };
    });
}

std::vector<Value> itemsOnly(std::vector<Row> rows)
{
    std::vector<Value> items;
    items.reserve(rows.size());
    for (auto &row : rows)
        items.push_back(std::move(row.item));
    return items;
}

Value arranged(Call &c, std::function<std::vector<Value>(std::vector<Value> items)> arrange)
{
    return lazily(c, [arrange = std::move(arrange)](Machine &, EnumeratorPointer source) {
        return make<GatherStage>(std::move(source), std::vector<Ref<Callable>>{},
                                 [arrange](Machine &, std::vector<Row> rows) { return arrange(itemsOnly(std::move(rows))); });
    });
}

Value reverse(Call &c)
{
    return arranged(c, [](std::vector<Value> items) {
        return std::vector<Value>(std::make_move_iterator(items.rbegin()), std::make_move_iterator(items.rend()));
    });
}

Value takeLast(Call &c)
{
    return arranged(c, [count = c.int32(1)](std::vector<Value> items) {
        const auto kept = static_cast<std::size_t>(std::max(count, 0));
        if (items.size() > kept)
            items.erase(items.begin(), items.end() - static_cast<std::ptrdiff_t>(kept));
        return items;
    });
}

Value skipLast(Call &c)
{
    return arranged(c, [count = c.int32(1)](std::vector<Value> items) {
        items.resize(items.size() - std::min(items.size(), static_cast<std::size_t>(std::max(count, 0))));
        return items;
    });
}

//! One source after the other; the second is opened when the first has ended.
class ConcatStage final : public Stage
{
public:
    ConcatStage(EnumeratorPointer first, Value second) : Stage(std::move(first)), m_second(std::move(second)) { }

protected:
    Step onItem(Machine &, Value item) override { return Poll::ready(std::move(item)); }
    Poll onEnd(Machine &machine) override
    {
        if (m_inSecond)
            return Poll::end();
        m_inSecond = true;
        setSource(machine.enumerate(m_second));
        return pull(machine);
    }

private:
    Value m_second;
    bool m_inSecond = false;
};

EnumeratorPointer concatenated(EnumeratorPointer first, const Value &second)
{
    return make<ConcatStage>(std::move(first), second);
}

Value concat(Call &c)
{
    sourceOf(c, 0, "first");
    return lazily(c, [second = sourceOf(c, 1, "second")](Machine &, EnumeratorPointer first) {
        return concatenated(std::move(first), second);
    });
}

Value single(Call &c, const Value &item)
{
    const auto *type = c.library().close(Known::IEnumerable1, {c.typeArgument(0)});
    return Value::of(make<SequenceObject>(type, std::vector<Value>{item}));
}

Value append(Call &c)
{
    return lazily(c, [last = single(c, c[1])](Machine &, EnumeratorPointer first) { return concatenated(std::move(first), last); });
}

Value prepend(Call &c)
{
    return lazily(c, [first = single(c, c[1]), source = sourceOf(c)](Machine &machine, const EnumeratorPointer &) {
        return concatenated(machine.enumerate(first), source);
    });
}

//! Passes each item once; a fresh set for each enumeration.
PlainStage::Use onceEach(const Ref<ComparerObject> &comparer)
{
    auto seen = std::make_shared<HashSlots>(comparer);
    return [seen](Machine &machine, Value item) -> Step {
        if (seen->find(item))
            return std::nullopt;
        machine.allocate(sizeof(HashSlots::Slot));
        seen->insert(item, {});
        return Poll::ready(std::move(item));
    };
}

Value distinct(Call &c)
{
    return plainStage(c, [comparer = comparerIn(c, 1)] { return onceEach(comparer); });
}

Value unionOf(Call &c)
{
    sourceOf(c, 0, "first");
    return lazily(c, [second = sourceOf(c, 1, "second"), comparer = comparerIn(c, 2)](Machine &, EnumeratorPointer first) {
        return make<PlainStage>(concatenated(std::move(first), second), onceEach(comparer));
    });
}

//! Except and Intersect: reads the second sequence first.
class SetStage final : public Stage
{
public:
    SetStage(Machine &machine, Value first, const Value &second, const Ref<ComparerObject> &comparer, bool keepsCommon)
        : Stage(machine.enumerate(second)), m_first(std::move(first)), m_set(comparer), m_keepsCommon(keepsCommon)
    {
    }

protected:
    Step onItem(Machine &machine, Value item) override
    {
        const bool known = m_set.find(item) != nullptr;
        if (m_inFirst && m_keepsCommon) {
            if (!known)
                return std::nullopt;
            m_set.erase(item);
            return Poll::ready(std::move(item));
        }
        if (known)
            return std::nullopt;
        machine.allocate(sizeof(HashSlots::Slot));
        m_set.insert(item, {});
        return m_inFirst ? Step(Poll::ready(std::move(item))) : std::nullopt;
    }
    Poll onEnd(Machine &machine) override
    {
        if (m_inFirst)
            return Poll::end();
        m_inFirst = true;
        setSource(machine.enumerate(m_first));
        return pull(machine);
    }

private:
    Value m_first;
    HashSlots m_set;
    bool m_keepsCommon;
    bool m_inFirst = false;
};

template<bool KeepsCommon>
Value setOperation(Call &c)
{
    auto factory = [first = sourceOf(c, 0, "first"), second = sourceOf(c, 1, "second"), comparer = comparerIn(c, 2)](Machine &machine) {
        return EnumeratorPointer(make<SetStage>(machine, first, second, comparer, KeepsCommon));
    };
    return Value::of(make<LazySequence>(c.result(), std::move(factory)));
}

Value defaultIfEmpty(Call &c)
{
    auto fallback = c.count() > 1 ? c[1] : zeroOf(c.typeArgument(0), c.library());
    return lazily(c, [fallback](Machine &, EnumeratorPointer source) {
        auto any = std::make_shared<bool>(false);
        return make<PlainStage>(
            std::move(source),
            [any](Machine &, Value item) -> Step {
                *any = true;
                return Poll::ready(std::move(item));
            },
            [any, fallback](Machine &) { return std::exchange(*any, true) ? Poll::end() : Poll::ready(fallback); });
    });
}

//! Reads two sequences in step; ends with the shorter.
class ZipStage final : public Stage
{
public:
    ZipStage(EnumeratorPointer first, EnumeratorPointer second, Ref<Callable> join)
        : Stage(first), m_first(first), m_second(std::move(second)), m_join(std::move(join))
    {
    }

protected:
    Step onItem(Machine &, Value item) override
    {
        if (m_hasLeft) {
            m_hasLeft = false;
            return Poll::call(m_join, {m_left, std::move(item)});
        }
        m_left = std::move(item);
        m_hasLeft = true;
        setSource(m_second);
        return std::nullopt;
    }
    Step onResult(Machine &, Value result) override
    {
        setSource(m_first);
        return Poll::ready(std::move(result));
    }

private:
    EnumeratorPointer m_first, m_second;
    Ref<Callable> m_join;
    Value m_left;
    bool m_hasLeft = false;
};

Value zip(Call &c)
{
    sourceOf(c, 0, "first");
    return lazily(c, [second = sourceOf(c, 1, "second"), join = lambdaOf(c, 2, "resultSelector")](Machine &machine, EnumeratorPointer first) {
        return make<ZipStage>(std::move(first), machine.enumerate(second), join);
    });
}

Value ofType(Call &c)
{
    return plainStage(c, [wanted = c.typeArgument(0)] {
        return [wanted](Machine &machine, Value item) -> Step {
            return !item.isNull() && machine.library().isInstance(item, wanted) ? Step(Poll::ready(std::move(item))) : std::nullopt;
        };
    });
}

Value cast(Call &c)
{
    return plainStage(c, [wanted = c.typeArgument(0)] {
        return [wanted](Machine &machine, Value item) -> Step {
            if (item.isNull() && wanted->isValueType())
                raise(Raised::NullReference, "Object reference not set to an instance of an object.");
            if (!item.isNull() && !machine.library().isInstance(item, wanted))
                raise(Raised::InvalidCast, "Specified cast is not valid.");
            return Poll::ready(std::move(item));
        };
    });
}

Value asEnumerable(Call &c)
{
    return c[0];
}

class RangeEnumerator final : public Enumerator
{
public:
    RangeEnumerator(std::int32_t start, std::int32_t count) : m_next(start), m_left(count) { }
    Poll next(Machine &machine) override
    {
        machine.charge(1);
        return m_left-- > 0 ? Poll::ready(Value::ofInt(m_next++)) : Poll::end();
    }
    Poll resume(Machine &, Value) override { return Poll::end(); }

private:
    std::int32_t m_next, m_left;
};

Value range(Call &c)
{
    const auto start = c.int32(0);
    const auto count = c.int32(1);
    if (count < 0 || std::int64_t{start} + count - 1 > std::numeric_limits<std::int32_t>::max())
        raise(Raised::ArgumentOutOfRange, "Specified argument was out of the range of valid values.", "count");
    return Value::of(make<LazySequence>(c.result(), [start, count](Machine &) { return EnumeratorPointer(make<RangeEnumerator>(start, count)); }));
}

class RepeatEnumerator final : public Enumerator
{
public:
    RepeatEnumerator(Value item, std::int32_t count) : m_item(std::move(item)), m_left(count) { }
    Poll next(Machine &machine) override
    {
        machine.charge(1);
        return m_left-- > 0 ? Poll::ready(m_item) : Poll::end();
    }
    Poll resume(Machine &, Value) override { return Poll::end(); }

private:
    Value m_item;
    std::int32_t m_left;
};

Value repeat(Call &c)
{
    const auto count = c.int32(1);
    if (count < 0)
        raise(Raised::ArgumentOutOfRange, "Specified argument was out of the range of valid values.", "count");
    return Value::of(make<LazySequence>(c.result(), [item = c[0], count](Machine &) { return EnumeratorPointer(make<RepeatEnumerator>(item, count)); }));
}

Value empty(Call &c)
{
    return c.array(c.typeArgument(0), {});
}

} // namespace

void declareLinqStages(Library &library)
{
    library.declare(
        "static class System.Linq.Enumerable", Known::Enumerable,
        {{"static IEnumerable<R> Select<T, R>(this IEnumerable<T> source, Func<T, R> selector)", select<false>},
         {"static IEnumerable<R> Select<T, R>(this IEnumerable<T> source, Func<T, int, R> selector)", select<true>},
         {"static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, bool> predicate)", where<false>},
         {"static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, int, bool> predicate)", where<true>},
         {"static IEnumerable<T> TakeWhile<T>(this IEnumerable<T> source, Func<T, bool> predicate)", takeWhile<false>},
         {"static IEnumerable<T> TakeWhile<T>(this IEnumerable<T> source, Func<T, int, bool> predicate)", takeWhile<true>},
         {"static IEnumerable<T> SkipWhile<T>(this IEnumerable<T> source, Func<T, bool> predicate)", skipWhile<false>},
         {"static IEnumerable<T> SkipWhile<T>(this IEnumerable<T> source, Func<T, int, bool> predicate)", skipWhile<true>},
         {"static IEnumerable<R> SelectMany<T, R>(this IEnumerable<T> source, Func<T, IEnumerable<R>> selector)", selectMany<false, false>},
         {"static IEnumerable<R> SelectMany<T, R>(this IEnumerable<T> source, Func<T, int, IEnumerable<R>> selector)", selectMany<true, false>},
         {"static IEnumerable<R> SelectMany<T, C, R>(this IEnumerable<T> source, Func<T, IEnumerable<C>> collectionSelector, Func<T, C, R> resultSelector)",
          selectMany<false, true>},
         {"static IEnumerable<R> SelectMany<T, C, R>(this IEnumerable<T> source, Func<T, int, IEnumerable<C>> collectionSelector, Func<T, C, R> resultSelector)",
          selectMany<true, true>},
         {"static IEnumerable<T> Take<T>(this IEnumerable<T> source, int count)", take},
         {"static IEnumerable<T> Skip<T>(this IEnumerable<T> source, int count)", skip},
         {"static IEnumerable<T> TakeLast<T>(this IEnumerable<T> source, int count)", takeLast},
         {"static IEnumerable<T> SkipLast<T>(this IEnumerable<T> source, int count)", skipLast},
         {"static IEnumerable<T> Reverse<T>(this IEnumerable<T> source)", reverse},
         {"static IEnumerable<T> Concat<T>(this IEnumerable<T> first, IEnumerable<T> second)", concat},
         {"static IEnumerable<T> Append<T>(this IEnumerable<T> source, T element)", append},
         {"static IEnumerable<T> Prepend<T>(this IEnumerable<T> source, T element)", prepend},
         {"static IEnumerable<T> Distinct<T>(this IEnumerable<T> source, IEqualityComparer<T> comparer = null)", distinct},
         {"static IEnumerable<T> Union<T>(this IEnumerable<T> first, IEnumerable<T> second, IEqualityComparer<T> comparer = null)", unionOf},
         {"static IEnumerable<T> Except<T>(this IEnumerable<T> first, IEnumerable<T> second, IEqualityComparer<T> comparer = null)",
          setOperation<false>},
         {"static IEnumerable<T> Intersect<T>(this IEnumerable<T> first, IEnumerable<T> second, IEqualityComparer<T> comparer = null)",
          setOperation<true>},
         {"static IEnumerable<T> DefaultIfEmpty<T>(this IEnumerable<T> source)", defaultIfEmpty},
         {"static IEnumerable<T> DefaultIfEmpty<T>(this IEnumerable<T> source, T defaultValue)", defaultIfEmpty},
         {"static IEnumerable<R> Zip<A, B, R>(this IEnumerable<A> first, IEnumerable<B> second, Func<A, B, R> resultSelector)", zip},
         {"static IEnumerable<T> OfType<T>(this IEnumerable source)", ofType},
         {"static IEnumerable<T> Cast<T>(this IEnumerable source)", cast},
         {"static IEnumerable<T> AsEnumerable<T>(this IEnumerable<T> source)", asEnumerable},
         {"static IEnumerable<int> Range(int start, int count)", range},
         {"static IEnumerable<T> Repeat<T>(T element, int count)", repeat},
         {"static IEnumerable<T> Empty<T>()", empty}});
}

} // namespace gatehouse::expression
