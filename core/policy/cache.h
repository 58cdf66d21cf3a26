// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headers.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace gatehouse::policy {

//! A variable's value as the cache keeps it: text and what to read it as, so that any worker and any cache can hold it.
struct CachedValue
{
    enum class Kind { Null, Boolean, Integer, Number, Text, Scalar, Json } kind = Kind::Null;
    std::string text; //!< of Scalar: the engine's tag, integer and detail, as in "13 638000000000000000 1"
};

struct CachedResponse
{
    int status = 200;
    std::string reason;
    http::Headers headers;
    std::string body;
};

using CachedContent = std::variant<CachedValue, CachedResponse>;
using CachedPointer = std::shared_ptr<const CachedContent>;

//! Bytes that it takes, about.
std::size_t sizeOf(const CachedContent &content);

struct CacheHit
{
    CachedPointer content; //!< null: not there, or expired
    std::chrono::microseconds left{}; //!< until it expires
};

//! Largest entry: Azure's, of a cached response.
inline constexpr std::size_t maxCachedBytes = 2U << 20;

//! Entries by key until they expire, of all workers. Volatile: an entry may go at any time.
class Cache
{
public:
    virtual ~Cache() = default;
    virtual CacheHit find(std::string_view key) = 0;
    virtual void store(std::string_view key, CachedPointer content, std::chrono::microseconds duration) = 0;
    virtual void remove(std::string_view key) = 0;
};

} // namespace gatehouse::policy
