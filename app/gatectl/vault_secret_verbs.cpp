// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"
#include "core/remote/endpoint_file.h"
#include "core/remote/vault_client.h"
#include "core/vault/identifier.h"

#include <fstream>
#include <iterator>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

//! Which vault: the local gateway's, or any by its URL with a token for it.
struct VaultFlags
{
    std::string url, tokenFile, caFile, data;

    void addTo(CLI::App &command)
    {
        const char *group = "Vault (default: the local gateway's)";
        command.add_option("--vault-url", url, "Such as https://contoso.vault.azure.net")->group(group)->needs(command.add_option("--token-file", tokenFile, "File with an access token for the vault")->group(group));
        command.add_option("--ca-file", caFile, "Trusted certificates (PEM) instead of the system's")->group(group);
        command.add_option("--data", data, "Data directory of the local gateway")->group(group);
    }

    Result<remote::VaultClient> client() const
    {
        auto found = url.empty() ? ofLocalGateway() : ofFlags();
        if (!found)
            return tl::unexpected(found.error());
        return remote::VaultClient(std::move(*found), remote::Network::create());
    }

private:
    static Result<std::string> textOfFile(const std::filesystem::path &path)
    {
        std::ifstream file(path, std::ios::binary);
        if (!file)
            return fail(ErrorKind::NotFound, "remote.noCertificateFile", {{"path", path.string()}});
        return std::string(std::istreambuf_iterator<char>(file), {});
    }

    Result<remote::VaultConnection> ofLocalGateway() const
    {
        const auto folder = data.empty() ? remote::defaultDataDirectory() : std::filesystem::path(data);
        const auto file = remote::readEndpointFile(folder / "endpoint.json");
        if (!file)
            return fail(ErrorKind::Unavailable, file.error().code, file.error().args);
        if (!remote::isAlive(*file))
            return fail(ErrorKind::Unavailable, "remote.notRunning", {{"path", folder.string()}});
        if (file->vault.empty())
            return fail(ErrorKind::Unavailable, "remote.noVault");
        auto token = remote::readToken(file->tokenFile);
        if (!token)
            return tl::unexpected(token.error());
        auto pem = textOfFile(file->managementCertificate);
        if (!pem)
            return tl::unexpected(pem.error());
        return remote::VaultConnection{file->vault, std::move(*token), std::move(*pem)};
    }

    Result<remote::VaultConnection> ofFlags() const
    {
        auto address = url;
        while (address.ends_with('/'))
            address.pop_back();
        auto token = remote::readToken(tokenFile);
        if (!token)
            return tl::unexpected(token.error());
        auto pem = caFile.empty() ? Result<std::string>(std::string{}) : textOfFile(caFile);
        if (!pem)
            return tl::unexpected(pem.error());
        return remote::VaultConnection{std::move(address), std::move(*token), std::move(*pem)};
    }
};

CLI::App *secretGroup(CLI::App &root)
{
    return groupOf(*groupOf(root, "vault", "Work with the secrets of a key vault"), "secret", "Set, get, list and delete secrets");
}

std::string nameIn(const json::object &item)
{
    const auto id = stringMember(item, "id");
    const auto parsed = vault::parseSecretIdentifier(id);
    return parsed ? parsed->name : std::string{id};
}

std::string timeIn(const json::object &item, std::string_view name)
{
    const auto *attributes = member(item, "attributes");
    const auto seconds = attributes && attributes->is_object() ? intMember(attributes->get_object(), name) : std::nullopt;
    return seconds ? toIso(UtcTime{std::chrono::seconds{*seconds}}).substr(0, 19) + "Z" : "-";
}

class VaultSetVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = secretGroup(root)->add_subcommand("set", "Write a new version of a secret");
        command->add_option("NAME", m_name, "Letters, digits and hyphens")->required();
        command->add_option("FILE", m_file, "Where its value stands, '-' for standard input; a line end behind it is no part of it")->required();
        command->add_option("--content-type", m_contentType, "What it is, such as text/plain");
        command->add_option("--expires", m_expires, "When it ends, such as 2027-01-31T00:00:00Z; told to whoever reads it, nothing more");
        command->footer("\nA value never stands on the command line. Prints the identifier of the new version.\n\n"
                        "Examples:\n  gatectl vault secret set orders-key key.txt\n  openssl rand -hex 32 | gatectl vault secret set orders-key -");
        m_vault.addTo(*command);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_vault.client();
        if (!client)
            return context.failed(client.error());
        const auto text = readInput(context.console, m_file);
        if (!text)
            return context.failed(Error{ErrorKind::NotFound, "call.unreadable", {{"file", m_file}}, {}});
        SecretString value{text->ends_with("\r\n") ? text->substr(0, text->size() - 2) : text->ends_with('\n') ? text->substr(0, text->size() - 1) : *text};
        if (value.empty())
            return context.failed(Error{ErrorKind::Invalid, "vault.emptyValue", {{"file", m_file}}, {}});
        json::object more;
        if (!m_contentType.empty())
            more["contentType"] = m_contentType;
        if (!m_expires.empty()) {
            const auto end = fromIso(m_expires);
            if (!end)
                return context.failed(end.error());
            more["attributes"] = json::object{{"exp", std::chrono::floor<std::chrono::seconds>(*end).time_since_epoch().count()}};
        }
        const auto made = client->set(m_name, value, more, context.console.stop);
        if (!made)
            return context.failed(made.error());
        context.console.out << stringMember(*made, "id") << '\n';
        return ExitOk;
    }

private:
    std::string m_name, m_file, m_contentType, m_expires;
    VaultFlags m_vault;
};

class VaultGetVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = secretGroup(root)->add_subcommand("get", "Print the value of a secret");
        command->add_option("NAME", m_name, "Its name")->required();
        command->add_option("--version", m_version, "A version (default: the newest)");
        command->footer("\nPrints the value alone, or with --output json all that the vault tells of it. The vault records who read it.");
        m_vault.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_vault.client();
        if (!client)
            return context.failed(client.error());
        const auto found = client->get(m_name, m_version, context.console.stop);
        if (!found)
            return context.failed(found.error());
        context.console.out << (m_output == Output::Json ? toPrettyJson(*found) : std::string{stringMember(*found, "value")}) << '\n';
        return ExitOk;
    }

private:
    std::string m_name, m_version;
    VaultFlags m_vault;
    Output m_output = Output::Table;
};

class VaultListVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = secretGroup(root)->add_subcommand("list", "List the secrets, without their values");
        m_vault.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_vault.client();
        if (!client)
            return context.failed(client.error());
        const auto items = client->list(context.console.stop);
        if (!items)
            return context.failed(items.error());
        if (m_output == Output::Json) {
            json::array array;
            for (const auto &item : *items)
                array.push_back(item);
            context.console.out << toPrettyJson(array) << '\n';
            return ExitOk;
        }
        Table table({"NAME", "ENABLED", "UPDATED", "EXPIRES", "TYPE"});
        for (const auto &item : *items) {
            const auto *attributes = member(item, "attributes");
            const bool enabled = attributes && attributes->is_object() && boolMember(attributes->get_object(), "enabled", true);
            table.add({nameIn(item), enabled ? "yes" : "no", timeIn(item, "updated"), timeIn(item, "exp"), std::string{stringMember(item, "contentType")}});
        }
        table.print(context.console.out);
        return ExitOk;
    }

private:
    VaultFlags m_vault;
    Output m_output = Output::Table;
};

class VaultDeleteVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = secretGroup(root)->add_subcommand("delete", "Delete a secret; it can be recovered until it is purged");
        command->add_option("NAME", m_name, "Its name")->required();
        command->add_flag("-y,--yes", m_yes, "Confirm it")->required();
        m_vault.addTo(*command);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_vault.client();
        if (!client)
            return context.failed(client.error());
        const auto gone = client->remove(m_name, context.console.stop);
        if (!gone)
            return context.failed(gone.error());
        if (const auto purge = intMember(*gone, "scheduledPurgeDate"))
            context.console.out << m_name << " is deleted, and is purged on " << toIso(UtcTime{std::chrono::seconds{*purge}}).substr(0, 10) << '\n';
        return ExitOk;
    }

private:
    std::string m_name;
    bool m_yes = false;
    VaultFlags m_vault;
};

} // namespace

std::unique_ptr<Verb> makeVaultSetVerb()
{
    return std::make_unique<VaultSetVerb>();
}

std::unique_ptr<Verb> makeVaultGetVerb()
{
    return std::make_unique<VaultGetVerb>();
}

std::unique_ptr<Verb> makeVaultListVerb()
{
    return std::make_unique<VaultListVerb>();
}

std::unique_ptr<Verb> makeVaultDeleteVerb()
{
    return std::make_unique<VaultDeleteVerb>();
}

} // namespace gatehouse::gatectl
