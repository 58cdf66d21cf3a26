// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/base/text.h"
#include "core/management/policy_check.h"
#include "core/management/policy_uses.h"
#include "core/policy/configuration_documents.h"

namespace gatehouse::management {

namespace {

using resource::Configuration;
using resource::Resource;

ArmError refused(const Diagnostics &findings)
{
    std::vector<ArmDetail> details;
    for (const auto &finding : findings) {
        if (finding.severity == Severity::Error)
            details.push_back({"ValidationError", finding.pointer, policy::azureText(finding)});
    }
    return validationError(std::move(details));
}

//! Kept as rawxml whatever it came in: one form in the store, the one that people read.
std::optional<ArmError> accept(WriteContext &context, std::optional<policy::Scope> scope)
{
    auto &properties = context.resource.properties;
    const auto formatName = stringMember(properties, "format", "xml");
    const auto format = policyFormat(formatName);
    if (!format) {
        return validationError("format",
                               "The format '" + excerpt(formatName, 32)
                                   + "' is not supported: the local gateway fetches no documents. Send the text with "
                                     "format 'xml' or 'rawxml'.");
    }
    const auto *value = properties.if_contains("value");
    if (!value || !value->is_string())
        return validationError("value", "The property is required and has no value.");
    auto checked = checkPolicy(std::string{value->get_string()}, *format, scope, context.before, context.environment.expressions);
    if (hasErrors(checked.findings))
        return refused(checked.findings);
    properties["format"] = "rawxml";
    properties["value"] = std::move(checked.rawXml);
    return std::nullopt;
}

std::optional<ArmError> preparePolicy(WriteContext &context)
{
    auto scope = policy::Scope::Global;
    if (!policy::scopeOf(context.resource.id, scope))
        return validationError("id", "Policies have no such scope.");
    return accept(context, scope);
}

std::optional<ArmError> prepareFragment(WriteContext &context)
{
    return accept(context, std::nullopt);
}

void show(json::object &properties, const Resource &resource, const Environment &, const ShowOptions &options)
{
    const bool raw = equalsIgnoreCase(options.format, "rawxml");
    auto text = policy::policyText(resource);
    if (text && !raw)
        text = policy::convert(*text, policy::Format::RawXml, policy::Format::Xml);
    properties["format"] = raw ? "rawxml" : "xml";
    properties["value"] = text ? *text : std::string{stringMember(resource.properties, "value")};
}

std::optional<ArmError> removeFragment(DeleteContext &context)
{
    const auto users = policiesUsing(context.before, PolicyUse::Fragment, context.existing.id.name());
    if (users.empty())
        return std::nullopt;
    return ArmError{400,
                    "ValidationError",
                    "Policy fragment '" + std::string{context.existing.id.name()}
                        + "' cannot be deleted: it is used in policy '" + users.front().text() + "'.",
                    {}};
}

std::optional<Outcome> actOnFragment(std::string_view action, const Resource &fragment, const ArmRequest &,
                                     const Configuration &before, const Environment &environment)
{
    if (action != "listReferences")
        return std::nullopt;
    json::array value;
    for (const auto &id : policiesUsing(before, PolicyUse::Fragment, fragment.id.name()))
        value.push_back(
            json::object{{"id", environment.scope.absolute(id)}, {"type", resource::armType(id)}, {"name", id.name()}});
    const auto count = value.size();
    return jsonResponse(200, json::object{{"value", std::move(value)}, {"count", count}});
}

} // namespace

const KindRules policyRules{"policies", preparePolicy, nullptr, nullptr, show, nullptr};
const KindRules policyFragmentRules{"policyFragments", prepareFragment, nullptr, removeFragment, show, actOnFragment};

} // namespace gatehouse::management
