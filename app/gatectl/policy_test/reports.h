// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/policy_test/test_run.h"
#include "core/base/json.h"

#include <iosfwd>
#include <string>

namespace gatehouse::gatectl::policytest {

//! A line for a case, and below it what is wrong with it.
void printCase(const CaseResult &result, std::ostream &out);
void printBroken(const BrokenFile &file, std::ostream &out);
//! "5 passed, 1 failed in 0.12 s", and how much was covered.
void printSummary(const TestRun &run, std::ostream &out);
//! A table of documents in percent, then each policy and branch that nothing ran.
void printCoverage(const TestRun &run, std::ostream &out);

//! Everything, for programs.
json::value resultsJson(const TestRun &run);
json::value coverageJson(const TestRun &run);
//! As JUnit writes it: Jenkins, GitLab and Azure DevOps read it.
std::string junitXml(const TestRun &run);

//! Lines of both texts, with "-" what is expected alone, with "+" what came alone.
std::string lineDiff(std::string_view expected, std::string_view actual);

} // namespace gatehouse::gatectl::policytest
