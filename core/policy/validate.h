// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/document.h"
#include "core/policy/table.h"

#include <functional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

//! What a document may refer to; null functions answer "yes": `--syntax-only`.
struct References
{
    std::function<bool(std::string_view)> hasFragment;
    std::function<bool(std::string_view)> hasNamedValue;
    std::function<bool(std::string_view)> hasBackend;
};

//! Everything wrong with a document at that scope, with positions; codes "policy.*" (unknownElement, unknownAttribute, missingAttribute,
//! badValue, textNotAllowed, wrongSection, wrongScope, missingSection, unknownFragment, unknownNamedValue, unknownBackend, expressionNotAllowed ...).
Diagnostics validate(const Document &document, Scope scope, const References &references = {});
//! The same for a policy fragment (<fragment> root, no sections, no base, no nesting).
Diagnostics validateFragment(const Document &document, const References &references = {});

//! Azure's text of a finding, used on the wire and by gatectl: "Error in element 'set-header' on line 19, column 7: The element ...".
std::string azureText(const Diagnostic &diagnostic);

} // namespace gatehouse::policy
