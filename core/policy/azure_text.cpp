// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/validate.h"

#include <array>

namespace gatehouse::policy {

namespace {

struct Text
{
    std::string_view code;
    std::string_view text; //!< {name} stands for an argument
};

// The wording of Azure where a real answer is known (unknown child, text, section, scope, backend, named value, sku); the rest is worded alike.
constexpr std::array texts{
    Text{"policy.unknownElement", "The element '{parent}' has invalid child element '{name}'. List of possible elements expected: '{expected}'."},
    Text{"policy.unknownPolicy", "'{name}' is not a known policy."},
    Text{"policy.notInAzure", "The policy '{name}' is Gatehouse's own: it is not available in Azure API Management, which refuses the document."},
    Text{"policy.attributeNotInAzure",
         "The '{attribute}' attribute is Gatehouse's own: it is not available in Azure API Management, which refuses the document."},
    Text{"policy.unknownAttribute", "The '{attribute}' attribute is not declared."},
    Text{"policy.missingAttribute", "The required attribute '{attribute}' is missing."},
    Text{"policy.badKey", "The key is not usable: {reason} {id}"},
    Text{"policy.badValue", "The '{attribute}' attribute is invalid - The value '{value}' is invalid according to its datatype."},
    Text{"policy.badAddress", "'{value}' is not a valid IP address."},
    Text{"policy.badEnumValue",
         "The '{attribute}' attribute is invalid - The value '{value}' is invalid according to its datatype 'String' - The "
         "Enumeration constraint failed. List of possible values expected: '{expected}'."},
    Text{"policy.outOfRange",
         "The '{attribute}' attribute is invalid - The value '{value}' is not in the range from {minimum} to {maximum}."},
    Text{"policy.expressionNotAllowed", "Policy expressions are not allowed in the '{attribute}' attribute."},
    Text{"policy.textNotAllowed", "The element '{name}' cannot contain text."},
    Text{"policy.textNotAllowedExpected", "The element '{name}' cannot contain text. List of possible elements expected: '{expected}'."},
    Text{"policy.childNotAllowed",
         "The element '{parent}' cannot contain child element '{name}' because the parent element's content model is empty."},
    Text{"policy.missingChild", "The element '{name}' has incomplete content. List of possible elements expected: '{expected}'."},
    Text{"policy.tooManyChildren", "The element '{parent}' has invalid child element '{name}': it may stand there {maximum} time(s)."},
    Text{"policy.wrongSection", "Policy is not allowed in this section"},
    Text{"policy.wrongScope", "Policy section is not allowed in the specified scope"},
    Text{"policy.missingSection", "The section '{name}' is missing, so nothing of it runs, not even what broader scopes have there."},
    Text{"policy.duplicateSection", "The section '{name}' may stand in the document once."},
    Text{"policy.oneOfAttributes", "One of the attributes {attributes} must be specified."},
    Text{"policy.unknownFragment", "Policy fragment with id '{name}' could not be found."},
    Text{"policy.unknownNamedValue", "Cannot find a property '{name}'"},
    Text{"policy.unknownBackend", "Backend with id '{name}' could not be found."},
    Text{"policy.unknownLogger", "Logger with id '{name}' could not be found."},
    Text{"policy.unusableLogger", "Logger with id '{name}' can't be used: {reason}."},
    Text{"policy.oneOf", "One of the attributes {attributes} must be specified, and one alone."},
    Text{"policy.baseInFragment", "The element 'base' is not allowed in a policy fragment."},
    Text{"policy.nestedFragment", "A policy fragment cannot include another policy fragment."},
    Text{"policy.notAllowedInside", "Policy '{name}' is not allowed inside '{parent}'."},
    Text{"policy.wrongRoot", "The root element must be '{expected}'."},
    Text{"policy.expression", "{message}"},
    Text{"policy.expressionNotClosed", "The policy expression is not closed."},
    Text{"policy.notExecuted", "The policy '{policy}' is accepted, and a request that reaches it fails: this gateway does not execute it."},
    Text{"policy.noExternalCache",
         "No external cache is configured: '{policy}' with caching-type=\"external\" finds and keeps nothing."},
    Text{"policy.gatewayHeader", "The header '{name}' can't be set by a policy: the gateway writes it."},
    Text{"policy.syntax.notClosed", "The element '{name}' is not closed."},
    Text{"policy.syntax.mismatch", "The '{name}' start tag on line {line} does not match the end tag of '{end}'."},
    Text{"policy.syntax.unexpectedEndTag", "Unexpected end tag '{name}'."},
    Text{"policy.syntax.endTag", "The end tag of '{name}' is not closed."},
    Text{"policy.syntax.tagNotClosed", "The start tag is not closed."},
    Text{"policy.syntax.unexpectedCharacter", "Unexpected character '{character}' in a start tag."},
    Text{"policy.syntax.missingSpace", "White space is missing before an attribute."},
    Text{"policy.syntax.missingEquals", "The attribute '{attribute}' has no value."},
    Text{"policy.syntax.missingQuote", "The value of the attribute '{attribute}' is not in quotes."},
    Text{"policy.syntax.valueNotClosed", "The value of the attribute '{attribute}' is not closed."},
    Text{"policy.syntax.duplicateAttribute", "'{attribute}' is a duplicate attribute name."},
    Text{"policy.syntax.tooManyAttributes", "The element has too many attributes."},
    Text{"policy.syntax.textOutside", "Text is not allowed outside of the root element."},
    Text{"policy.syntax.unexpectedLess", "'<' is not expected here."},
    Text{"policy.syntax.doctype", "A document type or other declaration is not allowed."},
    Text{"policy.syntax.commentNotClosed", "A comment is not closed."},
    Text{"policy.syntax.cdataNotClosed", "A CDATA section is not closed."},
    Text{"policy.syntax.instructionNotClosed", "A processing instruction is not closed."},
    Text{"policy.syntax.multipleRoots", "There are multiple root elements."},
    Text{"policy.syntax.noElement", "Root element is missing."},
    Text{"policy.syntax.notUtf8", "The document is not valid UTF-8."},
    Text{"policy.syntax.tooLarge", "The document is larger than {limit} bytes."},
    Text{"policy.syntax.tooDeep", "The document is nested deeper than {limit} elements."},
    Text{"policy.syntax.tooManyNodes", "The document has more than {limit} nodes."},
    Text{"policy.syntax.tooComplex", "The document holds too many expressions that are not closed."},
};

std::string filled(std::string_view text, const Diagnostic &diagnostic)
{
    std::string out;
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos)
            break;
        out += text.substr(0, open);
        out += diagnostic.arg(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
    out += text;
    return out;
}

std::string messageOf(const Diagnostic &diagnostic)
{
    for (const auto &text : texts)
        if (text.code == diagnostic.code)
            return filled(text.text, diagnostic);
    return diagnostic.code;
}

} // namespace

std::string azureText(const Diagnostic &diagnostic)
{
    const auto message = messageOf(diagnostic);
    if (diagnostic.position.line == 0)
        return message;
    // Azure counts the column of an element's name; findings inside of a tag carry where the element stands.
    auto line = std::string(diagnostic.arg("elementLine"));
    auto column = std::string(diagnostic.arg("elementColumn"));
    if (line.empty()) {
        line = std::to_string(diagnostic.position.line);
        column = std::to_string(diagnostic.position.column + (diagnostic.code == "policy.expression" ? 0 : 1));
    }
    const auto place = "on line " + line + ", column " + column + ": " + message;
    return diagnostic.pointer.empty() ? "Error " + place : "Error in element '" + diagnostic.pointer + "' " + place;
}

} // namespace gatehouse::policy
