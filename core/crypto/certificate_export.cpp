// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate_export.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

namespace gatehouse::crypto {

namespace {

struct FreeStack
{
    void operator()(STACK_OF(X509) *stack) const { sk_X509_free(stack); } // the certificates stay their owners'
};
using StackHandle = std::unique_ptr<STACK_OF(X509), FreeStack>;
using ArchiveHandle = std::unique_ptr<PKCS12, HandleDeleter<PKCS12_free>>;
using NamesHandle = std::unique_ptr<GENERAL_NAMES, HandleDeleter<GENERAL_NAMES_free>>;

tl::unexpected<Error> notExported()
{
    ERR_clear_error();
    return fail(ErrorKind::Internal, "certificate.failed", {{"step", "export"}});
}

SecretString contentOf(const BioHandle &bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return SecretString{std::string{data, static_cast<std::size_t>(size)}};
}

Result<UtcTime> timeOf(const ASN1_TIME *asn)
{
    std::tm time{};
    if (ASN1_TIME_to_tm(asn, &time) != 1)
        return fail(ErrorKind::Invalid, "certificate.invalid", {{"reason", "time"}});
    const std::chrono::year_month_day day{std::chrono::year{time.tm_year + 1900}, std::chrono::month{static_cast<unsigned>(time.tm_mon + 1)},
                                          std::chrono::day{static_cast<unsigned>(time.tm_mday)}};
    return UtcTime{std::chrono::sys_days{day}} + std::chrono::hours{time.tm_hour} + std::chrono::minutes{time.tm_min} + std::chrono::seconds{time.tm_sec};
}

} // namespace

Result<SecretString> pkcs12Of(const CertificateFile &file)
{
    if (!file.key)
        return fail(ErrorKind::Invalid, "certificate.noKey");
    const StackHandle others(sk_X509_new_null());
    for (const auto &one : file.chain) {
        if (!others || sk_X509_push(others.get(), one.get()) == 0)
            return notExported();
    }
    const ArchiveHandle archive(PKCS12_create("", nullptr, file.key.get(), file.certificate.get(), others.get(), 0, 0, 0, 0, 0));
    const BioHandle bio(BIO_new(BIO_s_secmem()));
    if (!archive || !bio || i2d_PKCS12_bio(bio.get(), archive.get()) != 1)
        return notExported();
    return contentOf(bio);
}

Result<SecretString> pemOf(const CertificateFile &file)
{
    if (!file.key)
        return fail(ErrorKind::Invalid, "certificate.noKey");
    const BioHandle bio(BIO_new(BIO_s_secmem()));
    if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), file.key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1
        || PEM_write_bio_X509(bio.get(), file.certificate.get()) != 1)
        return notExported();
    for (const auto &one : file.chain) {
        if (PEM_write_bio_X509(bio.get(), one.get()) != 1)
            return notExported();
    }
    return contentOf(bio);
}

Result<UtcTime> notBefore(const X509 *certificate)
{
    return timeOf(X509_get0_notBefore(certificate));
}

AlternativeNames alternativeNamesOf(const X509 *certificate)
{
    AlternativeNames names;
    const NamesHandle all(static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()); ++i) {
        int type = 0;
        const auto *text = static_cast<const ASN1_STRING *>(GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(all.get(), i), &type));
        if (type != GEN_DNS && type != GEN_EMAIL)
            continue;
        std::string name(reinterpret_cast<const char *>(ASN1_STRING_get0_data(text)), static_cast<std::size_t>(ASN1_STRING_length(text)));
        (type == GEN_DNS ? names.dns : names.emails).push_back(std::move(name));
    }
    ERR_clear_error();
    return names;
}

bool coversNames(const std::string &pem, const std::vector<std::string> &names)
{
    const BioHandle bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const CertificateHandle certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    bool all = certificate != nullptr;
    for (const auto &name : names)
        all = all && (X509_check_host(certificate.get(), name.data(), name.size(), 0, nullptr) == 1 || X509_check_ip_asc(certificate.get(), name.c_str(), 0) == 1);
    ERR_clear_error();
    return all;
}

} // namespace gatehouse::crypto
