// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/identity/token_source.h"

#include "core/base/text.h"
#include "core/crypto/strict_json.h"
#include "core/http/url.h"
#include "core/identity/provider.h"

#include <algorithm>
#include <array>

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

tl::unexpected<Error> wrong(std::string reason)
{
    return fail(ErrorKind::Invalid, "identity.tokenSource", {{"reason", std::move(reason)}});
}

//! A misspelt one must not go unseen.
Status checkMembers(const json::object &object)
{
    constexpr std::array<std::string_view, 5> known{"kind", "url", "clientId", "clientSecret", "scope"};
    for (const auto &[name, value] : object) {
        if (std::find(known.begin(), known.end(), std::string_view(name)) == known.end())
            return wrong("'" + std::string(name) + "' is none of kind, url, clientId, clientSecret, scope");
        if (!value.is_string())
            return wrong(std::string(name) + " must be a text");
    }
    return {};
}

Result<TokenSource> sourceOf(const json::object &object)
{
    if (auto checked = checkMembers(object); !checked)
        return tl::unexpected(std::move(checked.error()));
    TokenSource source;
    const auto kind = stringMember(object, "kind", "client_credentials");
    if (kind != "client_credentials" && kind != "metadata")
        return wrong("kind must be client_credentials or metadata");
    source.kind = kind == "metadata" ? TokenSource::Metadata : TokenSource::ClientCredentials;
    source.url = stringMember(object, "url");
    const bool linkLocal = source.kind == TokenSource::Metadata && source.url.starts_with("http://169.254.");
    if (!linkLocal && !judgeProviderUrl(source.url))
        return wrong("url must be an https URL, or http on loopback");
    source.clientId = stringMember(object, "clientId");
    source.clientSecret = SecretString(std::string(stringMember(object, "clientSecret")));
    source.scope = stringMember(object, "scope");
    if (source.kind == TokenSource::ClientCredentials && source.clientId.empty())
        return wrong("clientId is missing");
    return source;
}

std::string reasonOf(const Error &error)
{
    if (error.code == "json.notAnObject")
        return "it must hold a JSON object";
    if (error.code == "json.duplicateMember")
        return "a name stands twice in one object";
    const auto line = error.arg("line");
    return line.empty() ? error.code
                        : "line " + std::string(line) + ", column " + std::string(error.arg("column")) + ": " + std::string(error.arg("reason"));
}

} // namespace

Result<TokenSources> parseTokenSources(std::string_view text)
{
    const auto object = crypto::parseStrictObject(text, {1U << 20, 8});
    if (!object)
        return fail(ErrorKind::Invalid, "identity.tokenSources", {{"reason", reasonOf(object.error())}});
    TokenSources sources;
    for (const auto &[name, value] : *object) {
        if (!value.is_object())
            return fail(ErrorKind::Invalid, "identity.tokenSource", {{"name", std::string(name)}, {"reason", "it must be an object"}});
        auto source = sourceOf(value.get_object());
        if (!source) {
            source.error().args.insert(source.error().args.begin(), {"name", std::string(name)});
            return tl::unexpected(std::move(source.error()));
        }
        if (!sources.emplace(toLower(name), std::move(*source)).second)
            return fail(ErrorKind::Invalid, "identity.tokenSource", {{"name", std::string(name)}, {"reason", "it is there twice"}});
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
