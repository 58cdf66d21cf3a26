// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/caret_context.h"

#include "ui/policies/highlight.h"

#include <algorithm>

namespace gatehouse::ui::policies {

namespace {

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == ':';
}

//! Reads the styles of the text before the caret: they know already what is a tag, a value, code.
class Finder
{
public:
    Finder(std::string_view text, std::size_t offset) : m_text(text), m_offset(std::min(offset, text.size())), m_styles(highlight(text).styles) { }

    CaretContext run()
    {
        while (m_at < m_offset)
            step();
        if (m_context.kind == CaretContext::Nothing && !m_isOver)
            content();
        return std::move(m_context);
    }

private:
    Style styleAt(std::size_t at) const { return Style(m_styles[at]); }
    static bool isCode(Style style) { return style >= Style::Delimiter; }

    void step()
    {
        if (styleAt(m_at) == Style::Bracket && m_text[m_at] == '<')
            tag();
        else if (styleAt(m_at) == Style::Comment)
            comment();
        else if (isCode(styleAt(m_at)))
            code(CaretContext::Text);
        else
            ++m_at;
    }

    void comment()
    {
        while (m_at < m_offset && styleAt(m_at) == Style::Comment)
            ++m_at;
        const bool isInside = m_at >= m_offset && m_at < m_text.size() && styleAt(m_at) == Style::Comment;
        if (isInside || (m_at == m_text.size() && m_at >= 3 && m_text.substr(m_at - 3, 3) != "-->"))
            m_isOver = true;
    }

    //! An expression; the caret in it ends the search.
    void code(CaretContext::Kind)
    {
        const auto begin = m_at;
        auto end = m_at;
        while (end < m_text.size() && isCode(styleAt(end)))
            ++end;
        const bool isClosed = end - begin > 2 && styleAt(end - 1) == Style::Delimiter;
        m_at = end;
        if (m_offset < begin + 2 || m_offset > end || (isClosed && m_offset == end))
            return;
        m_context.kind = CaretContext::Code;
        m_context.codeBegin = begin;
        m_context.code = m_text.substr(begin, m_offset - begin);
        word([](char c) { return isWord(c) && c != '-' && c != '.' && c != ':'; });
        namedValue();
    }

    void tag()
    {
        const bool isEnd = m_at + 1 < m_text.size() && m_text[m_at + 1] == '/';
        const auto nameBegin = m_at + (isEnd ? 2 : 1);
        auto nameEnd = nameBegin;
        while (nameEnd < m_text.size() && styleAt(nameEnd) == Style::Element)
            ++nameEnd;
        if (m_offset >= nameBegin && m_offset <= nameEnd) {
            m_context.kind = isEnd ? CaretContext::EndElement : CaretContext::Element;
            m_context.hasAngle = true;
            m_at = m_offset;
            finish();
            word(isWord);
            return;
        }
        const std::string name(m_text.substr(nameBegin, nameEnd - nameBegin));
        if (isEnd) {
            close(name);
            m_at = nameEnd;
            while (m_at < m_offset && styleAt(m_at) == Style::Bracket && m_text[m_at] != '<')
                if (m_text[m_at++] == '>')
                    break;
            return;
        }
        m_open.push_back({name, {}});
        attributes(nameEnd);
    }

    void attributes(std::size_t at)
    {
        std::string attribute;
        for (; at < m_text.size();) {
            const auto style = styleAt(at);
            if (style == Style::Attribute) {
                const auto begin = at;
                while (at < m_text.size() && styleAt(at) == Style::Attribute)
                    ++at;
                attribute = m_text.substr(begin, at - begin);
                if (m_offset > begin && m_offset <= at)
                    found(CaretContext::Attribute, {});
                else
                    m_context.attributes.push_back(attribute);
            } else if (style == Style::Bracket) {
                const char c = m_text[at];
                if (c == '<')
                    return leave(at, false);
                if (c == '>' || m_text.substr(at, 2) == "/>") {
                    if (m_offset <= at && m_context.kind == CaretContext::Nothing && m_offset > 0)
                        between();
                    return leave(at + (c == '>' ? 1 : 2), c == '/');
                }
                ++at;
                if (m_offset == at && c != '=' && m_context.kind == CaretContext::Nothing && (at >= m_text.size() || styleAt(at) != Style::Attribute))
                    between();
            } else {
                at = value(at, attribute);
            }
        }
        if (m_offset == at && m_context.kind == CaretContext::Nothing && at > 0 && styleAt(at - 1) == Style::Bracket && m_text[at - 1] != '=')
            between();
        leave(at, false);
    }

    //! From the quote on to one past what belongs to the value.
    std::size_t value(std::size_t at, const std::string &attribute)
    {
        const auto begin = at;
        const char quote = m_text[at];
        ++at;
        while (at < m_text.size() && styleAt(at) != Style::Bracket && styleAt(at) != Style::Attribute) {
            if (isCode(styleAt(at))) {
                m_at = at;
                code(CaretContext::Value);
                at = m_at;
                if (m_context.kind == CaretContext::Code)
                    m_context.attribute = attribute;
                continue;
            }
            if (m_text[at++] == quote)
                break;
        }
        const bool isClosed = at - begin > 1 && m_text[at - 1] == quote;
        if (m_context.kind == CaretContext::Nothing && m_offset > begin && (m_offset < at || (m_offset == at && !isClosed)))
            found(CaretContext::Value, attribute);
        return at;
    }

    void between()
    {
        if (!isSpaceBefore())
            return;
        found(CaretContext::Attribute, {});
    }
    bool isSpaceBefore() const { return m_offset > 0 && std::string_view(" \t\r\n").find(m_text[m_offset - 1]) != std::string_view::npos; }

    void found(CaretContext::Kind kind, const std::string &attribute)
    {
        m_context.kind = kind;
        m_context.attribute = attribute;
        if (kind == CaretContext::Value)
            word([](char c) { return isWord(c) || c == '/'; });
        else
            word(isWord);
        namedValue();
    }

    //! The start tag is over at `at`.
    void leave(std::size_t at, bool isEmpty)
    {
        m_at = std::max(at, m_at);
        if (m_context.kind != CaretContext::Nothing) {
            finish();
            m_at = m_offset;
            return;
        }
        m_context.attributes.clear();
        if (isEmpty)
            close(m_open.back().name);
    }

    void close(const std::string &name)
    {
        const auto open = std::find_if(m_open.rbegin(), m_open.rend(), [&](const auto &one) { return one.name == name; });
        if (open == m_open.rend())
            return;
        m_open.erase(open.base() - 1, m_open.end());
        (m_open.empty() ? m_roots : m_open.back().children).push_back(name);
    }

    void content()
    {
        m_context.kind = CaretContext::Text;
        finish();
        word(isWord);
        namedValue();
    }

    void finish()
    {
        for (const auto &one : m_open)
            m_context.path.push_back(one.name);
        const bool inTag = m_context.kind == CaretContext::Attribute || m_context.kind == CaretContext::Value;
        if (!inTag)
            m_context.siblings = m_open.empty() ? m_roots : m_open.back().children;
    }

    template<typename Is>
    void word(Is is)
    {
        m_context.wordBegin = m_context.wordEnd = m_offset;
        while (m_context.wordBegin > 0 && is(m_text[m_context.wordBegin - 1]))
            --m_context.wordBegin;
        while (m_context.wordEnd < m_text.size() && is(m_text[m_context.wordEnd]))
            ++m_context.wordEnd;
        m_context.word = m_text.substr(m_context.wordBegin, m_offset - m_context.wordBegin);
    }

    void namedValue()
    {
        const auto line = m_text.substr(0, m_offset);
        const auto open = line.rfind("{{");
        if (open == std::string_view::npos || m_offset - open > 260 || line.substr(open).find("}}") != std::string_view::npos
            || line.substr(open).find_first_of("\"<>\n") != std::string_view::npos)
            return;
        m_context.inNamedValue = true;
        m_context.wordBegin = open + 2;
        m_context.word = line.substr(open + 2);
    }

    struct Open
    {
        std::string name;
        std::vector<std::string> children;
    };

    std::string_view m_text;
    std::size_t m_offset;
    std::string m_styles;
    std::size_t m_at = 0;
    std::vector<Open> m_open;
    std::vector<std::string> m_roots;
    CaretContext m_context;
    bool m_isOver = false;
};

} // namespace

CaretContext caretContext(std::string_view text, std::size_t offset)
{
    auto context = Finder(text, offset).run();
    if (context.kind == CaretContext::Code && context.path.empty())
        context.kind = CaretContext::Code;
    return context;
}

} // namespace gatehouse::ui::policies
