// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/import.h"

#include "core/base/text.h"
#include "core/openapi/api.h"
#include "core/openapi/operations.h"
#include "core/openapi/readers.h"
#include "core/openapi/reading.h"
#include "core/openapi/schemas.h"

#include <algorithm>

namespace gatehouse::openapi {

namespace {

tl::unexpected<Diagnostics> failure(Findings &findings)
{
    auto list = findings.take();
    list.erase(
        std::remove_if(list.begin(), list.end(), [](const Diagnostic &d) { return d.severity != Severity::Error; }),
        list.end());
    return tl::unexpected(std::move(list));
}

std::optional<Version> versionOf(const Tree &tree, Findings &findings)
{
    const auto *swagger = tree.member(*tree.root, "swagger");
    const auto *openapi = tree.member(*tree.root, "openapi");
    const auto *node = swagger ? swagger : openapi;
    if (!node || (node->kind != NodeKind::String && node->kind != NodeKind::Number)) {
        findings.error(node ? *node : *tree.root, "openapi.noVersion");
        return std::nullopt;
    }
    if (swagger && node->text == "2.0")
        return Version::Swagger20;
    if (!swagger && (node->text == "3.0" || node->text.starts_with("3.0.")))
        return Version::OpenApi30;
    if (!swagger && (node->text == "3.1" || node->text.starts_with("3.1.")))
        return Version::OpenApi31;
    findings.error(*node, "openapi.unknownVersion", {{"version", std::string{node->text}}});
    return std::nullopt;
}

Import read(const Reading &reading, const resource::ResourceId &id)
{
    Import result;
    result.version = reading.version;
    reading.references.check(reading.findings);
    result.api = readApi(reading, id);
    Schemas schemas{reading};
    result.operations = Operations{reading, schemas, id}.read();
    if (!reading.findings.hasErrors())
        result.schemas = schemas.resources(id);
    return result;
}

} // namespace

tl::expected<Import, Diagnostics> import(std::string_view text, const ImportOptions &options)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    Tree tree{text};
    Findings findings{tree};
    const auto id = resource::ResourceId::parse("apis/" + options.apiId);
    if (!id || id->segments().size() != 2) {
        findings.errorAt(0, "", "openapi.badApiId", {{"id", options.apiId}});
        return failure(findings);
    }
    readText(tree, findings, {options.maxDepth, ReadLimits{}.expandedNodes}, options.maxBytes);
    if (!tree.root)
        return failure(findings);
    if (tree.root->kind != NodeKind::Object) {
        findings.error(*tree.root, "openapi.type",
                       {{"expected", "object"}, {"actual", std::string{nameOf(tree.root->kind)}}});
        return failure(findings);
    }
    reportDuplicateKeys(tree, findings);
    const auto version = versionOf(tree, findings);
    if (!version)
        return failure(findings);
    const References references{tree};
    auto result = read({tree, findings, references, options, *version}, *id);
    if (findings.hasErrors())
        return failure(findings);
    result.warnings = findings.take();
    return result;
}

} // namespace gatehouse::openapi
