// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

namespace gatehouse::crypto {

//! Owns an OpenSSL object by its own free function.
template<auto Free>
struct HandleDeleter
{
    template<typename T>
    void operator()(T *object) const noexcept
    {
        Free(object);
    }
};

using BioHandle = std::unique_ptr<BIO, HandleDeleter<BIO_free_all>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, HandleDeleter<EVP_PKEY_free>>;
using CertificateHandle = std::unique_ptr<X509, HandleDeleter<X509_free>>;
using ExtensionHandle = std::unique_ptr<X509_EXTENSION, HandleDeleter<X509_EXTENSION_free>>;

} // namespace gatehouse::crypto
