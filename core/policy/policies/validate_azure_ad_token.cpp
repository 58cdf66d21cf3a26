// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policies/policies.h"
#include "core/policy/token_validation.h"

namespace gatehouse::policy {

void compileValidateAzureAdToken(Compiler &compiler, NodeId node)
{
    auto settings = compileTokenSettings(compiler, node);
    EntraRules entra;
    entra.tenant = compiler.attribute(node, "tenant-id");
    entra.endpoint = compiler.attribute(node, "authentication-endpoint");
    entra.clientIds = compileTexts(compiler, node, "client-application-ids");
    entra.backendIds = compileTexts(compiler, node, "backend-application-ids");
    settings.entra = std::move(entra);
    settings.audiences = compileTexts(compiler, node, "audiences");
    compileKeys(compiler, node, "decryption-keys", true, settings.decryptionKeys, settings.secretDecryptionKeys);
    compileRequiredClaims(compiler, node, settings);
    emitTokenStep(compiler, std::move(settings));
}

} // namespace gatehouse::policy
