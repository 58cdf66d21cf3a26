// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/tree.h"

#include "core/expression/raise.h"

#include <utility>

namespace gatehouse::expression {

TreeNode &TreeNode::root()
{
    TreeNode *node = this;
    while (node->m_up)
        node = node->m_up;
    return *node;
}

Value TreeNode::value()
{
    if (!isReferenced())
        ++root().m_live;
    return Value::of(this);
}

void TreeNode::adopt(TreeNode &child)
{
    std::size_t depth = 1;
    TreeNode *top = this;
    for (; top->m_up; top = top->m_up)
        ++depth;
    if (depth + child.m_height > maximalHeight)
        throw LimitReached{"recursion"};
    child.m_up = this;
    top->m_live += std::exchange(child.m_live, 0);
    std::size_t height = child.m_height;
    for (TreeNode *node = this; node && node->m_height < ++height; node = node->m_up)
        node->m_height = height;
}

void TreeNode::abandon(TreeNode &child)
{
    TreeNode &top = root();
    const auto referenced = child.countReferenced();
    top.m_live -= referenced;
    child.m_up = nullptr;
    child.m_live = referenced;
    if (referenced == 0)
        destroy(child);
}

void TreeNode::unreferenced() const
{
    auto &top = const_cast<TreeNode *>(this)->root();
    if (--top.m_live == 0)
        destroy(top);
}

void TreeNode::destroy(TreeNode &root)
{
    std::vector<TreeNode *> nodes{&root};
    while (!nodes.empty()) {
        TreeNode *node = nodes.back();
        nodes.pop_back();
        node->appendChildren(nodes);
        delete node;
    }
}

std::size_t TreeNode::countReferenced()
{
    std::size_t count = 0;
    std::vector<TreeNode *> nodes{this};
    while (!nodes.empty()) {
        TreeNode *node = nodes.back();
        nodes.pop_back();
        count += node->isReferenced() ? 1 : 0;
        node->appendChildren(nodes);
    }
    return count;
}

} // namespace gatehouse::expression
