// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml_content.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

namespace gatehouse::expression {

namespace {

//! What a node of a sequence gives; `name` null pointer: all.
using Expand = void (*)(Call &c, XmlNode &node, const XmlName *name, std::vector<Value> &out);

template<Expand expand, bool named = false>
Value each(Call &c)
{
    return c.collect(0, [](Call &call, const std::vector<Value> &items) {
        std::vector<Value> out;
        const XmlName *name = named && !call.isNull(1) ? &xmlNameAt(call, 1) : nullptr;
        for (const Value &item : items) {
            auto *node = item.as<XmlNode>();
            if (node && (!named || name))
                expand(call, *node, name, out);
        }
        return xmlSequence(call, std::move(out));
    });
}

const std::vector<XmlNode *> &nodesOf(const XmlNode &node)
{
    static const std::vector<XmlNode *> none;
    const auto *container = dynamic_cast<const XmlContainer *>(&node);
    return container ? container->nodes() : none;
}

void elements(Call &, XmlNode &node, const XmlName *name, std::vector<Value> &out)
{
    for (XmlNode *child : nodesOf(node)) {
        auto *element = dynamic_cast<XmlElement *>(child);
        if (element && (!name || element->name == *name))
            out.push_back(element->value());
    }
}

void nodes(Call &, XmlNode &node, const XmlName *, std::vector<Value> &out)
{
    for (XmlNode *child : nodesOf(node))
        out.push_back(child->value());
}

void descendantNodes(Call &c, XmlNode &node, const XmlName *, std::vector<Value> &out)
{
    for (XmlNode *child : nodesOf(node)) {
        c.charge(1);
        out.push_back(child->value());
        descendantNodes(c, *child, nullptr, out);
    }
}

template<bool withSelf>
void descendants(Call &c, XmlNode &node, const XmlName *name, std::vector<Value> &out)
{
    const auto *element = dynamic_cast<const XmlElement *>(&node);
    if (withSelf && element && (!name || element->name == *name))
        out.push_back(node.value());
    if (const auto *container = dynamic_cast<const XmlContainer *>(&node))
        appendXmlDescendants(c, *container, name, out);
}

template<bool withSelf>
void ancestors(Call &, XmlNode &node, const XmlName *name, std::vector<Value> &out)
{
    for (XmlNode *one = withSelf ? &node : node.parent(); one; one = one->parent()) {
        auto *element = dynamic_cast<XmlElement *>(one);
        if (element && (!name || element->name == *name))
            out.push_back(element->value());
    }
}

void attributes(Call &, XmlNode &node, const XmlName *name, std::vector<Value> &out)
{
    const auto *element = dynamic_cast<const XmlElement *>(&node);
    if (!element)
        return;
    for (XmlAttribute *one : element->attributes()) {
        if (!name || one->name() == *name)
            out.push_back(one->value());
    }
}

Value removeAll(Call &c)
{
    return c.collect(0, [](Call &, const std::vector<Value> &items) {
        for (const Value &item : items) {
            auto *node = item.as<XmlNode>();
            if (!node || !node->parent())
                continue;
            if (auto *attribute = dynamic_cast<XmlAttribute *>(node))
                static_cast<XmlElement *>(node->parent())->removeAttribute(*attribute);
            else
                node->parent()->remove(*node);
        }
        return Value::null();
    });
}

} // namespace

void declareXmlExtensions(Library &library)
{
    library.declare("static class System.Xml.Linq.Extensions", Known::None, {
        {"static IEnumerable<XElement> Elements(this IEnumerable<XContainer> source)", each<elements>},
        {"static IEnumerable<XElement> Elements(this IEnumerable<XContainer> source, XName name)", each<elements, true>},
        {"static IEnumerable<XNode> Nodes(this IEnumerable<XContainer> source)", each<nodes>},
        {"static IEnumerable<XNode> DescendantNodes(this IEnumerable<XContainer> source)", each<descendantNodes>},
        {"static IEnumerable<XElement> Descendants(this IEnumerable<XContainer> source)", each<descendants<false>>},
        {"static IEnumerable<XElement> Descendants(this IEnumerable<XContainer> source, XName name)", each<descendants<false>, true>},
        {"static IEnumerable<XElement> DescendantsAndSelf(this IEnumerable<XElement> source)", each<descendants<true>>},
        {"static IEnumerable<XElement> DescendantsAndSelf(this IEnumerable<XElement> source, XName name)", each<descendants<true>, true>},
        {"static IEnumerable<XElement> Ancestors(this IEnumerable<XNode> source)", each<ancestors<false>>},
        {"static IEnumerable<XElement> Ancestors(this IEnumerable<XNode> source, XName name)", each<ancestors<false>, true>},
        {"static IEnumerable<XElement> AncestorsAndSelf(this IEnumerable<XElement> source)", each<ancestors<true>>},
        {"static IEnumerable<XAttribute> Attributes(this IEnumerable<XElement> source)", each<attributes>},
        {"static IEnumerable<XAttribute> Attributes(this IEnumerable<XElement> source, XName name)", each<attributes, true>},
        {"static void Remove(this IEnumerable<XNode> source)", removeAll},
        {"static void Remove(this IEnumerable<XAttribute> source)", removeAll},
    });
}

} // namespace gatehouse::expression
