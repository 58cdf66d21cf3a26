// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compile.h"

namespace gatehouse::policy {

//! Narrowest first, and at the end always one of the global scope: where a service has none, Azure's default (forward-request in
//! backend and nothing else) stands in for it.
std::vector<ScopedDocument> inScopeOrder(const std::vector<ScopedDocument> &documents);

//! <inbound> ... of the document, or noNode.
NodeId sectionOf(const Document &document, Section section);

//! "set-header[2]": the element among its equals.
std::string pathStep(const Document &document, NodeId node);

} // namespace gatehouse::policy
