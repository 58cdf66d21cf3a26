// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/certificates.h"

#include "core/crypto/certificate_file.h"
#include "core/crypto/distinguished_name.h"
#include "core/expression/format.h"
#include "core/expression/library/crypto.h"
#include "core/expression/machine.h"

#include <ctime>

namespace gatehouse::expression {

Ref<CertificateObject> certificateOf(std::string_view bytes, const std::string &password)
{
    auto file = crypto::readCertificateFile(bytes, password);
    if (!file)
        return {};
    // .NET takes no key out of PEM.
    const bool isPem = bytes.find("-----BEGIN") != std::string_view::npos;
    return make<CertificateObject>(std::move(file->certificate), isPem ? nullptr : std::move(file->key));
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
    return toUtf16("[Subject]\n  " + crypto::distinguishedName(X509_get_subject_name(x509())) + "\n\n[Issuer]\n  " +
                   crypto::distinguishedName(X509_get_issuer_name(x509())) + "\n\n[Serial Number]\n  " + serialNumber() + "\n\n[Not Before]\n  " +
                   time(X509_get0_notBefore(x509())) + "\n\n[Not After]\n  " + time(X509_get0_notAfter(x509())) + "\n\n[Thumbprint]\n  " +
                   thumbprint() + "\n");
}

} // namespace gatehouse::expression
