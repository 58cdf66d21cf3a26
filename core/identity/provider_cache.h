// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/identity/io.h"
#include "core/identity/provider.h"
#include "core/identity/waiters.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace gatehouse::identity {

struct ProviderCacheOptions
{
    std::chrono::seconds refreshAfter{3600}; //!< Azure's
    std::chrono::seconds usableFor{86'400}; //!< without a good answer; then the keys are forgotten
    std::chrono::seconds firstRetry{2}; //!< after a failure; doubled with each, up to
    std::chrono::seconds lastRetry{300};
    //! An unknown kid asks again: so many times at once, then once in that time. Who makes kids up costs the provider no more than that.
    int unknownKids = 5;
    std::chrono::seconds unknownKidEvery{10};
    std::size_t providers = 256;
};

//! Discovery documents with their keys, by the document's URL, for all workers and publishes. One fetch at a time for each; who needs it waits for
//! that one. A provider that is slow, down or lying changes nothing: the last good keys stay until they are too old. Thread-safe.
class ProviderCache
{
public:
    using ProviderPointer = std::shared_ptr<const Provider>;

    explicit ProviderCache(ProviderCacheOptions options = {}) : m_options(options) { }

    //! What is known, or null. Asks in the background when that is getting old.
    ProviderPointer current(const std::string &url, SteadyTime now, const Io &io);
    //! Asks for what is not known yet: `done` follows on the worker when the fetch under way, or a new one, has ended well or not. Null when the last
    //! one failed a moment ago.
    std::shared_ptr<void> load(const std::string &url, SteadyTime now, const Io &io, std::function<void()> done);
    //! The same because of a kid that `seen` does not have. Null when others were asked for too often; `done` comes at once when another
    //! fetch has brought something newer than `seen` meanwhile.
    std::shared_ptr<void> reload(const std::string &url, const ProviderPointer &seen, SteadyTime now, const Io &io, std::function<void()> done);
    //! Why the last fetch failed; "" when it did not.
    std::string failure(const std::string &url) const;

private:
    struct Entry
    {
        ProviderPointer provider;
        SteadyTime fetched{}; //!< when `provider` was last confirmed
        SteadyTime started{}; //!< of the fetch under way
        SteadyTime retryAt{};
        SteadyTime used{};
        double tokens = 0; //!< of unknown kids
        SteadyTime refilled{};
        int failures = 0;
        bool underWay = false;
        std::string failure;
        Waiters waiters;
    };
    Entry &entryOf(const std::string &url, SteadyTime now);
    bool isFresh(const Entry &entry, SteadyTime now) const { return entry.provider && now - entry.fetched < m_options.usableFor; }
    bool isUnderWay(const Entry &entry, SteadyTime now) const;
    void begin(const std::string &url, Entry &entry, SteadyTime now);
    void fetchDocument(const std::string &url, SteadyTime now, const Io &io);
    void fetchKeys(const std::string &url, Discovery discovery, SteadyTime now, const Io &io);
    void end(const std::string &url, Result<Provider> provider, SteadyTime began);

    ProviderCacheOptions m_options;
    mutable std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;
};

} // namespace gatehouse::identity
