// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/change.h"

#include "app/gatectl/exit_code.h"
#include "app/gatectl/texts.h"
#include "core/remote/configuration_loader.h"

#include <ostream>

namespace gatehouse::gatectl {

namespace {

std::string_view verbOf(const remote::ItemResult &result)
{
    switch (result.kind) {
    case resource::ChangeKind::Put: return result.status == 201 ? "created" : "updated";
    case resource::ChangeKind::Delete: return "deleted";
    case resource::ChangeKind::Action: break;
    }
    return "done";
}

json::object toJson(const remote::ItemResult &result)
{
    json::object object{{"id", result.id.text()},
                        {"outcome", nameOf(result.outcome)},
                        {"status", result.status},
                        {"etag", result.etag},
                        {"requestId", result.requestId}};
    if (!result.action.empty())
        object["action"] = result.action;
    if (result.error)
        object["error"] = textOf(*result.error);
    return object;
}

void print(const remote::ItemResult &result, const Console &console)
{
    if (result.error)
        console.err << "gatectl: " << result.id.text() << ": " << textOf(*result.error) << std::endl;
    else if (result.outcome == remote::ItemResult::Outcome::Cancelled)
        console.err << "gatectl: " << result.id.text() << ": cancelled" << std::endl;
    else
        console.out << result.id.text() << ' ' << verbOf(result) << '\n';
}

} // namespace

Result<std::optional<resource::Resource>> baselineOf(const remote::ArmClient &client, const resource::ResourceId &id,
                                                     std::stop_token stop)
{
    auto live = remote::loadResource(client, id, std::move(stop));
    if (live)
        return std::optional(std::move(*live));
    if (live.error().kind == ErrorKind::NotFound)
        return std::optional<resource::Resource>();
    return tl::unexpected(live.error());
}

int applyOrShow(const Context &context, const remote::ArmClient &client, const resource::ChangeSet &changes,
                const ChangeFlags &flags, Output output)
{
    const auto &console = context.console;
    if (changes.empty() && output == Output::Table) {
        console.out << "unchanged\n";
        return ExitOk;
    }
    if (flags.dryRun) {
        for (const auto &call : remote::exactCalls(changes, client.connection()))
            console.out << describe(call) << '\n';
        return ExitOk;
    }
    const auto results = remote::applyChanges(client, changes, flags.confirmation(), {}, console.stop);
    if (!results)
        return context.failed(results.error());
    int code = ExitOk;
    json::array all;
    for (const auto &result : *results) {
        if (output == Output::Json)
            all.push_back(toJson(result));
        else
            print(result, console);
        if (result.outcome == remote::ItemResult::Outcome::Cancelled)
            code = ExitCancelled;
        else if (result.error && code == ExitOk)
            code = exitCodeOf(*result.error);
    }
    if (output == Output::Json)
        console.out << toPrettyJson(all) << '\n';
    return code;
}

} // namespace gatehouse::gatectl
