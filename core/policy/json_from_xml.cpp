// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/json_from_xml.h"

#include "core/expression/library/json.h"
#include "core/expression/library/xml_node.h"
#include "core/expression/objects.h"
#include "core/expression/raise.h"
#include "core/expression/text16.h"
#include "core/policy/xml_prefixes.h"

#include <unordered_map>
#include <vector>

namespace gatehouse::policy {

namespace {

using expression::XmlElement;
using expression::XmlKind;
using expression::XmlName;
using expression::XmlNode;
using expression::XmlText;

class JsonOfXml
{
public:
    explicit JsonOfXml(const JsonFromXml &options) : m_options(options) { }

    std::u16string document(const expression::XmlDocumentNode &document)
    {
        begin();
        if (const auto *declared = document.declaration.as<expression::XmlDeclarationObject>(); declared && !m_options.javascriptFriendly) {
            declaration(u"version", declared->version);
            declaration(u"encoding", declared->encoding);
            declaration(u"standalone", declared->standalone);
        }
        members(document.nodes(), false);
        end();
        return std::move(m_out);
    }

private:
    using Nodes = std::vector<const XmlNode *>;

    void begin()
    {
        m_out += u'{';
        m_isFirst = true;
    }
    void end()
    {
        m_out += u'}';
        m_isFirst = false;
    }
    void name(std::u16string_view text)
    {
        if (!m_isFirst)
            m_out += u',';
        m_isFirst = false;
        m_out += expression::jsonQuoted(text);
        m_out += u':';
    }
    void declaration(std::u16string_view of, const expression::Value &value)
    {
        const auto *text = expression::stringOf(value);
        if (!text || text->empty())
            return;
        name(of);
        m_out += expression::jsonQuoted(*text);
    }
    std::u16string qualified(const XmlName &of, bool isAttribute) const
    {
        const auto prefix = m_options.javascriptFriendly ? std::u16string() : m_prefixes.prefixOf(of.space, !isAttribute);
        return prefix.empty() ? of.local : prefix + u"$" + of.local;
    }

    std::u16string memberName(const XmlNode &node) const
    {
        switch (node.kind()) {
        case XmlKind::Element: {
            // Its own declarations name its prefix.
            const auto &element = static_cast<const XmlElement &>(node);
            if (m_options.javascriptFriendly)
                return element.name.local;
            for (const auto *one : element.attributes())
                if (one->isDeclaration() && one->content == element.name.space)
                    return one->name().space.empty() ? element.name.local : one->name().local + u"$" + element.name.local;
            return qualified(element.name, false);
        }
        case XmlKind::CData:
            return m_options.javascriptFriendly ? u"#text" : u"#cdata-section";
        case XmlKind::TextNode:
            return u"#text";
        case XmlKind::ProcessingInstruction:
            return m_options.javascriptFriendly ? std::u16string() : u"?" + static_cast<const expression::XmlInstruction &>(node).target;
        default:
            return {}; // JSON has no place for comments and document types
        }
    }

    //! Nodes of one name stand together, where the first of them stands.
    void members(const std::vector<XmlNode *> &nodes, bool areChildren)
    {
        std::vector<std::pair<std::u16string, Nodes>> groups;
        std::unordered_map<std::u16string, std::size_t> known;
        for (const auto *node : nodes) {
            auto of = memberName(*node);
            if (of.empty())
                continue;
            const auto [at, isNew] = known.try_emplace(of, groups.size());
            if (isNew)
                groups.emplace_back(std::move(of), Nodes());
            groups[at->second].second.push_back(node);
        }
        for (const auto &[of, group] : groups) {
            name(of);
            const bool isElement = group.front()->kind() == XmlKind::Element;
            if (group.size() == 1 && !(areChildren && isElement && m_options.alwaysArrays)) {
                value(*group.front());
                continue;
            }
            m_out += u'[';
            for (std::size_t i = 0; i < group.size(); ++i) {
                m_out += i ? u"," : u"";
                value(*group[i]);
            }
            m_out += u']';
        }
    }

    void text(std::u16string_view content)
    {
        if (m_options.trimsValues) {
            while (!content.empty() && expression::isWhiteSpace(content.front()))
                content.remove_prefix(1);
            while (!content.empty() && expression::isWhiteSpace(content.back()))
                content.remove_suffix(1);
        }
        m_out += content.empty() && m_options.emptyValues == EmptyValues::AsNull ? u"null" : expression::jsonQuoted(content);
    }

    void value(const XmlNode &node)
    {
        if (node.kind() == XmlKind::Element)
            element(static_cast<const XmlElement &>(node));
        else if (const auto *content = dynamic_cast<const XmlText *>(&node))
            text(content->content);
        else
            text(static_cast<const expression::XmlInstruction &>(node).data);
    }

    bool isShown(const expression::XmlAttribute &attribute) const
    {
        return !m_options.javascriptFriendly || !attribute.isDeclaration();
    }

    void element(const XmlElement &of)
    {
        const XmlPrefixes::Scope scope(m_prefixes, of);
        bool hasAttributes = false;
        for (const auto *one : of.attributes())
            hasAttributes = hasAttributes || isShown(*one);
        const auto &nodes = of.nodes();
        const auto isPlainText = [this](const XmlNode &node) {
            return node.kind() == XmlKind::TextNode || (m_options.javascriptFriendly && node.kind() == XmlKind::CData);
        };
        if (!hasAttributes && nodes.size() == 1 && isPlainText(*nodes.front())) {
            text(static_cast<const XmlText &>(*nodes.front()).content);
            return;
        }
        if (!hasAttributes && nodes.empty()) {
            const bool isNull = m_options.emptyValues == EmptyValues::AsWritten ? !of.hasContent
                                                                                : m_options.emptyValues == EmptyValues::AsNull;
            m_out += isNull ? u"null" : u"\"\"";
            return;
        }
        begin();
        for (const auto *one : of.attributes())
            if (isShown(*one))
                attribute(of, *one);
        members(nodes, true);
        end();
    }

    void attribute(const XmlElement &of, const expression::XmlAttribute &one)
    {
        if (one.isDeclaration()) {
            name(one.name().space.empty() ? u"@xmlns" : u"@xmlns$" + one.name().local);
        } else {
            bool clashes = !m_options.javascriptFriendly;
            for (std::size_t i = 0; i < of.nodes().size() && !clashes; ++i)
                clashes = memberName(*of.nodes()[i]) == one.name().local;
            name((clashes ? u"@" : u"") + qualified(one.name(), true));
        }
        text(one.content);
    }

    const JsonFromXml &m_options;
    XmlPrefixes m_prefixes;
    std::u16string m_out;
    bool m_isFirst = true;
};

} // namespace

tl::expected<std::string, std::string> jsonFromXml(std::string_view xml, const JsonFromXml &options)
{
    try {
        constexpr std::string_view mark = "\xef\xbb\xbf";
        const auto text = expression::toUtf16(xml.starts_with(mark) ? xml.substr(mark.size()) : xml);
        const auto parsed = expression::parseXmlDocument(text, options.keepsSpace, nullptr);
        return expression::toUtf8(JsonOfXml(options).document(parsed.to<expression::XmlDocumentNode>()));
    } catch (const expression::Raise &raised) {
        return tl::unexpected(expression::toUtf8(raised.message));
    } catch (const expression::LimitReached &reached) {
        return tl::unexpected("The XML goes past the limit of " + reached.limit + ".");
    }
}

} // namespace gatehouse::policy
