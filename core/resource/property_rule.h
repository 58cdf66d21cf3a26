// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/kinds.h"

namespace gatehouse::resource {

//! The rule's condition, read from the resource's properties.
bool holds(const PropertyRule &rule, const json::object &properties);
//! Writes out the defaults of what is absent or null.
void addDefaults(const Kind &kind, json::object &properties);

} // namespace gatehouse::resource
