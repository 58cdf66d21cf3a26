// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/findings.h"
#include "core/openapi/tree.h"

#include <string_view>
#include <unordered_map>

namespace gatehouse::openapi {

//! Follows "$ref" within a document.
class References
{
public:
    explicit References(const Tree &tree) : m_tree(tree) { }

    //! The node itself when it is no reference; nullptr when it leads nowhere, out of the document or in a circle.
    const Node *follow(const Node &node) const;
    //! Every reference that leads nowhere or in a circle is an error, one out of the document a warning
    //! ("openapi.externalRef"): where an operation needs it, its reader makes an error of it. Examples and defaults are
    //! data, not references.
    void check(Findings &findings) const;
    //! The text of "$ref" when the node is a reference.
    std::string_view textOf(const Node &node) const;

private:
    const Node *target(const Node &node, std::string_view reference) const;
    const Node *anchor(std::string_view name) const;
    bool isInCircle(const Node &node) const;
    void gatherNames() const;

    const Tree &m_tree;
    mutable bool m_gathered = false;
    mutable std::unordered_map<std::string_view, const Node *> m_anchors; //!< "$anchor" and "$dynamicAnchor"
    mutable std::unordered_map<std::string_view, const Node *> m_ids; //!< "$id"
};

} // namespace gatehouse::openapi
