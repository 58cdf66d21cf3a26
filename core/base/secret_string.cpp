// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/secret_string.h"

#include <openssl/crypto.h>

namespace gatehouse {

SecretString &SecretString::operator=(const SecretString &other)
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
    }
    return *this;
}

SecretString::SecretString(SecretString &&other) noexcept
    : m_value(other.m_value)
{
    // A copy and a wipe: moving a short string would leave its bytes behind in the source.
    other.wipe();
}

SecretString &SecretString::operator=(SecretString &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
        other.wipe();
    }
    return *this;
}

SecretString::~SecretString()
{
    wipe();
}

bool SecretString::operator==(const SecretString &other) const
{
    return m_value.size() == other.m_value.size()
        && CRYPTO_memcmp(m_value.data(), other.m_value.data(), m_value.size()) == 0;
}

void SecretString::wipe() noexcept
{
    OPENSSL_cleanse(m_value.data(), m_value.size());
    m_value.clear();
}

} // namespace gatehouse
