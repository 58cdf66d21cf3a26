// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/exchange_record.h"
#include "core/telemetry/histogram.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::telemetry {

//! What exchanges are counted by.
struct SeriesKey
{
    std::int64_t minute = 0; //!< minutes since 1970-01-01T00:00Z
    std::string apiId;
    std::string operationId;
    std::string subscriptionId;

    auto operator<=>(const SeriesKey &) const = default;
};

//! The sums of one series in one minute; merging is adding.
struct SeriesValue
{
    Histogram total; //!< µs, request's first byte to response's last
    Histogram backend; //!< µs, spent in the backend; only exchanges that reached one
    std::uint64_t requests = 0;
    std::uint64_t status2xx = 0, status3xx = 0, status4xx = 0, status5xx = 0;
    std::uint64_t aborted = 0;
    std::uint64_t bytesIn = 0, bytesOut = 0;
    std::map<std::string, std::uint64_t> reasons; //!< failures by reason, "SubscriptionKeyInvalid" -> 3

    void add(const ExchangeRecord &record);
    void merge(const SeriesValue &other);
    bool operator==(const SeriesValue &) const = default;
};

//! Lossless per-worker sums: the worker adds, a collector takes them away every second. Not thread-safe: the worker's loop owns it.
class MinuteAggregate
{
public:
    void add(const ExchangeRecord &record);
    //! The sums so far; the aggregate is empty afterwards.
    std::map<SeriesKey, SeriesValue> take();
    bool empty() const { return m_series.empty(); }

private:
    std::map<SeriesKey, SeriesValue> m_series;
};

} // namespace gatehouse::telemetry
