// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace gatehouse {

//! Where random bytes come from; the system's is cryptographically strong. Thread-safe.
class Random
{
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

class SystemRandom final : public Random
{
public:
    //! Terminates the program when the system has no randomness to give: nothing safe can be done then.
    void fill(std::span<std::uint8_t> bytes) override;
};

//! "3f2504e0-4f89-41d3-9a0c-0305e82c3301", version 4 (RFC 9562 section 5.4).
std::string uuid4(Random &random);
//! `bytes` random bytes as lower-case hexadecimal digits.
std::string randomHex(Random &random, std::size_t bytes);

} // namespace gatehouse
