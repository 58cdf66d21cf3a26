// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml_content.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

//! XmlNodeType beside what XmlKind has.
constexpr std::int32_t noNode = 0;
constexpr std::int32_t whitespaceNode = 13;
constexpr std::int32_t endElementNode = 15;
constexpr std::int32_t declarationNode = 17;

//! XmlReader: walks a document that has been read whole.
class XmlReaderObject final : public Object
{
public:
    struct Event
    {
        std::int32_t kind = noNode;
        XmlNode *node = nullptr;
        std::int32_t depth = 0;
    };

    explicit XmlReaderObject(Value document);
    const Event &current() const
    {
        static const Event none;
        return m_started && m_at < m_events.size() ? m_events[m_at] : none;
    }
    bool atEnd() const { return m_started && m_at >= m_events.size(); }
    bool read();
    void skip(); //!< over the current node with all in it
    const Type *type(const Library &library) const override { return library.known(Known::XmlReader); }

private:
    void append(XmlNode &node, std::int32_t depth);

    Value m_document;
    std::vector<Event> m_events;
    std::size_t m_at = 0;
    bool m_started = false;
};

XmlReaderObject::XmlReaderObject(Value document) : m_document(std::move(document))
{
    auto &root = m_document.to<XmlDocumentNode>();
    if (!root.declaration.isNull())
        m_events.push_back({declarationNode, nullptr, 0});
    for (XmlNode *node : root.nodes())
        append(*node, 0);
}

bool isSpace(const XmlNode &node)
{
    const auto *text = dynamic_cast<const XmlText *>(&node);
    return text && text->kind() == XmlKind::TextNode && std::all_of(text->content.begin(), text->content.end(), isWhiteSpace);
}

void XmlReaderObject::append(XmlNode &node, std::int32_t depth)
{
    if (isSpace(node)) {
        m_events.push_back({whitespaceNode, &node, depth});
        return;
    }
    m_events.push_back({static_cast<std::int32_t>(node.kind()), &node, depth});
    const auto *element = dynamic_cast<const XmlElement *>(&node);
    if (!element || (element->nodes().empty() && !element->hasContent))
        return;
    for (XmlNode *child : element->nodes())
        append(*child, depth + 1);
    m_events.push_back({endElementNode, &node, depth});
}

bool XmlReaderObject::read()
{
    if (!m_started)
        m_started = true;
    else if (m_at < m_events.size())
        ++m_at;
    return m_at < m_events.size();
}

void XmlReaderObject::skip()
{
    const Event start = current();
    const auto *element = dynamic_cast<const XmlElement *>(start.node);
    const bool hasEnd = start.kind == 1 && element && (!element->nodes().empty() || element->hasContent);
    if (hasEnd) {
        while (m_at < m_events.size() && !(m_events[m_at].kind == endElementNode && m_events[m_at].node == start.node))
            ++m_at;
    }
    read();
}

XmlReaderObject &reader(Call &c)
{
    return c[0].to<XmlReaderObject>();
}

const XmlElement *elementOf(Call &c)
{
    return dynamic_cast<const XmlElement *>(reader(c).current().node);
}

std::u16string qualified(const XmlNode &from, const XmlName &name, bool isAttribute)
{
    if (name.space.empty())
        return name.local;
    if (name.space == xmlSpace)
        return u"xml:" + name.local;
    for (const XmlNode *node = &from; node; node = node->parent()) {
        const auto *element = dynamic_cast<const XmlElement *>(node);
        if (!element)
            continue;
        for (const XmlAttribute *one : element->attributes()) {
            if (!one->isDeclaration() || one->content != name.space)
                continue;
            if (!one->name().space.empty())
                return one->name().local + u":" + name.local;
            if (!isAttribute)
                return name.local;
        }
    }
    return name.local;
}

std::u16string nameOfCurrent(Call &c, bool withPrefix)
{
    const auto &event = reader(c).current();
    if (event.kind == declarationNode)
        return u"xml";
    if (const auto *element = elementOf(c))
        return withPrefix ? qualified(*element, element->name, false) : element->name.local;
    const auto *instruction = dynamic_cast<const XmlInstruction *>(event.node);
    return instruction ? instruction->target : std::u16string();
}

Value valueOfCurrent(Call &c)
{
    const XmlNode *node = reader(c).current().node;
    if (const auto *text = dynamic_cast<const XmlText *>(node))
        return Value::ofString(text->content);
    const auto *instruction = dynamic_cast<const XmlInstruction *>(node);
    return Value::ofString(instruction ? instruction->data : std::u16string());
}

Value attributeOf(Call &c)
{
    const auto *element = reader(c).current().kind == 1 ? elementOf(c) : nullptr;
    if (!element)
        return Value::null();
    for (const XmlAttribute *one : element->attributes()) {
        const bool isDeclaration = one->isDeclaration() && !one->name().space.empty();
        const std::u16string name = isDeclaration ? u"xmlns:" + one->name().local : qualified(*element, one->name(), true);
        if (name == c.string(1, "name"))
            return Value::ofString(one->content);
    }
    return Value::null();
}

std::int32_t moveToContent(XmlReaderObject &of)
{
    if (of.current().kind == noNode && !of.atEnd())
        of.read();
    for (; !of.atEnd(); of.read()) {
        const std::int32_t kind = of.current().kind;
        const bool isContent = kind == 1 || kind == 3 || kind == 4 || kind == endElementNode;
        if (isContent)
            return kind;
    }
    return noNode;
}

bool isAtStart(Call &c, bool named)
{
    return moveToContent(reader(c)) == 1 && (!named || nameOfCurrent(c, true) == c.string(1, "name"));
}

void requireStart(Call &c, bool named = false)
{
    if (!isAtStart(c, named))
        raise(Raised::Xml, "The node is not an element as expected.");
}

bool readTo(Call &c, bool onlyBelow)
{
    const auto &name = c.string(1, "name");
    const std::int32_t depth = reader(c).current().depth;
    const auto *inside = reader(c).current().node;
    while (reader(c).read()) {
        const auto &event = reader(c).current();
        if (onlyBelow && event.kind == endElementNode && event.depth == depth && event.node == inside)
            return false;
        if (event.kind == 1 && nameOfCurrent(c, true) == name)
            return true;
    }
    return false;
}

bool readToSibling(Call &c)
{
    const std::int32_t depth = reader(c).current().depth;
    for (reader(c).skip(); !reader(c).atEnd(); reader(c).skip()) {
        const auto &event = reader(c).current();
        if (event.depth < depth || event.kind == endElementNode)
            return false;
        if (event.kind == 1 && nameOfCurrent(c, true) == c.string(1, "name"))
            return true;
    }
    return false;
}

Value elementText(Call &c)
{
    requireStart(c);
    const auto *element = elementOf(c);
    for (const XmlNode *node : element->nodes()) {
        if (node->kind() == XmlKind::Element)
            raise(Raised::Xml, "Unexpected element. The element content is not simple.");
    }
    std::u16string text = element->innerText();
    reader(c).skip();
    return c.text(std::move(text));
}

Value outerXml(Call &c, bool inner)
{
    const auto *node = reader(c).current().node;
    std::u16string text;
    if (node && inner) {
        const auto *element = elementOf(c);
        for (const XmlNode *child : element ? element->nodes() : std::vector<XmlNode *>())
            text += xmlText(*child, {false});
    } else if (node) {
        text = xmlText(*node, {false});
    }
    reader(c).skip();
    return c.text(std::move(text));
}

Value readFrom(Call &c)
{
    auto &from = c.object<XmlReaderObject>(0, "reader");
    XmlNode *node = from.current().node;
    if (!node || from.current().kind == endElementNode)
        raise(Raised::InvalidOperation, "The XmlReader state should be Interactive.");
    Value copy = node->copy()->value();
    from.skip();
    return copy;
}

Value create(Call &c)
{
    return Value::of(make<XmlReaderObject>(parseXmlDocument(takeReaderText(c[0]), true, &c.machine())));
}

Value nothing(Call &)
{
    return Value::null();
}

Value move(Call &c, bool isEnd)
{
    if (!isEnd)
        requireStart(c, c.count() > 1);
    else if (moveToContent(reader(c)) != endElementNode)
        raise(Raised::Xml, "'" + toUtf8(nameOfCurrent(c, true)) + "' is an invalid XmlNodeType.");
    reader(c).read();
    return Value::null();
}

} // namespace

void declareXmlReader(Library &library)
{
    library.declare("class System.Xml.XmlReader : IDisposable", Known::XmlReader, {
        {"static XmlReader Create(TextReader input)", create},
        {"void Dispose()", nothing},
        {"void Close()", nothing},
        {"bool Read()", [](Call &c) { return Value::ofBool(reader(c).read()); }},
        {"bool EOF { get; }", [](Call &c) { return Value::ofBool(reader(c).atEnd()); }},
        {"int Depth { get; }", [](Call &c) { return Value::ofInt(reader(c).current().depth); }},
        {"XmlNodeType NodeType { get; }", [](Call &c) { return Value::ofEnum(c.result(), reader(c).current().kind); }},
        {"string Name { get; }", [](Call &c) { return Value::ofString(nameOfCurrent(c, true)); }},
        {"string LocalName { get; }", [](Call &c) { return Value::ofString(nameOfCurrent(c, false)); }},
        {"string NamespaceURI { get; }",
         [](Call &c) { return Value::ofString(elementOf(c) ? elementOf(c)->name.space : std::u16string()); }},
        {"string Value { get; }", valueOfCurrent},
        {"bool HasAttributes { get; }", [](Call &c) { return Value::ofBool(elementOf(c) && !elementOf(c)->attributes().empty()); }},
        {"int AttributeCount { get; }",
         [](Call &c) { return Value::ofInt(elementOf(c) ? static_cast<std::int32_t>(elementOf(c)->attributes().size()) : 0); }},
        {"bool IsEmptyElement { get; }",
         [](Call &c) { return Value::ofBool(elementOf(c) && elementOf(c)->nodes().empty() && !elementOf(c)->hasContent); }},
        {"string GetAttribute(string name)", attributeOf},
        {"string this[string name] { get; }", attributeOf},
        {"XmlNodeType MoveToContent()", [](Call &c) { return Value::ofEnum(c.result(), moveToContent(reader(c))); }},
        {"bool IsStartElement()", [](Call &c) { return Value::ofBool(isAtStart(c, false)); }},
        {"bool IsStartElement(string name)", [](Call &c) { return Value::ofBool(isAtStart(c, true)); }},
        {"void ReadStartElement()", [](Call &c) { return move(c, false); }},
        {"void ReadStartElement(string name)", [](Call &c) { return move(c, false); }},
        {"void ReadEndElement()", [](Call &c) { return move(c, true); }},
        {"string ReadElementContentAsString()", elementText},
        {"string ReadElementString()", elementText},
        {"string ReadInnerXml()", [](Call &c) { return outerXml(c, true); }},
        {"string ReadOuterXml()", [](Call &c) { return outerXml(c, false); }},
        {"bool ReadToFollowing(string name)", [](Call &c) { return Value::ofBool(readTo(c, false)); }},
        {"bool ReadToDescendant(string name)", [](Call &c) { return Value::ofBool(readTo(c, true)); }},
        {"bool ReadToNextSibling(string name)", [](Call &c) { return Value::ofBool(readToSibling(c)); }},
        {"void Skip()",
         [](Call &c) {
             reader(c).skip();
             return Value::null();
         }},
    });
    library.declare("class System.Xml.Linq.XNode", Known::XNode, {{"static XNode ReadFrom(XmlReader reader)", readFrom}});
}

} // namespace gatehouse::expression
