// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/vault_facts.h"

#include "core/management/vault_references.h"
#include "core/vault/identifier.h"

namespace gatehouse::management {

std::optional<ArmError> prepareKeyVault(json::object &properties)
{
    auto *found = properties.if_contains("keyVault");
    if (!found || found->is_null()) {
        properties.erase("keyVault");
        return std::nullopt;
    }
    auto *vault = found->if_object();
    if (!vault)
        return validationError("keyVault", "The value is not an object.");
    vault->erase("lastStatus");
    if (const auto read = vault::parseSecretIdentifier(stringMember(*vault, "secretIdentifier")); !read)
        return validationError("keyVault.secretIdentifier", "The value is not the identifier of a secret: " + std::string{read.error().arg("reason")} + ".");
    return std::nullopt;
}

void showKeyVault(json::object &properties, const resource::ResourceId &id, const Environment &environment)
{
    auto *found = properties.if_contains("keyVault");
    const auto facts = found && found->is_object() && environment.references ? environment.references->facts(id) : std::nullopt;
    if (!facts)
        return;
    json::object status{{"code", facts->status.code}};
    if (!facts->status.message.empty())
        status["message"] = facts->status.message;
    status["timeStampUtc"] = toIso(facts->status.time);
    found->get_object()["lastStatus"] = std::move(status);
    if (!facts->subject.empty() || !facts->thumbprint.empty()) {
        properties["subject"] = facts->subject;
        properties["thumbprint"] = facts->thumbprint;
    }
    if (facts->expires)
        properties["expirationDate"] = toIso(*facts->expires).substr(0, 19) + "Z"; // whole seconds
}

} // namespace gatehouse::management
