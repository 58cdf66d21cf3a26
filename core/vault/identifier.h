// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gatehouse::vault {

//! What a vault calls a secret or a certificate: 1 to 127 letters, digits and hyphens.
bool isObjectName(std::string_view text);
//! 32 hexadecimal digits.
bool isVersionName(std::string_view text);

//! "https://contoso.vault.azure.net/secrets/key" with a version or without.
struct SecretIdentifier
{
    std::string origin; //!< "https://contoso.vault.azure.net", lower case, with the port where it is none of the scheme's own
    std::string host; //!< lower case, without port; an IPv6 address without brackets
    std::string name;
    std::string version; //!< "" : the newest

    bool operator==(const SecretIdentifier &) const = default;
};

//! At most 2048 bytes. https, or http on loopback; no user, query or fragment. Certificates are named by the secret that goes with
//! them. Fails with Invalid "vault.identifier" (args: reason).
Result<SecretIdentifier> parseSecretIdentifier(std::string_view text);
//! An address of loopback, "localhost" or a name below it (RFC 6761).
bool isLoopbackHost(std::string_view host);

} // namespace gatehouse::vault
