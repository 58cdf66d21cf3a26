// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/crypto/digest.h"
#include "core/resource/kinds.h"
#include "core/resource/property_path.h"
#include "core/resource/property_rule.h"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace gatehouse::resource {

namespace {

std::string_view withoutBrackets(std::string_view last)
{
    return last.ends_with("[]") ? last.substr(0, last.size() - 2) : last;
}

//! "/subscriptions/.../service/x/" and "/apis" in a subscription's scope name a collection or the service itself.
std::string relativeText(std::string_view text, const ServiceScope &scope)
{
    auto bare = text;
    while (!bare.empty() && bare.back() == '/')
        bare.remove_suffix(1);
    if (const auto id = scope.relative(bare))
        return id->text();
    const auto prefix = scope.prefix() + "/";
    if (bare.size() > prefix.size() && equalsIgnoreCase(bare.substr(0, prefix.size()), prefix))
        bare.remove_prefix(prefix.size());
    else if (!bare.empty() && bare.front() == '/')
        bare.remove_prefix(1);
    return kindOfCollection({}, bare) ? std::string{bare} : std::string{text};
}

std::string absoluteText(std::string_view text, const ServiceScope &scope)
{
    if (text.empty())
        return scope.prefix() + "/"; // as Azure writes the scope of an all-access subscription
    if (!ResourceId::parse(text) && !kindOfCollection({}, text))
        return std::string{text};
    return scope.prefix() + "/" + std::string{text};
}

template<typename Change>
void changeReferences(const Kind &kind, json::object &properties, const Change &change)
{
    for (const auto &rule : kind.properties)
        if (rule.flags & PropertyRule::Reference)
            visitValues(properties, rule.path, [&](json::value &value, const std::string &) {
                if (const auto *text = value.if_string())
                    value = change(std::string_view{text->data(), text->size()});
            });
}

} // namespace

void eraseFlagged(const Kind &kind, json::object &properties, std::uint32_t flags, const json::object &judge)
{
    for (const auto &rule : kind.properties)
        if ((rule.flags & flags) && holds(rule, judge))
            visitHolders(properties, rule.path, {},
                         [](json::object &holder, std::string_view last, const std::string &) {
                             holder.erase(withoutBrackets(last));
                         });
}

void redact(const Kind &kind, json::object &properties, const SecretString &digestKey,
            std::initializer_list<const json::object *> judges)
{
    for (const auto &rule : kind.properties)
        if ((rule.flags & (PropertyRule::Secret | PropertyRule::Sensitive))
            && std::any_of(judges.begin(), judges.end(), [&rule](const auto *judge) { return holds(rule, *judge); }))
            visitValues(properties, rule.path, [&digestKey](json::value &value, const std::string &) {
                if (!value.is_null())
                    value = secretDigest(value, digestKey);
            });
}

bool holds(const PropertyRule &rule, const json::object &properties)
{
    if (rule.when.empty())
        return true;
    const auto equal = rule.when.find('=');
    const bool negated = rule.when[equal - 1] == '!';
    const auto *value = member(properties, rule.when.substr(0, negated ? equal - 1 : equal));
    std::string text;
    if (value)
        text = value->is_string() ? std::string{value->get_string()} : toJson(*value);
    return equalsIgnoreCase(text, rule.when.substr(equal + 1)) != negated;
}

void addDefaults(const Kind &kind, json::object &properties)
{
    for (const auto &rule : kind.properties) {
        if (rule.defaultJson.empty() || !holds(rule, properties))
            continue;
        visitHolders(
            properties, rule.path, {}, [&rule](json::object &holder, std::string_view last, const std::string &) {
                const auto *value = holder.if_contains(last);
                if (!value || value->is_null())
                    holder[last] = json::parse(json::string_view{rule.defaultJson.data(), rule.defaultJson.size()});
            });
    }
}

json::object visibleProperties(const Kind &kind, const json::object &properties, bool inList)
{
    auto visible = properties;
    eraseFlagged(kind, visible,
                 PropertyRule::Secret | PropertyRule::WriteOnly | (inList ? PropertyRule::NotInList : std::uint32_t{0}),
                 properties);
    addDefaults(kind, visible);
    return visible;
}

std::string secretDigest(const json::value &value, const SecretString &digestKey)
{
    const auto text = value.is_string() ? std::string{value.get_string()} : toJson(value);
    return "sha256:" + crypto::toHex(crypto::hmacSha256(digestKey, text)).substr(0, 8);
}

json::object redactedProperties(const Kind &kind, const json::object &properties, const SecretString &digestKey)
{
    auto redacted = properties;
    redact(kind, redacted, digestKey, {&properties});
    return redacted;
}

json::object withoutReadOnly(const Kind &kind, const json::object &properties)
{
    auto kept = properties;
    eraseFlagged(kind, kept, PropertyRule::ReadOnly, properties);
    return kept;
}

void relativizeReferences(const Kind &kind, json::object &properties, const ServiceScope &scope)
{
    changeReferences(kind, properties, [&scope](std::string_view text) { return relativeText(text, scope); });
}

void absolutizeReferences(const Kind &kind, json::object &properties, const ServiceScope &scope)
{
    changeReferences(kind, properties, [&scope](std::string_view text) { return absoluteText(text, scope); });
}

std::vector<ResourceId> referencesOf(const Kind &kind, const json::object &properties)
{
    std::vector<ResourceId> found;
    for (const auto &rule : kind.properties)
        if (rule.flags & PropertyRule::Reference)
            visitValues(properties, rule.path, [&found](const json::value &value, const std::string &) {
                const auto *text = value.if_string();
                if (!text || text->empty())
                    return;
                if (auto id = ResourceId::parse({text->data(), text->size()}))
                    found.push_back(*std::move(id));
            });
    return found;
}

} // namespace gatehouse::resource
