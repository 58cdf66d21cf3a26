// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/xml_node.h"

#include "core/expression/machine.h"
#include "core/expression/objects.h"

#include <libxml/xmlreader.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace gatehouse::expression {

namespace {

constexpr int maximalDepth = 128;
constexpr std::size_t bytesPerNode = 160; // for the memory limit: about what one takes

struct FreeReader
{
    void operator()(xmlTextReader *reader) const { xmlFreeTextReader(reader); }
};

std::u16string textOf(const xmlChar *text)
{
    return text ? toUtf16(reinterpret_cast<const char *>(text)) : std::u16string();
}

//! Reads a document with libxml2: nothing from outside, entities of a DTD not at all.
class DocumentReader
{
public:
    DocumentReader(std::u16string_view text, bool keepsSpace, Machine *machine);
    Value read();

private:
    [[noreturn]] void fail(std::string message) const;
    static void remember(void *self, const char *message, xmlParserSeverities severity, xmlTextReaderLocatorPtr locator);
    void node(XmlDocumentNode &document);
    void startElement();
    void attributes(XmlElement &element);
    XmlName name() const;
    void text(XmlKind kind);
    void doctype(XmlDocumentNode &document);
    void declaration(XmlDocumentNode &document) const;
    bool keepsSpaceHere() const;
    void count(std::size_t bytes) const
    {
        if (m_machine)
            m_machine->allocate(bytes);
    }

    std::u16string_view m_source;
    std::string m_text;
    bool m_keepsSpace;
    Machine *m_machine;
    std::unique_ptr<xmlTextReader, FreeReader> m_reader;
    std::vector<XmlContainer *> m_open;
    std::string m_error;
};

DocumentReader::DocumentReader(std::u16string_view text, bool keepsSpace, Machine *machine)
    : m_source(text), m_text(toUtf8(text)), m_keepsSpace(keepsSpace), m_machine(machine)
{
    if (m_text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) / 2)
        fail("The document is too large.");
    count(m_text.size());
    constexpr int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC;
    m_reader.reset(xmlReaderForMemory(m_text.data(), static_cast<int>(m_text.size()), nullptr, "UTF-8", options));
    if (!m_reader)
        throw LimitReached{"memory"};
    xmlTextReaderSetErrorHandler(m_reader.get(), &DocumentReader::remember, this);
}

void DocumentReader::remember(void *self, const char *message, xmlParserSeverities, xmlTextReaderLocatorPtr)
{
    auto &reader = *static_cast<DocumentReader *>(self);
    if (!reader.m_error.empty())
        return;
    reader.m_error = message ? message : "Data is invalid.";
    while (!reader.m_error.empty() && reader.m_error.back() == '\n')
        reader.m_error.pop_back();
}

void DocumentReader::fail(std::string message) const
{
    if (m_reader) {
        message += " Line " + std::to_string(std::max(xmlTextReaderGetParserLineNumber(m_reader.get()), 1)) + ", position "
            + std::to_string(std::max(xmlTextReaderGetParserColumnNumber(m_reader.get()), 1)) + ".";
    }
    raise(Raised::Xml, message);
}

XmlName DocumentReader::name() const
{
    const std::u16string prefix = textOf(xmlTextReaderConstPrefix(m_reader.get()));
    const std::u16string space = textOf(xmlTextReaderConstNamespaceUri(m_reader.get()));
    const std::u16string local = textOf(xmlTextReaderConstLocalName(m_reader.get()));
    if (!prefix.empty() && space.empty())
        fail("'" + toUtf8(prefix) + "' is an undeclared prefix.");
    if (local.find(u':') != std::u16string::npos)
        fail("'" + toUtf8(local.substr(0, local.find(u':'))) + "' is an undeclared prefix.");
    return {space, local};
}

void DocumentReader::attributes(XmlElement &element)
{
    while (xmlTextReaderMoveToNextAttribute(m_reader.get()) == 1) {
        count(bytesPerNode);
        XmlName of = name();
        if (of.local == u"xmlns" && of.space == xmlnsSpace)
            of.space.clear();
        element.addAttribute(new XmlAttribute(std::move(of), textOf(xmlTextReaderConstValue(m_reader.get()))));
    }
    xmlTextReaderMoveToElement(m_reader.get());
}

void DocumentReader::startElement()
{
    if (m_open.size() > maximalDepth)
        fail("The document is nested too deeply.");
    const bool isEmpty = xmlTextReaderIsEmptyElement(m_reader.get()) == 1;
    auto *element = new XmlElement(name());
    m_open.back()->append(element);
    attributes(*element);
    element->hasContent = !isEmpty;
    if (!isEmpty)
        m_open.push_back(element);
}

bool DocumentReader::keepsSpaceHere() const
{
    if (m_keepsSpace)
        return true;
    for (auto container = m_open.rbegin(); container != m_open.rend(); ++container) {
        const auto *element = dynamic_cast<const XmlElement *>(*container);
        const auto *space = element ? element->attribute({std::u16string(xmlSpace), u"space"}) : nullptr;
        if (space)
            return space->content == u"preserve";
    }
    return false;
}

void DocumentReader::text(XmlKind kind)
{
    std::u16string value = textOf(xmlTextReaderConstValue(m_reader.get()));
    count(value.size() * 2);
    const bool isSpace = kind == XmlKind::TextNode && std::all_of(value.begin(), value.end(), [](char16_t unit) {
        return unit == u' ' || unit == u'\t' || unit == u'\n' || unit == u'\r';
    });
    if (isSpace && !keepsSpaceHere())
        return;
    if (kind == XmlKind::TextNode)
        m_open.back()->appendText(value);
    else
        m_open.back()->append(new XmlText(kind, std::move(value)));
}

void DocumentReader::doctype(XmlDocumentNode &document)
{
    std::u16string subset;
    const auto start = m_source.find(u"<!DOCTYPE");
    if (start != std::u16string_view::npos) {
        const auto open = m_source.find(u'[', start);
        const auto close = m_source.find(u'>', start);
        if (open < close) {
            const auto end = m_source.find(u"]", open);
            if (end != std::u16string_view::npos)
                subset = m_source.substr(open + 1, end - open - 1);
        }
    }
    document.append(new XmlInstruction(XmlKind::DocumentType, textOf(xmlTextReaderConstName(m_reader.get())), std::move(subset)));
}

void DocumentReader::declaration(XmlDocumentNode &document) const
{
    if (m_source.substr(0, 5) != u"<?xml" || m_source.size() < 6 || !isWhiteSpace(m_source[5]))
        return;
    const auto text = m_source.substr(0, m_source.find(u"?>"));
    const auto part = [text](std::u16string_view key) {
        const auto at = text.find(key);
        const auto open = at == std::u16string_view::npos ? at : text.find_first_of(u"'\"", at);
        const auto close = open == std::u16string_view::npos ? open : text.find(text[open], open + 1);
        return close == std::u16string_view::npos ? Value::null() : Value::ofString(std::u16string(text.substr(open + 1, close - open - 1)));
    };
    auto declared = make<XmlDeclarationObject>();
    declared->version = part(u"version");
    declared->encoding = part(u"encoding");
    declared->standalone = part(u"standalone");
    document.declaration = Value::of(declared);
}

void DocumentReader::node(XmlDocumentNode &document)
{
    count(bytesPerNode);
    switch (xmlTextReaderNodeType(m_reader.get())) {
    case XML_READER_TYPE_ELEMENT:
        startElement();
        return;
    case XML_READER_TYPE_END_ELEMENT:
        m_open.pop_back();
        return;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        text(XmlKind::TextNode);
        return;
    case XML_READER_TYPE_CDATA:
        text(XmlKind::CData);
        return;
    case XML_READER_TYPE_COMMENT:
        text(XmlKind::Comment);
        return;
    case XML_READER_TYPE_PROCESSING_INSTRUCTION:
        m_open.back()->append(new XmlInstruction(XmlKind::ProcessingInstruction, textOf(xmlTextReaderConstName(m_reader.get())),
                                                 textOf(xmlTextReaderConstValue(m_reader.get()))));
        return;
    case XML_READER_TYPE_DOCUMENT_TYPE:
        doctype(document);
        return;
    case XML_READER_TYPE_ENTITY_REFERENCE:
        fail("Reference to undeclared entity '" + toUtf8(textOf(xmlTextReaderConstName(m_reader.get()))) + "'.");
    default:
        return;
    }
}

Value DocumentReader::read()
{
    const bool isBlank = std::all_of(m_source.begin(), m_source.end(), isWhiteSpace);
    if (isBlank)
        raise(Raised::Xml, "Root element is missing.");
    if (m_source[0] == 0xFEFF)
        raise(Raised::Xml, "Data at the root level is invalid. Line 1, position 1.");
    auto *document = new XmlDocumentNode;
    const Value held = document->TreeNode::value();
    m_open.push_back(document);
    int state = 0;
    while ((state = xmlTextReaderRead(m_reader.get())) == 1) {
        if (m_machine)
            m_machine->charge(1);
        node(*document);
    }
    if (state < 0)
        fail(m_error.empty() ? "Data at the root level is invalid." : m_error + ".");
    declaration(*document);
    return held;
}

} // namespace

Value parseXmlDocument(std::u16string_view text, bool keepsSpace, Machine *machine)
{
    return DocumentReader(text, keepsSpace, machine).read();
}

Value parseXmlElement(std::u16string_view text, bool keepsSpace, Machine *machine)
{
    const Value document = parseXmlDocument(text, keepsSpace, machine);
    auto &node = document.to<XmlDocumentNode>();
    XmlElement *root = node.rootElement();
    const Value element = root->TreeNode::value();
    node.remove(*root);
    return element;
}

} // namespace gatehouse::expression
