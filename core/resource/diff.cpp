// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resource/diff.h"

#include "core/resource/kinds.h"
#include "core/resource/property_comparison.h"
#include "core/resource/property_path.h"
#include "core/resource/property_rule.h"

#include <algorithm>

namespace gatehouse::resource {

namespace {

const Kind &unknownKind()
{
    static const Kind kind{};
    return kind;
}

//! null means "not given" in ARM.
void eraseNulls(json::value &value)
{
    if (auto *object = value.if_object()) {
        for (auto it = object->begin(); it != object->end();) {
            if (it->value().is_null()) {
                it = object->erase(it);
            } else {
                eraseNulls(it->value());
                ++it;
            }
        }
    } else if (auto *array = value.if_array()) {
        std::for_each(array->begin(), array->end(), eraseNulls);
    }
}

json::object comparable(const Kind &kind, const json::object &properties)
{
    constexpr auto ignored = PropertyRule::ReadOnly | PropertyRule::WriteOnly | PropertyRule::Uncompared;
    json::value value = properties;
    eraseNulls(value);
    auto &object = value.get_object();
    eraseFlagged(kind, object, ignored, properties);
    addDefaults(kind, object);
    return std::move(object);
}

bool isGiven(const json::object &properties, std::string_view path)
{
    bool given = false;
    visitValues(properties, path, [&given](const json::value &, const std::string &) { given = true; });
    return given;
}

//! A GET shows no secrets, so one that a side lacks is unknown there, not different.
void eraseUnknownSecrets(const Kind &kind, json::object &a, json::object &b)
{
    for (const auto &rule : kind.properties) {
        if (!(rule.flags & PropertyRule::Secret) || (!holds(rule, a) && !holds(rule, b)))
            continue;
        if (isGiven(a, rule.path) && isGiven(b, rule.path))
            continue;
        for (auto *side : {&a, &b})
            visitHolders(*side, rule.path, {},
                         [](json::object &holder, std::string_view last, const std::string &) { holder.erase(last); });
    }
}

bool isInScope(const ResourceId &id, const std::vector<ResourceId> &scopes)
{
    return scopes.empty()
        || std::any_of(scopes.begin(), scopes.end(), [&id](const ResourceId &scope) { return id.isWithin(scope); });
}

} // namespace

std::vector<PropertyDifference> diffProperties(const ResourceId &id, const json::object &before,
                                               const json::object &after, const DiffOptions &options)
{
    const auto *found = kindOf(id);
    const auto &kind = found ? *found : unknownKind();
    if (kind.link) // the row itself is the link
        return {};
    auto a = comparable(kind, before);
    auto b = comparable(kind, after);
    eraseUnknownSecrets(kind, a, b);
    auto shownA = a;
    auto shownB = b;
    redact(kind, shownA, options.digestKey, {&a, &b});
    redact(kind, shownB, options.digestKey, {&a, &b});
    PropertyComparison comparison(kind, options.samePolicy);
    return comparison.compare({&a, &shownA}, {&b, &shownB});
}

std::vector<ResourceDifference> diff(const Configuration &before, const Configuration &after,
                                     const DiffOptions &options)
{
    std::vector<ResourceDifference> differences;
    const auto add = [&](ResourceDifference::Kind kind, const ResourceId &id,
                         std::vector<PropertyDifference> properties = {}) {
        if (isInScope(id, options.scopes))
            differences.push_back({kind, id, std::move(properties)});
    };
    const auto compare = [&](const Resource &a, const Resource &b) {
        if (&a == &b || !isInScope(a.id, options.scopes)) // configurations share what did not change
            return;
        if (auto properties = diffProperties(a.id, a.properties, b.properties, options); !properties.empty())
            add(ResourceDifference::Changed, b.id, std::move(properties));
    };
    auto a = before.begin();
    auto b = after.begin();
    while (a != before.end() || b != after.end()) {
        if (b == after.end() || (a != before.end() && a->first < b->first)) {
            add(ResourceDifference::Removed, a->first);
            ++a;
        } else if (a == before.end() || b->first < a->first) {
            add(ResourceDifference::Added, b->first);
            ++b;
        } else {
            compare(*a->second, *b->second);
            ++a;
            ++b;
        }
    }
    return differences;
}

} // namespace gatehouse::resource
