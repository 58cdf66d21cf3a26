// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml_json.h"

#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

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
            const bool isDefault = one->name().space.empty();
            if (!one->isDeclaration() || one->content != name.space || (isDefault && isAttribute))
                continue;
            return isDefault ? name.local : one->name().local + u":" + name.local;
        }
    }
    return name.local;
}

std::u16string attributeName(const XmlElement &element, const XmlAttribute &attribute)
{
    if (attribute.isDeclaration())
        return attribute.name().space.empty() ? u"@xmlns" : u"@xmlns:" + attribute.name().local;
    return u"@" + qualified(element, attribute.name(), true);
}

std::u16string memberName(const XmlNode &node)
{
    switch (node.kind()) {
    case XmlKind::Element: return qualified(node, static_cast<const XmlElement &>(node).name, false);
    case XmlKind::CData: return u"#cdata-section";
    case XmlKind::TextNode: return u"#text";
    case XmlKind::ProcessingInstruction: return u"?" + static_cast<const XmlInstruction &>(node).target;
    case XmlKind::DocumentType: return u"!DOCTYPE";
    default: return {};
    }
}

JsonToken *contentOf(const XmlNode &node);

//! Children of one name become an array.
void addGrouped(JsonObject &into, const std::vector<XmlNode *> &nodes)
{
    for (const XmlNode *node : nodes) {
        const std::u16string name = memberName(*node);
        if (name.empty())
            continue;
        JsonToken *content = contentOf(*node);
        const LooseNode loose(content);
        JsonToken *existing = into.get(name);
        if (!existing) {
            into.set(name, content);
            continue;
        }
        const bool isFirstRepeat = std::count_if(nodes.begin(), std::find(nodes.begin(), nodes.end(), node),
                                                 [&name](const XmlNode *other) { return memberName(*other) == name; }) == 1;
        if (isFirstRepeat) {
            auto *array = new JsonArray;
            const LooseNode looseArray(array);
            array->append(existing);
            array->append(content);
            into.set(name, array);
        } else {
            static_cast<JsonArray *>(existing)->append(content);
        }
    }
}

JsonToken *elementContent(const XmlElement &element)
{
    const auto &nodes = element.nodes();
    if (element.attributes().empty() && nodes.size() == 1 && nodes[0]->kind() == XmlKind::TextNode)
        return newJsonString(static_cast<const XmlText *>(nodes[0])->content);
    if (element.attributes().empty() && nodes.empty())
        return element.hasContent ? newJsonString({}) : newJsonNull();
    auto *object = new JsonObject;
    for (const XmlAttribute *one : element.attributes())
        object->set(attributeName(element, *one), newJsonString(one->content));
    addGrouped(*object, nodes);
    return object;
}

JsonToken *contentOf(const XmlNode &node)
{
    if (const auto *element = dynamic_cast<const XmlElement *>(&node))
        return elementContent(*element);
    if (const auto *text = dynamic_cast<const XmlText *>(&node))
        return newJsonString(text->content);
    const auto *instruction = dynamic_cast<const XmlInstruction *>(&node);
    if (node.kind() == XmlKind::DocumentType) {
        auto *object = new JsonObject;
        object->set(u"@name", newJsonString(instruction->target));
        return object;
    }
    return instruction ? newJsonString(instruction->data) : newJsonNull();
}

void addDeclaration(JsonObject &into, const XmlDocumentNode &document)
{
    const auto *declared = document.declaration.as<XmlDeclarationObject>();
    if (!declared)
        return;
    auto *object = new JsonObject;
    const LooseNode loose(object);
    const auto add = [object](std::u16string_view name, const Value &value) {
        if (const auto *text = stringOf(value); text && !text->empty())
            object->set(name, newJsonString(*text));
    };
    add(u"@version", declared->version);
    add(u"@encoding", declared->encoding);
    add(u"@standalone", declared->standalone);
    into.set(u"?xml", object);
}

} // namespace

JsonToken *jsonOfXml(const XmlNode &node, bool omitsRoot)
{
    const auto *document = dynamic_cast<const XmlDocumentNode *>(&node);
    const auto *element = document ? document->rootElement() : dynamic_cast<const XmlElement *>(&node);
    if (omitsRoot && element)
        return elementContent(*element);
    auto *object = new JsonObject;
    if (const auto *attribute = dynamic_cast<const XmlAttribute *>(&node)) {
        object->set(u"@" + attribute->name().local, newJsonString(attribute->content));
        return object;
    }
    if (document) {
        addDeclaration(*object, *document);
        addGrouped(*object, document->nodes());
    } else {
        addGrouped(*object, {const_cast<XmlNode *>(&node)});
    }
    return object;
}

} // namespace gatehouse::expression
