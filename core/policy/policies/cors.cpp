// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/http/message.h"
#include "core/policy/compiler.h"
#include "core/policy/cors_rule.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

struct Settings
{
    std::vector<ValueSource> origins, methods, headers, expose;
    ValueSource maxAge, allowCredentials, terminateUnmatched;
    std::uint32_t seen = 0; //!< slot: a cors policy has run in this request
};

std::vector<std::string> texts(const std::vector<ValueSource> &sources, const Run &run)
{
    std::vector<std::string> out;
    for (const auto &source : sources)
        out.emplace_back(trim(source.text(run)));
    return out;
}

class CorsStep final : public Step
{
public:
    explicit CorsStep(Settings settings) : m_settings(std::move(settings)) { }

    StepResult run(Run &run) const override
    {
        if (run.slot(m_settings.seen)++ != 0)
            return StepResult::next(); // the first effective one counts
        auto &exchange = run.exchange();
        const auto origin = exchange.request.headers.get("Origin");
        const bool preflight = isPreflight(exchange);
        if (!origin)
            return StepResult::next();
        const auto credentials = m_settings.allowCredentials.boolean(run);
        const auto terminates = m_settings.terminateUnmatched.boolean(run);
        if (!credentials || !terminates)
            return StepResult::fail(expressionFailure("allow-credentials or terminate-unmatched-request is not a Boolean."));
        CorsRule rule{texts(m_settings.origins, run), texts(m_settings.methods, run), texts(m_settings.headers, run),
                      texts(m_settings.expose, run), m_settings.maxAge.text(run), *credentials};
        if (preflight)
            return answerPreflight(exchange, rule, std::string(*origin));
        const bool simple = exchange.request.method == "GET" || exchange.request.method == "HEAD";
        if (rule.addActualHeaders(std::string(*origin), exchange.owedHeaders) || !*terminates || !simple)
            return StepResult::next();
        exchange.response = {};
        exchange.response.reason = http::reasonPhrase(200);
        return StepResult::respond(); // Azure ends an unmatched simple request with an empty 200
    }

private:
    //! One that an OPTIONS operation takes is that operation's.
    static bool isPreflight(const Exchange &exchange)
    {
        const bool own = exchange.matched.operation && equalsIgnoreCase(exchange.matched.operation->method, "OPTIONS");
        return exchange.request.method == "OPTIONS" && exchange.request.headers.has("Access-Control-Request-Method") && !own;
    }

    static StepResult answerPreflight(Exchange &exchange, const CorsRule &rule, const std::string &origin)
    {
        exchange.response = {};
        exchange.response.reason = http::reasonPhrase(200);
        const auto method = exchange.request.headers.get("Access-Control-Request-Method").value_or("");
        const auto headers = exchange.request.headers.joined("Access-Control-Request-Headers");
        rule.addPreflightHeaders(origin, std::string(method), headers, exchange.response.headers);
        return StepResult::respond();
    }

    Settings m_settings;
};

std::vector<ValueSource> list(Compiler &compiler, NodeId node, std::string_view group)
{
    std::vector<ValueSource> values;
    const auto parent = compiler.document().element(node, group);
    if (parent == noNode)
        return values;
    for (const auto child : compiler.document().elements(parent))
        values.push_back(compiler.text(child));
    return values;
}

} // namespace

void compileCors(Compiler &compiler, NodeId node)
{
    compiler.beginCors();
    Settings settings;
    settings.origins = list(compiler, node, "allowed-origins");
    settings.methods = list(compiler, node, "allowed-methods");
    settings.headers = list(compiler, node, "allowed-headers");
    settings.expose = list(compiler, node, "expose-headers");
    const auto methods = compiler.document().element(node, "allowed-methods");
    if (methods != noNode)
        settings.maxAge = compiler.attribute(methods, "preflight-result-max-age");
    settings.allowCredentials = compiler.attribute(node, "allow-credentials", "false");
    settings.terminateUnmatched = compiler.attribute(node, "terminate-unmatched-request", "true");
    settings.seen = compiler.sharedSlot("cors");
    compiler.emit(std::make_unique<CorsStep>(std::move(settings)));
    compiler.endCors();
}

} // namespace gatehouse::policy
