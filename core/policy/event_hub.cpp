// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/event_hub.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"
#include "core/http/url.h"

#include <chrono>

namespace gatehouse::policy {

namespace {

constexpr std::size_t longestConnectionString = 8192;

tl::unexpected<Error> invalid(std::string reason)
{
    return fail(ErrorKind::Invalid, "logger.invalid", {{"reason", std::move(reason)}});
}

//! "Name=value;Name=value"; a value may hold "=".
std::string partOf(std::string_view connectionString, std::string_view name)
{
    for (const auto part : split(connectionString, ';')) {
        const auto equals = part.find('=');
        if (equals != std::string_view::npos && equalsIgnoreCase(trim(part.substr(0, equals)), name))
            return std::string(trim(part.substr(equals + 1)));
    }
    return {};
}

bool isLoopback(std::string_view host)
{
    return host == "127.0.0.1" || host == "::1" || equalsIgnoreCase(host, "localhost");
}

Result<std::string> addressOf(std::string_view endpoint, std::string_view name)
{
    std::string text(endpoint);
    const auto scheme = text.find("://");
    if (scheme == std::string::npos)
        text = "https://" + text;
    else if (equalsIgnoreCase(std::string_view(text).substr(0, scheme), "sb"))
        text = "https" + text.substr(scheme);
    const auto url = http::Url::parse(text);
    if (!url || (!url->path.empty() && url->path != "/") || url->hasQuery)
        return invalid("its endpoint is no address of a namespace");
    if (url->scheme == "http" && !isLoopback(url->host))
        return invalid("its endpoint is not encrypted");
    if (name.empty())
        return invalid("it names no event hub");
    return url->scheme + "://" + url->authority() + "/" + http::percentEncode(name);
}

} // namespace

Result<EventHub> readEventHub(const json::object &credentials)
{
    EventHub hub;
    const auto text = stringMember(credentials, "connectionString");
    if (text.size() > longestConnectionString)
        return invalid("its connection string is too long");
    auto name = std::string(stringMember(credentials, "name"));
    std::string endpoint;
    if (!text.empty()) {
        endpoint = partOf(text, "Endpoint");
        hub.keyName = partOf(text, "SharedAccessKeyName");
        hub.key = SecretString(partOf(text, "SharedAccessKey"));
        if (name.empty())
            name = partOf(text, "EntityPath");
        if (endpoint.empty() || hub.keyName.empty() || hub.key.empty())
            return invalid("its connection string lacks Endpoint, SharedAccessKeyName or SharedAccessKey");
    } else {
        endpoint = stringMember(credentials, "endpointAddress");
        const auto client = stringMember(credentials, "identityClientId");
        if (endpoint.empty())
            return invalid("it has neither a connectionString nor an endpointAddress");
        hub.clientId = equalsIgnoreCase(client, "SystemAssigned") ? std::string() : std::string(client);
    }
    auto url = addressOf(endpoint, name);
    if (!url)
        return tl::unexpected(url.error());
    hub.url = std::move(*url);
    return hub;
}

std::string sharedAccessSignature(const EventHub &hub, UtcTime now)
{
    constexpr std::chrono::hours lifetime{1};
    const auto expiry = std::to_string(std::chrono::duration_cast<std::chrono::seconds>((now + lifetime).time_since_epoch()).count());
    const auto resource = http::percentEncode(hub.url);
    const auto signature = crypto::base64(crypto::hmacSha256(hub.key, resource + "\n" + expiry));
    return "SharedAccessSignature sr=" + resource + "&sig=" + http::percentEncode(signature) + "&se=" + expiry
        + "&skn=" + http::percentEncode(hub.keyName);
}

} // namespace gatehouse::policy
