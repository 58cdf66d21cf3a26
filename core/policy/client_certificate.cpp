// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/client_certificate.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"
#include "core/crypto/distinguished_name.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>

namespace gatehouse::policy {

namespace {

using StoreHandle = std::unique_ptr<X509_STORE, crypto::HandleDeleter<X509_STORE_free>>;
using StoreContextHandle = std::unique_ptr<X509_STORE_CTX, crypto::HandleDeleter<X509_STORE_CTX_free>>;
using NameParts = std::vector<std::pair<std::string, std::string>>;

std::time_t secondsOf(UtcTime time)
{
    return static_cast<std::time_t>(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

//! Times are judged apart, as the policy says.
bool isTrusted(const crypto::CertificateFile &file, const std::vector<std::shared_ptr<const crypto::CertificateFile>> &anchors)
{
    const StoreHandle store(X509_STORE_new());
    const StoreContextHandle context(X509_STORE_CTX_new());
    if (!store || !context)
        return false;
    X509_STORE_set_default_paths(store.get());
    for (const auto &anchor : anchors)
        X509_STORE_add_cert(store.get(), anchor->certificate.get());
    STACK_OF(X509) *between = sk_X509_new_null();
    for (const auto &certificate : file.chain)
        sk_X509_push(between, certificate.get());
    bool good = X509_STORE_CTX_init(context.get(), store.get(), file.certificate.get(), between) == 1;
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_NO_CHECK_TIME);
    good = good && X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT) == 1 && X509_verify_cert(context.get()) == 1;
    sk_X509_free(between);
    ERR_clear_error();
    return good;
}

bool namesRevocation(const X509 *certificate)
{
    return X509_get_ext_by_NID(certificate, NID_crl_distribution_points, -1) >= 0 || X509_get_ext_by_NID(certificate, NID_info_access, -1) >= 0;
}

std::string hexadecimal(std::string_view text)
{
    std::string digits;
    for (const char c : toLower(text))
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
            digits += c;
    return digits;
}

std::string serialOf(const X509 *certificate)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr);
    char *text = number ? BN_bn2hex(number) : nullptr;
    auto serial = hexadecimal(text ? text : "");
    OPENSSL_free(text);
    BN_free(number);
    return serial;
}

std::string withoutZeros(std::string text)
{
    text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
    return text;
}

//! "CN=a, O=\"b, c\"" in a fixed order.
NameParts partsOf(std::string_view text)
{
    NameParts parts;
    std::string item;
    bool quoted = false;
    const auto finish = [&] {
        const auto equals = item.find('=');
        if (equals != std::string::npos) {
            auto key = toLower(trim(std::string_view(item).substr(0, equals)));
            parts.emplace_back(key == "s" ? "st" : key, std::string(trim(std::string_view(item).substr(equals + 1))));
        }
        item.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"')
            item += text[++i];
        else if (text[i] == '"')
            quoted = !quoted;
        else if ((text[i] == ',' || text[i] == '+') && !quoted)
            finish();
        else
            item += text[i];
    }
    finish();
    std::sort(parts.begin(), parts.end());
    return parts;
}

bool sameName(const X509_NAME *name, std::string_view wanted)
{
    return partsOf(crypto::distinguishedName(name)) == partsOf(wanted);
}

std::string commonName(const X509_NAME *name)
{
    for (const auto &[key, value] : partsOf(crypto::distinguishedName(name)))
        if (key == "cn")
            return value;
    return {};
}

bool hasDnsName(const X509 *certificate, std::string_view wanted)
{
    auto *names = static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    bool found = false;
    for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
        const auto *name = sk_GENERAL_NAME_value(names, i);
        if (name->type != GEN_DNS)
            continue;
        const auto *data = reinterpret_cast<const char *>(ASN1_STRING_get0_data(name->d.dNSName));
        found = found || equalsIgnoreCase({data, static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))}, wanted);
    }
    GENERAL_NAMES_free(names);
    return found;
}

} // namespace

std::string certificateFault(const crypto::CertificateFile &file, const CertificateChecks &checks,
                             const std::vector<std::shared_ptr<const crypto::CertificateFile>> &anchors, UtcTime now)
{
    auto moment = secondsOf(now);
    const auto *certificate = file.certificate.get();
    if (checks.notBefore && X509_cmp_time(X509_get0_notBefore(certificate), &moment) > 0)
        return "Client certificate is not valid yet.";
    if (checks.notAfter && X509_cmp_time(X509_get0_notAfter(certificate), &moment) < 0)
        return "Client certificate has expired.";
    if (checks.trust && !isTrusted(file, anchors))
        return "Client certificate is not trusted.";
    if (checks.revocation && namesRevocation(certificate))
        return "The revocation of the client certificate can't be checked by this gateway: set validate-revocation to false.";
    return {};
}

bool certificateHas(const crypto::CertificateFile &file, std::string_view attribute, std::string_view wanted)
{
    const auto *certificate = file.certificate.get();
    if (attribute == "thumbprint")
        return crypto::toHex(crypto::thumbprintOf(certificate)) == hexadecimal(wanted);
    if (attribute == "serial-number")
        return withoutZeros(serialOf(certificate)) == withoutZeros(hexadecimal(wanted));
    if (attribute == "common-name")
        return commonName(X509_get_subject_name(certificate)) == wanted;
    if (attribute == "subject")
        return sameName(X509_get_subject_name(certificate), wanted);
    if (attribute == "issuer-subject")
        return sameName(X509_get_issuer_name(certificate), wanted);
    if (attribute == "dns-name")
        return hasDnsName(certificate, wanted);
    if (attribute == "issuer-thumbprint")
        return std::any_of(file.chain.begin(), file.chain.end(), [&](const auto &issuer) {
            return crypto::toHex(crypto::thumbprintOf(issuer.get())) == hexadecimal(wanted)
                && X509_check_issued(issuer.get(), file.certificate.get()) == X509_V_OK
                && X509_verify(file.certificate.get(), X509_get0_pubkey(issuer.get())) == 1;
        });
    return false;
}

bool isIssuedBy(const crypto::CertificateFile &certificate, const crypto::CertificateFile &issuer)
{
    const bool issued = X509_check_issued(issuer.certificate.get(), certificate.certificate.get()) == X509_V_OK
        && X509_verify(certificate.certificate.get(), X509_get0_pubkey(issuer.certificate.get())) == 1;
    ERR_clear_error();
    return issued;
}

} // namespace gatehouse::policy
