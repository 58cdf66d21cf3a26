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

remote::SignInSettings signInSettingsOf(const json::object &object)
{
    const auto *value = member(object, "sign-in");
    const auto *settings = value ? value->if_object() : nullptr;
    if (!settings)
        return {};
    const auto text = [settings](const char *name) { return std::string(stringMember(*settings, name)); };
    return {text("issuer"), text("client-id"), text("scope"), text("audience")};
}

void ConnectionFlags::addTo(CLI::App &command)
{
    const char *group = "Connection (default: the local gateway)";
    command.add_option("--connection", connection, "A connection of the settings file")->group(group);
    command.add_option("--url", url, "Management endpoint, such as https://management.azure.com")->group(group);
    command.add_option("--scope", scope, "The service's ARM id")->group(group);
    command.add_option("--token-file", tokenFile, "File with the bearer token")->group(group);
    command.add_flag("--sign-in", signIn, "As who signed in by gatectl login, not by a token file (elsewhere than here that needs no flag)")->group(group);
    command.add_option("--ca-file", caFile, "Trusted certificates (PEM) instead of the system's")->group(group);
    command.add_option("--gateway-url", gatewayUrl, "Where calls go")->group(group);
    command.add_option("--data", data, "Data directory of the local gateway")->group(group);
}

std::filesystem::path ConnectionFlags::dataDirectory() const
{
    return data.empty() ? remote::defaultDataDirectory() : std::filesystem::path(data);
}

std::string ConnectionFlags::signInName() const
{
    if (!connection.empty() && connection != "local")
        return "gatectl/connection/" + connection;
    return url.empty() ? "gatectl/local" : "gatectl/url/" + url;
}

remote::SignInStore ConnectionFlags::signInStore() const
{
    return remote::SignInStore(remote::SignInStore::folderIn(dataDirectory()));
}

//! A token file that somebody names wins; at a gateway of this machine its own does, unless `signIn`.
Status ConnectionFlags::addAccess(Connection &result, const std::shared_ptr<remote::Network> &network) const
{
    if (!tokenFile.empty() && !signIn) {
        auto token = remote::readToken(tokenFile);
        if (!token)
            return tl::unexpected(token.error());
        result.token = std::move(*token);
        return {};
    }
    if (!signIn && !result.token.empty())
        return {};
    auto person = remote::SignInSession::resume(signInName(), result.signIn, signInStore(), network);
    if (!person)
        return tl::unexpected(person.error());
    if (signIn && !*person)
        return fail(ErrorKind::Unauthenticated, "signIn.nobody");
    result.person = std::move(*person);
    return {};
}

Result<Connection> ConnectionFlags::resolve(const Settings &settings, const std::shared_ptr<remote::Network> &network) const
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
        result.signIn = signInSettingsOf(*object);
    }
    if (flags.url.empty()) {
        auto local = localConnection(dataDirectory());
        if (local && !flags.gatewayUrl.empty())
            local->gatewayUrl = flags.gatewayUrl;
        if (const auto added = local ? addAccess(*local, network) : Status{}; !added)
            return tl::unexpected(added.error());
        return local;
    }
    result.url = flags.url;
    result.scope = flags.scope;
    result.gatewayUrl = flags.gatewayUrl;
    if (!flags.caFile.empty()) {
        auto certificates = readCertificates(flags.caFile);
        if (!certificates)
            return tl::unexpected(certificates.error());
        result.caPem = std::move(*certificates);
    }
    if (const auto valid = remote::validate(result); !valid)
        return tl::unexpected(valid.error());
    if (const auto added = flags.addAccess(result, network); !added)
        return tl::unexpected(added.error());
    return result;
}

Result<remote::ArmClient> ConnectionFlags::client(const Settings &settings) const
{
    auto network = remote::Network::create();
    auto connected = resolve(settings, network);
    if (!connected)
        return tl::unexpected(connected.error());
    return remote::ArmClient(std::move(*connected), std::move(network));
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
