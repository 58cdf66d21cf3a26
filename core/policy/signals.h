// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gatehouse::policy {

//! What policies tell whoever watches.

using Properties = std::vector<std::pair<std::string, std::string>>;

//! The trace policy's. Secrets that the gateway knows of have been blacked out.
struct TraceEntry
{
    enum class Severity { Verbose, Information, Error } severity = Severity::Verbose;
    std::string source;
    std::string message;
    Properties metadata;
    std::string requestId, apiId, operationId;
};

//! emit-metric's.
struct MetricSample
{
    std::string space; //!< namespace
    std::string name;
    double value = 1;
    Properties dimensions;
};

} // namespace gatehouse::policy
