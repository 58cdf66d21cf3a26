// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::policy {

namespace {

constexpr long long maxCount = 50; // Azure's
constexpr long long maxSeconds = 24 * 3600;

struct Settings
{
    ValueSource condition, count, interval, firstFast;
    ValueSource delta, maxInterval;
    bool hasDelta = false;
    bool hasMaxInterval = false;
    std::uint32_t attempts = 0; //!< slot: retries so far
    std::uint32_t body = 0; //!< first step
};

class BeginStep final : public Step
{
public:
    explicit BeginStep(std::uint32_t slot) : m_slot(slot) { }
    StepResult run(Run &run) const override
    {
        run.slot(m_slot) = 0;
        return StepResult::next();
    }

private:
    std::uint32_t m_slot;
};

//! Uniform in [0.8, 1.2].
double jitter(Random &random)
{
    std::uint8_t bytes[4];
    random.fill(bytes);
    const auto number = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
    return 0.8 + 0.4 * (number / double(1 << 24));
}

class AgainStep final : public Step
{
public:
    explicit AgainStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto condition = m_settings.condition.boolean(run);
        const auto count = m_settings.count.integer(run);
        const auto delay = wait(run);
        if (!condition || !count || *count < 1 || *count > maxCount || !delay)
            return StepResult::fail(expressionFailure("A value of retry is of a wrong type or out of range."));
        auto &attempts = run.slot(m_settings.attempts);
        if (!*condition || attempts >= *count)
            return StepResult::next();
        ++attempts;
        if (delay->count() == 0)
            return StepResult::jump(m_settings.body);
        return StepResult::suspend(run.services().wait(*delay, [&run, body = m_settings.body] {
            run.complete(StepResult::jump(body));
        }));
    }

private:
    //! Before the n-th retry: fixed, linear `interval + (n-1)*delta`, or exponential with jitter, capped by max-interval.
    std::optional<std::chrono::microseconds> wait(Run &run) const
    {
        const auto n = run.slot(m_settings.attempts) + 1;
        const auto interval = m_settings.interval.integer(run);
        const auto delta = m_settings.delta.integer(run);
        const auto maximum = m_settings.maxInterval.integer(run);
        const auto fast = m_settings.firstFast.boolean(run);
        if (!interval || *interval < 0 || !delta || !maximum || !fast)
            return std::nullopt;
        if (*fast && n == 1)
            return std::chrono::microseconds{0};
        double seconds = double(*interval);
        if (m_settings.hasDelta && m_settings.hasMaxInterval)
            seconds += std::exp2(double(n - 1)) * jitter(run.services().random()) * double(*delta);
        else if (m_settings.hasDelta)
            seconds += double(n - 1) * double(*delta);
        if (m_settings.hasMaxInterval)
            seconds = std::min(seconds, double(*maximum));
        seconds = std::clamp(seconds, 0.0, double(maxSeconds));
        return std::chrono::microseconds{static_cast<std::int64_t>(seconds * 1e6)};
    }
    Settings m_settings;
};

} // namespace

//! Policies run once; then the condition is evaluated, and while it holds they run again, `count` times at most.
void compileRetry(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.count = compiler.attribute(node, "count", "1");
    settings.interval = compiler.attribute(node, "interval", "0");
    settings.delta = compiler.attribute(node, "delta", "0");
    settings.maxInterval = compiler.attribute(node, "max-interval", "0");
    settings.firstFast = compiler.attribute(node, "first-fast-retry", "false");
    settings.hasDelta = compiler.has(node, "delta");
    settings.hasMaxInterval = compiler.has(node, "max-interval");
    settings.attempts = compiler.newSlot();
    compiler.emit(std::make_unique<BeginStep>(settings.attempts));
    settings.body = compiler.next();
    compiler.policies(node);
    settings.condition = compiler.attribute(node, "condition", "false");
    compiler.emit(std::make_unique<AgainStep>(std::move(settings)));
}

} // namespace gatehouse::policy
