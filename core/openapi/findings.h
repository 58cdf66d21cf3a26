// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/tree.h"

#include <map>
#include <string>

namespace gatehouse::openapi {

//! Gathers what is wrong with a document, in its order in the end.
class Findings
{
public:
    using Args = std::vector<Error::Arg>;

    explicit Findings(const Tree &tree) : m_tree(tree) { }

    void error(const Node &node, std::string code, Args args = {})
    {
        add(Severity::Error, node, std::move(code), std::move(args));
    }
    void warning(const Node &node, std::string code, Args args = {})
    {
        add(Severity::Warning, node, std::move(code), std::move(args));
    }
    void errorAt(std::size_t offset, std::string pointer, std::string code, Args args = {});
    //! For what a large document has thousands of: one warning with the count, at the first place.
    void countedWarning(const Node &node, const std::string &code);

    bool hasErrors() const { return m_hasErrors; }
    //! All of them by position, counted ones included.
    Diagnostics take();

private:
    //! More errors than a person reads help nobody, and each holds a pointer.
    static constexpr std::size_t maxFindings = 2000;

    void add(Severity severity, const Node &node, std::string code, Args args);
    void push(Diagnostic diagnostic);

    const Tree &m_tree;
    Diagnostics m_list;
    std::map<std::string, std::pair<const Node *, std::size_t>> m_counted;
    std::size_t m_left = 0; //!< not kept
    bool m_hasErrors = false;
};

} // namespace gatehouse::openapi
