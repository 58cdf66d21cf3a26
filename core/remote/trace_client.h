// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/remote/network.h"
#include "core/remote/trace.h"

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>

namespace gatehouse::remote {

class ArmClient;

//! Traces of one gateway by Azure's protocol: a credential for an API goes along with a request, the answer names its trace. Blocking calls like ArmClient's;
//! the client outlives it.
class TraceClient
{
public:
    static constexpr std::string_view requestField = "Apim-Debug-Authorization";
    static constexpr std::string_view answerField = "Apim-Trace-Id";

    //! `gateway`: "managed" is the service's own.
    explicit TraceClient(const ArmClient &client, std::string gateway = "managed") : m_client(client), m_gateway(std::move(gateway)) { }

    //! `api`: its name. Failures: ArmClient's; Forbidden "trace.forbidden", Unsupported "trace.unsupported" (no such action or gateway).
    Result<SecretString> credential(std::string_view api, std::chrono::seconds validFor, std::stop_token stop = {}) const;
    //! The answer of listTrace; waits up to `patience` for a trace that is not there yet. NotFound "trace.gone" (args: traceId).
    Result<json::value> fetchBody(const std::string &traceId, std::chrono::milliseconds patience, std::stop_token stop = {}) const;
    //! That, read by traceFrom().
    Result<Trace> fetch(const std::string &traceId, std::chrono::milliseconds patience, std::stop_token stop = {}) const;

private:
    std::string action(std::string_view name) const;

    const ArmClient &m_client;
    std::string m_gateway;
};

//! The trace that an answer names, or why it names none: "trace.expired", "trace.wrongApi" (args: reason), "trace.none" (args: status).
Result<std::string> traceIdOf(const HttpAnswer &answer);

//! Pure: reads the answer of listTrace. Entries of an unknown shape keep their JSON; Corrupt "remote.badAnswer" when there are no sections.
Result<Trace> traceFrom(const json::value &body);

} // namespace gatehouse::remote
