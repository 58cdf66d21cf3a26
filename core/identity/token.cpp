// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/token.h"

#include "core/crypto/strict_json.h"

namespace gatehouse::identity {

namespace {

constexpr JsonLimits claimLimits{64U << 10, 32};

} // namespace

std::string_view reasonOf(TokenFault fault)
{
    switch (fault) {
    case TokenFault::NotPresent: return "TokenNotPresent";
    case TokenFault::Invalid: return "JwtInvalid";
    case TokenFault::SignatureInvalid: return "TokenSignatureInvalid";
    case TokenFault::KeyNotFound: return "TokenSignatureKeyNotFound";
    case TokenFault::AudienceNotAllowed: return "TokenAudienceNotAllowed";
    case TokenFault::IssuerNotAllowed: return "TokenIssuerNotAllowed";
    case TokenFault::Expired: return "TokenExpired";
    case TokenFault::ClaimNotFound: return "TokenClaimNotFound";
    case TokenFault::ClaimValueNotAllowed: return "TokenClaimValueNotAllowed";
    case TokenFault::CertificateNotPresent: return "TokenCertificateNotPresent";
    case TokenFault::CertificateMismatch: return "TokenCertificateMismatch";
    case TokenFault::NotBoundToCertificate: return "TokenNotBoundToCertificate";
    }
    return {};
}

TokenResult<json::object> claimsOf(const crypto::Jws &jws)
{
    auto claims = crypto::parseStrictObject(jws.payload, claimLimits);
    if (!claims)
        return tl::unexpected(TokenFailure{TokenFault::Invalid, "IDX12723: Unable to decode the payload as a JSON object (" + claims.error().code + ")."});
    return std::move(*claims);
}

TokenResult<crypto::Jws> readToken(std::string_view compact)
{
    auto jws = crypto::Jws::parse(compact);
    if (jws)
        return std::move(*jws);
    const auto &error = jws.error();
    if (error.code == "jws.critical")
        return tl::unexpected(TokenFailure{TokenFault::Invalid, "The token demands an extension ('crit') that is not supported."});
    if (error.code == "jws.tooLarge")
        return tl::unexpected(TokenFailure{TokenFault::Invalid, "IDX10209: Token is larger than " + std::string(error.arg("limit")) + " bytes."});
    if (error.arg("part") == "form")
        return tl::unexpected(
            TokenFailure{TokenFault::Invalid, "IDX12741: JWT must have three segments (JWS) or five segments (JWE)."});
    return tl::unexpected(TokenFailure{TokenFault::Invalid, "IDX12729: Unable to decode the " + std::string(error.arg("part")) + " of the token."});
}

} // namespace gatehouse::identity
