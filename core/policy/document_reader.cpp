// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/document_data.h"
#include "core/policy/expression_scan.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t maxFindings = 100; // past this a document is noise
constexpr std::size_t maxAttributes = 256;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool startsName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}
bool continuesName(char c)
{
    return startsName(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

class Reader
{
public:
    Reader(Document::Data &data, std::size_t begin, std::size_t end, NodeId parent, const DocumentLimits &limits,
           Diagnostics &diagnostics)
        : m_data(data), m_text(std::string_view(data.text).substr(0, end)), m_at(begin), m_top(parent), m_current(parent),
          m_limits(limits), m_diagnostics(diagnostics)
    {
    }

    void run()
    {
        while (m_at < m_text.size() && !m_stopped) {
            if (m_text[m_at] != '<')
                readText();
            else
                readMarkup();
        }
        while (m_current != m_top) {
            const auto &node = m_data.nodes[m_current];
            report(node.begin, "policy.syntax.notClosed", nameOfNode(m_current), {{"name", nameOfNode(m_current)}});
            close(m_text.size(), m_text.size());
        }
    }

private:
    std::string nameOfNode(NodeId id) const
    {
        const auto &node = m_data.nodes[id];
        return m_data.text.substr(node.nameBegin, node.nameEnd - node.nameBegin);
    }

    void report(std::size_t at, std::string code, std::string element = {}, std::vector<Error::Arg> args = {})
    {
        if (m_diagnostics.size() >= maxFindings) {
            m_stopped = true;
            return;
        }
        m_diagnostics.push_back({Severity::Error, m_data.at(at), std::move(element), std::move(code), std::move(args)});
    }

    NodeId add(NodeType type, std::size_t begin)
    {
        if (m_data.nodes.size() >= m_limits.nodes) {
            report(begin, "policy.syntax.tooManyNodes", {}, {{"limit", std::to_string(m_limits.nodes)}});
            m_stopped = true;
        }
        const auto id = static_cast<NodeId>(m_data.nodes.size());
        Document::Data::Node node;
        node.type = type;
        node.parent = m_current;
        node.begin = static_cast<std::uint32_t>(begin);
        m_data.nodes.push_back(std::move(node));
        m_data.nodes[m_current].children.push_back(id);
        return id;
    }

    void addLeaf(NodeType type, std::size_t begin, std::size_t end, std::size_t open, std::size_t shut)
    {
        auto &node = m_data.nodes[add(type, begin)];
        node.end = static_cast<std::uint32_t>(end);
        node.contentBegin = static_cast<std::uint32_t>(begin + open);
        node.contentEnd = static_cast<std::uint32_t>(end - shut);
        m_at = end;
    }

    void readText()
    {
        const auto end = textEnd();
        const auto text = m_text.substr(m_at, end - m_at);
        const bool outside = m_data.nodes[m_current].type == NodeType::Document;
        if (outside && !trim(text).empty() && text != "\xEF\xBB\xBF")
            report(m_at, "policy.syntax.textOutside");
        addLeaf(NodeType::Text, m_at, end, 0, 0);
    }

    //! Text ends at "<", but an expression in it may hold that sign.
    std::size_t textEnd()
    {
        const auto closing = "</" + nameOfNode(m_current);
        auto at = m_at;
        bool blank = true; // only white space so far
        while (at < m_text.size() && m_text[at] != '<') {
            const bool opens = m_text[at] == '@' && at + 1 < m_text.size() && (m_text[at + 1] == '(' || m_text[at + 1] == '{');
            if (opens) {
                const auto end = scan(at);
                const bool inside = end != npos && m_text.substr(at, end - at).find(closing) == npos;
                if (end != npos && (blank || inside)) {
                    at = end;
                    blank = false;
                    continue;
                }
                waste(end == npos ? 0 : end - at);
            }
            blank = blank && isSpace(m_text[at]);
            ++at;
        }
        return at;
    }

    void readMarkup()
    {
        const auto rest = m_text.substr(m_at);
        if (rest.starts_with("<!--"))
            readUntil("-->", NodeType::Comment, 4, 3, "policy.syntax.commentNotClosed");
        else if (rest.starts_with("<![CDATA["))
            readUntil("]]>", NodeType::CData, 9, 3, "policy.syntax.cdataNotClosed");
        else if (rest.starts_with("<?"))
            readUntil("?>", NodeType::ProcessingInstruction, 2, 2, "policy.syntax.instructionNotClosed");
        else if (rest.starts_with("<!"))
            refuse("policy.syntax.doctype"); // entities of a document's own are an attack, never a policy
        else if (rest.starts_with("</"))
            readEndTag();
        else if (rest.size() > 1 && startsName(rest[1]))
            readStartTag();
        else
            refuse("policy.syntax.unexpectedLess");
    }

    void refuse(std::string code)
    {
        report(m_at, std::move(code), nameOfNode(m_current));
        addLeaf(NodeType::Text, m_at, m_at + 1, 0, 0);
    }

    void readUntil(std::string_view end, NodeType type, std::size_t open, std::size_t shut, const char *code)
    {
        const auto at = m_text.find(end, m_at + open);
        if (at == npos) {
            report(m_at, code, nameOfNode(m_current));
            addLeaf(NodeType::Text, m_at, m_text.size(), 0, 0);
            return;
        }
        addLeaf(type, m_at, at + end.size(), open, shut);
    }

    std::size_t nameEnd(std::size_t at) const
    {
        while (at < m_text.size() && continuesName(m_text[at]))
            ++at;
        return at;
    }
    std::size_t skipSpace(std::size_t at) const
    {
        while (at < m_text.size() && isSpace(m_text[at]))
            ++at;
        return at;
    }

    void readEndTag()
    {
        const auto begin = m_at;
        const auto end = nameEnd(begin + 2);
        const auto name = std::string(m_text.substr(begin + 2, end - begin - 2));
        const auto shut = skipSpace(end);
        const bool shaped = shut < m_text.size() && m_text[shut] == '>';
        m_at = shaped ? shut + 1 : end;
        if (!shaped)
            report(begin, "policy.syntax.endTag", name, {{"name", name}});

        NodeId open = m_current;
        while (open != m_top && nameOfNode(open) != name)
            open = m_data.nodes[open].parent;
        if (open == m_top) {
            report(begin, "policy.syntax.unexpectedEndTag", name, {{"name", name}});
            const auto after = m_at;
            addLeaf(NodeType::Text, begin, after, 0, 0);
            return;
        }
        while (m_current != open) {
            const auto inner = nameOfNode(m_current);
            report(begin, "policy.syntax.mismatch", inner,
                   {{"name", inner}, {"end", name}, {"line", std::to_string(m_data.at(m_data.nodes[m_current].begin).line)}});
            close(begin, begin);
        }
        close(begin, m_at);
    }

    void close(std::size_t contentEnd, std::size_t end)
    {
        auto &node = m_data.nodes[m_current];
        node.contentEnd = static_cast<std::uint32_t>(contentEnd);
        node.end = static_cast<std::uint32_t>(end);
        m_current = node.parent;
        --m_depth;
    }

    void readStartTag()
    {
        const auto begin = m_at;
        const auto afterName = nameEnd(begin + 1);
        const auto id = add(NodeType::Element, begin);
        m_data.nodes[id].nameBegin = static_cast<std::uint32_t>(begin + 1);
        m_data.nodes[id].nameEnd = static_cast<std::uint32_t>(afterName);
        m_at = afterName;
        const bool selfClosing = readAttributes(id);
        auto &node = m_data.nodes[id];
        node.selfClosing = selfClosing;
        node.contentBegin = node.contentEnd = node.end = static_cast<std::uint32_t>(m_at);
        if (selfClosing)
            return;
        m_current = id;
        if (++m_depth > m_limits.depth) {
            report(begin, "policy.syntax.tooDeep", nameOfNode(id), {{"limit", std::to_string(m_limits.depth)}});
            m_stopped = true;
        }
    }

    //! Leaves m_at behind ">". True for "/>".
    bool readAttributes(NodeId id)
    {
        while (true) {
            const auto at = skipSpace(m_at);
            const bool separated = at != m_at;
            m_at = at;
            if (at >= m_text.size()) {
                report(m_data.nodes[id].begin, "policy.syntax.tagNotClosed", nameOfNode(id));
                return true;
            }
            if (m_text[at] == '>') {
                m_at = at + 1;
                return false;
            }
            if (m_text.substr(at, 2) == "/>") {
                m_at = at + 2;
                return true;
            }
            if (!startsName(m_text[at])) {
                report(at, "policy.syntax.unexpectedCharacter", nameOfNode(id), {{"character", printable(m_text[at])}});
                return recover(id);
            }
            if (!separated)
                report(at, "policy.syntax.missingSpace", nameOfNode(id));
            if (!readAttribute(id))
                return recover(id);
        }
    }

    static std::string printable(char c)
    {
        return c >= 0x20 && c < 0x7f ? std::string(1, c) : std::string("?");
    }

    //! After a broken tag reading goes on behind its end.
    bool recover(NodeId id)
    {
        const auto end = m_text.find('>', m_at);
        if (end == npos) {
            m_at = m_text.size();
            return true;
        }
        m_at = end + 1;
        return end > m_data.nodes[id].begin && m_text[end - 1] == '/';
    }

    bool readAttribute(NodeId id)
    {
        Attribute attribute;
        const auto begin = m_at;
        const auto end = nameEnd(begin);
        attribute.name = m_text.substr(begin, end - begin);
        attribute.nameBegin = static_cast<std::uint32_t>(begin);
        auto at = skipSpace(end);
        if (at >= m_text.size() || m_text[at] != '=') {
            report(begin, "policy.syntax.missingEquals", nameOfNode(id), {{"attribute", attribute.name}});
            m_at = at;
            return false;
        }
        at = skipSpace(at + 1);
        if (at >= m_text.size() || (m_text[at] != '"' && m_text[at] != '\'')) {
            report(begin, "policy.syntax.missingQuote", nameOfNode(id), {{"attribute", attribute.name}});
            m_at = at;
            return false;
        }
        const auto valueEnd = attributeEnd(at + 1, m_text[at]);
        if (valueEnd == npos) {
            report(at, "policy.syntax.valueNotClosed", nameOfNode(id), {{"attribute", attribute.name}});
            m_at = at + 1;
            return false;
        }
        attribute.valueBegin = static_cast<std::uint32_t>(at + 1);
        attribute.valueEnd = static_cast<std::uint32_t>(valueEnd);
        attribute.value = unescape(m_text.substr(at + 1, valueEnd - at - 1));
        m_at = valueEnd + 1;
        return store(id, std::move(attribute));
    }

    bool store(NodeId id, Attribute attribute)
    {
        auto &attributes = m_data.nodes[id].attributes;
        for (const auto &other : attributes)
            if (other.name == attribute.name)
                report(attribute.nameBegin, "policy.syntax.duplicateAttribute", nameOfNode(id), {{"attribute", other.name}});
        if (attributes.size() >= maxAttributes) {
            report(attribute.nameBegin, "policy.syntax.tooManyAttributes", nameOfNode(id));
            return false;
        }
        attributes.push_back(std::move(attribute));
        return true;
    }

    //! A quote ends a value only where the tag can go on.
    bool endsValue(std::size_t quote) const
    {
        const auto next = quote + 1 < m_text.size() ? m_text[quote + 1] : '>';
        return isSpace(next) || next == '>' || next == '/' || next == '?';
    }

    std::size_t attributeEnd(std::size_t begin, char quote)
    {
        const auto plain = m_text.find(quote, begin);
        const auto first = skipSpace(begin);
        const bool opens = beginsExpression(m_text.substr(first, 2));
        if (opens) {
            if (const auto end = expressionValueEnd(first, quote); end != npos)
                return end;
        } else if (plain != npos && !endsValue(plain)) {
            const auto inner = begin + m_text.substr(begin, plain - begin).find('@');
            if (inner >= begin && beginsExpression(m_text.substr(inner, 2)))
                if (const auto end = expressionValueEnd(inner, quote); end != npos)
                    return end;
        }
        return plain;
    }

    //! Behind an expression more of the value may follow, but not another quote than the closing one.
    std::size_t expressionValueEnd(std::size_t at, char quote)
    {
        while (true) {
            const auto end = scan(at);
            if (end == npos)
                return npos;
            const auto close = m_text.find(quote, end);
            if (close == npos)
                return npos;
            const auto more = m_text.substr(end, close - end).find('@');
            const bool another = more != npos && beginsExpression(m_text.substr(end + more, 2));
            if (!another)
                return endsValue(close) ? close : npos;
            at = end + more;
        }
    }

    //! Scans that come to nothing are paid from a budget, so that a hostile document costs linear time.
    std::size_t scan(std::size_t at)
    {
        if (m_budget == 0)
            return npos;
        const auto end = scanExpression(m_text, at);
        if (end == npos)
            waste(m_text.size() - at);
        return end;
    }
    void waste(std::size_t bytes)
    {
        m_budget -= std::min(m_budget, bytes);
        if (m_budget == 0 && !m_stopped) {
            report(m_at, "policy.syntax.tooComplex", nameOfNode(m_current));
            m_stopped = true;
        }
    }

    Document::Data &m_data;
    std::string_view m_text;
    std::size_t m_at;
    NodeId m_top;
    NodeId m_current;
    const DocumentLimits &m_limits;
    Diagnostics &m_diagnostics;
    std::size_t m_depth = 0;
    std::size_t m_budget = (64U << 10) + 64 * m_text.size();
    bool m_stopped = false;
};

} // namespace

void readNodes(Document::Data &data, std::size_t begin, std::size_t end, NodeId parent, const DocumentLimits &limits,
               Diagnostics &diagnostics)
{
    Reader(data, begin, end, parent, limits, diagnostics).run();
}

} // namespace gatehouse::policy
