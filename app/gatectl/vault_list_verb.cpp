// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/table.h"
#include "app/gatectl/vault_flags.h"
#include "app/gatectl/verb.h"
#include "core/base/clock.h"
#include "core/vault/identifier.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

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

} // namespace

std::unique_ptr<Verb> makeVaultListVerb()
{
    return std::make_unique<VaultListVerb>();
}

} // namespace gatehouse::gatectl
