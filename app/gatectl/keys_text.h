// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vault/keys/key_use.h"

#include <chrono>
#include <string>

namespace gatehouse::gatectl {

//! "12 d", "5 h", "3 min", "20 s": its largest unit.
std::string agoText(std::chrono::microseconds span);
//! Since when uses were counted, and where calls may have been missed.
std::string observationText(const vault::KeyUseReport &report);

} // namespace gatehouse::gatectl
