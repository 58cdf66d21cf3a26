// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/trial_client.h"
#include "ui/request/access_choice.h"
#include "ui/request/request_draft.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace gatehouse::remote {
class ArmClient;
}

namespace gatehouse::ui::request {

//! How a request is sent.
struct SendPlan
{
    RequestDraft draft;
    std::string tracedApi; //!< "" : without a trace
    SecretString debugKey; //!< empty: not under the debugger's eyes
    std::optional<resource::ChangeSet> changes; //!< run against them, unpublished
    std::optional<remote::Trial> trial; //!< one of the same changes that runs already
    AccessChoice access;
};

struct Sent
{
    Result<remote::HttpAnswer> answer;
    std::optional<Error> untraced; //!< no credential: the request was sent without
    std::optional<remote::Trial> trial; //!< that it was sent to
    std::vector<remote::TrialFinding> findings; //!< of that trial; of a refused one all that is wrong
    std::string token, proof; //!< that were sent; "": none
    bool isRefused = false; //!< the changes were: nothing was sent, `answer` is of no meaning
};

//! Blocking: for the background. Begins a trial where one is needed, again when the one that ran has ended.
Sent sendRequest(const remote::ArmClient &client, const SendPlan &plan, const std::stop_token &stop);

} // namespace gatehouse::ui::request
