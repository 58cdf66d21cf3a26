// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/http/message.h"
#include "core/identity/access_tokens.h"
#include "core/identity/token_source.h"
#include "core/vault/challenge.h"
#include "core/vault/identifier.h"
#include "core/vault/wire.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::vault {

//! One request, redirects not followed; `done` runs on the client's loop, later and once.
using Fetch = std::function<void(identity::FetchRequest, std::function<void(Result<http::Response>)> done)>;

//! The vault of the gateway itself, which it reaches without a token source.
struct OwnVault
{
    std::vector<std::string> origins; //!< as identifiers may name it
    std::string address; //!< where it is called
    SecretString token;
};

//! Reads secrets of Azure Key Vault and what speaks like it: asks without a token, follows the challenge when its resource is the vault's own
//! domain, gets a token for it by the source "managed-identity" (or "managed-identity/CLIENT-ID"), keeps both. Lives on one loop.
class KeyVaultClient
{
public:
    static constexpr std::string_view apiVersion = "7.4";

    //! `post` runs a task on the client's loop soon.
    KeyVaultClient(Fetch fetch, std::function<void(std::function<void()>)> post, identity::TokenSources sources, const Clock &clock);

    void setOwn(OwnVault own) { m_own = std::move(own); }
    //! `done` runs later, or never when this goes before. Fails with what parseChallenge() and judgeChallenge() say, Unavailable "vault.noTokenSource"
    //! (args: name), "vault.noToken" (args: reason), "vault.unreachable" (args: reason), Forbidden "vault.refused" or NotFound "vault.absent" (args:
    //! status, code), Unavailable "vault.busy" (args: status, code), Invalid "vault.answer" (args: reason).
    void read(const SecretIdentifier &identifier, const std::string &clientId, std::function<void(Result<SecretAnswer>)> done);

private:
    struct Attempt
    {
        SecretIdentifier identifier;
        std::string clientId;
        std::string tokenName; //!< "" : none yet
        std::function<void(Result<SecretAnswer>)> done;
        std::shared_ptr<void> waiter;
        bool challenged = false, loaded = false;
        bool isOwn = false;
    };
    void run(std::uint64_t serial);
    void send(std::uint64_t serial, std::string token);
    void answered(std::uint64_t serial, bool withToken, Result<http::Response> response);
    void finish(std::uint64_t serial, Result<SecretAnswer> answer);
    bool isOwn(const SecretIdentifier &identifier) const;

    Fetch m_fetch;
    identity::Io m_io;
    identity::TokenSources m_sources;
    const Clock &m_clock;
    OwnVault m_own;
    identity::AccessTokens m_tokens;
    std::map<std::string, Challenge> m_challenges; //!< by origin
    std::map<std::uint64_t, Attempt> m_attempts;
    std::uint64_t m_serial = 0;
};

} // namespace gatehouse::vault
