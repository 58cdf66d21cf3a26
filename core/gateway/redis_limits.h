// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/log.h"
#include "core/base/secret_string.h"
#include "core/limit/quota.h"
#include "core/limit/window.h"
#include "core/net/redis_client.h"
#include "core/policy/services.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::gateway {

//! Rate limits and quotas that several gateways count together: one script a decision runs inside Redis with Redis' clock, so no call
//! passes that the limit does not allow (overshoot: none), at the price of one round trip. And what may come once for all of them. Belongs
//! to one worker.
class RedisLimits
{
public:
    //! `failOpen`: what can't be counted passes; else it fails with the error. `prefix` begins all keys.
    RedisLimits(std::unique_ptr<net::RedisClient> client, std::string prefix, bool failOpen, Logger &logger);
    ~RedisLimits();

    policy::OperationPointer take(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint32_t increment,
                                  std::function<void(Result<limit::Verdict>)> done);
    policy::OperationPointer takeQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls,
                                       std::function<void(Result<limit::QuotaVerdict>)> done);
    //! True: nobody had remembered the name, and it is now for as long. Names are digests.
    policy::OperationPointer remember(std::string_view name, std::chrono::milliseconds life, std::function<void(Result<bool>)> done);
    //! The secret that gateways have in common under that name: `own` when there was none.
    policy::OperationPointer agree(std::string_view name, const SecretString &own, std::function<void(Result<SecretString>)> done);
    //! Nobody waits for these two; while Redis can't be reached they are not counted.
    void add(std::string_view counter, std::string_view key, const limit::Rule &rule, std::uint64_t calls);
    void addToQuota(std::string_view counter, std::string_view key, const limit::QuotaRule &rule, std::uint64_t calls, std::uint64_t bytes);

private:
    class Script;
    class Mark;
    class Agreement;
    std::string keyOf(std::string_view kind, std::string_view counter, std::string_view key) const;
    void reached(bool works, const std::string &reason);

    std::unique_ptr<net::RedisClient> m_client;
    std::string m_prefix;
    bool m_failOpen;
    Logger &m_logger;
    bool m_works = true;
};

} // namespace gatehouse::gateway
