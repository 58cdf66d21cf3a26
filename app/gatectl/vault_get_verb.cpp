// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/vault_flags.h"
#include "app/gatectl/verb.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

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

} // namespace

std::unique_ptr<Verb> makeVaultGetVerb()
{
    return std::make_unique<VaultGetVerb>();
}

} // namespace gatehouse::gatectl
