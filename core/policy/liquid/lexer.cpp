// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/liquid/lexer.h"

#include "core/base/text.h"

namespace gatehouse::policy::liquid {

namespace {

bool isSpaceCharacter(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

class Lexer
{
public:
    explicit Lexer(std::string_view source) : m_source(source) { }

    tl::expected<std::vector<Token>, std::string> run()
    {
        while (m_at < m_source.size()) {
            const auto start = nextStart();
            text(m_source.substr(m_at, start - m_at), start < m_source.size() && m_source.substr(start + 2, 1) == "-");
            if (start >= m_source.size())
                break;
            if (auto read = markup(start); !read)
                return tl::unexpected(std::move(read.error()));
        }
        return std::move(m_tokens);
    }

private:
    std::size_t nextStart() const
    {
        for (auto at = m_source.find('{', m_at); at != std::string_view::npos; at = m_source.find('{', at + 1)) {
            const auto next = m_source.substr(at + 1, 1);
            if (next == "{" || next == "%")
                return at;
        }
        return m_source.size();
    }

    void text(std::string_view text, bool trimsEnd)
    {
        while (trimsEnd && !text.empty() && (text.back() == ' ' || text.back() == '\t'))
            text.remove_suffix(1);
        if (!text.empty())
            m_tokens.push_back({Token::Text, std::string(text), {}});
    }

    tl::expected<void, std::string> markup(std::size_t start)
    {
        const bool isTag = m_source[start + 1] == '%';
        const std::string_view end = isTag ? "%}" : "}}";
        auto inner = start + 2;
        if (m_source.substr(inner, 1) == "-")
            ++inner;
        const auto close = m_source.find(end, inner);
        if (close == std::string_view::npos)
            return tl::unexpected((isTag ? "Tag '" : "Variable '") + std::string(m_source.substr(start, 40))
                                  + "' was not properly terminated with regexp: " + std::string(end));
        auto content = m_source.substr(inner, close - inner);
        m_at = close + 2;
        if (content.ends_with('-')) {
            content.remove_suffix(1);
            skipAfter();
        }
        if (!isTag) {
            m_tokens.push_back({Token::Output, std::string(trim(content)), {}});
            return {};
        }
        std::size_t at = 0;
        skipSpaces(content, at);
        std::string name(takeWord(content, at));
        if (name == "raw" || name == "literal")
            return raw(name);
        m_tokens.push_back({Token::Tag, std::string(trim(content.substr(at))), std::move(name)});
        return {};
    }

    void skipAfter()
    {
        if (m_source.substr(m_at, 1) == "\n") {
            ++m_at;
        } else if (m_source.substr(m_at, 2) == "\r\n") {
            m_at += 2;
        } else {
            while (m_at < m_source.size() && (m_source[m_at] == ' ' || m_source[m_at] == '\t'))
                ++m_at;
        }
    }

    tl::expected<void, std::string> raw(const std::string &name)
    {
        for (auto at = m_source.find("{%", m_at); at != std::string_view::npos; at = m_source.find("{%", at + 2)) {
            auto inside = at + 2;
            if (m_source.substr(inside, 1) == "-")
                ++inside;
            skipSpaces(m_source, inside);
            if (takeWord(m_source, inside) != "end" + name)
                continue;
            skipSpaces(m_source, inside);
            if (m_source.substr(inside, 1) == "-")
                ++inside;
            if (m_source.substr(inside, 2) != "%}")
                continue;
            text(m_source.substr(m_at, at - m_at), false);
            m_at = inside + 2;
            return {};
        }
        return tl::unexpected("'" + name + "' tag was never closed");
    }

    std::string_view m_source;
    std::size_t m_at = 0;
    std::vector<Token> m_tokens;
};

} // namespace

tl::expected<std::vector<Token>, std::string> tokenize(std::string_view source)
{
    return Lexer(source).run();
}

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

void skipSpaces(std::string_view markup, std::size_t &at)
{
    while (at < markup.size() && isSpaceCharacter(markup[at]))
        ++at;
}

std::string_view takeWord(std::string_view markup, std::size_t &at)
{
    const auto begin = at;
    while (at < markup.size() && isWordCharacter(markup[at]))
        ++at;
    return markup.substr(begin, at - begin);
}

std::string_view takeFragment(std::string_view markup, std::size_t &at, bool takesCommas)
{
    const auto begin = at;
    while (at < markup.size()) {
        const char c = markup[at];
        if (c == '"' || c == '\'') {
            const auto close = markup.find(c, at + 1);
            if (close == std::string_view::npos)
                break;
            const bool isAlone = at == begin;
            at = close + 1;
            if (isAlone)
                break;
            continue;
        }
        if (isSpaceCharacter(c) || c == '|' || (c == ',' && !takesCommas))
            break;
        ++at;
    }
    return markup.substr(begin, at - begin);
}

} // namespace gatehouse::policy::liquid
