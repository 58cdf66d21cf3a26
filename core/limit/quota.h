// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace gatehouse::limit {

//! A quota: so many calls and so many bytes in each of a row of fixed periods, or for ever.
struct QuotaRule
{
    std::optional<std::uint64_t> calls;
    std::optional<std::uint64_t> bytes;
    std::int64_t periodMicros = 0; //!< 0: never renewed
    std::int64_t startMicros = 0; //!< UTC: where a period begins; others follow and precede it
};

struct QuotaVerdict
{
    enum Kind { Allowed, OutOfCalls, OutOfBandwidth } kind = Allowed;
    std::optional<std::int64_t> replenishMicros; //!< when refused: until the next period; nothing: never
    std::uint64_t calls = 0; //!< counted in this period, these among them
};

//! What was used in the present period. Pure: UTC times in, verdict out.
class FixedWindow
{
public:
    //! Counts `calls` when the rule allows one more; with 0 it judges and counts nothing.
    QuotaVerdict take(const QuotaRule &rule, std::int64_t nowMicros, std::uint64_t calls);
    //! Counts whatever the rule says: what is known after the response alone.
    void add(const QuotaRule &rule, std::int64_t nowMicros, std::uint64_t calls, std::uint64_t bytes);

    std::uint64_t calls(const QuotaRule &rule, std::int64_t nowMicros) const;
    std::uint64_t bytes(const QuotaRule &rule, std::int64_t nowMicros) const;
    //! Until the period ends; nothing: it never does.
    static std::optional<std::int64_t> left(const QuotaRule &rule, std::int64_t nowMicros);

    //! The sums with their period, to keep and to put back.
    struct Sums
    {
        std::int64_t period = 0;
        std::uint64_t calls = 0;
        std::uint64_t bytes = 0;
        bool operator==(const Sums &) const = default;
    };
    Sums sums() const { return {m_period, m_calls, m_bytes}; }
    void restore(const Sums &sums) { m_period = sums.period, m_calls = sums.calls, m_bytes = sums.bytes; }

private:
    static std::int64_t periodOf(const QuotaRule &rule, std::int64_t nowMicros);
    void enter(const QuotaRule &rule, std::int64_t nowMicros);

    std::int64_t m_period = 0; //!< number of the period that the sums are of
    std::uint64_t m_calls = 0;
    std::uint64_t m_bytes = 0;
};

} // namespace gatehouse::limit
