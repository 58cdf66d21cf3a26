// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/identity/io.h"
#include "core/identity/waiters.h"

#include <openssl/x509.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace gatehouse::identity {

struct RevocationListOptions
{
    std::chrono::seconds refreshAfter{3600};
    std::chrono::seconds retryAfter{60}; //!< after a failure
    std::size_t bytes = 2U << 20; //!< of one list: about 50 000 entries
    std::size_t lists = 64;
};

//! May a list be fetched from there? http alone, as authorities publish them (what is fetched is signed), and nothing link-local: there the
//! machine's own metadata lives. Fails with Invalid "identity.url" (args: url, reason).
Status judgeListUrl(std::string_view url);

//! Certificate revocation lists (RFC 5280 section 5) by URL, for all workers and publishes: not verified, that is for who uses them. One fetch at a
//! time for each URL. Thread-safe.
class RevocationLists
{
public:
    using ListPointer = std::shared_ptr<const X509_CRL>;

    explicit RevocationLists(RevocationListOptions options = {}) : m_options(options) { }

    //! The newest that came, however old; null: none.
    ListPointer latest(const std::string &url);
    bool isFresh(const std::string &url, SteadyTime now);
    //! `done` follows on the worker when the fetch under way, or a new one, has ended well or not. Null when the last one failed a moment ago.
    std::shared_ptr<void> load(const std::string &url, SteadyTime now, const Io &io, std::function<void()> done);

private:
    struct Entry
    {
        ListPointer list;
        SteadyTime fetched{};
        SteadyTime retryAt{};
        SteadyTime started{};
        SteadyTime used{};
        bool underWay = false;
        Waiters waiters;
    };
    Entry &entryOf(const std::string &url, SteadyTime now);
    void fetch(const std::string &url, SteadyTime now, const Io &io);
    void end(const std::string &url, ListPointer list, SteadyTime began);

    RevocationListOptions m_options;
    std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;
};

} // namespace gatehouse::identity
