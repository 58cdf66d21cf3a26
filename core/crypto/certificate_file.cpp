// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate_file.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

namespace gatehouse::crypto {

namespace {

using Pkcs12Handle = std::unique_ptr<PKCS12, HandleDeleter<PKCS12_free>>;

constexpr std::size_t maxFileBytes = 1U << 20;
constexpr long maxIterations = 2'000'000; // about a second; what others write is below 1 000 000

BioHandle readableBio(std::string_view bytes)
{
    return BioHandle(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

int passwordFor(char *buffer, int size, int, void *password)
{
    const auto &text = *static_cast<const std::string *>(password);
    if (text.size() > static_cast<std::size_t>(size))
        return -1;
    text.copy(buffer, text.size());
    return static_cast<int>(text.size());
}

CertificateFile fromPem(std::string_view bytes, const std::string &password)
{
    CertificateFile file;
    const auto bio = readableBio(bytes);
    file.certificate.reset(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    for (CertificateHandle next; file.certificate && (next.reset(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)), next);)
        file.chain.push_back(std::move(next));
    const auto again = readableBio(bytes);
    if (auto *key = PEM_read_bio_PrivateKey(again.get(), nullptr, passwordFor, const_cast<std::string *>(&password)))
        file.key = {key, EVP_PKEY_free};
    return file;
}

//! The work that it takes to see whether the password is right.
long iterationsOf(const PKCS12 *archive)
{
    const ASN1_INTEGER *count = nullptr;
    PKCS12_get0_mac(nullptr, nullptr, nullptr, &count, archive);
    return count ? ASN1_INTEGER_get(count) : 1;
}

CertificateFile fromPkcs12(std::string_view bytes, const std::string &password)
{
    CertificateFile file;
    const auto *at = reinterpret_cast<const unsigned char *>(bytes.data());
    const Pkcs12Handle archive(d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
    STACK_OF(X509) *others = nullptr;
    if (!archive || iterationsOf(archive.get()) < 0 || iterationsOf(archive.get()) > maxIterations || PKCS12_parse(archive.get(), password.c_str(), &key, &certificate, &others) != 1)
        return file;
    file.certificate.reset(certificate);
    if (key)
        file.key = {key, EVP_PKEY_free};
    while (others && sk_X509_num(others) > 0)
        file.chain.emplace_back(sk_X509_shift(others));
    sk_X509_free(others);
    return file;
}

} // namespace

Result<CertificateFile> readCertificateFile(std::string_view bytes, const std::string &password)
{
    CertificateFile file;
    if (bytes.size() > maxFileBytes)
        return fail(ErrorKind::Invalid, "certificate.invalid", {{"reason", "above 1 MiB"}});
    const auto *at = reinterpret_cast<const unsigned char *>(bytes.data());
    file.certificate.reset(d2i_X509(nullptr, &at, static_cast<long>(bytes.size())));
    if (!file.certificate && bytes.find("-----BEGIN") != std::string_view::npos)
        file = fromPem(bytes, password);
    else if (!file.certificate)
        file = fromPkcs12(bytes, password);
    ERR_clear_error();
    if (!file.certificate)
        return fail(ErrorKind::Invalid, "certificate.invalid", {{"reason", "neither DER, PEM nor PKCS#12 with that password"}});
    return file;
}

std::string derOf(const X509 *certificate)
{
    unsigned char *bytes = nullptr;
    const int size = i2d_X509(certificate, &bytes);
    std::string der(reinterpret_cast<char *>(bytes), size > 0 ? static_cast<std::size_t>(size) : 0);
    OPENSSL_free(bytes);
    return der;
}

Result<UtcTime> notAfter(const X509 *certificate)
{
    std::tm time{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &time) != 1)
        return fail(ErrorKind::Invalid, "certificate.invalid", {{"reason", "notAfter"}});
    const std::chrono::year_month_day day{std::chrono::year{time.tm_year + 1900},
                                          std::chrono::month{static_cast<unsigned>(time.tm_mon + 1)},
                                          std::chrono::day{static_cast<unsigned>(time.tm_mday)}};
    return UtcTime{std::chrono::sys_days{day}} + std::chrono::hours{time.tm_hour} + std::chrono::minutes{time.tm_min}
    + std::chrono::seconds{time.tm_sec};
}

std::string thumbprintOf(const X509 *certificate)
{
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    X509_digest(certificate, EVP_sha1(), reinterpret_cast<unsigned char *>(digest.data()), &size);
    digest.resize(size);
    return digest;
}

} // namespace gatehouse::crypto
