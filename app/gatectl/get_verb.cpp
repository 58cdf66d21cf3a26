// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/resource_argument.h"
#include "app/gatectl/verb.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

class GetVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("get", "Show one resource");
        command->add_option("ID", m_id, "Such as apis/orders or apis/orders/policies/policy")->required();
        command->add_option("--format", m_format, "Of a policy: rawxml or xml")
            ->check(CLI::IsMember({"rawxml", "xml"}));
        command->footer("\nA policy or fragment prints as its text, everything else as ARM's JSON; --output json "
                        "prints JSON always.\n\n"
                        "Examples:\n  gatectl get apis/orders\n  gatectl get apis/orders/policies/policy > orders.xml\n"
                        "  gatectl get subscriptions/storefront --output json");
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
        remote::ArmClient::Query query;
        if (isPolicyDocument(*id))
            query.emplace_back("format", m_format);
        const auto answer = client->get(id->text(), query, context.console.stop);
        if (!answer)
            return context.failed(answer.error());
        const auto *properties = member(answer->body, "properties");
        const auto *object = properties ? properties->if_object() : nullptr;
        if (m_output == Output::Table && isPolicyDocument(*id) && object) {
            const std::string text(stringMember(*object, "value"));
            context.console.out << text << (text.ends_with('\n') ? "" : "\n");
        } else {
            context.console.out << toPrettyJson(answer->body) << '\n';
        }
        return ExitOk;
    }

private:
    std::string m_id, m_format = "rawxml";
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeGetVerb()
{
    return std::make_unique<GetVerb>();
}

} // namespace gatehouse::gatectl
