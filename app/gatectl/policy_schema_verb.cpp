// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"
#include "core/policy/schema.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

class PolicySchemaVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "policy", "Work with policy documents");
        auto *command = group->add_subcommand("schema", "Show the policies: sections, scopes, attributes, whether they run here");
        command->add_option("NAME", m_name, "One policy with its attributes and elements (default: all, a line each)");
        command->add_flag("--markdown", m_markdown, "The table of the README");
        command->footer("\nNeeds no gateway. --output json gives everything that validation, completion and forms know.\n\n"
                        "Examples:\n  gatectl policy schema\n  gatectl policy schema validate-jwt\n  gatectl policy schema --output json");
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        auto &out = context.console.out;
        if (!m_name.empty())
            return one(context);
        if (m_markdown) {
            out << policy::policyMarkdown();
            return ExitOk;
        }
        if (m_output == Output::Json) {
            json::array all;
            for (const auto &rule : policy::policyTable())
                all.push_back(policy::schemaOf(rule));
            out << toPrettyJson(all) << '\n';
            return ExitOk;
        }
        Table table({"POLICY", "SECTIONS", "SCOPES", "HERE"});
        for (const auto &rule : policy::policyTable())
            table.add({std::string(rule.element.name), policy::sectionsOf(rule), policy::scopesOf(rule),
                       std::string(policy::stateOf(rule))});
        table.print(out);
        return ExitOk;
    }

private:
    int one(const Context &context) const
    {
        const auto *rule = policy::findPolicy(m_name);
        if (!rule)
            return context.failed({ErrorKind::NotFound, "policy.unknownName", {{"name", m_name}}});
        auto &out = context.console.out;
        if (m_output == Output::Json) {
            out << toPrettyJson(policy::schemaOf(*rule)) << '\n';
            return ExitOk;
        }
        out << rule->element.name << ": " << rule->documentation << "\nsections: " << policy::sectionsOf(*rule)
            << "\nscopes:   " << policy::scopesOf(*rule) << "\nhere:     " << policy::stateOf(*rule) << "\n\n";
        printElement(rule->element, 0, out);
        return ExitOk;
    }

    static void printElement(const policy::ElementRule &rule, std::size_t depth, std::ostream &out)
    {
        const std::string indent(depth * 2, ' ');
        out << indent << '<' << rule.name << '>' << '\n';
        for (const auto &attribute : rule.attributes) {
            out << indent << "  " << attribute.name << (attribute.required ? " (required)" : "");
            for (const auto value : attribute.values)
                out << (value == attribute.values.front() ? " " : "|") << value;
            if (!attribute.defaultValue.empty())
                out << ", default " << attribute.defaultValue;
            out << (attribute.expression ? "" : ", no expression") << (attribute.isExtension ? ", not in Azure" : "") << '\n';
        }
        if (depth >= deepest)
            return;
        for (const auto &child : rule.children) {
            if (child.rule)
                printElement(*child.rule, depth + 1, out);
            else
                out << indent << "  <" << child.name << "> as the policy\n";
        }
    }

    static constexpr std::size_t deepest = 6; // elements may stand within themselves
    std::string m_name;
    bool m_markdown = false;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makePolicySchemaVerb()
{
    return std::make_unique<PolicySchemaVerb>();
}

} // namespace gatehouse::gatectl
