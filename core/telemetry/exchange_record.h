// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::telemetry {

//! How an exchange ended; exactly one record is made of each, whatever the end.
enum class Outcome {
    Answered, //!< a backend, mock or policy response was delivered in full
    Refused, //!< the gateway said no: key, limit, header check, no route
    Failed, //!< the gateway or the backend could not answer (5xx of ours)
    Aborted, //!< the client went away
    TimedOut,
};

//! Who has to act on a failure.
enum class FailureOwner { None, Client, Gateway, Backend };

//! Microseconds since the request's first byte; -1: the phase was not reached.
struct Phases
{
    std::int64_t headRead = -1;
    std::int64_t inboundDone = -1;
    std::int64_t backendConnected = -1;
    std::int64_t backendFirstByte = -1;
    std::int64_t backendDone = -1;
    std::int64_t firstByteSent = -1;
    std::int64_t done = -1;

    bool operator==(const Phases &) const = default;
};

//! What happened to one request. Never holds a key, a token, a query string or a body.
struct ExchangeRecord
{
    std::uint64_t sequence = 0; //!< set by the sink: the cursor of the live tail
    UtcTime time{};
    std::string requestId; //!< uuid
    std::string apiId; //!< "orders"; "" when no API matched
    std::string operationId;
    std::string productId;
    std::string subscriptionId;
    std::string method;
    std::string host;
    std::string path; //!< without the query
    std::string clientAddress;
    std::string backendHost; //!< "127.0.0.1:9001"; "" when none was called
    int status = 0;
    int backendStatus = 0;
    Outcome outcome = Outcome::Answered;
    FailureOwner owner = FailureOwner::None;
    std::string reason; //!< LastError.Reason or our code: "SubscriptionKeyNotFound", "RateLimitExceeded",
                        //!< "BackendConnectionFailure"; "" when all went well
    std::string source; //!< LastError.Source: "rate-limit", "authorization", ...
    std::uint64_t bytesIn = 0;
    std::uint64_t bytesOut = 0;
    Phases phases;
    std::string traceId;
    bool isTrial = false; //!< ran against staged text, beside what is published
};

std::string_view nameOf(Outcome outcome); //!< "answered", "refused", "failed", "aborted", "timedOut"
std::string_view nameOf(FailureOwner owner); //!< "none", "client", "gateway", "backend"

} // namespace gatehouse::telemetry
