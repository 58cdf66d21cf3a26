// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/telemetry/exchange_record.h"
#include "ui/shell/theme/tokens.h"

#include <QString>

#include <string_view>

namespace gatehouse::ui::components {

//! Words for a record's reason (LastError.Reason): "Key missing". An unknown reason is shown as it is.
QString reasonText(std::string_view reason);
//! Keys and tokens: what the Overview counts as authentication failures.
bool isAuthenticationReason(std::string_view reason);
theme::Tone toneOfReason(std::string_view reason);

QString outcomeText(telemetry::Outcome outcome);
QString ownerText(telemetry::FailureOwner owner);
//! Colour of a status code.
theme::Tone toneOfStatus(int status);

} // namespace gatehouse::ui::components
