// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/jwk.h"

#include <string>
#include <string_view>

namespace gatehouse::identity {

//! What an OpenID provider says of itself: its issuer and the keys that it signs with.
struct Provider
{
    std::string issuer;
    crypto::JwkSet keys;
    std::string digest; //!< of issuer and keys: another one, other outcomes
};

struct Discovery
{
    std::string issuer;
    std::string keysUrl;
};

//! May keys be asked for there? https, or http on loopback; no user info. Fails with Invalid "identity.url" (args: url, reason).
Status judgeProviderUrl(std::string_view url);
//! And, named by a document that came from `documentUrl`: on the same host, or under a public name on https's own port. So a document can't
//! point the gateway into the network it stands in; a name that resolves to an inner address still has to show a certificate for it.
Status judgeKeysUrl(std::string_view url, std::string_view documentUrl);

//! A discovery document (OpenID Connect Discovery 1.0 section 3), at most 256 KiB. Fails with Invalid "identity.discovery" (args: reason).
Result<Discovery> parseDiscovery(std::string_view text, std::string_view documentUrl);

std::string digestOf(std::string_view issuer, const crypto::JwkSet &keys);

} // namespace gatehouse::identity
