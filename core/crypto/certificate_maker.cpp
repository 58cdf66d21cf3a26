// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/certificate_maker.h"

#include "core/base/text.h"
#include "core/crypto/certificate_fields.h"

#include <openssl/err.h>

#include <algorithm>

namespace gatehouse::crypto {

namespace {

constexpr std::size_t longestSubject = 512;
constexpr std::size_t mostDnsNames = 64;

tl::unexpected<Error> wrongWish(std::string reason)
{
    ERR_clear_error();
    return fail(ErrorKind::Invalid, "certificate.wish", {{"reason", std::move(reason)}});
}

tl::unexpected<Error> notMade()
{
    ERR_clear_error();
    return fail(ErrorKind::Internal, "certificate.failed", {{"step", "make"}});
}

bool isDnsName(const std::string &name)
{
    // It goes into a configuration text of OpenSSL, where a comma would start another one.
    return !name.empty() && name.size() <= 253 && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '*' || c == '_';
    });
}

//! "CN=a\, b, O=c" into its parts.
std::vector<std::string> subjectParts(std::string_view subject)
{
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < subject.size(); ++i) {
        if (subject[i] == '\\' && i + 1 < subject.size())
            parts.back() += subject[++i];
        else if (subject[i] == ',')
            parts.emplace_back();
        else
            parts.back() += subject[i];
    }
    return parts;
}

bool setSubjectOf(X509 *certificate, std::string_view text)
{
    auto *name = X509_get_subject_name(certificate);
    for (const auto &part : subjectParts(text)) {
        const auto sign = part.find('=');
        auto key = std::string{trim(std::string_view(part).substr(0, sign))};
        const auto value = sign == std::string::npos ? std::string{} : std::string{trim(std::string_view(part).substr(sign + 1))};
        if (key == "S")
            key = "ST";
        else if (key == "E")
            key = "emailAddress";
        if (value.empty() || !isUtf8(value)
            || X509_NAME_add_entry_by_txt(name, key.c_str(), MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(value.data()), static_cast<int>(value.size()), -1, 0) != 1)
            return false;
    }
    return X509_set_issuer_name(certificate, name) == 1;
}

KeyHandle freshKey(const CertificateWish &wish)
{
    if (wish.keyType == "EC") {
        const auto *group = wish.curve == "P-256" ? "prime256v1" : wish.curve == "P-384" ? "secp384r1" : wish.curve == "P-521" ? "secp521r1" : nullptr;
        return KeyHandle(group ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", group) : nullptr);
    }
    const bool known = wish.keyType == "RSA" && (wish.keySize == 2048 || wish.keySize == 3072 || wish.keySize == 4096);
    return KeyHandle(known ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(wish.keySize)) : nullptr);
}

bool addExtensions(X509 *certificate, const CertificateWish &wish)
{
    std::string names;
    for (const auto &name : wish.dnsNames)
        names += (names.empty() ? "DNS:" : ",DNS:") + name;
    return addExtension(certificate, NID_basic_constraints, "critical,CA:FALSE") && addExtension(certificate, NID_key_usage, "critical,digitalSignature,keyEncipherment")
        && addExtension(certificate, NID_ext_key_usage, "serverAuth,clientAuth") && (names.empty() || addExtension(certificate, NID_subject_alt_name, names));
}

bool setTimesOf(X509 *certificate, int months, UtcTime now)
{
    const auto day = std::chrono::floor<std::chrono::days>(now);
    auto end = std::chrono::year_month_day{day} + std::chrono::months{months};
    if (!end.ok())
        end = end.year() / end.month() / std::chrono::last;
    const auto last = std::chrono::floor<std::chrono::seconds>(std::chrono::sys_days{end} + (now - day));
    const auto first = std::chrono::floor<std::chrono::seconds>(now) - std::chrono::minutes{5}; // clocks differ
    return ASN1_TIME_set(X509_getm_notBefore(certificate), static_cast<time_t>(first.time_since_epoch().count()))
        && ASN1_TIME_set(X509_getm_notAfter(certificate), static_cast<time_t>(last.time_since_epoch().count()));
}

} // namespace

Result<CertificateFile> makeCertificate(const CertificateWish &wish, UtcTime now)
{
    if (wish.months < 1 || wish.months > 120)
        return wrongWish("it is valid for 1 to 120 months");
    if (wish.dnsNames.size() > mostDnsNames || !std::ranges::all_of(wish.dnsNames, isDnsName))
        return wrongWish("a DNS name is none, or there are more than 64");
    CertificateFile file;
    file.certificate.reset(X509_new());
    auto *certificate = file.certificate.get();
    if (!certificate || X509_set_version(certificate, 2) != 1 || !setRandomSerial(certificate))
        return notMade();
    if (wish.subject.empty() || wish.subject.size() > longestSubject || !setSubjectOf(certificate, wish.subject))
        return wrongWish("the subject can't be read");
    auto key = freshKey(wish);
    if (!key)
        return wrongWish("the key is neither RSA of 2048, 3072 or 4096 bits nor EC of P-256, P-384 or P-521");
    if (X509_set_pubkey(certificate, key.get()) != 1 || !setTimesOf(certificate, wish.months, now) || !addExtensions(certificate, wish)
        || X509_sign(certificate, key.get(), EVP_sha256()) <= 0)
        return notMade();
    file.key = {key.release(), EVP_PKEY_free};
    return file;
}

} // namespace gatehouse::crypto
