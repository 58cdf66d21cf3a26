// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/property_comparison.h"

#include "core/base/text.h"

#include <algorithm>
#include <map>
#include <optional>

namespace gatehouse::resource {

namespace {

constexpr auto hidden = PropertyRule::Secret | PropertyRule::Sensitive;

std::string textOf(const json::value &value)
{
    return value.is_string() ? std::string{value.get_string()} : toJson(value);
}

const json::value *at(const json::array *array, std::size_t index)
{
    return array && index < array->size() ? &(*array)[index] : nullptr;
}

//! The index of each element by its key; nothing when one has none or two have the same.
std::optional<std::map<std::string, std::size_t>> keysOf(const json::array &array, std::string_view key, bool foldCase)
{
    std::map<std::string, std::size_t> keys;
    for (std::size_t i = 0; i < array.size(); ++i) {
        const auto *value = key == "." ? &array[i] : member(array[i], key);
        if (!value || value->is_object() || value->is_array())
            return std::nullopt;
        const auto text = textOf(*value);
        if (!keys.emplace(foldCase ? toLower(text) : text, i).second)
            return std::nullopt;
    }
    return keys;
}

} // namespace

std::vector<PropertyDifference> PropertyComparison::compare(Root a, Root b)
{
    m_differences.clear();
    compareObjects({}, a, b);
    return std::move(m_differences);
}

void PropertyComparison::compareValues(const Place &place, Side a, Side b)
{
    if (!a.value || !b.value) {
        if (a.value || b.value)
            emit(place, a, b);
        return;
    }
    const bool whole = flagsAt(place.schema) & hidden; // its parts are not shown
    if (!whole && a.value->is_object() && b.value->is_object() && a.shown->is_object() && b.shown->is_object())
        compareObjects(place, {&a.value->get_object(), &a.shown->get_object()},
                       {&b.value->get_object(), &b.shown->get_object()});
    else if (!whole && a.value->is_array() && b.value->is_array())
        compareArrays(place, a, b);
    else if (!isSame(place, *a.value, *b.value))
        emit(place, a, b);
}

void PropertyComparison::compareObjects(const Place &place, Root a, Root b)
{
    const auto compareMember = [&](std::string_view name) {
        const auto join = [name](const std::string &path) {
            return path.empty() ? std::string{name} : path + "." + std::string{name};
        };
        compareValues({join(place.schema), join(place.display)}, {member(*a.properties, name), member(*a.shown, name)},
                      {member(*b.properties, name), member(*b.shown, name)});
    };
    for (const auto &entry : *a.properties)
        compareMember(entry.key());
    for (const auto &entry : *b.properties)
        if (!a.properties->contains(entry.key()))
            compareMember(entry.key());
}

void PropertyComparison::compareArrays(const Place &place, Side a, Side b)
{
    const auto rule = std::find_if(m_kind.arrays.begin(), m_kind.arrays.end(),
                                   [&place](const ArrayRule &one) { return one.path == place.schema; });
    const bool keyed = rule != m_kind.arrays.end() && !rule->key.empty();
    if (!keyed || !compareKeyed(place, rule->key, a, b))
        compareOrdered(place, a, b);
}

bool PropertyComparison::compareKeyed(const Place &place, std::string_view key, Side a, Side b)
{
    const auto elements = place.schema + "[]";
    const auto keyRules = flagsAt(key == "." ? elements : elements + "." + std::string{key});
    const bool foldCase = keyRules & (PropertyRule::Enum | PropertyRule::Reference);
    const auto keysA = keysOf(a.value->get_array(), key, foldCase);
    const auto keysB = keysOf(b.value->get_array(), key, foldCase);
    if (!keysA || !keysB)
        return false;
    const auto side = [](Side array, std::size_t index) {
        return Side{at(array.value->if_array(), index), at(array.shown->if_array(), index)};
    };
    for (const auto &[text, index] : *keysA) {
        const auto other = keysB->find(text);
        compareValues({elements, place.display + "[" + text + "]"}, side(a, index),
                      other == keysB->end() ? Side{} : side(b, other->second));
    }
    for (const auto &[text, index] : *keysB)
        if (!keysA->contains(text))
            compareValues({elements, place.display + "[" + text + "]"}, {}, side(b, index));
    return true;
}

void PropertyComparison::compareOrdered(const Place &place, Side a, Side b)
{
    const auto &elementsA = a.value->get_array();
    const auto &elementsB = b.value->get_array();
    if (elementsA.size() != elementsB.size()) {
        emit(place, a, b);
        return;
    }
    for (std::size_t i = 0; i < elementsA.size(); ++i)
        compareValues({place.schema + "[]", place.display + "[" + std::to_string(i) + "]"},
                      {&elementsA[i], at(a.shown->if_array(), i)}, {&elementsB[i], at(b.shown->if_array(), i)});
}

bool PropertyComparison::isSame(const Place &place, const json::value &a, const json::value &b) const
{
    if (a.is_number() && b.is_number() && a.kind() != b.kind())
        return a.to_number<double>() == b.to_number<double>();
    const auto *textA = a.if_string();
    const auto *textB = b.if_string();
    if (!textA || !textB)
        return a == b;
    const std::string_view viewA{textA->data(), textA->size()};
    const std::string_view viewB{textB->data(), textB->size()};
    const auto flags = flagsAt(place.schema);
    if (flags & (PropertyRule::Enum | PropertyRule::Reference))
        return equalsIgnoreCase(viewA, viewB);
    if ((flags & PropertyRule::Document) && m_samePolicy)
        return viewA == viewB || m_samePolicy(viewA, viewB);
    return viewA == viewB;
}

void PropertyComparison::emit(const Place &place, Side a, Side b)
{
    const auto path = flagsAt(place.schema) & PropertyRule::Document ? std::string{"policy"} : place.display;
    const auto valueOf = [](const json::value *value) { return value ? *value : json::value(nullptr); };
    m_differences.push_back({path, valueOf(a.shown), valueOf(b.shown)});
}

std::uint32_t PropertyComparison::flagsAt(std::string_view schema) const
{
    // The rule of an array of plain values speaks of its elements too.
    const auto array = schema.ends_with("[]") ? schema.substr(0, schema.size() - 2) : std::string_view{};
    std::uint32_t flags = 0;
    for (const auto &rule : m_kind.properties)
        if (rule.path == schema || (!array.empty() && rule.path == array && (rule.flags & PropertyRule::Enum)))
            flags |= rule.flags;
    return flags;
}

} // namespace gatehouse::resource
