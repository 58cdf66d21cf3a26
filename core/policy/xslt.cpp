// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/xslt.h"

#include "core/base/text.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xpath.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include <cstdarg>
#include <mutex>

namespace gatehouse::policy {

namespace {

constexpr int parseOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
constexpr int maxTemplateDepth = 400;
constexpr unsigned long maxOperations = 2'000'000;

struct FreeXml
{
    void operator()(xmlDoc *document) const { xmlFreeDoc(document); }
    void operator()(xsltTransformContext *context) const { xsltFreeTransformContext(context); }
    void operator()(xsltSecurityPrefs *preferences) const { xsltFreeSecurityPrefs(preferences); }
    void operator()(xmlChar *text) const { xmlFree(text); }
};
using XmlDocument = std::unique_ptr<xmlDoc, FreeXml>;

//! Keeps the first message of a transformation.
void keepMessage(void *target, const char *format, ...) __attribute__((format(printf, 2, 3)));
void keepMessage(void *target, const char *format, ...)
{
    auto &text = *static_cast<std::string *>(target);
    if (text.size() > 500)
        return;
    char buffer[512];
    std::va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    text += buffer;
}
void dropMessage(void *, const char *, ...) { }

tl::expected<XmlDocument, std::string> parsed(std::string_view text)
{
    xmlResetLastError();
    XmlDocument document(xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr, parseOptions));
    if (document)
        return document;
    const auto *error = xmlGetLastError();
    return tl::unexpected(error && error->message ? std::string(trim(error->message)) + " Line " + std::to_string(error->line) + "."
                                                  : std::string("The XML can't be read."));
}

//! xsl:import and xsl:include load files.
bool importsFiles(const xmlDoc &document)
{
    const auto *root = xmlDocGetRootElement(&document);
    for (const auto *node = root ? root->children : nullptr; node; node = node->next) {
        const bool isXsl = node->type == XML_ELEMENT_NODE && node->ns && xmlStrEqual(node->ns->href, BAD_CAST "http://www.w3.org/1999/XSL/Transform");
        if (isXsl && (xmlStrEqual(node->name, BAD_CAST "import") || xmlStrEqual(node->name, BAD_CAST "include")))
            return true;
    }
    return false;
}

std::unique_ptr<xsltSecurityPrefs, FreeXml> nothingAllowed()
{
    std::unique_ptr<xsltSecurityPrefs, FreeXml> preferences(xsltNewSecurityPrefs());
    for (const auto option : {XSLT_SECPREF_READ_FILE, XSLT_SECPREF_WRITE_FILE, XSLT_SECPREF_CREATE_DIRECTORY, XSLT_SECPREF_READ_NETWORK,
                              XSLT_SECPREF_WRITE_NETWORK})
        xsltSetSecurityPrefs(preferences.get(), option, xsltSecurityForbid);
    return preferences;
}

} // namespace

struct Stylesheet::Data
{
    xsltStylesheet *sheet = nullptr; //!< owns its document
    ~Data() { xsltFreeStylesheet(sheet); }
};

tl::expected<Stylesheet, std::string> Stylesheet::compile(std::string_view text)
{
    static std::once_flag silent; // libxslt's own handler of stylesheet errors is one for the process and writes to stderr
    std::call_once(silent, [] { xsltSetGenericErrorFunc(nullptr, dropMessage); });
    auto document = parsed(text);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    if (importsFiles(**document))
        return tl::unexpected(std::string("xsl:import and xsl:include are not allowed."));
    auto data = std::make_shared<Data>();
    data->sheet = xsltParseStylesheetDoc(document->get());
    if (!data->sheet)
        return tl::unexpected(std::string("The XSL stylesheet can't be compiled."));
    document->release();
    if (data->sheet->errors != 0)
        return tl::unexpected(std::string("The XSL stylesheet can't be compiled."));
    Stylesheet stylesheet;
    stylesheet.m_data = std::move(data);
    return stylesheet;
}

tl::expected<std::string, std::string> Stylesheet::apply(std::string_view xml, const XslParameters &parameters) const
{
    auto input = parsed(xml);
    if (!input)
        return tl::unexpected(std::move(input.error()));
    std::unique_ptr<xsltTransformContext, FreeXml> context(xsltNewTransformContext(m_data->sheet, input->get()));
    if (!context)
        return tl::unexpected(std::string("The transformation can't begin."));
    const auto preferences = nothingAllowed();
    xsltSetCtxtSecurityPrefs(preferences.get(), context.get());
    std::string message;
    xsltSetTransformErrorFunc(context.get(), &message, keepMessage);
    context->maxTemplateDepth = maxTemplateDepth;
    context->opLimit = maxOperations;
    if (context->xpathCtxt)
        context->xpathCtxt->opLimit = maxOperations;
    std::vector<const char *> names;
    for (const auto &[name, value] : parameters) {
        names.push_back(name.c_str());
        names.push_back(value.c_str());
    }
    names.push_back(nullptr);
    if (xsltQuoteUserParams(context.get(), names.data()) < 0)
        return tl::unexpected(std::string("A parameter's name is not valid."));
    const XmlDocument result(xsltApplyStylesheetUser(m_data->sheet, input->get(), nullptr, nullptr, nullptr, context.get()));
    if (!result || context->state != XSLT_STATE_OK)
        return tl::unexpected(message.empty() ? std::string("The transformation failed.") : std::string(trim(message)));
    xmlChar *text = nullptr;
    int size = 0;
    if (xsltSaveResultToString(&text, &size, result.get(), m_data->sheet) < 0)
        return tl::unexpected(std::string("The result can't be written."));
    const std::unique_ptr<xmlChar, FreeXml> owned(text);
    return text ? std::string(reinterpret_cast<const char *>(text), static_cast<std::size_t>(size)) : std::string();
}

} // namespace gatehouse::policy
