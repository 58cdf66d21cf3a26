// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace gatehouse::limit {

//! Arithmetic of APIM's rate limits, pure: times in, verdict out; shared by the data plane and the simulator.

struct Rule
{
    std::uint64_t calls = 0; //!< at most that many in a window
    std::int64_t periodMicros = 0; //!< renewal-period; at most 300 s for rate-limit
};

struct Verdict
{
    bool allowed = true;
    std::uint64_t remaining = 0; //!< calls left in the window after this one
    std::int64_t retryAfterMicros = 0; //!< when refused: until a call can pass
};

//! A sliding window: in no stretch of one period do more than `calls` pass. It remembers when calls passed, each by itself up to
//! 64 calls a period, which is exact; above that calls of the same 1/64 of a period share the time of the latest, so a call
//! may count up to 1/64 of a period too long and never too short. At most 66 entries (16 bytes each), none for an idle key.
class SlidingWindow
{
public:
    //! Counts `increment` calls at `now` when the rule allows it; a refused call is not counted. With increment 0 the verdict is
    //! that of one call and nothing is counted. A clock that steps back stands still.
    Verdict take(const Rule &rule, std::int64_t nowMicros, std::uint32_t increment = 1);
    //! The verdict without counting.
    Verdict peek(const Rule &rule, std::int64_t nowMicros, std::uint32_t increment = 1) const;

    //! Calls that count at `now`.
    std::uint64_t used(const Rule &rule, std::int64_t nowMicros) const;
    //! When the last of them stops counting; `now` when none does.
    std::int64_t emptyAt(const Rule &rule, std::int64_t nowMicros) const;

private:
    struct Entry
    {
        std::int64_t time;
        std::uint64_t calls;
    };
    std::size_t firstAlive(const Rule &rule, std::int64_t now) const;
    std::int64_t notBefore(std::int64_t now) const;
    std::vector<Entry> m_entries; //!< in time order
};

} // namespace gatehouse::limit
