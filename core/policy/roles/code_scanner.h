// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::policy::roles {

//! Follows C# line by line: how deep in braces it is, and whether a line begins within a string or comment.
class CodeScanner
{
public:
    int depth() const { return m_depth; }
    bool isPlain() const { return m_state == State::Plain; }
    //! Whether the last line that was no comment ended a statement.
    bool endsStatement() const { return m_endsStatement; }
    void line(std::string_view text);

private:
    enum class State { Plain, Text, Verbatim, Character, Comment };

    //! How many characters more than one it has taken.
    std::size_t step(std::string_view text, std::size_t i, std::string &code);
    std::size_t plain(std::string_view text, std::size_t i, char next, std::string &code);

    State m_state = State::Plain;
    int m_depth = 0;
    bool m_endsStatement = true;
};

//! A line of C# that is read.
struct CodeLine
{
    std::string_view whole; //!< with its line end
    std::string_view text; //!< trimmed
    std::string_view indent, lineEnd;
};
//! The first line.
CodeLine codeLineAt(std::string_view text);

} // namespace gatehouse::policy::roles
