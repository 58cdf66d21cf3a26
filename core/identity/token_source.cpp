// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/token_source.h"

#include "core/base/text.h"
#include "core/crypto/strict_json.h"
#include "core/http/url.h"
#include "core/identity/provider.h"

namespace gatehouse::identity {

namespace {

std::string defaultScope(std::string_view resource)
{
    if (resource.empty())
        return {};
    std::string scope(resource);
    if (scope.ends_with('/'))
        scope.pop_back();
    return scope + "/.default";
}

Result<TokenSource> sourceOf(const json::object &object)
{
    const auto wrong = [](std::string reason) { return fail(ErrorKind::Invalid, "identity.tokenSources", {{"reason", std::move(reason)}}); };
    TokenSource source;
    const auto kind = stringMember(object, "kind", "client_credentials");
    if (kind != "client_credentials" && kind != "metadata")
        return wrong("kind");
    source.kind = kind == "metadata" ? TokenSource::Metadata : TokenSource::ClientCredentials;
    source.url = stringMember(object, "url");
    const bool linkLocal = source.kind == TokenSource::Metadata && source.url.starts_with("http://169.254.");
    if (!linkLocal && !judgeProviderUrl(source.url))
        return wrong("url");
    source.clientId = stringMember(object, "clientId");
    source.clientSecret = SecretString(std::string(stringMember(object, "clientSecret")));
    source.scope = stringMember(object, "scope");
    if (source.kind == TokenSource::ClientCredentials && source.clientId.empty())
        return wrong("clientId");
    return source;
}

} // namespace

Result<TokenSources> parseTokenSources(std::string_view text)
{
    const auto object = crypto::parseStrictObject(text, {1U << 20, 8});
    if (!object)
        return fail(ErrorKind::Invalid, "identity.tokenSources", {{"reason", object.error().code}});
    TokenSources sources;
    for (const auto &[name, value] : *object) {
        if (!value.is_object())
            return fail(ErrorKind::Invalid, "identity.tokenSources", {{"name", std::string(name)}, {"reason", "no object"}});
        auto source = sourceOf(value.get_object());
        if (!source) {
            source.error().args.insert(source.error().args.begin(), {"name", std::string(name)});
            return tl::unexpected(std::move(source.error()));
        }
        sources.emplace(toLower(name), std::move(*source));
    }
    return sources;
}

FetchRequest tokenRequest(const TokenSource &source, std::string_view resource, std::string_view clientId)
{
    FetchRequest request;
    request.url = source.url;
    request.headers.add("Accept", "application/json");
    if (source.kind == TokenSource::Metadata) {
        std::vector<http::QueryPair> query{{"api-version", "2018-02-01"}, {"resource", std::string(resource)}};
        const auto id = clientId.empty() ? source.clientId : std::string(clientId);
        if (!id.empty())
            query.emplace_back("client_id", id);
        request.url += (request.url.find('?') == std::string::npos ? '?' : '&') + http::formatQuery(query);
        request.headers.add("Metadata", "true");
        return request;
    }
    const auto scope = source.scope.empty() ? defaultScope(resource) : source.scope;
    std::vector<http::QueryPair> form{{"grant_type", "client_credentials"},
                                      {"client_id", source.clientId},
                                      {"client_secret", std::string(source.clientSecret.reveal())}};
    if (!scope.empty())
        form.emplace_back("scope", scope);
    request.method = "POST";
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.body = http::formatQuery(form);
    return request;
}

} // namespace gatehouse::identity
