// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <stop_token>
#include <string>

namespace gatehouse::remote {

//! The access token of somebody who signed in, kept fresh. Thread-safe.
class PersonalAccess
{
public:
    virtual ~PersonalAccess() = default;

    //! Blocks while a new one is fetched. Fails with Unauthenticated "signIn.ended" when the person has to sign in again.
    virtual Result<SecretString> token(const std::stop_token &stop) = 0;
    //! The last one, fresh or not; does not block for long.
    virtual SecretString held() const = 0;
    //! The service did not take this one: the next is another.
    virtual void refused(const SecretString &token) = 0;
    //! As the ID token names the person.
    virtual std::string name() const = 0;
    //! When the access token ends, which is replaced before.
    virtual UtcTime expires() const = 0;
};

} // namespace gatehouse::remote
