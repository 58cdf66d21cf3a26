// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::remote {

//! What one step of a trace changed; texts as a person reads them, JSON for what is no text.
struct TraceChange
{
    std::string what; //!< "request.header", "response.status", "backend.url", "variable", ...
    std::string name; //!< of a field or a variable
    std::optional<std::string> before; //!< nothing: it was not there
    std::optional<std::string> after; //!< nothing: it is gone

    bool operator==(const TraceChange &) const = default;
};

//! One entry of listTrace. Azure's own gateway says source, time and message; where it stands, what it changed and what it cost come from Gatehouse's.
struct TraceStep
{
    std::string section; //!< "inbound", "backend", "outbound", "on-error"
    std::string policy; //!< "set-header"; the gateway's own: "api-inspector", "transfer-response", ...
    std::string scope; //!< "global", "product", "api", "operation"; "" : not said
    std::string resourceId; //!< the document, service-relative: "apis/orders/policies/policy"
    std::string path; //!< in the document: "choose[1]/when[1]/set-header[2]"
    int line = 0; //!< from 1; 0: not said
    int column = 0;
    std::chrono::microseconds start{}; //!< since the request came
    std::optional<std::chrono::microseconds> duration; //!< with what it waited for
    std::string message;
    std::vector<TraceChange> changes;
    bool isFailed = false;
    std::string reason; //!< of a failure: "SubscriptionKeyNotFound"
    std::string details; //!< the whole entry's data as JSON

    bool operator==(const TraceStep &) const = default;
};

struct Trace
{
    std::string id;
    std::string service;
    std::vector<TraceStep> steps; //!< by section, in the order in which they ran

    bool operator==(const Trace &) const = default;
};

} // namespace gatehouse::remote
