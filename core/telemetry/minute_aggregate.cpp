// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/telemetry/minute_aggregate.h"

#include <chrono>
#include <utility>

namespace gatehouse::telemetry {

namespace {

//! From the end of inbound, so that connecting counts as the backend's; -1: none was reached, or it never ended.
std::int64_t backendMicros(const Phases &phases)
{
    if (phases.backendConnected < 0 || phases.backendDone < 0)
        return -1;
    return phases.backendDone - (phases.inboundDone >= 0 ? phases.inboundDone : phases.backendConnected);
}

} // namespace

void SeriesValue::add(const ExchangeRecord &record)
{
    ++requests;
    switch (record.status / 100) {
    case 2:
        ++status2xx;
        break;
    case 3:
        ++status3xx;
        break;
    case 4:
        ++status4xx;
        break;
    case 5:
        ++status5xx;
        break;
    default: // 101, or none was sent
        break;
    }
    if (record.outcome == Outcome::Aborted)
        ++aborted;
    bytesIn += record.bytesIn;
    bytesOut += record.bytesOut;
    if (record.phases.done >= 0)
        total.record(record.phases.done);
    if (const auto micros = backendMicros(record.phases); micros >= 0)
        backend.record(micros);
    if (!record.reason.empty())
        ++reasons[record.reason];
}

void SeriesValue::merge(const SeriesValue &other)
{
    total.merge(other.total);
    backend.merge(other.backend);
    requests += other.requests;
    status2xx += other.status2xx;
    status3xx += other.status3xx;
    status4xx += other.status4xx;
    status5xx += other.status5xx;
    aborted += other.aborted;
    bytesIn += other.bytesIn;
    bytesOut += other.bytesOut;
    for (const auto &[reason, count] : other.reasons)
        reasons[reason] += count;
}

bool MinuteAggregate::same(const KeyView &a, const KeyView &b)
{
    return a.minute == b.minute && a.operationId == b.operationId && a.apiId == b.apiId
        && a.subscriptionId == b.subscriptionId;
}

std::size_t MinuteAggregate::Hash::operator()(const KeyView &key) const noexcept
{
    const std::hash<std::string_view> hash;
    constexpr std::size_t odd = 0x9E3779B97F4A7C15ULL;
    auto seed = static_cast<std::size_t>(key.minute) * odd;
    for (const auto text : {key.apiId, key.operationId, key.subscriptionId})
        seed = (seed ^ hash(text)) * odd;
    return seed ^ (seed >> 32);
}

SeriesValue &MinuteAggregate::valueOf(const KeyView &key)
{
    if (m_last && same(key, viewOf(m_last->first)))
        return m_last->second;
    auto found = m_series.find(key);
    if (found == m_series.end()) {
        SeriesKey owned{key.minute, std::string{key.apiId}, std::string{key.operationId},
                        std::string{key.subscriptionId}};
        found = m_series.try_emplace(std::move(owned)).first;
    }
    m_last = &*found;
    return found->second;
}

void MinuteAggregate::add(const ExchangeRecord &record)
{
    const auto minute = std::chrono::floor<std::chrono::minutes>(record.time.time_since_epoch()).count();
    valueOf({minute, record.apiId, record.operationId, record.subscriptionId}).add(record);
}

MinuteAggregate::Series MinuteAggregate::take()
{
    m_last = nullptr;
    return std::exchange(m_series, {});
}

} // namespace gatehouse::telemetry
