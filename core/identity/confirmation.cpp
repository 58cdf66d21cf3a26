// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/confirmation.h"

#include "core/crypto/base64.h"

namespace gatehouse::identity {

namespace {

tl::unexpected<TokenFailure> notBoundWell(TokenFault fault, std::string message)
{
    return tl::unexpected(TokenFailure{fault, std::move(message)});
}

std::string certificateThumbprintOf(const X509 *certificate)
{
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    X509_digest(certificate, EVP_sha256(), reinterpret_cast<unsigned char *>(digest.data()), &size);
    digest.resize(size);
    return crypto::base64Url(digest);
}

} // namespace

TokenResult<Confirmation> confirmationOf(const json::object &claims)
{
    Confirmation confirmation;
    const auto *cnf = member(claims, "cnf");
    if (!cnf)
        return confirmation;
    const auto *object = cnf->if_object();
    if (!object)
        return notBoundWell(TokenFault::Invalid, "The claim 'cnf' of the token is no object.");
    for (const auto &[name, place] : {std::pair("jkt", &confirmation.keyThumbprint), std::pair("x5t#S256", &confirmation.certificateThumbprint)}) {
        const auto *value = member(*object, name);
        if (!value)
            continue;
        if (!value->is_string() || value->get_string().empty())
            return notBoundWell(TokenFault::Invalid, "The member '" + std::string(name) + "' of the claim 'cnf' of the token is no text.");
        *place = std::string(value->get_string());
    }
    return confirmation;
}

TokenResult<void> judgeCertificate(const Confirmation &confirmation, const X509 *certificate, bool required)
{
    if (!confirmation.certificateThumbprint) {
        if (!required)
            return {};
        return notBoundWell(TokenFault::NotBoundToCertificate, "The access token is not bound to a client certificate.");
    }
    if (!certificate)
        return notBoundWell(TokenFault::CertificateNotPresent, "The access token is bound to a client certificate, and the client showed none.");
    if (*confirmation.certificateThumbprint != certificateThumbprintOf(certificate))
        return notBoundWell(TokenFault::CertificateMismatch, "The access token is bound to another client certificate.");
    return {};
}

} // namespace gatehouse::identity
