// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/refusal_throttle.h"

#include <utility>

namespace gatehouse::management {

namespace {

std::string callerKey(const resource::ChangeRecord &record)
{
    const auto &who = record.principal;
    return who.subject.empty() ? "\n" + record.clientAddress : who.issuer + "\n" + who.subject;
}

std::int64_t minuteOf(UtcTime time)
{
    return std::chrono::duration_cast<std::chrono::minutes>(time.time_since_epoch()).count();
}

} // namespace

std::vector<resource::ChangeRecord> RefusalThrottle::take(resource::ChangeRecord record)
{
    const std::lock_guard lock(m_mutex);
    auto records = sumsBefore(record.time);
    auto key = callerKey(record);
    if (m_callers.size() >= mostCallers && !m_callers.contains(key))
        key.clear();
    auto &count = m_callers[key];
    if (count.recorded < eachCaller && m_recorded < allCallers) {
        ++count.recorded;
        ++m_recorded;
        records.push_back(std::move(record));
        return records;
    }
    if (count.more++ == 0)
        count.first = record.time;
    count.last = std::move(record);
    return records;
}

std::vector<resource::ChangeRecord> RefusalThrottle::due(UtcTime now)
{
    const std::lock_guard lock(m_mutex);
    return sumsBefore(now);
}

std::vector<resource::ChangeRecord> RefusalThrottle::rest()
{
    const std::lock_guard lock(m_mutex);
    return sums();
}

std::vector<resource::ChangeRecord> RefusalThrottle::sumsBefore(UtcTime now)
{
    const auto minute = minuteOf(now);
    if (minute == m_minute)
        return {};
    m_minute = minute;
    return sums();
}

std::vector<resource::ChangeRecord> RefusalThrottle::sums()
{
    std::vector<resource::ChangeRecord> records;
    for (auto &[key, count] : m_callers) {
        if (count.more == 0)
            continue;
        auto record = std::move(count.last);
        json::object body;
        if (record.after && record.after->is_object())
            body = std::move(record.after->get_object());
        body["repeated"] = count.more;
        body["from"] = toIso(count.first);
        body["to"] = toIso(record.time);
        record.after = std::move(body);
        records.push_back(std::move(record));
    }
    m_callers.clear();
    m_recorded = 0;
    return records;
}

} // namespace gatehouse::management
