// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How many DPoP proofs one core judges in a second, replay included, beside the bare ECDSA P-256 verification of `openssl speed` in the same run.
// bench_dpop [SECONDS FOR EACH]

#include "core/crypto/digest.h"
#include "core/identity/dpop.h"
#include "core/identity/replay_store.h"
#include "tests/support/token_maker.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::identity;

namespace {

const std::string accessToken = "an.access.token";
const std::string apiUrl = "https://api.example.com/orders/1";
const UtcTime start{std::chrono::seconds(1'795'478'400)};

double cpuSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

json::object publicKey(const test::TokenMaker &maker)
{
    auto key = maker.publicKey();
    key.erase("kid");
    return key;
}

std::vector<std::string> makeProofs(const test::TokenMaker &maker, int count)
{
    const json::object header{{"typ", "dpop+jwt"}, {"jwk", publicKey(maker)}};
    const auto hash = crypto::base64Url(crypto::sha256(accessToken));
    std::vector<std::string> proofs;
    for (int i = 0; i < count; ++i)
        proofs.push_back(maker.sign({{"jti", "3f2504e0-4f89-41d3-9a0c-" + std::to_string(100'000'000 + i)}, {"htm", "GET"}, {"htu", apiUrl},
                                     {"iat", 1'795'478'400}, {"ath", hash}},
                                    header));
    return proofs;
}

//! Proofs a second of processor time. Each round of proofs comes later than the one before has been remembered.
double rate(const std::vector<std::string> &proofs, const std::string &thumbprint, DpopKeys *keys, double seconds)
{
    ReplayStore replays;
    const DpopRules rules;
    UtcTime remembering = start;
    std::size_t judged = 0;
    const auto begin = cpuSeconds();
    while (cpuSeconds() - begin < seconds) {
        remembering += std::chrono::minutes(5);
        for (const auto &text : proofs) {
            const auto digest = crypto::sha256(accessToken);
            const auto proof = checkProof(text, {"GET", apiUrl, digest, thumbprint, start}, rules, keys);
            const auto until = remembering + std::chrono::minutes(1);
            if (!proof || replays.remember(replayNameOf(*proof), until, remembering) != ReplayStore::Verdict::New) {
                std::puts("a proof was refused");
                std::exit(1);
            }
        }
        judged += proofs.size();
    }
    return static_cast<double>(judged) / (cpuSeconds() - begin);
}

//! Verifications a second by `openssl speed`; nothing when the program is not there.
std::optional<double> opensslRate(int seconds)
{
    const auto command = "openssl speed -mr -seconds " + std::to_string(seconds) + " ecdsap256 2>/dev/null";
    std::FILE *pipe = popen(command.c_str(), "r");
    if (!pipe)
        return std::nullopt;
    std::array<char, 256> line{};
    std::optional<double> found;
    int index = 0, bits = 0;
    double sign = 0, verify = 0; // a second
    while (std::fgets(line.data(), line.size(), pipe))
        if (std::sscanf(line.data(), "+F4:%d:%d:%lf:%lf", &index, &bits, &sign, &verify) == 4 && verify > 0)
            found = verify;
    pclose(pipe);
    return found;
}

} // namespace

int main(int argc, char **argv)
{
    const double seconds = argc > 1 ? std::max(0.1, std::atof(argv[1])) : 2;
    const auto openssl = opensslRate(std::max(1, static_cast<int>(seconds)));
    if (openssl)
        std::printf("%-44s %9.0f /s\n", "openssl speed, ECDSA P-256 verify", *openssl);
    for (const auto &[name, maker] : {std::pair{"ES256", test::TokenMaker::ec("")}, {"EdDSA", test::TokenMaker::ed("")}, {"RS256", test::TokenMaker::rsa("")}}) {
        const auto proofs = makeProofs(maker, 500);
        const auto thumbprint = crypto::Jwk::parse(publicKey(maker))->thumbprint();
        DpopKeys keys;
        const auto known = rate(proofs, thumbprint, &keys, seconds);
        const auto fresh = rate(proofs, thumbprint, nullptr, seconds);
        const auto label = [name = name](const char *key) { return "DPoP proofs, " + std::string(name) + ", " + key + " key"; };
        std::printf("%-44s %9.0f /s", label("known").c_str(), known);
        if (openssl && std::string_view(name) == "ES256")
            std::printf("  (%.0f %% of openssl)", known / *openssl * 100);
        std::printf("\n%-44s %9.0f /s\n", label("new").c_str(), fresh);
    }
    return 0;
}
