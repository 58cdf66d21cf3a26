// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <openssl/x509.h>

#include <string>

namespace gatehouse::crypto {

std::string distinguishedName(const X509_NAME *name); //!< "O=Example, CN=a.test": .NET's order and quotes

} // namespace gatehouse::crypto
