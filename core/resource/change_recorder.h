// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/result.h"

#include <optional>
#include <string>

namespace gatehouse::resource {

//! Who acts. `kind` is "human", "service", "ci", "local-owner" ...
struct Principal
{
    std::string subject; //!< "local-owner" for the holder of the token file
    std::string issuer;
    std::string display;
    std::string kind = "service";
    bool breakGlass = false; //!< came in by the token file, not by sign-in

    bool operator==(const Principal &) const = default;
};

//! One thing that was done or refused, secrets already replaced by keyed digests.
struct ChangeRecord
{
    UtcTime time{};
    Principal principal;
    std::string action; //!< "put", "delete", "patch", "listSecrets", "regeneratePrimaryKey", "import", "denied"
    std::string resourceId; //!< service-relative
    std::optional<json::value> before; //!< ARM body before; absent: did not exist
    std::optional<json::value> after;
    std::string etagBefore;
    std::string etagAfter;
    std::string outcome; //!< "succeeded", "refused", "failed"
    int status = 0; //!< HTTP status answered
    std::string errorCode;
    std::string requestId; //!< x-ms-request-id
    std::string correlationId;
    std::string clientAddress;
    std::string userAgent;
};

//! Where records go. `record` is called inside the open write transaction of the store, on its writer thread: no
//! record, no change.
class ChangeRecorder
{
public:
    virtual ~ChangeRecorder() = default;
    virtual Status record(const ChangeRecord &record) = 0;
};

} // namespace gatehouse::resource
