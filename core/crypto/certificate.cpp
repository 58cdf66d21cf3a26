// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate.h"

#include "core/crypto/certificate_fields.h"
#include "core/crypto/certificate_file.h"
#include "core/crypto/digest.h"
#include "core/crypto/openssl_handle.h"

#include <openssl/asn1.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>

namespace gatehouse::crypto {

namespace {

constexpr std::size_t maxPemBytes = 1U << 20;
constexpr std::size_t maxNames = 64;

tl::unexpected<Error> invalid(std::string reason)
{
    ERR_clear_error();
    return fail(ErrorKind::Invalid, "certificate.invalid", {{"reason", std::move(reason)}});
}

tl::unexpected<Error> failed(std::string step)
{
    ERR_clear_error();
    return fail(ErrorKind::Internal, "certificate.failed", {{"step", std::move(step)}});
}

Result<CertificateHandle> read(const std::string &pem)
{
    if (pem.size() > maxPemBytes)
        return invalid("above 1 MiB");
    const BioHandle bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    CertificateHandle certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!certificate)
        return invalid("no PEM certificate");
    return certificate;
}

//! The text that a memory BIO holds.
std::string_view textOf(const BioHandle &bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

bool isAddress(const std::string &name)
{
    ASN1_OCTET_STRING *address = a2i_IPADDRESS(name.c_str());
    ERR_clear_error();
    ASN1_OCTET_STRING_free(address);
    return address != nullptr;
}

//! A name goes into a configuration text of OpenSSL, where a comma would start another one.
bool isName(const std::string &name)
{
    return !name.empty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
            || c == ':' || c == '*' || c == '_';
    });
}

bool setValidity(X509 *certificate, int days, UtcTime now)
{
    const auto from = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    // A peer whose clock is a little late must not refuse a certificate made this second.
    return ASN1_TIME_set(X509_getm_notBefore(certificate), static_cast<time_t>(from - 300))
        && ASN1_TIME_adj(X509_getm_notAfter(certificate), static_cast<time_t>(from), days, 0);
}

bool setSubject(X509 *certificate, const std::string &name)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    const auto common = name.substr(0, 64); // ub-common-name
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char *>(common.c_str()), -1, -1, 0)
        == 1
        && X509_set_issuer_name(certificate, subject) == 1;
}

std::string alternativeNames(const std::vector<std::string> &names)
{
    std::string text;
    for (const auto &name : names)
        text += std::string{text.empty() ? "" : ","} + (isAddress(name) ? "IP:" : "DNS:") + name;
    return text;
}

Result<CertificateWithKey> write(X509 *certificate, EVP_PKEY *key)
{
    const BioHandle certificateBio(BIO_new(BIO_s_mem()));
    const BioHandle keyBio(BIO_new(BIO_s_secmem()));
    if (!certificateBio || !keyBio || PEM_write_bio_X509(certificateBio.get(), certificate) != 1
        || PEM_write_bio_PrivateKey(keyBio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return failed("write");
    return CertificateWithKey{std::string{textOf(certificateBio)}, SecretString{std::string{textOf(keyBio)}}};
}

} // namespace

Result<CertificateWithKey> makeSelfSigned(const std::vector<std::string> &names, int days, UtcTime now)
{
    if (names.empty() || names.size() > maxNames || !std::all_of(names.begin(), names.end(), isName))
        return invalid("names");
    const KeyHandle key(EVP_EC_gen("P-256"));
    const CertificateHandle certificate(X509_new());
    if (!key || !certificate)
        return failed("key");
    auto *x509 = certificate.get();
    if (X509_set_version(x509, X509_VERSION_3) != 1 || !setRandomSerial(x509) || !setValidity(x509, days, now)
        || !setSubject(x509, names.front()) || X509_set_pubkey(x509, key.get()) != 1)
        return failed("fields");
    if (!addExtension(x509, NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        || !addExtension(x509, NID_key_usage, "critical,digitalSignature,keyCertSign")
        || !addExtension(x509, NID_ext_key_usage, "serverAuth")
        || !addExtension(x509, NID_subject_alt_name, alternativeNames(names))
        || !addExtension(x509, NID_subject_key_identifier, "hash"))
        return failed("extensions");
    if (X509_sign(x509, key.get(), EVP_sha256()) == 0)
        return failed("sign");
    return write(x509, key.get());
}

Result<std::string> fingerprint(const std::string &pem)
{
    const auto certificate = read(pem);
    if (!certificate)
        return tl::unexpected(certificate.error());
    unsigned char *der = nullptr;
    const int size = i2d_X509(certificate->get(), &der);
    if (size <= 0)
        return invalid("no DER form");
    auto text = toHex(sha256({reinterpret_cast<const char *>(der), static_cast<std::size_t>(size)}));
    OPENSSL_free(der);
    return text;
}

Result<UtcTime> notAfter(const std::string &pem)
{
    const auto certificate = read(pem);
    if (!certificate)
        return tl::unexpected(certificate.error());
    return notAfter(certificate->get());
}

} // namespace gatehouse::crypto
