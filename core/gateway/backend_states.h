// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/backends.h"
#include "core/gateway/gateway.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::gateway {

//! Circuit breakers and the turns of pools, shared by all workers; one entry a backend that needs one. Survives a publish; a breaker whose
//! rule changed starts anew. Times are of the steady clock.
class BackendStates
{
public:
    // Any thread.
    bool isOpen(const Backend &backend, std::int64_t nowMicros) const;
    //! A call has ended. `tripMicros`: as the backend asked for, or 0.
    void record(const Backend &backend, std::int64_t nowMicros, bool failed, std::int64_t tripMicros);
    //! The member whose turn it is: of those that let calls through, the ones of the first priority in turn by weight. Null: none.
    const Backend *choose(const Backend &pool, const Backends &backends, std::int64_t nowMicros);
    //! Forgets what is not among these.
    void keep(const Backends &backends);
    //! Of those with a breaker that has seen a call.
    std::vector<BreakerState> states(std::int64_t nowMicros) const;

private:
    struct Entry
    {
        limit::BreakerRule rule;
        limit::Breaker breaker;
        std::map<std::string, std::int64_t, std::less<>> turns; //!< of a pool: credit by member
    };
    bool isOpenLocked(const Backend &backend, std::int64_t nowMicros) const;

    mutable std::mutex m_mutex;
    std::map<std::string, Entry, std::less<>> m_entries; //!< by lower-case id
};

} // namespace gatehouse::gateway
