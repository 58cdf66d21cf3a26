// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/dpop.h"
#include "core/policy/compiler.h"
#include "core/policy/presented_token.h"
#include "core/policy/program.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! What validate-dpop says, and by its defaults what dpop="..." of validate-jwt means.
struct DpopSettings
{
    bool isRequired = true; //!< else tokens that are bound to no key pass as bearer tokens
    std::vector<std::string> algorithms = identity::dpopAlgorithms();
    ValueSource maxAge = ValueSource(Variable(std::int64_t(60)));
    ValueSource clockSkew = ValueSource(Variable(std::int64_t(30)));
    std::optional<ValueSource> publicUrl; //!< absent: the request's own, by its Host and whether it came over TLS
    ValueSource requireNonce = ValueSource(Variable(false));
    ValueSource nonceLifetime = ValueSource(Variable(std::int64_t(300)));
    ValueSource replayProtection = ValueSource(Variable(true));
    std::string outputVariable;
    std::uint32_t countedSlot = 0; //!< which proof this run has counted already
};
//! By the defaults: `mode` is "required" or "accepted".
DpopSettings defaultDpopSettings(Compiler &compiler, std::string_view mode);
//! validate-dpop's attributes. Nothing, and reported, when one can't be used.
std::optional<DpopSettings> compileDpopSettings(Compiler &compiler, NodeId node);

//! How a refusal is answered.
struct RefusalAnswer
{
    int status = 401;
    std::optional<std::string> message; //!< absent: by the fault
};

//! A token whose signature and claims are good, as a proof has to be for it.
struct DpopToken
{
    TokenScheme scheme = TokenScheme::None;
    std::string digest; //!< 32 raw bytes of SHA-256 of its text as it came
    std::optional<std::string> thumbprint; //!< cnf.jkt
};

//! Scheme, proof, nonce and replay (RFC 9449). Next: it may go on.
class DpopCheck
{
public:
    explicit DpopCheck(DpopSettings settings);
    StepResult run(Run &run, const DpopToken &token, const RefusalAnswer &answer) const;
    //! WWW-Authenticate for a request that is refused. `error` "": it brought no token.
    std::string challenge(TokenScheme scheme, std::string_view error, std::string_view description) const;

private:
    identity::DpopResult<identity::DpopProof> proofOf(Run &run, const DpopToken &token, const identity::DpopRules &rules,
                                                      const std::string &target) const;
    bool requiresNonce(const Run &run) const;
    std::chrono::seconds nonceLifetime(const Run &run) const;
    identity::DpopResult<void> judgeNonce(Run &run, const identity::DpopProof &proof) const;
    StepResult remember(Run &run, const identity::DpopProof &proof, const identity::DpopRules &rules, TokenScheme scheme,
                        const RefusalAnswer &answer) const;
    identity::DpopRules rulesFor(const Run &run) const;
    StepResult refuse(const identity::DpopFailure &failure, TokenScheme scheme, const RefusalAnswer &answer) const;

    DpopSettings m_settings;
    std::string m_algorithms; //!< of the challenge
};

//! `Bearer error="invalid_token", ...`. Characters that an error_description can't hold are left out.
std::string bearerChallenge(std::string_view error, std::string_view description);

} // namespace gatehouse::policy
