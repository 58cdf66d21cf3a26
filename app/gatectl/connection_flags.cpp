// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"

#include "core/remote/endpoint_file.h"

#include <fstream>
#include <iterator>
#include <map>

namespace gatehouse::gatectl {

using remote::Connection;

namespace {

Result<std::string> readCertificates(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorKind::NotFound, "remote.noCertificateFile", {{"path", path}});
    return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<Connection> localConnection(const std::filesystem::path &data)
{
    const auto path = data / "endpoint.json";
    const auto file = remote::readEndpointFile(path);
    if (!file)
        return fail(ErrorKind::Unavailable, file.error().code, file.error().args);
    if (!remote::isAlive(*file))
        return fail(ErrorKind::Unavailable, "remote.notRunning", {{"path", data.string()}});
    return remote::connectionOf(*file);
}

void take(std::string &value, const json::object &object, std::string_view name)
{
    if (value.empty())
        value = std::string(stringMember(object, name));
}

} // namespace

void ConnectionFlags::addTo(CLI::App &command)
{
    const char *group = "Connection (default: the local gateway)";
    command.add_option("--connection", connection, "A connection of the settings file")->group(group);
    command.add_option("--url", url, "Management endpoint, such as https://management.azure.com")->group(group);
    command.add_option("--scope", scope, "The service's ARM id")->group(group);
    command.add_option("--token-file", tokenFile, "File with the bearer token")->group(group);
    command.add_option("--ca-file", caFile, "Trusted certificates (PEM) instead of the system's")->group(group);
    command.add_option("--gateway-url", gatewayUrl, "Where calls go")->group(group);
    command.add_option("--data", data, "Data directory of the local gateway")->group(group);
}

Result<Connection> ConnectionFlags::resolve(const Settings &settings) const
{
    auto flags = *this;
    Connection result;
    result.name = "command line";
    result.safety = remote::SafetyLevel::Free;
    if (!connection.empty() && connection != "local") {
        const auto object = settings.connection(connection);
        if (!object)
            return tl::unexpected(object.error());
        result.id = result.name = connection;
        const auto safety = remote::safetyLevelFrom(stringMember(*object, "safety", "confirm"));
        if (!safety)
            return tl::unexpected(safety.error());
        result.safety = *safety;
        result.environment = stringMember(*object, "environment", "dev");
        take(flags.url, *object, "url");
        take(flags.scope, *object, "scope");
        take(flags.tokenFile, *object, "token-file");
        take(flags.caFile, *object, "ca-file");
        take(flags.gatewayUrl, *object, "gateway-url");
    }
    if (flags.url.empty()) {
        auto local = localConnection(data.empty() ? remote::defaultDataDirectory() : std::filesystem::path(data));
        if (local && !flags.gatewayUrl.empty())
            local->gatewayUrl = flags.gatewayUrl;
        return local;
    }
    result.url = flags.url;
    result.scope = flags.scope;
    result.gatewayUrl = flags.gatewayUrl;
    if (!flags.tokenFile.empty()) {
        auto token = remote::readToken(flags.tokenFile);
        if (!token)
            return tl::unexpected(token.error());
        result.token = std::move(*token);
    }
    if (!flags.caFile.empty()) {
        auto certificates = readCertificates(flags.caFile);
        if (!certificates)
            return tl::unexpected(certificates.error());
        result.caPem = std::move(*certificates);
    }
    if (const auto valid = remote::validate(result); !valid)
        return tl::unexpected(valid.error());
    return result;
}

Result<remote::ArmClient> ConnectionFlags::client(const Settings &settings) const
{
    auto connected = resolve(settings);
    if (!connected)
        return tl::unexpected(connected.error());
    return remote::ArmClient(std::move(*connected), remote::Network::create());
}

void ChangeFlags::addTo(CLI::App &command)
{
    command.add_flag("-y,--yes", yes, "Confirm the change");
    command.add_option("--confirm-name", confirmName, "The connection's name, where its safety level wants it");
    command.add_option("--if-match", ifMatch, "Change it only while it has this ETag (default: the one just read)");
    command.add_flag("--dry-run", dryRun, "Print the exact calls, secrets masked, and send nothing");
}

void addOutput(CLI::App &command, Output &output)
{
    static const std::map<std::string, Output> names{{"table", Output::Table}, {"json", Output::Json}};
    command.add_option("--output", output, "table or json")
        ->transform(CLI::CheckedTransformer(names, CLI::ignore_case))
        ->default_str("table");
}

} // namespace gatehouse::gatectl
