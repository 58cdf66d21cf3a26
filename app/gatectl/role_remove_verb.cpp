// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/role_scope.h"
#include "app/gatectl/verb.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

class RoleRemoveVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "role", "Say who may manage the gateway");
        auto *command = group->add_subcommand("remove", "Take an assigned role away");
        command->add_option("NAME", m_name, "Of the assignment, as 'gatectl role list' shows it")->required();
        command->add_option("--at", m_at, roleScopeHelp);
        command->footer("\nExample:\n  gatectl role remove 3f8a6c5e-... --at apis/orders");
        m_change.addTo(*command);
        m_connection.addTo(*command);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        const auto scope = roleScope(m_at, client->connection());
        if (!scope)
            return context.failed(scope.error());
        const auto path = authorizationPath(*scope, "roleAssignments", m_name);
        if (m_change.dryRun) {
            context.console.out << "DELETE " << client->urlOf(path, {{"api-version", std::string(authorizationApiVersion)}}) << '\n';
            return ExitOk;
        }
        if (const auto may = remote::mayChange(client->connection(), m_change.confirmation()); !may)
            return context.failed(may.error());
        const auto answer = callAuthorization(*client, "DELETE", path, nullptr, context.console.stop);
        if (!answer)
            return context.failed(answer.error());
        if (answer->status == 204)
            return context.failed({ErrorKind::NotFound, "role.noAssignment", {{"name", m_name}, {"scope", *scope}}, {}});
        context.console.out << "removed " << m_name << '\n';
        return ExitOk;
    }

private:
    std::string m_name, m_at;
    ChangeFlags m_change;
    ConnectionFlags m_connection;
};

} // namespace

std::unique_ptr<Verb> makeRoleRemoveVerb()
{
    return std::make_unique<RoleRemoveVerb>();
}

} // namespace gatehouse::gatectl
