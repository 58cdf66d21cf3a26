// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/crypto/certificate_file.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

struct CertificateChecks
{
    bool revocation = true;
    bool trust = true;
    bool notBefore = true;
    bool notAfter = true;
};

//! What is wrong with a client's certificate, or "". Trust: its chain ends at one of `anchors` or of the system's authorities, for client
//! authentication. Revocation lists are not fetched here: a certificate that names a place to ask is refused while `revocation` is set.
std::string certificateFault(const crypto::CertificateFile &certificate, const CertificateChecks &checks,
                             const std::vector<std::shared_ptr<const crypto::CertificateFile>> &anchors, UtcTime now);
//! Does it have that value of that attribute of <identity>? Names compare by their parts, in any order.
bool certificateHas(const crypto::CertificateFile &certificate, std::string_view attribute, std::string_view wanted);
bool isIssuedBy(const crypto::CertificateFile &certificate, const crypto::CertificateFile &issuer);

} // namespace gatehouse::policy
