// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"
#include "core/remote/local_provider.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

class EffectiveVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand(
            "effective", "Show the policies that run for an operation, in order, and where each comes from");
        command->add_option("API", m_api, "API id")->required();
        command->add_option("OPERATION", m_operation, "Operation id")->required();
        command->add_option("--product", m_product, "As called with a key of this product");
        command->footer("\nExample:\n  gatectl effective orders getOrder --product starter");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        const auto policies =
            remote::LocalProvider(*client).effectivePolicies(m_api, m_operation, m_product, context.console.stop);
        if (!policies)
            return context.failed(policies.error());
        if (m_output == Output::Json)
            printJson(*policies, context.console.out);
        else
            printTable(*policies, context.console.out);
        return ExitOk;
    }

private:
    static void printTable(const std::vector<remote::EffectivePolicy> &policies, std::ostream &out)
    {
        Table table({"SECTION", "POLICY", "SUMMARY", "FROM", "RESOURCE", "LINE"});
        for (const auto &policy : policies) {
            table.add({policy.section, std::string(static_cast<std::size_t>(policy.depth) * 2, ' ') + policy.name,
                       policy.executed ? policy.summary : policy.summary + " (not executed here: a call fails)",
                       policy.scope, policy.resource, std::to_string(policy.line)});
        }
        table.print(out);
    }

    static void printJson(const std::vector<remote::EffectivePolicy> &policies, std::ostream &out)
    {
        json::array all;
        for (const auto &policy : policies) {
            all.push_back(json::object{{"section", policy.section},
                                       {"scope", policy.scope},
                                       {"resource", policy.resource},
                                       {"name", policy.name},
                                       {"summary", policy.summary},
                                       {"depth", policy.depth},
                                       {"executed", policy.executed},
                                       {"line", policy.line}});
        }
        out << toPrettyJson(all) << '\n';
    }

    std::string m_api, m_operation, m_product;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeEffectiveVerb()
{
    return std::make_unique<EffectiveVerb>();
}

} // namespace gatehouse::gatectl
