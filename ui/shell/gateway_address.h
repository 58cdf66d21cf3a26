// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret_string.h"

#include <stop_token>
#include <string>

namespace gatehouse::remote {
class ArmClient;
}

namespace gatehouse::ui::shell {

// Blocking: for the background.

//! Where calls go: what the connection says, the local gateway's own address, or the service's property; "" : nobody says it.
std::string readGatewayUrl(const remote::ArmClient &client, const std::stop_token &stop);
//! The primary key of a subscription by its name; an empty one for "". Failures: ArmClient's, Corrupt "remote.badAnswer".
Result<SecretString> readSubscriptionKey(const remote::ArmClient &client, const std::string &subscription, const std::stop_token &stop);

} // namespace gatehouse::ui::shell
