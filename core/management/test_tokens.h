// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/http/message.h"
#include "core/identity/test_issuer.h"
#include "core/management/arm_request.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::management {

//! The local gateway's test issuer: Gatehouse.Local's testTokens, and the documents by which policies find its keys. Its keys are made when they
//! are first asked for and kept in the data directory, so that tokens outlive a restart. When the gateway or its management listens beyond
//! loopback it signs and shows nothing. Thread-safe.
class TestTokens
{
public:
    static constexpr std::string_view issuerPath = "/gatehouse/issuer"; //!< of its URL

    TestTokens(std::filesystem::path directory, bool onLoopbackAlone, const Clock &clock, Random &random)
        : m_directory(std::move(directory)), m_onLoopbackAlone(onLoopbackAlone), m_clock(clock), m_random(random)
    {
    }

    //! The management endpoint's address, known when it listens; the issuer stands below it.
    void setBaseUrl(const std::string &url);

    //! Is that path one of the open documents, which need no token?
    static bool isOpenPath(std::string_view path);
    //! The discovery document or the key set. May make keys: not on a loop.
    http::Response document(std::string_view path);
    //! GET: the issuer and the flaws by name. POST: a token. May make keys.
    http::Response answer(const ArmRequest &request);

private:
    //! Fails with Forbidden "token.beyondLoopback", Unavailable "token.notReady", or as files and keys do.
    Result<const identity::TestIssuer *> issuer();
    http::Response describe();
    http::Response issue(const ArmRequest &request);

    std::filesystem::path m_directory;
    bool m_onLoopbackAlone;
    const Clock &m_clock;
    Random &m_random;
    std::mutex m_mutex;
    std::string m_url;
    std::optional<identity::TestIssuer> m_issuer; //!< never replaced once made
};

} // namespace gatehouse::management
