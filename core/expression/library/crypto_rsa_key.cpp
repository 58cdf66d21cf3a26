// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/crypto.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace gatehouse::expression {

namespace {

using NumberHandle = std::unique_ptr<BIGNUM, crypto::HandleDeleter<BN_free>>;
using BuilderHandle = std::unique_ptr<OSSL_PARAM_BLD, crypto::HandleDeleter<OSSL_PARAM_BLD_free>>;
using ParametersHandle = std::unique_ptr<OSSL_PARAM, crypto::HandleDeleter<OSSL_PARAM_free>>;
using ContextHandle = std::unique_ptr<EVP_PKEY_CTX, crypto::HandleDeleter<EVP_PKEY_CTX_free>>;

//! OpenSSL's names, in the order of RsaNumbers::names.
constexpr std::array<const char *, RsaNumbers::count> parameterNames{
    OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,         OSSL_PKEY_PARAM_RSA_FACTOR1,      OSSL_PKEY_PARAM_RSA_FACTOR2,
    OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1, OSSL_PKEY_PARAM_RSA_D};
constexpr std::size_t publicNumbers = 2;

} // namespace

const std::array<const char *, RsaNumbers::count> RsaNumbers::names{"Modulus", "Exponent", "P", "Q", "DP", "DQ", "InverseQ", "D"};

RsaNumbers numbersOf(const EVP_PKEY *key, bool withPrivate)
{
    RsaNumbers numbers;
    for (std::size_t i = 0; i < (withPrivate ? RsaNumbers::count : publicNumbers); ++i) {
        BIGNUM *found = nullptr;
        if (EVP_PKEY_get_bn_param(key, parameterNames[i], &found) != 1)
            continue;
        const NumberHandle owned(found);
        numbers.values[i].resize(static_cast<std::size_t>(BN_num_bytes(found)));
        BN_bn2bin(found, reinterpret_cast<unsigned char *>(numbers.values[i].data()));
    }
    return numbers;
}

std::shared_ptr<EVP_PKEY> keyOf(const RsaNumbers &numbers)
{
    constexpr std::size_t longest = 2048; // bytes: 16,384 bits
    const BuilderHandle builder(OSSL_PARAM_BLD_new());
    std::vector<NumberHandle> owned;
    for (std::size_t i = 0; i < (numbers.isPrivate() ? RsaNumbers::count : publicNumbers); ++i) {
        const auto &value = numbers.values[i];
        if (value.empty() && i < publicNumbers)
            raiseCryptographic("The specified RSA parameters are not valid.");
        if (value.size() > longest)
            raiseCryptographic("The specified RSA parameters are not valid.");
        if (value.empty())
            continue;
        owned.emplace_back(BN_bin2bn(reinterpret_cast<const unsigned char *>(value.data()), static_cast<int>(value.size()), nullptr));
        OSSL_PARAM_BLD_push_BN(builder.get(), parameterNames[i], owned.back().get());
    }
    const ParametersHandle parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const ContextHandle context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY *key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) != 1)
        raiseCryptographic("The specified RSA parameters are not valid.");
    return {key, EVP_PKEY_free};
}

} // namespace gatehouse::expression
