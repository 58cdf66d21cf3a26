// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "app/gatectl/roles_flags.h"
#include "app/gatectl/table.h"
#include "core/base/text.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

using namespace policy::roles;

class RolesCanVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "roles", "Who may call what: claims to roles to APIs");
        auto *command = group->add_subcommand("can", "Show what a person may call, and the rule that decides");
        m_claims.addTo(*command);
        command->add_option("--api", m_api, "This API alone");
        command->add_option("--product", m_product, "As called with a key of this product");
        command->footer("\nRuns the mapping in the gateway's own engine for every operation. Without claims: a call without a token.\n"
                        "'ungoverned' is an operation that the mapping does not reach: a scope has no <base /> in inbound.\n\n"
                        "Examples:\n  gatectl roles can --issuer https://login.example.org/ --claim roles=Orders.Read\n"
                        "  gatectl token --role Orders.Read | gatectl roles can --token - --api orders");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto claims = m_claims.read(context.console);
        if (!claims)
            return context.failed(claims.error());
        const auto configuration = roleConfiguration(m_connection, context);
        if (!configuration)
            return context.failed(configuration.error());
        const policy::Expressions expressions;
        const auto check = AccessCheck::make(*configuration, expressions);
        if (!check)
            return context.failed(check.error());
        Table table({"API", "OPERATION", "METHOD", "TEMPLATE", "DECISION", "BY"});
        json::array all;
        for (const auto &operation : operationsOf(**configuration)) {
            if (!m_api.empty() && !equalsIgnoreCase(m_api, operation.apiId))
                continue;
            const auto decision = (*check)->decide({operation.apiId, operation.operationId, operation.method, m_product},
                                                   *claims ? &**claims : nullptr);
            table.add({operation.apiId, operation.operationId, operation.method, operation.urlTemplate,
                       std::string(nameOf(decision.verdict)), ruleText(decision)});
            auto entry = decisionJson(decision);
            entry["api"] = operation.apiId;
            entry["operation"] = operation.operationId;
            entry["method"] = operation.method;
            entry["urlTemplate"] = operation.urlTemplate;
            all.push_back(std::move(entry));
        }
        if (m_output == Output::Json)
            context.console.out << toPrettyJson(all) << '\n';
        else
            table.print(context.console.out);
        return ExitOk;
    }

private:
    std::string m_api, m_product;
    ClaimFlags m_claims;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeRolesCanVerb()
{
    return std::make_unique<RolesCanVerb>();
}

} // namespace gatehouse::gatectl
