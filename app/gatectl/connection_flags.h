// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/settings.h"
#include "core/remote/apply.h"
#include "core/remote/arm_client.h"
#include "core/remote/sign_in_session.h"

#include <CLI/App.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse::gatectl {

//! Which gateway a verb talks to: --url with --scope, or --connection of the settings file, or the local gateway's
//! endpoint.json.
struct ConnectionFlags
{
    std::string connection, url, scope, tokenFile, caFile, gatewayUrl, data;
    bool signIn = false;

    void addTo(CLI::App &command);
    //! `network` is for the person's tokens, if somebody is signed in.
    Result<remote::Connection> resolve(const Settings &settings, const std::shared_ptr<remote::Network> &network) const;
    Result<remote::ArmClient> client(const Settings &settings) const;
    //! Under what name and where the sign-in for this connection is kept.
    std::string signInName() const;
    remote::SignInStore signInStore() const;

private:
    std::filesystem::path dataDirectory() const;
    Status addAccess(remote::Connection &result, const std::shared_ptr<remote::Network> &network) const;
};

//! Of a connection in the settings file: {"sign-in": {"issuer": .., "client-id": .., "scope": .., "audience": ..}}.
remote::SignInSettings signInSettingsOf(const json::object &object);

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
