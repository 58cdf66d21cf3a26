// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "core/gateway/debug_token.h"

#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::gateway {

//! Who may have requests traced, and the traces themselves: in memory, bounded by number, bytes and age. Thread-safe.
class Traces
{
public:
    static constexpr std::size_t maxTraces = 500;
    static constexpr std::size_t maxBytes = 64U << 20;
    static constexpr std::chrono::hours maxAge{1};

    Traces(const Clock &clock, Random &random);

    //! A credential for requests to the API; `apiId` without ";rev=n".
    std::string issueToken(std::string_view apiId, std::chrono::seconds validFor);
    std::optional<DebugToken> readToken(std::string_view text) const;
    //! No token that was given out so far holds any more.
    void invalidateTokens();

    //! Keeps a trace ({"inbound": [...], ...} as text); again with the same id: in its place.
    void keep(const std::string &id, std::string entries);
    std::optional<std::string> find(const std::string &id);

private:
    struct Trace
    {
        std::string entries;
        SteadyTime kept;
    };
    static SecretString newKey(Random &random);
    void makeRoom();
    void forget(const std::string &id);

    const Clock &m_clock;
    Random &m_random;
    mutable std::mutex m_mutex;
    SecretString m_key;
    std::unordered_map<std::string, Trace> m_traces;
    std::deque<std::string> m_order; //!< oldest first
    std::size_t m_bytes = 0;
};

} // namespace gatehouse::gateway
