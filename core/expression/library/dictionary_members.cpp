// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/dictionary.h"
#include "core/expression/machine.h"

namespace gatehouse::expression {

namespace {

Ref<ComparerObject> comparerAt(Call &c, std::size_t index)
{
    return Ref<ComparerObject>(c[index].as<ComparerObject>());
}

const Value &keyIn(Call &c)
{
    if (c.isNull(1))
        raiseNullArgument("key");
    return c[1];
}

MapView &mapIn(Call &c)
{
    return *changeableMapOf(c[0]);
}

std::optional<Value> find(Call &c)
{
    return mapIn(c).find(keyIn(c));
}

Value get(Call &c)
{
    auto found = find(c);
    if (!found)
        raise(Raised::KeyNotFound, "The given key was not present in the dictionary.");
    return std::move(*found);
}

Value tryGet(Call &c)
{
    auto found = find(c);
    const auto &map = *c[0].object();
    const auto *type = map.type(c.library());
    c.setOut(2, found ? *found : zeroOf(type->arguments.size() > 1 ? type->arguments[1] : c.library().known(Known::Object), c.library()));
    return Value::ofBool(found.has_value());
}

void put(Call &c, bool replace)
{
    const auto &key = keyIn(c);
    c.machine().allocate(sizeof(HashSlots::Slot) + sizeof(Value));
    if (!mapIn(c).put(key, c[2], replace))
        raise(Raised::ArgumentException, "An item with the same key has already been added.");
}

Value set(Call &c)
{
    put(c, true);
    return Value::null();
}

Value add(Call &c)
{
    put(c, false);
    return Value::null();
}

Value remove(Call &c)
{
    return Value::ofBool(mapIn(c).erase(keyIn(c)));
}

Value containsKey(Call &c)
{
    return Value::ofBool(find(c).has_value());
}

Value containsValue(Call &c)
{
    for (const auto &[key, value] : mapIn(c).entries(c.machine()))
        if (equalValues(value, c[1]))
            return Value::ofBool(true);
    return Value::ofBool(false);
}

Value count(Call &c)
{
    return Value::ofInt(static_cast<std::int32_t>(countOf(c[0]).value_or(0)));
}

Value clear(Call &c)
{
    mapIn(c).eraseAll();
    return Value::null();
}

template<bool Keys>
Value part(Call &c)
{
    return Value::of(make<MapPartObject>(c.result(), c[0], Keys));
}

//! Copies the entries of the dictionary in argument 0.
Value constructFrom(Call &c)
{
    auto map = make<DictionaryObject>(c.result(), c.count() > 1 ? comparerAt(c, 1) : nullptr);
    if (c.isNull(0))
        raiseNullArgument("dictionary");
    if (const auto *source = mapOf(c[0]))
        for (auto &[key, value] : source->entries(c.machine()))
            map->put(key, value, false);
    c.machine().allocate(map->size() * sizeof(HashSlots::Slot));
    return Value::of(map);
}

Value construct(Call &c)
{
    const auto last = c.count();
    return Value::of(make<DictionaryObject>(c.result(), last > 0 ? comparerAt(c, last - 1) : nullptr));
}

Value constructSorted(Call &c)
{
    auto map = make<SortedMapObject>(c.result(), c.count() > 0 ? comparerAt(c, c.count() - 1) : nullptr);
    if (c.count() > 0)
        if (const auto *source = mapOf(c[0]))
            for (auto &[key, value] : source->entries(c.machine()))
                map->put(key, value, false);
    return Value::of(map);
}

Value constructSlots(Call &c)
{
    if (c.int32(0) < 0)
        raise(Raised::ArgumentOutOfRange, "Non-negative number required.", "capacity");
    return construct(c);
}

Value comparerOf(Call &c)
{
    const auto &comparer = c.object<DictionaryObject>(0).slots().comparer();
    return comparer ? Value::of(comparer) : Value::of(make<ComparerObject>(c.result()));
}

} // namespace

void declareDictionaries(Library &library)
{
    library.declare("interface System.Collections.Generic.IDictionary<K, V> : ICollection<KeyValuePair<K, V>>", Known::IDictionary2,
                    {{"V this[K key] { get; set; }", get, set},
                     {"ICollection<K> Keys { get; }", part<true>},
                     {"ICollection<V> Values { get; }", part<false>},
                     {"void Add(K key, V value)", add},
                     {"bool ContainsKey(K key)", containsKey},
                     {"bool Remove(K key)", remove},
                     {"bool TryGetValue(K key, out V value)", tryGet}});
    library.declare("interface System.Collections.Generic.IReadOnlyDictionary<K, V> : IReadOnlyCollection<KeyValuePair<K, V>>",
                    Known::IReadOnlyDictionary2,
                    {{"V this[K key] { get; }", get},
                     {"IEnumerable<K> Keys { get; }", part<true>},
                     {"IEnumerable<V> Values { get; }", part<false>},
                     {"bool ContainsKey(K key)", containsKey},
                     {"bool TryGetValue(K key, out V value)", tryGet}});
    const auto declareMap = [&library](const char *type, Known known) {
        library.declare(type, known,
                        {{"V this[K key] { get; set; }", get, set},
                         {"ICollection<K> Keys { get; }", part<true>},
                         {"ICollection<V> Values { get; }", part<false>},
                         {"int Count { get; }", count},
                         {"void Add(K key, V value)", add},
                         {"bool ContainsKey(K key)", containsKey},
                         {"bool ContainsValue(V value)", containsValue},
                         {"bool Remove(K key)", remove},
                         {"bool TryGetValue(K key, out V value)", tryGet},
                         {"void Clear()", clear}});
    };
    constexpr auto dictionary = "class System.Collections.Generic.Dictionary<K, V> : IDictionary<K, V>, IReadOnlyDictionary<K, V>";
    declareMap(dictionary, Known::Dictionary2);
    library.declare("class System.Collections.Generic.Dictionary<K, V>", Known::Dictionary2,
                    {{"new()", construct},
                     {"new(int capacity)", constructSlots},
                     {"new(IEqualityComparer<K> comparer)", construct},
                     {"new(int capacity, IEqualityComparer<K> comparer)", constructSlots},
                     {"new(IDictionary<K, V> dictionary)", constructFrom},
                     {"new(IDictionary<K, V> dictionary, IEqualityComparer<K> comparer)", constructFrom},
                     {"IEqualityComparer<K> Comparer { get; }", comparerOf}});
    for (const auto *type : {"class System.Collections.Generic.SortedDictionary<K, V> : IDictionary<K, V>, IReadOnlyDictionary<K, V>",
                             "class System.Collections.Generic.SortedList<K, V> : IDictionary<K, V>, IReadOnlyDictionary<K, V>"}) {
        const auto known = std::string_view(type).find("SortedList") == std::string_view::npos ? Known::SortedDictionary2 : Known::None;
        declareMap(type, known);
        library.declare(type, known,
                        {{"new()", constructSorted},
                         {"new(IComparer<K> comparer)", constructSorted},
                         {"new(IDictionary<K, V> dictionary)", constructSorted},
                         {"new(IDictionary<K, V> dictionary, IComparer<K> comparer)", constructSorted}});
    }
}

} // namespace gatehouse::expression
