// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/openssl_handle.h"
#include "core/identity/token.h"

#include <optional>
#include <string>

namespace gatehouse::identity {

//! What a token is bound to: its cnf claim (RFC 7800).
struct Confirmation
{
    std::optional<std::string> keyThumbprint; //!< jkt (RFC 9449)
    std::optional<std::string> certificateThumbprint; //!< x5t#S256 (RFC 8705)
};

//! Fails with Invalid when cnf is there and says nothing that can be read: such a token must not pass for one that is bound to nothing.
TokenResult<Confirmation> confirmationOf(const json::object &claims);

//! Is the token bound to this certificate (RFC 8705 section 3)? Null: the client showed none. `required`: a token that is bound to none is refused.
TokenResult<void> judgeCertificate(const Confirmation &confirmation, const X509 *certificate, bool required);

} // namespace gatehouse::identity
