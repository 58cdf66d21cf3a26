// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expression_scan.h"

#include "core/base/text.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace gatehouse::policy {

namespace {

constexpr auto nowhere = std::string_view::npos;
constexpr int maxHoles = 16; // nesting of interpolated strings in their own holes

bool isWhiteSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct Named
{
    std::string_view text;
    char character;
};
constexpr std::array<Named, 5> named{{{"&quot;", '"'}, {"&apos;", '\''}, {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}}};

//! Code point of "&#39;" or "&#x27;" with its length.
std::optional<std::pair<std::uint32_t, std::size_t>> characterReference(std::string_view text, std::size_t at)
{
    if (text.substr(at, 2) != "&#")
        return std::nullopt;
    std::size_t i = at + 2;
    const bool hexadecimal = i < text.size() && text[i] == 'x';
    if (hexadecimal)
        ++i;
    std::uint32_t value = 0;
    const auto first = i;
    for (; i < text.size() && i - first < 8 && text[i] != ';'; ++i) {
        const char c = text[i];
        std::uint32_t digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<std::uint32_t>(c - '0');
        else if (hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            digit = static_cast<std::uint32_t>((c | 0x20) - 'a') + 10;
        else
            return std::nullopt;
        value = value * (hexadecimal ? 16 : 10) + digit;
    }
    const bool valid = value != 0 && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
    if (i == first || i >= text.size() || text[i] != ';' || !valid)
        return std::nullopt;
    return std::pair{value, i + 1 - at};
}

void appendUtf8(std::string &out, std::uint32_t c)
{
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        out += static_cast<char>(0xf0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3f));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    }
}

//! One character of C# as it stands in the document: a byte, or an entity for one.
struct Unit
{
    char character = 0;
    std::size_t length = 1;
    bool escaped = false;
};

class Scanner
{
public:
    Scanner(std::string_view text, std::size_t begin, std::size_t stop)
        : m_text(text.substr(0, std::min(stop, text.size()))), m_at(begin)
    {
    }

    std::size_t run()
    {
        ++m_at; // "@"
        if (m_at >= m_text.size() || (m_text[m_at] != '(' && m_text[m_at] != '{'))
            return nowhere;
        return code(0) ? m_at : nowhere;
    }

private:
    Unit unit(std::size_t at) const
    {
        const char c = m_text[at];
        if (c != '&')
            return {c, 1, false};
        for (const auto &entity : named)
            if (m_text.substr(at, entity.text.size()) == entity.text)
                return {entity.character, entity.text.size(), true};
        if (const auto reference = characterReference(m_text, at); reference && reference->first < 0x80)
            return {static_cast<char>(reference->first), reference->second, true};
        return {c, 1, false};
    }
    bool atEnd() const { return m_at >= m_text.size(); }

    //! From an opening bracket to past the one that closes it; brackets of the other kind are not counted.
    bool code(int holes)
    {
        const char open = m_text[m_at];
        const char close = open == '(' ? ')' : '}';
        int depth = 0;
        while (!atEnd()) {
            const auto u = unit(m_at);
            if (u.character == open) {
                ++depth;
            } else if (u.character == close) {
                if (--depth == 0) {
                    m_at += u.length;
                    return true;
                }
            } else if (u.character == '"' || u.character == '\'' || u.character == '/' || u.character == '$'
                       || u.character == '@') {
                if (!special(u, holes))
                    return false;
                continue;
            }
            m_at += u.length;
        }
        return false;
    }

    bool special(const Unit &u, int holes)
    {
        switch (u.character) {
        case '"':
            return string(u, false, false, holes);
        case '\'':
            return character(u);
        case '/':
            return comment();
        default:
            return prefixed(u, holes);
        }
    }

    //! @"..", $"..", $@"..", @$".." or a lone @ or $.
    bool prefixed(const Unit &first, int holes)
    {
        bool verbatim = false;
        bool interpolated = false;
        auto at = m_at;
        for (int i = 0; i < 2 && at < m_text.size() && (m_text[at] == '@' || m_text[at] == '$'); ++i)
            (m_text[at++] == '@' ? verbatim : interpolated) = true;
        if (at < m_text.size()) {
            const auto quote = unit(at);
            if (quote.character == '"') {
                m_at = at;
                return string(quote, verbatim, interpolated, holes);
            }
        }
        m_at += first.length;
        return true;
    }

    bool string(const Unit &quote, bool verbatim, bool interpolated, int holes)
    {
        m_at += quote.length;
        while (!atEnd()) {
            const auto u = unit(m_at);
            const bool closes = u.character == '"' && u.escaped == quote.escaped;
            if (closes) {
                m_at += u.length;
                if (verbatim && !atEnd()) {
                    const auto second = unit(m_at);
                    if (second.character == '"' && second.escaped == quote.escaped) {
                        m_at += second.length;
                        continue;
                    }
                }
                return true;
            }
            if (!verbatim && u.character == '\\') {
                m_at += u.length;
                if (!atEnd())
                    m_at += unit(m_at).length;
                continue;
            }
            if (!verbatim && u.character == '\n')
                return false;
            if (interpolated && u.character == '{') {
                if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '{') {
                    m_at += 2;
                    continue;
                }
                if (holes >= maxHoles || !code(holes + 1))
                    return false;
                continue;
            }
            m_at += u.length;
        }
        return false;
    }

    //! Policies hold characters ('x', '\'') and, not being C#, now and then strings in single quotes.
    bool character(const Unit &quote)
    {
        m_at += quote.length;
        while (!atEnd()) {
            const auto u = unit(m_at);
            m_at += u.length;
            if (u.character == '\'')
                return true;
            if (u.character == '\n')
                return false;
            if (u.character == '\\' && !atEnd())
                m_at += unit(m_at).length;
        }
        return false;
    }

    bool comment()
    {
        const auto next = m_text.substr(m_at + 1, 1);
        if (next == "/") {
            const auto end = m_text.find('\n', m_at);
            m_at = end == nowhere ? m_text.size() : end;
        } else if (next == "*") {
            const auto end = m_text.find("*/", m_at + 2);
            m_at = end == nowhere ? m_text.size() : end + 2;
        } else {
            ++m_at;
        }
        return true;
    }

    std::string_view m_text;
    std::size_t m_at;
};

} // namespace

bool beginsExpression(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size() && isWhiteSpace(text[at]))
        ++at;
    return at + 1 < text.size() && text[at] == '@' && (text[at + 1] == '(' || text[at + 1] == '{');
}

bool isExpression(std::string_view text)
{
    const auto body = trim(text);
    return beginsExpression(body) && scanExpression(body, 0) == body.size();
}

std::size_t scanExpression(std::string_view text, std::size_t begin, std::size_t stop)
{
    return Scanner(text, begin, stop).run();
}

std::size_t entityLength(std::string_view text, std::size_t at)
{
    for (const auto &entity : named)
        if (text.substr(at, entity.text.size()) == entity.text)
            return entity.text.size();
    const auto reference = characterReference(text, at);
    return reference ? reference->second : 0;
}

std::string unescape(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
            ++i;
            continue;
        }
        if (text[i] != '&') {
            out += text[i++];
            continue;
        }
        std::size_t length = 0;
        for (const auto &entity : named)
            if (text.substr(i, entity.text.size()) == entity.text) {
                out += entity.character;
                length = entity.text.size();
            }
        if (length == 0) {
            if (const auto reference = characterReference(text, i)) {
                appendUtf8(out, reference->first);
                length = reference->second;
            }
        }
        if (length == 0) {
            out += '&';
            length = 1;
        }
        i += length;
    }
    return out;
}

} // namespace gatehouse::policy
