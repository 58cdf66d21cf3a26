// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/form_model.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::ui::policies {

using policy::Content;
using policy::Document;
using policy::ElementRule;
using policy::NodeId;

namespace {

constexpr int deepest = 4;

const ElementRule *childRule(const ElementRule &rule, std::string_view name)
{
    for (const auto &child : rule.children)
        if (child.name == name)
            return child.rule;
    return nullptr;
}

bool contains(const Document &document, NodeId node, std::size_t offset)
{
    const auto begin = document.position(node).offset;
    return offset >= begin && offset < begin + document.source(node).size();
}

//! The innermost policy around the place that holds no policies itself.
NodeId policyAround(const Document &document, NodeId node, std::size_t offset)
{
    for (const auto child : document.elements(node)) {
        if (!contains(document, child, offset))
            continue;
        const auto *known = policy::findPolicy(document.name(child));
        const bool isSection = document.parent(child) == document.documentElement() && document.name(document.documentElement()) == "policies";
        if (known && !isSection && known->element.content != Content::Policies && document.name(child) != "choose" && document.name(child) != "base")
            return child;
        return policyAround(document, child, offset);
    }
    return policy::noNode;
}

class Reader
{
public:
    explicit Reader(const Document &document) : m_document(document) { }

    PolicyForm read(NodeId node, const policy::PolicyRule &rule)
    {
        m_form.policy = rule.element.name;
        m_form.documentation = rule.documentation;
        element(node, rule.element, 0, false);
        return std::move(m_form);
    }

private:
    void element(NodeId node, const ElementRule &rule, int depth, bool isRemovable)
    {
        FormElement form{.node = node, .name = std::string(m_document.name(node)), .depth = depth, .isRemovable = isRemovable, .fields = {}, .addable = {}};
        for (const auto &attribute : rule.attributes) {
            if (attribute.name == "id" && depth == 0 && !m_document.attribute(node, "id"))
                continue; // every policy may have one, and hardly any does
            const auto *set = m_document.attribute(node, attribute.name);
            form.fields.push_back({std::string(attribute.name), &attribute, set ? set->value : std::string(), set != nullptr});
        }
        const auto elements = m_document.elements(node);
        if (rule.content == Content::Text || (rule.content == Content::Any && elements.empty()))
            form.fields.push_back({{}, nullptr, std::string(trim(m_document.textOf(node))), true});
        if (depth < deepest)
            for (const auto &child : rule.children)
                if (std::ranges::count_if(elements, [&](auto one) { return m_document.name(one) == child.name; }) < child.maximum)
                    form.addable.emplace_back(child.name);
        m_form.elements.push_back(std::move(form));
        for (const auto child : elements) {
            const auto *known = childRule(rule, m_document.name(child));
            if (known && depth < deepest)
                element(child, *known, depth + 1, true);
        }
    }

    const Document &m_document;
    PolicyForm m_form;
};

std::optional<Document> read(std::string_view text)
{
    auto document = Document::parse(std::string(text));
    return document ? std::optional(std::move(*document)) : std::nullopt;
}

} // namespace

std::string PolicyForm::shape() const
{
    std::string text = policy;
    for (const auto &element : elements) {
        text += "\n" + std::string(std::size_t(element.depth), ' ') + element.name;
        for (const auto &field : element.fields)
            text += " " + field.name;
    }
    return text;
}

std::optional<PolicyForm> formAt(std::string_view text, std::size_t offset)
{
    const auto document = read(text);
    if (!document || document->documentElement() == policy::noNode)
        return std::nullopt;
    const auto node = policyAround(*document, document->documentElement(), offset);
    if (node == policy::noNode)
        return std::nullopt;
    return Reader(*document).read(node, *policy::findPolicy(document->name(node)));
}

std::optional<std::string> withField(std::string_view text, const FormElement &element, const FormField &field, std::string_view value)
{
    auto document = read(text);
    if (!document)
        return std::nullopt;
    if (field.name.empty())
        document->setText(element.node, value);
    else if (value.empty() && !(field.rule && field.rule->required))
        document->removeAttribute(element.node, field.name);
    else
        document->setAttribute(element.node, field.name, value);
    return document->text();
}

std::optional<std::string> withChild(std::string_view text, const FormElement &element, std::string_view name)
{
    auto document = read(text);
    if (!document)
        return std::nullopt;
    const auto siblings = document->elements(element.node);
    std::size_t index = siblings.size();
    for (std::size_t i = 0; i < siblings.size(); ++i)
        if (document->name(siblings[i]) == name)
            index = i + 1; // beside its equals
    const std::string tag(name);
    auto inserted = document->insert(element.node, index, "<" + tag + "></" + tag + ">");
    return inserted ? std::optional(document->text()) : std::nullopt;
}

std::optional<std::string> withoutElement(std::string_view text, const FormElement &element)
{
    auto document = read(text);
    if (!document)
        return std::nullopt;
    document->remove(element.node);
    return document->text();
}

} // namespace gatehouse::ui::policies
