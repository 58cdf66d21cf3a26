// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/policies/policies.h"
#include "core/policy/quota_answer.h"
#include "core/policy/rate_limit_answer.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

constexpr long long minPeriod = 300; // seconds, Azure's

struct Settings
{
    limit::QuotaRule rule;
    std::string counter; //!< one for a key value, whatever policy and scope names it
    ValueSource key;
    //! Set when what to add is known after the response alone: then inbound judges and the end of outbound counts.
    bool postponed = false;
    std::uint32_t armed = 0; //!< slot: inbound came by
    std::uint32_t keySlot = 0; //!< value: the key as inbound had it
    ValueSource condition, count;
};

std::optional<std::uint64_t> incrementOf(const Settings &settings, const Run &run)
{
    const auto condition = settings.condition.boolean(run);
    const auto count = settings.count.integer(run);
    if (!condition || !count || *count < 0)
        return std::nullopt;
    return *condition ? static_cast<std::uint64_t>(*count) : 0;
}

LastError wrongIncrement()
{
    return expressionFailure("increment-condition or increment-count is of a wrong type.");
}

//! Several policies that name a key count a request once.
bool hasCounted(const Exchange &exchange, const std::string &counter, const std::string &key)
{
    return std::find(exchange.quotas.begin(), exchange.quotas.end(), counter + "/" + key) != exchange.quotas.end();
}

void counted(Exchange &exchange, const Settings &settings, const std::string &key)
{
    exchange.quotas.push_back(settings.counter + "/" + key);
    if (settings.rule.bytes)
        exchange.bandwidth.push_back({settings.counter, key, settings.rule});
}

class JudgeStep final : public Step
{
public:
    explicit JudgeStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        const auto key = m_settings.key.text(run);
        std::uint64_t increment = 0;
        if (m_settings.postponed) {
            run.slot(m_settings.armed) = 1;
            run.setValue(m_settings.keySlot, key);
        } else {
            const auto wanted = incrementOf(m_settings, run);
            if (!wanted)
                return StepResult::fail(wrongIncrement());
            increment = *wanted;
        }
        auto rule = m_settings.rule;
        const bool again = hasCounted(exchange, m_settings.counter, key);
        if (again && rule.calls)
            *rule.calls += increment; // this request is among those that were counted
        const auto wanted = again ? 0 : increment;
        if (!run.services().countsElsewhere())
            return answer(exchange, run.services().takeQuota(m_settings.counter, key, rule, wanted), key, wanted);
        return StepResult::suspend(run.services().takeQuotaLater(
            m_settings.counter, key, rule, wanted, [this, &run, key, wanted](const Result<limit::QuotaVerdict> &verdict) {
                run.complete(verdict ? answer(run.exchange(), *verdict, key, wanted) : limitsUnavailable());
            }));
    }

private:
    StepResult answer(Exchange &exchange, const limit::QuotaVerdict &verdict, const std::string &key, std::uint64_t increment) const
    {
        auto result = quotaAnswer(verdict);
        if (result.kind == StepResult::Next && increment > 0)
            counted(exchange, m_settings, key);
        return result;
    }
    Settings m_settings;
};

class CountStep final : public Step
{
public:
    explicit CountStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto increment = incrementOf(m_settings, run);
        if (!increment)
            return StepResult::fail(wrongIncrement());
        const auto key = textOf(run.value(m_settings.keySlot));
        if (*increment == 0 || hasCounted(run.exchange(), m_settings.counter, key))
            return StepResult::next();
        run.services().addToQuota(m_settings.counter, key, m_settings.rule, *increment);
        counted(run.exchange(), m_settings, key);
        return StepResult::next();
    }

private:
    Settings m_settings;
};

void compileIncrement(Compiler &compiler, NodeId node, Settings &settings)
{
    settings.condition = compiler.attribute(node, "increment-condition", "true");
    settings.count = compiler.attribute(node, "increment-count", "1");
}

//! The values of outbound are evaluated there.
void countAtEnd(Compiler &compiler, NodeId node, Settings settings)
{
    compiler.atEndOfOutbound([&compiler, node, settings = std::move(settings)]() mutable {
        const auto guard = compiler.reserve();
        compileIncrement(compiler, node, settings);
        compiler.emit(std::make_unique<CountStep>(settings));
        compiler.place(guard, skipUnlessStep(settings.armed, compiler.next()));
    });
}

} // namespace

void compileQuotaByKey(Compiler &compiler, NodeId node)
{
    if (!compiler.has(node, "renewal-period")) {
        compiler.invalid(node, "policy.missingAttribute", {{"attribute", "renewal-period"}});
        return;
    }
    Settings settings;
    settings.rule = compileQuotaRule(compiler, node, compiler.number(node, "renewal-period", 0), minPeriod);
    if (compiler.has(node, "first-period-start")) {
        if (const auto start = fromIso(trim(compiler.literal(node, "first-period-start"))))
            settings.rule.startMicros = start->time_since_epoch().count();
        else
            compiler.badValue(node, "first-period-start");
    }
    settings.counter = "quota-by-key/" + std::to_string(settings.rule.periodMicros / 1'000'000);
    settings.key = compiler.attribute(node, "counter-key");
    settings.postponed = compiler.isEvaluated(node, "increment-condition") || compiler.isEvaluated(node, "increment-count");
    if (settings.postponed) {
        settings.armed = compiler.newSlot();
        settings.keySlot = compiler.newValue();
        countAtEnd(compiler, node, settings);
    } else {
        compileIncrement(compiler, node, settings);
    }
    compiler.emit(std::make_unique<JudgeStep>(std::move(settings)));
}

} // namespace gatehouse::policy
