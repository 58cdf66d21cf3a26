// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/readers.h"

#include <charconv>

namespace gatehouse::openapi {

namespace {

void appendUtf8(std::string &out, std::uint32_t point)
{
    const auto tail = [&out](std::uint32_t bits) { out += static_cast<char>(0x80 | (bits & 0x3F)); };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0 | (point >> 6));
        tail(point);
    } else if (point < 0x10000) {
        out += static_cast<char>(0xE0 | (point >> 12));
        tail(point >> 6);
        tail(point);
    } else {
        out += static_cast<char>(0xF0 | (point >> 18));
        tail(point >> 12);
        tail(point >> 6);
        tail(point);
    }
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

//! RFC 8259, nothing more: one value, no comments, no trailing commas.
class JsonReader
{
public:
    JsonReader(Tree &tree, Findings &findings, const ReadLimits &limits)
        : m_tree(tree)
        , m_findings(findings)
        , m_limits(limits)
        , m_text(tree.text())
    {
    }

    void read()
    {
        auto *root = value(0);
        if (!root)
            return;
        skipSpace();
        if (m_at < m_text.size())
            fault("extraData");
        else
            m_tree.root = root;
    }

private:
    std::nullptr_t fault(const char *reason)
    {
        if (!m_failed)
            m_findings.errorAt(m_at, "", "openapi.syntax", {{"reason", reason}});
        m_failed = true;
        return nullptr;
    }

    bool textFault(const char *reason)
    {
        fault(reason);
        return false;
    }

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }
    void skipSpace()
    {
        while (m_at < m_text.size()
               && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\r' || m_text[m_at] == '\t'))
            ++m_at;
    }

    Node *value(std::size_t depth)
    {
        skipSpace();
        switch (peek()) {
        case '{':
        case '[':
            if (depth >= m_limits.depth) {
                m_findings.errorAt(m_at, "", "openapi.tooDeep", {{"limit", std::to_string(m_limits.depth)}});
                return nullptr;
            }
            return peek() == '{' ? object(depth) : array(depth);
        case '"': {
            auto &node = m_tree.make(NodeKind::String, m_at);
            return string(node.text) ? &node : nullptr;
        }
        case 't':
            return literal("true", NodeKind::Bool, true);
        case 'f':
            return literal("false", NodeKind::Bool, false);
        case 'n':
            return literal("null", NodeKind::Null, false);
        default:
            return number();
        }
    }

    Node *literal(std::string_view word, NodeKind kind, bool flag)
    {
        if (m_text.substr(m_at, word.size()) != word)
            return fault("valueExpected");
        auto &node = m_tree.make(kind, m_at);
        node.flag = flag;
        m_at += word.size();
        return &node;
    }

    Node *number()
    {
        const auto begin = m_at;
        take('-');
        if (!isDigit(peek()))
            return fault("valueExpected");
        if (!take('0'))
            skipDigits();
        if (take('.') && !skipDigits())
            return fault("badNumber");
        if (take('e') || take('E')) {
            if (!take('+'))
                take('-');
            if (!skipDigits())
                return fault("badNumber");
        }
        auto &node = m_tree.make(NodeKind::Number, begin);
        node.text = m_text.substr(begin, m_at - begin);
        return &node;
    }

    bool skipDigits()
    {
        const auto begin = m_at;
        while (isDigit(peek()))
            ++m_at;
        return m_at > begin;
    }

    Node *array(std::size_t depth)
    {
        auto &node = m_tree.make(NodeKind::Array, m_at++);
        skipSpace();
        if (take(']'))
            return &node;
        do {
            auto *item = value(depth + 1);
            if (!item)
                return nullptr;
            m_tree.append(node, *item);
            skipSpace();
        } while (take(','));
        return take(']') ? &node : fault("commaOrBracketExpected");
    }

    Node *object(std::size_t depth)
    {
        auto &node = m_tree.make(NodeKind::Object, m_at++);
        skipSpace();
        if (take('}'))
            return &node;
        do {
            skipSpace();
            const auto keyAt = m_at;
            std::string_view key;
            if (peek() != '"')
                return fault("nameExpected");
            if (!string(key))
                return nullptr;
            skipSpace();
            if (!take(':'))
                return fault("colonExpected");
            auto *item = value(depth + 1);
            if (!item)
                return nullptr;
            item->key = key;
            item->keyOffset = static_cast<std::uint32_t>(keyAt);
            m_tree.append(node, *item);
            skipSpace();
        } while (take(','));
        return take('}') ? &node : fault("commaOrBraceExpected");
    }

    bool string(std::string_view &out)
    {
        const auto begin = ++m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"' && m_text[m_at] != '\\'
               && static_cast<unsigned char>(m_text[m_at]) >= 0x20)
            ++m_at;
        if (peek() == '"') {
            out = m_text.substr(begin, m_at++ - begin);
            return true;
        }
        std::string text{m_text.substr(begin, m_at - begin)};
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            if (static_cast<unsigned char>(m_text[m_at]) < 0x20)
                return textFault("controlCharacter");
            if (m_text[m_at] != '\\')
                text += m_text[m_at++];
            else if (!escape(text))
                return textFault("badEscape");
        }
        if (!take('"'))
            return textFault("unterminatedString");
        out = m_tree.keep(std::move(text));
        return true;
    }

    bool escape(std::string &out)
    {
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const auto c = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
        if (const auto known = names.find(c); known != std::string_view::npos) {
            out += meanings[known];
            m_at += 2;
            return true;
        }
        std::uint32_t point = 0;
        if (!hexUnit(m_at, point))
            return false;
        auto end = m_at + 6;
        if (point >= 0xDC00 && point < 0xE000)
            return false;
        if (point >= 0xD800 && point < 0xDC00) {
            std::uint32_t low = 0;
            if (!hexUnit(end, low) || low < 0xDC00 || low >= 0xE000)
                return false;
            point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
            end += 6;
        }
        appendUtf8(out, point);
        m_at = end;
        return true;
    }

    bool hexUnit(std::size_t at, std::uint32_t &unit) const
    {
        const auto text = at < m_text.size() ? m_text.substr(at, 6) : std::string_view{};
        if (text.size() != 6 || text[0] != '\\' || text[1] != 'u')
            return false;
        const auto *end = text.data() + 6;
        const auto [stop, error] = std::from_chars(text.data() + 2, end, unit, 16);
        return error == std::errc{} && stop == end;
    }

    Tree &m_tree;
    Findings &m_findings;
    const ReadLimits &m_limits;
    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_failed = false;
};

} // namespace

void readJson(Tree &tree, Findings &findings, const ReadLimits &limits)
{
    JsonReader{tree, findings, limits}.read();
}

void reportDuplicateKeys(const Tree &tree, Findings &findings)
{
    for (const auto &node : tree.nodes()) {
        if (node.kind != NodeKind::Object)
            continue;
        for (const auto *child = node.first; child; child = child->next) {
            const auto *first = tree.member(node, child->key);
            if (first != child)
                findings.error(
                    *child, "openapi.duplicateKey",
                    {{"key", std::string{child->key}}, {"firstLine", std::to_string(tree.position(*first).line)}});
        }
    }
}

} // namespace gatehouse::openapi
