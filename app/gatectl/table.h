// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace gatehouse::gatectl {

//! Rows of text under a heading, columns as wide as their content (in code points), the last one open-ended.
class Table
{
public:
    explicit Table(std::vector<std::string> heading) : m_rows{std::move(heading)} { }
    void add(std::vector<std::string> row) { m_rows.push_back(std::move(row)); }
    std::size_t size() const { return m_rows.size() - 1; }
    void print(std::ostream &out) const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace gatehouse::gatectl
