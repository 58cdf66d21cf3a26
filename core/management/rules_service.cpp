// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/management/kind_rules.h"

namespace gatehouse::management {

namespace {

//! The address of the data plane is where it listens now.
void show(json::object &properties, const resource::Resource &, const Environment &environment, const ShowOptions &)
{
    properties["provisioningState"] = "Succeeded";
    properties["targetProvisioningState"] = "";
    if (!environment.gatewayUrl.empty())
        properties["gatewayUrl"] = environment.gatewayUrl;
}

} // namespace

const KindRules serviceRules{"", nullptr, nullptr, nullptr, show, nullptr};

} // namespace gatehouse::management
