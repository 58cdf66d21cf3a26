// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/document.h"

namespace gatehouse::policy {

//! Inside of Document, shared by reader and editor: nodes are byte ranges of the text, so an edit moves offsets and nothing else.
struct Document::Data
{
    struct Node
    {
        NodeType type = NodeType::Element;
        NodeId parent = noNode;
        std::uint32_t begin = 0, end = 0; //!< the node's own bytes
        std::uint32_t nameBegin = 0, nameEnd = 0; //!< of elements
        //! Between the tags; equal and at the start tag's end for `<x/>`. For comments, CDATA and the document: the inner bytes.
        std::uint32_t contentBegin = 0, contentEnd = 0;
        bool selfClosing = false;
        bool removed = false;
        std::vector<Attribute> attributes;
        std::vector<NodeId> children;
    };

    std::string text;
    std::vector<Node> nodes;
    std::vector<std::uint32_t> lines; //!< offsets where lines begin

    void indexLines();
    Position at(std::size_t offset) const;
    //! Replaces bytes and moves the offsets behind them. What stands exactly at `begin` stays: an insertion's caller moves what has to.
    void splice(std::size_t begin, std::size_t end, std::string_view replacement);
};

//! Appends the nodes of text[begin, end) below `parent` (existing in `data`). Findings go to `diagnostics`.
void readNodes(Document::Data &data, std::size_t begin, std::size_t end, NodeId parent, const DocumentLimits &limits,
               Diagnostics &diagnostics);

} // namespace gatehouse::policy
