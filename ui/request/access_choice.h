// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret_string.h"
#include "core/crypto/jwk.h"
#include "core/identity/test_issuer.h"

#include <QString>

#include <memory>
#include <string>

namespace gatehouse::remote {
struct HttpAnswer;
}

namespace gatehouse::ui::request {

//! What a request carries to be let in, beside a subscription's key. A value.
struct AccessChoice
{
    enum Kind { None, TestToken, OwnToken } kind = None;
    identity::TokenWish wish; //!< of TestToken
    SecretString own; //!< of OwnToken
    std::shared_ptr<const crypto::Jwk> key; //!< proves possession of it; null: no proof
    std::string proofFlaw; //!< "": none

    //! Is anything wrong on purpose?
    bool isFlawed() const { return (kind == TestToken && !wish.flaw.empty()) || (key && !proofFlaw.empty()); }
};

//! Header and claims of a JWT with its times in words, for people; the signature is left out, so that what is shown can't be used.
QString decodedToken(const std::string &token);

//! Why the gateway let a request in or not, in words; "" : there is nothing to say.
QString accessNote(const AccessChoice &choice, const remote::HttpAnswer &answer);

} // namespace gatehouse::ui::request
