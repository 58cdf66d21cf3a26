// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A token as a client sends it: read, judged and tried with keys of each kind. None of them may verify what nobody has signed.

#include "core/crypto/jwe.h"
#include "core/identity/token.h"
#include "core/identity/token_rules.h"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace gatehouse;

const crypto::JwkSet &keys()
{
    static const auto set = [] {
        crypto::JwkSet keys{crypto::Jwk::ofSecret(SecretString("a secret of more than sixty-four bytes, so that it fits each of the three MACs."))};
        const char *text = R"({"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"})";
        if (const auto object = parseJson(text))
            if (auto key = crypto::Jwk::parse(object->get_object()))
                keys.push_back(std::move(*key));
        return keys;
    }();
    return set;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char *>(data), size};
    (void)crypto::decryptJwe(text, keys());
    const auto jws = identity::readToken(text);
    if (!jws)
        return 0;
    if (crypto::verify(*jws, keys()) == crypto::Verdict::Valid)
        std::abort();
    if (const auto claims = identity::claimsOf(*jws)) {
        const identity::TokenRules rules{{"a"}, {"b"}, {{"scp", true, " ", {"x"}}}, std::chrono::seconds(5), true};
        (void)identity::judge(*claims, rules, UtcTime(std::chrono::seconds(1'795'478'400)));
        (void)identity::expirationOf(*claims);
    }
    return 0;
}
