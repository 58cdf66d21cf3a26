// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/access.h"

#include "core/identity/proof_maker.h"

namespace gatehouse::remote {

namespace {

HttpCall with(HttpCall call, const Access &access, const std::string &proof)
{
    if (!access.token.empty())
        call.headers.emplace_back("Authorization", (access.key ? "DPoP " : "Bearer ") + access.token);
    if (!proof.empty())
        call.headers.emplace_back("DPoP", proof);
    return call;
}

Result<AccessAnswer> answered(Result<HttpAnswer> answer, std::string proof)
{
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    return AccessAnswer{std::move(*answer), std::move(proof)};
}

} // namespace

Result<AccessAnswer> sendWithAccess(Network &network, const HttpCall &call, const Access &access, const std::stop_token &stop)
{
    if (!access.key)
        return answered(network.send(with(call, access, {}), stop), {});
    const bool isReplayed = access.proofFlaw == replayedProof;
    SystemRandom random;
    identity::ProofWish wish{call.method, call.url, access.token, {}, {}, isReplayed ? std::string() : access.proofFlaw};
    const auto attempt = [&]() -> Result<AccessAnswer> {
        auto proof = identity::makeProof(wish, *access.key, SystemClock().utc(), random);
        if (!proof)
            return tl::unexpected(std::move(proof.error()));
        return answered(network.send(with(call, access, *proof), stop), *proof);
    };
    auto sent = attempt();
    if (sent && sent->answer.status == 401 && !sent->answer.header("DPoP-Nonce").empty() && access.proofFlaw != "wrong-nonce") {
        wish.nonce = std::string(sent->answer.header("DPoP-Nonce"));
        sent = attempt();
    }
    if (sent && isReplayed)
        return answered(network.send(with(call, access, sent->proof), stop), sent->proof);
    return sent;
}

} // namespace gatehouse::remote
