// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/policies/policies.h"
#include "core/policy/rate_limit_answer.h"
#include "core/policy/steps.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

constexpr long long maxPeriod = 300; // seconds, Azure's
constexpr long long maxIncrement = 0xffffffff;

struct Settings
{
    ValueSource calls, period, key;
    RateLimitAnswer answer;
    //! Set when what to add is known after the response alone: then inbound judges and the end of outbound counts.
    bool postponed = false;
    std::uint32_t armed = 0; //!< slot: inbound came by
    ValueSource condition, count;
};

//! One counter a key value, whatever policy and scope names it.
struct Counter
{
    std::string name, key;
    limit::Rule rule;
};

tl::expected<Counter, LastError> counterOf(const Settings &settings, const Run &run)
{
    const auto calls = settings.calls.integer(run);
    const auto period = settings.period.integer(run);
    if (!calls || *calls < 0 || !period || *period < 1 || *period > maxPeriod)
        return tl::unexpected(expressionFailure("calls or renewal-period is not a number in its range."));
    Counter counter{"rate-limit-by-key/" + std::to_string(*period), settings.key.text(run), {}};
    counter.rule = {static_cast<std::uint64_t>(*calls), *period * 1'000'000};
    return counter;
}

//! How many calls this one counts for; nothing when a value is of a wrong type.
std::optional<std::uint32_t> incrementOf(const Settings &settings, const Run &run)
{
    const auto condition = settings.condition.boolean(run);
    const auto count = settings.count.integer(run);
    if (!condition || !count || *count < 0)
        return std::nullopt;
    return *condition ? static_cast<std::uint32_t>(std::min(*count, maxIncrement)) : 0;
}

class JudgeStep final : public Step
{
public:
    explicit JudgeStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto counter = counterOf(m_settings, run);
        if (!counter)
            return StepResult::fail(counter.error());
        std::uint32_t increment = 0;
        if (m_settings.postponed) {
            run.slot(m_settings.armed) = 1;
        } else {
            const auto wanted = incrementOf(m_settings, run);
            if (!wanted)
                return StepResult::fail(expressionFailure("increment-condition or increment-count is of a wrong type."));
            increment = *wanted;
        }
        if (run.services().countsElsewhere())
            return takeLater(run, *counter, increment);
        const auto verdict = run.services().take(counter->name, counter->key, counter->rule, increment);
        return m_settings.answer.give(run.exchange(), counter->rule, verdict);
    }

private:
    StepResult takeLater(Run &run, const Counter &counter, std::uint32_t increment) const
    {
        return StepResult::suspend(run.services().takeLater(
            counter.name, counter.key, counter.rule, increment, [this, &run, rule = counter.rule](const Result<limit::Verdict> &verdict) {
                run.complete(verdict ? m_settings.answer.give(run.exchange(), rule, *verdict) : limitsUnavailable());
            }));
    }
    Settings m_settings;
};

class CountStep final : public Step
{
public:
    explicit CountStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto counter = counterOf(m_settings, run);
        const auto increment = incrementOf(m_settings, run);
        if (!counter || !increment)
            return StepResult::fail(expressionFailure("increment-condition or increment-count is of a wrong type."));
        if (*increment == 0)
            return StepResult::next();
        if (run.services().countsElsewhere()) {
            return StepResult::suspend(
                run.services().takeLater(counter->name, counter->key, counter->rule, *increment,
                                         [&run](const Result<limit::Verdict> &) { run.complete(StepResult::next()); }));
        }
        run.services().take(counter->name, counter->key, counter->rule, *increment);
        return StepResult::next();
    }

private:
    Settings m_settings;
};

//! The values of outbound are evaluated there.
void countAtEnd(Compiler &compiler, NodeId node, Settings settings)
{
    compiler.atEndOfOutbound([&compiler, node, settings = std::move(settings)]() mutable {
        const auto guard = compiler.reserve();
        settings.condition = compiler.attribute(node, "increment-condition", "true");
        settings.count = compiler.attribute(node, "increment-count", "1");
        compiler.emit(std::make_unique<CountStep>(settings));
        compiler.place(guard, skipUnlessStep(settings.armed, compiler.next()));
    });
}

} // namespace

void compileRateLimitByKey(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.calls = compiler.attribute(node, "calls");
    settings.period = compiler.attribute(node, "renewal-period");
    settings.key = compiler.attribute(node, "counter-key");
    settings.answer = compileRateLimitAnswer(compiler, node);
    settings.postponed = compiler.isEvaluated(node, "increment-condition")
        || compiler.isEvaluated(node, "increment-count") || compiler.flag(node, "increment-after-response", false);
    if (settings.postponed) {
        settings.armed = compiler.newSlot();
        countAtEnd(compiler, node, settings);
    } else {
        settings.condition = compiler.attribute(node, "increment-condition", "true");
        settings.count = compiler.attribute(node, "increment-count", "1");
    }
    compiler.emit(std::make_unique<JudgeStep>(std::move(settings)));
}

} // namespace gatehouse::policy
