// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <array>
#include <cstring>

namespace gatehouse::gateway {

//! Takes random bytes from the source in bulk: a request id costs no system call. Belongs to one worker.
class BufferedRandom final : public Random
{
public:
    explicit BufferedRandom(Random &source) : m_source(source) { }

    void fill(std::span<std::uint8_t> bytes) override
    {
        if (bytes.size() > m_buffer.size()) {
            m_source.fill(bytes);
            return;
        }
        if (m_buffer.size() - m_used < bytes.size()) {
            m_source.fill(m_buffer);
            m_used = 0;
        }
        std::memcpy(bytes.data(), m_buffer.data() + m_used, bytes.size());
        std::memset(m_buffer.data() + m_used, 0, bytes.size());
        m_used += bytes.size();
    }

private:
    Random &m_source;
    std::array<std::uint8_t, 4096> m_buffer{};
    std::size_t m_used = sizeof m_buffer;
};

//! A version 4 UUID into a string that is kept.
inline void fillUuid(std::string &text, Random &random)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::array<std::uint8_t, 16> bytes;
    random.fill(bytes);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    text.resize(36);
    std::size_t at = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            text[at++] = '-';
        text[at++] = digits[bytes[i] >> 4];
        text[at++] = digits[bytes[i] & 0x0f];
    }
}

} // namespace gatehouse::gateway
