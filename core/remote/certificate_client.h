// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/arm_client.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace gatehouse::remote {

enum class CertificateState { Unknown, Expired, Expiring, Valid }; //!< Expiring: in less than 30 days
enum class CertificateRenewal { Manual, KeyVault, Automatic };

std::string_view nameOf(CertificateState state);
std::string_view nameOf(CertificateRenewal renewal);

//! One certificate of the board.
struct CertificateEntry
{
    std::string source; //!< "service", "host", "listener", "vault"
    std::string id; //!< "certificates/client"
    std::string name, subject, thumbprint;
    std::optional<UtcTime> expires, renewsOn;
    std::optional<long long> daysLeft;
    CertificateState state = CertificateState::Unknown;
    CertificateRenewal renewal = CertificateRenewal::Manual;
    std::string lastStatus; //!< of the last reading from a key vault
    std::string usedBy; //!< "listen-tls, vault", a host name
};

//! Every certificate that can be seen over a service, those whose end is nearest first: what Gatehouse.Local tells, else what API Management
//! says of its certificates and host names.
Result<std::vector<CertificateEntry>> loadCertificates(const ArmClient &client, UtcTime now, std::stop_token stop = {});
//! The answer of Gatehouse.Local. Pure. Corrupt "remote.badAnswer".
Result<std::vector<CertificateEntry>> certificatesFrom(const json::value &body, UtcTime now);
//! Bodies of certificates and of the service. Pure.
std::vector<CertificateEntry> certificatesOfService(const std::vector<json::value> &certificates, const json::value &service, UtcTime now);

} // namespace gatehouse::remote
