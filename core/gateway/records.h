// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/exchange.h"
#include "core/telemetry/exchange_record.h"

#include <optional>

namespace gatehouse::gateway {

//! Ready for the next request; strings keep their memory.
void clear(telemetry::ExchangeRecord &record);
//! Outcome, owner, reason and source of an exchange that was answered, from its error if it had one.
void classify(telemetry::ExchangeRecord &record, const std::optional<policy::LastError> &error);
//! The client went away before its answer was complete.
void classifyAborted(telemetry::ExchangeRecord &record);
//! The backend broke off in the middle of its response.
void classifyBrokenBackend(telemetry::ExchangeRecord &record);
//! Bytes that were no request.
void classifyBadRequest(telemetry::ExchangeRecord &record, int status, std::string_view code);

} // namespace gatehouse::gateway
