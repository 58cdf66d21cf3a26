// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/code_highlight.h"

#include "core/policy/expression_scan.h"

#include <algorithm>
#include <array>

namespace gatehouse::ui::policies {

namespace {

constexpr std::array<std::string_view, 52> keywords{
    "as", "bool", "break", "byte", "case", "catch", "char", "const", "continue", "decimal", "default", "do", "double", "dynamic", "else", "false",
    "finally", "float", "for", "foreach", "goto", "if", "in", "int", "is", "long", "nameof", "new", "null", "object", "out", "ref", "return",
    "sbyte", "short", "sizeof", "static", "string", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "ushort", "using", "var",
    "void", "when", "while"};

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class CodePainter
{
public:
    CodePainter(std::string_view text, std::size_t begin, std::size_t end, std::string &styles)
        : m_text(text), m_at(begin), m_end(std::min(end, text.size())), m_styles(styles)
    {
    }

    void run()
    {
        while (m_at < m_end)
            step();
    }

private:
    bool isAt(std::string_view what) const { return m_text.substr(m_at, m_end - m_at).starts_with(what); }
    char current() const { return m_text[m_at]; }

    void paint(std::size_t length, Style style)
    {
        const auto stop = std::min(m_at + length, m_end);
        std::fill(m_styles.begin() + std::ptrdiff_t(m_at), m_styles.begin() + std::ptrdiff_t(stop), char(style));
        m_at = stop;
    }

    //! How many bytes the double quote here takes, raw or as an entity; 0: none.
    std::size_t quoteLength(std::size_t at) const
    {
        if (at >= m_end)
            return 0;
        if (m_text[at] == '"')
            return 1;
        for (const std::string_view entity : {"&quot;", "&#34;", "&#x22;"})
            if (m_text.substr(at, m_end - at).starts_with(entity))
                return entity.size();
        return 0;
    }

    void step()
    {
        if (isAt("//"))
            return paint(std::min(m_text.find('\n', m_at), m_end) - m_at, Style::CodeComment);
        if (isAt("/*")) {
            const auto close = m_text.find("*/", m_at + 2);
            return paint(close == std::string_view::npos ? m_end - m_at : close + 2 - m_at, Style::CodeComment);
        }
        for (const std::string_view prefix : {"$@", "@$", "@", "$", ""})
            if (isAt(prefix) && quoteLength(m_at + prefix.size()) > 0)
                return string(prefix.size(), prefix.find('@') != std::string_view::npos);
        if (current() == '\'')
            return character();
        if (isAt("{{"))
            if (const auto close = m_text.substr(m_at, 260).find("}}"); close != std::string_view::npos && m_at + close + 2 <= m_end)
                return paint(close + 2, Style::NamedValue);
        if (isDigit(current()))
            return number();
        if (isWord(current()))
            return word();
        if (const auto entity = policy::entityLength(m_text, m_at); entity > 0)
            return paint(entity, Style::Operator);
        paint(1, current() <= ' ' ? Style::Code : Style::Operator);
    }

    void string(std::size_t prefix, bool verbatim)
    {
        auto at = m_at + prefix;
        const auto open = quoteLength(at);
        at += open;
        while (at < m_end) {
            if (const auto quote = quoteLength(at); quote > 0 && (quote == 1) == (open == 1)) {
                at += quote;
                if (verbatim && quoteLength(at) == quote)
                    at += quote;
                else
                    return paint(at - m_at, Style::String);
            } else if (!verbatim && m_text[at] == '\\') {
                ++at;
                at += std::max<std::size_t>(1, quoteLength(at));
            } else if (!verbatim && m_text[at] == '\n') {
                break; // unfinished
            } else {
                ++at;
            }
        }
        paint(at - m_at, Style::String);
    }

    void character()
    {
        const auto rest = m_text.substr(m_at, std::min<std::size_t>(10, m_end - m_at));
        const auto close = rest.find('\'', rest.size() > 1 && rest[1] == '\\' ? 3 : 1);
        paint(close == std::string_view::npos ? 1 : close + 1, close == std::string_view::npos ? Style::Operator : Style::String);
    }

    void number()
    {
        auto at = m_at;
        while (at < m_end && (isWord(m_text[at]) || (m_text[at] == '.' && at + 1 < m_end && isDigit(m_text[at + 1]))))
            ++at;
        paint(at - m_at, Style::Number);
    }

    void word()
    {
        auto at = m_at;
        while (at < m_end && isWord(m_text[at]))
            ++at;
        const auto name = m_text.substr(m_at, at - m_at);
        const bool isMember = m_at > 0 && m_text[m_at - 1] == '.';
        if (!isMember && name == "context")
            return paint(name.size(), Style::Context);
        paint(name.size(), !isMember && std::ranges::binary_search(keywords, name) ? Style::Keyword : Style::Code);
    }

    std::string_view m_text;
    std::size_t m_at;
    std::size_t m_end;
    std::string &m_styles;
};

} // namespace

void highlightCode(std::string_view text, std::size_t begin, std::size_t end, std::string &styles)
{
    CodePainter(text, begin, end, styles).run();
}

} // namespace gatehouse::ui::policies
