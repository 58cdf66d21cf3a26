// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/metrics.h"

#include <algorithm>

namespace gatehouse::gateway {

void Metrics::add(policy::MetricSample sample)
{
    std::string key;
    const auto part = [&key](std::string &text) {
        if (text.size() > maxText)
            text.resize(maxText);
        key += std::to_string(text.size()) + ":" + text;
    };
    part(sample.space);
    part(sample.name);
    for (auto &[name, value] : sample.dimensions) {
        part(name);
        part(value);
    }
    const std::scoped_lock lock(m_mutex);
    const auto found = m_series.find(key);
    if (found == m_series.end()) {
        if (m_series.size() >= maxSeries) {
            ++m_lost;
            return;
        }
        m_series.emplace(std::move(key), MetricState{std::move(sample.space), std::move(sample.name), std::move(sample.dimensions), 1,
                                                     sample.value, sample.value, sample.value});
        return;
    }
    auto &series = found->second;
    ++series.count;
    series.sum += sample.value;
    series.minimum = std::min(series.minimum, sample.value);
    series.maximum = std::max(series.maximum, sample.value);
}

MetricsState Metrics::state() const
{
    const std::scoped_lock lock(m_mutex);
    MetricsState state;
    for (const auto &[key, series] : m_series)
        state.series.push_back(series);
    state.lost = m_lost;
    return state;
}

} // namespace gatehouse::gateway
