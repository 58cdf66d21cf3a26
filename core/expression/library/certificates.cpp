// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/certificates.h"

#include "core/expression/format.h"
#include "core/expression/library/crypto.h"
#include "core/expression/machine.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <algorithm>
#include <ctime>

namespace gatehouse::expression {

namespace {

using Pkcs12Handle = std::unique_ptr<PKCS12, crypto::HandleDeleter<PKCS12_free>>;

crypto::BioHandle readable(std::string_view bytes)
{
    return crypto::BioHandle(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

const unsigned char *raw(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

Ref<CertificateObject> pkcs12(std::string_view bytes, const std::string &password)
{
    const auto *at = raw(bytes);
    const Pkcs12Handle file(d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
    if (!file || PKCS12_parse(file.get(), password.c_str(), &key, &certificate, nullptr) != 1)
        return {};
    std::shared_ptr<EVP_PKEY> owned(key, EVP_PKEY_free);
    if (!certificate)
        return {};
    return make<CertificateObject>(crypto::CertificateHandle(certificate), key ? std::move(owned) : nullptr);
}

std::string_view shortNameOf(int nid)
{
    switch (nid) {
    case NID_commonName: return "CN";
    case NID_countryName: return "C";
    case NID_organizationName: return "O";
    case NID_organizationalUnitName: return "OU";
    case NID_localityName: return "L";
    case NID_stateOrProvinceName: return "S";
    case NID_streetAddress: return "STREET";
    case NID_domainComponent: return "DC";
    case NID_userId: return "UID";
    case NID_pkcs9_emailAddress: return "E";
    case NID_title: return "T";
    case NID_givenName: return "G";
    case NID_surname: return "SN";
    case NID_initials: return "I";
    case NID_dnQualifier: return "dnQualifier";
    default: return {};
    }
}

std::string quoted(std::string value)
{
    if (!value.empty() && value.find_first_of(",+\"=<>;#\n") == std::string::npos && value.front() != ' ' && value.back() != ' ')
        return value;
    std::string text = "\"";
    for (const char c : value)
        text += c == '"' ? "\"\"" : std::string(1, c);
    return text + '"';
}

} // namespace

Ref<CertificateObject> certificateOf(std::string_view bytes, const std::string &password)
{
    const auto *at = raw(bytes);
    if (crypto::CertificateHandle der(d2i_X509(nullptr, &at, static_cast<long>(bytes.size()))); der)
        return make<CertificateObject>(std::move(der), nullptr);
    if (bytes.find("-----BEGIN") != std::string_view::npos) {
        const auto bio = readable(bytes);
        crypto::CertificateHandle pem(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
        return pem ? make<CertificateObject>(std::move(pem), nullptr) : Ref<CertificateObject>();
    }
    return pkcs12(bytes, password);
}

std::string upperHex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

std::string distinguishedName(const X509_NAME *name)
{
    std::string text;
    for (int i = X509_NAME_entry_count(name) - 1; i >= 0; --i) {
        const auto *entry = X509_NAME_get_entry(name, i);
        const auto *object = X509_NAME_ENTRY_get_object(entry);
        std::string key(shortNameOf(OBJ_obj2nid(object)));
        if (key.empty()) {
            char digits[80] = {};
            OBJ_obj2txt(digits, sizeof digits, object, 1);
            key = "OID." + std::string(digits);
        }
        unsigned char *utf8 = nullptr;
        const int length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(entry));
        std::string value(reinterpret_cast<char *>(utf8), static_cast<std::size_t>(std::max(length, 0)));
        OPENSSL_free(utf8);
        if (!text.empty())
            text += ", ";
        text += key + '=' + quoted(std::move(value));
    }
    return text;
}

std::int64_t ticksOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return 0;
    return unixEpochTicks + static_cast<std::int64_t>(timegm(&parts)) * ticksPerSecond;
}

X509 *CertificateObject::x509() const
{
    if (!m_certificate)
        raiseCryptographic("Certificate instance is empty.");
    return m_certificate.get();
}

std::string CertificateObject::der() const
{
    unsigned char *bytes = nullptr;
    const int length = i2d_X509(x509(), &bytes);
    std::string text(reinterpret_cast<char *>(bytes), static_cast<std::size_t>(std::max(length, 0)));
    OPENSSL_free(bytes);
    return text;
}

std::string CertificateObject::thumbprint() const
{
    std::string hash(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    X509_digest(x509(), EVP_sha1(), reinterpret_cast<unsigned char *>(hash.data()), &length);
    return upperHex(std::string_view(hash).substr(0, length));
}

std::string CertificateObject::serialNumber() const
{
    const auto *serial = X509_get0_serialNumber(x509());
    return upperHex({reinterpret_cast<const char *>(ASN1_STRING_get0_data(serial)), static_cast<std::size_t>(ASN1_STRING_length(serial))});
}

bool CertificateObject::equals(const Object &other) const
{
    const auto *certificate = dynamic_cast<const CertificateObject *>(&other);
    if (!certificate)
        return false;
    if (isEmpty() || certificate->isEmpty())
        return isEmpty() == certificate->isEmpty();
    return X509_cmp(m_certificate.get(), certificate->m_certificate.get()) == 0;
}

std::int32_t CertificateObject::hash() const
{
    return isEmpty() ? 0 : static_cast<std::int32_t>(X509_subject_name_hash(m_certificate.get()));
}

std::u16string CertificateObject::text(Machine &machine) const
{
    if (isEmpty())
        return Object::text(machine);
    const auto time = [](const ASN1_TIME *at) { return toUtf8(formatDateTime(ticksOf(at), 2, u"")); };
    return toUtf16("[Subject]\n  " + distinguishedName(X509_get_subject_name(x509())) + "\n\n[Issuer]\n  " +
                   distinguishedName(X509_get_issuer_name(x509())) + "\n\n[Serial Number]\n  " + serialNumber() + "\n\n[Not Before]\n  " +
                   time(X509_get0_notBefore(x509())) + "\n\n[Not After]\n  " + time(X509_get0_notAfter(x509())) + "\n\n[Thumbprint]\n  " +
                   thumbprint() + "\n");
}

} // namespace gatehouse::expression
