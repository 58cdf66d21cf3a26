// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/checker.h"
#include "core/expression/objects.h"
#include "core/expression/text16.h"

#include <algorithm>

namespace gatehouse::expression {

//! The label of that name in the function at hand, which may come later.
std::uint32_t Checker::labelNumber(const std::string &name)
{
    const auto found = std::find_if(m_labels.begin(), m_labels.end(),
                                    [&](const Label &label) { return label.name == name && label.function == m_function; });
    if (found != m_labels.end())
        return static_cast<std::uint32_t>(found - m_labels.begin());
    m_labels.push_back({name, m_function, 0, false, 0});
    return static_cast<std::uint32_t>(m_labels.size() - 1);
}

//! What `goto case` calls a section: the switch and the constant.
std::string caseName(const std::string &switchName, const Value &value)
{
    if (const auto *text = stringOf(value))
        return switchName + " \"" + toUtf8(*text) + '"';
    if (value.isNull())
        return switchName + " null";
    return switchName + ' ' + std::to_string(value.tag() == Tag::Enum ? value.enumValue() : value.integer());
}

//! Labels too: both are known by their number.
Node *Checker::gotoStatement(const Syntax &syntax)
{
    std::string name = syntax.name;
    if (syntax.kind == SyntaxKind::GotoCase || syntax.kind == SyntaxKind::GotoDefault) {
        if (m_switches.empty()) {
            fault(syntax.offset, "CS0153", "A goto case is only valid inside a switch statement");
            return add(NodeKind::Block, syntax.offset, nullptr);
        }
        name = m_switches.back() + " default";
        if (syntax.kind == SyntaxKind::GotoCase) {
            const auto *wanted = value(*syntax.children[0]);
            if (wanted->kind != NodeKind::Constant)
                fault(syntax.offset, "CS0150", "A constant value is expected");
            name = caseName(m_switches.back(), wanted->value);
        }
    }
    const auto number = labelNumber(name);
    auto &label = m_labels[number];
    auto *node = add(syntax.kind == SyntaxKind::Label ? NodeKind::Label : NodeKind::Goto, syntax.offset, nullptr);
    node->index = number;
    if (syntax.kind == SyntaxKind::Label) {
        if (label.isMarked)
            fault(syntax.offset, "CS0140", "The label '" + name + "' is a duplicate");
        label.isMarked = true;
        label.guards = m_guards;
    } else {
        label.offset = syntax.offset;
        m_jumps.emplace_back(number, m_guards);
    }
    return node;
}

void Checker::checkLabels()
{
    for (const auto &[number, guards] : m_jumps) {
        const auto &label = m_labels[number];
        if (!label.isMarked)
            fault(label.offset, "CS0159", "No such label '" + label.name + "' within the scope of the goto statement");
        else if (label.guards != guards)
            fault(label.offset, "CS0157", "A goto cannot leave or enter a try statement that has a finally block");
    }
}

} // namespace gatehouse::expression
