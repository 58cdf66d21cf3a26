// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/roles/access.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/expression/library/context_objects.h"
#include "core/policy/exchange_context.h"
#include "core/policy/program.h"
#include "core/policy/rehearsal/rehearsal_services.h"
#include "core/policy/scopes.h"
#include "core/policy/validate.h"

#include <algorithm>

namespace gatehouse::policy::roles {

using resource::Configuration;
using resource::ResourceId;

namespace {

constexpr std::size_t maxEvents = 1'000'000;
constexpr std::size_t maxClaims = 64U << 10;

NodeId findBelow(const Document &document, NodeId parent, std::string_view name, std::string_view attribute = {},
                 std::string_view value = {})
{
    for (const auto node : document.elements(parent)) {
        if (document.name(node) == name) {
            const auto *found = attribute.empty() ? nullptr : document.attribute(node, attribute);
            if (attribute.empty() || (found && equalsIgnoreCase(found->value, value)))
                return node;
        }
        if (const auto below = findBelow(document, node, name, attribute, value); below != noNode)
            return below;
    }
    return noNode;
}

Variable tokenOf(const json::object &claims)
{
    const auto encode = [](const json::object &part) { return crypto::base64Url(toJson(part)); };
    const auto text = encode({{"alg", "none"}, {"typ", "JWT"}}) + "." + encode(claims) + ".";
    return std::make_shared<ExpressionVariable>(expression::parseJwt(text), text);
}

std::string messageOf(const ResponseMessage &response)
{
    const auto text = rehearsal::RehearsalServices::textOf(response.body).value_or("");
    const auto value = parseJson(text);
    const auto *object = value ? value->if_object() : nullptr;
    return object ? std::string(stringMember(*object, "message", text)) : text;
}

json::object sampleOf(const Mapping &mapping)
{
    json::object claims{{"iss", mapping.issuer}};
    claims[mapping.claim] = mapping.value == anyValue ? "any" : mapping.value;
    return claims;
}

} // namespace

Result<FoundRoles> findRoles(const Configuration &configuration)
{
    const auto read = [](const resource::Resource &resource) -> Result<FoundRoles> {
        const auto text = policyText(resource);
        if (!text)
            return tl::unexpected(text.error());
        auto fragment = RoleFragment::parse(*text);
        if (!fragment)
            return tl::unexpected(fragment.error());
        return FoundRoles{resource.id, std::move(*fragment)};
    };
    if (const auto *own = configuration.find(ResourceId::of("policyFragments/" + std::string(defaultFragmentId))))
        return read(*own);
    for (const auto &resource : configuration.children({}, "policyFragments"))
        if (auto found = read(*resource))
            return found;
    return fail(ErrorKind::NotFound, "roles.none");
}

std::string_view nameOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Allowed:
        return "allow";
    case Verdict::Denied:
        return "deny";
    case Verdict::Ungoverned:
        return "ungoverned";
    }
    return {};
}

std::vector<OperationPlace> operationsOf(const Configuration &configuration)
{
    std::vector<OperationPlace> all;
    for (const auto &api : configuration.children({}, "apis")) {
        if (api->id.name().find(';') != std::string_view::npos)
            continue;
        const std::string apiName(stringMember(api->properties, "displayName", api->id.name()));
        for (const auto &operation : configuration.children(api->id, "operations"))
            all.push_back({std::string(api->id.name()), apiName, std::string(operation->id.name()),
                           std::string(stringMember(operation->properties, "displayName", operation->id.name())),
                           std::string(stringMember(operation->properties, "method")),
                           std::string(stringMember(operation->properties, "urlTemplate"))});
    }
    return all;
}

bool hasBase(const Document &document, Section section)
{
    const auto node = sectionOf(document, section);
    return node != noNode && findBelow(document, node, "base") != noNode;
}

NodeId includeOf(const Document &document, std::string_view id)
{
    const auto inbound = sectionOf(document, Section::Inbound);
    return inbound == noNode ? noNode : findBelow(document, inbound, "include-fragment", "fragment-id", id);
}

//! Runs the fragment and nothing else.
struct AccessCheck::Engine
{
    explicit Engine(std::shared_ptr<const Program> compiled) : program(std::move(compiled)), services(given) { }

    std::shared_ptr<const Program> program;
    rehearsal::Case given;
    rehearsal::RehearsalServices services;
};

Result<std::unique_ptr<AccessCheck>> AccessCheck::make(std::shared_ptr<const Configuration> configuration,
                                                       const ExpressionCompiler &expressions)
{
    auto found = findRoles(*configuration);
    if (!found)
        return tl::unexpected(found.error());
    std::unique_ptr<AccessCheck> check(new AccessCheck(std::move(configuration), expressions, std::move(*found)));
    auto caller = Document::parse("<policies><inbound><include-fragment fragment-id=\"" + std::string(check->m_found.id.name())
                                  + "\" /></inbound><backend /><outbound /><on-error /></policies>");
    if (!caller)
        return fail(ErrorKind::Invalid, "roles.doesNotCompile", {{"reason", "name"}});
    const auto compiled = compile({{Scope::Global, "policies/policy", std::make_shared<const Document>(std::move(*caller))}},
                                  check->m_documents.bindings());
    for (const auto &finding : compiled.diagnostics)
        if (finding.severity == Severity::Error)
            return fail(ErrorKind::Invalid, "roles.doesNotCompile", {{"reason", azureText(finding)}});
    check->m_engine = std::make_unique<Engine>(compiled.program);
    return check;
}

AccessCheck::AccessCheck(std::shared_ptr<const Configuration> configuration, const ExpressionCompiler &expressions, FoundRoles found)
    : m_documents(std::move(configuration), &expressions), m_found(std::move(found)), m_model(m_found.fragment.model())
{
    if (const auto global = m_documents.document(ResourceId::of("policies/policy")))
        m_included = includeOf(*global, m_found.id.name()) != noNode;
}

AccessCheck::~AccessCheck() = default;

AccessCheck::Reach AccessCheck::reach(const CallPlace &call)
{
    auto documents = m_documents.applying({call.api, call.operation, call.product});
    std::reverse(documents.begin(), documents.end());
    for (const auto &scoped : documents)
        if (scoped.scope != Scope::Global && !hasBase(*scoped.document, Section::Inbound))
            return {false, scoped.resourceId};
    return {m_included, {}};
}

Decision AccessCheck::decide(const CallPlace &call, const json::object *claims)
{
    Decision decision;
    if (const auto reached = reach(call); !reached.governed) {
        decision.verdict = Verdict::Ungoverned;
        decision.droppedBy = reached.droppedBy;
        return decision;
    }
    Exchange exchange;
    exchange.request.method = call.method;
    exchange.matched.api = std::make_shared<const ApiInfo>(ApiInfo{.id = call.api, .name = call.api});
    if (!call.operation.empty())
        exchange.matched.operation =
            std::make_shared<const OperationInfo>(OperationInfo{call.operation, call.operation, call.method, "/", {}});
    if (!call.product.empty())
        exchange.matched.product = std::make_shared<const ProductInfo>(ProductInfo{.id = call.product, .name = call.product});
    if (claims)
        exchange.variables.insert_or_assign(m_model.tokens.front(), tokenOf(*claims));
    bool finished = false;
    {
        Run run(m_engine->program, exchange, m_engine->services, [&finished] { finished = true; });
        run.start();
        m_engine->services.runAll(maxEvents);
    }
    if (const auto role = exchange.variables.find(roleVariable); role != exchange.variables.end())
        if (const auto *name = std::get_if<std::string>(&role->second))
            decision.role = *name;
    decision.verdict = finished && !exchange.hasResponse && !exchange.lastError ? Verdict::Allowed : Verdict::Denied;
    if (decision.verdict == Verdict::Denied) {
        decision.role.clear();
        decision.message = exchange.lastError ? exchange.lastError->message : messageOf(exchange.response);
        return decision;
    }
    if (claims)
        for (const auto *mapping : mappingsOf(m_model, *claims, decision.role))
            decision.mappings.push_back(*mapping);
    for (const auto *grant : grantsOf(m_model, call))
        if (std::find(grant->roles.begin(), grant->roles.end(), decision.role) != grant->roles.end())
            decision.targets.push_back(grant->target);
    return decision;
}

std::vector<Caller> AccessCheck::who(const CallPlace &call)
{
    std::vector<Caller> callers;
    const auto add = [&](Caller::Kind kind, const Mapping &mapping, const json::object *claims) {
        auto decision = decide(call, claims);
        if (decision.verdict == Verdict::Denied)
            return false;
        callers.push_back({kind, mapping, std::move(decision)});
        return true;
    };
    if (add(Caller::Anyone, {}, nullptr))
        return callers;
    const json::object nothing;
    if (add(Caller::SignedIn, {}, &nothing))
        return callers;
    for (const auto &mapping : m_model.mappings) {
        const auto claims = sampleOf(mapping);
        add(Caller::Mapped, mapping, &claims);
    }
    return callers;
}

Result<json::object> readClaims(std::string_view text)
{
    auto rest = trim(text);
    if (rest.size() > maxClaims)
        return fail(ErrorKind::TooLarge, "roles.noClaims");
    if (!rest.starts_with('{')) {
        for (const std::string_view scheme : {"Authorization:", "Bearer ", "DPoP "})
            if (equalsIgnoreCase(rest.substr(0, scheme.size()), scheme))
                rest = trim(rest.substr(scheme.size()));
        const auto parts = split(rest, '.');
        const auto payload = parts.size() == 3 ? crypto::decodeBase64(parts[1], crypto::Base64Form::Url) : std::nullopt;
        if (!payload)
            return fail(ErrorKind::Invalid, "roles.noClaims");
        const auto value = parseJson(*payload);
        if (!value || !value->is_object())
            return fail(ErrorKind::Invalid, "roles.noClaims");
        return value->get_object();
    }
    const auto value = parseJson(rest);
    if (!value || !value->is_object())
        return fail(ErrorKind::Invalid, "roles.noClaims");
    return value->get_object();
}

} // namespace gatehouse::policy::roles
