// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/secret_string.h"

#include <string>
#include <string_view>

namespace gatehouse::policy {

//! Where a logger of type azureEventHub sends, and as whom.
struct EventHub
{
    std::string url; //!< https://namespace.servicebus.windows.net/hub
    std::string keyName;
    SecretString key; //!< empty: a managed identity is used
    std::string clientId; //!< of a user-assigned identity; "" : the system's
};

//! Reads a logger's `credentials`, named values put in: connectionString with name (else its EntityPath), or endpointAddress with name
//! and identityClientId. Endpoints are https; `Endpoint=http://` is taken for a loopback address alone. Fails with Invalid
//! "logger.invalid" (args: reason, which holds nothing of the text).
Result<EventHub> readEventHub(const json::object &credentials);

//! The value of Authorization for requests to the hub, good for an hour (Microsoft: "Generate a Shared Access Signature token").
std::string sharedAccessSignature(const EventHub &hub, UtcTime now);

} // namespace gatehouse::policy
