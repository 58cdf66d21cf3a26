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

//! The stack alone, not what it holds.
struct FreeStack
{
    void operator()(STACK_OF(X509) *stack) const { sk_X509_free(stack); }
    void operator()(STACK_OF(X509_CRL) *stack) const { sk_X509_CRL_free(stack); }
};
using StackHandle = std::unique_ptr<STACK_OF(X509), FreeStack>;
using ListStackHandle = std::unique_ptr<STACK_OF(X509_CRL), FreeStack>;

constexpr std::size_t maxLists = 4;

StackHandle stackOf(const CertificateChain &certificates)
{
    StackHandle stack(sk_X509_new_null());
    for (const auto &certificate : certificates)
        sk_X509_push(stack.get(), certificate.get());
    return stack;
}

//! Times of certificates are the policy's to judge; those of lists count.
int passTimes(int good, X509_STORE_CTX *context)
{
    const int error = X509_STORE_CTX_get_error(context);
    return good == 1 || error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
}

//! X509_V_OK, X509_V_ERR_CERT_REVOKED or why nobody can say.
int revocationOf(X509 *certificate, const CertificateChain &chain, const std::vector<std::shared_ptr<const X509_CRL>> &lists, std::time_t now)
{
    const StoreHandle store(X509_STORE_new());
    const StoreContextHandle context(X509_STORE_CTX_new());
    const ListStackHandle held(sk_X509_CRL_new_null());
    if (!store || !context || !held)
        return X509_V_ERR_OUT_OF_MEM;
    X509_STORE_add_cert(store.get(), chain.back().get());
    const auto between = stackOf(chain);
    for (const auto &list : lists)
        sk_X509_CRL_push(held.get(), const_cast<X509_CRL *>(list.get()));
    if (X509_STORE_CTX_init(context.get(), store.get(), certificate, between.get()) != 1)
        return X509_V_ERR_UNSPECIFIED;
    X509_STORE_CTX_set0_crls(context.get(), held.get());
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_CRL_CHECK);
    X509_STORE_CTX_set_time(context.get(), 0, now);
    X509_STORE_CTX_set_verify_cb(context.get(), passTimes);
    if (X509_verify_cert(context.get()) == 1)
        return X509_V_OK;
    const int error = X509_STORE_CTX_get_error(context.get());
    return error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error;
}

bool asksOcsp(const X509 *certificate)
{
    auto *places = static_cast<AUTHORITY_INFO_ACCESS *>(X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr));
    bool found = false;
    for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(places); ++i)
        found = found || OBJ_obj2nid(sk_ACCESS_DESCRIPTION_value(places, i)->method) == NID_ad_OCSP;
    AUTHORITY_INFO_ACCESS_free(places);
    return found;
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

CertificateChain trustedChain(const crypto::CertificateFile &file, const CertificateAnchors &anchors, bool forClients)
{
    const StoreHandle store(X509_STORE_new());
    const StoreContextHandle context(X509_STORE_CTX_new());
    if (!store || !context)
        return {};
    X509_STORE_set_default_paths(store.get());
    for (const auto &anchor : anchors)
        X509_STORE_add_cert(store.get(), anchor->certificate.get());
    const auto between = stackOf(file.chain);
    bool good = X509_STORE_CTX_init(context.get(), store.get(), file.certificate.get(), between.get()) == 1;
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_NO_CHECK_TIME);
    if (forClients)
        good = good && X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT) == 1;
    good = good && X509_verify_cert(context.get()) == 1;
    CertificateChain chain;
    const auto *built = good ? X509_STORE_CTX_get0_chain(context.get()) : nullptr;
    for (int i = 0; i < sk_X509_num(built); ++i) {
        auto *certificate = sk_X509_value(built, i);
        X509_up_ref(certificate);
        chain.emplace_back(certificate);
    }
    ERR_clear_error();
    return chain;
}

std::string certificateFault(const crypto::CertificateFile &file, const CertificateChecks &checks, const CertificateChain &chain, UtcTime now)
{
    auto moment = secondsOf(now);
    const auto *certificate = file.certificate.get();
    if (checks.notBefore && X509_cmp_time(X509_get0_notBefore(certificate), &moment) > 0)
        return "Client certificate is not valid yet.";
    if (checks.notAfter && X509_cmp_time(X509_get0_notAfter(certificate), &moment) < 0)
        return "Client certificate has expired.";
    if (checks.trust && chain.empty())
        return "Client certificate is not trusted.";
    return {};
}

RevocationPlaces revocationPlaces(const X509 *certificate)
{
    RevocationPlaces places;
    auto *points = static_cast<CRL_DIST_POINTS *>(X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr));
    places.isNamed = X509_get_ext_by_NID(certificate, NID_crl_distribution_points, -1) >= 0 || asksOcsp(certificate);
    for (int i = 0; i < sk_DIST_POINT_num(points); ++i) {
        const auto *name = sk_DIST_POINT_value(points, i)->distpoint;
        for (int j = 0; name && name->type == 0 && j < sk_GENERAL_NAME_num(name->name.fullname); ++j) {
            const auto *place = sk_GENERAL_NAME_value(name->name.fullname, j);
            if (place->type != GEN_URI || places.lists.size() >= maxLists)
                continue;
            const auto *text = place->d.uniformResourceIdentifier;
            places.lists.emplace_back(reinterpret_cast<const char *>(ASN1_STRING_get0_data(text)), static_cast<std::size_t>(ASN1_STRING_length(text)));
        }
    }
    CRL_DIST_POINTS_free(points);
    return places;
}

std::string revocationFault(const CertificateChain &chain, const std::vector<std::shared_ptr<const X509_CRL>> &lists, UtcTime now)
{
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        if (!revocationPlaces(chain[i].get()).isNamed)
            continue;
        const int found = revocationOf(chain[i].get(), chain, lists, secondsOf(now));
        ERR_clear_error();
        if (found == X509_V_ERR_CERT_REVOKED)
            return i == 0 ? "Client certificate has been revoked." : "A certificate in the client certificate's chain has been revoked.";
        if (found != X509_V_OK)
            return std::string("The revocation of the client certificate can't be checked (") + X509_verify_cert_error_string(found) + ").";
    }
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
