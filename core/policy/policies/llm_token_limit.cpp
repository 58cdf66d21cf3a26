// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// llm-token-limit and azure-openai-token-limit. Inbound judges, and what was used is counted when the response is there, as Azure's page
// says: requests under way side by side may pass a limit that they exceed together. Where the page is silent:
// - The minute is a sliding one; quota periods are those of the calendar in UTC, weeks begin on Monday.
// - The prompt's tokens are an approximation (estimateTokens). Of events that carry a usage (stream_options.include_usage) it counts,
//   else the texts are estimated. The header of the tokens consumed is not written for them: it has gone before they are known.
// - A failed response (400 and above) counts nothing. ignore-prompt="true" counts completions alone.
// - One policy counts a key once a request, also when several name it. Both policies count by the same counters.
#include "core/policy/llm_exchange.h"
#include "core/policy/policies/policies.h"
#include "core/policy/rate_limit_answer.h"
#include "core/policy/steps.h"
#include "core/policy/token_quota_period.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

constexpr std::int64_t minute = 60'000'000;
constexpr const char *rateCounter = "llm-token-limit";
enum Armed : std::int64_t { CountsRate = 1, CountsQuota = 2, CameBy = 4 };

//! What a number of tokens is told as: a header, a variable, both or neither.
struct Told
{
    ValueSource header, variable;

    bool isWanted(const Run &run) const { return !header.text(run).empty() || !variable.text(run).empty(); }
    void tell(Run &run, std::uint64_t tokens, bool withHeader = true) const
    {
        auto &exchange = run.exchange();
        if (const auto name = header.text(run); withHeader && !name.empty())
            exchange.owedHeaders.set(name, std::to_string(tokens));
        if (auto name = variable.text(run); !name.empty())
            exchange.variables.insert_or_assign(std::move(name), static_cast<std::int64_t>(tokens));
    }
};

struct Settings
{
    std::optional<ValueSource> perMinute, quota;
    TokenQuotaPeriod period = TokenQuotaPeriod::Indefinite;
    ValueSource key;
    bool estimates = false;
    bool ignoresPrompt = false;
    LlmPromptType promptType = LlmPromptType::Auto;
    std::string retryHeader, retryVariable;
    Told remaining, remainingQuota, consumed;
    std::uint32_t armed = 0; //!< slot: inbound came by, and what this one counts
    std::uint32_t prompt = 0; //!< slot: tokens of the prompt, estimated
};

//! The limits of one request.
struct Plan
{
    std::string key;
    std::optional<std::uint64_t> perMinute, quota;
    std::string quotaCounter;
    limit::QuotaRule quotaRule; //!< without its calls

    limit::Rule rule() const { return {*perMinute, minute}; }
};

std::optional<Plan> planOf(const Settings &settings, Run &run)
{
    Plan plan;
    plan.key = settings.key.text(run);
    for (const auto &[source, value] : {std::pair(&settings.perMinute, &plan.perMinute), std::pair(&settings.quota, &plan.quota)}) {
        if (!*source)
            continue;
        const auto number = (*source)->integer(run);
        if (!number || *number < 0)
            return std::nullopt;
        *value = static_cast<std::uint64_t>(*number);
    }
    if (plan.quota) {
        auto window = tokenQuotaWindow(settings.period, run.services().clock().utc());
        plan.quotaCounter = "llm-token-quota/" + window.name;
        plan.quotaRule = window.rule;
    }
    return plan;
}

//! A rule under which one call passes exactly when `tokens` fit into the limit.
std::uint64_t lowered(std::uint64_t limit, std::uint64_t tokens)
{
    return limit - std::max<std::uint64_t>(1, tokens) + 1;
}

StepResult refused(int status, std::string reason, const std::string &what, const std::string &when)
{
    LastError error;
    error.reason = std::move(reason);
    error.message = what + " is exceeded";
    error.status = status;
    error.wireMessage = what + " is exceeded." + (when.empty() ? "" : " Try again in " + when + ".");
    return StepResult::fail(std::move(error));
}

//! Asks both limits, one after the other, here or where other gateways count too.
class Judge
{
public:
    Judge(const Settings &settings, Plan plan, std::uint64_t tokens, bool refuses)
        : m_settings(settings), m_plan(std::move(plan)), m_tokens(tokens), m_refuses(refuses)
    {
    }

    StepResult rate(Run &run) const
    {
        if (!m_plan.perMinute)
            return quota(run);
        if (m_tokens > *m_plan.perMinute || *m_plan.perMinute == 0)
            return answerRate(run, {false, 0, 0}); // no waiting helps
        const limit::Rule rule{lowered(*m_plan.perMinute, m_tokens), minute};
        if (!run.services().countsElsewhere())
            return answerRate(run, run.services().take(rateCounter, m_plan.key, rule, 0));
        return StepResult::suspend(run.services().takeLater(rateCounter, m_plan.key, rule, 0,
                                                            [self = *this, &run](const Result<limit::Verdict> &verdict) {
                                                                run.complete(verdict ? self.answerRate(run, *verdict) : limitsUnavailable());
                                                            }));
    }

private:
    StepResult answerRate(Run &run, const limit::Verdict &verdict) const
    {
        const auto left = verdict.allowed ? verdict.remaining - std::min<std::uint64_t>(verdict.remaining, m_tokens > 0 ? 1 : 0) : 0;
        m_settings.remaining.tell(run, left);
        if (verdict.allowed || !m_refuses)
            return quota(run);
        const bool never = verdict.retryAfterMicros == 0;
        auto result = refused(429, "TokenLimitExceeded", "Token limit",
                              never ? std::string() : std::to_string(retryAfterSeconds(verdict)) + " seconds");
        if (!never)
            retryAfter(run, result.error, retryAfterSeconds(verdict));
        return result;
    }

    StepResult quota(Run &run) const
    {
        if (!m_plan.quota)
            return StepResult::next();
        auto rule = m_plan.quotaRule;
        if (m_tokens > *m_plan.quota || *m_plan.quota == 0)
            return answerQuota(run, {limit::QuotaVerdict::OutOfCalls, limit::FixedWindow::left(rule, now(run)), *m_plan.quota});
        rule.calls = lowered(*m_plan.quota, m_tokens);
        if (!run.services().countsElsewhere())
            return answerQuota(run, run.services().takeQuota(m_plan.quotaCounter, m_plan.key, rule, 0));
        return StepResult::suspend(run.services().takeQuotaLater(m_plan.quotaCounter, m_plan.key, rule, 0,
                                                                 [self = *this, &run](const Result<limit::QuotaVerdict> &verdict) {
                                                                     run.complete(verdict ? self.answerQuota(run, *verdict) : limitsUnavailable());
                                                                 }));
    }

    StepResult answerQuota(Run &run, const limit::QuotaVerdict &verdict) const
    {
        const auto used = verdict.calls + m_tokens;
        m_settings.remainingQuota.tell(run, used < *m_plan.quota ? *m_plan.quota - used : 0);
        if (verdict.kind == limit::QuotaVerdict::Allowed || !m_refuses)
            return StepResult::next();
        if (!verdict.replenishMicros)
            return refused(403, "TokenQuotaExceeded", "Token quota", {});
        const auto seconds = std::max<std::int64_t>(1, (*verdict.replenishMicros + 999'999) / 1'000'000);
        auto result = refused(403, "TokenQuotaExceeded", "Token quota", durationInWords(seconds));
        retryAfter(run, result.error, seconds);
        return result;
    }

    void retryAfter(Run &run, LastError &error, std::int64_t seconds) const
    {
        error.headers.set(m_settings.retryHeader, std::to_string(seconds));
        if (!m_settings.retryVariable.empty())
            run.exchange().variables.insert_or_assign(m_settings.retryVariable, seconds);
    }
    static std::int64_t now(Run &run) { return run.services().clock().utc().time_since_epoch().count(); }

    const Settings &m_settings; //!< of a step, which outlives the run
    Plan m_plan;
    std::uint64_t m_tokens;
    bool m_refuses;
};

class JudgeStep final : public Step
{
public:
    explicit JudgeStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        auto plan = planOf(m_settings, run);
        if (!plan)
            return StepResult::fail(expressionFailure("tokens-per-minute or token-quota is not a number in its range."));
        auto &exchange = run.exchange();
        const auto prompt = promptOf(exchange, m_settings.promptType);
        const auto tokens = prompt && !m_settings.ignoresPrompt ? estimateTokens(*prompt) : 0;
        // Of a stream the prompt is always estimated.
        const auto judged = m_settings.estimates || (prompt && prompt->streams) ? tokens : 0;
        std::int64_t armed = CameBy;
        if (plan->perMinute && first(exchange, std::string(rateCounter) + "/" + plan->key))
            armed |= CountsRate;
        if (plan->quota && first(exchange, plan->quotaCounter + "/" + plan->key))
            armed |= CountsQuota;
        run.slot(m_settings.armed) = armed;
        run.slot(m_settings.prompt) = static_cast<std::int64_t>(tokens);
        m_settings.consumed.tell(run, judged, false);
        return Judge(m_settings, std::move(*plan), judged, true).rate(run);
    }

private:
    static bool first(Exchange &exchange, std::string counted)
    {
        if (std::find(exchange.quotas.begin(), exchange.quotas.end(), counted) != exchange.quotas.end())
            return false;
        exchange.quotas.push_back(std::move(counted));
        return true;
    }
    Settings m_settings;
};

void count(PolicyServices &services, const Plan &plan, std::int64_t armed, std::uint64_t tokens)
{
    if (tokens > 0 && (armed & CountsRate) != 0)
        services.addToLimit(rateCounter, plan.key, plan.rule(), tokens);
    if (tokens > 0 && (armed & CountsQuota) != 0) {
        auto rule = plan.quotaRule;
        rule.calls = *plan.quota;
        services.addToQuota(plan.quotaCounter, plan.key, rule, tokens);
    }
}

//! At the beginning of outbound.
class CountStep final : public Step
{
public:
    explicit CountStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        auto &response = exchange.response;
        auto plan = planOf(m_settings, run);
        if (!plan || !hasModelAnswer(exchange))
            return StepResult::next();
        if (!isStream(response.body))
            return counted(run, std::move(*plan));
        const bool events = isEventStream(response.headers.get("Content-Type").value_or(""));
        if (events || response.body.length.value_or(0) > maxBufferedBody) {
            watch(run, std::move(*plan), events);
            return StepResult::next();
        }
        return StepResult::suspend(run.services().buffer(response.body, maxBufferedBody, [this, &run, plan = std::move(*plan)](const Status &status) {
            run.complete(buffered(run, plan, status));
        }));
    }

private:
    StepResult buffered(Run &run, const Plan &plan, const Status &status) const
    {
        if (status)
            return counted(run, plan);
        if (status.error().kind == ErrorKind::TooLarge) {
            watch(run, plan, false); // it streams on
            return StepResult::next();
        }
        LastError error;
        error.reason = "BodyReadFailure";
        error.message = "The body could not be read into memory.";
        return StepResult::fail(std::move(error));
    }

    std::uint64_t tokensOf(const LlmUsage &usage) const { return m_settings.ignoresPrompt ? usage.completion : usage.total; }

    void watch(Run &run, Plan plan, bool events) const
    {
        const auto armed = run.slot(m_settings.armed);
        const auto prompt = events || m_settings.estimates ? static_cast<std::uint64_t>(run.slot(m_settings.prompt)) : 0;
        run.exchange().watchers.push_back(std::make_shared<UsageWatcher>(
            events, prompt, [plan = std::move(plan), armed, ignoresPrompt = m_settings.ignoresPrompt](PolicyServices &services, const LlmUsage &usage) {
                count(services, plan, armed, ignoresPrompt ? usage.completion : usage.total);
            }));
    }

    StepResult counted(Run &run, Plan plan) const
    {
        const auto &response = run.exchange().response;
        const bool events = isEventStream(response.headers.get("Content-Type").value_or(""));
        const auto prompt = events || m_settings.estimates ? static_cast<std::uint64_t>(run.slot(m_settings.prompt)) : 0;
        const auto tokens = tokensOf(usageInMemory(response, prompt));
        count(run.services(), plan, run.slot(m_settings.armed), tokens);
        m_settings.consumed.tell(run, tokens);
        if (!m_settings.remaining.isWanted(run) && !m_settings.remainingQuota.isWanted(run))
            return StepResult::next();
        return Judge(m_settings, std::move(plan), 0, false).rate(run);
    }
    Settings m_settings;
};

Told compileTold(Compiler &compiler, NodeId node, const std::string &what)
{
    auto header = compiler.attribute(node, what + "-header-name");
    return {std::move(header), compiler.attribute(node, what + "-variable-name")};
}

} // namespace

void compileLlmTokenLimit(Compiler &compiler, NodeId node)
{
    Settings settings;
    if (compiler.has(node, "tokens-per-minute"))
        settings.perMinute = compiler.attribute(node, "tokens-per-minute");
    if (compiler.has(node, "token-quota"))
        settings.quota = compiler.attribute(node, "token-quota");
    if (!settings.perMinute && !settings.quota) {
        compiler.invalid(node, "policy.oneOfAttributes", {{"attributes", "'tokens-per-minute', 'token-quota'"}});
        return;
    }
    const auto period = tokenQuotaPeriodOf(compiler.literal(node, "token-quota-period", "Indefinite"));
    if (!period) {
        compiler.badValue(node, "token-quota-period");
        return;
    }
    settings.period = *period;
    settings.key = compiler.attribute(node, "counter-key");
    settings.estimates = compiler.flag(node, "estimate-prompt-tokens", false);
    settings.ignoresPrompt = compiler.flag(node, "ignore-prompt", false);
    settings.promptType = promptTypeOf(compiler, node);
    settings.retryHeader = compiler.literal(node, "retry-after-header-name", "Retry-After");
    settings.retryVariable = compiler.literal(node, "retry-after-variable-name");
    settings.remaining = compileTold(compiler, node, "remaining-tokens");
    settings.remainingQuota = compileTold(compiler, node, "remaining-quota-tokens");
    settings.consumed = compileTold(compiler, node, "tokens-consumed");
    settings.armed = compiler.newSlot();
    settings.prompt = compiler.newSlot();
    compiler.atBeginOfOutbound([&compiler, settings] {
        const auto guard = compiler.reserve();
        compiler.emit(std::make_unique<CountStep>(settings));
        compiler.place(guard, skipUnlessStep(settings.armed, compiler.next()));
    });
    bufferPrompt(compiler);
    compiler.emit(std::make_unique<JudgeStep>(std::move(settings)));
}

} // namespace gatehouse::policy
