// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"
#include "core/management/arm_errors.h"
#include "core/management/arm_route.h"
#include "core/management/environment.h"
#include "core/resource/configuration.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::management {

//! One change of a trial: a PUT with its body, or a DELETE.
struct TrialChange
{
    Route route;
    bool isDelete = false;
    std::string body;
};

//! What a call to begin a trial asks for, its changes in the order in which they would be published.
struct TrialCall
{
    std::vector<TrialChange> changes;
    std::chrono::seconds lifetime{};
};

//! Reads {"changes":[{"id", "properties", ...}], "expiresInSeconds"}; properties null: delete. All that is wrong with its form at once.
tl::expected<TrialCall, ArmError> readTrialCall(const json::object &body, const Environment &environment);

//! As Gatehouse.Local shows it.
struct TrialFinding
{
    Severity severity = Severity::Error;
    std::string resource;
    std::string element;
    Position position;
    std::string code;
    std::string message;
};
//! Of what the data plane says of a configuration.
TrialFinding trialFinding(const Diagnostic &finding);
json::array findingsJson(const std::vector<TrialFinding> &findings);

struct TrialPlan
{
    resource::Configuration candidate; //!< what would be published
    std::vector<TrialFinding> errors; //!< any: nothing may run
};

//! Checks each change as its own call would be checked, against what those before it leave behind, and goes on after one that is wrong. Pure.
TrialPlan planTrial(const std::vector<TrialChange> &changes, const resource::Configuration &before, const Environment &environment);
//! The answer to a plan with errors.
http::Response refusedTrial(const std::vector<TrialFinding> &errors);

} // namespace gatehouse::management
