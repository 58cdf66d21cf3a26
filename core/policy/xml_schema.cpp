// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/xml_schema.h"

#include "core/base/text.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

#include <memory>

namespace gatehouse::policy {

namespace {

constexpr int readOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;

struct FreeSchema
{
    void operator()(xmlDoc *document) const { xmlFreeDoc(document); }
    void operator()(xmlSchemaParserCtxt *context) const { xmlSchemaFreeParserCtxt(context); }
    void operator()(xmlSchema *schema) const { xmlSchemaFree(schema); }
    void operator()(xmlSchemaValidCtxt *context) const { xmlSchemaFreeValidCtxt(context); }
};
using SchemaDocument = std::unique_ptr<xmlDoc, FreeSchema>;

#if LIBXML_VERSION >= 21200
using ReportedError = const xmlError *;
#else
using ReportedError = xmlError *;
#endif

void keepFirst(void *target, ReportedError error)
{
    auto &fault = *static_cast<std::optional<XmlFault> *>(target);
    if (!fault && error)
        fault = XmlFault{error->message ? std::string(trim(error->message)) : std::string(), error->line, error->int2, false};
}

SchemaDocument read(std::string_view text, std::optional<XmlFault> &fault)
{
    xmlResetLastError();
    SchemaDocument document(xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr, readOptions));
    if (!document) {
        const auto *error = xmlGetLastError();
        fault = XmlFault{error && error->message ? std::string(trim(error->message)) : std::string("The XML can't be read."),
                         error ? error->line : 0, error ? error->int2 : 0, false};
    }
    return document;
}

bool loadsFiles(const xmlDoc &document)
{
    auto *root = xmlDocGetRootElement(&document);
    for (auto *node = root ? root->children : nullptr; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE && xmlHasProp(node, BAD_CAST "schemaLocation"))
            return true;
    return false;
}

xmlNode *soapContent(const xmlDoc &document)
{
    auto *envelope = xmlDocGetRootElement(&document);
    for (auto *node = envelope ? envelope->children : nullptr; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || !xmlStrEqual(node->name, BAD_CAST "Body"))
            continue;
        for (auto *content = node->children; content; content = content->next)
            if (content->type == XML_ELEMENT_NODE)
                return content;
    }
    return nullptr;
}

} // namespace

std::optional<XmlFault> xmlFault(std::string_view xml, std::string_view schemaText, bool soap)
{
    std::optional<XmlFault> fault;
    const auto schemaFault = [&](std::string message) { return XmlFault{std::move(message), 0, 0, true}; };
    const auto schemaDocument = read(schemaText, fault);
    if (!schemaDocument)
        return schemaFault(fault->message);
    if (loadsFiles(*schemaDocument))
        return schemaFault("A schema that loads others is not supported.");
    const auto document = read(xml, fault);
    if (!document)
        return fault;
    const std::unique_ptr<xmlSchemaParserCtxt, FreeSchema> parser(xmlSchemaNewDocParserCtxt(schemaDocument.get()));
    xmlSchemaSetParserStructuredErrors(parser.get(), reinterpret_cast<xmlStructuredErrorFunc>(keepFirst), &fault);
    const std::unique_ptr<xmlSchema, FreeSchema> schema(xmlSchemaParse(parser.get()));
    if (!schema)
        return schemaFault(fault ? fault->message : "The schema can't be read.");
    fault.reset();
    const std::unique_ptr<xmlSchemaValidCtxt, FreeSchema> validator(xmlSchemaNewValidCtxt(schema.get()));
    xmlSchemaSetValidStructuredErrors(validator.get(), reinterpret_cast<xmlStructuredErrorFunc>(keepFirst), &fault);
    int code = 0;
    if (soap) {
        auto *content = soapContent(*document);
        if (!content)
            return XmlFault{"The message is no SOAP envelope with a body.", 1, 0, false};
        code = xmlSchemaValidateOneElement(validator.get(), content);
    } else {
        code = xmlSchemaValidateDoc(validator.get(), document.get());
    }
    if (code != 0 && !fault)
        fault = XmlFault{"The XML does not conform to the schema.", 0, 0, false};
    return code == 0 ? std::nullopt : fault;
}

} // namespace gatehouse::policy
