// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/certificate_file.h"
#include "core/crypto/digest.h"
#include "core/crypto/distinguished_name.h"
#include "core/management/vault_facts.h"

#include <algorithm>

namespace gatehouse::management {

namespace {

Result<crypto::CertificateFile> read(const json::object &properties)
{
    const auto bytes = crypto::decodeBase64(trim(stringMember(properties, "data")), crypto::Base64Form::Standard);
    if (!bytes)
        return fail(ErrorKind::Invalid, "certificate.invalid");
    return crypto::readCertificateFile(*bytes, std::string(stringMember(properties, "password")));
}

//! In capitals, as Azure writes it.
std::string thumbprintOf(const X509 *certificate)
{
    auto text = crypto::toHex(crypto::thumbprintOf(certificate));
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

//! A PUT that brings another file and no password brings one without a password.
void dropOldPassword(WriteContext &context)
{
    auto &properties = context.resource.properties;
    if (!context.existing)
        return;
    const auto &old = context.existing->properties;
    const bool otherFile = stringMember(properties, "data") != stringMember(old, "data");
    if (otherFile && stringMember(properties, "password") == stringMember(old, "password") && !read(properties))
        properties.erase("password");
}

void show(json::object &properties, const resource::Resource &resource, const Environment &environment, const ShowOptions &)
{
    showKeyVault(properties, resource.id, environment);
}

//! The server says what the certificate is; of one in a key vault when it is shown.
std::optional<ArmError> prepare(WriteContext &context)
{
    auto &properties = context.resource.properties;
    dropOldPassword(context);
    for (const auto *shown : {"subject", "thumbprint", "expirationDate"})
        properties.erase(shown);
    if (auto error = prepareKeyVault(properties))
        return error;
    if (properties.contains("keyVault")) {
        properties.erase("data");
        properties.erase("password");
        return std::nullopt;
    }
    if (stringMember(properties, "data").empty()) {
        return validationError("data", "The property is required and has no value.");
    }
    const auto file = read(properties);
    if (!file)
        return validationError("data", "The certificate can't be read: data must be a Base64-encoded .pfx file that opens with the password.");
    const auto *certificate = file->certificate.get();
    properties["subject"] = crypto::distinguishedName(X509_get_subject_name(certificate));
    properties["thumbprint"] = thumbprintOf(certificate);
    if (const auto end = crypto::notAfter(certificate))
        properties["expirationDate"] = toIso(*end).substr(0, 19) + "Z"; // whole seconds
    return std::nullopt;
}

} // namespace

const KindRules certificateRules{"certificates", prepare, nullptr, nullptr, show, nullptr};

} // namespace gatehouse::management
