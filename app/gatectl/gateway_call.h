// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/access_flags.h"
#include "app/gatectl/verb.h"
#include "core/remote/arm_client.h"
#include "core/remote/network.h"

#include <chrono>
#include <string>
#include <vector>

namespace gatehouse::gatectl {

//! The flags of a request through the gateway, and the request they make.
struct GatewayCall
{
    std::string method, target, subscription, keyHeader = "Ocp-Apim-Subscription-Key", body;
    std::vector<std::string> headers;
    bool secondary = false;
    AccessFlags access;

    //! METHOD, the target under that name, and the flags.
    void addTo(CLI::App &command, const std::string &targetName, const std::string &targetHelp);
    //! Without the subscription's key. A target that is no whole URL is one of the gateway.
    Result<remote::HttpCall> make(const Context &context, const remote::ArmClient &client) const;
    //! Fetches the subscription's key and adds it.
    Status addKey(remote::HttpCall &call, const remote::ArmClient &client, const std::stop_token &stop) const;
};

std::string millisecondsText(std::chrono::microseconds time);

} // namespace gatehouse::gatectl
