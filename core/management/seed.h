// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/management/environment.h"
#include "core/store/configuration_store.h"

namespace gatehouse::management {

//! What a new Azure service has from its first day: the service itself, the administrator, the built-in groups, the
//! all-access subscription. Writes what is missing, with audit records, when there is no service yet.
Status seed(store::ConfigurationStore &store, const Environment &environment);

} // namespace gatehouse::management
