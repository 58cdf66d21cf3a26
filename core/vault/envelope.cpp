// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/envelope.h"

#include "core/crypto/aead.h"
#include "core/crypto/digest.h"

#include <array>

namespace gatehouse::vault {

namespace {

std::string boundOf(std::string_view part, std::string_view place)
{
    return "gatehouse vault 1\n" + std::string{part} + "\n" + std::string{place};
}

} // namespace

// What the file holds is text: the key and its public name are drawn from it apart from each other.
Envelope::Envelope(const SecretString &secret, Random &random)
    : m_key(crypto::hmacSha256(secret, "gatehouse vault key"))
    , m_keyId(crypto::toHex(crypto::hmacSha256(secret, "gatehouse vault key id")).substr(0, 16))
    , m_random(random)
{
}

Result<Sealed> Envelope::seal(const SecretString &plain, std::string_view place) const
{
    std::array<std::uint8_t, crypto::aeadKeyBytes> bytes{};
    m_random.fill(bytes);
    const SecretString dataKey{std::string(bytes.begin(), bytes.end())};
    bytes.fill(0);
    auto wrapped = crypto::seal(m_key, dataKey.reveal(), boundOf("key", place), m_random);
    if (!wrapped)
        return tl::unexpected(wrapped.error());
    auto content = crypto::seal(dataKey, plain.reveal(), boundOf("value", place), m_random);
    if (!content)
        return tl::unexpected(content.error());
    return Sealed{m_keyId, std::move(*wrapped), std::move(*content)};
}

Result<SecretString> Envelope::open(const Sealed &sealed, std::string_view place) const
{
    if (sealed.keyId != m_keyId)
        return fail(ErrorKind::Unavailable, "vault.otherKey");
    const auto dataKey = crypto::unseal(m_key, sealed.wrappedKey, boundOf("key", place));
    if (!dataKey)
        return fail(ErrorKind::Corrupt, "vault.damaged");
    auto plain = crypto::unseal(*dataKey, sealed.content, boundOf("value", place));
    if (!plain)
        return fail(ErrorKind::Corrupt, "vault.damaged");
    return plain;
}

} // namespace gatehouse::vault
