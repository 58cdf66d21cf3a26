// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/expressions.h"
#include "core/policy/rehearsal/rehearse.h"
#include "tests/core/policy/policy_bench.h"

#include <algorithm>

namespace gatehouse::test {

//! A case from JSON through documents, with texts to compare.
struct Rehearsal
{
    policy::Expressions expressions;
    policy::rehearsal::Documents documents;
    policy::rehearsal::Coverage coverage;
    policy::rehearsal::Outcome outcome;

    Rehearsal() = default;
    explicit Rehearsal(const std::string &inbound, const std::string &outbound = {}, const std::string &onError = {})
    {
        documents.scopes = {scoped(policy::Scope::Api,
                                   "<policies><inbound>" + inbound
                                       + "</inbound><backend><forward-request/></backend><outbound>" + outbound
                                       + "</outbound><on-error>" + onError + "</on-error></policies>")};
    }
    //! JSON with ' for " and ` for \" within texts.
    static json::value parsed(std::string text)
    {
        std::replace(text.begin(), text.end(), '\'', '"');
        for (auto at = text.find('`'); at != std::string::npos; at = text.find('`', at))
            text.replace(at, 1, "\\\"");
        auto value = parseJson(text, {32U << 20, 64});
        if (!value)
            qFatal("%s: %s", text.substr(0, 500).c_str(), value.error().debugText().c_str());
        return std::move(*value);
    }
    //! "" when the case passes, else a line a finding.
    std::string run(const std::string &text)
    {
        const auto given = policy::rehearsal::readCase(parsed(text));
        if (!given)
            return lines(given.error());
        outcome = policy::rehearsal::run(*given, documents, expressions, &coverage);
        std::string all = lines(outcome.invalid);
        for (const auto &finding : outcome.findings)
            all +=
                finding.what + ": " + nameOf(finding.kind) + " [" + finding.expected + "] [" + finding.actual + "]\n";
        return all;
    }
    //! With request GET / and a name.
    std::string expect(const std::string &expected, const std::string &further = {})
    {
        return run("{'name':'a','request':{}" + (further.empty() ? "" : "," + further) + ",'expect':" + expected + "}");
    }
    static std::string lines(const Diagnostics &findings)
    {
        std::string all;
        for (const auto &finding : findings) {
            all += finding.pointer + ": " + finding.code;
            for (const auto &[name, value] : finding.args)
                all += " " + name + "=" + value;
            all += "\n";
        }
        return all;
    }
    static std::string nameOf(policy::rehearsal::Finding::Kind kind)
    {
        const char *names[] = {"different",  "lacks",     "no match",    "not true",     "missing",
                               "unexpected", "no answer", "not matched", "not finished", "bad check"};
        return names[static_cast<int>(kind)];
    }
};

} // namespace gatehouse::test
