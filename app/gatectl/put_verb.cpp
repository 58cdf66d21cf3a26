// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/change.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/resource_argument.h"
#include "core/base/text.h"
#include "core/remote/configuration_loader.h"
#include "core/resource/kinds.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

using resource::Resource;
using resource::ResourceId;

class PutVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("put", "Create or replace one resource");
        command->add_option("ID", m_id, "Such as products/starter or apis/orders/policies/policy")->required();
        command
            ->add_option(
                "FILE", m_file,
                "ARM JSON ({\"properties\":{..}}, or the properties alone), a policy's XML, or - for standard input")
            ->required();
        command->footer(
            "\nExamples:\n  gatectl put apis/orders/policies/policy orders.xml\n"
            "  gatectl put products/starter starter.json --dry-run\n"
            "  echo '{\"displayName\":\"Key\",\"value\":\"x\",\"secret\":true}' | gatectl put namedValues/key -");
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
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        const auto id = resourceIdOf(m_id, *client);
        if (!id)
            return context.failed(id.error());
        auto after = resourceOf(*id, *text, *client);
        if (!after)
            return context.failed(std::move(after.error()).within("reading " + m_file));
        auto before = baselineOf(*client, *id, context.console.stop);
        if (!before)
            return context.failed(before.error());
        return applyOrShow(context, *client, changesOf(std::move(*after), std::move(*before)), m_change, m_output);
    }

private:
    resource::ChangeSet changesOf(Resource after, std::optional<Resource> before) const
    {
        resource::ChangeItem item;
        item.id = after.id;
        item.baselineEtag = !m_change.ifMatch.empty() ? m_change.ifMatch : before ? before->etag : std::string();
        item.after = std::move(after);
        item.before = std::move(before);
        if (!m_change.ifMatch.empty() && !item.before)
            item.before = Resource{item.id, {}, {}, {}}; // If-Match of what is not there: the service refuses it
        resource::ChangeSet changes;
        changes.stage(std::move(item));
        return changes;
    }

    static Result<Resource> resourceOf(const ResourceId &id, const std::string &text, const remote::ArmClient &client)
    {
        const auto begin = trim(text);
        if (isPolicyDocument(id) && begin.starts_with('<'))
            return Resource{id, {{"format", "rawxml"}, {"value", text}}, {}, {}};
        auto body = parseJson(text);
        if (!body)
            return tl::unexpected(body.error());
        const auto *object = body->if_object();
        if (!object)
            return fail(ErrorKind::Invalid, "remote.badAnswer", {{"reason", "it is no JSON object"}});
        const auto scope = remote::scopeOf(client.connection());
        Resource resource{id, {}, {}, {}};
        if (const auto *properties = member(*object, "properties"); properties && properties->is_object()) {
            json::object whole = *object;
            whole["id"] = scope->absolute(id); // the command line says what it is called
            return remote::resourceFrom(whole, *scope);
        }
        resource.properties = *object;
        if (const auto *kind = resource::kindOf(id))
            resource::relativizeReferences(*kind, resource.properties, *scope);
        return resource;
    }

    std::string m_id, m_file;
    ChangeFlags m_change;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makePutVerb()
{
    return std::make_unique<PutVerb>();
}

} // namespace gatehouse::gatectl
