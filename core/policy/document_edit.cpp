// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/document_data.h"
#include "core/policy/escape.h"
#include "core/policy/expression_scan.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

using Data = Document::Data;

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

//! White space from the line break before `at` up to `at`, or "" when something else stands on that line.
std::string_view lineLead(std::string_view text, std::size_t at)
{
    auto begin = at;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t'))
        --begin;
    if (begin == 0 || text[begin - 1] != '\n')
        return {};
    --begin;
    if (begin > 0 && text[begin - 1] == '\r')
        --begin;
    return text.substr(begin, at - begin);
}

//! Indentation of the line that `at` stands on.
std::string_view lineIndent(std::string_view text, std::size_t at)
{
    const auto newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const auto begin = newline == std::string_view::npos ? 0 : newline + 1;
    auto end = begin;
    while (end < at && (text[end] == ' ' || text[end] == '\t'))
        ++end;
    return text.substr(begin, end - begin);
}

std::string_view lineBreak(std::string_view text)
{
    const auto at = text.find('\n');
    return at != std::string_view::npos && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}

void markRemoved(Data &data, NodeId node)
{
    std::vector<NodeId> open{node};
    while (!open.empty()) {
        auto &n = data.nodes[open.back()];
        open.pop_back();
        n.removed = true;
        open.insert(open.end(), n.children.begin(), n.children.end());
    }
}

void removeChildren(Data &data, NodeId node)
{
    for (const auto child : data.nodes[node].children)
        markRemoved(data, child);
    data.nodes[node].children.clear();
}

//! True when this document writes expressions raw; a document without any sign of either does.
bool writesRaw(const Data &data)
{
    bool escaped = false;
    for (const auto &node : data.nodes) {
        if (node.removed)
            continue;
        for (const auto &attribute : node.attributes) {
            if (!beginsExpression(attribute.value))
                continue;
            const auto source = std::string_view(data.text).substr(attribute.valueBegin,
                                                                   attribute.valueEnd - attribute.valueBegin);
            if (source.find('"') != std::string_view::npos)
                return true;
            escaped = escaped || source.find("&quot;") != std::string_view::npos
                || source.find("&lt;") != std::string_view::npos || source.find("&amp;&amp;") != std::string_view::npos;
        }
    }
    return !escaped;
}

//! Turns `<x />` into `<x></x>` so that it can have content.
void open(Data &data, NodeId id)
{
    auto &node = data.nodes[id];
    if (!node.selfClosing)
        return;
    const auto name = data.text.substr(node.nameBegin, node.nameEnd - node.nameBegin);
    const auto slash = static_cast<std::size_t>(node.end) - 2;
    std::size_t begin = slash;
    const std::size_t floor = node.attributes.empty() ? node.nameEnd : node.attributes.back().valueEnd + 1;
    if (begin > floor && data.text[begin - 1] == ' ')
        --begin;
    node.selfClosing = false;
    data.splice(begin, node.end, "></" + name + ">");
    auto &opened = data.nodes[id];
    opened.contentBegin = opened.contentEnd = static_cast<std::uint32_t>(begin + 1);
}

} // namespace

void Document::Data::splice(std::size_t begin, std::size_t end, std::string_view replacement)
{
    const auto shift = [&](std::uint32_t &offset) {
        if (offset <= begin)
            return;
        if (offset >= end)
            offset = static_cast<std::uint32_t>(offset + replacement.size() - (end - begin));
        else
            offset = static_cast<std::uint32_t>(begin);
    };
    text.replace(begin, end - begin, replacement);
    for (auto &node : nodes) {
        for (auto *offset : {&node.begin, &node.end, &node.nameBegin, &node.nameEnd, &node.contentBegin, &node.contentEnd})
            shift(*offset);
        for (auto &attribute : node.attributes)
            for (auto *offset : {&attribute.nameBegin, &attribute.valueBegin, &attribute.valueEnd})
                shift(*offset);
    }
    indexLines();
}

std::shared_ptr<Document::Data> Document::edited()
{
    auto copy = std::make_shared<Data>(*m_data);
    m_data = copy;
    return copy;
}

void Document::setAttribute(NodeId id, std::string_view name, std::string_view value)
{
    const auto data = edited();
    auto &attributes = data->nodes[id].attributes;
    const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto &a) { return a.name == name; });
    const bool raw = writesRaw(*data);
    if (found != attributes.end()) {
        const auto index = static_cast<std::size_t>(found - attributes.begin());
        const auto begin = found->valueBegin;
        const auto written = writeAttribute(value, data->text[begin - 1], raw);
        data->splice(begin, found->valueEnd, written);
        auto &attribute = data->nodes[id].attributes[index];
        attribute.valueEnd = static_cast<std::uint32_t>(begin + written.size());
        attribute.value = unescape(written);
        return;
    }
    const auto written = writeAttribute(value, '"', raw);
    const std::size_t at = attributes.empty() ? data->nodes[id].nameEnd : attributes.back().valueEnd + std::size_t{1};
    data->splice(at, at, " " + std::string(name) + "=\"" + written + "\"");
    Attribute attribute{std::string(name), unescape(written), static_cast<std::uint32_t>(at + 1), 0, 0};
    attribute.valueBegin = static_cast<std::uint32_t>(at + name.size() + 3);
    attribute.valueEnd = static_cast<std::uint32_t>(attribute.valueBegin + written.size());
    data->nodes[id].attributes.push_back(std::move(attribute));
}

bool Document::removeAttribute(NodeId id, std::string_view name)
{
    if (!attribute(id, name))
        return false;
    const auto data = edited();
    auto &attributes = data->nodes[id].attributes;
    const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto &a) { return a.name == name; });
    const auto end = found->valueEnd + std::size_t{1};
    std::size_t begin = found->nameBegin;
    while (begin > 0 && std::string_view(" \t\r\n").find(data->text[begin - 1]) != std::string_view::npos)
        --begin;
    attributes.erase(found);
    data->splice(begin, end, {});
    return true;
}

void Document::setText(NodeId id, std::string_view text)
{
    const auto data = edited();
    const auto written = writeText(text, writesRaw(*data));
    if (written.empty() && data->nodes[id].selfClosing)
        return;
    open(*data, id);
    removeChildren(*data, id);
    const auto begin = data->nodes[id].contentBegin;
    data->splice(begin, data->nodes[id].contentEnd, written);
    const auto end = static_cast<std::uint32_t>(begin + written.size());
    data->nodes[id].contentEnd = end;
    if (written.empty())
        return;
    Data::Node child;
    child.type = NodeType::Text;
    child.parent = id;
    child.begin = child.contentBegin = begin;
    child.end = child.contentEnd = end;
    data->nodes[id].children.push_back(static_cast<NodeId>(data->nodes.size()));
    data->nodes.push_back(std::move(child));
}

namespace {

//! Where the new bytes go, and what white space belongs around them.
struct Place
{
    std::size_t at = 0;
    std::size_t child = 0; //!< index among the children
    std::string before, after;
    std::string indent; //!< of the new lines
};

std::size_t childIndex(const Data &data, NodeId parent, NodeId child)
{
    const auto &children = data.nodes[parent].children;
    return static_cast<std::size_t>(std::find(children.begin(), children.end(), child) - children.begin());
}

std::string afterBreak(std::string_view lead)
{
    const auto newline = lead.rfind('\n');
    return std::string(newline == std::string_view::npos ? std::string_view{} : lead.substr(newline + 1));
}

Place placeAmong(const Data &data, NodeId parent, const std::vector<NodeId> &elements, std::size_t index)
{
    const std::string_view text = data.text;
    Place place;
    if (index < elements.size()) {
        place.at = data.nodes[elements[index]].begin;
        place.child = childIndex(data, parent, elements[index]);
        place.after = lineLead(text, place.at);
        place.indent = afterBreak(place.after);
        return place;
    }
    const auto last = elements.back();
    place.at = data.nodes[last].end;
    place.child = childIndex(data, parent, last) + 1;
    place.before = lineLead(text, data.nodes[last].begin);
    place.indent = afterBreak(place.before);
    return place;
}

Place placeInside(const Data &data, NodeId parent)
{
    const auto &node = data.nodes[parent];
    Place place;
    place.at = node.contentBegin;
    if (node.type == NodeType::Document)
        return place;
    const auto outer = std::string(lineIndent(data.text, node.begin));
    const bool tabs = !outer.empty() && outer.front() == '\t';
    const auto newline = std::string(lineBreak(data.text));
    place.indent = outer + (tabs ? "\t" : "    ");
    place.before = newline + place.indent;
    const auto content = std::string_view(data.text).substr(node.contentBegin, node.contentEnd - node.contentBegin);
    if (content.find('\n') == std::string_view::npos)
        place.after = newline + outer;
    return place;
}

//! Lines after the first get the neighbours' indentation, unless text of the policy itself would change by it.
std::string indented(std::string_view source, const std::string &indent)
{
    const bool holdsText = source.find("set-body") != std::string_view::npos || source.find("@{") != std::string_view::npos
        || source.find("<![CDATA[") != std::string_view::npos || source.find("<value>") != std::string_view::npos;
    if (indent.empty() || holdsText)
        return std::string(source);
    std::string out;
    for (const char c : source) {
        out += c;
        if (c == '\n')
            out += indent;
    }
    return out;
}

Status checkInsertion(std::string_view source)
{
    const auto wrapped = Document::parse("<x>" + std::string(source) + "</x>");
    if (!wrapped) {
        const auto &finding = wrapped.error().front();
        return fail(ErrorKind::Invalid, finding.code, finding.args);
    }
    const auto top = wrapped->documentElement();
    if (wrapped->elements(top).empty() || !isBlank(wrapped->textOf(top)))
        return fail(ErrorKind::Invalid, "policy.insert.noElement");
    return {};
}

//! What begins at the place of insertion moves behind the inserted bytes.
void pushBehind(Data &data, NodeId parent, const Place &place, std::size_t length)
{
    auto &node = data.nodes[parent];
    const auto move = [&](std::uint32_t &offset) {
        if (offset == place.at)
            offset = static_cast<std::uint32_t>(offset + length);
    };
    for (auto i = place.child; i < node.children.size(); ++i) {
        auto &sibling = data.nodes[node.children[i]];
        move(sibling.begin);
        if (sibling.type != NodeType::Element)
            move(sibling.contentBegin);
    }
    move(node.contentEnd);
    if (node.type == NodeType::Document)
        move(node.end);
}

} // namespace

Result<NodeId> Document::insert(NodeId parent, std::size_t index, std::string_view source)
{
    const auto trimmed = trim(source);
    if (auto checked = checkInsertion(trimmed); !checked)
        return tl::unexpected(checked.error());
    const auto data = edited();
    open(*data, parent);
    const auto siblings = elements(parent);
    const auto place = siblings.empty() ? placeInside(*data, parent)
                                        : placeAmong(*data, parent, siblings, std::min(index, siblings.size()));
    const auto inserted = place.before + indented(trimmed, place.indent) + place.after;
    data->splice(place.at, place.at, inserted);
    pushBehind(*data, parent, place, inserted.size());

    auto rest = std::move(data->nodes[parent].children);
    data->nodes[parent].children.assign(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(place.child));
    Diagnostics findings;
    readNodes(*data, place.at, place.at + inserted.size(), parent, {.nodes = data->nodes.size() + 50'000}, findings);
    auto &children = data->nodes[parent].children;
    const auto first = std::find_if(children.begin() + static_cast<std::ptrdiff_t>(place.child), children.end(),
                                    [&](NodeId id) { return data->nodes[id].type == NodeType::Element; });
    const NodeId result = first == children.end() ? noNode : *first;
    children.insert(children.end(), rest.begin() + static_cast<std::ptrdiff_t>(place.child), rest.end());
    return result;
}

void Document::remove(NodeId id)
{
    const auto data = edited();
    const std::string_view text = data->text;
    const auto &node = data->nodes[id];
    const auto parent = node.parent;
    std::size_t begin = node.begin;
    std::size_t end = node.end;
    auto lineEnd = end;
    while (lineEnd < text.size() && (text[lineEnd] == ' ' || text[lineEnd] == '\t' || text[lineEnd] == '\r'))
        ++lineEnd;
    const auto lead = lineLead(text, begin);
    if (!lead.empty() && lineEnd < text.size() && text[lineEnd] == '\n') {
        begin -= lead.size();
        end = lineEnd > 0 && text[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    }
    markRemoved(*data, id);
    data->splice(begin, end, {});
    auto &children = data->nodes[parent].children;
    children.erase(std::remove_if(children.begin(), children.end(),
                                  [&](NodeId child) {
                                      const auto &n = data->nodes[child];
                                      return n.removed || (n.type == NodeType::Text && n.begin == n.end);
                                  }),
                   children.end());
}

} // namespace gatehouse::policy
