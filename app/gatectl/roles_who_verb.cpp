// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "app/gatectl/roles_flags.h"
#include "app/gatectl/table.h"
#include "core/base/text.h"

#include <algorithm>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

using namespace policy::roles;

std::string whoText(const Caller &caller)
{
    switch (caller.kind) {
    case Caller::Anyone:
        return "anyone";
    case Caller::SignedIn:
        return "anyone with a token";
    case Caller::Mapped:
        return mappingText(caller.mapping);
    }
    return {};
}

json::object callerJson(const Caller &caller)
{
    auto out = decisionJson(caller.decision);
    out["who"] = caller.kind == Caller::Mapped ? "mapping" : caller.kind == Caller::SignedIn ? signedIn : anyone;
    if (caller.kind == Caller::Mapped) {
        out["issuer"] = caller.mapping.issuer;
        out["claim"] = caller.mapping.claim;
        out["value"] = caller.mapping.value;
    }
    return out;
}

class RolesWhoVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "roles", "Who may call what: claims to roles to APIs");
        auto *command = group->add_subcommand("who", "Show who may call an operation, and the rule that decides");
        command->add_option("API", m_api, "API id")->required();
        command->add_option("OPERATION", m_operation, "Operation id")->required();
        command->add_option("--product", m_product, "As called with a key of this product");
        command->footer("\nTries every mapping in the gateway's own engine.\n\nExample:\n  gatectl roles who orders getOrder");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto configuration = roleConfiguration(m_connection, context);
        if (!configuration)
            return context.failed(configuration.error());
        const policy::Expressions expressions;
        const auto check = AccessCheck::make(*configuration, expressions);
        if (!check)
            return context.failed(check.error());
        const auto operations = operationsOf(**configuration);
        const auto operation = std::find_if(operations.begin(), operations.end(), [this](const OperationPlace &place) {
            return equalsIgnoreCase(place.apiId, m_api) && equalsIgnoreCase(place.operationId, m_operation);
        });
        if (operation == operations.end())
            return context.failed({ErrorKind::NotFound, "roles.noOperation", {{"operation", m_api + "/" + m_operation}}, {}});
        const auto callers = (*check)->who({operation->apiId, operation->operationId, operation->method, m_product});
        Table table({"WHO", "BY"});
        json::array all;
        for (const auto &caller : callers) {
            table.add({whoText(caller), ruleText(caller.decision)});
            all.push_back(callerJson(caller));
        }
        if (m_output == Output::Json)
            context.console.out << toPrettyJson(all) << '\n';
        else if (callers.empty())
            context.console.out << "Nobody.\n";
        else
            table.print(context.console.out);
        return ExitOk;
    }

private:
    std::string m_api, m_operation, m_product;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeRolesWhoVerb()
{
    return std::make_unique<RolesWhoVerb>();
}

} // namespace gatehouse::gatectl
