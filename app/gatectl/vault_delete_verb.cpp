// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "app/gatectl/vault_flags.h"
#include "app/gatectl/verb.h"
#include "core/base/clock.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

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

std::unique_ptr<Verb> makeVaultDeleteVerb()
{
    return std::make_unique<VaultDeleteVerb>();
}

} // namespace gatehouse::gatectl
