// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/document.h"

#include "core/base/text.h"
#include "core/policy/document_data.h"
#include "core/policy/expression_scan.h"

#include <algorithm>

namespace gatehouse::policy {

void Document::Data::indexLines()
{
    lines.assign(1, 0);
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n')
            lines.push_back(static_cast<std::uint32_t>(i + 1));
}

Position Document::Data::at(std::size_t offset) const
{
    offset = std::min(offset, text.size());
    const auto next = std::upper_bound(lines.begin(), lines.end(), offset);
    const auto line = static_cast<std::size_t>(next - lines.begin());
    return {offset, static_cast<int>(line), static_cast<int>(offset - lines[line - 1]) + 1};
}

tl::expected<Document, Diagnostics> Document::parse(std::string text, const DocumentLimits &limits)
{
    Diagnostics diagnostics;
    if (text.size() > limits.bytes || text.size() >= noNode) {
        diagnostics.push_back({Severity::Error, {}, {}, "policy.syntax.tooLarge", {{"limit", std::to_string(limits.bytes)}}});
        return tl::unexpected(std::move(diagnostics));
    }
    auto data = std::make_shared<Data>();
    data->text = std::move(text);
    data->indexLines();
    if (!isUtf8(data->text)) {
        diagnostics.push_back({Severity::Error, {}, {}, "policy.syntax.notUtf8", {}});
        return tl::unexpected(std::move(diagnostics));
    }
    Data::Node top;
    top.type = NodeType::Document;
    top.end = top.contentEnd = static_cast<std::uint32_t>(data->text.size());
    data->nodes.push_back(std::move(top));
    readNodes(*data, 0, data->text.size(), 0, limits, diagnostics);

    Document document{data};
    const auto elements = document.elements(document.root());
    if (elements.empty() && diagnostics.empty())
        diagnostics.push_back({Severity::Error, data->at(0), {}, "policy.syntax.noElement", {}});
    if (elements.size() > 1)
        diagnostics.push_back({Severity::Error, document.position(elements[1]), std::string(document.name(elements[1])),
                               "policy.syntax.multipleRoots", {}});
    if (!diagnostics.empty())
        return tl::unexpected(std::move(diagnostics));
    return document;
}

const std::string &Document::text() const
{
    return m_data->text;
}

NodeId Document::root() const
{
    return 0;
}

NodeId Document::documentElement() const
{
    const auto found = elements(root());
    return found.empty() ? noNode : found.front();
}

NodeType Document::type(NodeId node) const
{
    return m_data->nodes[node].type;
}

std::string_view Document::name(NodeId node) const
{
    const auto &n = m_data->nodes[node];
    return std::string_view(m_data->text).substr(n.nameBegin, n.nameEnd - n.nameBegin);
}

std::string Document::textOf(NodeId node) const
{
    const auto &n = m_data->nodes[node];
    const auto inner = std::string_view(m_data->text).substr(n.contentBegin, n.contentEnd - n.contentBegin);
    if (n.type == NodeType::Text)
        return unescape(inner);
    if (n.type == NodeType::CData)
        return std::string(inner);
    std::string text;
    if (n.type == NodeType::Element)
        for (const auto child : n.children)
            if (const auto type = m_data->nodes[child].type; type == NodeType::Text || type == NodeType::CData)
                text += textOf(child);
    return text;
}

const std::vector<Attribute> &Document::attributes(NodeId node) const
{
    return m_data->nodes[node].attributes;
}

const Attribute *Document::attribute(NodeId node, std::string_view name) const
{
    for (const auto &attribute : m_data->nodes[node].attributes)
        if (attribute.name == name)
            return &attribute;
    return nullptr;
}

NodeId Document::parent(NodeId node) const
{
    return m_data->nodes[node].parent;
}

std::vector<NodeId> Document::children(NodeId node) const
{
    return m_data->nodes[node].children;
}

std::vector<NodeId> Document::elements(NodeId node) const
{
    std::vector<NodeId> found;
    for (const auto child : m_data->nodes[node].children)
        if (m_data->nodes[child].type == NodeType::Element)
            found.push_back(child);
    return found;
}

NodeId Document::element(NodeId node, std::string_view wanted) const
{
    for (const auto child : m_data->nodes[node].children)
        if (m_data->nodes[child].type == NodeType::Element && name(child) == wanted)
            return child;
    return noNode;
}

Position Document::position(NodeId node) const
{
    return m_data->at(m_data->nodes[node].begin);
}

Position Document::valuePosition(const Attribute &attribute) const
{
    return m_data->at(attribute.valueBegin);
}

std::string_view Document::source(NodeId node) const
{
    const auto &n = m_data->nodes[node];
    return std::string_view(m_data->text).substr(n.begin, n.end - n.begin);
}

} // namespace gatehouse::policy
