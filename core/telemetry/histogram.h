// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::telemetry {

//! Log-linear latency histogram in microseconds with a relative error of at most 1 % (64 sub-buckets an octave,
//! mid-point answer); values from 0 to 2^36 µs (19 h), larger ones count as the largest. Merging is adding, so
//! percentiles of any union are exact to the same error: never average percentiles. Negative values count as 0. Not
//! thread-safe.
class Histogram
{
public:
    void record(std::int64_t micros, std::uint64_t count = 1);
    void merge(const Histogram &other);
    void clear();

    std::uint64_t count() const { return m_count; }
    std::int64_t sum() const { return m_sum; }
    std::int64_t max() const { return m_max; }
    //! `quantile` in 0..1; 0 when empty.
    std::int64_t quantile(double quantile) const;

    //! Compact bytes (variable-length runs), the form kept in SQLite.
    std::string encode() const;
    //! Fails with Corrupt "histogram.corrupt". At most 64 KiB.
    static Result<Histogram> decode(std::string_view bytes);

    bool operator==(const Histogram &) const = default;

private:
    std::vector<std::uint64_t> m_buckets; //!< grows to the highest one used; a busy day passes 2^32 in one
    std::uint64_t m_count = 0;
    std::int64_t m_sum = 0;
    std::int64_t m_max = 0;
};

} // namespace gatehouse::telemetry
