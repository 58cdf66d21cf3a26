// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/tree.h"

#include "core/base/text.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::openapi {

namespace {

std::string unescape(std::string_view token)
{
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const bool escaped = token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1');
        out += escaped ? (token[i + 1] == '0' ? '~' : '/') : token[i];
        i += escaped ? 1 : 0;
    }
    return out;
}

void appendEscaped(std::string &out, std::string_view token)
{
    for (const char c : token) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
}

const Node *itemAt(const Node &array, std::string_view token)
{
    const auto index = toInteger(token);
    if (!index || *index < 0 || static_cast<std::uint64_t>(*index) >= array.size)
        return nullptr;
    const Node *item = array.first;
    for (long long i = 0; i < *index; ++i)
        item = item->next;
    return item;
}

template <typename Number> bool readNumber(std::string_view text, Number &number)
{
    const auto *end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && at == end;
}

} // namespace

std::string_view nameOf(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Null:
        return "null";
    case NodeKind::Bool:
        return "boolean";
    case NodeKind::Number:
        return "number";
    case NodeKind::String:
        return "string";
    case NodeKind::Array:
        return "array";
    case NodeKind::Object:
        return "object";
    }
    return "";
}

Node &Tree::make(NodeKind kind, std::size_t offset)
{
    auto &node = m_nodes.emplace_back();
    node.kind = kind;
    node.offset = node.keyOffset = static_cast<std::uint32_t>(offset);
    return node;
}

void Tree::append(Node &parent, Node &child)
{
    child.parent = &parent;
    child.index = parent.size++;
    (parent.last ? parent.last->next : parent.first) = &child;
    parent.last = &child;
}

std::string_view Tree::keep(std::string text)
{
    return m_kept.emplace_back(std::move(text));
}

const Node *Tree::member(const Node &object, std::string_view name) const
{
    if (object.kind != NodeKind::Object)
        return nullptr;
    if (object.size < indexedFrom) {
        for (const auto *child = object.first; child; child = child->next) {
            if (child->key == name)
                return child;
        }
        return nullptr;
    }
    auto &index = m_index[&object];
    if (index.empty()) {
        index.reserve(object.size);
        for (const auto *child = object.first; child; child = child->next)
            index.emplace(child->key, child);
    }
    const auto found = index.find(name);
    return found == index.end() ? nullptr : found->second;
}

const Node *Tree::at(const Node &from, std::string_view pointer) const
{
    const auto *node = &from;
    while (node && !pointer.empty()) {
        if (pointer.front() != '/')
            return nullptr;
        pointer.remove_prefix(1);
        const auto token = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(token.size());
        if (node->kind == NodeKind::Array)
            node = itemAt(*node, token);
        else
            node = token.find('~') == std::string_view::npos ? member(*node, token) : member(*node, unescape(token));
    }
    return node;
}

Position Tree::position(std::size_t offset) const
{
    if (m_lines.empty()) {
        m_lines.push_back(0);
        for (auto at = m_text.find('\n'); at != std::string_view::npos; at = m_text.find('\n', at + 1))
            m_lines.push_back(at + 1);
    }
    offset = std::min(offset, m_text.size());
    const auto next = std::upper_bound(m_lines.begin(), m_lines.end(), offset);
    const auto line = next - m_lines.begin();
    return {offset, static_cast<int>(line), static_cast<int>(offset - *(next - 1)) + 1};
}

std::string Tree::pointer(const Node &node)
{
    std::vector<const Node *> path;
    for (const auto *at = &node; at->parent; at = at->parent)
        path.push_back(at);
    std::string out = "#";
    for (auto at = path.rbegin(); at != path.rend(); ++at) {
        out += '/';
        if ((*at)->parent->kind == NodeKind::Array)
            out += std::to_string((*at)->index);
        else
            appendEscaped(out, (*at)->key);
    }
    return out;
}

json::value numberToJson(std::string_view text)
{
    std::int64_t whole = 0;
    if (readNumber(text, whole))
        return whole;
    std::uint64_t large = 0;
    if (readNumber(text, large))
        return large;
    double real = 0;
    if (readNumber(text, real))
        return real;
    return json::string{text};
}

json::value toJson(const Node &node)
{
    switch (node.kind) {
    case NodeKind::Null:
        return nullptr;
    case NodeKind::Bool:
        return node.flag;
    case NodeKind::Number:
        return numberToJson(node.text);
    case NodeKind::String:
        return json::string{node.text};
    case NodeKind::Array: {
        json::array items;
        items.reserve(node.size);
        for (const auto *child = node.first; child; child = child->next)
            items.push_back(toJson(*child));
        return items;
    }
    case NodeKind::Object: {
        json::object members;
        members.reserve(node.size);
        for (const auto *child = node.first; child; child = child->next)
            members.emplace(child->key.empty() ? std::string_view("") : child->key, toJson(*child)); // never a null pointer
        return members;
    }
    }
    return nullptr;
}

} // namespace gatehouse::openapi
