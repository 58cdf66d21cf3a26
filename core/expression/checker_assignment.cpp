// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/bound.h"

#include <algorithm>
#include <set>

namespace gatehouse::expression {

namespace {

//! The variables that have no value yet at some point; a dead point cannot be reached and lacks nothing.
struct Flow
{
    std::set<const Local *> missing;
    bool isDead = false;

    static Flow dead()
    {
        Flow flow;
        flow.isDead = true;
        return flow;
    }
};

Flow join(Flow a, const Flow &b)
{
    if (a.isDead)
        return b;
    if (!b.isDead)
        a.missing.insert(b.missing.begin(), b.missing.end());
    return a;
}

struct Branches
{
    Flow whenTrue;
    Flow whenFalse;
};

//! Walks the checked tree as C# 7's "Definite assignment" does, each statement once.
class Walk
{
public:
    explicit Walk(std::vector<Finding> &findings) : m_findings(findings) { }

    Flow statement(const Node *node, Flow flow)
    {
        if (!node)
            return flow;
        switch (node->kind) {
        case NodeKind::Block:
            for (const auto *child : node->children)
                flow = statement(child, std::move(flow));
            return flow;
        case NodeKind::Declare:
            if (node->children.empty()) {
                if (!flow.isDead)
                    flow.missing.insert(node->local);
                return flow;
            }
            flow = expression(node->children[0], std::move(flow));
            flow.missing.erase(node->local);
            return flow;
        case NodeKind::Expression:
            return expression(node->children[0], std::move(flow));
        case NodeKind::If: {
            auto [then, otherwise] = condition(node->children[0], std::move(flow));
            return join(statement(node->children[1], std::move(then)), statement(node->children[2], std::move(otherwise)));
        }
        case NodeKind::While:
        case NodeKind::For:
            return loop(node, std::move(flow));
        case NodeKind::DoWhile: {
            auto body = inLoop(node->children[0], std::move(flow));
            auto tested = condition(node->children[1], join(std::move(body.end), body.continues));
            return join(std::move(tested.whenFalse), body.breaks);
        }
        case NodeKind::Foreach: {
            auto source = expression(node->children[0], std::move(flow));
            inLoop(node->children[2], source);
            return source;
        }
        case NodeKind::Switch:
            return switchStatement(node, std::move(flow));
        case NodeKind::Break:
        case NodeKind::Continue:
            leave(node->kind == NodeKind::Break, flow);
            return Flow::dead();
        case NodeKind::Goto:
            return Flow::dead();
        case NodeKind::Return:
        case NodeKind::ThrowStatement:
            for (const auto *child : node->children)
                flow = expression(child, std::move(flow));
            return Flow::dead();
        case NodeKind::Try:
            return tryStatement(node, std::move(flow));
        case NodeKind::Label:
            return flow;
        default:
            return expression(node, std::move(flow));
        }
    }

private:
    struct Target
    {
        bool isSwitch = false;
        Flow breaks = Flow::dead();
        Flow continues = Flow::dead();
    };
    struct Body
    {
        Flow end;
        Flow breaks;
        Flow continues;
    };

    Body inLoop(const Node *node, Flow flow)
    {
        m_targets.push_back({});
        auto end = statement(node, std::move(flow));
        auto target = std::move(m_targets.back());
        m_targets.pop_back();
        return {std::move(end), std::move(target.breaks), std::move(target.continues)};
    }

    Flow loop(const Node *node, Flow flow)
    {
        const bool isFor = node->kind == NodeKind::For;
        if (isFor)
            flow = statement(node->children[0], std::move(flow));
        const auto *test = node->children[isFor ? 1 : 0];
        auto tested = test ? condition(test, std::move(flow)) : Branches{std::move(flow), Flow::dead()};
        auto body = inLoop(node->children[isFor ? 3 : 1], std::move(tested.whenTrue));
        if (isFor)
            statement(node->children[2], join(std::move(body.end), body.continues));
        return join(std::move(tested.whenFalse), body.breaks);
    }

    void leave(bool isBreak, const Flow &flow)
    {
        for (auto target = m_targets.rbegin(); target != m_targets.rend(); ++target)
            if (isBreak || !target->isSwitch) {
                auto &into = isBreak ? target->breaks : target->continues;
                into = join(std::move(into), flow);
                return;
            }
    }

    Flow switchStatement(const Node *node, Flow flow)
    {
        flow = expression(node->children[0], std::move(flow));
        m_targets.push_back({});
        m_targets.back().isSwitch = true;
        bool hasDefault = false;
        for (std::size_t i = 1; i < node->children.size(); ++i) {
            const auto *section = node->children[i];
            hasDefault |= section->isNegated;
            Flow entered = section->isNegated ? flow : Flow::dead();
            for (const auto *test : section->children[0]->children)
                entered = join(std::move(entered), condition(test, flow).whenTrue);
            statement(section->children[1], std::move(entered));
        }
        auto breaks = std::move(m_targets.back().breaks);
        m_targets.pop_back();
        return hasDefault ? breaks : join(std::move(breaks), flow);
    }

    //! A catch begins with what the try began with; what a finally assigns is assigned behind it.
    Flow tryStatement(const Node *node, const Flow &before)
    {
        auto end = statement(node->children[0], before);
        for (std::size_t i = 2; i < node->children.size(); ++i) {
            const auto *clause = node->children[i];
            auto entered = clause->children[1] ? condition(clause->children[1], before).whenTrue : before;
            end = join(std::move(end), statement(clause->children[0], std::move(entered)));
        }
        if (!node->children[1])
            return end;
        const auto last = statement(node->children[1], before);
        if (last.isDead)
            return last;
        std::erase_if(end.missing, [&](const Local *local) { return !last.missing.contains(local); });
        return end;
    }

    Branches condition(const Node *node, Flow flow)
    {
        switch (node->kind) {
        case NodeKind::Constant:
            return node->value.boolean() ? Branches{std::move(flow), Flow::dead()} : Branches{Flow::dead(), std::move(flow)};
        case NodeKind::And: {
            auto left = condition(node->children[0], std::move(flow));
            auto right = condition(node->children[1], std::move(left.whenTrue));
            return {std::move(right.whenTrue), join(std::move(left.whenFalse), right.whenFalse)};
        }
        case NodeKind::Or: {
            auto left = condition(node->children[0], std::move(flow));
            auto right = condition(node->children[1], std::move(left.whenFalse));
            return {join(std::move(left.whenTrue), right.whenTrue), std::move(right.whenFalse)};
        }
        case NodeKind::Not: {
            auto inner = condition(node->children[0], std::move(flow));
            return {std::move(inner.whenFalse), std::move(inner.whenTrue)};
        }
        case NodeKind::Sequence:
            for (std::size_t i = 0; i + 1 < node->children.size(); ++i)
                flow = expression(node->children[i], std::move(flow));
            return condition(node->children.back(), std::move(flow));
        default:
            flow = expression(node, std::move(flow));
            return {flow, flow};
        }
    }

    Flow expression(const Node *node, Flow flow)
    {
        switch (node->kind) {
        case NodeKind::Local:
            if (flow.missing.contains(node->local)) {
                m_findings.push_back({node->offset, "CS0165", "Use of unassigned local variable '" + node->local->name + "'"});
                flow.missing.erase(node->local); // said once
            }
            return flow;
        case NodeKind::Assign:
            flow = expression(node->children[0], std::move(flow));
            flow.missing.erase(node->local);
            return flow;
        case NodeKind::OutCell:
            flow.missing.erase(node->local);
            return flow;
        case NodeKind::And:
        case NodeKind::Or:
        case NodeKind::Not: {
            if (node->type->kind != TypeKind::Bool)
                break;
            auto both = condition(node, std::move(flow));
            return join(std::move(both.whenTrue), both.whenFalse);
        }
        case NodeKind::Conditional: {
            auto tested = condition(node->children[0], std::move(flow));
            return join(expression(node->children[1], std::move(tested.whenTrue)), expression(node->children[2], std::move(tested.whenFalse)));
        }
        case NodeKind::Coalesce:
        case NodeKind::ConditionalAccess:
            flow = expression(node->children[0], std::move(flow));
            return join(flow, expression(node->children[1], flow));
        case NodeKind::Throw:
            expression(node->children[0], std::move(flow));
            return Flow::dead();
        case NodeKind::Lambda: {
            auto outer = std::exchange(m_targets, {});
            // A local function runs later: C# looks at the calls, this does not.
            statement(node->function->body, node->function->isLocalFunction ? Flow() : flow);
            m_targets = std::move(outer);
            return flow;
        }
        default:
            break;
        }
        return operands(node, std::move(flow));
    }

    //! Of a node that only evaluates them. Long sums nest to the left: walk down in a loop, not by recursion.
    Flow operands(const Node *node, Flow flow)
    {
        std::vector<const Node *> spine{node};
        while (!spine.back()->children.empty() && spine.back()->children[0] && isPlain(*spine.back()->children[0]))
            spine.push_back(spine.back()->children[0]);
        if (const auto &deepest = spine.back()->children; !deepest.empty() && deepest[0])
            flow = expression(deepest[0], std::move(flow));
        for (auto at = spine.rbegin(); at != spine.rend(); ++at)
            for (std::size_t i = 1; i < (*at)->children.size(); ++i)
                if (const auto *child = (*at)->children[i])
                    flow = expression(child, std::move(flow));
        return flow;
    }
    static bool isPlain(const Node &node)
    {
        return node.kind == NodeKind::Binary || node.kind == NodeKind::Concat || node.kind == NodeKind::Call || node.kind == NodeKind::Convert ||
               node.kind == NodeKind::Retype;
    }

    std::vector<Finding> &m_findings;
    std::vector<Target> m_targets;
};

} // namespace

void findUnassigned(const FunctionScope &body, std::vector<Finding> &findings)
{
    Walk(findings).statement(body.body, {});
}

} // namespace gatehouse::expression
