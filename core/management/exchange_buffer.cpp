// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/exchange_buffer.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::management {

namespace {

bool matchesStatus(std::string_view wanted, int status)
{
    if (wanted.size() == 3 && equalsIgnoreCase(wanted.substr(1), "xx"))
        return status / 100 == wanted[0] - '0';
    return toInteger(wanted) == status;
}

bool same(std::string_view wanted, std::string_view value)
{
    return wanted.empty() || equalsIgnoreCase(wanted, value);
}

} // namespace

bool ExchangeFilter::matches(const telemetry::ExchangeRecord &record) const
{
    if (!same(api, record.apiId) || !same(operation, record.operationId) || !same(subscription, record.subscriptionId)
        || !same(outcome, nameOf(record.outcome)))
        return false;
    if (!status.empty() && !matchesStatus(status, record.status))
        return false;
    if (text.empty())
        return true;
    return std::ranges::any_of(std::initializer_list<const std::string *>{&record.path, &record.host, &record.requestId,
                                                                          &record.clientAddress, &record.reason,
                                                                          &record.operationId, &record.method},
                               [&](const std::string *field) { return containsIgnoreCase(*field, text); });
}

void ExchangeBuffer::add(std::vector<telemetry::ExchangeRecord> records)
{
    if (records.empty())
        return;
    {
        const std::lock_guard lock{m_mutex};
        for (auto &record : records) {
            record.sequence = ++m_last;
            m_records.push_back(std::make_shared<const telemetry::ExchangeRecord>(std::move(record)));
        }
        while (m_records.size() > m_capacity)
            m_records.pop_front();
    }
    const std::lock_guard lock{m_listenerMutex};
    for (const auto &[id, added] : m_listeners)
        added();
}

ExchangeBuffer::Slice ExchangeBuffer::after(std::uint64_t cursor, const ExchangeFilter &filter, std::size_t limit) const
{
    const std::lock_guard lock{m_mutex};
    Slice slice;
    // A cursor from before a restart means nothing here: all that is kept is new to its holder.
    slice.cursor = cursor <= m_last ? cursor : 0;
    const auto first = m_last - m_records.size() + 1;
    if (slice.cursor + 1 < first)
        slice.missed = first - slice.cursor - 1;
    for (auto at = std::max(slice.cursor + 1, first); at <= m_last && slice.records.size() < limit; ++at) {
        const auto &record = m_records[at - first];
        if (filter.matches(*record))
            slice.records.push_back(record);
        slice.cursor = at;
    }
    return slice;
}

ExchangeBuffer::Slice ExchangeBuffer::newest(const ExchangeFilter &filter, std::size_t limit) const
{
    const std::lock_guard lock{m_mutex};
    Slice slice;
    slice.cursor = m_last;
    for (auto it = m_records.rbegin(); it != m_records.rend() && slice.records.size() < limit; ++it) {
        if (filter.matches(**it))
            slice.records.push_back(*it);
    }
    std::ranges::reverse(slice.records);
    return slice;
}

std::uint64_t ExchangeBuffer::lastCursor() const
{
    const std::lock_guard lock{m_mutex};
    return m_last;
}

int ExchangeBuffer::listen(std::function<void()> added)
{
    const std::lock_guard lock{m_listenerMutex};
    m_listeners.emplace_back(m_nextListener, std::move(added));
    return m_nextListener++;
}

void ExchangeBuffer::unlisten(int id)
{
    const std::lock_guard lock{m_listenerMutex};
    std::erase_if(m_listeners, [id](const auto &one) { return one.first == id; });
}

} // namespace gatehouse::management
