// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

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

//! Sliding window by two adjacent fixed windows with the earlier one weighted by its overlap: 24 bytes a key, an error below the calls of one window.
struct SlidingWindow
{
    std::int64_t windowStart = 0; //!< µs, a multiple of the period
    std::uint32_t current = 0;
    std::uint32_t previous = 0;

    //! Counts `increment` calls at `now` when the rule allows it; a refused call is not counted.
    Verdict take(const Rule &rule, std::int64_t nowMicros, std::uint32_t increment = 1);
    //! The verdict without counting.
    Verdict peek(const Rule &rule, std::int64_t nowMicros) const;
};

} // namespace gatehouse::limit
