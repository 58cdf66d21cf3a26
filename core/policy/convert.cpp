// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/document.h"
#include "core/policy/escape.h"
#include "core/policy/expression_scan.h"

#include <algorithm>
#include <vector>

namespace gatehouse::policy {

namespace {

struct Replacement
{
    std::size_t begin, end;
    std::string bytes;
};

class Converter
{
public:
    Converter(const Document &document, Format to) : m_document(document), m_to(to) { }

    std::string run()
    {
        visit(m_document.root());
        std::sort(m_replacements.begin(), m_replacements.end(), [](const auto &a, const auto &b) { return a.begin < b.begin; });
        const std::string_view text = m_document.text();
        std::string out;
        std::size_t at = 0;
        for (const auto &replacement : m_replacements) {
            out += text.substr(at, replacement.begin - at);
            out += replacement.bytes;
            at = replacement.end;
        }
        out += text.substr(at);
        return out;
    }

private:
    void visit(NodeId node)
    {
        for (const auto child : m_document.children(node)) {
            if (m_document.type(child) == NodeType::Element) {
                for (const auto &attribute : m_document.attributes(child))
                    convertAttribute(attribute);
                visit(child);
            } else if (m_document.type(child) == NodeType::Text) {
                convertText(child);
            }
        }
    }

    void convertAttribute(const Attribute &attribute)
    {
        const auto source = std::string_view(m_document.text()).substr(attribute.valueBegin,
                                                                       attribute.valueEnd - attribute.valueBegin);
        const char quote = m_document.text()[attribute.valueBegin - 1];
        if (m_to == Format::Xml) {
            add(attribute.valueBegin, source, escapeExpression(source, quote));
        } else if (beginsExpression(attribute.value)) {
            // An entity for the quote outside of a string would end the value: such an expression stays as it is.
            const auto raw = unescapeExpression(source);
            if (writeAttribute(attribute.value, quote, true) == withoutCarriageReturns(raw))
                add(attribute.valueBegin, source, raw);
        }
    }

    void convertText(NodeId node)
    {
        const auto source = m_document.source(node);
        const auto begin = static_cast<std::size_t>(source.data() - m_document.text().data());
        const auto value = m_document.textOf(node);
        if (m_to == Format::Xml) {
            add(begin, source, escapeExpression(source, 0));
        } else if (beginsExpression(value)) {
            const auto raw = unescapeExpression(source);
            if (writeText(value, true) == withoutCarriageReturns(raw))
                add(begin, source, raw);
        }
    }

    static std::string withoutCarriageReturns(std::string_view text)
    {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] != '\r' || i + 1 >= text.size() || text[i + 1] != '\n')
                out += text[i];
        return out;
    }

    void add(std::size_t begin, std::string_view source, std::string bytes)
    {
        if (bytes != source)
            m_replacements.push_back({begin, begin + source.size(), std::move(bytes)});
    }

    const Document &m_document;
    Format m_to;
    std::vector<Replacement> m_replacements;
};

} // namespace

Result<std::string> convert(std::string_view text, Format from, Format to)
{
    const auto document = Document::parse(std::string(text));
    if (!document) {
        const auto &finding = document.error().front();
        auto args = finding.args;
        args.emplace_back("line", std::to_string(finding.position.line));
        args.emplace_back("column", std::to_string(finding.position.column));
        return fail(ErrorKind::Invalid, finding.code, std::move(args));
    }
    if (from == to)
        return std::string(text);
    return Converter(*document, to).run();
}

} // namespace gatehouse::policy
