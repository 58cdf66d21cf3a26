// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <vector>

namespace gatehouse {

namespace {

std::string hex(std::span<const std::uint8_t> bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace

void SystemRandom::fill(std::span<std::uint8_t> bytes)
{
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        std::abort();
}

std::string uuid4(Random &random)
{
    std::array<std::uint8_t, 16> bytes{};
    random.fill(bytes);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    auto text = hex(bytes);
    for (const std::size_t at : {8U, 13U, 18U, 23U})
        text.insert(at, "-");
    return text;
}

std::string randomHex(Random &random, std::size_t bytes)
{
    std::vector<std::uint8_t> buffer(bytes);
    random.fill(buffer);
    return hex(buffer);
}

} // namespace gatehouse
