// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatectl/policy_test/test_file.h"
#include "core/policy/expressions.h"
#include "core/policy/rehearsal/coverage.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace gatehouse::gatectl::policytest {

enum class Verdict { Passed, Failed, Invalid }; //!< Invalid: nothing could be run

//! One difference, worded.
struct Difference
{
    Remark remark; //!< where it was expected, and in one line what is wrong
    std::string what;
    bool hasTexts = false; //!< `expected` and `actual` say more
    std::string expected, actual;
};

struct CaseResult
{
    std::string file;
    std::string name;
    int line = 0;
    Verdict verdict = Verdict::Passed;
    std::chrono::microseconds took{0};
    std::vector<Remark> remarks; //!< of Invalid
    std::vector<Difference> differences; //!< of Failed
    std::string error; //!< how the run itself failed: explains differences
};

//! A file that gave no cases.
struct BrokenFile
{
    std::string file;
    std::vector<Remark> remarks;
};

//! Finds test files below a folder, runs their cases and keeps what came out.
class TestRun
{
public:
    static constexpr std::size_t maxFiles = 10'000;

    //! "*.test.json", "*.test.yaml" and "*.test.yml" below `folder` (or the one file that it is), sorted. Symbolic
    //! links to folders and hidden folders are left out. Nothing when it can't be read.
    static std::optional<std::vector<std::filesystem::path>> find(const std::filesystem::path &folder);

    //! Runs the cases whose "file: name" has `filter` in it, without case; calls `done` after each.
    void run(const std::vector<std::filesystem::path> &files, const std::string &filter,
             const std::function<void(const CaseResult &)> &done, const std::stop_token &stop);

    const std::vector<CaseResult> &cases() const { return m_cases; }
    const std::vector<BrokenFile> &broken() const { return m_broken; }
    std::size_t count(Verdict verdict) const;
    std::chrono::microseconds took() const { return m_took; }

    struct Covered
    {
        std::string file;
        const policy::rehearsal::CoveredDocument *document;
    };
    //! By file.
    std::vector<Covered> coverage() const;

private:
    CaseResult runCase(const TestFile &file, std::size_t index);

    policy::Expressions m_expressions;
    FileStore m_store{m_expressions};
    policy::rehearsal::Coverage m_coverage;
    std::vector<CaseResult> m_cases;
    std::vector<BrokenFile> m_broken;
    std::chrono::microseconds m_took{0};
};

} // namespace gatehouse::gatectl::policytest
