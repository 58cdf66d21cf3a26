// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What comes from a vault or from its clients: identifiers, challenges, bodies and answers. The first byte chooses.
#include "core/vault/challenge.h"
#include "core/vault/identifier.h"
#include "core/vault/wire.h"

#include <cstdint>
#include <cstdlib>

using namespace gatehouse;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void tryIdentifier(std::string_view text)
{
    const auto identifier = vault::parseSecretIdentifier(text);
    if (!identifier)
        return;
    require(vault::isObjectName(identifier->name) && (identifier->version.empty() || vault::isVersionName(identifier->version)));
    const auto again = vault::parseSecretIdentifier(identifier->origin + "/secrets/" + identifier->name + (identifier->version.empty() ? "" : "/" + identifier->version));
    require(again && *again == *identifier);
}

void tryChallenge(std::string_view text)
{
    const auto challenge = vault::parseChallenge(text);
    require(!challenge || !challenge->resource.empty());
    if (challenge)
        require(!vault::judgeChallenge(*challenge, "an.unrelated.invalid") || challenge->resource.find("invalid") != std::string::npos
                || challenge->resource.find("INVALID") != std::string::npos || challenge->resource.find("nvalid") != std::string::npos);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
    switch (data[0]) {
    case 'i':
        tryIdentifier(text);
        break;
    case 'c':
        tryChallenge(text);
        break;
    case 's':
        if (const auto read = vault::readNewSecret(text))
            require(read->value.reveal().size() <= vault::mostValueBytes && read->tags.size() <= vault::mostTags);
        static_cast<void>(vault::readChange(text));
        break;
    case 'm':
        // A key takes long to make: what has one is left to the tests.
        if (text.find("RSA") == std::string_view::npos && text.find("kty") != std::string_view::npos)
            static_cast<void>(vault::readCertificateCreation(text, UtcTime{std::chrono::seconds{1'800'000'000}}));
        break;
    case 'p':
        if (const auto read = vault::readCertificateImport(text))
            require(!read->certificate.empty() && read->value.reveal().size() <= vault::mostValueBytes);
        break;
    default:
        static_cast<void>(vault::readSecretAnswer(text));
        require(vault::readErrorCode(text).size() <= 129);
        break;
    }
    return 0;
}
