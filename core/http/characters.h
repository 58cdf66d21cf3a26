// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

//! Character classes of RFC 9110 and RFC 3986, as tables; used by core/http alone.
namespace gatehouse::http::detail {

using Table = std::array<bool, 256>;

constexpr Table tableOf(std::string_view others)
{
    Table table{};
    for (unsigned c = 0; c < 256; ++c) {
        table[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    for (const char c : others)
        table[static_cast<unsigned char>(c)] = true;
    return table;
}

inline constexpr Table tokenTable = tableOf("!#$%&'*+-.^_`|~");
inline constexpr Table unreservedTable = tableOf("-._~");

constexpr bool isIn(const Table &table, char c)
{
    return table[static_cast<unsigned char>(c)];
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

//! Printable ASCII without the space.
constexpr bool isVisible(char c)
{
    return c > ' ' && c < '\x7f';
}

//! The value of a hexadecimal digit, or -1.
constexpr int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

constexpr bool isControl(char c)
{
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f';
}

//! The first control character but tab in [at, end), or `end`.
inline const char *findControl(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i lastControl = _mm_set1_epi8(0x1f);
    const __m128i tab = _mm_set1_epi8('\t');
    const __m128i del = _mm_set1_epi8(0x7f);
    for (; end - at >= 16; at += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
        const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, lastControl), bytes);
        const __m128i found =
            _mm_or_si128(_mm_andnot_si128(_mm_cmpeq_epi8(bytes, tab), low), _mm_cmpeq_epi8(bytes, del));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
        if (mask != 0)
            return at + std::countr_zero(mask);
    }
#endif
    while (at != end && !isControl(*at))
        ++at;
    return at;
}

//! The first character in [at, end) that no token has, or `end`.
inline const char *skipToken(const char *at, const char *end)
{
    while (at != end && isIn(tokenTable, *at))
        ++at;
    return at;
}

} // namespace gatehouse::http::detail
