// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/redis_target.h"

#include "core/base/text.h"
#include "core/http/url.h"

#include <algorithm>
#include <optional>

namespace gatehouse::net {

namespace {

constexpr std::size_t maxText = 4096;
constexpr long long maxTimeout = 60'000;

tl::unexpected<Error> invalid(std::string reason)
{
    return fail(ErrorKind::Invalid, "net.badRedisTarget", {{"reason", std::move(reason)}});
}

//! "host", "host:port", "[::1]:port".
bool readAddress(std::string_view text, RedisTarget &target)
{
    const auto bracket = text.rfind(']');
    const auto colon = text.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        const auto port = toInteger(text.substr(colon + 1));
        if (!port || *port < 1 || *port > 65535)
            return false;
        target.port = static_cast<std::uint16_t>(*port);
        text = text.substr(0, colon);
    }
    if (text.starts_with('[') && text.ends_with(']'))
        text = text.substr(1, text.size() - 2);
    target.host = text;
    return !text.empty() && text.find_first_of("[]/@ \t") == std::string_view::npos;
}

bool readDatabase(std::string_view text, RedisTarget &target)
{
    const auto number = toInteger(text);
    if (!number || *number < 0 || *number > 1'000'000)
        return false;
    target.database = static_cast<int>(*number);
    return true;
}

Result<RedisTarget> readUrl(std::string_view text)
{
    RedisTarget target;
    target.tls = text.starts_with("rediss://");
    if (target.tls)
        target.port = 6380;
    text.remove_prefix(target.tls ? 9 : 8);
    if (const auto at = text.rfind('@'); at != std::string_view::npos) {
        const auto entry = text.substr(0, at);
        const auto colon = entry.find(':');
        target.user = http::percentDecode(entry.substr(0, colon));
        if (colon != std::string_view::npos)
            target.password = SecretString(http::percentDecode(entry.substr(colon + 1)));
        text.remove_prefix(at + 1);
    }
    text = text.substr(0, text.find_first_of("?#"));
    const auto slash = text.find('/');
    if (!readAddress(text.substr(0, slash), target))
        return invalid("address");
    if (slash != std::string_view::npos && slash + 1 < text.size() && !readDatabase(text.substr(slash + 1), target))
        return invalid("database");
    return target;
}

std::optional<std::chrono::milliseconds> readTimeout(std::string_view text)
{
    const auto number = toInteger(text);
    if (!number || *number < 1)
        return std::nullopt;
    return std::chrono::milliseconds(std::min(*number, maxTimeout));
}

Status readOption(std::string_view name, std::string_view value, RedisTarget &target)
{
    if (equalsIgnoreCase(name, "password")) {
        target.password = SecretString(std::string(value));
    } else if (equalsIgnoreCase(name, "user")) {
        target.user = value;
    } else if (equalsIgnoreCase(name, "ssl")) {
        if (!equalsIgnoreCase(value, "true") && !equalsIgnoreCase(value, "false"))
            return invalid("ssl");
        target.tls = equalsIgnoreCase(value, "true");
    } else if (equalsIgnoreCase(name, "defaultDatabase")) {
        if (!readDatabase(value, target))
            return invalid("defaultDatabase");
    } else if (equalsIgnoreCase(name, "connectTimeout")) {
        const auto timeout = readTimeout(value);
        if (!timeout)
            return invalid("connectTimeout");
        target.connectTimeout = *timeout;
    } else if (equalsIgnoreCase(name, "syncTimeout") || equalsIgnoreCase(name, "asyncTimeout")) {
        const auto timeout = readTimeout(value);
        if (!timeout)
            return invalid("syncTimeout");
        target.commandTimeout = *timeout;
    }
    return {};
}

//! Passwords of Azure end with "=", and none has a comma.
Result<RedisTarget> readOptions(std::string_view text)
{
    RedisTarget target;
    bool addressed = false;
    for (const auto part : split(text, ',')) {
        const auto option = trim(part);
        if (option.empty())
            continue;
        const auto equals = option.find('=');
        if (equals == std::string_view::npos) {
            if (addressed)
                continue; // further end points of a cluster
            if (!readAddress(option, target))
                return invalid("address");
            addressed = true;
        } else if (auto read = readOption(trim(option.substr(0, equals)), trim(option.substr(equals + 1)), target); !read) {
            return tl::unexpected(read.error());
        }
    }
    if (!addressed)
        return invalid("address");
    return target;
}

} // namespace

std::string RedisTarget::text() const
{
    return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
}

Result<RedisTarget> parseRedisTarget(std::string_view text)
{
    text = trim(text);
    if (text.empty() || text.size() > maxText)
        return invalid("length");
    if (text.starts_with("redis://") || text.starts_with("rediss://"))
        return readUrl(text);
    return readOptions(text);
}

} // namespace gatehouse::net
