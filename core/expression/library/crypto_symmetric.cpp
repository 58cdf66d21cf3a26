// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/expression/library/crypto.h"
#include "core/expression/machine.h"

#include <openssl/rand.h>

namespace gatehouse::expression {

namespace {

namespace mode {
constexpr int cbc = 1, ecb = 2, ofb = 3, cfb = 4, cts = 5;
}
namespace padding {
constexpr int none = 1, pkcs7 = 2, zeros = 3, ansiX923 = 4, iso10126 = 5;
}

const EVP_CIPHER *cipherOf(const SymmetricObject &algorithm, std::size_t keyBytes)
{
    if (algorithm.cipher == SymmetricObject::TripleDes) {
        switch (algorithm.mode) {
        case mode::ecb: return EVP_des_ede3_ecb();
        case mode::cfb: return algorithm.feedbackSize == 8 ? EVP_des_ede3_cfb8() : EVP_des_ede3_cfb64();
        default: return EVP_des_ede3_cbc();
        }
    }
    const auto bySize = [keyBytes](const EVP_CIPHER *small, const EVP_CIPHER *middle, const EVP_CIPHER *large) {
        return keyBytes == 16 ? small : (keyBytes == 24 ? middle : large);
    };
    switch (algorithm.mode) {
    case mode::ecb: return bySize(EVP_aes_128_ecb(), EVP_aes_192_ecb(), EVP_aes_256_ecb());
    case mode::cfb:
        return algorithm.feedbackSize == 8 ? bySize(EVP_aes_128_cfb8(), EVP_aes_192_cfb8(), EVP_aes_256_cfb8())
                                           : bySize(EVP_aes_128_cfb128(), EVP_aes_192_cfb128(), EVP_aes_256_cfb128());
    case mode::cbc:
    default: return bySize(EVP_aes_128_cbc(), EVP_aes_192_cbc(), EVP_aes_256_cbc());
    }
}

const unsigned char *raw(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

} // namespace

SymmetricObject::SymmetricObject(const Type *type, Cipher which) : cipher(which), keySize(which == Aes ? 256 : 192), m_type(type) { }

bool SymmetricObject::allows(std::size_t keyBytes) const
{
    return keyBytes == 16 || keyBytes == 24 || (cipher == Aes && keyBytes == 32);
}

Ref<SymmetricObject> symmetricOf(const Library &library, std::u16string_view name)
{
    auto text = toUtf8(name);
    if (const auto dot = text.rfind('.'); dot != std::string::npos)
        text.erase(0, dot + 1);
    const auto *aes = library.known(Known::Aes);
    for (const std::string_view known : {"Aes", "AesManaged", "AesCryptoServiceProvider", "AesCng", "Rijndael", "RijndaelManaged", "SymmetricAlgorithm"})
        if (equalsIgnoreCase(text, known))
            return make<SymmetricObject>(aes, SymmetricObject::Aes);
    for (const std::string_view known : {"TripleDES", "3DES", "Triple DES", "TripleDESCryptoServiceProvider"})
        if (equalsIgnoreCase(text, known))
            return make<SymmetricObject>(library.findType("System.Security.Cryptography.TripleDES"), SymmetricObject::TripleDes);
    return {};
}

TransformObject::TransformObject(const SymmetricObject &algorithm, std::string_view key, std::string_view iv, bool encrypts)
    : m_key(key), m_iv(iv), m_blockSize(algorithm.blockSize()), m_padding(algorithm.padding), m_encrypts(encrypts),
      m_streams(algorithm.mode == mode::cfb)
{
    if (algorithm.mode == mode::ofb || algorithm.mode == mode::cts)
        raiseCryptographic("Specified cipher mode is not valid for this algorithm.");
    if (!algorithm.allows(key.size()))
        raiseCryptographic("Specified key is not a valid size for this algorithm.");
    if (algorithm.mode != mode::ecb && iv.size() != m_blockSize)
        raiseCryptographic("Specified initialization vector (IV) does not match the block size for this algorithm.");
    m_kind = cipherOf(algorithm, key.size());
    if (algorithm.cipher == SymmetricObject::TripleDes && m_key.size() == 16)
        m_key += m_key.substr(0, 8); // two-key Triple DES
    m_cipher.reset(EVP_CIPHER_CTX_new());
    begin();
}

TransformObject::~TransformObject()
{
    OPENSSL_cleanse(m_key.data(), m_key.size());
}

void TransformObject::begin()
{
    m_held.clear();
    if (EVP_CipherInit_ex(m_cipher.get(), m_kind, nullptr, raw(m_key), raw(m_iv), m_encrypts ? 1 : 0) != 1)
        raiseCryptographic("The cipher can't be set up.");
    EVP_CIPHER_CTX_set_padding(m_cipher.get(), 0);
}

std::string TransformObject::run(std::string_view data)
{
    std::string out(data.size() + m_blockSize, '\0');
    int length = 0;
    if (EVP_CipherUpdate(m_cipher.get(), reinterpret_cast<unsigned char *>(out.data()), &length, raw(data), static_cast<int>(data.size())) != 1)
        raiseCryptographic("The cipher failed.");
    out.resize(static_cast<std::size_t>(length));
    return out;
}

std::string TransformObject::update(std::string_view data)
{
    m_held += data;
    auto ready = m_held.size() / m_blockSize * m_blockSize;
    const bool mayHoldPadding = !m_encrypts && m_padding != padding::none && m_padding != padding::zeros;
    if (mayHoldPadding && ready == m_held.size() && ready > 0)
        ready -= m_blockSize;
    auto out = run(std::string_view(m_held).substr(0, ready));
    m_held.erase(0, ready);
    return out;
}

std::string TransformObject::padded(std::string data) const
{
    const auto missing = m_blockSize - data.size() % m_blockSize;
    switch (m_padding) {
    case padding::none:
        if (!m_streams && missing != m_blockSize)
            raiseCryptographic("Length of the data to encrypt is invalid.");
        return data;
    case padding::zeros: return data.append(missing == m_blockSize ? 0 : missing, '\0');
    case padding::ansiX923: return data.append(missing - 1, '\0').append(1, static_cast<char>(missing));
    case padding::iso10126: {
        std::string random(missing - 1, '\0');
        RAND_bytes(reinterpret_cast<unsigned char *>(random.data()), static_cast<int>(random.size()));
        return data.append(random).append(1, static_cast<char>(missing));
    }
    case padding::pkcs7:
    default: return data.append(missing, static_cast<char>(missing));
    }
}

std::string TransformObject::unpadded(std::string data) const
{
    if (m_padding == padding::none || m_padding == padding::zeros)
        return data;
    const auto count = data.empty() ? 0U : static_cast<unsigned char>(data.back());
    bool good = count > 0 && count <= m_blockSize && count <= data.size();
    for (std::size_t i = 1; good && i < count; ++i) {
        const auto byte = static_cast<unsigned char>(data[data.size() - 1 - i]);
        good = m_padding == padding::iso10126 || byte == (m_padding == padding::ansiX923 ? 0U : count);
    }
    if (!good)
        raiseCryptographic("Padding is invalid and cannot be removed.");
    data.resize(data.size() - count);
    return data;
}

std::string TransformObject::finish(std::string_view data)
{
    m_held += data;
    if (!m_encrypts && !m_streams && m_held.size() % m_blockSize != 0)
        raise(Raised::ArgumentException, "Length of the data to decrypt is invalid.");
    auto out = run(m_encrypts ? padded(m_held) : m_held);
    begin();
    return m_encrypts ? out : unpadded(std::move(out));
}

namespace {

SymmetricObject &algorithmIn(Call &c, std::size_t index = 0)
{
    if (c.isNull(index))
        raise(Raised::NullReference, "Object reference not set to an instance of an object.");
    return c[index].to<SymmetricObject>();
}

template<SymmetricObject::Cipher Cipher>
Value create(Call &c)
{
    return Value::of(make<SymmetricObject>(c.result(), Cipher));
}

Value createNamed(Call &c)
{
    return Value::of(symmetricOf(c.library(), c.string(0, "algName")));
}

Value createDefault(Call &c)
{
    return Value::of(make<SymmetricObject>(c.library().known(Known::Aes), SymmetricObject::Aes));
}

const std::string &keyOf(Call &c, SymmetricObject &algorithm)
{
    if (!algorithm.key)
        algorithm.key = randomBytes(c, static_cast<std::size_t>(algorithm.keySize / 8));
    return *algorithm.key;
}

const std::string &ivOf(Call &c, SymmetricObject &algorithm)
{
    if (!algorithm.iv)
        algorithm.iv = randomBytes(c, algorithm.blockSize());
    return *algorithm.iv;
}

Value setKey(Call &c)
{
    auto &algorithm = algorithmIn(c);
    auto key = bytesIn(c, 1, "value");
    if (!algorithm.allows(key.size()))
        raiseCryptographic("Specified key is not a valid size for this algorithm.");
    algorithm.keySize = static_cast<int>(key.size() * 8);
    algorithm.key = std::move(key);
    return Value::null();
}

Value setIv(Call &c)
{
    auto &algorithm = algorithmIn(c);
    auto iv = bytesIn(c, 1, "value");
    if (iv.size() != algorithm.blockSize())
        raiseCryptographic("Specified initialization vector (IV) does not match the block size for this algorithm.");
    algorithm.iv = std::move(iv);
    return Value::null();
}

Value setKeySize(Call &c)
{
    auto &algorithm = algorithmIn(c);
    const auto bits = c.int32(1);
    if (bits <= 0 || bits % 8 != 0 || !algorithm.allows(static_cast<std::size_t>(bits / 8)))
        raiseCryptographic("Specified key is not a valid size for this algorithm.");
    algorithm.keySize = bits;
    algorithm.key.reset();
    return Value::null();
}

Value setBlockSize(Call &c)
{
    if (c.int32(1) != static_cast<std::int32_t>(algorithmIn(c).blockSize() * 8))
        raiseCryptographic("Specified block size is not valid for this algorithm.");
    return Value::null();
}

std::string keyIn(Call &c, std::size_t index)
{
    if (c.isNull(index))
        raiseCryptographic("Specified key is not a valid size for this algorithm.");
    return bytesIn(c, index, "key");
}

//! The transform over own key and IV, or those in two arguments.
template<bool Encrypts>
Value createTransform(Call &c)
{
    auto &algorithm = algorithmIn(c);
    std::string key, iv;
    if (c.count() > 1) {
        key = keyIn(c, 1);
        iv = c.isNull(2) ? randomBytes(c, algorithm.blockSize()) : bytesIn(c, 2, "iv");
    } else {
        key = keyOf(c, algorithm);
        iv = ivOf(c, algorithm);
    }
    return Value::of(make<TransformObject>(algorithm, key, iv, Encrypts));
}

Value finalBlock(Call &c)
{
    const auto bytes = bytesInRange(c, 1, "inputBuffer");
    return c.bytes(c.object<TransformObject>(0).finish(bytes));
}

Value transformBlock(Call &c)
{
    const auto bytes = bytesInRange(c, 1, "inputBuffer");
    auto &target = c.object<ArrayObject>(4, "outputBuffer").items();
    const auto offset = c.int32(5);
    const auto out = c.object<TransformObject>(0).update(bytes);
    if (offset < 0 || static_cast<std::size_t>(offset) + out.size() > target.size())
        raise(Raised::ArgumentException, "Value was invalid.");
    for (std::size_t i = 0; i < out.size(); ++i)
        target[static_cast<std::size_t>(offset) + i] = Value::ofByte(static_cast<std::uint8_t>(out[i]));
    return Value::ofInt(static_cast<std::int32_t>(out.size()));
}

//! input.Encrypt("Aes", key, iv), input.Encrypt(algorithm), input.Encrypt(algorithm, key, iv).
template<bool Encrypts>
Value transformAll(Call &c)
{
    Ref<SymmetricObject> algorithm;
    if (stringOf(c[1]))
        algorithm = symmetricOf(c.library(), c.string(1));
    else if (!c.isNull(1))
        algorithm = Ref<SymmetricObject>(&algorithmIn(c, 1));
    if (!algorithm || c.isNull(0))
        raise(Raised::NullReference, "Object reference not set to an instance of an object.");
    const bool own = c.count() == 2;
    const auto key = own ? keyOf(c, *algorithm) : keyIn(c, 2);
    const auto iv = own ? ivOf(c, *algorithm) : (c.isNull(3) ? randomBytes(c, algorithm->blockSize()) : bytesIn(c, 3, "iv"));
    const auto data = bytesIn(c, 0, "input");
    return c.bytes(TransformObject(*algorithm, key, iv, Encrypts).finish(data));
}

Value nothing(Call &)
{
    return Value::null();
}

template<auto Member>
Value number(Call &c)
{
    return Value::ofInt(algorithmIn(c).*Member);
}

template<auto Member>
Value choice(Call &c)
{
    return Value::ofEnum(c.result(), algorithmIn(c).*Member);
}

template<auto Member>
Value choose(Call &c)
{
    algorithmIn(c).*Member = c[1].enumValue();
    return Value::null();
}

} // namespace

void declareSymmetric(Library &library)
{
    library.declareEnum("System.Security.Cryptography.CipherMode", Known::CipherMode, {{"CBC", 1}, {"ECB", 2}, {"OFB", 3}, {"CFB", 4}, {"CTS", 5}});
    library.declareEnum("System.Security.Cryptography.PaddingMode", Known::PaddingMode,
                        {{"None", 1}, {"PKCS7", 2}, {"Zeros", 3}, {"ANSIX923", 4}, {"ISO10126", 5}});
    library.declare("interface System.Security.Cryptography.ICryptoTransform : IDisposable", Known::ICryptoTransform,
                    {{"byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)", finalBlock},
                     {"int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)",
                      transformBlock},
                     {"int InputBlockSize { get; }",
                      [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(c.object<TransformObject>(0).blockSize())); }},
                     {"int OutputBlockSize { get; }",
                      [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(c.object<TransformObject>(0).blockSize())); }},
                     {"bool CanReuseTransform { get; }", [](Call &) { return Value::ofBool(true); }},
                     {"bool CanTransformMultipleBlocks { get; }", [](Call &) { return Value::ofBool(true); }},
                     {"void Dispose()", nothing}});
    library.declare(
        "class System.Security.Cryptography.SymmetricAlgorithm : IDisposable", Known::SymmetricAlgorithm,
        {{"static SymmetricAlgorithm Create(string algName)", createNamed},
         {"static SymmetricAlgorithm Create()", createDefault},
         {"byte[] Key { get; set; }", [](Call &c) { return c.bytes(keyOf(c, algorithmIn(c))); }, setKey},
         {"byte[] IV { get; set; }", [](Call &c) { return c.bytes(ivOf(c, algorithmIn(c))); }, setIv},
         {"int KeySize { get; set; }", number<&SymmetricObject::keySize>, setKeySize},
         {"int BlockSize { get; set; }",
          [](Call &c) { return Value::ofInt(static_cast<std::int32_t>(algorithmIn(c).blockSize() * 8)); }, setBlockSize},
         {"int FeedbackSize { get; set; }", number<&SymmetricObject::feedbackSize>,
          [](Call &c) { algorithmIn(c).feedbackSize = c.int32(1); return Value::null(); }},
         {"CipherMode Mode { get; set; }", choice<&SymmetricObject::mode>, choose<&SymmetricObject::mode>},
         {"PaddingMode Padding { get; set; }", choice<&SymmetricObject::padding>, choose<&SymmetricObject::padding>},
         {"void GenerateKey()", [](Call &c) { algorithmIn(c).key.reset(); return Value::null(); }},
         {"void GenerateIV()", [](Call &c) { algorithmIn(c).iv.reset(); return Value::null(); }},
         {"bool ValidKeySize(int bitLength)",
          [](Call &c) {
              const auto bits = c.int32(1);
              return Value::ofBool(bits > 0 && bits % 8 == 0 && algorithmIn(c).allows(static_cast<std::size_t>(bits / 8)));
          }},
         {"ICryptoTransform CreateEncryptor()", createTransform<true>},
         {"ICryptoTransform CreateEncryptor(byte[] key, byte[] iv)", createTransform<true>},
         {"ICryptoTransform CreateDecryptor()", createTransform<false>},
         {"ICryptoTransform CreateDecryptor(byte[] key, byte[] iv)", createTransform<false>},
         {"void Clear()", nothing},
         {"void Dispose()", nothing}});
    library.declare("class System.Security.Cryptography.Aes : SymmetricAlgorithm", Known::Aes,
                    {{"static Aes Create()", create<SymmetricObject::Aes>}, {"static Aes Create(string algorithmName)", createNamed}});
    for (const auto *type : {"class System.Security.Cryptography.AesManaged : Aes", "class System.Security.Cryptography.AesCryptoServiceProvider : Aes",
                             "class System.Security.Cryptography.AesCng : Aes"})
        library.declare(type, Known::None, {{"new()", create<SymmetricObject::Aes>}});
    library.declare("class System.Security.Cryptography.Rijndael : SymmetricAlgorithm", Known::None,
                    {{"static Rijndael Create()", create<SymmetricObject::Aes>}});
    library.declare("class System.Security.Cryptography.RijndaelManaged : Rijndael", Known::None, {{"new()", create<SymmetricObject::Aes>}});
    library.declare("class System.Security.Cryptography.TripleDES : SymmetricAlgorithm", Known::None,
                    {{"static TripleDES Create()", create<SymmetricObject::TripleDes>}});
    library.declare("class System.Security.Cryptography.TripleDESCryptoServiceProvider : TripleDES", Known::None,
                    {{"new()", create<SymmetricObject::TripleDes>}});
    library.declare("static class ContextExtensions", Known::None,
                    {{"static byte[] Encrypt(this byte[] input, string alg, byte[] key, byte[] iv)", transformAll<true>},
                     {"static byte[] Encrypt(this byte[] input, SymmetricAlgorithm alg)", transformAll<true>},
                     {"static byte[] Encrypt(this byte[] input, SymmetricAlgorithm alg, byte[] key, byte[] iv)", transformAll<true>},
                     {"static byte[] Decrypt(this byte[] input, string alg, byte[] key, byte[] iv)", transformAll<false>},
                     {"static byte[] Decrypt(this byte[] input, SymmetricAlgorithm alg)", transformAll<false>},
                     {"static byte[] Decrypt(this byte[] input, SymmetricAlgorithm alg, byte[] key, byte[] iv)", transformAll<false>}});
}

} // namespace gatehouse::expression
