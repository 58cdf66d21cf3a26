// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/roca.h"

#include <algorithm>
#include <iterator>

namespace gatehouse::crypto {

namespace {

//! Primes up to 167 where the powers of 65537 do not reach everything.
constexpr BN_ULONG primes[] = {11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157};

bool isPower(BN_ULONG value, BN_ULONG prime)
{
    BN_ULONG power = 1;
    do {
        if (power == value)
            return true;
        power = power * 65537 % prime;
    } while (power != 1);
    return false;
}

} // namespace

bool hasRocaModulus(const BIGNUM *modulus)
{
    return std::all_of(std::begin(primes), std::end(primes), [&](BN_ULONG prime) { return isPower(BN_mod_word(modulus, prime), prime); });
}

} // namespace gatehouse::crypto
