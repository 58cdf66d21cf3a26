// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/debug_token.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"
#include "core/http/url.h"

namespace gatehouse::gateway {

namespace {

constexpr std::size_t maxToken = 2048;
constexpr std::string_view tokenHead = "p=tracing&aid=";

//! "20230504000000"
std::string compactTime(UtcTime time)
{
    std::string digits;
    for (const char c : toIso(time).substr(0, 19))
        if (c >= '0' && c <= '9')
            digits += c;
    return digits;
}

std::optional<UtcTime> readCompactTime(std::string_view text)
{
    if (text.size() != 14 || text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    const auto part = [text](std::size_t at, std::size_t length) { return std::string(text.substr(at, length)); };
    const auto time = fromIso(part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(8, 2) + ":" + part(10, 2) + ":" + part(12, 2) + "Z");
    return time ? std::optional(*time) : std::nullopt;
}

} // namespace

std::string writeDebugToken(const DebugToken &token, const SecretString &key)
{
    auto text = std::string(tokenHead) + http::percentEncode(token.apiId) + "&ex=" + compactTime(token.expires);
    const auto signature = crypto::base64(crypto::hmacSha256(key, text));
    return text + "&sn=" + signature;
}

std::optional<DebugToken> readDebugToken(std::string_view text, const SecretString &key)
{
    if (text.size() > maxToken || !text.starts_with(tokenHead))
        return std::nullopt;
    const auto end = text.find("&sn=");
    if (end == std::string_view::npos
        || !crypto::equalSecrets(text.substr(end + 4), crypto::base64(crypto::hmacSha256(key, text.substr(0, end)))))
        return std::nullopt;
    const auto inner = text.substr(tokenHead.size(), end - tokenHead.size());
    const auto at = inner.find("&ex=");
    if (at == std::string_view::npos)
        return std::nullopt;
    const auto expires = readCompactTime(inner.substr(at + 4));
    return expires ? std::optional(DebugToken{http::percentDecode(inner.substr(0, at)), *expires}) : std::nullopt;
}

} // namespace gatehouse::gateway
