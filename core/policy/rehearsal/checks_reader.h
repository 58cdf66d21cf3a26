// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/rehearsal/case.h"
#include "core/policy/rehearsal/reader.h"

namespace gatehouse::policy::rehearsal {

//! The member "expect" of a case. An expectation that nothing could fail is a finding.
Expectation readExpectation(const Place &place, Diagnostics &findings);

} // namespace gatehouse::policy::rehearsal
