// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

#include "core/base/text.h"
#include "core/crypto/base64.h"
#include "core/crypto/certificate_file.h"
#include "core/crypto/digest.h"
#include "core/crypto/distinguished_name.h"

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

//! The server says what the certificate is; that of a key vault can't be asked for here.
std::optional<ArmError> prepare(WriteContext &context)
{
    auto &properties = context.resource.properties;
    dropOldPassword(context);
    for (const auto *shown : {"subject", "thumbprint", "expirationDate"})
        properties.erase(shown);
    if (stringMember(properties, "data").empty()) {
        if (properties.contains("keyVault"))
            return std::nullopt;
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

const KindRules certificateRules{"certificates", prepare, nullptr, nullptr, nullptr, nullptr};

} // namespace gatehouse::management
