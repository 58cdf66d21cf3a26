// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/change.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/resource_argument.h"

namespace gatehouse::gatectl {

namespace {

class DeleteVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("delete", "Delete one resource and what is below it");
        command->add_option("ID", m_id, "Such as apis/orders or subscriptions/partner")->required();
        command->footer("\nExamples:\n  gatectl delete subscriptions/partner\n  gatectl delete apis/orders --dry-run");
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
        const auto id = resourceIdOf(m_id, *client);
        if (!id)
            return context.failed(id.error());
        auto before = baselineOf(*client, *id, context.console.stop);
        if (!before)
            return context.failed(before.error());
        if (!*before)
            return context.failed({ErrorKind::NotFound,
                                   "remote.arm",
                                   {{"status", "404"}, {"message", id->text() + " does not exist."}},
                                   {}});
        resource::ChangeItem item;
        item.kind = resource::ChangeKind::Delete;
        item.id = *id;
        item.baselineEtag = m_change.ifMatch.empty() ? (*before)->etag : m_change.ifMatch;
        item.before = std::move(*before);
        resource::ChangeSet changes;
        changes.stage(std::move(item));
        return applyOrShow(context, *client, changes, m_change, m_output);
    }

private:
    std::string m_id;
    ChangeFlags m_change;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeDeleteVerb()
{
    return std::make_unique<DeleteVerb>();
}

} // namespace gatehouse::gatectl
