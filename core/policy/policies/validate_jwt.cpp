// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policies/policies.h"
#include "core/policy/token_validation.h"

namespace gatehouse::policy {

void compileValidateJwt(Compiler &compiler, NodeId node)
{
    auto settings = compileTokenSettings(compiler, node);
    if (!settings.place.isNamed()) {
        compiler.invalid(node, "policy.oneOfAttributes", {{"attributes", "header-name, query-parameter-name, token-value"}});
        return;
    }
    for (const auto child : compiler.document().elements(node))
        if (compiler.document().name(child) == "openid-config")
            settings.providerUrls.push_back(compiler.attribute(child, "url"));
    compileKeys(compiler, node, "issuer-signing-keys", false, settings.keys, settings.secretKeys);
    compileKeys(compiler, node, "issuer-signing-tokens", false, settings.keys, settings.secretKeys);
    compileKeys(compiler, node, "decryption-keys", true, settings.decryptionKeys, settings.secretDecryptionKeys);
    settings.audiences = compileTexts(compiler, node, "audiences");
    settings.issuers = compileTexts(compiler, node, "issuers");
    compileRequiredClaims(compiler, node, settings);
    emitTokenStep(compiler, std::move(settings));
}

} // namespace gatehouse::policy
