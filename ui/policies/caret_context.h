// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui::policies {

//! What a person is typing at a place of a policy text, finished or not.
struct CaretContext
{
    enum Kind {
        Nothing, //!< in a comment, behind the root
        Element, //!< the name behind "<", or content where an element may begin
        EndElement, //!< behind "</"
        Attribute, //!< a name in a start tag
        Value, //!< in quotes
        Text, //!< content of an element
        Code, //!< in "@(...)" or "@{...}"
    } kind = Nothing;

    std::vector<std::string> path; //!< elements that are open, outermost first; in a tag or value its own element is the last
    std::vector<std::string> siblings; //!< elements that stand in the same parent already, before the caret
    std::vector<std::string> attributes; //!< that the tag has, on either side of the caret
    std::string attribute; //!< whose value it is
    std::size_t wordBegin = 0, wordEnd = 0; //!< what a completion replaces: the word up to the caret, and its rest
    std::string word; //!< up to the caret
    bool hasAngle = false; //!< Element: "<" is written already
    std::size_t codeBegin = 0; //!< of "@"
    std::string code; //!< Code: from "@" to the caret
    bool inNamedValue = false; //!< behind "{{"
};

CaretContext caretContext(std::string_view text, std::size_t offset);

} // namespace gatehouse::ui::policies
