// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/certificate_file.h"

#include <string>
#include <vector>

namespace gatehouse::crypto {

struct CertificateWish
{
    std::string subject; //!< "CN=api.example.org, O=Example": commas and backslashes of a value after a backslash
    std::vector<std::string> dnsNames;
    std::string keyType = "RSA"; //!< or "EC"
    int keySize = 2048; //!< of RSA: 2048, 3072 or 4096
    std::string curve = "P-256"; //!< of EC: P-256, P-384 or P-521
    int months = 12; //!< that it is valid, 1 to 120
};

//! A self-signed certificate with a fresh key, for servers and clients. RSA takes up to a few seconds. Fails with Invalid "certificate.wish" (args:
//! reason), Internal "certificate.failed".
Result<CertificateFile> makeCertificate(const CertificateWish &wish, UtcTime now);

} // namespace gatehouse::crypto
