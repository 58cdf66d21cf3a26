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
    bool trust = true;
    bool notBefore = true;
    bool notAfter = true;
};

using CertificateAnchors = std::vector<std::shared_ptr<const crypto::CertificateFile>>;
using CertificateChain = std::vector<crypto::CertificateHandle>;

//! From the certificate to one of `anchors` or of the system's authorities, its own first (`forClients`: good for client authentication); empty: no such
//! way. Times are judged apart.
CertificateChain trustedChain(const crypto::CertificateFile &certificate, const CertificateAnchors &anchors, bool forClients = true);
//! What is wrong with a client's certificate whose chain is this, or "".
std::string certificateFault(const crypto::CertificateFile &certificate, const CertificateChecks &checks, const CertificateChain &chain, UtcTime now);

//! Where a certificate says that one may ask whether it is revoked.
struct RevocationPlaces
{
    bool isNamed = false; //!< there is one: a list's or OCSP's
    std::vector<std::string> lists; //!< URLs, at most four
};
RevocationPlaces revocationPlaces(const X509 *certificate);
//! What these lists say of a trusted chain, without its authority: "" when each certificate that names a place has a list in force that does not
//! hold it.
std::string revocationFault(const CertificateChain &chain, const std::vector<std::shared_ptr<const X509_CRL>> &lists, UtcTime now);

//! Does it have that value of that attribute of <identity>? Names compare by their parts, in any order.
bool certificateHas(const crypto::CertificateFile &certificate, std::string_view attribute, std::string_view wanted);
bool isIssuedBy(const crypto::CertificateFile &certificate, const crypto::CertificateFile &issuer);

} // namespace gatehouse::policy
