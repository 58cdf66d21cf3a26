// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <openssl/bn.h>

namespace gatehouse::crypto {

//! Was the modulus made by the library of CVE-2017-15361? Its primes are powers of 65537 modulo the product of the first primes, and so
//! is their product. Another modulus looks so by chance about once in 2^27.
bool hasRocaModulus(const BIGNUM *modulus);

} // namespace gatehouse::crypto
