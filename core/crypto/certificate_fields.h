// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/openssl_handle.h"

#include <string>

// What every certificate that is made here has. False: OpenSSL refused, its error queue says why.

namespace gatehouse::crypto {

//! 127 random bits, positive (RFC 5280 section 4.1.2.2).
bool setRandomSerial(X509 *certificate);
//! `value` is in OpenSSL's configuration form (x509v3_config(5)): names that go into it hold no comma.
bool addExtension(X509 *certificate, int nid, const std::string &value);

} // namespace gatehouse::crypto
