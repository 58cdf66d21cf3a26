// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/local_provider.h"

#include "core/base/text.h"
#include "core/management/arm_body.h"
#include "core/management/local_json.h"
#include "core/management/policy_check.h"
#include "core/policy/configuration_documents.h"

#include <array>

// Gatehouse.Local's questions about policies: is this text right, and what runs where.

namespace gatehouse::management {

namespace {

using policy::Scope;

constexpr std::array<Scope, 5> scopes{Scope::Global, Scope::Workspace, Scope::Product, Scope::Api, Scope::Operation};

std::optional<Scope> scopeNamed(std::string_view name)
{
    for (const auto scope : scopes) {
        if (equalsIgnoreCase(name, policy::nameOf(scope)))
            return scope;
    }
    return std::nullopt;
}

json::object findingJson(const Diagnostic &finding)
{
    return {{"severity", severityName(finding.severity)},
            {"line", finding.position.line},
            {"column", finding.position.column},
            {"element", finding.pointer},
            {"code", finding.code},
            {"message", policy::azureText(finding)}};
}

} // namespace

http::Response LocalProvider::policyCheck(const ArmRequest &request) const
{
    const auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    const auto scopeName = stringMember(*body, "scope", "global");
    const auto scope = scopeNamed(scopeName);
    if (!scope && !equalsIgnoreCase(scopeName, "fragment"))
        return errorResponse(
            validationError("scope", "One of global, workspace, product, api, operation, fragment is expected."));
    const auto format = policyFormat(stringMember(*body, "format", "rawxml"));
    if (!format)
        return errorResponse(validationError("format", "One of rawxml, xml is expected."));
    const auto checked =
        checkPolicy(std::string{stringMember(*body, "value")}, *format, scope, *m_parts.configurations.current(),
                    m_parts.expressions);
    json::array findings;
    for (const auto &finding : checked.findings)
        findings.push_back(findingJson(finding));
    return jsonResponse(200, json::object{{"valid", !hasErrors(checked.findings)}, {"findings", std::move(findings)}});
}

http::Response LocalProvider::effectivePolicies(const ArmRequest &request) const
{
    const auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    const auto configuration = m_parts.configurations.current();
    const policy::PolicyContext context{std::string{stringMember(*body, "api")},
                                        std::string{stringMember(*body, "operation")},
                                        std::string{stringMember(*body, "product")}};
    for (const auto &[collection, name] :
         {std::pair{"apis", context.apiId}, std::pair{"products", context.productId}}) {
        const auto id = resource::ResourceId::parse(std::string{collection} + "/" + name);
        if (!name.empty() && (!id || !configuration->contains(*id)))
            return errorResponse(notFound(resource::ResourceId::of(std::string{collection} + "/x")));
    }
    policy::ConfigurationDocuments documents{configuration};
    const auto applying = documents.applying(context);
    json::array value;
    for (const auto &one : policy::effectivePolicies(applying, documents.bindings())) {
        const auto id = resource::ResourceId::parse(one.resourceId);
        const auto document = id ? documents.document(*id) : nullptr;
        value.push_back(json::object{{"section", policy::nameOf(one.section)},
                                     {"scope", policy::nameOf(one.scope)},
                                     {"resource", one.resourceId},
                                     {"name", one.name},
                                     {"summary", one.summary},
                                     {"depth", one.depth},
                                     {"executed", one.executed},
                                     {"line", document ? document->position(one.node).line : 0}});
    }
    return jsonResponse(200, json::object{{"value", std::move(value)}});
}

} // namespace gatehouse::management
