// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/crypto/jws.h"

#include <memory>
#include <string>

namespace gatehouse::identity {

//! A JSON Web Token (RFC 7519) whose signature somebody has verified; immutable, shared by workers.
struct Token
{
    std::string text; //!< the signed form, also when it came encrypted
    json::object header;
    json::object claims;
};
using TokenPointer = std::shared_ptr<const Token>;

enum class TokenFault {
    NotPresent,
    Invalid,
    SignatureInvalid,
    KeyNotFound,
    AudienceNotAllowed,
    IssuerNotAllowed,
    Expired,
    ClaimNotFound,
    ClaimValueNotAllowed,
    // Of tokens that are bound to a certificate (RFC 8705).
    CertificateNotPresent,
    CertificateMismatch,
    NotBoundToCertificate,
};
//! Azure's LastError.Reason: "TokenExpired" ...
std::string_view reasonOf(TokenFault fault);

struct TokenFailure
{
    TokenFault fault = TokenFault::Invalid;
    std::string message; //!< Azure's LastError.Message; never a token
};
template<typename T>
using TokenResult = tl::expected<T, TokenFailure>;

//! The claims of a signed token: a JSON object without duplicate names.
TokenResult<json::object> claimsOf(const crypto::Jws &jws);
//! The same of bytes that are the payload of no verified JWS: for fuzzing and for tokens without a signature.
TokenResult<crypto::Jws> readToken(std::string_view compact);

} // namespace gatehouse::identity
