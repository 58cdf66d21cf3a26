// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/dpop_nonce.h"

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"

#include <algorithm>
#include <array>

namespace gatehouse::identity {

namespace {

constexpr std::size_t macBytes = 16;

std::int64_t slotOf(std::chrono::seconds period, UtcTime now)
{
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() / std::max<std::int64_t>(1, period.count());
}

std::string nonceOf(const SecretString &key, std::chrono::seconds period, std::int64_t slot)
{
    const auto mac = crypto::hmacSha256(key, "dpop-nonce " + std::to_string(period.count()) + " " + std::to_string(slot));
    return crypto::base64Url(std::string_view(mac).substr(0, macBytes));
}

} // namespace

SecretString DpopNonces::makeKey(Random &random)
{
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    return SecretString(std::string(bytes.begin(), bytes.end()));
}

void DpopNonces::setKey(SecretString key)
{
    const std::lock_guard lock(m_mutex);
    m_key = std::move(key);
}

SecretString DpopNonces::key() const
{
    const std::lock_guard lock(m_mutex);
    return m_key;
}

std::string DpopNonces::current(std::chrono::seconds period, UtcTime now) const
{
    return nonceOf(key(), period, slotOf(period, now));
}

DpopNonces::Verdict DpopNonces::judge(std::string_view nonce, std::chrono::seconds period, UtcTime now) const
{
    const auto secret = key();
    const auto slot = slotOf(period, now);
    if (crypto::equalSecrets(nonce, nonceOf(secret, period, slot)))
        return Verdict::Current;
    return crypto::equalSecrets(nonce, nonceOf(secret, period, slot - 1)) ? Verdict::Previous : Verdict::Unknown;
}

} // namespace gatehouse::identity
