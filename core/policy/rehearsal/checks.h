// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/expression_host.h"
#include "core/policy/rehearsal/case.h"
#include "core/policy/rehearsal/findings.h"
#include "core/policy/rehearsal/rehearsal_services.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy::rehearsal {

//! Compares what came out of a run with what a case expects.
class Checks
{
public:
    //! All outlive it. `expressions` runs regular expressions and conditions.
    Checks(const Case &given, Exchange &exchange, RehearsalServices &services, Section endedIn,
           const ExpressionCompiler &expressions);
    std::vector<Finding> run();

private:
    void checkResponse(const ResponseCheck &check);
    void checkVariable(const VariableCheck &check);
    void checkCalls(const CallsCheck &check, const std::vector<OutgoingRequest> &calls, const std::string &what);
    void checkError(const ErrorCheck &check);
    void checkTrace(const NamedCheck &check);
    void checkMetric(const MetricCheck &check);
    void checkCondition(const Condition &condition);
    void checkHeaders(const std::vector<NamedCheck> &checks, const http::Headers &headers, const std::string &what);
    //! Nothing: it is not there.
    void checkText(const TextCheck &check, const std::optional<std::string> &actual, const std::string &what);
    void checkJson(const json::value &expected, std::string_view actual, bool subset, const TextCheck &check,
                   const std::string &what);
    Result<bool> matches(const std::string &text, const std::string &pattern);
    Result<Variable> evaluate(std::string_view expression);
    void add(Finding::Kind kind, std::string what, const std::string &pointer, std::string expected = {},
             std::string actual = {});

    const Case &m_given;
    Exchange &m_exchange;
    RehearsalServices &m_services;
    Section m_endedIn;
    const ExpressionCompiler &m_expressions;
    std::vector<Finding> m_findings;
};

} // namespace gatehouse::policy::rehearsal
