// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/change.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/resource_argument.h"
#include "core/base/text.h"
#include "core/openapi/import.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

class ImportVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "import", "Import an API from its description");
        auto *command = group->add_subcommand("openapi", "Import an OpenAPI 2.0, 3.0 or 3.1 document, JSON or YAML");
        command->add_option("FILE", m_file, "The document, or - for standard input")->required();
        command->add_option("--api-id", m_apiId, "Name of the API resource; one that exists is replaced, policies kept")
            ->required();
        command->add_option("--path", m_path, "Path of the API on the gateway (default: from the document)");
        command->add_option("--display-name", m_displayName, "Default: the document's title");
        command->add_option("--service-url", m_serviceUrl, "Backend (default: the document's first server)");
        command->footer(
            "\nThe document is checked here first: every problem is shown with its JSON pointer and line, and nothing "
            "is sent "
            "while there is one.\n\nExample:\n"
            "  gatectl import openapi orders.yaml --api-id orders --path orders --service-url http://127.0.0.1:9001");
        m_change.addTo(*command);
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto text = readInput(context.console, m_file);
        if (!text) {
            context.console.err << "gatectl: " << m_file << " can't be read" << std::endl;
            return ExitUsage;
        }
        const auto import = openapi::import(
            *text, {.apiId = m_apiId, .path = m_path, .displayName = m_displayName, .serviceUrl = m_serviceUrl});
        const auto &findings = import ? import->warnings : import.error();
        for (const auto &finding : findings)
            context.console.err << m_file << ": " << (finding.severity == Severity::Error ? "error: " : "warning: ")
                                << openapi::describe(finding) << '\n';
        if (!import)
            return ExitFailed;
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        const auto id = resourceIdOf("apis/" + m_apiId, *client);
        if (!id)
            return context.failed(id.error());
        auto before = baselineOf(*client, *id, context.console.stop);
        if (!before)
            return context.failed(before.error());
        const int code =
            applyOrShow(context, *client, changesOf(*id, *text, *import, std::move(*before)), m_change, m_output);
        if (code == ExitOk && m_output == Output::Table && !m_change.dryRun)
            context.console.out << import->operations.size() << " operations, " << import->schemas.size()
                                << " schemas\n";
        return code;
    }

private:
    resource::ChangeSet changesOf(const resource::ResourceId &id, const std::string &text,
                                  const openapi::Import &import, std::optional<resource::Resource> before) const
    {
        const bool isJson = trim(text).starts_with('{');
        const bool isSwagger = import.version == openapi::Version::Swagger20;
        const auto *format = !isJson ? "openapi" : isSwagger ? "swagger-json" : "openapi+json";
        resource::Resource api{id, {{"format", format}, {"value", text}}, {}, {}};
        const auto take = [&api, &import](std::string_view name, const std::string &given) {
            const std::string_view chosen =
                given.empty() ? stringMember(import.api.properties, name) : std::string_view(given);
            if (!chosen.empty())
                api.properties[name] = chosen;
        };
        take("path", m_path);
        take("displayName", m_displayName);
        take("serviceUrl", m_serviceUrl);
        resource::ChangeItem item;
        item.id = id;
        item.baselineEtag = !m_change.ifMatch.empty() ? m_change.ifMatch : before ? before->etag : std::string();
        item.after = std::move(api);
        item.before = std::move(before);
        resource::ChangeSet changes;
        changes.stage(std::move(item));
        return changes;
    }

    std::string m_file, m_apiId, m_path, m_displayName, m_serviceUrl;
    ChangeFlags m_change;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeImportVerb()
{
    return std::make_unique<ImportVerb>();
}

} // namespace gatehouse::gatectl
