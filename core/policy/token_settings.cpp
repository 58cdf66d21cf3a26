// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/policy/token_validation.h"

namespace gatehouse::policy {

namespace {

//! The key of a certificate of the service, named as tokens name it: kid is the thumbprint's hexadecimal, x5t its base64url.
Result<crypto::Jwk> certificateKey(const Compiler &compiler, const std::string &id, bool decrypts)
{
    const auto &certificates = compiler.bindings().certificates;
    const auto found = certificates.find(toLower(id));
    if (found == certificates.end())
        return fail(ErrorKind::NotFound, "policy.unknownCertificate", {{"id", id}});
    const auto &file = *found->second;
    if (decrypts && !file.key)
        return fail(ErrorKind::Invalid, "policy.certificateWithoutKey", {{"id", id}});
    auto key = crypto::Jwk::ofKey(decrypts ? file.key : std::shared_ptr<EVP_PKEY>(X509_get_pubkey(file.certificate.get()), EVP_PKEY_free), decrypts);
    if (!key)
        return key;
    const auto thumbprint = crypto::thumbprintOf(file.certificate.get());
    for (const char c : crypto::toHex(thumbprint))
        key->kid += c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    key->x5t = crypto::base64Url(thumbprint);
    return key;
}

void compileKey(Compiler &compiler, NodeId node, bool decrypts, crypto::JwkSet &keys, std::vector<SecretKeyText> &texts)
{
    const auto id = compiler.literal(node, "id");
    Result<crypto::Jwk> key = crypto::Jwk();
    if (compiler.has(node, "certificate-id"))
        key = certificateKey(compiler, compiler.literal(node, "certificate-id"), decrypts);
    else if (compiler.has(node, "n") || compiler.has(node, "e"))
        key = crypto::Jwk::ofRsa(compiler.literal(node, "n"), compiler.literal(node, "e"));
    else {
        texts.push_back({compiler.text(node), id});
        return;
    }
    if (!key) {
        compiler.invalid(node, "policy.badKey", {{"reason", key.error().arg("reason").empty() ? key.error().code : std::string(key.error().arg("reason"))},
                                                 {"id", std::string(key.error().arg("id"))}});
        return;
    }
    if (!id.empty())
        key->kid = id;
    keys.push_back(std::move(*key));
}

} // namespace

TokenSettings compileTokenSettings(Compiler &compiler, NodeId node)
{
    TokenSettings settings;
    const auto optional = [&](std::string_view name, std::optional<ValueSource> &place) {
        if (compiler.has(node, name))
            place = compiler.attribute(node, name);
    };
    settings.place = compileTokenPlace(compiler, node);
    optional("failed-validation-error-message", settings.message);
    settings.place.scheme = compiler.attribute(node, "require-scheme");
    settings.status = compiler.attribute(node, "failed-validation-httpcode", "401");
    settings.requireExpiration = compiler.attribute(node, "require-expiration-time", "true");
    settings.requireSigned = compiler.attribute(node, "require-signed-tokens", "true");
    settings.clockSkew = compiler.attribute(node, "clock-skew", "0");
    settings.outputVariable = compiler.literal(node, "output-token-variable-name");
    if (compiler.has(node, "dpop"))
        settings.dpop = defaultDpopSettings(compiler, compiler.literal(node, "dpop"));
    settings.place.takesDpop = settings.dpop.has_value();
    if (compiler.has(node, "certificate-bound"))
        settings.requiresCertificate = compiler.literal(node, "certificate-bound") != "accepted";
    return settings;
}

std::vector<ValueSource> compileTexts(Compiler &compiler, NodeId node, std::string_view list)
{
    std::vector<ValueSource> texts;
    for (const auto child : compiler.document().elements(node)) {
        if (compiler.document().name(child) != list)
            continue;
        for (const auto item : compiler.document().elements(child))
            texts.push_back(compiler.text(item));
    }
    return texts;
}

void compileRequiredClaims(Compiler &compiler, NodeId node, TokenSettings &settings)
{
    const auto &document = compiler.document();
    for (const auto list : document.elements(node)) {
        if (document.name(list) != "required-claims")
            continue;
        for (const auto item : document.elements(list)) {
            RequiredClaim claim;
            claim.name = compiler.attribute(item, "name");
            claim.match = compiler.attribute(item, "match", "all");
            claim.separator = compiler.attribute(item, "separator");
            for (const auto value : document.elements(item))
                claim.values.push_back(compiler.text(value));
            settings.claims.push_back(std::move(claim));
        }
    }
}

void compileKeys(Compiler &compiler, NodeId node, std::string_view list, bool decrypts, crypto::JwkSet &keys, std::vector<SecretKeyText> &texts)
{
    const auto &document = compiler.document();
    for (const auto child : document.elements(node)) {
        if (document.name(child) != list)
            continue;
        for (const auto item : document.elements(child)) {
            if (document.name(item) == "zumo-master-key")
                compiler.notExecuted(std::string(document.name(node)), "zumo-master-key");
            else
                compileKey(compiler, item, decrypts, keys, texts);
        }
    }
}

} // namespace gatehouse::policy
