// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/expression/context.h"
#include "core/expression/library/base64.h"
#include "core/expression/library/crypto.h"
#include "core/expression/machine.h"

#include <openssl/rsa.h>

namespace gatehouse::expression {

namespace {

using ContextHandle = std::unique_ptr<EVP_PKEY_CTX, crypto::HandleDeleter<EVP_PKEY_CTX_free>>;

//! Making a key would hold the worker for a tenth of a second: one must be imported.
RsaObject &rsaIn(Call &c)
{
    auto &rsa = c[0].to<RsaObject>();
    if (!rsa.key())
        raise(Raised::NotSupported, "Policy expressions do not generate RSA keys: import one.");
    return rsa;
}

const unsigned char *raw(const std::string &text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

//! HashAlgorithmName, a name as text ("SHA256"), or a HashAlgorithm object in argument `index`.
const EVP_MD *digestIn(Call &c, std::size_t index)
{
    if (c.isNull(index))
        raiseNullArgument("hashAlgorithm");
    const auto *named = c[index].as<CryptoNameObject>();
    auto name = named ? toUtf8(named->name()) : (stringOf(c[index]) ? toUtf8(c.string(index)) : c[index].object()->type(c.library())->shortName);
    if (name.empty())
        raise(Raised::ArgumentException, "The hash algorithm name cannot be null or empty.", "hashAlgorithm");
    for (const std::string_view suffix : {"CryptoServiceProvider", "Managed", "Cng"})
        if (name.ends_with(suffix))
            name.resize(name.size() - suffix.size());
    const auto *digest = digestOf(name);
    if (!digest)
        raiseCryptographic("'" + name + "' is not a known hash algorithm.");
    return digest;
}

bool isPss(Call &c, std::size_t index)
{
    const auto *padding = index < c.count() ? c[index].as<CryptoNameObject>() : nullptr;
    if (index < c.count() && !padding)
        raiseNullArgument("padding");
    return padding && padding->name() == u"Pss";
}

ContextHandle signing(Call &c, const EVP_MD *digest, bool pss, bool verifies)
{
    ContextHandle context(EVP_PKEY_CTX_new(rsaIn(c).key(), nullptr));
    const bool good = context && (verifies ? EVP_PKEY_verify_init(context.get()) : EVP_PKEY_sign_init(context.get())) == 1 &&
                      EVP_PKEY_CTX_set_rsa_padding(context.get(), pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) == 1 &&
                      (!pss || EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), RSA_PSS_SALTLEN_DIGEST) == 1) &&
                      EVP_PKEY_CTX_set_signature_md(context.get(), digest) == 1;
    if (!good)
        raiseCryptographic("The key can't be used for signatures.");
    return context;
}

std::string hashed(const EVP_MD *digest, const std::string &data)
{
    std::string hash(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char *>(hash.data()), &length, digest, nullptr);
    hash.resize(length);
    return hash;
}

Value signedHash(Call &c, const EVP_MD *digest, const std::string &hash, bool pss)
{
    if (!rsaIn(c).isPrivate())
        raiseCryptographic("Key does not exist.");
    if (hash.size() != static_cast<std::size_t>(EVP_MD_get_size(digest)))
        raiseCryptographic("Bad Hash.");
    constexpr std::size_t workOfOneSignature = 500'000;
    c.charge(workOfOneSignature);
    const auto context = signing(c, digest, pss, false);
    std::size_t length = 0;
    if (EVP_PKEY_sign(context.get(), nullptr, &length, raw(hash), hash.size()) != 1)
        raiseCryptographic("The signature can't be made.");
    std::string signature(length, '\0');
    if (EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &length, raw(hash), hash.size()) != 1)
        raiseCryptographic("The signature can't be made.");
    signature.resize(length);
    return c.bytes(signature);
}

Value verifiedHash(Call &c, const EVP_MD *digest, const std::string &hash, const std::string &signature, bool pss)
{
    c.charge(20'000);
    const auto context = signing(c, digest, pss, true);
    return Value::ofBool(EVP_PKEY_verify(context.get(), raw(signature), signature.size(), raw(hash), hash.size()) == 1);
}

Value signData(Call &c)
{
    const auto *digest = digestIn(c, 2);
    return signedHash(c, digest, hashed(digest, bytesIn(c, 1, "data")), isPss(c, 3));
}

Value signRange(Call &c)
{
    const auto *digest = digestIn(c, 4);
    return signedHash(c, digest, hashed(digest, bytesInRange(c, 1, "data")), isPss(c, 5));
}

Value signHash(Call &c)
{
    return signedHash(c, digestIn(c, 2), bytesIn(c, 1, "hash"), isPss(c, 3));
}

//! (data, signature, name, padding).
Value verifyData(Call &c)
{
    const auto *digest = digestIn(c, 3);
    return verifiedHash(c, digest, hashed(digest, bytesIn(c, 1, "data")), bytesIn(c, 2, "signature"), isPss(c, 4));
}

//! RSACryptoServiceProvider's (data, name, signature).
Value verifyDataOld(Call &c)
{
    const auto *digest = digestIn(c, 2);
    return verifiedHash(c, digest, hashed(digest, bytesIn(c, 1, "buffer")), bytesIn(c, 3, "signature"), false);
}

Value verifyHash(Call &c)
{
    return verifiedHash(c, digestIn(c, 3), bytesIn(c, 1, "hash"), bytesIn(c, 2, "signature"), isPss(c, 4));
}

Value verifyHashOld(Call &c)
{
    return verifiedHash(c, digestIn(c, 2), bytesIn(c, 1, "rgbHash"), bytesIn(c, 3, "rgbSignature"), false);
}

//! The padding in argument 2: RSAEncryptionPadding, or `bool fOAEP`.
void setEncryptionPadding(Call &c, EVP_PKEY_CTX *context)
{
    const EVP_MD *digest = nullptr;
    if (c[2].tag() == Tag::Bool) {
        digest = c.boolean(2) ? EVP_sha1() : nullptr;
    } else {
        const auto name = toUtf8(c.object<CryptoNameObject>(2, "padding").name());
        if (name.starts_with("Oaep"))
            digest = digestOf(std::string_view(name).substr(4));
    }
    const bool good = EVP_PKEY_CTX_set_rsa_padding(context, digest ? RSA_PKCS1_OAEP_PADDING : RSA_PKCS1_PADDING) == 1 &&
                      (!digest || EVP_PKEY_CTX_set_rsa_oaep_md(context, digest) == 1);
    if (!good)
        raiseCryptographic("The padding can't be used.");
}

template<bool Encrypts>
Value encrypt(Call &c)
{
    if (!Encrypts && !rsaIn(c).isPrivate())
        raiseCryptographic("Key does not exist.");
    const auto data = bytesIn(c, 1, "data");
    c.charge(Encrypts ? 20'000 : 500'000);
    ContextHandle context(EVP_PKEY_CTX_new(rsaIn(c).key(), nullptr));
    if (!context || (Encrypts ? EVP_PKEY_encrypt_init(context.get()) : EVP_PKEY_decrypt_init(context.get())) != 1)
        raiseCryptographic("The key can't be used.");
    setEncryptionPadding(c, context.get());
    const auto run = Encrypts ? EVP_PKEY_encrypt : EVP_PKEY_decrypt;
    std::size_t length = 0;
    if (run(context.get(), nullptr, &length, raw(data), data.size()) != 1)
        raiseCryptographic("The parameter is incorrect.");
    std::string out(length, '\0');
    if (run(context.get(), reinterpret_cast<unsigned char *>(out.data()), &length, raw(data), data.size()) != 1)
        raiseCryptographic("The parameter is incorrect.");
    out.resize(length);
    return c.bytes(out);
}

//! RSAParameters.
class ParametersObject final : public Object
{
public:
    explicit ParametersObject(const Type *type) : m_type(type) { }
    const Type *type(const Library &) const override { return m_type; }
    std::array<Value, RsaNumbers::count> values; //!< byte[] or null, in the order of RsaNumbers

private:
    const Type *m_type;
};

Value exportParameters(Call &c)
{
    if (c.boolean(1) && !rsaIn(c).isPrivate())
        raiseCryptographic("Key not valid for use in specified state.");
    const auto numbers = numbersOf(rsaIn(c).key(), c.boolean(1));
    auto parameters = make<ParametersObject>(c.result());
    for (std::size_t i = 0; i < RsaNumbers::count; ++i)
        if (!numbers.values[i].empty())
            parameters->values[i] = c.bytes(numbers.values[i]);
    return Value::of(parameters);
}

Value importParameters(Call &c)
{
    const auto &parameters = c.object<ParametersObject>(1, "parameters");
    RsaNumbers numbers;
    for (std::size_t i = 0; i < RsaNumbers::count; ++i)
        if (const auto *array = parameters.values[i].as<ArrayObject>())
            numbers.values[i] = bytesOf(*array);
    c[0].to<RsaObject>().set(keyOf(numbers), numbers.isPrivate());
    return Value::null();
}

//! <RSAKeyValue><Modulus>Base64</Modulus>...
Value toXml(Call &c)
{
    const auto &rsa = rsaIn(c);
    if (c.boolean(1) && !rsa.isPrivate())
        raiseCryptographic("Key not valid for use in specified state.");
    const auto numbers = numbersOf(rsa.key(), c.boolean(1));
    std::string xml = "<RSAKeyValue>";
    for (std::size_t i = 0; i < RsaNumbers::count; ++i)
        if (!numbers.values[i].empty())
            xml += '<' + std::string(RsaNumbers::names[i]) + '>' + toBase64Text(numbers.values[i]) + "</" + RsaNumbers::names[i] + '>';
    return c.text(std::string_view(xml + "</RSAKeyValue>"));
}

Value fromXml(Call &c)
{
    const auto xml = toUtf8(c.string(1, "xmlString"));
    RsaNumbers numbers;
    for (std::size_t i = 0; i < RsaNumbers::count; ++i) {
        const auto open = '<' + std::string(RsaNumbers::names[i]) + '>';
        const auto begin = xml.find(open);
        const auto end = begin == std::string::npos ? begin : xml.find("</", begin);
        if (end != std::string::npos)
            numbers.values[i] = fromBase64Text(toUtf16(xml.substr(begin + open.size(), end - begin - open.size()))).value_or(std::string());
    }
    c[0].to<RsaObject>().set(keyOf(numbers), numbers.isPrivate());
    return Value::null();
}

template<std::size_t Index>
Value parameter(Call &c)
{
    return c.object<ParametersObject>(0).values[Index];
}

template<std::size_t Index>
Value setParameter(Call &c)
{
    c.object<ParametersObject>(0).values[Index] = c[1];
    return Value::null();
}

Value createRsa(Call &c)
{
    return Value::of(make<RsaObject>(c.library().known(Known::RsaCryptoServiceProvider), nullptr, true));
}

Value keySize(Call &c)
{
    return Value::ofInt(EVP_PKEY_get_bits(rsaIn(c).key()));
}

template<char16_t... Name>
Value named(Call &c)
{
    return Value::of(make<CryptoNameObject>(c.result(), std::u16string{Name...}));
}

Value nameText(Call &c)
{
    return c.text(c.object<CryptoNameObject>(0).name());
}

Value same(Call &c)
{
    return Value::ofBool(equalValues(c[0], c[1]));
}

void declareNames(Library &library)
{
    library.declare("struct System.Security.Cryptography.HashAlgorithmName", Known::HashAlgorithmName,
                    {{"new(string name)", [](Call &c) { return Value::of(make<CryptoNameObject>(c.result(), std::u16string(c.stringOrEmpty(0)))); }},
                     {"static HashAlgorithmName MD5 { get; }", named<u'M', u'D', u'5'>},
                     {"static HashAlgorithmName SHA1 { get; }", named<u'S', u'H', u'A', u'1'>},
                     {"static HashAlgorithmName SHA256 { get; }", named<u'S', u'H', u'A', u'2', u'5', u'6'>},
                     {"static HashAlgorithmName SHA384 { get; }", named<u'S', u'H', u'A', u'3', u'8', u'4'>},
                     {"static HashAlgorithmName SHA512 { get; }", named<u'S', u'H', u'A', u'5', u'1', u'2'>},
                     {"string Name { get; }", nameText},
                     {"static bool operator ==(HashAlgorithmName left, HashAlgorithmName right)", same},
                     {"static bool operator !=(HashAlgorithmName left, HashAlgorithmName right)",
                      [](Call &c) { return Value::ofBool(!equalValues(c[0], c[1])); }}});
    library.declare("class System.Security.Cryptography.RSASignaturePadding", Known::RsaSignaturePadding,
                    {{"static RSASignaturePadding Pkcs1 { get; }", named<u'P', u'k', u'c', u's', u'1'>},
                     {"static RSASignaturePadding Pss { get; }", named<u'P', u's', u's'>}});
    library.declare("class System.Security.Cryptography.RSAEncryptionPadding", Known::RsaEncryptionPadding,
                    {{"static RSAEncryptionPadding Pkcs1 { get; }", named<u'P', u'k', u'c', u's', u'1'>},
                     {"static RSAEncryptionPadding OaepSHA1 { get; }", named<u'O', u'a', u'e', u'p', u'S', u'H', u'A', u'1'>},
                     {"static RSAEncryptionPadding OaepSHA256 { get; }", named<u'O', u'a', u'e', u'p', u'S', u'H', u'A', u'2', u'5', u'6'>},
                     {"static RSAEncryptionPadding OaepSHA384 { get; }", named<u'O', u'a', u'e', u'p', u'S', u'H', u'A', u'3', u'8', u'4'>},
                     {"static RSAEncryptionPadding OaepSHA512 { get; }", named<u'O', u'a', u'e', u'p', u'S', u'H', u'A', u'5', u'1', u'2'>}});
    library.declare("struct System.Security.Cryptography.RSAParameters", Known::RsaParameters,
                    {{"new()", [](Call &c) { return Value::of(make<ParametersObject>(c.result())); }},
                     {"byte[] Modulus { get; set; }", parameter<0>, setParameter<0>},
                     {"byte[] Exponent { get; set; }", parameter<1>, setParameter<1>},
                     {"byte[] P { get; set; }", parameter<2>, setParameter<2>},
                     {"byte[] Q { get; set; }", parameter<3>, setParameter<3>},
                     {"byte[] DP { get; set; }", parameter<4>, setParameter<4>},
                     {"byte[] DQ { get; set; }", parameter<5>, setParameter<5>},
                     {"byte[] InverseQ { get; set; }", parameter<6>, setParameter<6>},
                     {"byte[] D { get; set; }", parameter<7>, setParameter<7>}});
}

Value getRandom(Call &c)
{
    auto &target = c.object<ArrayObject>(1, "data").items();
    const auto bytes = randomBytes(c, target.size());
    for (std::size_t i = 0; i < target.size(); ++i)
        target[i] = Value::ofByte(static_cast<std::uint8_t>(bytes[i]));
    return Value::null();
}

//! RandomNumberGenerator has no state.
class RandomObject final : public Object
{
public:
    const Type *type(const Library &library) const override { return library.known(Known::RandomNumberGenerator); }
};

} // namespace

void declareRsa(Library &library)
{
    declareNames(library);
    library.declare("class System.Security.Cryptography.AsymmetricAlgorithm : IDisposable", Known::AsymmetricAlgorithm,
                    {{"int KeySize { get; }", keySize},
                     {"string ToXmlString(bool includePrivateParameters)", toXml},
                     {"void FromXmlString(string xmlString)", fromXml},
                     {"void Clear()", [](Call &) { return Value::null(); }},
                     {"void Dispose()", [](Call &) { return Value::null(); }}});
    library.declare(
        "class System.Security.Cryptography.RSA : AsymmetricAlgorithm", Known::Rsa,
        {{"byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)", signData},
         {"byte[] SignData(byte[] data, int offset, int count, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)", signRange},
         {"byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)", signHash},
         {"bool VerifyData(byte[] data, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)", verifyData},
         {"bool VerifyHash(byte[] hash, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)", verifyHash},
         {"byte[] Encrypt(byte[] data, RSAEncryptionPadding padding)", encrypt<true>},
         {"byte[] Decrypt(byte[] data, RSAEncryptionPadding padding)", encrypt<false>},
         {"static RSA Create()", createRsa},
         {"RSAParameters ExportParameters(bool includePrivateParameters)", exportParameters},
         {"void ImportParameters(RSAParameters parameters)", importParameters},
         {"string SignatureAlgorithm { get; }",
          [](Call &c) { return c.text(std::string_view("http://www.w3.org/2000/09/xmldsig#rsa-sha1")); }},
         {"string KeyExchangeAlgorithm { get; }", [](Call &c) { return c.text(std::string_view("RSA-PKCS1-KeyEx")); }}});
    library.declare("class System.Security.Cryptography.RSACng : RSA", Known::RsaCng, {});
    library.declare("class System.Security.Cryptography.RSACryptoServiceProvider : RSACng", Known::RsaCryptoServiceProvider,
                    {{"new()", createRsa},
                     {"new(int dwKeySize)", createRsa},
                     {"byte[] SignData(byte[] buffer, object halg)", signData},
                     {"byte[] SignHash(byte[] rgbHash, string str)", signHash},
                     {"bool VerifyData(byte[] buffer, object halg, byte[] signature)", verifyDataOld},
                     {"bool VerifyHash(byte[] rgbHash, string str, byte[] rgbSignature)", verifyHashOld},
                     {"byte[] Encrypt(byte[] rgb, bool fOAEP)", encrypt<true>},
                     {"byte[] Decrypt(byte[] rgb, bool fOAEP)", encrypt<false>}});
    library.declare("class System.Security.Cryptography.RandomNumberGenerator : IDisposable", Known::RandomNumberGenerator,
                    {{"static RandomNumberGenerator Create()", [](Call &) { return Value::of(make<RandomObject>()); }},
                     {"void GetBytes(byte[] data)", getRandom},
                     {"void GetNonZeroBytes(byte[] data)",
                      [](Call &c) {
                          auto &target = c.object<ArrayObject>(1, "data").items();
                          for (auto &byte : target) {
                              std::uint8_t value = 0;
                              while (value == 0)
                                  value = static_cast<std::uint8_t>(randomBytes(c, 1)[0]);
                              byte = Value::ofByte(value);
                          }
                          return Value::null();
                      }},
                     {"void Dispose()", [](Call &) { return Value::null(); }}});
    library.declare("class System.Security.Cryptography.RNGCryptoServiceProvider : RandomNumberGenerator", Known::None,
                    {{"new()", [](Call &) { return Value::of(make<RandomObject>()); }}});
}

} // namespace gatehouse::expression
