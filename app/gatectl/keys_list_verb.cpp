// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/connection_flags.h"
#include "app/gatectl/exit_code.h"
#include "app/gatectl/keys_text.h"
#include "app/gatectl/table.h"
#include "app/gatectl/verb.h"
#include "core/remote/key_use_client.h"
#include "core/vault/keys/inventory.h"

#include <map>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

using vault::InventoryOrder;
using vault::InventoryRow;

const std::map<std::string, InventoryOrder> inventoryOrders{
    {"name", InventoryOrder::Name}, {"owner", InventoryOrder::Owner}, {"scope", InventoryOrder::Scope}, {"state", InventoryOrder::State},
    {"created", InventoryOrder::Created}, {"age", InventoryOrder::Age}, {"last-used", InventoryOrder::LastUsed}, {"calls", InventoryOrder::Calls}};

json::value timeJson(const std::optional<UtcTime> &time)
{
    return time ? json::value(toIso(*time)) : json::value(nullptr);
}

json::object keyUseJson(const vault::SlotUse &use)
{
    json::array days;
    for (const auto &[day, calls] : use.days)
        days.push_back(json::object{{"day", toIso(UtcTime{std::chrono::days{day}}).substr(0, 10)}, {"calls", calls}});
    return {{"changed", timeJson(use.changed)}, {"lastUsed", timeJson(use.lastUsed)}, {"calls", use.calls}, {"days", std::move(days)}};
}

json::object inventoryJson(const InventoryRow &row)
{
    json::object object{{"id", "subscriptions/" + row.id},
                        {"displayName", row.displayName},
                        {"owner", row.owner},
                        {"ownerId", row.ownerId},
                        {"scope", nameOf(row.scope)},
                        {"scopeId", row.scopeId},
                        {"state", row.state},
                        {"created", timeJson(row.created)},
                        {"oldestKey", timeJson(row.oldest)},
                        {"lastUsed", timeJson(row.lastUsed)},
                        {"unusedSince", timeJson(row.unusedSince)},
                        {"calls", row.calls ? json::value(*row.calls) : json::value(nullptr)},
                        {"onKey", nameOf(row.inUse)},
                        {"onOldKey", row.onOldKey}};
    if (row.knowsKeys) {
        object["primary"] = keyUseJson(row.keys[0]);
        object["secondary"] = keyUseJson(row.keys[1]);
    }
    return object;
}

class KeysListVerb final : public Verb
{
public:
    CLI::App *addTo(CLI::App &root) override
    {
        auto *group = groupOf(root, "keys", "See who uses which subscription key, and rotate keys without an outage");
        auto *command = group->add_subcommand("list", "List subscriptions with the age and use of their keys");
        command->add_option("--unused", m_unused, "Those alone of which neither key was used for so many days, as far as was observed")->check(CLI::Range(1, 400));
        command->add_option("--older-than", m_olderThan, "Those alone that have a key older than so many days")->check(CLI::Range(0, 36500));
        command->add_flag("--on-old-key", m_filter.onOldKey, "Those alone whose calls still come on the older key though a newer one was made");
        command->add_option("--text", m_filter.text, "Those alone with this in their name, owner or scope");
        command->add_option("--sort", m_sort, "name, owner, scope, state, created, age, last-used or calls")->check(CLI::IsMember(inventoryOrders))->default_str("name");
        command->add_flag("--descending", m_descending, "Most first");
        command->footer("\nKeys themselves are never shown. The local gateway tells which of the two keys let a call in; API Management\n"
                        "counts by subscription alone, so there the key is 'unknown' and the last use is not told. 'Unused' is said only\n"
                        "for a time that was observed: the line below the table says since when.\n\n"
                        "Examples:\n  gatectl keys list --unused 90\n  gatectl keys list --older-than 180 --sort age --descending\n  gatectl keys list --on-old-key --output json");
        m_connection.addTo(*command);
        addOutput(*command, m_output);
        return command;
    }

    int run(const Context &context) override
    {
        const auto client = m_connection.client(context.settings);
        if (!client)
            return context.failed(client.error());
        const auto configuration = remote::loadSubscriptions(*client, context.console.stop);
        if (!configuration)
            return context.failed(configuration.error());
        const auto report = remote::loadKeyUse(*client, {}, context.console.stop);
        if (!report)
            return context.failed(report.error());
        if (m_unused > 0)
            m_filter.unusedDays = m_unused;
        if (m_olderThan >= 0)
            m_filter.olderThanDays = m_olderThan;
        const auto now = SystemClock{}.utc();
        std::vector<InventoryRow> rows;
        for (auto &row : vault::inventoryOf(*configuration, *report)) {
            if (matches(row, m_filter, now))
                rows.push_back(std::move(row));
        }
        sortRows(rows, inventoryOrders.at(m_sort), m_descending);
        if (m_output == Output::Json)
            printJson(rows, *report, context.console.out);
        else
            printTable(rows, *report, now, context.console.out);
        return ExitOk;
    }

private:
    static void printTable(const std::vector<InventoryRow> &rows, const vault::KeyUseReport &report, UtcTime now, std::ostream &out)
    {
        Table table({"ID", "OWNER", "SCOPE", "STATE", "AGE", "LAST USED", "CALLS", "ON KEY", "NAME"});
        for (const auto &row : rows) {
            const auto scope = row.scope == InventoryRow::AllApis ? std::string{"all"} : std::string{nameOf(row.scope)} + " " + row.scopeId;
            auto onKey = std::string{nameOf(row.inUse)};
            if (row.onOldKey)
                onKey += " (old)";
            table.add({row.id, row.owner.empty() ? "-" : row.owner, scope, row.state, row.oldest ? agoText(now - *row.oldest) : "unknown",
                       lastUseText(row, now), row.calls ? std::to_string(*row.calls) : "unknown", onKey, row.displayName});
        }
        table.print(out);
        out << '\n' << observationText(report) << '\n';
    }
    static std::string lastUseText(const InventoryRow &row, UtcTime now)
    {
        if (row.lastUsed)
            return agoText(now - *row.lastUsed) + " ago";
        return row.unusedSince ? "not in " + agoText(now - *row.unusedSince) : "unknown";
    }
    static void printJson(const std::vector<InventoryRow> &rows, const vault::KeyUseReport &report, std::ostream &out)
    {
        json::array value, gaps;
        for (const auto &row : rows)
            value.push_back(inventoryJson(row));
        for (const auto &[from, to] : report.gaps)
            gaps.push_back(json::object{{"from", toIso(from)}, {"to", toIso(to)}});
        out << toPrettyJson(json::object{{"tellsKeys", report.tellsKeys},
                                         {"knownSince", timeJson(report.knownSince)},
                                         {"knownUntil", report.knownSince ? json::value(toIso(report.knownUntil)) : json::value(nullptr)},
                                         {"gaps", std::move(gaps)},
                                         {"value", std::move(value)}})
            << '\n';
    }

    ConnectionFlags m_connection;
    Output m_output = Output::Table;
    vault::InventoryFilter m_filter;
    int m_unused = 0, m_olderThan = -1;
    std::string m_sort = "name";
    bool m_descending = false;
};

} // namespace

std::unique_ptr<Verb> makeKeysListVerb()
{
    return std::make_unique<KeysListVerb>();
}

} // namespace gatehouse::gatectl
