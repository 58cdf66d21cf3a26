// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/management/loop_fetcher.h"
#include "core/net/loop.h"
#include "core/resource/configuration.h"
#include "core/vault/key_vault_client.h"
#include "core/vault/value_cache.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::management {

//! Named values and certificates that lie in a key vault (properties.keyVault.secretIdentifier): their values are fetched when they are first
//! named, then by a timer (what failed sooner: after a minute, then after twice as long) and when asked for, kept sealed, and put into what is published. A value that was never had is put in nowhere, so what
//! needs it fails by name; a vault that is down leaves the last good one. Thread-safe.
class VaultReferences
{
public:
    struct Parts
    {
        const Clock &clock;
        Logger &logger;
        std::unique_ptr<vault::ValueCache> cache;
        identity::TokenSources sources;
        std::string caPem; //!< trusted beside the system's anchors: the gateway's own certificate
        std::chrono::seconds refreshEvery{std::chrono::hours{4}}; //!< as Azure does
        std::function<std::shared_ptr<const resource::Configuration>()> current;
        std::function<void()> changed; //!< publishes; called on a thread of its own
    };
    //! What ARM shows of one.
    struct Facts
    {
        vault::FetchStatus status; //!< code "" : not fetched yet
        bool known = false;
        std::string subject, thumbprint; //!< of a certificate
        std::optional<UtcTime> expires;
    };

    //! Fails as ValueCache::all() does.
    static Result<std::unique_ptr<VaultReferences>> create(Parts parts);
    ~VaultReferences();
    VaultReferences(const VaultReferences &) = delete;
    VaultReferences &operator=(const VaultReferences &) = delete;

    //! Begins to fetch; `own` without origins: the gateway serves no vault.
    void start(vault::OwnVault own);
    void stop();
    //! Trust anchors beside the system's, from now on.
    void setTrust(const std::string &caPem);

    //! Puts the values in.
    void complete(resource::Configuration &configuration) const;
    //! Fetches what is named in the configuration and was not asked for yet; waits for that, not for longer than `limit`.
    void fetchNew(std::chrono::milliseconds limit);
    //! Fetches one again and waits for it.
    void refresh(const resource::ResourceId &id, std::chrono::milliseconds limit);
    std::optional<Facts> facts(const resource::ResourceId &id) const;

private:
    struct Reference
    {
        std::string key; //!< the resource's id in lower case
        std::string text; //!< identifier as written
        std::string clientId;
    };
    struct Batch
    {
        std::size_t left = 0;
    };

    explicit VaultReferences(Parts parts) : m_parts(std::move(parts)) { }
    std::vector<Reference> references(const resource::Configuration &configuration) const;
    //! False: not all of them could be read.
    bool fetch(std::vector<Reference> wanted, std::chrono::milliseconds limit);
    bool isFresh(const Reference &reference) const;
    void take(const Reference &reference, Result<vault::SecretAnswer> answer);
    void forgetOthers(const std::vector<Reference> &named);
    void run();

    Parts m_parts;
    net::Loop m_loop;
    std::unique_ptr<LoopFetcher> m_fetcher;
    std::vector<std::unique_ptr<LoopFetcher>> m_formerFetchers; //!< with what is under way
    std::unique_ptr<vault::KeyVaultClient> m_client;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake; //!< a batch ended, or the thread has something to do
    std::map<std::string, vault::FetchedValue> m_values;
    bool m_publish = false, m_failed = false, m_stopping = false, m_started = false;
    std::thread m_thread;
};

} // namespace gatehouse::management
