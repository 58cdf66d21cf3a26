// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/document.h"
#include "core/policy/expression_scan.h"
#include "core/policy/table.h"

#include <algorithm>
#include <map>

namespace gatehouse::policy {

namespace {

//! What an element is, with everything left out that changes nothing.
class Comparer
{
public:
    Comparer(const Document &a, const Document &b) : m_a(a), m_b(b) { }

    bool same() const { return sameElement(m_a.documentElement(), m_b.documentElement(), nullptr); }

private:
    static const ElementRule *ruleOf(std::string_view name, const ElementRule *parent)
    {
        if (parent && parent->content == Content::Elements)
            for (const auto &child : parent->children)
                if (child.name == name && child.rule)
                    return child.rule;
        const auto *policy = findPolicy(name);
        return policy ? &policy->element : nullptr;
    }

    static std::string_view normalized(std::string_view value)
    {
        return beginsExpression(value) ? trim(value) : value;
    }

    static std::map<std::string, std::string> attributesOf(const Document &document, NodeId node, const ElementRule *rule)
    {
        std::map<std::string, std::string> values;
        for (const auto &attribute : document.attributes(node))
            values[attribute.name] = normalized(attribute.value);
        if (rule)
            for (const auto &known : rule->attributes)
                if (!known.defaultValue.empty())
                    values.emplace(known.name, known.defaultValue);
        return values;
    }

    //! Children that mean something, text joined between them.
    struct Inner
    {
        std::vector<NodeId> elements;
        std::vector<std::string> texts; //!< before each element and after the last
    };
    static Inner contentOf(const Document &document, NodeId node)
    {
        Inner content;
        content.texts.emplace_back();
        for (const auto child : document.children(node)) {
            if (document.type(child) == NodeType::Element) {
                content.elements.push_back(child);
                content.texts.emplace_back();
            } else if (document.type(child) == NodeType::Text || document.type(child) == NodeType::CData) {
                content.texts.back() += document.textOf(child);
            }
        }
        return content;
    }

    //! set-body's literal text counts to the last blank; elsewhere white space at the ends is layout.
    static bool sameText(const std::string &a, const std::string &b, bool exact)
    {
        if (!exact || beginsExpression(a))
            return trim(a) == trim(b);
        return a == b || (trim(a).empty() && trim(b).empty());
    }

    bool sameElement(NodeId a, NodeId b, const ElementRule *parent) const
    {
        if (m_a.name(a) != m_b.name(b))
            return false;
        const auto *rule = ruleOf(m_a.name(a), parent);
        if (attributesOf(m_a, a, rule) != attributesOf(m_b, b, rule))
            return false;
        const auto first = contentOf(m_a, a);
        const auto second = contentOf(m_b, b);
        if (first.elements.size() != second.elements.size())
            return false;
        const bool exact = m_a.name(a) == "set-body" || m_a.name(a) == "value";
        for (std::size_t i = 0; i < first.texts.size(); ++i)
            if (!sameText(first.texts[i], second.texts[i], exact))
                return false;
        for (std::size_t i = 0; i < first.elements.size(); ++i)
            if (!sameElement(first.elements[i], second.elements[i], rule))
                return false;
        return true;
    }

    const Document &m_a;
    const Document &m_b;
};

} // namespace

bool sameMeaning(std::string_view a, std::string_view b)
{
    if (a == b)
        return true;
    const auto first = Document::parse(std::string(a));
    const auto second = Document::parse(std::string(b));
    return first && second && Comparer(*first, *second).same();
}

} // namespace gatehouse::policy
