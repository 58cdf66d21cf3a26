// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"
#include "core/base/text.h"
#include "core/remote/configuration_loader.h"
#include "core/resource/kinds.h"

#include <map>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

using Columns = std::vector<std::pair<std::string, std::string>>; //!< heading and property

const Columns &columnsOf(std::string_view collection)
{
    static const std::map<std::string, Columns, std::less<>> byCollection{
        {"apis",
         {{"DISPLAY NAME", "displayName"}, {"PATH", "path"}, {"REV", "apiRevision"}, {"BACKEND", "serviceUrl"}}},
        {"operations", {{"METHOD", "method"}, {"TEMPLATE", "urlTemplate"}, {"DISPLAY NAME", "displayName"}}},
        {"products", {{"DISPLAY NAME", "displayName"}, {"STATE", "state"}, {"KEY NEEDED", "subscriptionRequired"}}},
        {"subscriptions",
         {{"DISPLAY NAME", "displayName"}, {"STATE", "state"}, {"SCOPE", "scope"}, {"OWNER", "ownerId"}}},
        {"backends", {{"TITLE", "title"}, {"URL", "url"}, {"PROTOCOL", "protocol"}}},
        {"namedvalues", {{"DISPLAY NAME", "displayName"}, {"SECRET", "secret"}, {"VALUE", "value"}}},
        {"schemas", {{"CONTENT TYPE", "contentType"}}},
        {"policies", {{"FORMAT", "format"}}},
    };
    static const Columns others{{"DISPLAY NAME", "displayName"}, {"DESCRIPTION", "description"}};
    const auto found = byCollection.find(toLower(collection));
    return found == byCollection.end() ? others : found->second;
}

std::string cellOf(const json::object &properties, const std::string &name)
{
    const auto *value = member(properties, name);
    if (!value || value->is_null())
        return {};
    return value->is_string() ? std::string(value->get_string()) : toJson(*value);
}

class ListVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *command = root.add_subcommand("list", "List resources of a kind");
        command->add_option("KIND", m_path, "Collection: apis, products, subscriptions, apis/orders/operations ...")
            ->required();
        command->add_option("--filter", m_filter, "OData filter, as Azure takes it");
        command->footer("\nExamples:\n  gatectl list apis\n  gatectl list apis/orders/operations\n"
                        "  gatectl list subscriptions --filter \"state eq 'active'\" --output json");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        const auto scope = remote::scopeOf(client->connection());
        remote::ArmClient::Query query;
        if (!m_filter.empty())
            query.emplace_back("$filter", m_filter);
        const auto items = client->list(m_path, query, {}, context.console.stop);
        if (!items)
            return context.failed(items.error());
        if (m_output == Output::Json) {
            context.console.out << toPrettyJson(json::array(items->begin(), items->end())) << '\n';
            return ExitOk;
        }
        print(*items, *scope, context.console.out);
        return ExitOk;
    }

private:
    void print(const std::vector<json::value> &items, const resource::ServiceScope &scope, std::ostream &out) const
    {
        const auto &columns = columnsOf(m_path.substr(m_path.rfind('/') + 1));
        std::vector<std::string> heading{"NAME"};
        for (const auto &[title, property] : columns)
            heading.push_back(title);
        Table table(std::move(heading));
        for (const auto &item : items) {
            const auto resource = remote::resourceFrom(item, scope);
            const auto *object = item.if_object();
            if (!object)
                continue;
            std::vector<std::string> row{std::string(stringMember(*object, "name"))};
            for (const auto &[title, property] : columns)
                row.push_back(resource ? cellOf(resource->properties, property) : std::string());
            table.add(std::move(row));
        }
        table.print(out);
    }

    std::string m_path, m_filter;
    ConnectionFlags m_connection;
    Output m_output = Output::Table;
};

} // namespace

std::unique_ptr<Verb> makeListVerb()
{
    return std::make_unique<ListVerb>();
}

} // namespace gatehouse::gatectl
