// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml_node.h"

#include "core/expression/machine.h"
#include "core/expression/text16.h"

#include <algorithm>
#include <optional>

namespace gatehouse::expression {

namespace {

//! As XNode.ToString() writes through an XmlWriter: its indentation, its way of finding prefixes.
class Writer
{
public:
    explicit Writer(const XmlWriting &writing) : m_writing(writing) { }
    void write(const XmlNode &node);
    void pushAncestors(const XmlNode &node);
    std::u16string take() { return std::move(m_out); }

private:
    struct Binding
    {
        std::u16string prefix;
        std::u16string space;
        bool isWritten = true;
    };

    void line();
    void element(const XmlElement &element);
    void attribute(const XmlAttribute &attribute, std::size_t scope);
    void appendText(std::u16string_view text);
    void appendAttribute(std::u16string_view qualified, std::u16string_view value);
    const std::u16string *spaceOf(std::u16string_view prefix) const;
    std::optional<std::u16string> prefixOf(std::u16string_view space, bool allowsDefault) const;
    void bind(std::u16string prefix, std::u16string_view space, std::size_t scope, bool isExplicit);
    std::optional<std::u16string> declaredPrefix(std::u16string_view space, bool allowsDefault) const;

    XmlWriting m_writing;
    std::u16string m_out;
    std::size_t m_level = 0;
    bool m_isMixed = false;
    std::vector<Binding> m_bindings{{u"", u"", true}, {u"xmlns", std::u16string(xmlnsSpace), true}, {u"xml", std::u16string(xmlSpace), true}};
    std::vector<const XmlElement *> m_open; //!< whose declarations name prefixes
};

void Writer::line()
{
    if (!m_writing.indented || m_isMixed || m_out.empty())
        return;
    m_out += u'\n';
    m_out.append(m_level * 2, u' ');
}

void Writer::appendText(std::u16string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
        case u'&': m_out += u"&amp;"; break;
        case u'<': m_out += u"&lt;"; break;
        case u'>': m_out += u"&gt;"; break;
        case u'\r':
            m_out += u'\n';
            i += i + 1 < text.size() && text[i + 1] == u'\n' ? 1 : 0;
            break;
        default: m_out += text[i];
        }
    }
}

void Writer::appendAttribute(std::u16string_view qualified, std::u16string_view value)
{
    m_out += u' ';
    m_out += qualified;
    m_out += u"=\"";
    for (const char16_t unit : value) {
        switch (unit) {
        case u'&': m_out += u"&amp;"; break;
        case u'<': m_out += u"&lt;"; break;
        case u'>': m_out += u"&gt;"; break;
        case u'"': m_out += u"&quot;"; break;
        case u'\r': m_out += u"&#xD;"; break;
        case u'\n': m_out += u"&#xA;"; break;
        case u'\t': m_out += u"&#x9;"; break;
        default: m_out += unit;
        }
    }
    m_out += u'"';
}

const std::u16string *Writer::spaceOf(std::u16string_view prefix) const
{
    for (auto binding = m_bindings.rbegin(); binding != m_bindings.rend(); ++binding) {
        if (binding->prefix == prefix)
            return &binding->space;
    }
    return nullptr;
}

//! The nearest prefix of the writer that still means `space`.
std::optional<std::u16string> Writer::prefixOf(std::u16string_view space, bool allowsDefault) const
{
    for (auto binding = m_bindings.rbegin(); binding != m_bindings.rend(); ++binding) {
        if (binding->space == space && (allowsDefault || !binding->prefix.empty()) && *spaceOf(binding->prefix) == space)
            return binding->prefix;
    }
    return std::nullopt;
}

//! The prefix that an xmlns attribute of the open elements gives `space`.
std::optional<std::u16string> Writer::declaredPrefix(std::u16string_view space, bool allowsDefault) const
{
    if (space == xmlSpace)
        return u"xml";
    std::vector<std::u16string_view> hidden;
    for (auto element = m_open.rbegin(); element != m_open.rend(); ++element) {
        const auto &attributes = (*element)->attributes();
        for (auto one = attributes.rbegin(); one != attributes.rend(); ++one) {
            if (!(*one)->isDeclaration())
                continue;
            const std::u16string_view prefix = (*one)->name().space.empty() ? std::u16string_view() : std::u16string_view((*one)->name().local);
            const bool isHidden = std::find(hidden.begin(), hidden.end(), prefix) != hidden.end();
            if (!isHidden && (*one)->content == space && (allowsDefault || !prefix.empty()))
                return std::u16string(prefix);
            hidden.push_back(prefix);
        }
    }
    return std::nullopt;
}

void Writer::bind(std::u16string prefix, std::u16string_view space, std::size_t scope, bool isExplicit)
{
    for (std::size_t i = m_bindings.size(); i-- > scope;) {
        if (m_bindings[i].prefix == prefix) {
            if (m_bindings[i].space != space)
                raise(Raised::Xml, "The prefix '" + toUtf8(prefix) + "' cannot be redefined from '" + toUtf8(m_bindings[i].space) + "' to '"
                          + toUtf8(space) + "' within the same start element tag.");
            m_bindings[i].isWritten = m_bindings[i].isWritten || isExplicit;
            return;
        }
    }
    const auto *known = spaceOf(prefix);
    const bool isKnown = known && *known == space;
    m_bindings.push_back({std::move(prefix), std::u16string(space), isExplicit || isKnown});
}

void Writer::attribute(const XmlAttribute &one, std::size_t scope)
{
    const XmlName &name = one.name();
    if (one.isDeclaration()) {
        const bool isDefault = name.space.empty();
        bind(isDefault ? std::u16string() : name.local, one.content, scope, true);
        appendAttribute(isDefault ? u"xmlns" : u"xmlns:" + name.local, one.content);
        return;
    }
    if (name.space.empty()) {
        appendAttribute(name.local, one.content);
        return;
    }
    auto prefix = declaredPrefix(name.space, false);
    if (!prefix)
        prefix = prefixOf(name.space, false);
    if (!prefix) {
        std::u16string made = u"p" + fromAscii(std::to_string(m_bindings.size() - 3));
        while (spaceOf(made))
            made += u'_';
        prefix = made;
    }
    bind(*prefix, name.space, scope, false);
    appendAttribute(*prefix + u":" + name.local, one.content);
}

void Writer::element(const XmlElement &element)
{
    line();
    m_open.push_back(&element);
    const std::size_t scope = m_bindings.size();
    auto prefix = element.name.space.empty() ? std::optional(std::u16string()) : declaredPrefix(element.name.space, true);
    if (!prefix)
        prefix = prefixOf(element.name.space, true);
    const std::u16string written = prefix.value_or(std::u16string());
    bind(written, element.name.space, scope, false);
    const std::u16string qualified = written.empty() ? element.name.local : written + u":" + element.name.local;
    m_out += u'<' + qualified;
    for (const XmlAttribute *one : element.attributes())
        attribute(*one, scope);
    for (std::size_t i = scope; i < m_bindings.size(); ++i) {
        if (!m_bindings[i].isWritten)
            appendAttribute(m_bindings[i].prefix.empty() ? u"xmlns" : u"xmlns:" + m_bindings[i].prefix, m_bindings[i].space);
    }
    if (element.nodes().empty()) {
        m_out += element.hasContent ? u"></" + qualified + u">" : std::u16string(u" />");
    } else {
        m_out += u'>';
        const bool outerMixed = m_isMixed;
        ++m_level;
        for (const XmlNode *node : element.nodes())
            write(*node);
        --m_level;
        line();
        m_isMixed = outerMixed;
        m_out += u"</" + qualified + u">";
    }
    m_bindings.resize(scope);
    m_open.pop_back();
}

void Writer::write(const XmlNode &node)
{
    switch (node.kind()) {
    case XmlKind::Element:
        element(static_cast<const XmlElement &>(node));
        return;
    case XmlKind::Attribute: {
        const auto &one = static_cast<const XmlAttribute &>(node);
        const bool isDefault = one.name().space.empty();
        auto prefix = one.isDeclaration() ? std::optional<std::u16string>(isDefault ? u"" : u"xmlns") : declaredPrefix(one.name().space, false);
        if (!isDefault && !prefix)
            prefix = u"p1";
        const std::u16string qualified = isDefault ? one.name().local : *prefix + u":" + one.name().local;
        appendAttribute(qualified, one.content);
        m_out.erase(0, 1);
        return;
    }
    case XmlKind::TextNode:
        m_isMixed = true;
        appendText(static_cast<const XmlText &>(node).content);
        return;
    case XmlKind::CData:
        m_isMixed = true;
        m_out += u"<![CDATA[" + static_cast<const XmlText &>(node).content + u"]]>";
        return;
    case XmlKind::Comment:
        line();
        m_out += u"<!--" + static_cast<const XmlText &>(node).content + u"-->";
        return;
    case XmlKind::ProcessingInstruction: {
        const auto &instruction = static_cast<const XmlInstruction &>(node);
        line();
        m_out += u"<?" + instruction.target + (instruction.data.empty() ? u"" : u" " + instruction.data) + u"?>";
        return;
    }
    case XmlKind::DocumentType: {
        const auto &type = static_cast<const XmlInstruction &>(node);
        m_out += u"<!DOCTYPE " + type.target + u" [" + type.data + u"]>";
        return;
    }
    case XmlKind::Document:
        for (const XmlNode *child : static_cast<const XmlContainer &>(node).nodes())
            write(*child);
    }
}

void Writer::pushAncestors(const XmlNode &node)
{
    for (const XmlNode *ancestor = node.parent(); ancestor; ancestor = ancestor->parent()) {
        if (const auto *element = dynamic_cast<const XmlElement *>(ancestor))
            m_open.insert(m_open.begin(), element);
    }
}

} // namespace

std::u16string xmlText(const XmlNode &node, const XmlWriting &writing)
{
    Writer writer(writing);
    writer.pushAncestors(node);
    writer.write(node);
    return writer.take();
}

} // namespace gatehouse::expression
