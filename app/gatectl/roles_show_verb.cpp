// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/exit_code.h"
#include "app/gatectl/roles_flags.h"
#include "app/gatectl/table.h"
#include "core/policy/roles/findings.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

using namespace policy::roles;

std::string spaced(const std::vector<std::string> &names)
{
    std::string out;
    for (const auto &name : names)
        out += (out.empty() ? "" : " ") + name;
    return out;
}

class RolesShowVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "roles", "Who may call what: claims to roles to APIs");
        auto *command = group->add_subcommand("show", "Show the role mapping and what is wrong with it");
        command->footer("\nExit code 1 when something is an error: the mapping is there and nothing includes it.\n\n"
                        "Example:\n  gatectl roles show --output json");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto configuration = roleConfiguration(m_connection, context);
        if (!configuration)
            return context.failed(configuration.error());
        const auto roles = findRoles(**configuration);
        if (!roles)
            return context.failed(roles.error());
        const auto findings = findingsOf(**configuration, *roles);
        if (m_output == Output::Json)
            printJson(*roles, findings, context.console.out);
        else
            printTables(*roles, findings, context.console.out);
        return hasErrors(findings) ? ExitFailed : ExitOk;
    }

private:
    static void printTables(const FoundRoles &roles, const Diagnostics &findings, std::ostream &out)
    {
        const auto model = roles.fragment.model();
        out << roles.id.text() << ", tokens in " << spaced(model.tokens) << "\n\n";
        Table mappings({"ISSUER", "CLAIM", "VALUE", "ROLES"});
        for (const auto &mapping : model.mappings)
            mappings.add({mapping.issuer, mapping.claim, mapping.value, spaced(mapping.roles)});
        mappings.print(out);
        out << '\n';
        Table grants({"MAY CALL", "ROLES"});
        for (const auto &grant : model.grants)
            grants.add({grant.target.text(), spaced(grant.roles)});
        grants.print(out);
        if (const auto opaque = roles.fragment.opaqueRows(); !opaque.empty()) {
            out << "\nWritten by hand:\n";
            for (const auto &row : opaque)
                out << "  line " << row.line << ":\n" << row.text;
        }
        if (!findings.empty())
            out << '\n';
        for (const auto &finding : findings)
            out << (finding.severity == Severity::Error ? "error: " : finding.severity == Severity::Warning ? "warning: " : "note: ")
                << finding.pointer << ": " << roleFindingText(finding) << '\n';
    }

    static void printJson(const FoundRoles &roles, const Diagnostics &findings, std::ostream &out)
    {
        const auto model = roles.fragment.model();
        json::array mappings, grants, opaque, found;
        for (const auto &mapping : model.mappings)
            mappings.push_back(json::object{
                {"issuer", mapping.issuer}, {"claim", mapping.claim}, {"value", mapping.value}, {"roles", textsJson(mapping.roles)}});
        for (const auto &grant : model.grants) {
            json::object entry{{"target", grant.target.text()}};
            for (const auto &[name, value] : {std::pair("product", &grant.target.product), std::pair("api", &grant.target.api),
                                              std::pair("method", &grant.target.method), std::pair("operation", &grant.target.operation)})
                if (!value->empty())
                    entry[name] = *value;
            entry["roles"] = textsJson(grant.roles);
            grants.push_back(std::move(entry));
        }
        for (const auto &row : roles.fragment.opaqueRows())
            opaque.push_back(json::object{{"line", row.line}, {"text", row.text}});
        for (const auto &finding : findings)
            found.push_back(json::object{{"severity", finding.severity == Severity::Error         ? "error"
                                              : finding.severity == Severity::Warning ? "warning"
                                                                                      : "information"},
                                         {"code", finding.code},
                                         {"resource", finding.pointer},
                                         {"message", roleFindingText(finding)}});
        out << toPrettyJson(json::object{{"fragment", roles.id.text()},
                                         {"tokens", textsJson(model.tokens)},
                                         {"mappings", std::move(mappings)},
                                         {"grants", std::move(grants)},
                                         {"writtenByHand", std::move(opaque)},
                                         {"findings", std::move(found)}})
            << '\n';
    }

    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeRolesShowVerb()
{
    return std::make_unique<RolesShowVerb>();
}

} // namespace gatehouse::gatectl
