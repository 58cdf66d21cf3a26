// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/tls_identity.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string>
#include <vector>

namespace gatehouse::test {

//! Signs certificates and lists of those that it has revoked.
class CertificateAuthority
{
public:
    CertificateAuthority(const std::string &name, UtcTime from) : m_from(from), m_key(EVP_EC_gen("P-256")), m_certificate(X509_new())
    {
        fill(m_certificate.get(), name, 1, m_key.get());
        X509_set_issuer_name(m_certificate.get(), X509_get_subject_name(m_certificate.get()));
        extend(m_certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
        extend(m_certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
        X509_sign(m_certificate.get(), m_key.get(), EVP_sha256());
    }

    std::string der() const { return crypto::derOf(m_certificate.get()); }

    //! For a client. `place`: an extension that says where to ask ("URI:http://..." of lists, "OCSP;URI:..."); "" : none.
    TlsIdentity issue(const std::string &name, long serial, const std::string &place) const
    {
        const crypto::KeyHandle key(EVP_EC_gen("P-256"));
        const crypto::CertificateHandle certificate(X509_new());
        fill(certificate.get(), name, serial, key.get());
        X509_set_issuer_name(certificate.get(), X509_get_subject_name(m_certificate.get()));
        extend(certificate.get(), NID_key_usage, "critical,digitalSignature");
        extend(certificate.get(), NID_ext_key_usage, "clientAuth");
        if (!place.empty())
            extend(certificate.get(), place.starts_with("OCSP") ? NID_info_access : NID_crl_distribution_points, place);
        X509_sign(certificate.get(), m_key.get(), EVP_sha256());
        const crypto::BioHandle bio(BIO_new(BIO_s_mem())), keyBio(BIO_new(BIO_s_mem()));
        PEM_write_bio_X509(bio.get(), certificate.get());
        PEM_write_bio_PrivateKey(keyBio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        return {textOf(bio), SecretString(textOf(keyBio))};
    }

    //! DER of a list that is in force between the two times.
    std::string list(const std::vector<long> &revoked, UtcTime from, UtcTime to) const
    {
        const std::unique_ptr<X509_CRL, crypto::HandleDeleter<X509_CRL_free>> list(X509_CRL_new());
        X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
        X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(m_certificate.get()));
        const auto begins = timeOf(from), ends = timeOf(to);
        X509_CRL_set1_lastUpdate(list.get(), begins.get());
        X509_CRL_set1_nextUpdate(list.get(), ends.get());
        for (const auto serial : revoked) {
            auto *entry = X509_REVOKED_new();
            const std::unique_ptr<ASN1_INTEGER, crypto::HandleDeleter<ASN1_INTEGER_free>> number(ASN1_INTEGER_new());
            ASN1_INTEGER_set(number.get(), serial);
            X509_REVOKED_set_serialNumber(entry, number.get());
            X509_REVOKED_set_revocationDate(entry, begins.get());
            X509_CRL_add0_revoked(list.get(), entry);
        }
        X509_CRL_sort(list.get());
        X509_CRL_sign(list.get(), m_key.get(), EVP_sha256());
        unsigned char *der = nullptr;
        const int size = i2d_X509_CRL(list.get(), &der);
        std::string bytes(reinterpret_cast<const char *>(der), static_cast<std::size_t>(size));
        OPENSSL_free(der);
        return bytes;
    }

private:
    using TimeHandle = std::unique_ptr<ASN1_TIME, crypto::HandleDeleter<ASN1_TIME_free>>;
    static std::time_t secondsOf(UtcTime time)
    {
        return static_cast<std::time_t>(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
    }
    static TimeHandle timeOf(UtcTime time) { return TimeHandle(ASN1_TIME_set(nullptr, secondsOf(time))); }
    static std::string textOf(const crypto::BioHandle &bio)
    {
        char *data = nullptr;
        const auto size = BIO_get_mem_data(bio.get(), &data);
        return {data, static_cast<std::size_t>(size)};
    }
    void fill(X509 *certificate, const std::string &name, long serial, EVP_PKEY *key) const
    {
        X509_set_version(certificate, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
        ASN1_TIME_set(X509_getm_notBefore(certificate), secondsOf(m_from));
        ASN1_TIME_set(X509_getm_notAfter(certificate), secondsOf(m_from + std::chrono::hours(24 * 30)));
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(name.c_str()), -1, -1, 0);
        X509_set_pubkey(certificate, key);
    }
    void extend(X509 *certificate, int nid, const std::string &value) const
    {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, m_certificate.get(), certificate, nullptr, nullptr, 0);
        const crypto::ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
        if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
            qFatal("no extension");
    }

    UtcTime m_from;
    crypto::KeyHandle m_key;
    crypto::CertificateHandle m_certificate;
};

} // namespace gatehouse::test
