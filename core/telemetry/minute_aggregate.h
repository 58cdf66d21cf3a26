// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/exchange_record.h"
#include "core/telemetry/histogram.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

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

//! Lossless per-worker sums: the worker adds, a collector takes them away every second. Not thread-safe: the worker's
//! loop owns it. Adding to a series that exists copies no string.
class MinuteAggregate
{
    //! A key as it stands in a record.
    struct KeyView
    {
        std::int64_t minute;
        std::string_view apiId, operationId, subscriptionId;
    };
    static KeyView viewOf(const SeriesKey &key) { return {key.minute, key.apiId, key.operationId, key.subscriptionId}; }
    static bool same(const KeyView &a, const KeyView &b);

    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(const KeyView &key) const noexcept;
        std::size_t operator()(const SeriesKey &key) const noexcept { return (*this)(viewOf(key)); }
    };
    struct Equal
    {
        using is_transparent = void;
        bool operator()(const SeriesKey &a, const SeriesKey &b) const { return a == b; }
        bool operator()(const KeyView &a, const SeriesKey &b) const { return same(a, viewOf(b)); }
        bool operator()(const SeriesKey &a, const KeyView &b) const { return same(viewOf(a), b); }
    };

public:
    using Series = std::unordered_map<SeriesKey, SeriesValue, Hash, Equal>;

    MinuteAggregate() = default;
    MinuteAggregate(const MinuteAggregate &) = delete;
    MinuteAggregate &operator=(const MinuteAggregate &) = delete;

    void add(const ExchangeRecord &record);
    //! The sums so far, without a look at each: the loop is not held up. The aggregate is empty afterwards.
    Series take();
    bool empty() const { return m_series.empty(); }

private:
    SeriesValue &valueOf(const KeyView &key);

    Series m_series;
    Series::value_type *m_last = nullptr; //!< the series added to last: often the next one too
};

} // namespace gatehouse::telemetry
