// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/import.h"

#include <algorithm>
#include <array>

namespace gatehouse::openapi {

namespace {

struct Text
{
    std::string_view code;
    std::string_view english; //!< "{name}" stands for an argument
};

constexpr std::array texts{
    Text{"openapi.syntax", "not well-formed: {reason}"},
    Text{"openapi.tooLarge", "the document is larger than {limit} bytes"},
    Text{"openapi.tooDeep", "nested deeper than {limit} levels"},
    Text{"openapi.expansion", "aliases expand to more than {limit} values or too deep"},
    Text{"openapi.notUtf8", "the document is not UTF-8"},
    Text{"openapi.empty", "the document is empty"},
    Text{"openapi.badApiId", "\"{id}\" can't be the name of an API"},
    Text{"openapi.duplicateKey", "\"{key}\" stands here a second time, first on line {firstLine}"},
    Text{"openapi.noVersion", "neither \"swagger\" nor \"openapi\" says which version this is"},
    Text{"openapi.unknownVersion", "version {version} is none of 2.0, 3.0 and 3.1"},
    Text{"openapi.type", "has to be of type {expected}, not {actual}"},
    Text{"openapi.required", "\"{member}\" is missing"},
    Text{"openapi.unresolvedRef", "\"{ref}\" leads nowhere"},
    Text{"openapi.refCycle", "\"{ref}\" leads in a circle"},
    Text{"openapi.externalRef", "\"{ref}\" leads out of the document and stays as it is"},
    Text{"openapi.externalRefNeeded", "\"{ref}\" leads out of the document, and the operation needs what it says"},
    Text{"openapi.parameterPlace", "a parameter can't be in \"{in}\""},
    Text{"openapi.duplicateParameter", "parameter \"{name}\" is listed twice"},
    Text{"openapi.pathParameterNotRequired", "path parameter \"{name}\" is not marked as required, but is"},
    Text{"openapi.pathParameterUndeclared", "the path has a parameter \"{name}\" that is declared nowhere"},
    Text{"openapi.pathParameterUnused", "path parameter \"{name}\" is not in the path"},
    Text{"openapi.pathSlash", "path \"{path}\" doesn't begin with a slash"},
    Text{"openapi.badTemplate", "\"{template}\" is no URL template: {reason} at column {column}"},
    Text{"openapi.templateTooLong", "the URL template is longer than {limit} characters"},
    Text{"openapi.duplicateTemplate",
         "{method} {template} matches the same requests as the operation on line {firstLine}"},
    Text{"openapi.duplicateOperationId", "operationId \"{id}\" is taken by the operation on line {firstLine}"},
    Text{"openapi.operationIdsEqual", "more than a thousand operation ids are the same in their first 76 characters"},
    Text{"openapi.tooManyOperations", "more than {limit} operations"},
    Text{"openapi.statusCode", "\"{code}\" is no status code"},
    Text{"openapi.responseDescription", "response {code} has no description"},
    Text{"openapi.noResponses", "no response is described"},
    Text{"openapi.serverVariable", "server variable \"{name}\" is declared nowhere"},
    Text{"openapi.scheme", "\"{scheme}\" is none of http, https, ws and wss"},
    Text{"openapi.moreFindings", "and {count} more"},
    Text{"openapi.queryNotInTemplate",
         "required query parameter \"{name}\" can't be part of the URL template and is checked by nobody"},
    Text{"openapi.pathParameterRenamed", "the path has \"{name}\" twice: the second is now \"{newName}\""},
    Text{"openapi.fragmentInPath", "no client sends what stands behind # in a path ({count}, the first here)"},
    Text{"openapi.noHost", "no host is named: the API has no backend yet"},
    Text{"openapi.relativeServer",
         "no server has an absolute address (the first is \"{url}\"): the API has no backend yet"},
    Text{"openapi.securityDropped", "security scheme \"{name}\" ({type}) is not imported: it takes a policy"},
    Text{"openapi.webhooksDropped", "webhooks are not imported ({count})"},
    Text{"openapi.callbacksDropped", "callbacks are not imported (operations: {count}, the first here)"},
    Text{"openapi.linksDropped", "links are not imported (responses: {count}, the first here)"},
    Text{"openapi.serversDropped", "servers of paths and operations are not imported ({count}, the first here)"},
    Text{"openapi.cookieParametersDropped", "cookie parameters are not imported ({count}, the first here)"},
    Text{"openapi.bodyDropped", "request bodies of GET, HEAD and OPTIONS are not imported ({count}, the first here)"},
    Text{"openapi.defaultResponseDropped",
         "default responses beside described ones are not imported ({count}, the first here)"},
    Text{"openapi.descriptionCut", "descriptions are cut after 1000 bytes (operations: {count}, the first here)"},
};

std::string filled(std::string_view text, const Diagnostic &diagnostic)
{
    std::string out;
    while (!text.empty()) {
        const auto open = text.find('{');
        out += text.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const auto close = text.find('}', open);
        out += diagnostic.arg(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
    return out;
}

} // namespace

std::string describe(const Diagnostic &diagnostic)
{
    std::string out = diagnostic.pointer;
    if (diagnostic.position.line > 0) {
        const auto place = "line " + std::to_string(diagnostic.position.line) + ", column "
            + std::to_string(diagnostic.position.column);
        out += out.empty() ? place : " (" + place + ')';
    }
    if (!out.empty())
        out += ": ";
    const auto known =
        std::find_if(texts.begin(), texts.end(), [&](const Text &text) { return text.code == diagnostic.code; });
    return out + (known == texts.end() ? diagnostic.code : filled(known->english, diagnostic));
}

} // namespace gatehouse::openapi
