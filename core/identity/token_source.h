// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret_string.h"
#include "core/identity/io.h"

#include <map>
#include <string>
#include <string_view>

namespace gatehouse::identity {

//! Where the gateway gets tokens for its own calls, in place of what Azure has: managed identities and the credential manager. Local
//! setup, never part of a configuration.
struct TokenSource
{
    enum Kind {
        ClientCredentials, //!< RFC 6749 section 4.4: POST with client id and secret
        Metadata, //!< Azure's instance metadata service or what speaks like it: GET with resource and client_id
    } kind = ClientCredentials;
    std::string url;
    std::string clientId;
    SecretString clientSecret;
    std::string scope; //!< of ClientCredentials; "" : the resource's "/.default"
};

//! By name: "managed-identity", "managed-identity/CLIENT-ID", "authorizations/PROVIDER/CONNECTION"; names compare without case and are lower here.
using TokenSources = std::map<std::string, TokenSource, std::less<>>;

//! {"managed-identity": {"kind": "metadata", "url": "..."}, "authorizations/p/c": {"kind": "client_credentials", "url": "...", "clientId": "...",
//! "clientSecret": "...", "scope": "..."}}. https, or http on loopback and to link-local metadata. A
//! member that is not one of these is refused. Fails with Invalid "identity.tokenSource" (args: name, reason), and with "identity.tokenSources"
//! (args: reason) when the text is no object.
Result<TokenSources> parseTokenSources(std::string_view text);

FetchRequest tokenRequest(const TokenSource &source, std::string_view resource, std::string_view clientId);

} // namespace gatehouse::identity
