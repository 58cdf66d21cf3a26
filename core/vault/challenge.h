// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gatehouse::vault {

//! What a vault says that a token must be for.
struct Challenge
{
    std::string authorization; //!< where tokens come from, in the vault's words: nothing is sent there
    std::string resource; //!< "https://vault.azure.net"
    std::string tenant; //!< of `authorization`; "" : none

    bool operator==(const Challenge &) const = default;
};

//! A WWW-Authenticate header, at most 8 KiB: `Bearer authorization="...", resource="..."`, the words in any order, quoted or not, `scope` in place of
//! `resource` without its "/.default". Fails with Invalid "vault.challenge" (args: reason).
Result<Challenge> parseChallenge(std::string_view header);
//! Whether a token for the challenge's resource may go to that host: the resource is a domain above it. Fails with Forbidden
//! "vault.otherResource" (args: host, resource).
Status judgeChallenge(const Challenge &challenge, std::string_view host);

std::string challengeHeader(const Challenge &challenge);

} // namespace gatehouse::vault
