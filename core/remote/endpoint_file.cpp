// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/endpoint_file.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace gatehouse::remote {

namespace {

constexpr std::streamsize maxFile = 1 << 20;

Result<std::string> readSmallFile(const std::filesystem::path &path, std::string code)
{
    std::ifstream file(path, std::ios::binary);
    std::string text;
    if (file) {
        text.resize(static_cast<std::size_t>(maxFile));
        file.read(text.data(), maxFile);
        text.resize(static_cast<std::size_t>(file.gcount()));
    }
    if (!file.is_open() || file.bad())
        return fail(ErrorKind::NotFound, std::move(code), {{"path", path.string()}});
    return text;
}

std::vector<std::string> texts(const json::object &object, std::string_view name)
{
    std::vector<std::string> all;
    const auto *value = member(object, name);
    const auto *array = value ? value->if_array() : nullptr;
    if (!array)
        return all;
    for (const auto &item : *array) {
        if (const auto *text = item.if_string())
            all.emplace_back(text->data(), text->size());
    }
    return all;
}

} // namespace

Result<EndpointFile> parseEndpointFile(std::string_view text)
{
    const auto value = parseJson(text);
    if (!value)
        return fail(ErrorKind::Invalid, "remote.badEndpointFile",
                    {{"reason", std::string(value.error().arg("reason"))}});
    const auto *object = value->if_object();
    if (!object || stringMember(*object, "scope").empty() || stringMember(*object, "tokenFile").empty())
        return fail(ErrorKind::Invalid, "remote.badEndpointFile",
                    {{"reason", "members scope and tokenFile are needed"}});
    EndpointFile file;
    file.pid = intMember(*object, "pid").value_or(0);
    file.started = stringMember(*object, "started");
    file.scope = stringMember(*object, "scope");
    file.management = stringMember(*object, "management");
    file.managementTls = stringMember(*object, "managementTls");
    file.vault = stringMember(*object, "vault");
    file.managementCertificate = std::string(stringMember(*object, "managementCertificate"));
    file.gateway = texts(*object, "gateway");
    file.gatewayTls = texts(*object, "gatewayTls");
    file.tokenFile = std::string(stringMember(*object, "tokenFile"));
    return file;
}

Result<EndpointFile> readEndpointFile(const std::filesystem::path &path)
{
    return readSmallFile(path, "remote.noEndpointFile").and_then([](const std::string &text) {
        return parseEndpointFile(text);
    });
}

bool isAlive(const EndpointFile &file)
{
    return file.pid > 0 && (::kill(static_cast<pid_t>(file.pid), 0) == 0 || errno == EPERM);
}

Result<SecretString> readToken(const std::filesystem::path &path)
{
    auto text = readSmallFile(path, "remote.noTokenFile");
    if (!text)
        return tl::unexpected(text.error());
    const SecretString whole(std::move(*text));
    const auto line = trim(whole.reveal().substr(0, whole.reveal().find('\n')));
    for (const char c : line) {
        if (c <= ' ' || c > '~')
            return fail(ErrorKind::Invalid, "remote.badTokenFile", {{"path", path.string()}});
    }
    if (line.empty())
        return fail(ErrorKind::Invalid, "remote.badTokenFile", {{"path", path.string()}});
    return SecretString(std::string(line));
}

Result<Connection> connectionOf(const EndpointFile &file)
{
    auto token = readToken(file.tokenFile);
    if (!token)
        return tl::unexpected(token.error());
    Connection connection;
    connection.id = "local";
    connection.name = "Local gateway";
    connection.environment = "local";
    connection.isLocal = true;
    connection.safety = SafetyLevel::Free;
    connection.scope = file.scope;
    connection.token = std::move(*token);
    connection.url = file.management.empty() ? file.managementTls : file.management;
    if (file.management.empty()) {
        auto pem = readSmallFile(file.managementCertificate, "remote.noCertificateFile");
        if (!pem)
            return tl::unexpected(pem.error());
        connection.caPem = std::move(*pem);
    }
    if (!file.gateway.empty())
        connection.gatewayUrl = file.gateway.front();
    else if (!file.gatewayTls.empty())
        connection.gatewayUrl = file.gatewayTls.front();
    return connection;
}

std::filesystem::path defaultDataDirectory()
{
    const auto variable = [](const char *name) {
        const char *value = std::getenv(name);
        return std::string(value ? value : "");
    };
    if (const auto data = variable("GATEHOUSE_DATA"); !data.empty())
        return data;
    if (const auto share = variable("XDG_DATA_HOME"); !share.empty())
        return std::filesystem::path(share) / "gatehouse";
    const auto home = variable("HOME");
    return std::filesystem::path(home.empty() ? "." : home) / ".local" / "share" / "gatehouse";
}

} // namespace gatehouse::remote
