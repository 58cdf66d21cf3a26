// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"

#include <string>

namespace gatehouse::policy {

//! What of a policy or fragment document is Gatehouse's own, so that Azure refuses the document: "policy.notInAzure" and
//! "policy.attributeNotInAzure", with their places. Empty for a text that is no document.
Diagnostics extensionsIn(std::string text);

} // namespace gatehouse::policy
