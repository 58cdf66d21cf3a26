// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/vault_client.h"

#include "core/base/text.h"
#include "core/remote/json_reader.h"
#include "core/vault/identifier.h"

namespace gatehouse::remote {

namespace {

constexpr std::string_view vaultApiVersion = "api-version=7.4";
constexpr std::size_t mostPages = 10'000;

ErrorKind kindOfStatus(int status)
{
    switch (status) {
    case 401:
        return ErrorKind::Unauthenticated;
    case 403:
        return ErrorKind::Forbidden;
    case 404:
        return ErrorKind::NotFound;
    case 409:
        return ErrorKind::Conflict;
    case 429:
        return ErrorKind::TooMany;
    default:
        return status >= 500 ? ErrorKind::Unavailable : ErrorKind::Invalid;
    }
}

Error vaultFailure(const HttpAnswer &answer)
{
    std::string code, message;
    const auto body = parseJson(answer.body);
    const auto *error = body ? member(*body, "error") : nullptr;
    if (const auto *object = error ? error->if_object() : nullptr) {
        code = textOf(*object, "code");
        message = textOf(*object, "message");
    }
    return {kindOfStatus(answer.status), "remote.vault", {{"status", std::to_string(answer.status)}, {"code", std::move(code)}, {"message", std::move(message)}}, {}};
}

} // namespace

Result<json::object> VaultClient::send(std::string method, std::string url, const SecretString &body, const std::stop_token &stop) const
{
    // As an identifier's host is judged: https, or this machine.
    if (!vault::parseSecretIdentifier(m_connection.url + "/secrets/x"))
        return fail(ErrorKind::Invalid, "remote.badVault", {{"url", m_connection.url}});
    HttpCall call;
    call.method = std::move(method);
    call.url = std::move(url);
    call.headers.emplace_back("Accept", "application/json");
    if (!body.empty())
        call.headers.emplace_back("Content-Type", "application/json");
    call.bearer = m_connection.token;
    call.body = std::string{body.reveal()};
    call.caPem = m_connection.caPem;
    const auto answer = m_network->send(call, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    if (answer->status >= 300)
        return tl::unexpected(vaultFailure(*answer));
    auto parsed = parseJson(answer->body);
    if (!parsed || !parsed->is_object())
        return badAnswer("it is no JSON object");
    return std::move(parsed->get_object());
}

Result<json::object> VaultClient::call(std::string method, std::string_view path, const SecretString &body, const std::stop_token &stop) const
{
    return send(std::move(method), m_connection.url + std::string{path} + "?" + std::string{vaultApiVersion}, body, stop);
}

Result<json::object> VaultClient::get(std::string_view name, std::string_view version, std::stop_token stop) const
{
    return call("GET", "/secrets/" + std::string{name} + "/" + std::string{version}, {}, stop);
}

Result<json::object> VaultClient::set(std::string_view name, const SecretString &value, const json::object &more, std::stop_token stop) const
{
    auto body = more;
    body["value"] = value.reveal();
    auto made = call("PUT", "/secrets/" + std::string{name}, SecretString{toJson(body)}, stop);
    if (made)
        made->erase("value");
    return made;
}

Result<std::vector<json::object>> VaultClient::list(std::stop_token stop) const
{
    std::vector<json::object> items;
    auto url = m_connection.url + "/secrets?" + std::string{vaultApiVersion};
    for (std::size_t page = 0; !url.empty() && page < mostPages; ++page) {
        const auto answer = send("GET", url, {}, stop);
        if (!answer)
            return tl::unexpected(answer.error());
        const auto *value = member(*answer, "value");
        if (const auto *array = value ? value->if_array() : nullptr) {
            for (const auto &item : *array) {
                if (const auto *object = item.if_object())
                    items.push_back(*object);
            }
        }
        url = textOf(*answer, "nextLink");
        if (!url.empty() && !url.starts_with(m_connection.url + "/"))
            return fail(ErrorKind::Forbidden, "remote.foreignLink", {{"host", url.substr(0, url.find('/', 8))}});
    }
    return items;
}

Result<json::object> VaultClient::remove(std::string_view name, std::stop_token stop) const
{
    return call("DELETE", "/secrets/" + std::string{name}, {}, stop);
}

} // namespace gatehouse::remote
