// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/arm_client.h"
#include "core/resource/configuration.h"
#include "core/vault/keys/key_use.h"

#include <stop_token>
#include <string>
#include <string_view>

namespace gatehouse::remote {

//! How the keys of subscriptions were used in the last 30 days: by key from a service that has Gatehouse.Local's keyUse, else what the reports of
//! API Management tell, by subscription. `subscription` "" : all. A service that tells neither gives a report that knows nothing.
Result<vault::KeyUseReport> loadKeyUse(const ArmClient &client, std::string_view subscription = {}, std::stop_token stop = {});
//! The answer of keyUse. Pure. Corrupt "remote.badAnswer".
Result<vault::KeyUseReport> keyUseFrom(const json::value &body);
//! Subscriptions with what they name: users, products, APIs. What may not be read is left out but for the subscriptions.
Result<resource::Configuration> loadSubscriptions(const ArmClient &client, std::stop_token stop = {});

} // namespace gatehouse::remote
