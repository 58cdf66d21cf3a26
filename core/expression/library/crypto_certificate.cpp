// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/distinguished_name.h"
#include "core/expression/context.h"
#include "core/expression/format.h"
#include "core/expression/library/certificates.h"
#include "core/expression/library/crypto.h"
#include "core/expression/machine.h"

#include <openssl/x509v3.h>

#include <algorithm>

namespace gatehouse::expression {

namespace {

CertificateObject &certificateIn(Call &c)
{
    return c.object<CertificateObject>(0, "certificate");
}

X509 *x509In(Call &c)
{
    return certificateIn(c).x509();
}

Value construct(Call &c)
{
    const auto *array = c.objectOrNull<ArrayObject>(0);
    if (!array || array->items().empty())
        return Value::of(make<CertificateObject>());
    c.charge(1'000);
    const auto certificate = certificateOf(bytesIn(c, 0, "rawData"), c.count() > 1 ? toUtf8(c.stringOrEmpty(1)) : std::string());
    if (!certificate)
        raiseCryptographic("Unable to decode certificate.");
    return Value::of(certificate);
}

//! X500DistinguishedName.
class NameObject final : public Object
{
public:
    NameObject(Value certificate, const X509_NAME *name) : m_certificate(std::move(certificate)), m_name(name) { }
    const Type *type(const Library &library) const override { return library.known(Known::X500DistinguishedName); }
    const X509_NAME *name() const { return m_name; }

private:
    Value m_certificate; //!< owns the name
    const X509_NAME *m_name;
};

//! Oid: its digits and its name.
class OidObject final : public Object
{
public:
    OidObject(std::string value, std::string name) : m_value(std::move(value)), m_name(std::move(name)) { }
    const Type *type(const Library &library) const override { return library.known(Known::Oid); }
    const std::string &value() const { return m_value; }
    const std::string &name() const { return m_name; }

private:
    std::string m_value, m_name;
};

//! PublicKey.
class PublicKeyObject final : public Object
{
public:
    explicit PublicKeyObject(Value certificate) : m_certificate(std::move(certificate)) { }
    const Type *type(const Library &library) const override { return library.known(Known::PublicKey); }
    CertificateObject &certificate() const { return m_certificate.to<CertificateObject>(); }

private:
    Value m_certificate;
};

std::string digitsOf(const ASN1_OBJECT *object)
{
    char digits[128] = {};
    OBJ_obj2txt(digits, sizeof digits, object, 1);
    return digits;
}

std::string friendlyNameOf(const ASN1_OBJECT *object)
{
    switch (OBJ_obj2nid(object)) {
    case NID_sha256WithRSAEncryption: return "sha256RSA";
    case NID_sha384WithRSAEncryption: return "sha384RSA";
    case NID_sha512WithRSAEncryption: return "sha512RSA";
    case NID_sha1WithRSAEncryption: return "sha1RSA";
    case NID_md5WithRSAEncryption: return "md5RSA";
    case NID_ecdsa_with_SHA256: return "sha256ECDSA";
    case NID_ecdsa_with_SHA384: return "sha384ECDSA";
    case NID_rsaEncryption: return "RSA";
    case NID_X9_62_id_ecPublicKey: return "ECC";
    default: return OBJ_nid2ln(OBJ_obj2nid(object));
    }
}

Value oidOf(const ASN1_OBJECT *object)
{
    return Value::of(make<OidObject>(digitsOf(object), friendlyNameOf(object)));
}

template<X509_NAME *(*Name)(const X509 *)>
Value nameText(Call &c)
{
    return c.text(std::string_view(crypto::distinguishedName(Name(x509In(c)))));
}

template<X509_NAME *(*Name)(const X509 *)>
Value nameObject(Call &c)
{
    return Value::of(make<NameObject>(c[0], Name(x509In(c))));
}

template<const ASN1_TIME *(*Time)(const X509 *)>
Value time(Call &c)
{
    constexpr int local = 2;
    return Value::ofDateTime(ticksOf(Time(x509In(c))), local);
}

template<const ASN1_TIME *(*Time)(const X509 *)>
Value timeText(Call &c)
{
    return c.text(formatDateTime(ticksOf(Time(x509In(c))), 2, u""));
}

std::string entryOf(const X509_NAME *name, int nid)
{
    const int at = X509_NAME_get_index_by_NID(name, nid, -1);
    if (at < 0)
        return {};
    unsigned char *utf8 = nullptr;
    const int length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    std::string value(reinterpret_cast<char *>(utf8), static_cast<std::size_t>(std::max(length, 0)));
    OPENSSL_free(utf8);
    return value;
}

//! The first alternative name of that kind (GEN_DNS, GEN_EMAIL, GEN_URI).
std::string alternativeName(X509 *certificate, int kind, bool ofIssuer)
{
    using NamesHandle = std::unique_ptr<GENERAL_NAMES, crypto::HandleDeleter<GENERAL_NAMES_free>>;
    const auto nid = ofIssuer ? NID_issuer_alt_name : NID_subject_alt_name;
    const NamesHandle names(static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, nid, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const auto *name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == kind)
            return {reinterpret_cast<const char *>(ASN1_STRING_get0_data(name->d.ia5)),
                    static_cast<std::size_t>(ASN1_STRING_length(name->d.ia5))};
    }
    return {};
}

//! GetNameInfo(type, forIssuer).
Value nameInfo(Call &c)
{
    enum { Simple, Email, Upn, Dns, DnsAlternative, Url };
    auto *certificate = x509In(c);
    const bool ofIssuer = c.boolean(2);
    const auto *name = ofIssuer ? X509_get_issuer_name(certificate) : X509_get_subject_name(certificate);
    const auto firstOf = [name](std::initializer_list<int> nids) {
        for (const int nid : nids)
            if (auto value = entryOf(name, nid); !value.empty())
                return value;
        return std::string();
    };
    std::string found;
    switch (c[1].enumValue()) {
    case Simple:
        found = firstOf({NID_commonName, NID_organizationalUnitName, NID_organizationName, NID_pkcs9_emailAddress});
        break;
    case Email:
        found = alternativeName(certificate, GEN_EMAIL, ofIssuer);
        if (found.empty())
            found = entryOf(name, NID_pkcs9_emailAddress);
        break;
    case Dns:
    case DnsAlternative:
        found = alternativeName(certificate, GEN_DNS, ofIssuer);
        if (found.empty() && c[1].enumValue() == Dns)
            found = entryOf(name, NID_commonName);
        break;
    case Url: found = alternativeName(certificate, GEN_URI, ofIssuer); break;
    default: break;
    }
    return c.text(std::string_view(found));
}

std::string hashBytes(Call &c)
{
    std::string hash(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    X509_digest(x509In(c), EVP_sha1(), reinterpret_cast<unsigned char *>(hash.data()), &length);
    hash.resize(length);
    return hash;
}

std::string publicKeyBytes(X509 *certificate)
{
    const auto *bits = X509_get0_pubkey_bitstr(certificate);
    return {reinterpret_cast<const char *>(ASN1_STRING_get0_data(bits)), static_cast<std::size_t>(ASN1_STRING_length(bits))};
}

const ASN1_OBJECT *keyAlgorithm(X509 *certificate)
{
    ASN1_OBJECT *algorithm = nullptr;
    X509_PUBKEY_get0_param(&algorithm, nullptr, nullptr, nullptr, X509_get_X509_PUBKEY(certificate));
    return algorithm;
}

Value rsaOf(Call &c, const std::shared_ptr<EVP_PKEY> &key, bool isPrivate)
{
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
        return Value::null();
    return Value::of(make<RsaObject>(c.library().known(Known::RsaCryptoServiceProvider), key, isPrivate));
}

Value privateKey(Call &c)
{
    x509In(c);
    return rsaOf(c, certificateIn(c).key(), true);
}

Value publicRsa(Call &c, X509 *certificate)
{
    return rsaOf(c, std::shared_ptr<EVP_PKEY>(X509_get_pubkey(certificate), EVP_PKEY_free), false);
}

Value publicKey(Call &c)
{
    return publicRsa(c, x509In(c));
}

//! Whether the gateway trusts the certificate's chain and the certificate is valid now. Nothing of an empty one is trusted.
Value verify(Call &c)
{
    if (c.isNull(0))
        raise(Raised::NullReference, "Object reference not set to an instance of an object.");
    const auto &certificate = certificateIn(c);
    return Value::ofBool(!certificate.isEmpty() && c.context().trustsCertificate(certificate.der()));
}

void declareParts(Library &library)
{
    library.declareEnum("System.Security.Cryptography.X509Certificates.X509NameType", Known::X509NameType,
                        {{"SimpleName", 0}, {"EmailName", 1}, {"UpnName", 2}, {"DnsName", 3}, {"DnsFromAlternativeName", 4}, {"UrlName", 5}});
    library.declareEnum("System.Security.Cryptography.X509Certificates.X509KeyStorageFlags", Known::X509KeyStorageFlags,
                        {{"DefaultKeySet", 0},
                         {"UserKeySet", 1},
                         {"MachineKeySet", 2},
                         {"Exportable", 4},
                         {"UserProtected", 8},
                         {"PersistKeySet", 16},
                         {"EphemeralKeySet", 32}},
                        true);
    library.declareEnum("System.Security.Cryptography.X509Certificates.X509ContentType", Known::X509ContentType,
                        {{"Unknown", 0}, {"Cert", 1}, {"SerializedCert", 2}, {"Pfx", 3}, {"Pkcs12", 3}, {"SerializedStore", 4}, {"Pkcs7", 5}, {"Authenticode", 6}});
    library.declare("class System.Security.Cryptography.Oid", Known::Oid,
                    {{"string Value { get; }", [](Call &c) { return c.text(std::string_view(c.object<OidObject>(0).value())); }},
                     {"string FriendlyName { get; }", [](Call &c) { return c.text(std::string_view(c.object<OidObject>(0).name())); }}});
    library.declare("class System.Security.Cryptography.X509Certificates.X500DistinguishedName", Known::X500DistinguishedName,
                    {{"string Name { get; }",
                      [](Call &c) { return c.text(std::string_view(crypto::distinguishedName(c.object<NameObject>(0).name()))); }},
                     {"byte[] RawData { get; }", [](Call &c) {
                          unsigned char *bytes = nullptr;
                          const int length = i2d_X509_NAME(c.object<NameObject>(0).name(), &bytes);
                          const std::string text(reinterpret_cast<char *>(bytes), static_cast<std::size_t>(std::max(length, 0)));
                          OPENSSL_free(bytes);
                          return c.bytes(text);
                      }}});
    library.declare("class System.Security.Cryptography.X509Certificates.PublicKey", Known::PublicKey,
                    {{"Oid Oid { get; }", [](Call &c) { return oidOf(keyAlgorithm(c.object<PublicKeyObject>(0).certificate().x509())); }},
                     {"AsymmetricAlgorithm Key { get; }",
                      [](Call &c) { return publicRsa(c, c.object<PublicKeyObject>(0).certificate().x509()); }}});
}

} // namespace

void declareCertificates(Library &library)
{
    declareParts(library);
    library.declare(
        "class System.Security.Cryptography.X509Certificates.X509Certificate : IDisposable", Known::X509Certificate,
        {{"string Subject { get; }", nameText<X509_get_subject_name>},
         {"string Issuer { get; }", nameText<X509_get_issuer_name>},
         {"byte[] GetCertHash()", [](Call &c) { return c.bytes(hashBytes(c)); }},
         {"string GetCertHashString()", [](Call &c) { return c.text(std::string_view(certificateIn(c).thumbprint())); }},
         {"byte[] GetRawCertData()", [](Call &c) { return c.bytes(certificateIn(c).der()); }},
         {"string GetRawCertDataString()", [](Call &c) { return c.text(std::string_view(upperHex(certificateIn(c).der()))); }},
         {"string GetSerialNumberString()", [](Call &c) { return c.text(std::string_view(certificateIn(c).serialNumber())); }},
         {"byte[] GetSerialNumber()",
          [](Call &c) {
              const auto *serial = X509_get0_serialNumber(x509In(c));
              std::string bytes(reinterpret_cast<const char *>(ASN1_STRING_get0_data(serial)),
                                static_cast<std::size_t>(ASN1_STRING_length(serial)));
              std::reverse(bytes.begin(), bytes.end());
              return c.bytes(bytes);
          }},
         {"string GetEffectiveDateString()", timeText<X509_get0_notBefore>},
         {"string GetExpirationDateString()", timeText<X509_get0_notAfter>},
         {"byte[] GetPublicKey()", [](Call &c) { return c.bytes(publicKeyBytes(x509In(c))); }},
         {"string GetPublicKeyString()", [](Call &c) { return c.text(std::string_view(upperHex(publicKeyBytes(x509In(c))))); }},
         {"string GetKeyAlgorithm()", [](Call &c) { return c.text(std::string_view(digitsOf(keyAlgorithm(x509In(c))))); }},
         {"string GetFormat()", [](Call &c) { return c.text(std::string_view("X509")); }},
         {"byte[] Export(X509ContentType contentType)",
          [](Call &c) {
              if (c[1].enumValue() != 1)
                  raiseCryptographic("Only the certificate itself can be exported.");
              return c.bytes(certificateIn(c).der());
          }},
         {"void Dispose()", [](Call &) { return Value::null(); }}});
    library.declare(
        "class System.Security.Cryptography.X509Certificates.X509Certificate2 : X509Certificate", Known::X509Certificate2,
        {{"new(byte[] rawData)", construct},
         {"new(byte[] rawData, string password)", construct},
         {"new(byte[] rawData, string password, X509KeyStorageFlags keyStorageFlags)", construct},
         {"string Thumbprint { get; }", [](Call &c) { return c.text(std::string_view(certificateIn(c).thumbprint())); }},
         {"string SerialNumber { get; }", [](Call &c) { return c.text(std::string_view(certificateIn(c).serialNumber())); }},
         {"X500DistinguishedName SubjectName { get; }", nameObject<X509_get_subject_name>},
         {"X500DistinguishedName IssuerName { get; }", nameObject<X509_get_issuer_name>},
         {"DateTime NotBefore { get; }", time<X509_get0_notBefore>},
         {"DateTime NotAfter { get; }", time<X509_get0_notAfter>},
         {"byte[] RawData { get; }", [](Call &c) { return c.bytes(certificateIn(c).der()); }},
         {"int Version { get; }", [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(X509_get_version(x509In(c)) + 1)); }},
         {"Oid SignatureAlgorithm { get; }",
          [](Call &c) {
              const ASN1_OBJECT *object = nullptr;
              X509_ALGOR_get0(&object, nullptr, nullptr, X509_get0_tbs_sigalg(x509In(c)));
              return oidOf(object);
          }},
         {"string FriendlyName { get; }", [](Call &c) { x509In(c); return c.text(std::string_view()); }},
         {"bool Archived { get; }", [](Call &c) { x509In(c); return Value::ofBool(false); }},
         {"bool HasPrivateKey { get; }", [](Call &c) { x509In(c); return Value::ofBool(certificateIn(c).key() != nullptr); }},
         {"AsymmetricAlgorithm PrivateKey { get; }", privateKey},
         {"PublicKey PublicKey { get; }", [](Call &c) { x509In(c); return Value::of(make<PublicKeyObject>(c[0])); }},
         {"string GetNameInfo(X509NameType nameType, bool forIssuer)", nameInfo},
         {"bool Verify()", verify}});
    library.declare("static class System.Security.Cryptography.X509Certificates.RSACertificateExtensions", Known::None,
                    {{"static RSA GetRSAPrivateKey(this X509Certificate2 certificate)", privateKey},
                     {"static RSA GetRSAPublicKey(this X509Certificate2 certificate)", publicKey}});
    library.declare("static class ContextExtensions", Known::None, {{"static bool VerifyNoRevocation(this X509Certificate2 input)", verify}});
}

void declareCrypto(Library &library)
{
    declareHashes(library);
    declareSymmetric(library);
    declareRsa(library);
    declareCertificates(library);
}

} // namespace gatehouse::expression
