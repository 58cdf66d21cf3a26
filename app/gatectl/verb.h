// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/console.h"
#include "app/gatectl/settings.h"

#include <CLI/App.hpp>

#include <memory>
#include <vector>

namespace gatehouse::gatectl {

struct Context
{
    const Console &console;
    const Settings &settings;

    //! Prints the failure; its exit code.
    int failed(const Error &error) const;
};

//! One command of gatectl. It holds the flags that CLI11 fills, so it outlives the App it was added to.
class Verb
{
public:
    virtual ~Verb() = default;
    //! Adds itself below `root`; the command that was added.
    virtual CLI::App *addTo(CLI::App &root) = 0;
    //! The exit code.
    virtual int run(const Context &context) = 0;
};

//! The command of that name below `root`, made when it is not there: "policy" of "policy check".
CLI::App *groupOf(CLI::App &root, const std::string &name, const std::string &description);

std::unique_ptr<Verb> makeRunVerb();
std::unique_ptr<Verb> makeSampleVerb();
std::unique_ptr<Verb> makeImportVerb();
std::unique_ptr<Verb> makeListVerb();
std::unique_ptr<Verb> makeGetVerb();
std::unique_ptr<Verb> makePutVerb();
std::unique_ptr<Verb> makeDeleteVerb();
std::unique_ptr<Verb> makeCallVerb();
std::unique_ptr<Verb> makeTraceVerb();
std::unique_ptr<Verb> makeTrafficVerb();
std::unique_ptr<Verb> makeTokenVerb();
std::unique_ptr<Verb> makeProofVerb();
std::unique_ptr<Verb> makeLoginVerb();
std::unique_ptr<Verb> makeLogoutVerb();
std::unique_ptr<Verb> makePolicyCheckVerb();
std::unique_ptr<Verb> makePolicyEvalVerb();
std::unique_ptr<Verb> makePolicySchemaVerb();
std::unique_ptr<Verb> makePolicyTestVerb();
std::unique_ptr<Verb> makeEffectiveVerb();
std::unique_ptr<Verb> makeRolesShowVerb();
std::unique_ptr<Verb> makeRolesCanVerb();
std::unique_ptr<Verb> makeRolesWhoVerb();
std::unique_ptr<Verb> makeRoleListVerb();
std::unique_ptr<Verb> makeRoleAssignVerb();
std::unique_ptr<Verb> makeRoleRemoveVerb();
std::unique_ptr<Verb> makeCertificatesVerb();
std::unique_ptr<Verb> makeVaultSetVerb();
std::unique_ptr<Verb> makeVaultGetVerb();
std::unique_ptr<Verb> makeVaultListVerb();
std::unique_ptr<Verb> makeVaultDeleteVerb();
std::unique_ptr<Verb> makeKeysListVerb();
std::unique_ptr<Verb> makeKeysRotateVerb();
std::unique_ptr<Verb> makeKeysStatusVerb();

} // namespace gatehouse::gatectl
