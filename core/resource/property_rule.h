// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/kinds.h"

#include <initializer_list>

namespace gatehouse::resource {

//! The rule's condition, read from the resource's properties.
bool holds(const PropertyRule &rule, const json::object &properties);
//! Writes out the defaults of what is absent or null.
void addDefaults(const Kind &kind, json::object &properties);
//! Takes out the properties with one of the flags whose conditions hold in `judge`.
void eraseFlagged(const Kind &kind, json::object &properties, std::uint32_t flags, const json::object &judge);
//! Puts digests in the place of secrets; a condition is judged by each of the judges, one that holds is enough.
void redact(const Kind &kind, json::object &properties, const SecretString &digestKey,
            std::initializer_list<const json::object *> judges);

} // namespace gatehouse::resource
