// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/role_scope.h"
#include "app/gatectl/verb.h"
#include "core/base/random.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

class RoleAssignVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "role", "Say who may manage the gateway");
        auto *command = group->add_subcommand("assign", "Give a role to somebody, at a place and all below it");
        command->add_option("ROLE", m_role, "Reader, \"API Management Service Contributor\" ..., or its GUID")->required();
        command->add_option("PRINCIPAL", m_principal, "Object id of the person, program or group: oid or sub of their tokens, or what groups names")
            ->required();
        command->add_option("--at", m_at, roleScopeHelp);
        command->add_option("--type", m_type, "User, ServicePrincipal or Group")
            ->check(CLI::IsMember({"User", "ServicePrincipal", "Group"}))
            ->capture_default_str();
        command->add_option("--description", m_description, "Why");
        command->footer("\nExamples:\n  gatectl role assign Reader 8b2c...\n"
                        "  gatectl role assign Contributor 1f04... --at apis/orders --type Group --description 'the orders team'");
        m_change.addTo(*command);
        m_connection.addTo(*command);
        addOutput(*command, m_output);
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
        const auto role = roleIdOf(*client, *scope, m_role, context.console.stop);
        if (!role)
            return context.failed(role.error());
        json::object properties{{"roleDefinitionId", *role}, {"principalId", m_principal}, {"principalType", m_type}};
        if (!m_description.empty())
            properties["description"] = m_description;
        const json::value body = json::object{{"properties", std::move(properties)}};
        SystemRandom random;
        const auto path = authorizationPath(*scope, "roleAssignments", uuid4(random));
        if (m_change.dryRun) {
            context.console.out << "PUT " << client->urlOf(path, {{"api-version", std::string(authorizationApiVersion)}}) << "\n\n"
                                << toPrettyJson(body) << '\n';
            return ExitOk;
        }
        if (const auto may = remote::mayChange(client->connection(), m_change.confirmation()); !may)
            return context.failed(may.error());
        const auto answer = callAuthorization(*client, "PUT", path, body, context.console.stop);
        if (!answer)
            return context.failed(answer.error());
        if (m_output == Output::Json)
            context.console.out << toPrettyJson(answer->body) << '\n';
        else
            context.console.out << m_principal << " has the role " << m_role << " at " << *scope << '\n';
        return ExitOk;
    }

private:
    std::string m_role, m_principal, m_at, m_type = "User", m_description;
    ChangeFlags m_change;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeRoleAssignVerb()
{
    return std::make_unique<RoleAssignVerb>();
}

} // namespace gatehouse::gatectl
