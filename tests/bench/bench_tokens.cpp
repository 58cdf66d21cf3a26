// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// bench_tokens COUNT FOLDER makes what the token jobs of run.sh need: FOLDER/tokens, so many RS256 access tokens of one fresh RSA-2048 key, one
// a line, good for a day; FOLDER/jwk.json, its public key; FOLDER/private.pem, the key.

#include "core/crypto/jws.h"
#include "core/crypto/key_file.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

using namespace gatehouse;

namespace {

Status makeTokens(int count, const std::filesystem::path &folder)
{
    const auto key = crypto::generateKey("RS256");
    if (!key)
        return tl::unexpected(key.error());
    const auto pem = crypto::privateKeyPem(*key);
    if (!pem)
        return tl::unexpected(pem.error());
    std::ofstream(folder / "private.pem") << pem->reveal();
    std::ofstream(folder / "jwk.json") << toJson(key->publicMembers());
    std::ofstream tokens(folder / "tokens");
    const auto now = std::time(nullptr);
    for (int i = 0; i < count; ++i) {
        // About what a provider says in an access token.
        const json::object claims{{"iss", "https://login.contoso.example/"}, {"aud", "api://orders"}, {"sub", "user" + std::to_string(i)},
                                  {"iat", now}, {"nbf", now}, {"exp", now + 86'400}, {"jti", "token" + std::to_string(i)},
                                  {"azp", "11111111-2222-3333-4444-555555555555"}, {"scp", "orders.read orders.write"},
                                  {"roles", json::array{"Reader", "Writer"}}, {"tid", "99999999-2222-3333-4444-555555555555"}};
        auto token = crypto::sign({{"alg", "RS256"}, {"typ", "JWT"}, {"kid", key->kid}}, toJson(claims), *key);
        if (!token)
            return tl::unexpected(token.error());
        tokens << *token << '\n';
    }
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: bench_tokens COUNT FOLDER\n", stderr);
        return 2;
    }
    if (const auto made = makeTokens(std::atoi(argv[1]), argv[2]); !made) {
        std::fprintf(stderr, "bench_tokens: %s\n", made.error().debugText().c_str());
        return 1;
    }
    return 0;
}
