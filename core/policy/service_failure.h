// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/exchange.h"

namespace gatehouse::policy {

//! LastError of a call to a backend that gave no response (api-management-error-handling-policies): all answer 500.
LastError serviceFailure(const Error &error);

} // namespace gatehouse::policy
