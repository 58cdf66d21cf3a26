// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/document.h"
#include "core/policy/expression_host.h"
#include "core/policy/table.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

//! What a document may refer to; null functions answer "yes": `--syntax-only`.
struct References
{
    std::function<bool(std::string_view)> hasFragment;
    std::function<bool(std::string_view)> hasNamedValue;
    std::function<bool(std::string_view)> hasBackend;
    //! Checks the expressions too; null: only that they are closed.
    const ExpressionCompiler *expressions = nullptr;
    //! A named value's text for the expressions it stands in; nothing: that expression is checked at run time.
    std::function<std::optional<std::string>(std::string_view)> namedValue;
    std::function<bool(std::string_view)> hasLogger;
    bool forAzure = false; //!< Gatehouse's own policies and attributes are errors: Azure refuses the document
};

//! Everything wrong with a document at that scope, with positions; codes "policy.*" (unknownElement, unknownAttribute, missingAttribute,
//! badValue, textNotAllowed, notInAzure, wrongSection, wrongScope, missingSection, unknownFragment, unknownNamedValue, unknownBackend, unknownLogger, expressionNotAllowed ...).
Diagnostics validate(const Document &document, Scope scope, const References &references = {});
//! The same for a policy fragment (<fragment> root, no sections, no base, no nesting).
Diagnostics validateFragment(const Document &document, const References &references = {});

//! Azure's text of a finding, used on the wire and by gatectl: "Error in element 'set-header' on line 19, column 7: The element ...".
std::string azureText(const Diagnostic &diagnostic);

} // namespace gatehouse::policy
