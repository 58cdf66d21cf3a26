// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/vault/identifier.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::vault {

namespace {

constexpr std::size_t longestIdentifier = 2048;
constexpr std::size_t longestName = 127;
constexpr std::size_t longestHost = 253;

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isHostText(std::string_view host)
{
    return !host.empty() && host.size() <= longestHost && !host.starts_with('.') && !host.starts_with('-')
        && std::ranges::all_of(host, [](char c) { return isLetterOrDigit(c) || c == '-' || c == '.'; });
}

bool isAddressText(std::string_view host)
{
    return !host.empty() && host.size() <= 45
        && std::ranges::all_of(host, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':' || c == '.'; });
}

tl::unexpected<Error> wrong(std::string reason)
{
    return fail(ErrorKind::Invalid, "vault.identifier", {{"reason", std::move(reason)}});
}

struct Authority
{
    std::string host;
    std::string port; //!< "" : none
    bool isAddress = false; //!< in brackets
};

std::optional<Authority> readAuthority(const std::string &text)
{
    Authority authority;
    std::string_view rest;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string::npos)
            return std::nullopt;
        authority.host = text.substr(1, end - 1);
        authority.isAddress = true;
        rest = std::string_view(text).substr(end + 1);
    } else {
        authority.host = text.substr(0, text.find(':'));
        rest = std::string_view(text).substr(authority.host.size());
    }
    if (authority.isAddress ? !isAddressText(authority.host) : !isHostText(authority.host))
        return std::nullopt;
    if (rest.empty())
        return authority;
    const auto port = rest.starts_with(':') && rest.size() <= 6 ? toInteger(rest.substr(1)) : std::nullopt;
    if (!port || *port < 1 || *port > 65535)
        return std::nullopt;
    authority.port = std::to_string(*port);
    return authority;
}

} // namespace

bool isObjectName(std::string_view text)
{
    return !text.empty() && text.size() <= longestName && std::ranges::all_of(text, [](char c) { return isLetterOrDigit(c) || c == '-'; });
}

bool isVersionName(std::string_view text)
{
    return text.size() == 32 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

bool isLoopbackHost(std::string_view host)
{
    if (host == "::1" || host == "localhost" || host.ends_with(".localhost"))
        return true;
    // Digits and dots alone: "127.evil.example" is a name.
    return host.starts_with("127.") && std::ranges::count(host, '.') == 3
        && std::ranges::all_of(host, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

Result<SecretIdentifier> parseSecretIdentifier(std::string_view text)
{
    text = trim(text);
    if (text.size() > longestIdentifier)
        return wrong("it is longer than 2048 bytes");
    const auto separator = text.find("://");
    const auto scheme = separator == std::string_view::npos ? std::string{} : toLower(text.substr(0, separator));
    if (scheme != "https" && scheme != "http")
        return wrong("it is no https address");
    const auto rest = text.substr(separator + 3);
    const auto slash = rest.find('/');
    const auto authority = slash == std::string_view::npos ? std::nullopt : readAuthority(toLower(rest.substr(0, slash)));
    if (!authority)
        return wrong("its host can't be read");
    if (scheme == "http" && !isLoopbackHost(authority->host))
        return wrong("it is no https address");
    auto path = rest.substr(slash + 1);
    if (path.ends_with('/'))
        path.remove_suffix(1);
    const auto parts = split(path, '/');
    if (parts.size() < 2 || parts.size() > 3 || parts[0] != "secrets" || !isObjectName(parts[1]) || (parts.size() == 3 && !isVersionName(parts[2])))
        return wrong("its path is not /secrets/NAME or /secrets/NAME/VERSION");
    SecretIdentifier identifier;
    identifier.host = authority->host;
    identifier.origin = scheme + "://" + (authority->isAddress ? "[" + authority->host + "]" : authority->host);
    if (!authority->port.empty() && authority->port != (scheme == "https" ? "443" : "80"))
        identifier.origin += ":" + authority->port;
    identifier.name = parts[1];
    if (parts.size() == 3)
        identifier.version = toLower(parts[2]);
    return identifier;
}

} // namespace gatehouse::vault
