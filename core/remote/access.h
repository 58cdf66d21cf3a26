// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/jwk.h"
#include "core/remote/network.h"

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace gatehouse::remote {

//! What a request to an API carries to be let in, beside keys.
struct Access
{
    std::string token; //!< "": none
    std::shared_ptr<const crypto::Jwk> key; //!< proves possession (RFC 9449), the token goes under the scheme DPoP; null: a bearer's
    std::string proofFlaw; //!< of identity::proofFlaws(), or `replayedProof`; "": none
};

//! Sends one proof twice; the second answer counts.
inline constexpr std::string_view replayedProof = "replayed";

struct AccessAnswer
{
    HttpAnswer answer;
    std::string proof; //!< that was sent with it; "": none
};

//! Blocks. A nonce that the server demands is answered, once (RFC 9449 section 9). Fails as identity::makeProof() and Network::send() do.
Result<AccessAnswer> sendWithAccess(Network &network, const HttpCall &call, const Access &access, const std::stop_token &stop);

} // namespace gatehouse::remote
