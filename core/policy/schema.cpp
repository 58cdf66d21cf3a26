// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/schema.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace gatehouse::policy {

namespace {

constexpr std::pair<std::uint8_t, std::string_view> sectionNames[] = {
    {InInbound, "inbound"}, {InBackend, "backend"}, {InOutbound, "outbound"}, {InOnError, "on-error"}};
constexpr std::pair<std::uint8_t, std::string_view> scopeNames[] = {
    {AtGlobal, "global"}, {AtWorkspace, "workspace"}, {AtProduct, "product"}, {AtApi, "api"}, {AtOperation, "operation"}};

template<typename Names>
std::vector<std::string_view> chosen(std::uint8_t flags, const Names &names)
{
    std::vector<std::string_view> result;
    for (const auto &[flag, name] : names)
        if (flags & flag)
            result.push_back(name);
    return result;
}

std::string listed(const std::vector<std::string_view> &names)
{
    std::string text;
    for (const auto name : names)
        text.append(text.empty() ? "" : ", ").append(name);
    return text.empty() ? "-" : text;
}

json::array arrayOf(const std::vector<std::string_view> &names)
{
    json::array result;
    for (const auto name : names)
        result.emplace_back(name);
    return result;
}

std::string_view typeName(ValueType type)
{
    switch (type) {
    case ValueType::String:
        return "string";
    case ValueType::Integer:
        return "integer";
    case ValueType::Decimal:
        return "decimal";
    case ValueType::Boolean:
        return "boolean";
    case ValueType::Enum:
        return "enum";
    case ValueType::Url:
        return "url";
    case ValueType::Seconds:
        return "seconds";
    }
    return {};
}

std::string_view contentName(Content content)
{
    switch (content) {
    case Content::Empty:
        return "empty";
    case Content::Elements:
        return "elements";
    case Content::Text:
        return "text";
    case Content::Policies:
        return "policies";
    case Content::Any:
        return "any";
    }
    return {};
}

json::object attributeSchema(const AttributeRule &rule)
{
    json::object result{{"name", rule.name}, {"type", typeName(rule.type)}, {"required", rule.required}, {"expression", rule.expression}};
    if (!rule.defaultValue.empty())
        result["default"] = rule.defaultValue;
    if (!rule.values.empty())
        result["values"] = arrayOf({rule.values.begin(), rule.values.end()});
    if (rule.minimum != 0 || rule.maximum != 0) {
        result["minimum"] = rule.minimum;
        result["maximum"] = rule.maximum;
    }
    if (rule.isExtension)
        result["extension"] = true;
    return result;
}

json::object elementSchema(const ElementRule &rule, std::vector<const ElementRule *> &within)
{
    json::object result{{"name", rule.name}, {"content", contentName(rule.content)}};
    json::array attributes, children;
    for (const auto &attribute : rule.attributes)
        attributes.push_back(attributeSchema(attribute));
    within.push_back(&rule);
    for (const auto &child : rule.children) {
        json::object entry{{"name", child.name}, {"minimum", child.minimum}};
        if (child.maximum != ChildRule{}.maximum)
            entry["maximum"] = child.maximum;
        if (child.rule && std::find(within.begin(), within.end(), child.rule) == within.end())
            entry["element"] = elementSchema(*child.rule, within);
        children.push_back(std::move(entry));
    }
    within.pop_back();
    result["attributes"] = std::move(attributes);
    result["children"] = std::move(children);
    return result;
}

} // namespace

json::object schemaOf(const PolicyRule &rule)
{
    std::vector<const ElementRule *> within;
    return {{"name", rule.element.name},
            {"documentation", rule.documentation},
            {"sections", arrayOf(chosen(rule.sections, sectionNames))},
            {"scopes", arrayOf(chosen(rule.scopes, scopeNames))},
            {"executed", rule.executed},
            {"extension", rule.isExtension},
            {"element", elementSchema(rule.element, within)}};
}

std::string sectionsOf(const PolicyRule &rule)
{
    return listed(chosen(rule.sections, sectionNames));
}

std::string scopesOf(const PolicyRule &rule)
{
    return listed(chosen(rule.scopes, scopeNames));
}

std::string_view stateOf(const PolicyRule &rule)
{
    return !rule.executed ? "fails loudly" : rule.isExtension ? "runs; not in Azure" : "runs";
}

std::string policyMarkdown()
{
    std::string text = "| policy | sections | here |\n|---|---|---|\n";
    for (const auto &rule : policyTable())
        text.append("| ").append(rule.element.name).append(" | ").append(sectionsOf(rule)).append(" | ")
            .append(stateOf(rule)).append(" |\n");
    return text;
}

} // namespace gatehouse::policy
