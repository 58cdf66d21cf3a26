// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/management/data_directory.h"
#include "core/net/http_server.h"

#include <filesystem>
#include <string>
#include <vector>

namespace gatehouse::management {

//! The certificate in the data directory (management-cert.pem, management-key.pem), made at first start and again when
//! it is about to expire or lacks one of the hosts.
Result<net::ServerCertificate> ownCertificate(const DataDirectory &directory, const std::vector<std::string> &hosts,
                                              UtcTime now);
//! When ownCertificate() makes another one.
UtcTime renewalOf(UtcTime notAfter);
//! A certificate that the owner brought.
Result<net::ServerCertificate> certificateFromFiles(const std::filesystem::path &certificate,
                                                    const std::filesystem::path &key);

} // namespace gatehouse::management
