// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/highlight.h"

#include "core/policy/expression_scan.h"
#include "ui/policies/code_highlight.h"

#include <algorithm>

namespace gatehouse::ui::policies {

namespace {

constexpr std::size_t npos = std::string_view::npos;
//! An expression that does not close makes the scan run to its limit; so many such runs, and no more, keep it linear.
constexpr int mostOpenExpressions = 16;
constexpr std::size_t longestName = 260; //!< of {{name}}: Azure's 256 and the braces

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isName(char c)
{
    return !isSpace(c) && c != '<' && c != '>' && c != '/' && c != '=' && c != '"' && c != '\'';
}

class Painter
{
public:
    explicit Painter(std::string_view text) : m_text(text)
    {
        m_out.styles.assign(text.size(), char(Style::Text));
        m_out.depths.push_back(0);
    }

    Highlight run()
    {
        while (m_at < m_text.size()) {
            if (isAt("<!--"))
                until("-->", Style::Comment);
            else if (isAt("<![CDATA["))
                until("]]>", Style::Value);
            else if (isAt("<?") || isAt("<!"))
                until(">", Style::Comment);
            else if (m_text[m_at] == '<' && m_at + 1 < m_text.size() && (isName(m_text[m_at + 1]) || m_text[m_at + 1] == '/'))
                tag();
            else
                text();
        }
        return std::move(m_out);
    }

private:
    bool isAt(std::string_view what) const { return m_text.substr(m_at).starts_with(what); }

    //! Paints up to `stop` and notes the depth of each line that begins on the way.
    void paint(std::size_t stop, Style style)
    {
        std::fill(m_out.styles.begin() + std::ptrdiff_t(m_at), m_out.styles.begin() + std::ptrdiff_t(stop), char(style));
        pass(stop);
    }
    void pass(std::size_t stop)
    {
        for (; m_at < stop; ++m_at)
            if (m_text[m_at] == '\n')
                m_out.depths.push_back(m_depth);
    }

    void until(std::string_view close, Style style)
    {
        const auto found = m_text.find(close, m_at);
        ++m_depth;
        paint(found == npos ? m_text.size() : found + close.size(), style);
        --m_depth;
    }

    void tag()
    {
        const bool isEnd = m_text[m_at + 1] == '/';
        paint(m_at + (isEnd ? 2 : 1), Style::Bracket);
        auto end = m_at;
        while (end < m_text.size() && isName(m_text[end]))
            ++end;
        paint(end, Style::Element);
        if (isEnd)
            m_depth = std::max(0, m_depth - 1);
        else
            ++m_depth; // a tag of several lines folds too
        while (m_at < m_text.size() && attributeOrClose(isEnd)) { }
    }

    //! False when the tag ended.
    bool attributeOrClose(bool isEnd)
    {
        const char c = m_text[m_at];
        if (isAt("/>")) {
            if (!isEnd)
                m_depth = std::max(0, m_depth - 1);
            paint(m_at + 2, Style::Bracket);
            return false;
        }
        if (c == '>') {
            paint(m_at + 1, Style::Bracket);
            return false;
        }
        if (c == '<') { // unfinished tag
            if (!isEnd)
                m_depth = std::max(0, m_depth - 1);
            return false;
        }
        if (c == '"' || c == '\'')
            value(c);
        else if (isSpace(c) || c == '=' || c == '/')
            paint(m_at + 1, Style::Bracket);
        else
            paint(nameEnd(), Style::Attribute);
        return true;
    }

    std::size_t nameEnd() const
    {
        auto end = m_at;
        while (end < m_text.size() && isName(m_text[end]))
            ++end;
        return std::max(end, m_at + 1);
    }

    void value(char quote)
    {
        paint(m_at + 1, Style::Value);
        if (policy::beginsExpression(m_text.substr(m_at, 64))) {
            while (m_text[m_at] != '@')
                paint(m_at + 1, Style::Value);
            if (!expression() && m_at < m_text.size()) {
                // Not closed: the quote that is followed by what ends a value, on this line, closes it for now.
                const auto stop = unfinishedEnd(quote);
                code(m_at + 2, stop);
            }
        }
        auto close = m_text.find(quote, m_at);
        if (m_text.substr(m_at, close == npos ? close : close - m_at).find('<') != npos)
            close = npos; // a value that was not closed ends before the next tag
        plain(close == npos ? std::min(m_text.find('\n', m_at), m_text.size()) : close, Style::Value);
        if (m_at < m_text.size() && m_text[m_at] == quote)
            paint(m_at + 1, Style::Value);
    }

    std::size_t unfinishedEnd(char quote) const
    {
        const auto lineEnd = std::min(m_text.find('\n', m_at), m_text.size());
        for (auto at = m_text.find(quote, m_at); at < lineEnd; at = m_text.find(quote, at + 1)) {
            const auto next = at + 1;
            if (next >= lineEnd || m_text[next] == '>' || m_text[next] == '/' || isSpace(m_text[next]))
                return at;
        }
        return lineEnd;
    }

    void text()
    {
        const auto next = std::min(m_text.find('<', m_at), m_text.size());
        if (m_at == 0 || m_text[m_at - 1] == '>') {
            const auto rest = m_text.substr(m_at, 4096);
            if (policy::beginsExpression(rest)) {
                while (m_text[m_at] != '@')
                    pass(m_at + 1);
                if (expression())
                    return;
                code(m_at + 2, std::max(m_at, std::min(m_text.find("</", m_at), m_text.size())));
                return;
            }
        }
        plain(std::max(next, m_at + 1), Style::Text);
    }

    //! The whole "@(...)" here, if it closes.
    bool expression()
    {
        if (m_openExpressions >= mostOpenExpressions)
            return false;
        const auto end = policy::scanExpression(m_text, m_at);
        if (end == npos) {
            ++m_openExpressions;
            return false;
        }
        code(m_at + 2, end - 1);
        paint(end, Style::Delimiter);
        return true;
    }

    //! "@(" and the code up to `stop`.
    void code(std::size_t begin, std::size_t stop)
    {
        begin = std::min(begin, m_text.size());
        stop = std::max(stop, begin);
        paint(begin, Style::Delimiter);
        highlightCode(m_text, begin, stop, m_out.styles);
        for (; m_at < stop; ++m_at) {
            const char c = m_text[m_at];
            if (c == '\n')
                m_out.depths.push_back(m_depth + 1 + m_braces);
            else if ((c == '{' || c == '}') && m_out.styles[m_at] == char(Style::Operator))
                m_braces = std::max(0, m_braces + (c == '{' ? 1 : -1));
        }
        m_braces = 0;
    }

    //! Text or a value, with entities and named values in it.
    void plain(std::size_t stop, Style style)
    {
        while (m_at < stop) {
            auto next = m_at;
            while (next < stop && m_text[next] != '&' && m_text[next] != '{')
                ++next;
            paint(next, style);
            if (m_at >= stop)
                return;
            if (const auto entity = policy::entityLength(m_text, m_at); entity > 0)
                paint(std::min(stop, m_at + entity), Style::Entity);
            else if (const auto close = m_text.substr(m_at, longestName).find("}}"); isAt("{{") && close != npos && m_at + close + 2 <= stop)
                paint(m_at + close + 2, Style::NamedValue);
            else
                paint(m_at + 1, style);
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    int m_braces = 0;
    int m_openExpressions = 0;
    Highlight m_out;
};

} // namespace

Highlight highlight(std::string_view text)
{
    return Painter(text).run();
}

} // namespace gatehouse::ui::policies
