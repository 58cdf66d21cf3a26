// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/expression/context.h"
#include "core/expression/library/crypto.h"
#include "core/expression/library/views.h"
#include "core/expression/machine.h"

#include <openssl/hmac.h>

namespace gatehouse::expression {

const EVP_MD *digestOf(std::string_view name)
{
    if (equalsIgnoreCase(name, "MD5"))
        return EVP_md5();
    if (equalsIgnoreCase(name, "SHA1") || equalsIgnoreCase(name, "SHA"))
        return EVP_sha1();
    if (equalsIgnoreCase(name, "SHA256"))
        return EVP_sha256();
    if (equalsIgnoreCase(name, "SHA384"))
        return EVP_sha384();
    if (equalsIgnoreCase(name, "SHA512"))
        return EVP_sha512();
    return nullptr;
}

void raiseCryptographic(std::string_view message)
{
    raise(Raised::Cryptographic, message);
}

std::string bytesIn(Call &call, std::size_t index, std::string_view parameter)
{
    const auto &array = call.object<ArrayObject>(index, parameter);
    chargeItems(call.machine(), array.items().size());
    return bytesOf(array);
}

std::string bytesInRange(Call &call, std::size_t index, std::string_view parameter)
{
    auto bytes = bytesIn(call, index, parameter);
    const auto offset = call.int32(index + 1);
    const auto count = call.int32(index + 2);
    if (offset < 0)
        raise(Raised::ArgumentOutOfRange, "Non-negative number required.", "offset");
    if (count < 0 || static_cast<std::size_t>(count) > bytes.size())
        raise(Raised::ArgumentException, "Value was invalid.");
    if (bytes.size() - static_cast<std::size_t>(count) < static_cast<std::size_t>(offset))
        raise(Raised::ArgumentException,
              "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of "
              "the source collection.");
    return bytes.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(count));
}

std::string randomBytes(Call &call, std::size_t count)
{
    call.machine().allocate(count);
    std::string bytes(count, '\0');
    call.context().random().fill({reinterpret_cast<std::uint8_t *>(bytes.data()), count});
    return bytes;
}

namespace {

//! A HashAlgorithm; with a key an HMAC.
class HashObject final : public Object
{
public:
    HashObject(const Type *type, const EVP_MD *digest, std::optional<std::string> hmacKey)
        : key(std::move(hmacKey)), m_type(type), m_digest(digest)
    {
    }
    const Type *type(const Library &) const override { return m_type; }
    const EVP_MD *digest() const { return m_digest; }
    std::string compute(std::string_view data) const
    {
        std::string hash(EVP_MAX_MD_SIZE, '\0');
        unsigned length = 0;
        auto *out = reinterpret_cast<unsigned char *>(hash.data());
        const auto *in = reinterpret_cast<const unsigned char *>(data.data());
        const bool good = key ? HMAC(m_digest, key->data(), static_cast<int>(key->size()), in, data.size(), out, &length) != nullptr
                              : EVP_Digest(in, data.size(), out, &length, m_digest, nullptr) == 1;
        if (!good)
            raiseCryptographic("The hash can't be computed.");
        hash.resize(length);
        return hash;
    }

    std::optional<std::string> key;
    std::string pending; //!< of TransformBlock
    bool disposed = false;
    std::optional<std::string> last; //!< Hash

private:
    const Type *m_type;
    const EVP_MD *m_digest;
};

HashObject &hashIn(Call &c)
{
    return c[0].to<HashObject>();
}

template<const EVP_MD *(*Digest)()>
Value create(Call &c)
{
    return Value::of(make<HashObject>(c.result(), Digest(), std::nullopt));
}

//! new HMACx(): a random key as long as the digest's block.
template<const EVP_MD *(*Digest)()>
Value createKeyed(Call &c)
{
    if (c.count() > 0 && c.isNull(0))
        raise(Raised::NullReference, "Object reference not set to an instance of an object.");
    auto key = c.count() > 0 ? bytesIn(c, 0, "key") : randomBytes(c, static_cast<std::size_t>(EVP_MD_get_block_size(Digest())));
    return Value::of(make<HashObject>(c.result(), Digest(), std::move(key)));
}

std::string upper(std::string text)
{
    for (auto &c : text)
        c = static_cast<char>(toUpperInvariant(static_cast<unsigned char>(c)));
    return text;
}

Value createNamed(Call &c)
{
    auto name = toUtf8(c.string(0, "hashName"));
    if (const auto dot = name.rfind('.'); dot != std::string::npos)
        name.erase(0, dot + 1);
    for (const std::string_view suffix : {"CryptoServiceProvider", "Managed", "Cng"})
        if (name.ends_with(suffix))
            name.resize(name.size() - suffix.size());
    std::erase(name, '-');
    const auto *digest = digestOf(name);
    if (digest)
        return Value::of(make<HashObject>(c.library().findType("System.Security.Cryptography." + upper(name)), digest, std::nullopt));
    if (equalsIgnoreCase(std::string_view(name).substr(0, 4), "HMAC") && (digest = digestOf(name.size() > 4 ? name.substr(4) : "SHA1"))) {
        const auto *type = c.library().findType("System.Security.Cryptography." + upper(name));
        return Value::of(make<HashObject>(type ? type : c.library().known(Known::HmacSha1), digest, randomBytes(c, 64)));
    }
    return Value::null();
}

Value finishedHash(Call &c, std::string_view data)
{
    auto &hash = hashIn(c);
    if (hash.disposed)
        raise(Raised::ObjectDisposed, "Cannot access a disposed object.");
    hash.last = hash.compute(data);
    return c.bytes(*hash.last);
}

Value computeHash(Call &c)
{
    return finishedHash(c, bytesIn(c, 1, "buffer"));
}

Value computeHashOfRange(Call &c)
{
    return finishedHash(c, bytesInRange(c, 1, "buffer"));
}

Value transformBlock(Call &c)
{
    const auto bytes = bytesInRange(c, 1, "inputBuffer");
    c.machine().allocate(bytes.size());
    hashIn(c).pending += bytes;
    return Value::ofInt(static_cast<std::int32_t>(bytes.size()));
}

Value transformFinalBlock(Call &c)
{
    const auto bytes = bytesInRange(c, 1, "inputBuffer");
    auto &hash = hashIn(c);
    hash.last = hash.compute(hash.pending + bytes);
    hash.pending.clear();
    return c.bytes(bytes);
}

Value lastHash(Call &c)
{
    const auto &last = hashIn(c).last;
    return last ? c.bytes(*last) : Value::null();
}

Value initialize(Call &c)
{
    hashIn(c).pending.clear();
    return Value::null();
}

Value key(Call &c)
{
    return c.bytes(hashIn(c).key.value_or(std::string()));
}

Value setKey(Call &c)
{
    hashIn(c).key = bytesIn(c, 1, "value");
    return Value::null();
}

Value dispose(Call &c)
{
    hashIn(c).disposed = true;
    return Value::null();
}

template<const EVP_MD *(*Digest)()>
void declareDigest(Library &library, const std::string &name, Known hash, Known keyed, const char *create0, const char *create1)
{
    const std::string space = "System.Security.Cryptography.";
    library.declare("class " + space + name + " : HashAlgorithm", hash, {{create0, create<Digest>}, {create1, createNamed}});
    for (const auto *suffix : {"Managed", "CryptoServiceProvider", "Cng"})
        library.declare("class " + space + name + suffix + " : " + name, Known::None, {{"new()", create<Digest>}});
    library.declare("class " + space + "HMAC" + name + " : HMAC", keyed,
                    {{"new()", createKeyed<Digest>},
                     {"new(byte[] key)", createKeyed<Digest>},
                     {"new(byte[] key, bool useManaged)", createKeyed<Digest>}});
}

} // namespace

void declareHashes(Library &library)
{
    library.declare("class System.Security.Cryptography.HashAlgorithm : IDisposable", Known::HashAlgorithm,
                    {{"static HashAlgorithm Create(string hashName)", createNamed},
                     {"static HashAlgorithm Create()", create<EVP_sha1>},
                     {"byte[] ComputeHash(byte[] buffer)", computeHash},
                     {"byte[] ComputeHash(byte[] buffer, int offset, int count)", computeHashOfRange},
                     {"int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)",
                      transformBlock},
                     {"byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)", transformFinalBlock},
                     {"byte[] Hash { get; }", lastHash},
                     {"int HashSize { get; }", [](Call &c) { return Value::ofInt(EVP_MD_get_size(hashIn(c).digest()) * 8); }},
                     {"void Initialize()", initialize},
                     {"void Clear()", dispose},
                     {"void Dispose()", dispose}});
    library.declare("class System.Security.Cryptography.KeyedHashAlgorithm : HashAlgorithm", Known::KeyedHashAlgorithm,
                    {{"static KeyedHashAlgorithm Create(string algName)", createNamed}, {"byte[] Key { get; set; }", key, setKey}});
    library.declare("class System.Security.Cryptography.HMAC : KeyedHashAlgorithm", Known::Hmac,
                    {{"static HMAC Create(string algorithmName)", createNamed},
                     {"string HashName { get; }", [](Call &c) {
                          std::string name = EVP_MD_get0_name(hashIn(c).digest());
                          if (name.starts_with("SHA2-"))
                              name.erase(3, 2);
                          return c.text(std::string_view(name));
                      }}});
    declareDigest<EVP_md5>(library, "MD5", Known::Md5, Known::HmacMd5, "static MD5 Create()",
                           "static MD5 Create(string hashName)");
    declareDigest<EVP_sha1>(library, "SHA1", Known::Sha1, Known::HmacSha1, "static SHA1 Create()",
                           "static SHA1 Create(string hashName)");
    declareDigest<EVP_sha256>(library, "SHA256", Known::Sha256, Known::HmacSha256, "static SHA256 Create()",
                           "static SHA256 Create(string hashName)");
    declareDigest<EVP_sha384>(library, "SHA384", Known::Sha384, Known::HmacSha384, "static SHA384 Create()",
                           "static SHA384 Create(string hashName)");
    declareDigest<EVP_sha512>(library, "SHA512", Known::Sha512, Known::HmacSha512, "static SHA512 Create()",
                           "static SHA512 Create(string hashName)");
}

} // namespace gatehouse::expression
