// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/resource/kinds.h"
#include "core/resource/property_path.h"
#include "core/resource/property_rule.h"

#include <algorithm>

namespace gatehouse::resource {

namespace {

//! Collects findings; two rules on one property report the same thing once.
class Findings
{
public:
    void add(std::string_view code, const std::string &place, std::vector<Error::Arg> args = {})
    {
        args.insert(args.begin(), {"property", place});
        Diagnostic finding{
            .pointer = "properties." + place, .code = "resource." + std::string{code}, .args = std::move(args)};
        if (std::find(m_found.begin(), m_found.end(), finding) == m_found.end())
            m_found.push_back(std::move(finding));
    }
    Diagnostics take() { return std::move(m_found); }

private:
    Diagnostics m_found;
};

std::string_view nameOfType(PropertyRule::Type type)
{
    switch (type) {
    case PropertyRule::Text:
        return "string";
    case PropertyRule::Boolean:
        return "boolean";
    case PropertyRule::Integer:
        return "integer";
    case PropertyRule::Array:
        return "array";
    case PropertyRule::Object:
        return "object";
    case PropertyRule::Any:
        break;
    }
    return "any";
}

bool hasType(const json::value &value, PropertyRule::Type type)
{
    switch (type) {
    case PropertyRule::Text:
        return value.is_string();
    case PropertyRule::Boolean:
        return value.is_bool();
    case PropertyRule::Integer:
        return value.is_int64() || value.is_uint64();
    case PropertyRule::Array:
        return value.is_array();
    case PropertyRule::Object:
        return value.is_object();
    case PropertyRule::Any:
        break;
    }
    return true;
}

std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; }));
}

bool isOneOf(std::string_view text, std::span<const std::string_view> values)
{
    return std::any_of(values.begin(), values.end(), [text](auto value) { return equalsIgnoreCase(value, text); });
}

void checkEnum(const PropertyRule &rule, const json::value &value, const std::string &place, Findings &findings)
{
    const auto *array = value.if_array();
    for (std::size_t i = 0; array && i < array->size(); ++i)
        checkEnum(rule, (*array)[i], place + "[" + std::to_string(i) + "]", findings);
    if (array)
        return;
    const auto *text = value.if_string();
    if (text && isOneOf({text->data(), text->size()}, rule.values))
        return;
    std::string allowed;
    for (const auto one : rule.values)
        allowed += (allowed.empty() ? "" : ", ") + std::string{one};
    findings.add("enum", place, {{"allowed", allowed}});
}

void checkReference(const PropertyRule &rule, std::string_view text, const std::string &place, Findings &findings)
{
    const auto allows = [&rule](std::string_view type) {
        constexpr std::string_view workspace = "workspaces/";
        if (rule.values.empty() || isOneOf(type, rule.values))
            return true;
        return type.size() > workspace.size() && equalsIgnoreCase(type.substr(0, workspace.size()), workspace)
            && isOneOf(type.substr(workspace.size()), rule.values);
    };
    const auto id = ResourceId::parse(text);
    // A scope may be the service ("") or a whole collection ("apis").
    const bool whole = !id && isOneOf("", rule.values) && kindOfCollection({}, text) && allows(text);
    if (!whole && (!id || !allows(id->type())))
        findings.add("badReference", place);
}

void checkValue(const PropertyRule &rule, const json::value &value, const std::string &place, Findings &findings)
{
    if (value.is_null()) // ARM takes null for "not given"
        return;
    if (!hasType(value, rule.type)) {
        findings.add("badType", place, {{"expected", std::string{nameOfType(rule.type)}}});
        return;
    }
    if (rule.flags & PropertyRule::Enum)
        checkEnum(rule, value, place, findings);
    const auto *string = value.if_string();
    if (!string)
        return;
    const std::string_view text{string->data(), string->size()};
    if (rule.maxLength != 0 && characters(text) > rule.maxLength)
        findings.add("tooLong", place, {{"limit", std::to_string(rule.maxLength)}});
    if (rule.flags & PropertyRule::Reference)
        checkReference(rule, text, place, findings);
}

void checkRequired(const PropertyRule &rule, const json::object &properties, Findings &findings)
{
    visitHolders(properties, rule.path, {},
                 [&](const json::object &holder, std::string_view last, const std::string &place) {
                     const auto *value = holder.if_contains(last);
                     if (!value || value->is_null())
                         findings.add("required", place + std::string{last});
                 });
}

} // namespace

Diagnostics validate(const Kind &kind, const Resource &resource)
{
    Findings findings;
    for (const auto &rule : kind.properties) {
        if ((rule.flags & PropertyRule::ReadOnly) || !holds(rule, resource.properties))
            continue;
        if (rule.flags & PropertyRule::Required)
            checkRequired(rule, resource.properties, findings);
        visitValues(resource.properties, rule.path, [&](const json::value &value, const std::string &place) {
            checkValue(rule, value, place, findings);
        });
    }
    return findings.take();
}

} // namespace gatehouse::resource
