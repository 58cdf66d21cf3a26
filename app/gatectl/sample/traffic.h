// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/sample/fleet.h"
#include "core/base/secret_string.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <stop_token>
#include <string>

namespace gatehouse::gatectl::sample {

struct TrafficOptions
{
    std::string gatewayUrl;
    std::map<std::string, SecretString> keys; //!< by subscription
    double rate = 20; //!< calls a second, on average
    std::chrono::seconds duration{600};
    std::uint64_t maxRequests = 100'000;
    std::size_t concurrency = 64; //!< calls under way; more wait for their turn
    std::uint64_t seed = 1;
};

//! One call to make.
struct PlannedCall
{
    std::string method, target; //!< path and query on the gateway
    std::map<std::string, std::string> headers;
    std::string body;
    std::string subscription; //!< whose key; "" : none
    bool wrongKey = false;
};

//! What comes next, by a seed alone: the same seed gives the same calls.
class CallPlanner
{
public:
    CallPlanner(const Fleet &fleet, std::uint64_t seed);
    PlannedCall next();
    //! The call of the burst that trips a limit.
    PlannedCall burst();
    //! Time to the next call at that rate: exponential.
    std::chrono::microseconds gap(double rate);

private:
    PlannedCall call(const ApiPlan &api, const OperationPlan &operation, const std::string &subscription);
    std::string pathOf(const ApiPlan &api, const OperationPlan &operation);
    bool chance(double probability);

    const Fleet &m_fleet;
    std::mt19937_64 m_random;
};

struct TrafficReport
{
    std::uint64_t sent = 0;
    std::map<int, std::uint64_t> byStatus; //!< 0: no answer
    std::uint64_t peakConcurrency = 0;
};

//! Calls through the gateway until the duration, the number of requests or the stop token ends it; waits for the last
//! answers. Blocks.
TrafficReport runTraffic(const Fleet &fleet, const TrafficOptions &options,
                         const std::function<void(const TrafficReport&)> &progress, std::stop_token stop);

} // namespace gatehouse::gatectl::sample
