// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/policy_test/test_run.h"

#include "core/base/text.h"
#include "core/policy/validate.h"

#include <algorithm>

namespace gatehouse::gatectl::policytest {

namespace fs = std::filesystem;
using policy::rehearsal::Finding;

namespace {

bool isTestFile(const fs::path &path)
{
    const auto name = path.filename().string();
    return name.ends_with(".test.json") || name.ends_with(".test.yaml") || name.ends_with(".test.yml");
}

std::string sentenceOf(const Finding &finding)
{
    switch (finding.kind) {
    case Finding::Kind::Different:
        return finding.what + " is not as expected";
    case Finding::Kind::Lacks:
        return finding.what + " does not contain what is expected";
    case Finding::Kind::NoMatch:
        return finding.what + " does not match the regular expression";
    case Finding::Kind::NotTrue:
        return "the condition does not hold: " + finding.expected;
    case Finding::Kind::Missing:
        return finding.what + " is not there";
    case Finding::Kind::Unexpected:
        return finding.what + " is there and should not be";
    case Finding::Kind::NoAnswer:
        return "no stub answers " + finding.actual;
    case Finding::Kind::NotMatched:
        return "the request's path " + finding.actual + " does not fit the URL template " + finding.expected;
    case Finding::Kind::NotFinished:
        return "the run did not come to an end within a million turns";
    case Finding::Kind::BadCheck:
        return finding.what + " can't be judged: " + finding.actual;
    }
    return finding.what;
}

Difference differenceOf(const Finding &finding, Remark remark)
{
    Difference difference{std::move(remark), finding.what, false, {}, {}};
    using Kind = Finding::Kind;
    const bool both = finding.kind == Kind::Different || finding.kind == Kind::Lacks || finding.kind == Kind::NoMatch;
    const bool one = (finding.kind == Kind::Missing && !finding.expected.empty())
        || (finding.kind == Kind::Unexpected && !finding.actual.empty());
    difference.hasTexts = both || one;
    if (difference.hasTexts) {
        difference.expected = finding.kind == Kind::Unexpected ? "(nothing)" : finding.expected;
        difference.actual = finding.kind == Kind::Missing && finding.actual.empty() ? "(nothing)" : finding.actual;
    }
    return difference;
}

std::string textOf(const policy::LastError &error)
{
    auto text = error.source + ": " + error.reason + ": " + error.message;
    if (!error.path.empty())
        text += " (" + error.scope + ", " + error.section + ", " + error.path + ")";
    return text;
}

} // namespace

std::optional<std::vector<fs::path>> TestRun::find(const fs::path &folder)
{
    std::error_code error;
    if (fs::is_regular_file(folder, error))
        return std::vector<fs::path>{folder};
    std::vector<fs::path> found;
    auto entry = fs::recursive_directory_iterator(folder, error);
    if (error)
        return std::nullopt;
    for (; entry != fs::recursive_directory_iterator() && found.size() <= maxFiles; entry.increment(error)) {
        if (error)
            return std::nullopt;
        const auto name = entry->path().filename().string();
        if (entry->is_directory(error) && (name.starts_with(".") || name == "node_modules"))
            entry.disable_recursion_pending();
        else if (isTestFile(entry->path()) && entry->is_regular_file(error))
            found.push_back(entry->path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

void TestRun::run(const std::vector<fs::path> &files, const std::string &filter,
                  const std::function<void(const CaseResult &)> &done, const std::stop_token &stop)
{
    const auto began = std::chrono::steady_clock::now();
    for (const auto &path : files) {
        if (stop.stop_requested())
            break;
        std::vector<Remark> remarks;
        const auto file = TestFile::read(path, remarks);
        if (!file) {
            m_broken.push_back({path.generic_string(), std::move(remarks)});
            continue;
        }
        for (std::size_t i = 0; i < file->size() && !stop.stop_requested(); ++i) {
            if (!containsIgnoreCase(file->name() + ": " + file->caseName(i), filter))
                continue;
            m_cases.push_back(runCase(*file, i));
            done(m_cases.back());
        }
    }
    m_took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
}

CaseResult TestRun::runCase(const TestFile &file, std::size_t index)
{
    const auto began = std::chrono::steady_clock::now();
    CaseResult result;
    result.file = file.name();
    result.name = file.caseName(index);
    result.line = file.caseLine(index);
    policy::rehearsal::Documents documents;
    const auto given = file.given(index, result.remarks);
    if (given)
        documents = file.documents(*given, m_store, result.remarks);
    if (result.remarks.empty()) {
        for (const auto &scoped : documents.scopes)
            m_coverage.add(scoped.document);
        const auto outcome = policy::rehearsal::run(*given, documents, m_expressions, &m_coverage);
        for (const auto &finding : outcome.invalid) {
            auto resource = std::string(finding.arg("resource"));
            for (const auto &scoped : documents.scopes)
                if (scoped.resourceId == resource)
                    resource = m_store.fileOf(scoped.document.get());
            for (const auto &[id, document] : documents.fragments)
                if (equalsIgnoreCase(resource, "policyFragments/" + id))
                    resource = m_store.fileOf(document.get());
            // What an expression is found to be has no resource: its place alone.
            result.remarks.push_back({resource.empty() ? file.name() : resource,
                                      resource.empty() ? Position() : finding.position, policy::azureText(finding)});
        }
        for (const auto &finding : outcome.findings)
            result.differences.push_back(
                differenceOf(finding, {file.name(), file.position(index, finding.pointer), sentenceOf(finding)}));
        if (outcome.error && !outcome.findings.empty())
            result.error = textOf(*outcome.error);
    }
    if (!result.remarks.empty())
        result.verdict = Verdict::Invalid;
    else if (!result.differences.empty())
        result.verdict = Verdict::Failed;
    result.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    return result;
}

std::size_t TestRun::count(Verdict verdict) const
{
    return static_cast<std::size_t>(
        std::count_if(m_cases.begin(), m_cases.end(), [verdict](const auto &one) { return one.verdict == verdict; }));
}

std::vector<TestRun::Covered> TestRun::coverage() const
{
    std::vector<Covered> all;
    for (const auto &document : m_coverage.documents()) {
        const auto file = m_store.fileOf(document->document.get());
        if (!file.empty())
            all.push_back({file, document.get()});
    }
    std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.file < b.file; });
    return all;
}

} // namespace gatehouse::gatectl::policytest
