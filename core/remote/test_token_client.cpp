// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/test_token_client.h"

#include "core/remote/json_reader.h"

namespace gatehouse::remote {

namespace {

std::string testTokensPath()
{
    return std::string(localProviderPath) + "/testTokens";
}

} // namespace

Result<TestIssuerInfo> TestTokenClient::describe(std::stop_token stop) const
{
    const auto answer = m_client.get(testTokensPath(), {}, std::move(stop));
    if (!answer)
        return tl::unexpected(answer.error());
    const auto *object = answer->body.if_object();
    if (!object || stringMember(*object, "issuer").empty())
        return badAnswer("it names no issuer");
    TestIssuerInfo info{std::string(stringMember(*object, "issuer")), std::string(stringMember(*object, "openIdConfiguration")), {}};
    if (const auto *flaws = member(*object, "flaws"); flaws && flaws->is_array()) {
        for (const auto &flaw : flaws->get_array()) {
            if (const auto *one = flaw.if_object())
                info.flaws.push_back({std::string(stringMember(*one, "name")), std::string(stringMember(*one, "description"))});
        }
    }
    return info;
}

Result<std::string> TestTokenClient::issue(const identity::TokenWish &wish, std::stop_token stop) const
{
    json::object body{{"claims", wish.claims}, {"lifetimeSeconds", wish.lifetime.count()}, {"algorithm", wish.algorithm}};
    if (!wish.flaw.empty())
        body["flaw"] = wish.flaw;
    if (!wish.thumbprint.empty())
        body["thumbprint"] = wish.thumbprint;
    const auto answer = m_client.post(testTokensPath(), body, std::move(stop));
    if (!answer)
        return tl::unexpected(answer.error());
    const auto *object = answer->body.if_object();
    const auto token = object ? stringMember(*object, "access_token") : std::string_view();
    if (token.empty())
        return badAnswer("it holds no token");
    return std::string(token);
}

} // namespace gatehouse::remote
