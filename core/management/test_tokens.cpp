// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/test_tokens.h"

#include "core/base/text.h"
#include "core/management/arm_body.h"
#include "core/management/private_file.h"

namespace gatehouse::management {

namespace {

constexpr std::string_view discoveryPath = "/gatehouse/issuer/.well-known/openid-configuration";
constexpr std::string_view keysPath = "/gatehouse/issuer/keys";

http::Response refusal(const Error &error)
{
    if (error.code == "token.beyondLoopback")
        return errorResponse({403,
                              "TestIssuerUnavailable",
                              "The test issuer signs nothing while the gateway or its management endpoint listens beyond loopback: whoever reached it could be anybody.",
                              {}});
    if (error.code == "token.wish")
        return errorResponse(validationError("properties", std::string(error.arg("reason")) + "."));
    if (error.code == "token.notReady")
        return errorResponse({503, "ServiceUnavailable", "The management endpoint is still starting.", {}});
    return errorResponse(fromError(error));
}

tl::expected<identity::TokenWish, ArmError> readWish(const json::object &body)
{
    identity::TokenWish wish;
    for (const auto &[name, value] : body) {
        if (name == "claims" && value.is_object())
            wish.claims = value.get_object();
        else if (name == "lifetimeSeconds" && value.is_int64())
            wish.lifetime = std::chrono::seconds(value.get_int64());
        else if ((name == "algorithm" || name == "flaw" || name == "thumbprint") && value.is_string())
            (name == "algorithm" ? wish.algorithm : name == "flaw" ? wish.flaw : wish.thumbprint) = value.get_string();
        else
            return tl::unexpected(validationError(std::string(name), "It is none of claims (an object), lifetimeSeconds (a whole number), algorithm, flaw and thumbprint (texts)."));
    }
    return wish;
}

json::array flawsJson()
{
    json::array flaws;
    for (const auto &flaw : identity::tokenFlaws())
        flaws.push_back(json::object{{"name", flaw.name}, {"description", flaw.words}});
    return flaws;
}

} // namespace

void TestTokens::setBaseUrl(const std::string &url)
{
    const std::lock_guard lock(m_mutex);
    m_url = url + std::string(issuerPath);
}

bool TestTokens::isOpenPath(std::string_view path)
{
    return path == discoveryPath || path == keysPath;
}

http::Response TestTokens::document(std::string_view path)
{
    const auto made = issuer();
    if (!made)
        return refusal(made.error());
    return jsonResponse(200, path == keysPath ? (*made)->keySet() : (*made)->discovery());
}

http::Response TestTokens::answer(const ArmRequest &request)
{
    if (request.method == "GET" || request.method == "HEAD")
        return describe();
    return request.method == "POST" ? issue(request) : errorResponse(methodNotAllowed(request.method));
}

http::Response TestTokens::describe()
{
    const auto made = issuer();
    if (!made)
        return refusal(made.error());
    return jsonResponse(200,
                        {{"issuer", (*made)->url()},
                         {"openIdConfiguration", (*made)->url() + "/.well-known/openid-configuration"},
                         {"flaws", flawsJson()}});
}

http::Response TestTokens::issue(const ArmRequest &request)
{
    const auto made = issuer();
    if (!made)
        return refusal(made.error());
    const auto body = bodyObject(request);
    if (!body)
        return errorResponse(body.error());
    const auto wish = readWish(*body);
    if (!wish)
        return errorResponse(wish.error());
    const auto token = (*made)->issue(*wish, m_clock.utc(), m_random);
    if (!token)
        return refusal(token.error());
    auto response = jsonResponse(200,
                                 {{"access_token", *token},
                                  {"token_type", wish->thumbprint.empty() ? "Bearer" : "DPoP"},
                                  {"expires_in", wish->lifetime.count()},
                                  {"issuer", (*made)->url()}});
    response.head.headers.add("Cache-Control", "no-store");
    return response;
}

Result<const identity::TestIssuer *> TestTokens::issuer()
{
    if (!m_onLoopbackAlone)
        return fail(ErrorKind::Forbidden, "token.beyondLoopback");
    const std::lock_guard lock(m_mutex);
    if (m_issuer)
        return &*m_issuer;
    if (m_url.empty())
        return fail(ErrorKind::Unavailable, "token.notReady");
    crypto::JwkSet keys;
    for (const auto *algorithm : {"ES256", "RS256"}) {
        auto key = keyFromFile(m_directory / ("test-issuer-" + toLower(algorithm) + ".pem"), algorithm);
        if (!key)
            return tl::unexpected(std::move(key.error()).within("the test issuer's key"));
        keys.push_back(std::move(*key));
    }
    return &m_issuer.emplace(m_url, std::move(keys));
}

} // namespace gatehouse::management
