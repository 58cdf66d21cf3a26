// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <string>
#include <string_view>

namespace gatehouse::vault {

//! A value under a data key of its own, which is under the key of the vault.
struct Sealed
{
    std::string keyId; //!< which key of the vault
    std::string wrappedKey;
    std::string content;
};

//! Seals values for a place: what was sealed for one opens for no other, so that rows of a table can't be exchanged.
class Envelope
{
public:
    //! `secret` has 32 bytes or more of randomness, in any form.
    Envelope(const SecretString &secret, Random &random);

    Result<Sealed> seal(const SecretString &plain, std::string_view place) const;
    //! Fails with Unavailable "vault.otherKey" when it was sealed by another key, Corrupt "vault.damaged".
    Result<SecretString> open(const Sealed &sealed, std::string_view place) const;
    const std::string &keyId() const { return m_keyId; }

private:
    SecretString m_key;
    std::string m_keyId;
    Random &m_random;
};

} // namespace gatehouse::vault
