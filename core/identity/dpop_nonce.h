// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

namespace gatehouse::identity {

//! Nonces that the gateway gives to clients (RFC 9449 section 9): a MAC of the present period's number, so nothing is kept of them. One is good in its
//! own period and in the next. Gateways with one key take each other's. Thread-safe.
class DpopNonces
{
public:
    enum class Verdict {
        Current,
        Previous, //!< good, and soon no more: time to give a new one
        Unknown, //!< too old, or nobody's
    };

    explicit DpopNonces(SecretString key) : m_key(std::move(key)) { }
    static SecretString makeKey(Random &random); //!< 32 bytes

    //! One that several gateways have in common, in place of its own.
    void setKey(SecretString key);
    std::string current(std::chrono::seconds period, UtcTime now) const;
    Verdict judge(std::string_view nonce, std::chrono::seconds period, UtcTime now) const;

private:
    SecretString key() const;

    mutable std::mutex m_mutex;
    SecretString m_key;
};

} // namespace gatehouse::identity
