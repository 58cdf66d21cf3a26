// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/differences.h"

#include "core/base/text.h"
#include "core/policy/expression_scan.h"
#include "core/policy/table.h"

#include <algorithm>
#include <array>
#include <map>

namespace gatehouse::policy {

namespace {

constexpr std::size_t mostShown = 160;
//! Above so many pairs the alignment takes neighbours in order instead.
constexpr std::size_t mostPairs = 1'000'000;

//! What tells policies of one name apart, first found wins.
constexpr std::array<std::string_view, 9> identities{"id", "name", "fragment-id", "counter-key", "condition", "key", "template", "url", "backend-id"};

std::string shown(std::string_view text)
{
    text = trim(text);
    if (text.size() <= mostShown)
        return std::string(text);
    auto end = mostShown - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return std::string(text.substr(0, end)) + "...";
}

std::string labelOf(const Document &document, NodeId node)
{
    for (const auto name : identities)
        if (const auto *attribute = document.attribute(node, name))
            return shown(attribute->value);
    return {};
}

const ElementRule *ruleOf(std::string_view name, const ElementRule *parent)
{
    if (parent && parent->content == Content::Elements)
        for (const auto &child : parent->children)
            if (child.name == name && child.rule)
                return child.rule;
    const auto *policy = findPolicy(name);
    return policy ? &policy->element : nullptr;
}

std::map<std::string, std::string> attributesOf(const Document &document, NodeId node, const ElementRule *rule)
{
    std::map<std::string, std::string> values;
    for (const auto &attribute : document.attributes(node))
        values[attribute.name] = beginsExpression(attribute.value) ? std::string(trim(attribute.value)) : attribute.value;
    if (rule)
        for (const auto &known : rule->attributes)
            if (!known.defaultValue.empty())
                values.emplace(known.name, known.defaultValue);
    return values;
}

//! Pairs of elements that are the same policy on both sides, in order of `after`; -1: none on that side.
struct Pair
{
    int before = -1, after = -1;
};

class Walker
{
public:
    Walker(const Document &before, const Document &after) : m_before(before), m_after(after) { }

    std::vector<PolicyDifference> run()
    {
        const auto a = m_before.documentElement();
        const auto b = m_after.documentElement();
        if (m_after.name(b) == "fragment" || m_before.name(a) == "fragment") {
            list(a, b, {});
            return joined();
        }
        for (const std::string_view section : {"inbound", "backend", "outbound", "on-error"}) {
            m_section = section;
            const auto first = m_before.element(a, section);
            const auto second = m_after.element(b, section);
            if (first == noNode || second == noNode)
                oneSided(first, second, section);
            else
                list(first, second, {});
        }
        return joined();
    }

private:
    //! What was removed at one place of a list and added, to the byte, at another has moved.
    std::vector<PolicyDifference> joined()
    {
        const auto listOf = [](const PolicyDifference &one) {
            const auto slash = one.path.rfind('/');
            return one.section + "/" + one.path.substr(0, slash == std::string::npos ? 0 : slash);
        };
        std::vector<bool> dropped(m_found.size());
        for (std::size_t i = 0; i < m_found.size(); ++i) {
            if (m_found[i].kind != PolicyDifference::Removed || m_sources[i].empty())
                continue;
            for (std::size_t j = 0; j < m_found.size() && !dropped[i]; ++j)
                if (m_found[j].kind == PolicyDifference::Added && m_sources[j] == m_sources[i] && listOf(m_found[j]) == listOf(m_found[i])) {
                    m_found[j].kind = PolicyDifference::Moved;
                    dropped[i] = true;
                }
        }
        std::vector<PolicyDifference> left;
        for (std::size_t i = 0; i < m_found.size(); ++i)
            if (!dropped[i])
                left.push_back(std::move(m_found[i]));
        return left;
    }

    void add(PolicyDifference::Kind kind, const Document &document, NodeId node, const std::string &path, std::string what = {},
             std::string before = {}, std::string after = {})
    {
        m_found.push_back({kind, m_section, path, std::string(document.name(node)), labelOf(document, node), std::move(what), shown(before), shown(after)});
        m_sources.emplace_back(kind == PolicyDifference::Changed ? std::string_view() : document.source(node));
    }

    void oneSided(NodeId before, NodeId after, std::string_view section)
    {
        if (before == after)
            return; // on neither side
        const bool isNew = before == noNode;
        m_found.push_back({isNew ? PolicyDifference::Added : PolicyDifference::Removed, m_section, std::string(section), std::string(section), {}, {}, {}, {}});
        m_sources.emplace_back();
        const auto &document = isNew ? m_after : m_before;
        for (const auto node : document.elements(isNew ? after : before))
            add(isNew ? PolicyDifference::Added : PolicyDifference::Removed, document, node, pathOf(document, node, {}));
    }

    static std::string pathOf(const Document &document, NodeId node, const std::string &parent)
    {
        std::size_t ordinal = 0;
        for (const auto one : document.elements(document.parent(node))) {
            if (document.name(one) == document.name(node))
                ++ordinal;
            if (one == node)
                break;
        }
        return (parent.empty() ? "" : parent + "/") + std::string(document.name(node)) + "[" + std::to_string(ordinal) + "]";
    }

    //! Policies in order: what stayed, what came, what went, what moved.
    void list(NodeId before, NodeId after, const std::string &parent)
    {
        const auto first = m_before.elements(before);
        const auto second = m_after.elements(after);
        for (const auto &pair : paired(first, second)) {
            if (pair.before < 0)
                add(PolicyDifference::Added, m_after, second[std::size_t(pair.after)], pathOf(m_after, second[std::size_t(pair.after)], parent));
            else if (pair.after < 0)
                add(PolicyDifference::Removed, m_before, first[std::size_t(pair.before)], pathOf(m_before, first[std::size_t(pair.before)], parent));
            else
                policy(first[std::size_t(pair.before)], second[std::size_t(pair.after)], parent);
        }
    }

    void policy(NodeId before, NodeId after, const std::string &parent)
    {
        const auto path = pathOf(m_after, after, parent);
        const auto *rule = ruleOf(m_after.name(after), nullptr);
        m_policy = after;
        m_path = path;
        own(before, after, rule, {});
        const auto name = m_after.name(after);
        if ((rule && rule->content == Content::Policies) || name == "when" || name == "otherwise" || name == "choose")
            list(before, after, path);
        else
            parts(before, after, rule, {});
    }

    //! Attributes and text of one element, named by `prefix` within its policy.
    void own(NodeId before, NodeId after, const ElementRule *rule, const std::string &prefix)
    {
        auto first = attributesOf(m_before, before, rule);
        const auto second = attributesOf(m_after, after, rule);
        for (const auto &[name, value] : second) {
            const auto old = first.find(name);
            if (old == first.end())
                change(prefix + name, {}, value);
            else if (old->second != value)
                change(prefix + name, old->second, value);
            if (old != first.end())
                first.erase(old);
        }
        for (const auto &[name, value] : first)
            change(prefix + name, value, {});
        const auto a = textOf(m_before, before);
        const auto b = textOf(m_after, after);
        if (a != b)
            change(prefix.empty() ? "text" : prefix.substr(0, prefix.size() - 1), a, b);
    }

    static std::string textOf(const Document &document, NodeId node)
    {
        std::string text;
        for (const auto child : document.children(node))
            if (document.type(child) == NodeType::Text || document.type(child) == NodeType::CData)
                text += document.textOf(child);
        const auto name = document.name(node);
        const bool isExact = (name == "set-body" || name == "value") && !beginsExpression(text);
        return isExact && !trim(text).empty() ? text : std::string(trim(text));
    }

    //! Elements of a policy that are no policies.
    void parts(NodeId before, NodeId after, const ElementRule *rule, const std::string &prefix)
    {
        const auto first = m_before.elements(before);
        const auto second = m_after.elements(after);
        for (const auto &pair : paired(first, second)) {
            const auto &document = pair.after >= 0 ? m_after : m_before;
            const auto node = pair.after >= 0 ? second[std::size_t(pair.after)] : first[std::size_t(pair.before)];
            const auto name = prefix + std::string(document.name(node));
            if (pair.before < 0 || pair.after < 0) {
                auto text = textOf(document, node);
                if (text.empty())
                    text = document.source(node);
                change(name, pair.before < 0 ? std::string() : text, pair.before < 0 ? text : std::string());
                continue;
            }
            const auto a = first[std::size_t(pair.before)];
            const auto *childRule = ruleOf(document.name(node), rule);
            own(a, node, childRule, name + "/");
            parts(a, node, childRule, name + "/");
        }
    }

    void change(std::string what, const std::string &before, const std::string &after)
    {
        add(PolicyDifference::Changed, m_after, m_policy, m_path, std::move(what), before, after);
    }

    std::string keyOf(const Document &document, NodeId node) const
    {
        const auto text = textOf(document, node);
        return std::string(document.name(node)) + '\n' + labelOf(document, node) + '\n'
               + (document.elements(node).empty() && document.attributes(node).empty() ? text : std::string());
    }

    //! The longest common run of equal keys stays; then what has the same name in the gaps between is the same, changed.
    std::vector<Pair> paired(const std::vector<NodeId> &first, const std::vector<NodeId> &second) const
    {
        std::vector<std::string> a, b;
        for (const auto node : first)
            a.push_back(keyOf(m_before, node));
        for (const auto node : second)
            b.push_back(keyOf(m_after, node));
        std::vector<Pair> pairs;
        std::size_t i = 0, j = 0;
        for (const auto &[x, y] : common(a, b)) {
            gap(first, second, i, x, j, y, pairs);
            pairs.push_back({int(x), int(y)});
            i = x + 1;
            j = y + 1;
        }
        gap(first, second, i, a.size(), j, b.size(), pairs);
        return pairs;
    }

    static std::vector<std::pair<std::size_t, std::size_t>> common(const std::vector<std::string> &a, const std::vector<std::string> &b)
    {
        std::vector<std::pair<std::size_t, std::size_t>> found;
        if (a.size() * b.size() > mostPairs) {
            for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i)
                found.emplace_back(i, i);
            return found;
        }
        std::vector<std::vector<int>> length(a.size() + 1, std::vector<int>(b.size() + 1, 0));
        for (auto i = a.size(); i-- > 0;)
            for (auto j = b.size(); j-- > 0;)
                length[i][j] = a[i] == b[j] ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
        for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
            if (a[i] == b[j])
                found.emplace_back(i++, j++);
            else if (length[i + 1][j] >= length[i][j + 1])
                ++i;
            else
                ++j;
        }
        return found;
    }

    void gap(const std::vector<NodeId> &first, const std::vector<NodeId> &second, std::size_t i, std::size_t iEnd, std::size_t j, std::size_t jEnd,
             std::vector<Pair> &pairs) const
    {
        for (; i < iEnd; ++i) {
            auto match = j;
            while (match < jEnd && m_after.name(second[match]) != m_before.name(first[i]))
                ++match;
            if (match == jEnd) {
                pairs.push_back({int(i), -1});
                continue;
            }
            for (; j < match; ++j)
                pairs.push_back({-1, int(j)});
            pairs.push_back({int(i), int(j++)});
        }
        for (; j < jEnd; ++j)
            pairs.push_back({-1, int(j)});
    }

    const Document &m_before;
    const Document &m_after;
    std::string m_section;
    NodeId m_policy = noNode;
    std::string m_path;
    std::vector<PolicyDifference> m_found;
    std::vector<std::string> m_sources; //!< by found: the policy's bytes where it was added or removed
};

} // namespace

tl::expected<std::vector<PolicyDifference>, Diagnostics> differences(std::string_view before, std::string_view after)
{
    auto first = Document::parse(std::string(before));
    if (!first)
        return tl::unexpected(std::move(first.error()));
    auto second = Document::parse(std::string(after));
    if (!second)
        return tl::unexpected(std::move(second.error()));
    return Walker(*first, *second).run();
}

} // namespace gatehouse::policy
