// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml_content.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <algorithm>

namespace gatehouse::expression {

namespace {

XmlElement &element(Call &c)
{
    return c[0].to<XmlElement>();
}

XmlAttribute &attribute(Call &c)
{
    return c[0].to<XmlAttribute>();
}

XmlDocumentNode &document(Call &c)
{
    return c[0].to<XmlDocumentNode>();
}

//! Fills `made` with content at `index` and gives it.
Value filled(Call &c, const Value &made, std::size_t index)
{
    if (index >= c.count())
        return made;
    return withXmlContent(c, c[index], [made](Machine &, const std::vector<Value> &items) {
        addXmlContent(made.to<XmlContainer>(), items);
        return made;
    });
}

Value constructElement(Call &c)
{
    return filled(c, (new XmlElement(xmlNameAt(c, 0)))->value(), 1);
}

Value copied(Call &c)
{
    return c.object<XmlNode>(0, "other").copy()->value();
}

Value constructDocument(Call &c)
{
    return filled(c, (new XmlDocumentNode)->value(), 0);
}

Value constructDeclared(Call &c)
{
    auto *made = new XmlDocumentNode;
    made->declaration = c[0];
    return filled(c, made->value(), 1);
}

std::u16string textAt(Call &c, std::size_t index)
{
    if (c.isNull(index))
        raiseNullArgument("value");
    if (c[index].as<XmlNode>())
        raise(Raised::ArgumentException, "An XObject cannot be used as a value.");
    return xmlValueText(c.machine(), c[index]);
}

Value constructAttribute(Call &c)
{
    const XmlName name = xmlNameAt(c, 0);
    return (new XmlAttribute(name, textAt(c, 1)))->value();
}

bool keepsSpace(Call &c)
{
    return c.count() > 1 && (c[1].enumValue() & 1) != 0;
}

Value parseElement(Call &c)
{
    return parseXmlElement(c.string(0, "s"), keepsSpace(c), &c.machine());
}

Value parseDocument(Call &c)
{
    return parseXmlDocument(c.string(0, "s"), keepsSpace(c), &c.machine());
}

Value loadElement(Call &c)
{
    return parseXmlElement(takeReaderText(c[0]), keepsSpace(c), &c.machine());
}

Value loadDocument(Call &c)
{
    return parseXmlDocument(takeReaderText(c[0]), keepsSpace(c), &c.machine());
}

template<bool named>
Value attributes(Call &c)
{
    std::vector<Value> items;
    for (XmlAttribute *one : element(c).attributes()) {
        if (!named || (!c.isNull(1) && one->name() == xmlNameAt(c, 1)))
            items.push_back(one->value());
    }
    return xmlSequence(c, std::move(items));
}

Value attributeNamed(Call &c)
{
    return c.isNull(1) ? Value::null() : valueOf(element(c).attribute(xmlNameAt(c, 1)));
}

Value setAttribute(Call &c)
{
    const XmlName &name = xmlNameAt(c, 1);
    XmlAttribute *existing = element(c).attribute(name);
    if (c.isNull(2)) {
        if (existing)
            element(c).removeAttribute(*existing);
    } else if (existing) {
        existing->content = textAt(c, 2);
    } else {
        element(c).addAttribute(new XmlAttribute(name, textAt(c, 2)));
    }
    return Value::null();
}

XmlElement *childNamed(const XmlContainer &container, const XmlName &name)
{
    for (XmlNode *node : container.nodes()) {
        auto *child = dynamic_cast<XmlElement *>(node);
        if (child && child->name == name)
            return child;
    }
    return nullptr;
}

Value setElement(Call &c)
{
    const XmlName &name = xmlNameAt(c, 1);
    XmlElement *child = childNamed(element(c), name);
    if (c.isNull(2)) {
        if (child)
            element(c).remove(*child);
        return Value::null();
    }
    const std::u16string text = textAt(c, 2);
    if (!child) {
        child = new XmlElement(name);
        element(c).append(child);
    }
    child->setText(text);
    return Value::null();
}

Value setValue(Call &c)
{
    element(c).setText(textAt(c, 1));
    return Value::null();
}

Value removeAll(Call &c)
{
    element(c).removeAttributes();
    element(c).removeAll();
    return Value::null();
}

Value replaceAll(Call &c)
{
    const Value target = c[0];
    return withXmlContent(c, c[1], [target](Machine &, const std::vector<Value> &items) {
        target.to<XmlElement>().removeAttributes();
        target.to<XmlElement>().removeAll();
        addXmlContent(target.to<XmlElement>(), items);
        return Value::null();
    });
}

Value replaceAttributes(Call &c)
{
    const Value target = c[0];
    return withXmlContent(c, c[1], [target](Machine &, const std::vector<Value> &items) {
        target.to<XmlElement>().removeAttributes();
        addXmlContent(target.to<XmlElement>(), items);
        return Value::null();
    });
}

template<bool named>
Value descendantsAndSelf(Call &c)
{
    std::vector<Value> items;
    const XmlName *name = named ? &xmlNameAt(c, 1) : nullptr;
    if (!name || element(c).name == *name)
        items.push_back(c[0]);
    appendXmlDescendants(c, element(c), name, items);
    return xmlSequence(c, std::move(items));
}

template<bool named>
Value ancestorsAndSelf(Call &c)
{
    std::vector<Value> items;
    for (XmlNode *node = &element(c); node; node = node->parent()) {
        auto *one = dynamic_cast<XmlElement *>(node);
        if (one && (!named || one->name == xmlNameAt(c, 1)))
            items.push_back(one->value());
    }
    return xmlSequence(c, std::move(items));
}

//! The declaration of `prefix` that is in force at the element; null pointer: none.
const XmlAttribute *declarationOf(const XmlElement &from, std::u16string_view prefix)
{
    for (const XmlNode *node = &from; node; node = node->parent()) {
        const auto *one = dynamic_cast<const XmlElement *>(node);
        const auto *found = !one              ? nullptr
            : prefix.empty() ? one->attribute({{}, u"xmlns"})
                             : one->attribute({std::u16string(xmlnsSpace), std::u16string(prefix)});
        if (found)
            return found;
    }
    return nullptr;
}

Value defaultNamespace(Call &c)
{
    const auto *found = declarationOf(element(c), {});
    return Value::of(make<XmlNamespaceObject>(found ? found->content : std::u16string()));
}

Value namespaceOfPrefix(Call &c)
{
    const auto &prefix = c.string(1, "prefix");
    if (prefix == u"xml")
        return Value::of(make<XmlNamespaceObject>(std::u16string(xmlSpace)));
    const auto *found = declarationOf(element(c), prefix);
    return found ? Value::of(make<XmlNamespaceObject>(found->content)) : Value::null();
}

Value prefixOfNamespace(Call &c)
{
    const auto &uri = c.object<XmlNamespaceObject>(1, "ns").uri();
    for (const XmlNode *node = &element(c); node; node = node->parent()) {
        const auto *one = dynamic_cast<const XmlElement *>(node);
        if (!one)
            continue;
        for (const XmlAttribute *declared : one->attributes()) {
            const bool names = declared->isDeclaration() && !declared->name().space.empty() && declared->content == uri;
            if (names && declarationOf(element(c), declared->name().local) == declared)
                return Value::ofString(declared->name().local);
        }
    }
    return uri == xmlSpace ? Value::ofString("xml") : Value::null();
}

template<typename T>
Value cast(Call &c)
{
    const bool allowsNull = c.result()->isReference() || c.result()->kind == TypeKind::Nullable;
    if (c.isNull(0)) {
        if (!allowsNull)
            raiseNullArgument("element");
        return Value::null();
    }
    if constexpr (std::is_same_v<T, XmlElement>)
        return castXmlText(c.machine(), c[0].to<XmlElement>().innerText(), c.result());
    else
        return castXmlText(c.machine(), c[0].to<XmlAttribute>().content, c.result());
}

Value siblingAttribute(Call &c, std::ptrdiff_t step)
{
    const auto *owner = dynamic_cast<const XmlElement *>(attribute(c).parent());
    if (!owner)
        return Value::null();
    const auto &all = owner->attributes();
    const auto index = std::find(all.begin(), all.end(), &attribute(c)) - all.begin() + step;
    return index < 0 || index >= static_cast<std::ptrdiff_t>(all.size()) ? Value::null() : all[static_cast<std::size_t>(index)]->value();
}

Value removeAttribute(Call &c)
{
    auto *owner = dynamic_cast<XmlElement *>(attribute(c).parent());
    if (!owner)
        raise(Raised::InvalidOperation, "The parent is missing.");
    owner->removeAttribute(attribute(c));
    return Value::null();
}

Value edgeAttribute(Call &c, bool isFirst)
{
    const auto &all = element(c).attributes();
    return all.empty() ? Value::null() : (isFirst ? all.front() : all.back())->value();
}

//! Save to a StringWriter: with the declaration, whose encoding is the writer's.
Value save(Call &c)
{
    const auto &node = c[0].to<XmlContainer>();
    std::u16string text = u"<?xml version=\"1.0\" encoding=\"utf-16\"";
    if (const auto *doc = dynamic_cast<const XmlDocumentNode *>(&node)) {
        const auto *declared = doc->declaration.as<XmlDeclarationObject>();
        if (declared && !declared->standalone.isNull())
            text += u" standalone=\"" + *stringOf(declared->standalone) + u"\"";
    }
    const bool isIndented = c.count() < 3 || (c[2].enumValue() & 1) == 0;
    appendToWriter(c[1], text + (isIndented ? u"?>\n" : u"?>") + xmlText(node, {isIndented}));
    return Value::null();
}

void declareElement(Library &library)
{
    library.declare("class System.Xml.Linq.XElement : XContainer", Known::XElement, {
        {"new(XElement other)", copied},
        {"new(XName name)", constructElement},
        {"new(XName name, object content)", constructElement},
        {"new(XName name, params object[] content)", constructElement},
        {"static XElement Parse(string text)", parseElement},
        {"static XElement Parse(string text, LoadOptions options)", parseElement},
        {"static XElement Load(TextReader textReader)", loadElement},
        {"static XElement Load(TextReader textReader, LoadOptions options)", loadElement},
        {"XName Name { get; set; }", [](Call &c) { return Value::of(make<XmlNameObject>(element(c).name)); },
         [](Call &c) {
             element(c).name = xmlNameAt(c, 1);
             return Value::null();
         }},
        {"string Value { get; set; }", [](Call &c) { return c.text(element(c).innerText()); }, setValue},
        {"bool HasAttributes { get; }", [](Call &c) { return Value::ofBool(!element(c).attributes().empty()); }},
        {"bool HasElements { get; }",
         [](Call &c) {
             const auto &nodes = element(c).nodes();
             return Value::ofBool(std::any_of(nodes.begin(), nodes.end(), [](const XmlNode *node) { return node->kind() == XmlKind::Element; }));
         }},
        {"bool IsEmpty { get; }", [](Call &c) { return Value::ofBool(element(c).nodes().empty() && !element(c).hasContent); }},
        {"XAttribute FirstAttribute { get; }", [](Call &c) { return edgeAttribute(c, true); }},
        {"XAttribute LastAttribute { get; }", [](Call &c) { return edgeAttribute(c, false); }},
        {"XAttribute Attribute(XName name)", attributeNamed},
        {"IEnumerable<XAttribute> Attributes()", attributes<false>},
        {"IEnumerable<XAttribute> Attributes(XName name)", attributes<true>},
        {"void SetAttributeValue(XName name, object value)", setAttribute},
        {"void SetElementValue(XName name, object value)", setElement},
        {"void SetValue(object value)", setValue},
        {"void RemoveAll()", removeAll},
        {"void RemoveAttributes()",
         [](Call &c) {
             element(c).removeAttributes();
             return Value::null();
         }},
        {"void ReplaceAll(object content)", replaceAll},
        {"void ReplaceAll(params object[] content)", replaceAll},
        {"void ReplaceAttributes(object content)", replaceAttributes},
        {"void ReplaceAttributes(params object[] content)", replaceAttributes},
        {"IEnumerable<XElement> DescendantsAndSelf()", descendantsAndSelf<false>},
        {"IEnumerable<XElement> DescendantsAndSelf(XName name)", descendantsAndSelf<true>},
        {"IEnumerable<XElement> AncestorsAndSelf()", ancestorsAndSelf<false>},
        {"IEnumerable<XElement> AncestorsAndSelf(XName name)", ancestorsAndSelf<true>},
        {"XNamespace GetDefaultNamespace()", defaultNamespace},
        {"XNamespace GetNamespaceOfPrefix(string prefix)", namespaceOfPrefix},
        {"string GetPrefixOfNamespace(XNamespace ns)", prefixOfNamespace},
        {"void Save(TextWriter textWriter)", save},
        {"void Save(TextWriter textWriter, SaveOptions options)", save},
        {"static explicit operator string(XElement element)", cast<XmlElement>},
        {"static explicit operator bool(XElement element)", cast<XmlElement>},
        {"static explicit operator bool?(XElement element)", cast<XmlElement>},
        {"static explicit operator int(XElement element)", cast<XmlElement>},
        {"static explicit operator int?(XElement element)", cast<XmlElement>},
        {"static explicit operator uint(XElement element)", cast<XmlElement>},
        {"static explicit operator uint?(XElement element)", cast<XmlElement>},
        {"static explicit operator long(XElement element)", cast<XmlElement>},
        {"static explicit operator long?(XElement element)", cast<XmlElement>},
        {"static explicit operator ulong(XElement element)", cast<XmlElement>},
        {"static explicit operator ulong?(XElement element)", cast<XmlElement>},
        {"static explicit operator float(XElement element)", cast<XmlElement>},
        {"static explicit operator float?(XElement element)", cast<XmlElement>},
        {"static explicit operator double(XElement element)", cast<XmlElement>},
        {"static explicit operator double?(XElement element)", cast<XmlElement>},
        {"static explicit operator decimal(XElement element)", cast<XmlElement>},
        {"static explicit operator decimal?(XElement element)", cast<XmlElement>},
        {"static explicit operator DateTime(XElement element)", cast<XmlElement>},
        {"static explicit operator DateTime?(XElement element)", cast<XmlElement>},
        {"static explicit operator DateTimeOffset(XElement element)", cast<XmlElement>},
        {"static explicit operator DateTimeOffset?(XElement element)", cast<XmlElement>},
        {"static explicit operator TimeSpan(XElement element)", cast<XmlElement>},
        {"static explicit operator TimeSpan?(XElement element)", cast<XmlElement>},
        {"static explicit operator Guid(XElement element)", cast<XmlElement>},
        {"static explicit operator Guid?(XElement element)", cast<XmlElement>},
    });
}

void declareAttribute(Library &library)
{
    library.declare("class System.Xml.Linq.XAttribute : XObject", Known::XAttribute, {
        {"new(XAttribute other)", copied},
        {"new(XName name, object value)", constructAttribute},
        {"XName Name { get; }", [](Call &c) { return Value::of(make<XmlNameObject>(attribute(c).name())); }},
        {"string Value { get; set; }", [](Call &c) { return Value::ofString(attribute(c).content); },
         [](Call &c) {
             attribute(c).content = c.string(1, "value");
             return Value::null();
         }},
        {"bool IsNamespaceDeclaration { get; }", [](Call &c) { return Value::ofBool(attribute(c).isDeclaration()); }},
        {"XAttribute NextAttribute { get; }", [](Call &c) { return siblingAttribute(c, 1); }},
        {"XAttribute PreviousAttribute { get; }", [](Call &c) { return siblingAttribute(c, -1); }},
        {"void Remove()", removeAttribute},
        {"void SetValue(object value)",
         [](Call &c) {
             attribute(c).content = textAt(c, 1);
             return Value::null();
         }},
        {"static explicit operator string(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator bool(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator bool?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator int(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator int?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator uint(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator uint?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator long(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator long?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator ulong(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator ulong?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator float(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator float?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator double(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator double?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator decimal(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator decimal?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator DateTime(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator DateTime?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator DateTimeOffset(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator DateTimeOffset?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator TimeSpan(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator TimeSpan?(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator Guid(XAttribute attribute)", cast<XmlAttribute>},
        {"static explicit operator Guid?(XAttribute attribute)", cast<XmlAttribute>},
    });
}

} // namespace

void declareXmlElements(Library &library)
{
    declareElement(library);
    declareAttribute(library);
    library.declare("class System.Xml.Linq.XDocument : XContainer", Known::XDocument, {
        {"new()", constructDocument},
        {"new(XDocument other)", copied},
        {"new(params object[] content)", constructDocument},
        {"new(XDeclaration declaration, params object[] content)", constructDeclared},
        {"static XDocument Parse(string text)", parseDocument},
        {"static XDocument Parse(string text, LoadOptions options)", parseDocument},
        {"static XDocument Load(TextReader textReader)", loadDocument},
        {"static XDocument Load(TextReader textReader, LoadOptions options)", loadDocument},
        {"XElement Root { get; }", [](Call &c) { return valueOf(document(c).rootElement()); }},
        {"XDeclaration Declaration { get; set; }", [](Call &c) { return document(c).declaration; },
         [](Call &c) {
             document(c).declaration = c[1];
             return Value::null();
         }},
        {"XDocumentType DocumentType { get; }",
         [](Call &c) {
             for (XmlNode *node : document(c).nodes()) {
                 if (node->kind() == XmlKind::DocumentType)
                     return node->value();
             }
             return Value::null();
         }},
        {"void Save(TextWriter textWriter)", save},
        {"void Save(TextWriter textWriter, SaveOptions options)", save},
    });
}

} // namespace gatehouse::expression
