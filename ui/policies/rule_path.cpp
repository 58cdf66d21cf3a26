// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/rule_path.h"

namespace gatehouse::ui::policies {

using policy::Content;
using policy::ElementRule;

namespace {

bool isSection(std::string_view name)
{
    return name == "inbound" || name == "backend" || name == "outbound" || name == "on-error";
}

//! Where the policies of a path begin: behind the section, or behind <fragment>.
std::size_t policiesBegin(const std::vector<std::string> &path)
{
    if (path.size() >= 2 && path[0] == "policies" && isSection(path[1]))
        return 2;
    if (!path.empty() && path[0] == "fragment")
        return 1;
    return path.size() + 1;
}

} // namespace

const ElementRule *ruleAt(const std::vector<std::string> &path)
{
    const ElementRule *rule = nullptr;
    for (auto at = policiesBegin(path); at < path.size(); ++at) {
        const ElementRule *next = nullptr;
        bool isChild = false;
        if (rule)
            for (const auto &child : rule->children)
                if (child.name == path[at]) {
                    isChild = true;
                    next = child.rule;
                }
        if (!next && (!rule || isChild || rule->content == Content::Policies)) {
            const auto *known = policy::findPolicy(path[at]);
            next = known ? &known->element : nullptr;
        }
        if (!next)
            return nullptr;
        rule = next;
    }
    return rule;
}

const policy::PolicyRule *policyAt(const std::vector<std::string> &path)
{
    for (auto size = path.size(); size > policiesBegin(path); --size) {
        const std::vector<std::string> outer(path.begin(), path.begin() + std::ptrdiff_t(size));
        const auto *known = policy::findPolicy(outer.back());
        if (known && ruleAt(outer) == &known->element)
            return known;
    }
    return nullptr;
}

bool holdsPolicies(const std::vector<std::string> &path)
{
    if (policiesBegin(path) == path.size())
        return true;
    const auto *rule = ruleAt(path);
    return rule && rule->content == Content::Policies;
}

std::uint8_t sectionAt(const std::vector<std::string> &path)
{
    if (path.size() < 2 || path[0] != "policies")
        return 0;
    if (path[1] == "inbound")
        return policy::InInbound;
    if (path[1] == "backend")
        return policy::InBackend;
    if (path[1] == "outbound")
        return policy::InOutbound;
    return path[1] == "on-error" ? policy::InOnError : 0;
}

const policy::AttributeRule *attributeAt(const std::vector<std::string> &path, std::string_view attribute)
{
    if (const auto *rule = ruleAt(path))
        for (const auto &known : rule->attributes)
            if (known.name == attribute)
                return &known;
    return nullptr;
}

std::uint8_t flagOf(policy::Scope scope)
{
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(scope));
}

} // namespace gatehouse::ui::policies
