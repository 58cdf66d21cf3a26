// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/command_line.h"

#include "app/gatectl/exit_code.h"
#include "app/gatectl/texts.h"
#include "app/gatectl/verb.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <ostream>

namespace gatehouse::gatectl {

namespace {

constexpr auto about = "Manage API gateways over the Azure Resource Manager protocol, and run a local one.";
constexpr auto footer = R"(
A first session:
  gatectl run --listen 127.0.0.1:8080 &          a gateway on this machine
  gatectl sample --duration 600 &                four small APIs with live traffic
  gatectl list apis
  gatectl call GET /orders/orders --subscription storefront
  gatectl traffic --status 4xx

Exit codes: 0 all well, 1 findings or a call that failed, 2 usage, 3 no gateway reached, 4 refused (sign-in, rights,
safety level), 5 not found, 6 conflict (exists, in use, changed meanwhile), 130 interrupted.

Settings come from flags, then GATEHOUSE_* (GATEHOUSE_DATA, GATEHOUSE_URL, GATEHOUSE_TOKEN_FILE, ...), then
~/.config/gatehouse/gatectl.json ($GATEHOUSE_CONFIG), then defaults.)";

std::vector<std::unique_ptr<Verb>> allVerbs()
{
    std::vector<std::unique_ptr<Verb>> verbs;
    for (const auto make : {makeRunVerb, makeSampleVerb, makeListVerb, makeGetVerb, makePutVerb, makeDeleteVerb,
                            makeImportVerb, makeCallVerb, makeTraceVerb, makeTrafficVerb, makeTokenVerb, makeProofVerb, makeLoginVerb, makeLogoutVerb, makePolicyCheckVerb, makePolicyEvalVerb, makePolicySchemaVerb,
                            makePolicyTestVerb, makeEffectiveVerb, makeRolesShowVerb, makeRolesCanVerb, makeRolesWhoVerb, makeRoleListVerb, makeRoleAssignVerb, makeRoleRemoveVerb,
                            makeCertificatesVerb, makeVaultSetVerb, makeVaultGetVerb, makeVaultListVerb, makeVaultDeleteVerb, makeKeysListVerb, makeKeysRotateVerb, makeKeysStatusVerb})
        verbs.push_back(make());
    return verbs;
}

//! CLI11 alone decides what its texts look like; they go to our streams.
int printed(const CLI::App &app, const CLI::ParseError &error, const Console &console)
{
    const int code = app.exit(error, console.out, console.err);
    return code == 0 ? ExitOk : ExitUsage;
}

} // namespace

int runCommandLine(const std::vector<std::string> &arguments, const Console &console)
{
    CLI::App app(about, "gatectl");
    app.footer(footer);
    app.require_subcommand(1);
    app.set_version_flag("--version", "gatectl 0.1.0");
    const auto verbs = allVerbs();
    std::vector<std::pair<CLI::App *, Verb *>> commands;
    for (const auto &verb : verbs)
        commands.emplace_back(verb->addTo(app), verb.get());
    const auto settings = Settings::load(console);
    if (!settings) {
        console.err << "gatectl: " << textOf(settings.error()) << std::endl;
        return ExitUsage;
    }
    try {
        // CLI11 takes the arguments from the back.
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        for (const auto &[command, verb] : commands) {
            if (!command->parsed())
                continue;
            settings->fill(*command);
            return verb->run({console, *settings});
        }
    } catch (const CLI::ParseError &error) {
        return printed(app, error, console);
    }
    return ExitUsage;
}

} // namespace gatehouse::gatectl
