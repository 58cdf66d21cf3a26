// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the application does with what lies in key vaults.
#include "core/management/arm_application.h"

#include "core/base/text.h"
#include "core/management/arm_reads.h"
#include "core/management/arm_render.h"
#include "core/management/arm_writes.h"
#include "core/management/vault_application.h"
#include "core/management/vault_references.h"

namespace gatehouse::management {

namespace {

constexpr std::chrono::seconds longestRefresh{20};

bool isInVault(const resource::Resource &resource)
{
    const auto *vault = member(resource.properties, "keyVault");
    return vault && vault->is_object() && !stringMember(vault->get_object(), "secretIdentifier").empty();
}

} // namespace

http::Response ArmApplication::certificates(const ArmRequest &request, const Admitted &admitted) const
{
    const auto rights = rightsOf(admitted.caller);
    const auto mayRead = [&](const resource::ResourceId &id) {
        return authorize(rights, "Microsoft.ApiManagement/service/certificates/read", m_parts.scope.absolute(id)).has_value();
    };
    const bool mayReadVault = authorize(rights, "Microsoft.KeyVault/vaults/certificates/read", vaultId(m_parts.scope), Plane::Data).has_value();
    return m_parts.certificates->answer(request, mayRead, mayReadVault);
}

http::Response ArmApplication::refreshSecret(const ArmRequest &request, const Admitted &admitted)
{
    if (request.method != "POST")
        return errorResponse(methodNotAllowed(request.method));
    const auto configuration = m_parts.store.current();
    const auto id = canonicalId(*configuration, admitted.route.id);
    const auto *existing = configuration->find(id);
    if (!existing)
        return errorResponse(notFound(id));
    if (!isInVault(*existing))
        return errorResponse(validationError("keyVault", "The value does not lie in a key vault."));
    if (!m_parts.references)
        return errorResponse({501, "NotImplemented", "This gateway reads no key vault.", {}});
    m_parts.references->refresh(id, longestRefresh);
    m_parts.publisher.publish();
    auto record = recordOf(request, admitted.caller.principal, "refreshSecret", id);
    record.status = 200;
    const auto facts = m_parts.references->facts(id);
    const bool succeeded = facts && facts->status.code == "Success";
    record.outcome = succeeded ? "succeeded" : "failed";
    record.errorCode = facts && !succeeded ? facts->status.code : std::string{};
    if (!m_parts.store.record(std::move(record)).get())
        return errorResponse({503, "ServiceUnavailable", "The audit log cannot be written.", {}});
    return resourceResponse(200, *admitted.route.kind, *existing, environment());
}

Outcome ArmApplication::planValueReading(const ArmRequest &request, const Route &route, const resource::Configuration &before) const
{
    const auto *existing = before.find(route.id);
    if (!existing || !isInVault(*existing) || !m_parts.references)
        return planWrite(request, route, before, environment());
    auto completed = before;
    m_parts.references->complete(completed);
    if (const auto *found = completed.find(route.id); found && found->properties.contains("value"))
        return planWrite(request, route, completed, environment());
    const auto facts = m_parts.references->facts(route.id);
    return errorResponse(validationError("keyVault", "The value has not been read from the key vault yet"
                                                         + (facts ? ": " + facts->status.code + ". " + facts->status.message : std::string{"."})));
}

} // namespace gatehouse::management
