// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/dpop.h"

#include <array>

namespace gatehouse::identity {

namespace {

struct Row
{
    DpopFault fault;
    std::string_view name;
    std::string_view code;
    std::string_view words;
};

constexpr std::string_view badProof = "invalid_dpop_proof", badToken = "invalid_token", needsNonce = "use_dpop_nonce";

constexpr std::array rows{
    Row{DpopFault::ProofNotPresent, "DpopProofNotPresent", badProof, "The request has no DPoP proof."},
    Row{DpopFault::ProofRepeated, "DpopProofRepeated", badProof, "The request has more than one DPoP field."},
    Row{DpopFault::ProofTooLarge, "DpopProofTooLarge", badProof, "The DPoP proof is too large."},
    Row{DpopFault::ProofMalformed, "DpopProofMalformed", badProof, "The DPoP proof is not a well-formed JWT."},
    Row{DpopFault::TypeInvalid, "DpopTypeInvalid", badProof, "The typ of the DPoP proof is not dpop+jwt."},
    Row{DpopFault::AlgorithmNotAllowed, "DpopAlgorithmNotAllowed", badProof, "The alg of the DPoP proof is not one that is accepted."},
    Row{DpopFault::KeyNotPresent, "DpopKeyNotPresent", badProof, "The DPoP proof has no jwk."},
    Row{DpopFault::KeyPrivate, "DpopKeyPrivate", badProof, "The jwk of the DPoP proof is not a public key."},
    Row{DpopFault::KeyInvalid, "DpopKeyInvalid", badProof, "The jwk of the DPoP proof is not usable."},
    Row{DpopFault::SignatureInvalid, "DpopSignatureInvalid", badProof, "The signature of the DPoP proof is not by its jwk."},
    Row{DpopFault::ClaimNotFound, "DpopClaimNotFound", badProof, "The DPoP proof lacks a claim."},
    Row{DpopFault::ClaimInvalid, "DpopClaimInvalid", badProof, "A claim of the DPoP proof is not valid."},
    Row{DpopFault::MethodMismatch, "DpopMethodMismatch", badProof, "The htm of the DPoP proof is not the method of the request."},
    Row{DpopFault::UrlMismatch, "DpopUrlMismatch", badProof, "The htu of the DPoP proof is not the URL of the request."},
    Row{DpopFault::ProofExpired, "DpopProofExpired", badProof, "The DPoP proof is too old."},
    Row{DpopFault::ProofNotYetValid, "DpopProofNotYetValid", badProof, "The iat of the DPoP proof lies in the future."},
    Row{DpopFault::TokenHashMismatch, "DpopTokenHashMismatch", badProof, "The ath of the DPoP proof is not the hash of the access token."},
    Row{DpopFault::KeyMismatch, "DpopKeyMismatch", badToken, "The access token is bound to another key than that of the DPoP proof."},
    Row{DpopFault::TokenNotBound, "DpopTokenNotBound", badToken, "The access token is not bound to a DPoP key."},
    Row{DpopFault::BearerDowngrade, "DpopBearerDowngrade", badToken, "The access token is bound to a DPoP key and must come with the scheme DPoP."},
    Row{DpopFault::SchemeRequired, "DpopSchemeRequired", badToken, "The access token must come with the scheme DPoP."},
    Row{DpopFault::NonceNotPresent, "DpopNonceNotPresent", needsNonce, "A nonce is required in the DPoP proof."},
    Row{DpopFault::NonceInvalid, "DpopNonceInvalid", needsNonce, "The nonce of the DPoP proof is not in force."},
    Row{DpopFault::ProofReplayed, "DpopProofReplayed", badProof, "The DPoP proof was used before."},
    Row{DpopFault::ReplayStoreFull, "DpopReplayStoreFull", {}, "No more DPoP proofs can be told apart at present."},
    Row{DpopFault::ReplayStoreUnavailable, "DpopReplayStoreUnavailable", {}, "Whether the DPoP proof was used before can not be found out at present."},
};

const Row &rowOf(DpopFault fault)
{
    for (const auto &row : rows)
        if (row.fault == fault)
            return row;
    return rows.front();
}

} // namespace

std::string_view nameOf(DpopFault fault)
{
    return rowOf(fault).name;
}

std::string_view wordsOf(DpopFault fault)
{
    return rowOf(fault).words;
}

std::string_view errorCodeOf(DpopFault fault)
{
    return rowOf(fault).code;
}

} // namespace gatehouse::identity
