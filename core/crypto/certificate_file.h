// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/crypto/openssl_handle.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::crypto {

//! A certificate, with its private key and the certificates that came with it, or without. Immutable; any thread may read it.
struct CertificateFile
{
    CertificateHandle certificate;
    std::shared_ptr<EVP_PKEY> key; //!< null: there is none
    std::vector<CertificateHandle> chain; //!< above it
};

//! DER, PEM (key included, when it is there) or PKCS#12, at most 1 MiB. Fails with Invalid "certificate.invalid" (args: reason); a wrong
//! password can't be told from other faults.
Result<CertificateFile> readCertificateFile(std::string_view bytes, const std::string &password);

std::string derOf(const X509 *certificate);
Result<UtcTime> notAfter(const X509 *certificate);
std::string thumbprintOf(const X509 *certificate); //!< 20 raw bytes of SHA-1, as Azure and x5t name certificates

} // namespace gatehouse::crypto
