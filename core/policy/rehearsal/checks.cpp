// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/checks.h"

#include "core/http/message.h"
#include "core/policy/rehearsal/variables.h"
#include "core/policy/value_source.h"

#include <algorithm>

namespace gatehouse::policy::rehearsal {

namespace {

using Kind = Finding::Kind;

constexpr std::size_t maxJsonDifferences = 20;
constexpr std::size_t maxTurns = 100'000; // of one evaluation; its own limits end it earlier

std::string textOfJson(const json::value *value)
{
    return value ? shown(toJson(*value)) : std::string("(nothing)");
}

std::string partOf(const LastError &error, std::string_view name)
{
    if (name == "source")
        return error.source;
    if (name == "reason")
        return error.reason;
    if (name == "message")
        return error.message;
    if (name == "section")
        return error.section;
    if (name == "scope")
        return error.scope;
    return name == "path" ? error.path : error.policyId;
}

std::string callText(const OutgoingRequest &call)
{
    return call.method + " " + call.url;
}

} // namespace

Checks::Checks(const Case &given, Exchange &exchange, RehearsalServices &services, Section endedIn,
               const ExpressionCompiler &expressions)
    : m_given(given)
    , m_exchange(exchange)
    , m_services(services)
    , m_endedIn(endedIn)
    , m_expressions(expressions)
{
}

std::vector<Finding> Checks::run()
{
    const auto &expect = m_given.expect;
    for (const auto &call : m_services.unanswered())
        add(Kind::NoAnswer, "call", "", "", call);
    if (expect.response)
        checkResponse(*expect.response);
    if (expect.error)
        checkError(*expect.error);
    for (const auto &variable : expect.variables)
        checkVariable(variable);
    if (expect.backend)
        checkCalls(*expect.backend, m_services.forwarded(), "backend");
    if (expect.sent)
        checkCalls(*expect.sent, m_services.sent(), "sent");
    for (const auto &trace : expect.traces)
        checkTrace(trace);
    for (const auto &metric : expect.metrics)
        checkMetric(metric);
    for (const auto &condition : expect.conditions)
        checkCondition(condition);
    return std::move(m_findings);
}

void Checks::add(Kind kind, std::string what, const std::string &pointer, std::string expected, std::string actual)
{
    m_findings.push_back({kind, std::move(what), pointer, std::move(expected), std::move(actual)});
}

void Checks::checkResponse(const ResponseCheck &check)
{
    const auto &response = m_exchange.response;
    if (check.status && *check.status != response.status)
        add(Kind::Different, "response.status", check.pointer, std::to_string(*check.status),
            std::to_string(response.status));
    if (check.reason) {
        const auto reason =
            response.reason.empty() ? std::string(http::reasonPhrase(response.status)) : response.reason;
        checkText(*check.reason, reason, "response.reason");
    }
    checkHeaders(check.headers, response.headers, "response.headers.");
    if (!check.body)
        return;
    const auto body = RehearsalServices::textOf(response.body);
    if (body)
        checkText(*check.body, body->empty() && check.body->absent ? std::nullopt : body, "response.body");
    else
        add(Kind::BadCheck, "response.body", check.body->pointer, "", "a policy has used the body up");
}

void Checks::checkHeaders(const std::vector<NamedCheck> &checks, const http::Headers &headers, const std::string &what)
{
    for (const auto &[name, check] : checks)
        checkText(check, headers.has(name) ? std::optional(headers.joined(name)) : std::nullopt, what + name);
}

void Checks::checkVariable(const VariableCheck &check)
{
    const auto what = "variables." + check.name;
    const auto found = m_exchange.variables.find(check.name);
    const bool there = found != m_exchange.variables.end();
    if (check.absent || !there) {
        if (check.absent && there)
            add(Kind::Unexpected, what, check.pointer, "", shown(policy::textOf(found->second)));
        else if (!check.absent)
            add(Kind::Missing, what, check.pointer, check.equals ? textOfJson(&*check.equals) : std::string());
        return;
    }
    if (check.text)
        checkText(*check.text, policy::textOf(found->second), what);
    if (!check.equals)
        return;
    const auto actual = jsonOf(found->second).value_or(json::value(policy::textOf(found->second)));
    for (const auto &difference : jsonDifferences(*check.equals, actual, false, maxJsonDifferences))
        add(Kind::Different, what + difference.pointer, check.pointer, textOfJson(difference.expected),
            textOfJson(difference.actual));
}

void Checks::checkCalls(const CallsCheck &check, const std::vector<OutgoingRequest> &calls, const std::string &what)
{
    for (std::size_t i = 0; i < std::max(check.calls.size(), calls.size()); ++i) {
        const auto name =
            check.calls.size() <= 1 && calls.size() <= 1 ? what : what + "[" + std::to_string(i + 1) + "]";
        if (i >= calls.size()) {
            add(Kind::Missing, name, check.calls[i].pointer,
                check.calls[i].url && check.calls[i].url->equals ? *check.calls[i].url->equals : "a call");
            continue;
        }
        if (i >= check.calls.size()) {
            add(Kind::Unexpected, name, check.pointer, "", callText(calls[i]));
            continue;
        }
        const auto &expected = check.calls[i];
        if (expected.method)
            checkText(*expected.method, calls[i].method, name + ".method");
        if (expected.url)
            checkText(*expected.url, calls[i].url, name + ".url");
        checkHeaders(expected.headers, calls[i].headers, name + ".headers.");
        if (expected.body)
            checkText(*expected.body,
                      calls[i].body.empty() && expected.body->absent ? std::nullopt : std::optional(calls[i].body),
                      name + ".body");
    }
}

void Checks::checkError(const ErrorCheck &check)
{
    const auto &error = m_exchange.lastError;
    if (check.none) {
        if (error)
            add(Kind::Unexpected, "error", check.pointer, "",
                error->source + ": " + error->reason + ": " + error->message);
        return;
    }
    if (!error) {
        add(Kind::Missing, "error", check.pointer);
        return;
    }
    for (const auto &[name, text] : check.parts)
        checkText(text, partOf(*error, name), "error." + name);
}

void Checks::checkMetric(const MetricCheck &check)
{
    const auto fits = [&check](const MetricSample &sample) {
        return sample.name == check.name && (!check.value || *check.value == sample.value)
            && std::all_of(check.dimensions.begin(), check.dimensions.end(), [&sample](const auto &wanted) {
                   return std::find(sample.dimensions.begin(), sample.dimensions.end(), wanted)
                       != sample.dimensions.end();
               });
    };
    const auto &samples = m_services.samples();
    if (std::any_of(samples.begin(), samples.end(), fits))
        return;
    json::array seen;
    for (const auto &sample : samples) {
        json::object dimensions;
        for (const auto &[name, value] : sample.dimensions)
            dimensions[name] = value;
        seen.push_back(
            json::object{{"name", sample.name}, {"value", sample.value}, {"dimensions", std::move(dimensions)}});
    }
    add(Kind::Missing, "metrics", check.pointer, check.name, seen.empty() ? std::string() : shown(toJson(seen)));
}

//! One entry has to hold; how the others fail is no finding.
void Checks::checkTrace(const NamedCheck &check)
{
    const auto before = m_findings.size();
    std::string seen;
    for (const auto &entry : m_services.traces()) {
        if (!check.name.empty() && entry.source != check.name)
            continue;
        checkText(check.check, entry.message, "trace");
        if (m_findings.size() == before)
            return;
        m_findings.resize(before);
        seen += (seen.empty() ? "" : "\n") + entry.source + ": " + shown(entry.message);
    }
    const auto &expected = check.check;
    const auto wanted = expected.equals ? *expected.equals
        : expected.matches              ? *expected.matches
        : expected.contains.empty()     ? std::string()
                                        : expected.contains.front();
    add(Kind::Missing, "trace", check.check.pointer, wanted, shown(seen));
}

void Checks::checkCondition(const Condition &condition)
{
    const auto value = evaluate(condition.expression);
    if (!value) {
        add(Kind::BadCheck, "holds", condition.pointer, condition.expression,
            std::string(value.error().arg("message")));
        return;
    }
    const auto *holds = std::get_if<bool>(&*value);
    if (!holds)
        add(Kind::BadCheck, "holds", condition.pointer, condition.expression, "its value is not of type Boolean");
    else if (!*holds)
        add(Kind::NotTrue, "holds", condition.pointer, condition.expression);
}

void Checks::checkText(const TextCheck &check, const std::optional<std::string> &actual, const std::string &what)
{
    if (check.absent) {
        if (actual)
            add(Kind::Unexpected, what, check.pointer, "", shown(*actual));
        return;
    }
    if (!actual) {
        add(Kind::Missing, what, check.pointer, check.equals.value_or(std::string()));
        return;
    }
    if (check.equals && *check.equals != *actual) {
        Finding finding{Kind::Different, what, check.pointer, {}, {}};
        shownPair(*check.equals, *actual, finding.expected, finding.actual);
        m_findings.push_back(std::move(finding));
    }
    for (const auto &wanted : check.contains)
        if (actual->find(wanted) == std::string::npos)
            add(Kind::Lacks, what, check.pointer, shown(wanted), shown(*actual));
    if (check.matches) {
        const auto found = matches(*actual, *check.matches);
        if (!found)
            add(Kind::BadCheck, what, check.pointer, *check.matches, std::string(found.error().arg("message")));
        else if (!*found)
            add(Kind::NoMatch, what, check.pointer, *check.matches, shown(*actual));
    }
    if (check.json)
        checkJson(*check.json, *actual, false, check, what);
    if (check.jsonContains)
        checkJson(*check.jsonContains, *actual, true, check, what);
}

void Checks::checkJson(const json::value &expected, std::string_view actual, bool subset, const TextCheck &check,
                       const std::string &what)
{
    const auto parsed = parseJson(actual, {64U << 20, 256});
    if (!parsed) {
        add(Kind::Different, what, check.pointer, shown(toJson(expected)), shown(actual));
        return;
    }
    for (const auto &difference : jsonDifferences(expected, *parsed, subset, maxJsonDifferences))
        add(Kind::Different, what + difference.pointer, check.pointer, textOfJson(difference.expected),
            textOfJson(difference.actual));
}

//! .NET's expressions run where policies' run, with their limits.
Result<bool> Checks::matches(const std::string &text, const std::string &pattern)
{
    auto &variables = m_exchange.variables;
    const auto kept = variables;
    variables.insert_or_assign("rehearsal.text", text);
    variables.insert_or_assign("rehearsal.pattern", pattern);
    const auto value =
        evaluate("@(System.Text.RegularExpressions.Regex.IsMatch((string)context.Variables[\"rehearsal.text\"], "
                 "(string)context.Variables[\"rehearsal.pattern\"]))");
    variables = kept;
    if (!value)
        return tl::unexpected(value.error());
    return std::get<bool>(*value);
}

Result<Variable> Checks::evaluate(std::string_view expression)
{
    const auto compiled = m_expressions.compile(expression, {});
    if (!compiled) {
        std::string message;
        for (const auto &finding : compiled.error())
            message += (message.empty() ? "" : " ") + std::string(finding.arg("message"));
        return fail(ErrorKind::Invalid, "expression.compile", {{"message", message}});
    }
    if (auto constant = (*compiled)->constant())
        return std::move(*constant);
    const auto evaluation = (*compiled)->begin({m_exchange, m_services, m_endedIn});
    for (std::size_t turn = 0; !evaluation->resume(); ++turn)
        if (turn == maxTurns)
            return fail(ErrorKind::TooLarge, "expression.limit", {{"message", "The expression does not end."}});
    return evaluation->take();
}

} // namespace gatehouse::policy::rehearsal
