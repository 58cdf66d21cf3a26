// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/traces.h"

namespace gatehouse::gateway {

Traces::Traces(const Clock &clock, Random &random) : m_clock(clock), m_random(random), m_key(newKey(random)) { }

SecretString Traces::newKey(Random &random)
{
    return SecretString(randomHex(random, 32));
}

std::string Traces::issueToken(std::string_view apiId, std::chrono::seconds validFor)
{
    const std::scoped_lock lock(m_mutex);
    return writeDebugToken({std::string(apiId), m_clock.utc() + validFor}, m_key);
}

std::optional<DebugToken> Traces::readToken(std::string_view text) const
{
    const std::scoped_lock lock(m_mutex);
    return readDebugToken(text, m_key);
}

void Traces::invalidateTokens()
{
    const std::scoped_lock lock(m_mutex);
    m_key = newKey(m_random);
}

void Traces::forget(const std::string &id)
{
    const auto found = m_traces.find(id);
    if (found == m_traces.end())
        return;
    m_bytes -= found->second.entries.size();
    m_traces.erase(found);
}

void Traces::makeRoom()
{
    const auto now = m_clock.steady();
    while (!m_order.empty()) {
        const auto oldest = m_traces.find(m_order.front());
        if (oldest != m_traces.end() && m_traces.size() <= maxTraces && m_bytes <= maxBytes && now - oldest->second.kept < maxAge)
            return;
        forget(m_order.front());
        m_order.pop_front();
    }
}

void Traces::keep(const std::string &id, std::string entries)
{
    const std::scoped_lock lock(m_mutex);
    const auto bytes = entries.size();
    const auto found = m_traces.find(id);
    if (found == m_traces.end()) {
        m_traces.emplace(id, Trace{std::move(entries), m_clock.steady()});
        m_order.push_back(id);
    } else {
        m_bytes -= found->second.entries.size();
        found->second.entries = std::move(entries);
    }
    m_bytes += bytes;
    makeRoom();
}

std::optional<std::string> Traces::find(const std::string &id)
{
    const std::scoped_lock lock(m_mutex);
    makeRoom();
    const auto found = m_traces.find(id);
    return found == m_traces.end() ? std::nullopt : std::optional(found->second.entries);
}

} // namespace gatehouse::gateway
