// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "app/gatectl/vault_flags.h"
#include "app/gatectl/verb.h"
#include "core/base/clock.h"

#include <chrono>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

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

} // namespace

std::unique_ptr<Verb> makeVaultSetVerb()
{
    return std::make_unique<VaultSetVerb>();
}

} // namespace gatehouse::gatectl
