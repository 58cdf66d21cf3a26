// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/settings.h"
#include "core/remote/apply.h"
#include "core/remote/arm_client.h"

#include <CLI/App.hpp>

#include <optional>
#include <string>

namespace gatehouse::gatectl {

//! Which gateway a verb talks to: --url with --scope, or --connection of the settings file, or the local gateway's
//! endpoint.json.
struct ConnectionFlags
{
    std::string connection, url, scope, tokenFile, caFile, gatewayUrl, data;

    void addTo(CLI::App &command);
    Result<remote::Connection> resolve(const Settings &settings) const;
    Result<remote::ArmClient> client(const Settings &settings) const;
};

//! What a verb that changes something asks for.
struct ChangeFlags
{
    bool yes = false;
    bool dryRun = false;
    std::string confirmName, ifMatch;

    void addTo(CLI::App &command);
    remote::Confirmation confirmation() const { return {yes, confirmName}; }
};

enum class Output { Table, Json };
//! --output table|json
void addOutput(CLI::App &command, Output &output);

} // namespace gatehouse::gatectl
