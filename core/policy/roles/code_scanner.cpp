// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/code_scanner.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::policy::roles {

void CodeScanner::line(std::string_view text)
{
    std::string code;
    for (std::size_t i = 0; i < text.size(); ++i)
        i += step(text, i, code);
    if (m_state == State::Text || m_state == State::Character)
        m_state = State::Plain; // those end with their line
    const auto trimmed = trim(code);
    if (trimmed.empty())
        return;
    // A brace that opens counts too: what is within stands deeper.
    m_endsStatement = m_state == State::Plain && (trimmed.ends_with('{') || trimmed.ends_with("break;") || trimmed.ends_with("continue;") || trimmed.ends_with('}')
                                                  || (trimmed.ends_with(';') && (trimmed.find("return") != std::string_view::npos
                                                                                 || trimmed.find("throw") != std::string_view::npos)));
}

std::size_t CodeScanner::step(std::string_view text, std::size_t i, std::string &code)
{
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    switch (m_state) {
    case State::Plain:
        return plain(text, i, next, code);
    case State::Text:
    case State::Character:
        if (c == '\\')
            return 1;
        if (c == (m_state == State::Text ? '"' : '\''))
            m_state = State::Plain;
        return 0;
    case State::Verbatim:
        if (c == '"' && next == '"')
            return 1;
        if (c == '"')
            m_state = State::Plain;
        return 0;
    case State::Comment:
        if (c == '*' && next == '/') {
            m_state = State::Plain;
            return 1;
        }
        return 0;
    }
    return 0;
}

std::size_t CodeScanner::plain(std::string_view text, std::size_t i, char next, std::string &code)
{
    const char c = text[i];
    if (c == '/' && next == '/')
        return text.size() - i;
    if (c == '/' && next == '*') {
        m_state = State::Comment;
        return 1;
    }
    if (c == '"')
        m_state = i > 0 && (text[i - 1] == '@' || (text[i - 1] == '$' && i > 1 && text[i - 2] == '@')) ? State::Verbatim : State::Text;
    else if (c == '\'')
        m_state = State::Character;
    m_depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    code += c;
    return 0;
}

CodeLine codeLineAt(std::string_view text)
{
    CodeLine line;
    const auto end = text.find('\n');
    line.whole = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    line.text = trim(line.whole);
    line.indent = line.whole.substr(0, std::min(line.whole.find_first_not_of(" \t"), line.whole.size()));
    line.lineEnd = line.whole.ends_with("\r\n") ? "\r\n" : line.whole.ends_with('\n') ? "\n" : "";
    return line;
}

} // namespace gatehouse::policy::roles
