// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/telemetry/key_use.h"
#include "core/telemetry/minute_aggregate.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

struct SeriesQuery
{
    UtcTime from{};
    UtcTime to{};
    std::int64_t stepMinutes = 1; //!< width of a bucket
    std::string apiId, operationId, subscriptionId; //!< "" : any
    enum Group { Total, ByApi, ByOperation, BySubscription } group = Total;
};

struct SeriesPoint
{
    std::int64_t minute = 0; //!< start of the bucket
    std::string group; //!< api id, "api/operation" or subscription id; "" for Total
    telemetry::SeriesValue value;
};

//! A time in which every use of a key was counted. Between two of them calls may have been lost: the gateway did not end in order.
struct Observation
{
    UtcTime start{};
    UtcTime until{}; //!< as far as was written: the one under way goes on
};

//! Minute histograms in SQLite (their own file, off the configuration's writer): minutes are kept 48 hours, then rolled
//! into hours that are kept 400 days; last use per key is kept for ever, calls per key and day 400 days. One thread writes; queries open a reader of
//! their own. Thread-safe.
class TelemetryStore
{
public:
    static Result<std::unique_ptr<TelemetryStore>> open(const std::string &path, const Clock &clock);
    virtual ~TelemetryStore() = default;

    virtual Status add(const std::map<telemetry::SeriesKey, telemetry::SeriesValue> &series,
                       const std::map<std::string, UtcTime> &lastUse, const telemetry::KeyCalls &keyCalls = {}) = 0;
    virtual Result<std::vector<SeriesPoint>> query(const SeriesQuery &query) const = 0;
    virtual Result<std::map<std::string, UtcTime>> lastUse() const = 0;
    //! From one day to another, both included.
    virtual Result<telemetry::KeyCalls> keyCalls(std::int64_t from, std::int64_t to) const = 0;
    //! Uses of keys are counted from now on: in one with the observation before when that ended in order.
    virtual Status beginObservation() = 0;
    //! All uses until then are stored. `ended`: no call can come any more.
    virtual Status observed(UtcTime until, bool ended) = 0;
    //! Oldest first.
    virtual Result<std::vector<Observation>> observations() const = 0;
    //! Rolls up and deletes what is past its retention; cheap when there is nothing to do.
    virtual Status compact() = 0;
};

} // namespace gatehouse::store
