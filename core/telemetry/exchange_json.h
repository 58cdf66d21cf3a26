// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/telemetry/exchange_record.h"

namespace gatehouse::telemetry {

//! Gatehouse.Local's form of a record: what the endpoint serves and `gatectl traffic --json` prints. Phases that were not reached are left out.
json::object toJson(const ExchangeRecord &record);

} // namespace gatehouse::telemetry
