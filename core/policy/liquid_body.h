// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"

namespace gatehouse::policy {

//! set-body's Liquid template: emits what renders it. `bindsBody` false: `body` is empty, as below return-response and send-request.
ValueSource compileLiquidBody(Compiler &compiler, NodeId node, bool bindsBody);
//! The template as it is written, without named values: in {{ }} stand Liquid's own. Entities in its markup are read.
std::string liquidSource(const Document &document, NodeId node);

} // namespace gatehouse::policy
