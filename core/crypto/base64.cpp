// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/base64.h"

#include "core/crypto/digest.h"

#include <cstdint>

namespace gatehouse::crypto {

namespace {

int digitOf(char c, bool url)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == (url ? '-' : '+'))
        return 62;
    return c == (url ? '_' : '/') ? 63 : -1;
}

} // namespace

std::optional<std::string> decodeBase64(std::string_view text, Base64Form form)
{
    while (form != Base64Form::StrictUrl && !text.empty() && text.back() == '=')
        text.remove_suffix(1);
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int digit = digitOf(c, form != Base64Form::Standard);
        if (digit < 0)
            return std::nullopt;
        bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xffff;
        if ((count += 6) >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xff);
        }
    }
    if (form == Base64Form::StrictUrl && (bits & ((1U << count) - 1)) != 0)
        return std::nullopt;
    return bytes;
}

std::string base64Url(std::string_view bytes)
{
    auto text = base64(bytes);
    while (!text.empty() && text.back() == '=')
        text.pop_back();
    for (auto &c : text)
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

} // namespace gatehouse::crypto
