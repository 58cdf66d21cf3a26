// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/proxy_settings.h"

#include "core/base/text.h"
#include "core/crypto/digest.h"
#include "core/http/url.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

ProxySettings ProxySettings::compile(Compiler &compiler, NodeId node)
{
    ProxySettings settings;
    settings.url = compiler.attribute(node, "url");
    settings.username = compiler.attribute(node, "username");
    settings.password = compiler.attribute(node, "password");
    return settings;
}

tl::expected<ProxyUse, LastError> ProxySettings::of(const Run &run) const
{
    if (auto proxy = proxyUse(url.text(run), username.text(run), password.text(run)))
        return std::move(*proxy);
    return tl::unexpected(expressionFailure("url is not the address of an HTTP proxy (http://host:port)."));
}

std::optional<ProxyUse> proxyUse(std::string_view url, const std::string &username, const std::string &password)
{
    ProxyUse proxy;
    proxy.url = std::string(trim(url));
    const auto parsed = http::Url::parse(proxy.url);
    if (!parsed || parsed->scheme != "http" || (!parsed->path.empty() && parsed->path != "/") || parsed->hasQuery)
        return std::nullopt;
    if (!username.empty() || !password.empty())
        proxy.authorization = "Basic " + crypto::base64(username + ":" + password);
    return proxy;
}

} // namespace gatehouse::policy
