// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gatehouse::remote {

//! What a client that signs people in needs of an OpenID provider's discovery document (OpenID Connect Discovery 1.0, RFC 8414).
struct OpenIdMetadata
{
    std::string issuer;
    std::string keysUrl;
    std::string authorizationUrl;
    std::string tokenUrl;
    std::string deviceUrl; //!< "": no device code (RFC 8628)
    std::string revocationUrl; //!< "": nothing can be taken back (RFC 7009)
    bool namesIssuer = false; //!< its answers carry `iss` (RFC 9207)
    bool refusesS256 = false; //!< it lists the challenge methods of PKCE, and S256 is not among them
};

//! Where an issuer's document stands.
std::string discoveryUrlOf(std::string_view issuer);
//! Each URL in it is judged as identity::judgeKeysUrl() does: https or this machine, and nothing inside a network. Pure. Fails with Invalid
//! "identity.discovery" (args: reason), and "signIn.issuerDiffers" (args: issuer, found) when it speaks for another issuer than the one asked.
Result<OpenIdMetadata> parseOpenIdMetadata(std::string_view text, std::string_view issuer);

} // namespace gatehouse::remote
