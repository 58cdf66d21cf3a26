// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/backend_certificate.h"
#include "core/policy/message_edits.h"
#include "core/policy/proxy_settings.h"
#include "core/policy/services.h"

#include <optional>
#include <vector>

namespace gatehouse::policy {

//! What send-request and send-one-way-request say of the request that they make.
struct RequestEdits
{
    ValueSource mode; //!< new, copy
    std::optional<ValueSource> url, method, body;
    std::optional<BackendCertificate> certificate;
    std::optional<ValueSource> authorization; //!< of a managed identity; null: none
    std::vector<HeaderEdit> headers;
    std::optional<ProxySettings> proxy;
    ValueSource timeout; //!< seconds, or milliseconds
    bool milliseconds = false;
    bool copiesBody = true; //!< of mode copy: not in outbound

    tl::expected<OutgoingRequest, LastError> build(const Run &run) const;
};
//! Nothing (and a failing step) when it has a child that nothing executes yet.
std::optional<RequestEdits> compileRequestEdits(Compiler &compiler, NodeId node);

} // namespace gatehouse::policy
