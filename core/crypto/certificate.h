// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <string>
#include <vector>

namespace gatehouse::crypto {

struct CertificateWithKey
{
    std::string certificatePem;
    SecretString keyPem;
};

//! A self-signed P-256 server certificate for those DNS names and IP addresses, valid for `days` from now.
Result<CertificateWithKey> makeSelfSigned(const std::vector<std::string> &names, int days, UtcTime now);

//! Lower-case hexadecimal SHA-256 of the first certificate's DER. Fails with Invalid "certificate.invalid".
Result<std::string> fingerprint(const std::string &pem);
Result<UtcTime> notAfter(const std::string &pem);

} // namespace gatehouse::crypto
