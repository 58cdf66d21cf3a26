// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/findings.h"

#include <algorithm>

namespace gatehouse::openapi {

void Findings::add(Severity severity, const Node &node, std::string code, Args args)
{
    m_hasErrors = m_hasErrors || severity == Severity::Error;
    if (m_list.size() >= maxFindings) {
        ++m_left;
        return;
    }
    push({severity, m_tree.position(node), Tree::pointer(node), std::move(code), std::move(args)});
}

void Findings::errorAt(std::size_t offset, std::string pointer, std::string code, Args args)
{
    m_hasErrors = true;
    push({Severity::Error, m_tree.position(offset), std::move(pointer), std::move(code), std::move(args)});
}

void Findings::push(Diagnostic diagnostic)
{
    m_list.push_back(std::move(diagnostic));
}

void Findings::countedWarning(const Node &node, const std::string &code)
{
    auto &[first, count] = m_counted.try_emplace(code, &node, 0).first->second;
    ++count;
}

Diagnostics Findings::take()
{
    for (const auto &[code, counted] : m_counted) {
        const auto &[node, count] = counted;
        push({Severity::Warning,
              m_tree.position(*node),
              Tree::pointer(*node),
              code,
              {{"count", std::to_string(count)}}});
    }
    m_counted.clear();
    std::stable_sort(m_list.begin(), m_list.end(),
                     [](const Diagnostic &a, const Diagnostic &b) { return a.position.offset < b.position.offset; });
    if (m_left > 0) {
        push({m_hasErrors ? Severity::Error : Severity::Warning,
              {},
              "",
              "openapi.moreFindings",
              {{"count", std::to_string(m_left)}}});
        m_left = 0;
    }
    return std::move(m_list);
}

} // namespace gatehouse::openapi
