// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/exchange_record.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::management {

//! What of the exchanges is wanted; "" : anything.
struct ExchangeFilter
{
    std::string api, operation, subscription;
    std::string status; //!< "4xx", "429"
    std::string outcome; //!< "refused"
    std::string text; //!< part of the path, host, request id, client address or reason, without case

    bool matches(const telemetry::ExchangeRecord &record) const;
};

//! The newest exchanges with their numbers from 1: the memory of the live tail. Thread-safe.
class ExchangeBuffer
{
public:
    using Record = std::shared_ptr<const telemetry::ExchangeRecord>;

    struct Slice
    {
        std::vector<Record> records; //!< oldest first
        std::uint64_t cursor = 0; //!< go on after this one; everything up to it was looked at
        std::uint64_t missed = 0; //!< how many after the wanted cursor are no longer kept
    };

    explicit ExchangeBuffer(std::size_t capacity = 10'000) : m_capacity(capacity) { }

    //! Numbers them, keeps them, then tells the listeners (on this thread).
    void add(std::vector<telemetry::ExchangeRecord> records);
    //! The first `limit` that match after the cursor.
    Slice after(std::uint64_t cursor, const ExchangeFilter &filter, std::size_t limit) const;
    //! The last `limit` that match.
    Slice newest(const ExchangeFilter &filter, std::size_t limit) const;
    std::uint64_t lastCursor() const;

    //! Called after each add() until it is removed; removal waits for a call under way.
    int listen(std::function<void()> added);
    void unlisten(int id);

private:
    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    std::deque<Record> m_records;
    std::uint64_t m_last = 0;
    std::mutex m_listenerMutex;
    std::vector<std::pair<int, std::function<void()>>> m_listeners;
    int m_nextListener = 1;
};

} // namespace gatehouse::management
