// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compile.h"
#include "core/policy/rehearsal/case.h"
#include "core/policy/rehearsal/coverage.h"
#include "core/policy/rehearsal/findings.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::policy::rehearsal {

//! What a case runs through.
struct Documents
{
    std::vector<ScopedDocument> scopes; //!< in any order
    std::map<std::string, std::shared_ptr<const Document>, std::less<>> fragments; //!< by lower-case id
};

struct Outcome
{
    //! Errors of the documents, found when they were compiled: nothing has run then.
    Diagnostics invalid;
    std::vector<Finding> findings;
    std::optional<LastError> error; //!< how the run failed, if it did: explains findings
    std::chrono::microseconds passed{0}; //!< by the clock of the case: waits, delays and timeouts

    bool passes() const { return invalid.empty() && findings.empty(); }
};

//! Runs a case through its documents as the gateway would, without any I/O. Secret named values are blacked out in what
//! comes back. `coverage` may be null.
Outcome run(const Case &given, const Documents &documents, const ExpressionCompiler &expressions,
            Coverage *coverage = nullptr);

} // namespace gatehouse::policy::rehearsal
