// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/role_scope.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"

#include <map>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

std::string roleTextOf(const json::value &item, std::string_view name)
{
    const auto *properties = member(item, "properties");
    const auto *object = properties ? properties->if_object() : nullptr;
    return object ? std::string(stringMember(*object, name)) : std::string();
}

class RoleListVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "role", "Say who may manage the gateway");
        auto *command = group->add_subcommand("list", "Show who has which role where, or the roles there are");
        command->add_option("--at", m_at, roleScopeHelp);
        command->add_option("--principal", m_principal, "Of this principal alone, by object id");
        command->add_flag("--definitions", m_definitions, "The roles that there are");
        command->footer("\nShows what was assigned at the place, above it and below it.\n\n"
                        "Examples:\n  gatectl role list\n  gatectl role list --at apis/orders\n  gatectl role list --definitions");
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
        const auto roles = list(context, *client, *scope, "roleDefinitions", {});
        if (!roles)
            return context.failed(roles.error());
        std::string filter;
        if (!m_principal.empty())
            filter = "principalId eq '" + m_principal + "'";
        const auto items = m_definitions ? roles : list(context, *client, *scope, "roleAssignments", filter);
        if (!items)
            return context.failed(items.error());
        if (m_output == Output::Json)
            context.console.out << toPrettyJson(json::array(items->begin(), items->end())) << '\n';
        else if (m_definitions)
            printDefinitions(*roles, context.console.out);
        else
            printAssignments(*items, *roles, context.console.out);
        return ExitOk;
    }

private:
    Result<std::vector<json::value>> list(const Context &context, const remote::ArmClient &client, const std::string &scope,
                                          std::string_view type, const std::string &filter) const
    {
        remote::ArmClient::Query query{{"api-version", std::string(authorizationApiVersion)}};
        if (!filter.empty())
            query.emplace_back("$filter", filter);
        return client.list(authorizationPath(scope, type), query, {}, context.console.stop);
    }
    static void printDefinitions(const std::vector<json::value> &roles, std::ostream &out)
    {
        Table table({"NAME", "ROLE", "DESCRIPTION"});
        for (const auto &role : roles)
            table.add({std::string(stringMember(role.as_object(), "name")), roleTextOf(role, "roleName"), roleTextOf(role, "description")});
        table.print(out);
    }
    static void printAssignments(const std::vector<json::value> &items, const std::vector<json::value> &roles, std::ostream &out)
    {
        std::map<std::string, std::string> names;
        for (const auto &role : roles)
            names[std::string(stringMember(role.as_object(), "id"))] = roleTextOf(role, "roleName");
        Table table({"PRINCIPAL", "TYPE", "ROLE", "SCOPE", "NAME"});
        for (const auto &item : items) {
            const auto role = roleTextOf(item, "roleDefinitionId");
            const auto known = names.find(role);
            table.add({roleTextOf(item, "principalId"), roleTextOf(item, "principalType"), known == names.end() ? role : known->second,
                       roleTextOf(item, "scope"), std::string(stringMember(item.as_object(), "name"))});
        }
        table.print(out);
    }

    std::string m_at, m_principal;
    bool m_definitions = false;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeRoleListVerb()
{
    return std::make_unique<RoleListVerb>();
}

} // namespace gatehouse::gatectl
