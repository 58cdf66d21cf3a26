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
    //! Makes `child`, which has no parent, one of this node; the caller keeps the list. Where the tree would grow too high `child` is
    //! freed unless it is referenced, and LimitReached raised.
    void adopt(TreeNode &child);
    //! The other way round: frees `child` unless it, or a node below, is referenced.
    void abandon(TreeNode &child);
    virtual void appendChildren(std::vector<TreeNode *> &nodes) const = 0;
    void unreferenced() const final;

private:
    static void destroy(TreeNode &root);
    std::size_t countReferenced();

    TreeNode *m_up = nullptr;
    std::size_t m_live = 0; //!< of a root: referenced nodes in its tree
    std::size_t m_height = 0; //!< at least the levels below
};

//! Null for a null pointer.
template<typename T>
Value valueOf(T *node)
{
    return node ? node->value() : Value::null();
}

} // namespace gatehouse::expression
