// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/expression/value.h"

#include <vector>

namespace gatehouse::expression {

//! A node of a tree whose nodes know their parents: JSON tokens and XML nodes. As in .NET a reference to any node keeps the whole tree:
//! the links between nodes are not counted, the root counts how many of its nodes are referenced, and the tree goes when none is.
//! So a node is handed out by value() alone.
class TreeNode : public Object
{
public:
    static constexpr std::size_t maximalHeight = 512; //!< a tree may not be higher: everything that walks down recurses

    TreeNode *up() const { return m_up; }
    TreeNode &root();
    Value value(); //!< a reference to the node

protected:
    //! Makes `child`, which has no parent, one of this node; the caller keeps the list. Raises LimitReached where the tree would grow
    //! too high.
    void adopt(TreeNode &child);
    //! The other way round: frees `child` unless it, or a node below, is referenced.
    void abandon(TreeNode &child);
    virtual void appendChildren(std::vector<TreeNode *> &nodes) const = 0;
    void unreferenced() const final;

private:
    friend class LooseNode;
    static void destroy(TreeNode &root);
    std::size_t countReferenced();

    TreeNode *m_up = nullptr;
    std::size_t m_live = 0; //!< of a root: referenced nodes in its tree
    std::size_t m_height = 0; //!< at least the levels below
};

//! Frees a node in the end that nobody refers to and that got no parent: one that was made for a place it could not take.
class LooseNode
{
public:
    explicit LooseNode(TreeNode *node) : m_node(node) { }
    LooseNode(const LooseNode &) = delete;
    LooseNode &operator=(const LooseNode &) = delete;
    ~LooseNode()
    {
        if (m_node && !m_node->m_up && m_node->m_live == 0)
            TreeNode::destroy(*m_node);
    }

private:
    TreeNode *m_node;
};

//! Null for a null pointer.
template<typename T>
Value valueOf(T *node)
{
    return node ? node->value() : Value::null();
}

} // namespace gatehouse::expression
