// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/certificate_file.h"

#include "core/base/secret_string.h"

#include <string>
#include <vector>

namespace gatehouse::crypto {

//! With its key and chain, PKCS#12 without a password. Fails with Invalid "certificate.noKey", Internal "certificate.failed".
Result<SecretString> pkcs12Of(const CertificateFile &file);
//! The key in PKCS#8, then the certificate and its chain. Fails as pkcs12Of() does.
Result<SecretString> pemOf(const CertificateFile &file);

Result<UtcTime> notBefore(const X509 *certificate);
//! DNS names, addresses of e-mail and principals are left out that have no text.
struct AlternativeNames
{
    std::vector<std::string> dns, emails;
};
AlternativeNames alternativeNamesOf(const X509 *certificate);
//! Whether the first certificate of that PEM is good for each of these DNS names and addresses.
bool coversNames(const std::string &pem, const std::vector<std::string> &names);

} // namespace gatehouse::crypto
