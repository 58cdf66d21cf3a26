// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/expression/library/encodings.h"
#include "core/expression/library/strings.h"
#include "core/expression/text16.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdlib>

namespace gatehouse::expression {

namespace {

constexpr int familyV4 = 2;
constexpr int familyV6 = 23;
constexpr std::size_t sizeV4 = 4;
constexpr std::size_t sizeV6 = 16;

class AddressObject final : public Object
{
public:
    AddressObject(std::string ofBytes, std::int64_t ofScope) : bytes(std::move(ofBytes)), scope(ofScope) { }
    const std::string bytes; //!< four or sixteen
    const std::int64_t scope;

    bool isV6() const { return bytes.size() == sizeV6; }
    const Type *type(const Library &library) const override { return library.known(Known::IPAddress); }
    std::u16string text(Machine &) const override
    {
        char buffer[INET6_ADDRSTRLEN]{};
        inet_ntop(isV6() ? AF_INET6 : AF_INET, bytes.data(), buffer, sizeof buffer);
        std::string text = buffer;
        if (scope != 0)
            text += '%' + std::to_string(scope);
        return fromAscii(text);
    }
    bool equals(const Object &other) const override
    {
        const auto *address = dynamic_cast<const AddressObject *>(&other);
        return address && address->bytes == bytes && address->scope == scope;
    }
    std::int32_t hash() const override { return static_cast<std::int32_t>(std::hash<std::string>()(bytes)); }
};

Value addressOf(std::string_view bytes, std::int64_t scope = 0)
{
    return Value::of(make<AddressObject>(std::string(bytes), scope));
}

//! One part of an IPv4 address: decimal, 0x hexadecimal or 0 octal. Nothing when it is no number.
std::optional<std::uint64_t> readPart(std::string_view part)
{
    constexpr std::size_t longest = 16;
    if (part.empty() || part.size() > longest || part[0] == '-' || part[0] == '+' || part[0] == ' ')
        return std::nullopt;
    const std::string text(part);
    const bool isHexadecimal = text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == 'x';
    char *end = nullptr;
    const std::uint64_t value = std::strtoull(text.c_str(), &end, isHexadecimal ? 16 : text[0] == '0' ? 8 : 10);
    return *end == '\0' ? std::optional(value) : std::nullopt;
}

//! "10.0.0.1" and the older forms with fewer parts, of which the last fills the rest.
std::optional<std::string> readV4(std::string_view text)
{
    std::vector<std::uint64_t> parts;
    for (;;) {
        const std::size_t dot = text.find('.');
        const auto part = readPart(text.substr(0, dot));
        if (!part || parts.size() == sizeV4)
            return std::nullopt;
        parts.push_back(*part);
        if (dot == std::string_view::npos)
            break;
        text.remove_prefix(dot + 1);
    }
    const std::size_t last = parts.size() - 1;
    if (std::any_of(parts.begin(), parts.end() - 1, [](std::uint64_t part) { return part > 255; })
        || parts[last] >= std::uint64_t{1} << (8 * (sizeV4 - last)))
        return std::nullopt;
    std::uint64_t value = parts[last];
    for (std::size_t i = 0; i < last; ++i)
        value |= parts[i] << (8 * (3 - i));
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift);
    return bytes;
}

Value readAddress(std::u16string_view wide)
{
    std::string text = toUtf8(wide);
    if (text.find(':') == std::string::npos) {
        const auto bytes = readV4(text);
        return bytes ? addressOf(*bytes) : Value::null();
    }
    if (text[0] == '[') {
        const std::size_t close = text.find(']');
        if (close == std::string::npos)
            return Value::null();
        text = text.substr(1, close - 1);
    }
    std::int64_t scope = 0;
    if (const std::size_t percent = text.find('%'); percent != std::string::npos) {
        scope = std::atoll(text.c_str() + percent + 1);
        text.resize(percent);
    }
    std::array<char, sizeV6> bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
        return Value::null();
    return addressOf({bytes.data(), bytes.size()}, scope);
}

AddressObject &self(Call &c, std::size_t index = 0)
{
    return c.object<AddressObject>(index, "address");
}

bool isMapped(const std::string &bytes)
{
    return bytes.size() == sizeV6 && bytes.compare(0, 12, std::string("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12)) == 0;
}

bool isLoopback(const AddressObject &address)
{
    if (!address.isV6())
        return address.bytes[0] == 127;
    return address.bytes == std::string(15, '\0') + '\1' || (isMapped(address.bytes) && address.bytes[12] == 127);
}

Value ofArray(Call &c)
{
    const std::string bytes = bytesOf(c.object<ArrayObject>(0, "address"));
    if (bytes.size() != sizeV4 && bytes.size() != sizeV6)
        raise(Raised::ArgumentException, "An invalid IP address was specified.", "address");
    return addressOf(bytes, c.count() > 1 ? c.int64(1) : 0);
}

Value ofNumber(Call &c)
{
    if (c.int64(0) < 0 || c.int64(0) > 0xffffffff)
        raise(Raised::ArgumentOutOfRange, "Specified argument was out of the range of valid values.", "newAddress");
    std::string bytes;
    for (int shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(c.int64(0) >> shift);
    return addressOf(bytes);
}

template<std::uint32_t address>
Value constantV4(Call &)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(address >> shift);
    return addressOf(bytes);
}

bool hasPrefix(const AddressObject &address, unsigned first, unsigned second, unsigned secondMask)
{
    return address.isV6() && static_cast<unsigned char>(address.bytes[0]) == first
        && (static_cast<unsigned char>(address.bytes[1]) & secondMask) == second;
}

template<Tag tag, typename Integer>
Value swappedBytes(Call &c)
{
    auto value = static_cast<std::uint64_t>(c.int64(0));
    std::uint64_t result = 0;
    for (std::size_t i = 0; i < sizeof(Integer); ++i, value >>= 8)
        result = result << 8 | (value & 0xff);
    return Value::ofInteger(tag, static_cast<std::int64_t>(static_cast<Integer>(result)));
}

} // namespace

void declareAddresses(Library &library)
{
    library.declareEnum("System.Net.Sockets.AddressFamily", Known::AddressFamily,
                        {{"Unknown", -1}, {"Unspecified", 0}, {"Unix", 1}, {"InterNetwork", familyV4}, {"InterNetworkV6", familyV6}});
    library.declare("class System.Net.IPAddress", Known::IPAddress, {
        {"new(byte[] address)", ofArray},
        {"new(byte[] address, long scopeid)", ofArray},
        {"new(long newAddress)", ofNumber},
        {"static IPAddress Any { get; }", constantV4<0>},
        {"static IPAddress Loopback { get; }", constantV4<0x7f000001>},
        {"static IPAddress Broadcast { get; }", constantV4<0xffffffff>},
        {"static IPAddress None { get; }", constantV4<0xffffffff>},
        {"static IPAddress IPv6Any { get; }", [](Call &) { return addressOf(std::string(sizeV6, '\0')); }},
        {"static IPAddress IPv6None { get; }", [](Call &) { return addressOf(std::string(sizeV6, '\0')); }},
        {"static IPAddress IPv6Loopback { get; }", [](Call &) { return addressOf(std::string(15, '\0') + '\1'); }},
        {"static IPAddress Parse(string ipString)", [](Call &c) {
             Value address = readAddress(c.string(0, "ipString"));
             if (address.isNull())
                 raise(Raised::Format, "An invalid IP address was specified.");
             return address;
         }},
        {"static bool TryParse(string ipString, out IPAddress address)", [](Call &c) {
             const Value address = c.isNull(0) ? Value::null() : readAddress(c.string(0));
             c.setOut(1, address);
             return Value::ofBool(!address.isNull());
         }},
        {"static bool IsLoopback(IPAddress address)", [](Call &c) { return Value::ofBool(isLoopback(self(c))); }},
        {"AddressFamily AddressFamily { get; }", [](Call &c) { return Value::ofEnum(c.result(), self(c).isV6() ? familyV6 : familyV4); }},
        {"long ScopeId { get; }", [](Call &c) { return Value::ofLong(self(c).scope); }},
        {"bool IsIPv4MappedToIPv6 { get; }", [](Call &c) { return Value::ofBool(isMapped(self(c).bytes)); }},
        {"bool IsIPv6LinkLocal { get; }", [](Call &c) { return Value::ofBool(hasPrefix(self(c), 0xfe, 0x80, 0xc0)); }},
        {"bool IsIPv6SiteLocal { get; }", [](Call &c) { return Value::ofBool(hasPrefix(self(c), 0xfe, 0xc0, 0xc0)); }},
        {"bool IsIPv6Multicast { get; }", [](Call &c) { return Value::ofBool(hasPrefix(self(c), 0xff, 0, 0)); }},
        {"IPAddress MapToIPv4()", [](Call &c) {
             const AddressObject &address = self(c);
             return address.isV6() ? addressOf(std::string_view(address.bytes).substr(12)) : c[0];
         }},
        {"IPAddress MapToIPv6()", [](Call &c) {
             const AddressObject &address = self(c);
             return address.isV6() ? c[0] : addressOf(std::string("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) + address.bytes);
         }},
        {"byte[] GetAddressBytes()", [](Call &c) { return c.bytes(self(c).bytes); }},
        {"string ToString()", [](Call &c) { return c.text(self(c).text(c.machine())); }},
        {"bool Equals(object comparand)", [](Call &c) { return Value::ofBool(equalValues(c[0], c[1])); }},
        {"int GetHashCode()", [](Call &c) { return Value::ofInt(hashOf(c[0])); }},
        {"static short HostToNetworkOrder(short host)", swappedBytes<Tag::Int16, std::int16_t>},
        {"static int HostToNetworkOrder(int host)", swappedBytes<Tag::Int32, std::int32_t>},
        {"static long HostToNetworkOrder(long host)", swappedBytes<Tag::Int64, std::int64_t>},
        {"static short NetworkToHostOrder(short network)", swappedBytes<Tag::Int16, std::int16_t>},
        {"static int NetworkToHostOrder(int network)", swappedBytes<Tag::Int32, std::int32_t>},
        {"static long NetworkToHostOrder(long network)", swappedBytes<Tag::Int64, std::int64_t>},
    });
}

} // namespace gatehouse::expression
