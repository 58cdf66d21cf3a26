// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/trial_cache.h"

#include "core/net/loop_impl.h"

#include <memory>

namespace gatehouse::gateway {

namespace {

//! Apart from entries of the internal cache.
std::string externalKey(std::string_view key)
{
    return "external " + std::string(key);
}

class Soon final : public policy::Operation
{
public:
    Soon(net::Loop::Impl &loop, std::function<void()> done) : m_done(std::make_shared<std::function<void()>>(std::move(done)))
    {
        loop.defer([weak = std::weak_ptr(m_done)] {
            if (const auto held = weak.lock(); held && *held)
                std::exchange(*held, nullptr)();
        });
    }
    ~Soon() override { cancel(); }
    void cancel() override { *m_done = nullptr; }

private:
    std::shared_ptr<std::function<void()>> m_done;
};

} // namespace

policy::OperationPointer TrialCache::soon(std::function<void()> done)
{
    return std::make_unique<Soon>(m_loop, std::move(done));
}

policy::OperationPointer TrialCache::find(std::string_view key, std::function<void(policy::CacheHit)> done)
{
    return soon([hit = m_memory.find(externalKey(key)), done = std::move(done)] { done(hit); });
}

policy::OperationPointer TrialCache::store(std::string_view key, const policy::CachedContent &content, std::chrono::microseconds duration,
                                           std::function<void()> done)
{
    m_memory.store(externalKey(key), std::make_shared<const policy::CachedContent>(content), duration);
    return soon(std::move(done));
}

policy::OperationPointer TrialCache::remove(std::string_view key, std::function<void()> done)
{
    m_memory.remove(externalKey(key));
    return soon(std::move(done));
}

} // namespace gatehouse::gateway
