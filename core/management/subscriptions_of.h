// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/configuration.h"

#include <vector>

namespace gatehouse::management {

//! Ids of the subscriptions whose scope is exactly that product or API.
std::vector<resource::ResourceId> subscriptionsScopedTo(const resource::Configuration &configuration,
                                                        const resource::ResourceId &id);

} // namespace gatehouse::management
