// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml.h"

#include "core/expression/library/groups.h"
#include "core/expression/library/xml_content.h"
#include "core/expression/machine.h"
#include "core/expression/objects.h"

namespace gatehouse::expression {

Value parseXml(std::u16string_view text, bool asDocument, Machine *machine)
{
    return asDocument ? parseXmlDocument(text, false, machine) : parseXmlElement(text, false, machine);
}

const XmlName &xmlNameAt(Call &call, std::size_t index)
{
    return call.object<XmlNameObject>(index, "name").name();
}

Value xmlSequence(Call &call, std::vector<Value> items)
{
    call.machine().allocate(items.size() * sizeof(Value) + 64);
    return Value::of(new SequenceObject(call.result(), std::move(items)));
}

void appendXmlDescendants(Call &call, const XmlContainer &container, const XmlName *name, std::vector<Value> &out)
{
    for (XmlNode *node : container.nodes()) {
        call.charge(1);
        auto *element = dynamic_cast<XmlElement *>(node);
        if (!element)
            continue;
        if (!name || element->name == *name)
            out.push_back(element->value());
        appendXmlDescendants(call, *element, name, out);
    }
}

namespace {

const std::u16string &uriAt(Call &c, std::size_t index)
{
    return c.object<XmlNamespaceObject>(index, "namespaceName").uri();
}

Value nameValue(XmlName name)
{
    return Value::of(make<XmlNameObject>(std::move(name)));
}

Value space(std::u16string uri)
{
    return Value::of(make<XmlNamespaceObject>(std::move(uri)));
}

Value sameName(Call &c)
{
    const auto *a = c.objectOrNull<XmlNameObject>(0);
    const auto *b = c.objectOrNull<XmlNameObject>(1);
    return Value::ofBool(a && b ? a->name() == b->name() : !a && !b);
}

Value sameSpace(Call &c)
{
    const auto *a = c.objectOrNull<XmlNamespaceObject>(0);
    const auto *b = c.objectOrNull<XmlNamespaceObject>(1);
    return Value::ofBool(a && b ? a->uri() == b->uri() : !a && !b);
}

Value combined(Call &c)
{
    const auto &local = c.string(1, "localName");
    verifyXmlName(local);
    return nameValue({uriAt(c, 0), local});
}

Value getName(Call &c)
{
    verifyXmlName(c.string(0, "localName"));
    return nameValue({std::u16string(c.stringOrEmpty(1)), c.string(0)});
}

template<Value XmlDeclarationObject::*member>
Value read(Call &c)
{
    return c[0].to<XmlDeclarationObject>().*member;
}

template<Value XmlDeclarationObject::*member>
Value write(Call &c)
{
    c[0].to<XmlDeclarationObject>().*member = c[1];
    return Value::null();
}

Value constructDeclaration(Call &c)
{
    auto declaration = make<XmlDeclarationObject>();
    declaration->version = c[0];
    declaration->encoding = c[1];
    declaration->standalone = c[2];
    return Value::of(declaration);
}

} // namespace

void declareXmlNames(Library &library)
{
    library.declare("class System.Xml.Linq.XName", Known::XName, {
        {"static XName Get(string expandedName)", [](Call &c) { return nameValue(xmlNameOf(c.string(0, "expandedName"))); }},
        {"static XName Get(string localName, string namespaceName)", getName},
        {"string LocalName { get; }", [](Call &c) { return Value::ofString(xmlNameAt(c, 0).local); }},
        {"XNamespace Namespace { get; }", [](Call &c) { return space(xmlNameAt(c, 0).space); }},
        {"string NamespaceName { get; }", [](Call &c) { return Value::ofString(xmlNameAt(c, 0).space); }},
        {"static implicit operator XName(string expandedName)",
         [](Call &c) { return c.isNull(0) ? Value::null() : nameValue(xmlNameOf(c.string(0))); }},
        {"static bool operator ==(XName left, XName right)", sameName},
        {"static bool operator !=(XName left, XName right)", [](Call &c) { return Value::ofBool(!sameName(c).boolean()); }},
    });
    library.declare("class System.Xml.Linq.XNamespace", Known::XNamespace, {
        {"static XNamespace Get(string namespaceName)", [](Call &c) { return space(c.string(0, "namespaceName")); }},
        {"static XNamespace None { get; }", [](Call &) { return space({}); }},
        {"static XNamespace Xml { get; }", [](Call &) { return space(std::u16string(xmlSpace)); }},
        {"static XNamespace Xmlns { get; }", [](Call &) { return space(std::u16string(xmlnsSpace)); }},
        {"string NamespaceName { get; }", [](Call &c) { return Value::ofString(uriAt(c, 0)); }},
        {"XName GetName(string localName)", combined},
        {"static XName operator +(XNamespace ns, string localName)", combined},
        {"static implicit operator XNamespace(string namespaceName)",
         [](Call &c) { return c.isNull(0) ? Value::null() : space(c.string(0)); }},
        {"static bool operator ==(XNamespace left, XNamespace right)", sameSpace},
        {"static bool operator !=(XNamespace left, XNamespace right)", [](Call &c) { return Value::ofBool(!sameSpace(c).boolean()); }},
    });
    library.declare("class System.Xml.Linq.XDeclaration", Known::XDeclaration, {
        {"new(string version, string encoding, string standalone)", constructDeclaration},
        {"string Version { get; set; }", read<&XmlDeclarationObject::version>, write<&XmlDeclarationObject::version>},
        {"string Encoding { get; set; }", read<&XmlDeclarationObject::encoding>, write<&XmlDeclarationObject::encoding>},
        {"string Standalone { get; set; }", read<&XmlDeclarationObject::standalone>, write<&XmlDeclarationObject::standalone>},
    });
    library.declareEnum("System.Xml.Linq.SaveOptions", Known::SaveOptions, {{"None", 0}, {"DisableFormatting", 1}, {"OmitDuplicateNamespaces", 2}},
                        true);
    library.declareEnum("System.Xml.Linq.LoadOptions", Known::LoadOptions,
                        {{"None", 0}, {"PreserveWhitespace", 1}, {"SetBaseUri", 2}, {"SetLineInfo", 4}}, true);
    library.declareEnum("System.Xml.XmlNodeType", Known::XmlNodeType,
                        {{"None", 0}, {"Element", 1}, {"Attribute", 2}, {"Text", 3}, {"CDATA", 4}, {"EntityReference", 5}, {"Entity", 6},
                         {"ProcessingInstruction", 7}, {"Comment", 8}, {"Document", 9}, {"DocumentType", 10}, {"DocumentFragment", 11},
                         {"Notation", 12}, {"Whitespace", 13}, {"SignificantWhitespace", 14}, {"EndElement", 15}, {"EndEntity", 16},
                         {"XmlDeclaration", 17}});
}

void declareXml(Library &library)
{
    declareXmlNames(library);
    declareXmlNodes(library);
    declareXmlElements(library);
    declareXmlExtensions(library);
    declareTextStreams(library);
    declareXmlReader(library);
}

} // namespace gatehouse::expression
