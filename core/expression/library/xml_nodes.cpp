// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml_content.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

XmlNode &self(Call &c)
{
    return c[0].to<XmlNode>();
}

XmlContainer &container(Call &c)
{
    return c[0].to<XmlContainer>();
}

XmlContainer &parentOf(Call &c)
{
    XmlContainer *parent = self(c).parent();
    if (!parent)
        raise(Raised::InvalidOperation, "The parent is missing.");
    return *parent;
}

Value parentElement(Call &c)
{
    return valueOf(dynamic_cast<XmlElement *>(self(c).parent()));
}

Value sibling(Call &c, std::ptrdiff_t step)
{
    const XmlContainer *parent = self(c).parent();
    if (!parent)
        return Value::null();
    const auto index = static_cast<std::ptrdiff_t>(parent->indexOf(self(c))) + step;
    const auto &nodes = parent->nodes();
    return index < 0 || index >= static_cast<std::ptrdiff_t>(nodes.size()) ? Value::null() : nodes[static_cast<std::size_t>(index)]->value();
}

//! Siblings behind or before; `name` null pointer: all nodes, or elements where `elements`.
Value siblings(Call &c, bool after, bool elements, const XmlName *name = nullptr)
{
    std::vector<Value> items;
    if (const XmlContainer *parent = self(c).parent()) {
        const auto &nodes = parent->nodes();
        const auto index = parent->indexOf(self(c));
        for (std::size_t i = after ? index + 1 : 0; i < (after ? nodes.size() : index); ++i) {
            const auto *element = dynamic_cast<const XmlElement *>(nodes[i]);
            if (!elements || (element && (!name || element->name == *name)))
                items.push_back(nodes[i]->value());
        }
    }
    return xmlSequence(c, std::move(items));
}

Value ancestors(Call &c, bool withSelf, const XmlName *name)
{
    std::vector<Value> items;
    for (XmlNode *node = withSelf ? &self(c) : self(c).parent(); node; node = node->parent()) {
        auto *element = dynamic_cast<XmlElement *>(node);
        if (element && (!name || element->name == *name))
            items.push_back(element->value());
    }
    return xmlSequence(c, std::move(items));
}

Value insertBeside(Call &c, std::size_t offset)
{
    XmlContainer &parent = parentOf(c);
    const Value held = parent.value();
    const std::size_t index = parent.indexOf(self(c)) + offset;
    return withXmlContent(c, c[1], [held, index](Machine &, const std::vector<Value> &items) {
        insertXmlContent(held.to<XmlContainer>(), index, items);
        return Value::null();
    });
}

Value replaceWith(Call &c)
{
    XmlContainer &parent = parentOf(c);
    const Value held = parent.value();
    const Value replaced = c[0];
    return withXmlContent(c, c[1], [held, replaced](Machine &, const std::vector<Value> &items) {
        auto &into = held.to<XmlContainer>();
        const auto index = into.indexOf(replaced.to<XmlNode>());
        into.remove(replaced.to<XmlNode>());
        insertXmlContent(into, index, items);
        return Value::null();
    });
}

Value removeSelf(Call &c)
{
    parentOf(c).remove(self(c));
    return Value::null();
}

Value written(Call &c)
{
    const std::int32_t options = c[1].enumValue();
    return c.text(xmlText(self(c), {(options & 1) == 0, (options & 2) != 0}));
}

bool equalDeep(const XmlNode *a, const XmlNode *b)
{
    if (!a || !b)
        return a == b;
    if (a->kind() != b->kind())
        return false;
    if (const auto *text = dynamic_cast<const XmlText *>(a))
        return text->content == static_cast<const XmlText *>(b)->content;
    if (const auto *instruction = dynamic_cast<const XmlInstruction *>(a)) {
        const auto *other = static_cast<const XmlInstruction *>(b);
        return instruction->target == other->target && instruction->data == other->data;
    }
    const auto *x = static_cast<const XmlContainer *>(a);
    const auto *y = static_cast<const XmlContainer *>(b);
    if (const auto *element = dynamic_cast<const XmlElement *>(a)) {
        const auto *other = static_cast<const XmlElement *>(b);
        const bool isEqual = element->name == other->name && element->hasContent == other->hasContent
            && std::equal(element->attributes().begin(), element->attributes().end(), other->attributes().begin(), other->attributes().end(),
                          [](const XmlAttribute *p, const XmlAttribute *q) { return p->name() == q->name() && p->content == q->content; });
        if (!isEqual)
            return false;
    }
    return std::equal(x->nodes().begin(), x->nodes().end(), y->nodes().begin(), y->nodes().end(), equalDeep);
}

Value addContent(Call &c)
{
    const Value target = c[0];
    return withXmlContent(c, c[1], [target](Machine &, const std::vector<Value> &items) {
        addXmlContent(target.to<XmlContainer>(), items);
        return Value::null();
    });
}

Value addFirst(Call &c)
{
    const Value target = c[0];
    return withXmlContent(c, c[1], [target](Machine &, const std::vector<Value> &items) {
        auto &into = target.to<XmlContainer>();
        if (into.nodes().empty())
            addXmlContent(into, items);
        else
            insertXmlContent(into, 0, items);
        return Value::null();
    });
}

Value replaceNodes(Call &c)
{
    const Value target = c[0];
    return withXmlContent(c, c[1], [target](Machine &, const std::vector<Value> &items) {
        target.to<XmlContainer>().removeAll();
        addXmlContent(target.to<XmlContainer>(), items);
        return Value::null();
    });
}

Value elementNamed(Call &c)
{
    if (c.isNull(1))
        return Value::null();
    for (XmlNode *node : container(c).nodes()) {
        auto *element = dynamic_cast<XmlElement *>(node);
        if (element && element->name == xmlNameAt(c, 1))
            return element->value();
    }
    return Value::null();
}

//! A null name finds nothing.
template<bool named>
Value elements(Call &c)
{
    std::vector<Value> items;
    for (XmlNode *node : container(c).nodes()) {
        auto *element = dynamic_cast<XmlElement *>(node);
        if (element && (!named || (!c.isNull(1) && element->name == xmlNameAt(c, 1))))
            items.push_back(element->value());
    }
    return xmlSequence(c, std::move(items));
}

template<bool named>
Value descendants(Call &c)
{
    std::vector<Value> items;
    if (!named || !c.isNull(1))
        appendXmlDescendants(c, container(c), named ? &xmlNameAt(c, 1) : nullptr, items);
    return xmlSequence(c, std::move(items));
}

void appendNodes(Call &c, const XmlContainer &of, std::vector<Value> &out)
{
    for (XmlNode *node : of.nodes()) {
        c.charge(1);
        out.push_back(node->value());
        if (const auto *inner = dynamic_cast<const XmlContainer *>(node))
            appendNodes(c, *inner, out);
    }
}

Value descendantNodes(Call &c)
{
    std::vector<Value> items;
    appendNodes(c, container(c), items);
    return xmlSequence(c, std::move(items));
}

Value childNodes(Call &c)
{
    std::vector<Value> items;
    for (XmlNode *node : container(c).nodes())
        items.push_back(node->value());
    return xmlSequence(c, std::move(items));
}

Value edge(Call &c, bool isFirst)
{
    const auto &nodes = container(c).nodes();
    return nodes.empty() ? Value::null() : (isFirst ? nodes.front() : nodes.back())->value();
}

template<XmlKind kind>
Value constructText(Call &c)
{
    return (new XmlText(kind, c.string(0, "value")))->value();
}

Value textContent(Call &c)
{
    return Value::ofString(c[0].to<XmlText>().content);
}

Value setTextContent(Call &c)
{
    c[0].to<XmlText>().content = c.string(1, "value");
    return Value::null();
}

Value document(Call &c)
{
    return valueOf(dynamic_cast<XmlDocumentNode *>(&self(c).root()));
}

void declareLeaves(Library &library)
{
    library.declare("class System.Xml.Linq.XText : XNode", Known::XText, {
        {"new(string value)", constructText<XmlKind::TextNode>},
        {"string Value { get; set; }", textContent, setTextContent},
    });
    library.declare("class System.Xml.Linq.XCData : XText", Known::XCData, {
        {"new(string value)", constructText<XmlKind::CData>},
    });
    library.declare("class System.Xml.Linq.XComment : XNode", Known::XComment, {
        {"new(string value)", constructText<XmlKind::Comment>},
        {"string Value { get; set; }", textContent, setTextContent},
    });
    library.declare("class System.Xml.Linq.XProcessingInstruction : XNode", Known::XProcessingInstruction, {
        {"new(string target, string data)",
         [](Call &c) {
             return (new XmlInstruction(XmlKind::ProcessingInstruction, c.string(0, "target"), c.string(1, "data")))->value();
         }},
        {"string Target { get; }", [](Call &c) { return Value::ofString(c[0].to<XmlInstruction>().target); }},
        {"string Data { get; }", [](Call &c) { return Value::ofString(c[0].to<XmlInstruction>().data); }},
    });
    library.declare("class System.Xml.Linq.XDocumentType : XNode", Known::XDocumentType, {
        {"new(string name, string publicId, string systemId, string internalSubset)",
         [](Call &c) {
             return (new XmlInstruction(XmlKind::DocumentType, c.string(0, "name"), std::u16string(c.stringOrEmpty(3))))->value();
         }},
        {"string Name { get; }", [](Call &c) { return Value::ofString(c[0].to<XmlInstruction>().target); }},
        {"string InternalSubset { get; }", [](Call &c) { return Value::ofString(c[0].to<XmlInstruction>().data); }},
    });
}

} // namespace

void declareXmlNodes(Library &library)
{
    library.declare("class System.Xml.Linq.XObject", Known::XObject, {
        {"XElement Parent { get; }", parentElement},
        {"XDocument Document { get; }", document},
        {"XmlNodeType NodeType { get; }",
         [](Call &c) { return Value::ofEnum(c.result(), static_cast<std::int32_t>(self(c).kind())); }},
    });
    library.declare("class System.Xml.Linq.XNode : XObject", Known::XNode, {
        {"XNode NextNode { get; }", [](Call &c) { return sibling(c, 1); }},
        {"XNode PreviousNode { get; }", [](Call &c) { return sibling(c, -1); }},
        {"void Remove()", removeSelf},
        {"void ReplaceWith(object content)", replaceWith},
        {"void ReplaceWith(params object[] content)", replaceWith},
        {"void AddAfterSelf(object content)", [](Call &c) { return insertBeside(c, 1); }},
        {"void AddAfterSelf(params object[] content)", [](Call &c) { return insertBeside(c, 1); }},
        {"void AddBeforeSelf(object content)", [](Call &c) { return insertBeside(c, 0); }},
        {"void AddBeforeSelf(params object[] content)", [](Call &c) { return insertBeside(c, 0); }},
        {"IEnumerable<XElement> Ancestors()", [](Call &c) { return ancestors(c, false, nullptr); }},
        {"IEnumerable<XElement> Ancestors(XName name)", [](Call &c) { return ancestors(c, false, &xmlNameAt(c, 1)); }},
        {"IEnumerable<XElement> ElementsAfterSelf()", [](Call &c) { return siblings(c, true, true); }},
        {"IEnumerable<XElement> ElementsAfterSelf(XName name)", [](Call &c) { return siblings(c, true, true, &xmlNameAt(c, 1)); }},
        {"IEnumerable<XElement> ElementsBeforeSelf()", [](Call &c) { return siblings(c, false, true); }},
        {"IEnumerable<XElement> ElementsBeforeSelf(XName name)", [](Call &c) { return siblings(c, false, true, &xmlNameAt(c, 1)); }},
        {"IEnumerable<XNode> NodesAfterSelf()", [](Call &c) { return siblings(c, true, false); }},
        {"IEnumerable<XNode> NodesBeforeSelf()", [](Call &c) { return siblings(c, false, false); }},
        {"string ToString(SaveOptions options)", written},
        {"static bool DeepEquals(XNode n1, XNode n2)",
         [](Call &c) { return Value::ofBool(equalDeep(c.objectOrNull<XmlNode>(0), c.objectOrNull<XmlNode>(1))); }},
    });
    library.declare("class System.Xml.Linq.XContainer : XNode", Known::XContainer, {
        {"XNode FirstNode { get; }", [](Call &c) { return edge(c, true); }},
        {"XNode LastNode { get; }", [](Call &c) { return edge(c, false); }},
        {"void Add(object content)", addContent},
        {"void Add(params object[] content)", addContent},
        {"void AddFirst(object content)", addFirst},
        {"void AddFirst(params object[] content)", addFirst},
        {"XElement Element(XName name)", elementNamed},
        {"IEnumerable<XElement> Elements()", elements<false>},
        {"IEnumerable<XElement> Elements(XName name)", elements<true>},
        {"IEnumerable<XElement> Descendants()", descendants<false>},
        {"IEnumerable<XElement> Descendants(XName name)", descendants<true>},
        {"IEnumerable<XNode> DescendantNodes()", descendantNodes},
        {"IEnumerable<XNode> Nodes()", childNodes},
        {"void RemoveNodes()",
         [](Call &c) {
             container(c).removeAll();
             return Value::null();
         }},
        {"void ReplaceNodes(object content)", replaceNodes},
        {"void ReplaceNodes(params object[] content)", replaceNodes},
    });
    declareLeaves(library);
}

} // namespace gatehouse::expression
