// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/provider_cache.h"

#include <algorithm>

namespace gatehouse::identity {

namespace {

//! A fetch is two requests with a timeout each; one that has not ended after that went with its worker.
constexpr std::chrono::seconds longestFetch{30};

Result<std::string> bodyOf(Result<FetchAnswer> answer)
{
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    // A redirect too: where it leads nobody has configured.
    if (answer->status != 200)
        return fail(ErrorKind::Unavailable, "identity.status", {{"status", std::to_string(answer->status)}});
    return std::move(answer->body);
}

} // namespace

ProviderCache::Entry &ProviderCache::entryOf(const std::string &url, SteadyTime now)
{
    const auto found = m_entries.find(url);
    if (found != m_entries.end()) {
        found->second.used = now;
        return found->second;
    }
    if (m_entries.size() >= m_options.providers) {
        const auto oldest = std::min_element(m_entries.begin(), m_entries.end(),
                                             [](const auto &a, const auto &b) { return a.second.used < b.second.used; });
        oldest->second.waiters.wake();
        m_entries.erase(oldest);
    }
    auto &entry = m_entries[url];
    entry.used = now;
    entry.tokens = m_options.unknownKids;
    entry.refilled = now;
    return entry;
}

bool ProviderCache::isUnderWay(const Entry &entry, SteadyTime now) const
{
    return entry.underWay && now - entry.started < longestFetch;
}

void ProviderCache::begin(const std::string &, Entry &entry, SteadyTime now)
{
    entry.underWay = true;
    entry.started = now;
}

ProviderCache::ProviderPointer ProviderCache::current(const std::string &url, SteadyTime now, const Io &io)
{
    ProviderPointer known;
    {
        const std::lock_guard lock(m_mutex);
        auto &entry = entryOf(url, now);
        if (!isFresh(entry, now))
            return nullptr;
        known = entry.provider;
        if (now - entry.fetched < m_options.refreshAfter || now < entry.retryAt || isUnderWay(entry, now))
            return known;
        begin(url, entry, now);
    }
    fetchDocument(url, now, io);
    return known;
}

std::shared_ptr<void> ProviderCache::load(const std::string &url, SteadyTime now, const Io &io, std::function<void()> done)
{
    std::shared_ptr<void> waiter;
    {
        const std::lock_guard lock(m_mutex);
        auto &entry = entryOf(url, now);
        const bool underWay = isUnderWay(entry, now);
        if (!underWay && now < entry.retryAt)
            return nullptr;
        waiter = entry.waiters.add(io, std::move(done));
        if (underWay)
            return waiter;
        begin(url, entry, now);
    }
    fetchDocument(url, now, io);
    return waiter;
}

std::shared_ptr<void> ProviderCache::reload(const std::string &url, const ProviderPointer &seen, SteadyTime now, const Io &io,
                                            std::function<void()> done)
{
    std::shared_ptr<void> waiter;
    {
        const std::lock_guard lock(m_mutex);
        auto &entry = entryOf(url, now);
        const bool underWay = isUnderWay(entry, now);
        const bool newer = entry.provider && entry.provider != seen;
        if (!underWay && !newer) {
            const std::chrono::duration<double> passed = now - entry.refilled;
            entry.tokens = std::min<double>(m_options.unknownKids, entry.tokens + passed / m_options.unknownKidEvery);
            entry.refilled = now;
            if (entry.tokens < 1 || now < entry.retryAt)
                return nullptr;
            entry.tokens -= 1;
        }
        waiter = entry.waiters.add(io, std::move(done));
        if (newer && !underWay)
            entry.waiters.wake();
        if (underWay || newer)
            return waiter;
        begin(url, entry, now);
    }
    fetchDocument(url, now, io);
    return waiter;
}

std::string ProviderCache::failure(const std::string &url) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(url);
    return found == m_entries.end() ? std::string() : found->second.failure;
}

void ProviderCache::fetchDocument(const std::string &url, SteadyTime now, const Io &io)
{
    if (auto judged = judgeProviderUrl(url); !judged) {
        end(url, tl::unexpected(std::move(judged.error())), now);
        return;
    }
    FetchRequest request;
    request.url = url;
    request.headers.add("Accept", "application/json");
    io.fetch(std::move(request), [this, url, now, io](Result<FetchAnswer> answer) {
        auto body = bodyOf(std::move(answer));
        if (!body) {
            end(url, tl::unexpected(std::move(body.error())), now);
            return;
        }
        auto discovery = parseDiscovery(*body, url);
        if (discovery)
            fetchKeys(url, std::move(*discovery), now, io);
        else
            end(url, tl::unexpected(std::move(discovery.error())), now);
    });
}

void ProviderCache::fetchKeys(const std::string &url, Discovery discovery, SteadyTime now, const Io &io)
{
    FetchRequest request;
    request.url = discovery.keysUrl;
    request.headers.add("Accept", "application/json");
    io.fetch(std::move(request), [this, url, now, issuer = std::move(discovery.issuer)](Result<FetchAnswer> answer) {
        auto body = bodyOf(std::move(answer));
        if (!body) {
            end(url, tl::unexpected(std::move(body.error())), now);
            return;
        }
        auto keys = crypto::parseJwkSet(*body);
        if (!keys) {
            end(url, tl::unexpected(std::move(keys.error())), now);
            return;
        }
        // What is published is no secret.
        std::erase_if(*keys, [](const crypto::Jwk &key) { return key.type == crypto::KeyType::Oct; });
        if (keys->empty()) {
            end(url, fail(ErrorKind::Invalid, "jwks.invalid", {{"reason", "no usable key"}}), now);
            return;
        }
        Provider provider{issuer, std::move(*keys), {}};
        provider.digest = digestOf(provider.issuer, provider.keys);
        end(url, std::move(provider), now);
    });
}

void ProviderCache::end(const std::string &url, Result<Provider> provider, SteadyTime began)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(url);
    if (found == m_entries.end())
        return; // displaced meanwhile
    auto &entry = found->second;
    entry.underWay = false;
    if (provider) {
        entry.fetched = began;
        entry.failures = 0;
        entry.retryAt = {};
        entry.failure.clear();
        // The same keys stay the same object: what was verified by them stays so.
        if (!entry.provider || entry.provider->digest != provider->digest)
            entry.provider = std::make_shared<const Provider>(std::move(*provider));
    } else {
        entry.failure = provider.error().debugText();
        const auto wait = m_options.firstRetry * (1 << std::min(entry.failures, 16));
        entry.retryAt = began + std::min<std::chrono::seconds>(wait, m_options.lastRetry);
        ++entry.failures;
    }
    entry.waiters.wake();
}

} // namespace gatehouse::identity
