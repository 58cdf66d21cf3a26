// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/policy/signals.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::gateway {

//! What emit-metric counts, of all workers: one series a namespace, name and set of dimensions. Bounded: samples of further series are
//! counted as lost.
class Metrics
{
public:
    // Any thread.
    void add(policy::MetricSample sample);
    MetricsState state() const;

private:
    static constexpr std::size_t maxSeries = 10'000;
    static constexpr std::size_t maxText = 1024; //!< of one name or value

    mutable std::mutex m_mutex;
    std::map<std::string, MetricState> m_series; //!< by all parts of the key
    std::uint64_t m_lost = 0;
};

} // namespace gatehouse::gateway
