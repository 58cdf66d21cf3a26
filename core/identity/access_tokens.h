// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/secret_string.h"
#include "core/identity/io.h"
#include "core/identity/waiters.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace gatehouse::identity {

//! What a token endpoint answered (RFC 6749 section 5.1).
struct AccessToken
{
    SecretString token;
    json::object claims; //!< the answer's members beside the tokens
    std::chrono::seconds lifetime{0};
};

//! An answer of a token endpoint or of Azure's instance metadata service, which writes numbers as texts. Fails with Invalid
//! "identity.tokenAnswer" (args: reason).
Result<AccessToken> parseAccessToken(std::string_view text, UtcTime now);

//! Tokens that the gateway gets for its own calls, kept until a minute before they expire. One request at a time for each; who needs it waits
//! for that one. Thread-safe.
class AccessTokens
{
public:
    using TokenPointer = std::shared_ptr<const AccessToken>;

    TokenPointer current(const std::string &name, SteadyTime now);
    //! `done` follows on the worker when the request has ended, well or not. Null when the last one failed a moment ago.
    std::shared_ptr<void> load(const std::string &name, FetchRequest request, const Clock &clock, const Io &io, std::function<void()> done);
    std::string failure(const std::string &name) const;

private:
    static constexpr std::size_t maxEntries = 1024;
    struct Entry
    {
        TokenPointer token;
        SteadyTime until{};
        SteadyTime started{};
        SteadyTime retryAt{};
        bool underWay = false;
        std::string failure;
        Waiters waiters;
    };
    void end(const std::string &name, Result<AccessToken> token, SteadyTime now);

    mutable std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;
};

} // namespace gatehouse::identity
