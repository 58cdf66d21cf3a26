// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml_node.h"

#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

std::int32_t hashText(const std::u16string &text)
{
    return static_cast<std::int32_t>(std::hash<std::u16string>{}(text));
}

[[noreturn]] void refuseStructure()
{
    raise(Raised::InvalidOperation, "This operation would create an incorrectly structured document.");
}

bool isNameStart(char16_t unit)
{
    const char16_t lower = unit | 0x20;
    return (lower >= u'a' && lower <= u'z') || unit == u'_' || (unit >= 0xC0 && unit != 0xD7 && unit != 0xF7 && unit < 0xD800)
        || (unit >= 0xF900 && unit < 0xFFFE);
}

bool isNameUnit(char16_t unit)
{
    return isNameStart(unit) || (unit >= u'0' && unit <= u'9') || unit == u'-' || unit == u'.' || unit == 0xB7;
}

} // namespace

std::u16string expandedText(const XmlName &name)
{
    return name.space.empty() ? name.local : u"{" + name.space + u"}" + name.local;
}

std::u16string XmlNameObject::text(Machine &) const
{
    return expandedText(m_name);
}

bool XmlNameObject::equals(const Object &other) const
{
    const auto *name = dynamic_cast<const XmlNameObject *>(&other);
    return name && name->m_name == m_name;
}

std::int32_t XmlNameObject::hash() const
{
    return hashText(expandedText(m_name));
}

bool XmlNamespaceObject::equals(const Object &other) const
{
    const auto *space = dynamic_cast<const XmlNamespaceObject *>(&other);
    return space && space->m_uri == m_uri;
}

std::int32_t XmlNamespaceObject::hash() const
{
    return hashText(m_uri);
}

std::u16string XmlDeclarationObject::text(Machine &) const
{
    const auto part = [](std::u16string_view name, const Value &value) {
        return value.isNull() ? std::u16string() : u" " + std::u16string(name) + u"=\"" + *stringOf(value) + u"\"";
    };
    return u"<?xml" + part(u"version", version) + part(u"encoding", encoding) + part(u"standalone", standalone) + u"?>";
}

void verifyXmlName(std::u16string_view local)
{
    if (local.empty())
        raise(Raised::ArgumentException, "The empty string '' is not a valid name.", "name");
    for (std::size_t i = 0; i < local.size(); ++i) {
        if (i == 0 ? isNameStart(local[i]) : isNameUnit(local[i]))
            continue;
        static constexpr char hex[] = "0123456789ABCDEF";
        std::string code;
        for (int shift = 12; shift >= 0; shift -= 4) {
            if (shift <= 4 || local[i] >> shift)
                code += hex[(local[i] >> shift) & 15];
        }
        raise(Raised::Xml, "The '" + toUtf8(local.substr(i, 1)) + "' character, hexadecimal value 0x" + code + ", cannot be included in a name.");
    }
}

XmlName xmlNameOf(std::u16string_view expanded)
{
    if (expanded.empty())
        raise(Raised::ArgumentException, "'' is an invalid expanded name.");
    XmlName name;
    if (expanded[0] == u'{') {
        const auto end = expanded.rfind(u'}');
        if (end == std::u16string_view::npos || end <= 1 || end + 1 == expanded.size())
            raise(Raised::ArgumentException, "'" + toUtf8(expanded) + "' is an invalid expanded name.");
        name.space = expanded.substr(1, end - 1);
        expanded = expanded.substr(end + 1);
    }
    verifyXmlName(expanded);
    name.local = expanded;
    return name;
}

XmlContainer *XmlNode::parent() const
{
    return static_cast<XmlContainer *>(up());
}

std::u16string XmlNode::text(Machine &) const
{
    return xmlText(*this);
}

const Type *XmlText::type(const Library &library) const
{
    return library.known(m_kind == XmlKind::Comment ? Known::XComment : m_kind == XmlKind::CData ? Known::XCData : Known::XText);
}

const Type *XmlInstruction::type(const Library &library) const
{
    return library.known(m_kind == XmlKind::DocumentType ? Known::XDocumentType : Known::XProcessingInstruction);
}

void XmlContainer::appendChildren(std::vector<TreeNode *> &nodes) const
{
    nodes.insert(nodes.end(), m_nodes.begin(), m_nodes.end());
}

std::size_t XmlContainer::indexOf(const XmlNode &node) const
{
    return static_cast<std::size_t>(std::find(m_nodes.begin(), m_nodes.end(), &node) - m_nodes.begin());
}

void XmlContainer::insert(std::size_t index, XmlNode *node)
{
    if (node->up() || node == &root())
        node = node->copy();
    const LooseNode loose(node);
    validate(*node);
    adopt(*node);
    m_nodes.insert(m_nodes.begin() + static_cast<std::ptrdiff_t>(std::min(index, m_nodes.size())), node);
}

void XmlContainer::appendText(std::u16string_view text)
{
    if (text.empty())
        return;
    auto *last = m_nodes.empty() ? nullptr : dynamic_cast<XmlText *>(m_nodes.back());
    if (last && last->kind() == XmlKind::TextNode)
        last->content += text;
    else
        append(new XmlText(XmlKind::TextNode, std::u16string(text)));
}

void XmlContainer::remove(XmlNode &node)
{
    const auto index = indexOf(node);
    m_nodes.erase(m_nodes.begin() + static_cast<std::ptrdiff_t>(index));
    if (m_nodes.empty())
        changed();
    abandon(node);
}

void XmlContainer::removeAll()
{
    const auto nodes = std::move(m_nodes);
    m_nodes.clear();
    changed();
    for (XmlNode *node : nodes)
        abandon(*node);
}

void XmlContainer::copyNodesTo(XmlContainer &other) const
{
    for (const XmlNode *node : m_nodes)
        other.append(node->copy());
}

void XmlElement::appendChildren(std::vector<TreeNode *> &nodes) const
{
    XmlContainer::appendChildren(nodes);
    nodes.insert(nodes.end(), m_attributes.begin(), m_attributes.end());
}

XmlAttribute *XmlElement::attribute(const XmlName &of) const
{
    const auto found = std::find_if(m_attributes.begin(), m_attributes.end(), [&of](const XmlAttribute *one) { return one->name() == of; });
    return found == m_attributes.end() ? nullptr : *found;
}

void XmlElement::addAttribute(XmlAttribute *added)
{
    if (added->up())
        added = static_cast<XmlAttribute *>(added->copy());
    const LooseNode loose(added);
    if (attribute(added->name()))
        raise(Raised::InvalidOperation, "Duplicate attribute.");
    adopt(*added);
    m_attributes.push_back(added);
}

void XmlElement::removeAttribute(XmlAttribute &removed)
{
    m_attributes.erase(std::find(m_attributes.begin(), m_attributes.end(), &removed));
    abandon(removed);
}

void XmlElement::removeAttributes()
{
    const auto attributes = std::move(m_attributes);
    m_attributes.clear();
    for (XmlAttribute *one : attributes)
        abandon(*one);
}

std::u16string XmlElement::innerText() const
{
    std::u16string out;
    for (const XmlNode *node : nodes()) {
        if (const auto *text = dynamic_cast<const XmlText *>(node); text && text->isText())
            out += text->content;
        else if (const auto *element = dynamic_cast<const XmlElement *>(node))
            out += element->innerText();
    }
    return out;
}

void XmlElement::setText(std::u16string_view text)
{
    removeAll();
    appendText(text);
}

void XmlElement::appendText(std::u16string_view text)
{
    if (nodes().empty())
        hasContent = true;
    XmlContainer::appendText(text);
}

void XmlElement::validate(const XmlNode &node) const
{
    if (node.kind() == XmlKind::Document || node.kind() == XmlKind::DocumentType)
        raise(Raised::ArgumentException, "A node of type " + std::string(node.kind() == XmlKind::Document ? "Document" : "DocumentType")
                  + " cannot be added to content.");
}

XmlNode *XmlElement::copy() const
{
    auto *copy = new XmlElement(name);
    copy->hasContent = hasContent;
    for (const XmlAttribute *one : m_attributes)
        copy->addAttribute(static_cast<XmlAttribute *>(one->copy()));
    copyNodesTo(*copy);
    return copy;
}

XmlElement *XmlDocumentNode::rootElement() const
{
    for (XmlNode *node : nodes()) {
        if (auto *element = dynamic_cast<XmlElement *>(node))
            return element;
    }
    return nullptr;
}

void XmlDocumentNode::appendText(std::u16string_view text)
{
    if (!std::all_of(text.begin(), text.end(), isWhiteSpace))
        raise(Raised::ArgumentException, "Non-whitespace characters cannot be added to content.");
    XmlContainer::appendText(text);
}

void XmlDocumentNode::validate(const XmlNode &node) const
{
    const bool isElement = node.kind() == XmlKind::Element;
    if (node.kind() == XmlKind::Document || node.kind() == XmlKind::CData)
        raise(Raised::ArgumentException, "A node of this type cannot be added to content.");
    if (isElement && rootElement())
        refuseStructure();
}

XmlNode *XmlDocumentNode::copy() const
{
    auto *copy = new XmlDocumentNode;
    copy->declaration = declaration;
    copyNodesTo(*copy);
    return copy;
}

} // namespace gatehouse::expression
