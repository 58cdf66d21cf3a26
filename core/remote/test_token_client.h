// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/identity/test_issuer.h"
#include "core/remote/arm_client.h"

#include <stop_token>
#include <string>
#include <vector>

namespace gatehouse::remote {

struct TestIssuerInfo
{
    struct Flaw
    {
        std::string name, words;
    };
    std::string issuer;
    std::string openIdConfiguration; //!< for validate-jwt's openid-config
    std::vector<Flaw> flaws;
};

//! The local gateway's test issuer (Gatehouse.Local's testTokens). Blocking, thread-safe as the client is; the client must outlive it. Fails as the
//! client does, NotFound on Azure's services, and with Unavailable "remote.badAnswer".
class TestTokenClient
{
public:
    explicit TestTokenClient(const ArmClient &client) : m_client(client) { }

    Result<TestIssuerInfo> describe(std::stop_token stop = {}) const;
    //! The token.
    Result<std::string> issue(const identity::TokenWish &wish, std::stop_token stop = {}) const;

private:
    const ArmClient &m_client;
};

} // namespace gatehouse::remote
