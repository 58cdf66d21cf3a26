// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/http/url.h"
#include "core/identity/dpop_keys.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::identity {

//! Why a request with a DPoP-bound token is refused (RFC 9449).
enum class DpopFault {
    ProofNotPresent,
    ProofRepeated, //!< more than one DPoP field
    ProofTooLarge,
    ProofMalformed,
    TypeInvalid,
    AlgorithmNotAllowed,
    KeyNotPresent,
    KeyPrivate,
    KeyInvalid, //!< malformed, weak, of an unknown kind, or not for that algorithm
    SignatureInvalid,
    ClaimNotFound,
    ClaimInvalid, //!< of another type, or too long
    MethodMismatch,
    UrlMismatch,
    ProofExpired,
    ProofNotYetValid,
    TokenHashMismatch,
    KeyMismatch, //!< the token is bound to another key
    TokenNotBound,
    BearerDowngrade, //!< a bound token under another scheme than DPoP
    SchemeRequired,
    NonceNotPresent,
    NonceInvalid,
    ProofReplayed,
    ReplayStoreFull,
    ReplayStoreUnavailable,
};
//! LastError.Reason: "DpopProofReplayed" ...
std::string_view nameOf(DpopFault fault);
//! For people and for error_description: no quote or backslash in it.
std::string_view wordsOf(DpopFault fault);
//! Of WWW-Authenticate: "invalid_dpop_proof", "invalid_token" or "use_dpop_nonce"; "" for what is not the client's fault.
std::string_view errorCodeOf(DpopFault fault);

struct DpopFailure
{
    DpopFault fault = DpopFault::ProofMalformed;
    std::string message; //!< wordsOf() and what was found; never a token or a whole proof
};
template<typename T>
using DpopResult = tl::expected<T, DpopFailure>;
//! With the words of the fault and, behind them, what was found.
tl::unexpected<DpopFailure> refusedDpop(DpopFault fault, std::string_view found = {});

//! Asymmetric ones, the most usual first.
const std::vector<std::string> &dpopAlgorithms();

struct DpopRules
{
    std::vector<std::string> algorithms = dpopAlgorithms();
    std::chrono::seconds maxAge{60};
    std::chrono::seconds clockSkew{30}; //!< of the client's clock, to either side
    bool judgesTime = true; //!< false: a nonce of the server's own says when the proof was made (RFC 9449 section 4.3), whatever the client's clock
};

struct DpopLimits
{
    std::size_t bytes = 8U << 10; //!< of a proof: one with an RSA key of 4096 bits has about 2 KiB
    std::size_t id = 256; //!< of jti
    std::size_t nonce = 256;
    int rsaBits = 4096; //!< each proof brings a key that the client chose: a longer one costs the gateway more than the client
};

//! What a proof has to be for.
struct DpopRequest
{
    std::string_view method;
    std::string_view target; //!< as targetOf() writes it
    std::string_view tokenDigest; //!< 32 raw bytes of SHA-256 of the token as it came
    std::string_view thumbprint; //!< cnf.jkt of the token
    UtcTime now{};
};

struct DpopProof
{
    std::string thumbprint; //!< of its key (RFC 7638)
    std::string id; //!< jti
    std::optional<std::string> nonce;
    UtcTime issued{};
};

//! All of RFC 9449 section 4.3 that one proof can show: form, type, algorithm, key, claims, method, URL, time, token and signature. Nonce and replay are
//! left to who knows them. Pure but for `keys`, which saves reading a key again; null: none is kept.
DpopResult<DpopProof> checkProof(std::string_view text, const DpopRequest &request, const DpopRules &rules, DpopKeys *keys = nullptr,
                                 const DpopLimits &limits = {});

//! Scheme, host, port and path in one spelling (RFC 3986 sections 6.2.2 and 6.2.3), without query and fragment (RFC 9449 section 4.3).
std::string targetOf(const http::Url &url);
//! The same of an htu; nothing when it is no absolute http or https URL.
std::optional<std::string> targetOfText(std::string_view htu);

//! Until when a proof could be taken again: so long its id is remembered.
UtcTime rememberedUntil(const DpopProof &proof, const DpopRules &rules);
//! Names a proof among all: 32 raw bytes.
std::string replayNameOf(const DpopProof &proof);

} // namespace gatehouse::identity
