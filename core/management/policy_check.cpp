// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/policy_check.h"

#include "core/base/text.h"

namespace gatehouse::management {

namespace {

policy::References referencesIn(const resource::Configuration &configuration, const policy::ExpressionCompiler *expressions)
{
    const auto exists = [&configuration](std::string_view collection) {
        return [&configuration, collection](std::string_view name) {
            return std::ranges::any_of(configuration.children({}, collection),
                                       [&](const auto &one) { return equalsIgnoreCase(one->id.name(), name); });
        };
    };
    const auto namedValue = [&configuration](std::string_view name) {
        return std::ranges::any_of(configuration.children({}, "namedValues"), [&](const auto &one) {
            return equalsIgnoreCase(stringMember(one->properties, "displayName"), name);
        });
    };
    const auto textOf = [&configuration](std::string_view name) -> std::optional<std::string> {
        for (const auto &one : configuration.children({}, "namedValues"))
            if (equalsIgnoreCase(stringMember(one->properties, "displayName"), name))
                return std::string(stringMember(one->properties, "value"));
        return std::nullopt;
    };
    return {exists("policyFragments"), namedValue, exists("backends"), expressions, textOf, exists("loggers")};
}

} // namespace

CheckedPolicy checkPolicy(const std::string &text, policy::Format format, std::optional<policy::Scope> scope,
                          const resource::Configuration &configuration, const policy::ExpressionCompiler *expressions)
{
    CheckedPolicy checked;
    auto raw = policy::convert(text, format, policy::Format::RawXml);
    // What can't be converted can't be parsed either: the parser says where and why.
    checked.rawXml = raw ? std::move(*raw) : text;
    const auto document = policy::Document::parse(checked.rawXml);
    if (!document) {
        checked.findings = document.error();
    } else {
        const auto references = referencesIn(configuration, expressions);
        checked.findings =
            scope ? policy::validate(*document, *scope, references) : policy::validateFragment(*document, references);
    }
    if (!raw && !hasErrors(checked.findings))
        checked.findings.push_back({Severity::Error, {}, {}, raw.error().code, raw.error().args});
    return checked;
}

std::optional<policy::Format> policyFormat(std::string_view name)
{
    if (equalsIgnoreCase(name, "xml"))
        return policy::Format::Xml;
    if (equalsIgnoreCase(name, "rawxml"))
        return policy::Format::RawXml;
    return std::nullopt;
}

} // namespace gatehouse::management
