// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/crypto/jwk.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::identity {

//! One thing wrong with a proof, so that its refusal can be seen.
struct ProofFlaw
{
    std::string_view name; //!< "wrong-method"
    std::string_view words;
};
std::span<const ProofFlaw> proofFlaws();

struct ProofWish
{
    std::string method;
    std::string url; //!< of the request; query and fragment are left out of htu
    std::string token; //!< "": none, as at a token endpoint
    std::optional<std::string> nonce;
    std::string id; //!< jti; "": a fresh one. The same twice is a replay.
    std::string flaw; //!< of proofFlaws(); "": none
};

//! A client's proof of possession (RFC 9449 section 4.2). `key` is the client's, private, with an alg. Fails with Invalid "proof.wish" (args: reason),
//! and as crypto::sign() does.
Result<std::string> makeProof(const ProofWish &wish, const crypto::Jwk &key, UtcTime now, Random &random);

} // namespace gatehouse::identity
