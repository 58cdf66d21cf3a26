// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/remote/network.h"
#include "core/resource/change_set.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::remote {

class ArmClient;

//! A set of staged changes that the local gateway runs beside what is published, for requests that carry the token.
struct Trial
{
    std::string id;
    SecretString token; //!< goes into TrialClient::requestField; list() does not show it
    UtcTime createdAt{};
    UtcTime expiresAt{};
    std::uint64_t basedOn = 0; //!< revision of the configuration that the changes lie on; later writes do not reach the trial
    std::vector<std::string> changes; //!< service-relative ids
};

//! What is to be said about one of the changes, or about what is compiled from all of them.
struct TrialFinding
{
    std::string severity; //!< "error", "warning", "information"
    std::string resource; //!< service-relative id of the change: "apis/orders/policies/policy"
    std::string element; //!< of a policy: "set-header"; else the property: "displayName"
    int line = 0, column = 0; //!< in a policy's text, from 1; 0: not said
    std::string code;
    std::string message; //!< Azure's words: "Error in element 'set-header' on line 3, column 7: ..."

    bool operator==(const TrialFinding &) const = default;
};

struct TrialAnswer
{
    std::optional<Trial> trial; //!< nothing: the changes were refused, nothing runs, and `findings` says why
    std::vector<TrialFinding> findings; //!< of a trial that runs: warnings and what its policies can't do here
};

//! Trials of one local gateway ("try it"). Blocking calls like ArmClient's; the client outlives it. Nothing is published by any of them. Backends are
//! really called by requests of a trial.
//!
//! Failures beside ArmClient's: Unsupported "trial.unsupported" (a service without Gatehouse.Local, as Azure's, or an older gateway), Forbidden
//! "trial.forbidden", TooMany "trial.full" (as many run as may), Invalid "trial.action" (args: id, action): a POST action can't be tried.
class TrialClient
{
public:
    static constexpr std::string_view requestField = "Gatehouse-Trial"; //!< carries the token
    static constexpr std::string_view answerField = "Gatehouse-Trial"; //!< of an answer that the trial gave: its id
    static constexpr std::string_view errorField = "Gatehouse-Trial-Error"; //!< "gone"
    static constexpr std::chrono::minutes ordinaryLifetime{10};
    static constexpr std::chrono::minutes longestLifetime{60};

    explicit TrialClient(const ArmClient &client) : m_client(client) { }

    //! Checks the changes as publishing them would, all of them, and runs them beside what is published.
    Result<TrialAnswer> create(const resource::ChangeSet &changes, std::chrono::seconds lifetime = ordinaryLifetime,
                               std::stop_token stop = {}) const;
    //! Ends it now; one that has ended by itself is no failure.
    Status end(const std::string &id, std::stop_token stop = {}) const;
    //! Those that run, oldest first.
    Result<std::vector<Trial>> list(std::stop_token stop = {}) const;

private:
    const ArmClient &m_client;
};

//! Whether the trial answered a request that carried its token: its id, or why not. NotFound "trial.gone" (it ended, expired or the gateway was
//! restarted: create it again), Unavailable "trial.ignored" (args: status): whoever answered knows of no trials.
Result<std::string> trialIdOf(const HttpAnswer &answer);

//! Pure: reads the 201 of a creation. Corrupt "remote.badAnswer".
Result<TrialAnswer> trialAnswerFrom(const json::value &body);

} // namespace gatehouse::remote
