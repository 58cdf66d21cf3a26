// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/document.h"

#include <string>

namespace gatehouse::policy {

//! What a policy does, in short, from its attributes: "5 calls per 60 s", "X-Trace: override". At most 120 bytes.
std::string summaryOf(const Document &document, NodeId node);

} // namespace gatehouse::policy
