// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/base/json.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::openapi {

enum class NodeKind : std::uint8_t { Null, Bool, Number, String, Array, Object };
std::string_view nameOf(NodeKind kind); //!< as in JSON Schema: "null", "boolean", "number", ...

//! One value of a JSON or YAML document and where it stands. Texts are views into the document or into its tree.
struct Node
{
    NodeKind kind = NodeKind::Null;
    bool flag = false; //!< of a Bool
    std::uint32_t offset = 0;
    std::uint32_t keyOffset = 0; //!< of the member's name, or `offset` when it is none
    std::uint32_t index = 0; //!< among its siblings
    std::uint32_t size = 0; //!< members or items
    std::string_view key;
    std::string_view text; //!< of a String; of a Number in JSON's form
    const Node *parent = nullptr;
    Node *first = nullptr;
    Node *last = nullptr;
    Node *next = nullptr;
};

//! A whole document. The text has to outlive it. Nodes keep their address.
class Tree
{
public:
    explicit Tree(std::string_view text) : m_text(text) { }
    Tree(const Tree &) = delete;
    Tree &operator=(const Tree &) = delete;

    Node &make(NodeKind kind, std::size_t offset);
    void append(Node &parent, Node &child);
    //! Moves a text into the tree.
    std::string_view keep(std::string text);

    const Node *root = nullptr;

    std::string_view text() const { return m_text; }
    const std::deque<Node> &nodes() const { return m_nodes; }
    //! The member, or nullptr when there is none or `object` is no object.
    const Node *member(const Node &object, std::string_view name) const;
    //! What a JSON pointer ("/paths/~1pets") names, seen from `from`; nullptr when nothing is there.
    const Node *at(const Node &from, std::string_view pointer) const;

    //! Of the member's name when it has one.
    Position position(const Node &node) const { return position(node.keyOffset); }
    Position position(std::size_t offset) const;
    static std::string pointer(const Node &node); //!< "#/paths/~1pets/get"

private:
    static constexpr std::uint32_t indexedFrom = 12; //!< smaller objects are searched one by one

    std::string_view m_text;
    std::deque<Node> m_nodes;
    std::deque<std::string> m_kept;
    mutable std::unordered_map<const Node *, std::unordered_map<std::string_view, const Node *>> m_index;
    mutable std::vector<std::size_t> m_lines; //!< offsets of line starts, made when first asked for
};

json::value toJson(const Node &node);
//! A Number, or a text that JSON can't hold as one, as text.
json::value numberToJson(std::string_view text);

} // namespace gatehouse::openapi
