// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/rehearse.h"

#include "core/base/text.h"
#include "core/policy/rehearsal/checks.h"
#include "core/policy/rehearsal/rehearsal_services.h"
#include "core/policy/rehearsal/variables.h"
#include "core/policy/secrets.h"

namespace gatehouse::policy::rehearsal {

namespace {

//! An endless loop in an expression takes about 7,000 turns; 50 retries within 50 retries of ten waits 25,000.
constexpr std::size_t maxEvents = 1'000'000;

Bindings bindingsOf(const Case &given, const Documents &documents, const ExpressionCompiler &expressions)
{
    Bindings bindings;
    bindings.fragments = documents.fragments;
    for (const auto &[name, value] : given.namedValues) {
        bindings.namedValues.insert_or_assign(name, value.value);
        if (value.secret)
            bindings.secrets.push_back(value.value);
    }
    for (const auto &[id, url] : given.backends)
        bindings.backends.insert_or_assign(id, url);
    bindings.expressions = &expressions;
    return bindings;
}

//! "/orders/42" of the API at "orders" is "/42".
std::string pathBelow(const std::string &apiPath, const std::string &path)
{
    if (apiPath.empty())
        return path;
    const auto prefix = "/" + apiPath;
    if (path.size() < prefix.size() || !equalsIgnoreCase(std::string_view(path).substr(0, prefix.size()), prefix))
        return path;
    const auto rest = path.substr(prefix.size());
    return rest.empty() || rest.front() == '/' ? rest : path;
}

//! False when the request is none of the operation's.
bool match(const Case &given, Exchange &exchange)
{
    exchange.matched.parameters = given.parameters;
    if (!given.operation)
        return true;
    exchange.matched.operation = std::make_shared<const OperationInfo>(*given.operation);
    const auto &text = given.operation->urlTemplate;
    if (text.empty())
        return true;
    const auto pattern = http::UrlTemplate::parse(text);
    http::UrlTemplate::Values values;
    if (!pattern || !pattern->match(exchange.backendPath, exchange.backendQuery, &values))
        return false;
    for (auto &[name, value] : values)
        exchange.matched.parameters.try_emplace(name, std::move(value));
    return true;
}

void fill(const Case &given, RehearsalServices &services, Exchange &exchange)
{
    exchange.requestId = uuid4(services.random());
    exchange.request.method = given.method;
    exchange.request.url = exchange.originalUrl = given.url;
    exchange.request.headers = given.headers;
    if (!exchange.request.headers.has("Host"))
        exchange.request.headers.add("Host", given.url.authority());
    exchange.request.body = services.streamOf(given.body);
    exchange.clientAddress = given.clientAddress;
    exchange.timestamp = services.clock().utc();
    exchange.started = services.clock().steady();
    exchange.matched.api = std::make_shared<const ApiInfo>(given.api);
    if (given.product)
        exchange.matched.product = std::make_shared<const ProductInfo>(*given.product);
    if (given.subscription)
        exchange.matched.subscription = std::make_shared<const SubscriptionInfo>(*given.subscription);
    exchange.backendBaseUrl = given.api.serviceUrl;
    exchange.backendPath = pathBelow(given.api.path, given.url.path);
    exchange.backendQuery = given.url.query;
    for (const auto &[name, value] : given.variables)
        exchange.variables.insert_or_assign(name, variableOf(value));
}

bool isPreflight(const Case &given)
{
    return given.method == "OPTIONS" && given.headers.has("Origin")
        && given.headers.has("Access-Control-Request-Method")
        && (!given.operation || given.operation->method != "OPTIONS");
}

//! Where the run ended, for conditions that look at it from there.
class EndObserver final : public RunObserver
{
public:
    explicit EndObserver(RunObserver *next) : m_next(next) { }
    bool before(Run &run) override
    {
        m_section = run.section();
        return !m_next || m_next->before(run);
    }
    void after(Run &run, const StepResult &result) override
    {
        if (m_next)
            m_next->after(run, result);
    }
    Section section() const { return m_section; }

private:
    RunObserver *m_next;
    Section m_section = Section::Inbound;
};

void start(Run &run, const Case &given)
{
    if (given.error)
        run.startWithError(*given.error);
    else if (run.program().answersPreflight() && isPreflight(given))
        run.startPreflight();
    else
        run.start();
}

void hideSecrets(Outcome &outcome, const Bindings &bindings)
{
    const Secrets secrets(std::make_shared<const std::vector<std::string>>(bindings.secrets));
    for (auto &finding : outcome.findings) {
        secrets.blackOut(finding.expected);
        secrets.blackOut(finding.actual);
    }
    if (outcome.error)
        secrets.blackOut(outcome.error->message);
    for (auto &finding : outcome.invalid)
        for (auto &[name, value] : finding.args)
            secrets.blackOut(value);
}

//! Bodies as bytes, so that conditions can read them.
void bufferBodies(Exchange &exchange)
{
    for (auto *body : {&exchange.request.body, &exchange.response.body})
        if (auto text = RehearsalServices::textOf(*body); text && !body->isEmpty())
            body->set(std::move(*text));
}

} // namespace

Outcome run(const Case &given, const Documents &documents, const ExpressionCompiler &expressions, Coverage *coverage)
{
    Outcome outcome;
    const auto bindings = bindingsOf(given, documents, expressions);
    const auto compiled = compile(documents.scopes, bindings);
    for (const auto &finding : compiled.diagnostics)
        if (finding.severity == Severity::Error)
            outcome.invalid.push_back(finding);
    if (!outcome.invalid.empty()) {
        hideSecrets(outcome, bindings);
        return outcome;
    }
    RehearsalServices services(given);
    Exchange exchange;
    fill(given, services, exchange);
    const bool matched = match(given, exchange);
    const auto watcher = coverage ? coverage->watch(compiled.program, documents.scopes, documents.fragments) : nullptr;
    EndObserver observer(watcher.get());
    bool finished = false;
    {
        Run live(compiled.program, exchange, services, [&finished] { finished = true; });
        live.observe(&observer);
        start(live, given);
        services.runAll(maxEvents);
    }
    outcome.passed = services.passed();
    outcome.error = exchange.lastError;
    if (!matched && !isPreflight(given) && !given.error)
        outcome.findings.push_back({Finding::Kind::NotMatched, "request", "/operation/urlTemplate",
                                    given.operation->urlTemplate, exchange.backendPath});
    if (finished) {
        bufferBodies(exchange);
        auto findings = Checks(given, exchange, services, observer.section(), expressions).run();
        std::move(findings.begin(), findings.end(), std::back_inserter(outcome.findings));
    } else {
        outcome.findings.push_back({Finding::Kind::NotFinished, "run", "", {}, {}});
    }
    hideSecrets(outcome, bindings);
    return outcome;
}

} // namespace gatehouse::policy::rehearsal
