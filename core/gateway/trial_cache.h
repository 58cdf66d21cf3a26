// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/loop.h"
#include "core/policy/external_cache.h"
#include "core/policy/services.h"

#include <functional>
#include <string>

namespace gatehouse::gateway {

//! Stands in for the external cache of a trial: its entries are in the trial's own memory, where they meet nobody else's. References outlive it
//! and what waits for it.
class TrialCache final : public policy::ExternalCache
{
public:
    TrialCache(net::Loop::Impl &loop, policy::Cache &memory) : m_loop(loop), m_memory(memory) { }

    policy::OperationPointer find(std::string_view key, std::function<void(policy::CacheHit)> done) override;
    policy::OperationPointer store(std::string_view key, const policy::CachedContent &content, std::chrono::microseconds duration,
                                   std::function<void()> done) override;
    policy::OperationPointer remove(std::string_view key, std::function<void()> done) override;
    policy::OperationPointer remember(std::string_view, std::chrono::milliseconds, std::function<void(bool)>) override { return nullptr; }

private:
    policy::OperationPointer soon(std::function<void()> done);

    net::Loop::Impl &m_loop;
    policy::Cache &m_memory;
};

} // namespace gatehouse::gateway
