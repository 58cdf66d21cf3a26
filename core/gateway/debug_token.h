// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret_string.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::gateway {

//! A debug credential in Azure's form, "p=tracing&aid=orders&ex=20261124120000&sn=...": whose API may be traced, until when, signed by
//! the gateway that gave it out.
struct DebugToken
{
    std::string apiId;
    UtcTime expires{};
};

std::string writeDebugToken(const DebugToken &token, const SecretString &key);
//! Pure; nothing for a text that this key has not signed. It may have expired.
std::optional<DebugToken> readDebugToken(std::string_view text, const SecretString &key);

} // namespace gatehouse::gateway
