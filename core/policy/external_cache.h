// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/cache.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace gatehouse::policy {

class Operation;

//! A cache that other gateways share and that is asked over the network. One that can't be reached holds nothing and keeps nothing, as in
//! Azure. Called on the exchange's worker; completions run there, never inside the call that started them.
class ExternalCache
{
public:
    virtual ~ExternalCache() = default;
    virtual std::unique_ptr<Operation> find(std::string_view key, std::function<void(CacheHit)> done) = 0;
    virtual std::unique_ptr<Operation> store(std::string_view key, const CachedContent &content, std::chrono::microseconds duration,
                                             std::function<void()> done) = 0;
    virtual std::unique_ptr<Operation> remove(std::string_view key, std::function<void()> done) = 0;
    //! Remembers a name for as long: true when nobody had, or when the cache can't be reached. Null: it is not shared.
    virtual std::unique_ptr<Operation> remember(std::string_view name, std::chrono::milliseconds life, std::function<void(bool)> done) = 0;
};

} // namespace gatehouse::policy
