// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/verb.h"
#include "core/base/text.h"
#include "core/policy/expressions.h"
#include "core/policy/validate.h"

#include <map>
#include <ostream>
#include <set>

namespace gatehouse::gatectl {

namespace {

using policy::Scope;

//! Names that documents may refer to, in lower case, as the service has them.
struct KnownNames
{
    std::set<std::string> fragments, namedValues, backends;
};

//! Where the file stands in an APIOps folder says its scope; elsewhere the widest judgement, an operation's, is taken.
Scope scopeOfFile(const std::string &file)
{
    const auto parts = split(file, '/');
    const auto folder = [&parts](std::size_t fromEnd) {
        return parts.size() > fromEnd ? parts[parts.size() - 1 - fromEnd] : std::string_view{};
    };
    if (folder(4) == "apis" && folder(2) == "operations")
        return Scope::Operation;
    if (folder(2) == "apis")
        return Scope::Api;
    if (folder(2) == "products")
        return Scope::Product;
    if (folder(2) == "workspaces")
        return Scope::Workspace;
    return Scope::Operation;
}

class PolicyCheckVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "policy", "Work with policy documents");
        auto *command = group->add_subcommand("check", "Check policy documents as the gateway does at PUT");
        static const std::map<std::string, Scope> scopes{{"global", Scope::Global},
                                                         {"product", Scope::Product},
                                                         {"api", Scope::Api},
                                                         {"operation", Scope::Operation}};
        command->add_option("FILES", m_files, "Policy or fragment documents, - for standard input")->required();
        m_scopeOption =
            command
                ->add_option("--at", m_scope,
                             "global, product, api or operation (default: by the file's place in an APIOps folder)")
                ->transform(CLI::CheckedTransformer(scopes, CLI::ignore_case));
        command->add_flag("--syntax-only", m_syntaxOnly,
                          "Take fragments, named values and backends that are referred to as given; needs no gateway");
        command->add_flag("--azure", m_forAzure, "Find what is Gatehouse's own too: Azure API Management would refuse the document");
        command->footer(
            "\nOne line a finding: FILE:LINE:COLUMN: text, in the words of Azure. Exit code 1 when there is one.\n\n"
            "Examples:\n  gatectl policy check --syntax-only policies/*.xml\n  gatectl policy check --at product "
            "starter.xml");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        KnownNames names;
        const policy::Expressions expressions;
        policy::References references;
        references.expressions = &expressions;
        references.forAzure = m_forAzure;
        if (!m_syntaxOnly) {
            if (const auto loaded = load(context, names); !loaded)
                return context.failed(loaded.error());
            references.hasFragment = [&names](std::string_view name) {
                return names.fragments.count(toLower(name)) > 0;
            };
            references.hasNamedValue = [&names](std::string_view name) {
                return names.namedValues.count(toLower(name)) > 0;
            };
            references.hasBackend = [&names](std::string_view name) { return names.backends.count(toLower(name)) > 0; };
        }
        bool clean = true;
        json::array all;
        for (const auto &file : m_files) {
            const auto text = readInput(context.console, file);
            if (!text) {
                context.console.err << "gatectl: " << file << " can't be read" << std::endl;
                return ExitUsage;
            }
            const auto findings = check(file, *text, references);
            clean = clean && !hasErrors(findings);
            report(file, findings, all, context.console.out);
        }
        if (m_output == Output::Json)
            context.console.out << toPrettyJson(all) << '\n';
        return clean ? ExitOk : ExitFailed;
    }

private:
    Status load(const Context &context, KnownNames &names) const
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return tl::unexpected(client.error());
        const auto read = [&client, &context](std::string_view collection, bool byDisplayName,
                                              std::set<std::string> &into) -> Status {
            const auto items = client->list(collection, {}, {}, context.console.stop);
            if (!items)
                return tl::unexpected(items.error());
            for (const auto &item : *items) {
                const auto *properties = member(item, "properties");
                const auto *object =
                    byDisplayName ? (properties ? properties->if_object() : nullptr) : item.if_object();
                if (object)
                    into.insert(toLower(stringMember(*object, byDisplayName ? "displayName" : "name")));
            }
            return {};
        };
        return read("policyFragments", false, names.fragments)
            .and_then([&] { return read("namedValues", true, names.namedValues); })
            .and_then([&] { return read("backends", false, names.backends); });
    }

    Diagnostics check(const std::string &file, const std::string &text, const policy::References &references) const
    {
        const auto document = policy::Document::parse(text);
        if (!document)
            return document.error();
        const auto element = document->documentElement();
        if (element != policy::noNode && document->name(element) == "fragment")
            return policy::validateFragment(*document, references);
        return policy::validate(*document, m_scopeOption->count() > 0 ? m_scope : scopeOfFile(file), references);
    }

    void report(const std::string &file, const Diagnostics &findings, json::array &all, std::ostream &out) const
    {
        for (const auto &finding : findings) {
            if (m_output == Output::Json) {
                all.push_back(json::object{{"file", file},
                                           {"line", finding.position.line},
                                           {"column", finding.position.column},
                                           {"severity", finding.severity == Severity::Error ? "error" : "warning"},
                                           {"code", finding.code},
                                           {"element", finding.pointer},
                                           {"message", policy::azureText(finding)}});
            } else {
                out << file << ':' << finding.position.line << ':' << finding.position.column << ": "
                    << (finding.severity == Severity::Error ? "" : "warning: ") << policy::azureText(finding) << '\n';
            }
        }
    }

    std::vector<std::string> m_files;
    Scope m_scope = Scope::Operation;
    CLI::Option *m_scopeOption = nullptr;
    bool m_syntaxOnly = false;
    bool m_forAzure = false;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makePolicyCheckVerb()
{
    return std::make_unique<PolicyCheckVerb>();
}

} // namespace gatehouse::gatectl
