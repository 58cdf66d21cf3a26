// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/distinguished_name.h"

#include <openssl/asn1.h>
#include <openssl/objects.h>

#include <algorithm>
#include <string_view>

namespace gatehouse::crypto {

namespace {

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

} // namespace gatehouse::crypto
