// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatectl/policy_test/reports.h"

#include "app/gatectl/table.h"
#include "core/base/text.h"

#include <cstdio>
#include <ostream>

namespace gatehouse::gatectl::policytest {

namespace {

std::string seconds(std::chrono::microseconds time)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", double(time.count()) / 1e6);
    return text;
}

//! "100 %", "66 %"; rounded down, so that nothing but all is 100.
std::string percent(std::size_t part, std::size_t whole)
{
    return whole == 0 ? "-" : std::to_string(part * 100 / whole) + " %";
}

std::string_view nameOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        return "passed";
    case Verdict::Failed:
        return "failed";
    case Verdict::Invalid:
        break;
    }
    return "invalid";
}

std::string indented(std::string_view text, std::string_view indent)
{
    std::string out;
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    for (const auto line : split(text, '\n'))
        out.append(indent).append(line).append("\n");
    return out;
}

std::string detailsOf(const Difference &difference)
{
    auto text = lineOf(difference.remark) + "\n";
    if (!difference.hasTexts)
        return text;
    if (difference.expected.find('\n') != std::string::npos || difference.actual.find('\n') != std::string::npos)
        return text + indented(lineDiff(difference.expected, difference.actual), "  ");
    return text + "  expected: " + difference.expected + "\n  actual:   " + difference.actual + "\n";
}

//! All that is wrong with a case.
std::string detailsOf(const CaseResult &result)
{
    std::string text;
    for (const auto &remark : result.remarks)
        text += lineOf(remark) + "\n";
    for (const auto &difference : result.differences)
        text += detailsOf(difference);
    if (!result.error.empty())
        text += "the run failed with " + result.error + "\n";
    return text;
}

struct Totals
{
    std::size_t policies = 0, ran = 0, branches = 0, taken = 0;
};

Totals totalsOf(const TestRun &run)
{
    Totals totals;
    for (const auto &[file, document] : run.coverage()) {
        totals.policies += document->policies.size();
        totals.ran += document->ranPolicies();
        totals.branches += document->branches.size();
        totals.taken += document->takenBranches();
    }
    return totals;
}

//! What XML 1.0 can hold, in an attribute too.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\n':
            out += "&#10;";
            break;
        case '\t':
            out += "&#9;";
            break;
        default:
            out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
        }
    }
    return isUtf8(out) ? out : escaped("(not UTF-8)");
}

//! "folder.orders" of "folder/orders.test.yaml": what the readers group by.
std::string classOf(const std::string &file)
{
    auto name = file.substr(0, file.rfind(".test."));
    while (name.starts_with("./") || name.starts_with("../") || name.starts_with('/'))
        name.erase(0, name.find('/') + 1);
    for (auto &c : name)
        c = c == '/' ? '.' : c;
    return name;
}

std::string testcaseXml(const CaseResult &result)
{
    auto xml = "    <testcase name=\"" + escaped(result.name) + "\" classname=\"" + escaped(classOf(result.file))
        + "\" file=\"" + escaped(result.file) + "\" time=\"" + seconds(result.took) + "\"";
    if (result.verdict == Verdict::Passed)
        return xml + "/>\n";
    const std::string tag = result.verdict == Verdict::Failed ? "failure" : "error";
    const auto message =
        result.verdict == Verdict::Failed ? result.differences.front().remark.text : result.remarks.front().text;
    const auto type = result.verdict == Verdict::Failed ? result.differences.front().what : std::string("invalid");
    return xml + ">\n      <" + tag + " message=\"" + escaped(message) + "\" type=\"" + escaped(type) + "\">"
        + escaped(detailsOf(result)) + "</" + tag + ">\n    </testcase>\n";
}

std::string brokenXml(const BrokenFile &file)
{
    std::string text;
    for (const auto &remark : file.remarks)
        text += lineOf(remark) + "\n";
    const auto name = escaped(file.file);
    return "  <testsuite name=\"" + name
        + "\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" time=\"0.000\">\n    <testcase name=\"(the file)\" "
          "classname=\""
        + escaped(classOf(file.file)) + "\" file=\"" + name + "\" time=\"0.000\">\n      <error message=\""
        + escaped(file.remarks.empty() ? "can't be used" : file.remarks.front().text) + "\" type=\"invalid\">"
        + escaped(text) + "</error>\n    </testcase>\n  </testsuite>\n";
}

json::object placeJson(const Remark &remark)
{
    json::object place{{"file", remark.file}, {"message", remark.text}};
    if (remark.position.line > 0) {
        place["line"] = remark.position.line;
        place["column"] = remark.position.column;
    }
    return place;
}

json::object caseJson(const CaseResult &result)
{
    json::array findings;
    for (const auto &remark : result.remarks)
        findings.push_back(placeJson(remark));
    for (const auto &difference : result.differences) {
        auto finding = placeJson(difference.remark);
        finding["what"] = difference.what;
        if (difference.hasTexts) {
            finding["expected"] = difference.expected;
            finding["actual"] = difference.actual;
        }
        findings.push_back(std::move(finding));
    }
    json::object one{{"file", result.file},
                     {"line", result.line},
                     {"name", result.name},
                     {"result", nameOf(result.verdict)},
                     {"seconds", double(result.took.count()) / 1e6},
                     {"findings", std::move(findings)}};
    if (!result.error.empty())
        one["error"] = result.error;
    return one;
}

json::object countJson(std::size_t covered, std::size_t total)
{
    return {{"covered", covered}, {"total", total}};
}

} // namespace

void printCase(const CaseResult &result, std::ostream &out)
{
    const char *words[] = {"ok      ", "FAILED  ", "INVALID "};
    out << words[static_cast<int>(result.verdict)] << result.file << ": " << result.name << " ("
        << result.took.count() / 1000 << " ms)\n"
        << (result.verdict == Verdict::Passed ? std::string() : indented(detailsOf(result), "        "));
    out.flush();
}

void printBroken(const BrokenFile &file, std::ostream &out)
{
    out << "INVALID " << file.file << '\n';
    for (const auto &remark : file.remarks)
        out << "        " << lineOf(remark) << '\n';
}

void printSummary(const TestRun &run, std::ostream &out)
{
    out << run.count(Verdict::Passed) << " passed, " << run.count(Verdict::Failed) << " failed";
    if (const auto invalid = run.count(Verdict::Invalid) + run.broken().size(); invalid > 0)
        out << ", " << invalid << " invalid";
    out << " in " << seconds(run.took()) << " s";
    const auto totals = totalsOf(run);
    if (totals.policies > 0)
        out << "; ran " << totals.ran << " of " << totals.policies << " policies ("
            << percent(totals.ran, totals.policies) << ")";
    if (totals.branches > 0)
        out << ", " << totals.taken << " of " << totals.branches << " branches ("
            << percent(totals.taken, totals.branches) << ")";
    out << '\n';
}

void printCoverage(const TestRun &run, std::ostream &out)
{
    Table table({"DOCUMENT", "POLICIES", "BRANCHES"});
    for (const auto &[file, document] : run.coverage())
        table.add({file, percent(document->ranPolicies(), document->policies.size()),
                   percent(document->takenBranches(), document->branches.size())});
    out << '\n';
    table.print(out);
    for (const auto &[file, document] : run.coverage()) {
        for (const auto &policy : document->policies)
            if (policy.runs == 0)
                out << file << ':' << policy.position.line << ": never ran: " << policy.path << '\n';
        for (const auto &branch : document->branches)
            if (branch.taken == 0)
                out << file << ':' << branch.position.line << ": never taken: " << branch.path << " -> " << branch.name
                    << '\n';
    }
}

json::value coverageJson(const TestRun &run)
{
    json::array documents;
    for (const auto &[file, document] : run.coverage()) {
        json::array policies, branches;
        for (const auto &policy : document->policies)
            policies.push_back(json::object{
                {"policy", policy.name}, {"path", policy.path}, {"line", policy.position.line}, {"runs", policy.runs}});
        for (const auto &branch : document->branches)
            branches.push_back(json::object{{"branch", branch.name},
                                            {"path", branch.path},
                                            {"line", branch.position.line},
                                            {"taken", branch.taken}});
        json::object lines;
        for (const auto &[line, runs] : document->lines())
            lines[std::to_string(line)] = runs;
        documents.push_back(json::object{{"file", file},
                                         {"policies", countJson(document->ranPolicies(), document->policies.size())},
                                         {"branches", countJson(document->takenBranches(), document->branches.size())},
                                         {"lines", std::move(lines)},
                                         {"policy", std::move(policies)},
                                         {"branch", std::move(branches)}});
    }
    const auto totals = totalsOf(run);
    return json::object{{"policies", countJson(totals.ran, totals.policies)},
                        {"branches", countJson(totals.taken, totals.branches)},
                        {"documents", std::move(documents)}};
}

json::value resultsJson(const TestRun &run)
{
    json::array cases, broken;
    for (const auto &result : run.cases())
        cases.push_back(caseJson(result));
    for (const auto &file : run.broken())
        for (const auto &remark : file.remarks)
            broken.push_back(placeJson(remark));
    return json::object{{"passed", run.count(Verdict::Passed)},
                        {"failed", run.count(Verdict::Failed)},
                        {"invalid", run.count(Verdict::Invalid) + run.broken().size()},
                        {"seconds", double(run.took().count()) / 1e6},
                        {"cases", std::move(cases)},
                        {"unreadable", std::move(broken)},
                        {"coverage", coverageJson(run)}};
}

std::string junitXml(const TestRun &run)
{
    std::string suites;
    const auto &cases = run.cases();
    for (std::size_t i = 0; i < cases.size();) {
        std::size_t failures = 0, errors = 0, begin = i;
        std::chrono::microseconds took{0};
        std::string lines;
        for (; i < cases.size() && cases[i].file == cases[begin].file; ++i) {
            failures += cases[i].verdict == Verdict::Failed ? 1 : 0;
            errors += cases[i].verdict == Verdict::Invalid ? 1 : 0;
            took += cases[i].took;
            lines += testcaseXml(cases[i]);
        }
        suites += "  <testsuite name=\"" + escaped(cases[begin].file) + "\" tests=\"" + std::to_string(i - begin)
            + "\" failures=\"" + std::to_string(failures) + "\" errors=\"" + std::to_string(errors)
            + "\" skipped=\"0\" time=\"" + seconds(took) + "\">\n" + lines + "  </testsuite>\n";
    }
    for (const auto &file : run.broken())
        suites += brokenXml(file);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gatectl policy test\" tests=\""
        + std::to_string(cases.size() + run.broken().size()) + "\" failures=\""
        + std::to_string(run.count(Verdict::Failed)) + "\" errors=\""
        + std::to_string(run.count(Verdict::Invalid) + run.broken().size()) + "\" time=\"" + seconds(run.took())
        + "\">\n" + suites + "</testsuites>\n";
}

} // namespace gatehouse::gatectl::policytest
