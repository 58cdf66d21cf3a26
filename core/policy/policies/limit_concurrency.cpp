// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/compiler.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

class EnterStep final : public Step
{
public:
    EnterStep(ValueSource key, std::uint64_t maximum, std::uint32_t slot) : m_key(std::move(key)), m_maximum(maximum), m_slot(slot) { }
    StepResult run(Run &run) const override
    {
        auto place = run.services().enter(m_key.text(run), m_maximum);
        if (place) {
            run.hold(m_slot, std::move(place));
            return StepResult::next();
        }
        LastError error;
        error.reason = "ConcurrencyLimitExceeded";
        error.message = "The limit of " + std::to_string(m_maximum) + " concurrent requests is exceeded.";
        error.status = 429;
        return StepResult::fail(std::move(error));
    }

private:
    ValueSource m_key;
    std::uint64_t m_maximum;
    std::uint32_t m_slot;
};

class LeaveStep final : public Step
{
public:
    explicit LeaveStep(std::uint32_t slot) : m_slot(slot) { }
    StepResult run(Run &run) const override
    {
        run.release(m_slot);
        return StepResult::next();
    }

private:
    std::uint32_t m_slot;
};

} // namespace

//! The run gives the place back by itself when it does not come to the end of the enclosed policies.
void compileLimitConcurrency(Compiler &compiler, NodeId node)
{
    auto key = compiler.attribute(node, "key");
    const auto maximum = compiler.number(node, "max-count", 0);
    if (maximum < 1)
        compiler.badValue(node, "max-count");
    const auto slot = compiler.newSlot();
    compiler.emit(std::make_unique<EnterStep>(std::move(key), static_cast<std::uint64_t>(std::max(0LL, maximum)), slot));
    compiler.policies(node);
    compiler.standAt(node);
    compiler.emit(std::make_unique<LeaveStep>(slot));
}

} // namespace gatehouse::policy
