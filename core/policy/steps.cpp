// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/steps.h"

#include "core/policy/validate.h"

#include <chrono>
#include <functional>

namespace gatehouse::policy {

namespace {

//! Always the same failure.
class FailStep final : public Step
{
public:
    FailStep(std::string reason, std::string message, std::string source = {})
    {
        m_error.source = std::move(source);
        m_error.reason = std::move(reason);
        m_error.message = std::move(message);
    }
    StepResult run(Run &) const override { return StepResult::fail(m_error); }

private:
    LastError m_error;
};

//! Between two slices of a long evaluation: gives the loop a turn.
class EvaluationTurns final : public Operation
{
public:
    using Done = std::function<void(Evaluation &)>;
    EvaluationTurns(PolicyServices &services, std::unique_ptr<Evaluation> evaluation, Done done)
        : m_services(services), m_evaluation(std::move(evaluation)), m_done(std::move(done))
    {
        yield();
    }
    void cancel() override
    {
        if (m_turn)
            m_turn->cancel();
    }

private:
    void yield()
    {
        m_turn = m_services.yield([this] {
            if (!m_evaluation->resume()) {
                const auto finished = std::move(m_turn); // it is still on the stack that called us
                yield();
                return;
            }
            m_done(*m_evaluation);
        });
    }

    PolicyServices &m_services;
    std::unique_ptr<Evaluation> m_evaluation;
    Done m_done;
    OperationPointer m_turn;
};

class EvaluateStep final : public Step
{
public:
    EvaluateStep(std::shared_ptr<const CompiledExpression> expression, std::uint32_t slot)
        : m_expression(std::move(expression)), m_slot(slot)
    {
    }
    StepResult run(Run &run) const override
    {
        auto evaluation = m_expression->begin({run.exchange(), run.services(), run.section()});
        if (evaluation->resume())
            return finish(run, *evaluation);
        return StepResult::suspend(std::make_unique<EvaluationTurns>(
            run.services(), std::move(evaluation), [this, &run](Evaluation &done) { run.complete(finish(run, done)); }));
    }

private:
    StepResult finish(Run &run, Evaluation &evaluation) const
    {
        for (auto &message : evaluation.takeTraces())
            tell(run, std::move(message));
        auto value = evaluation.take();
        if (!value) {
            const auto message = value.error().arg("message");
            return StepResult::fail(expressionFailure(message.empty() ? value.error().code : std::string(message)));
        }
        run.setValue(m_slot, std::move(*value));
        return StepResult::next();
    }

    //! context.Trace().
    static void tell(Run &run, std::string message)
    {
        const auto &exchange = run.exchange();
        TraceEntry entry;
        entry.source = run.origin().policy;
        entry.message = std::move(message);
        entry.requestId = exchange.requestId;
        if (exchange.matched.api)
            entry.apiId = exchange.matched.api->id;
        if (exchange.matched.operation)
            entry.operationId = exchange.matched.operation->id;
        run.services().trace(std::move(entry));
    }

    std::shared_ptr<const CompiledExpression> m_expression;
    std::uint32_t m_slot;
};

bool streams(const Body &body)
{
    return std::holds_alternative<std::shared_ptr<BodyStream>>(body.content);
}

class BufferStep final : public Step
{
public:
    BufferStep(bool request, bool response) : m_request(request), m_response(response) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        if (m_request && streams(exchange.request.body))
            return buffer(run, exchange.request.body);
        if (m_response && streams(exchange.response.body))
            return buffer(run, exchange.response.body);
        return StepResult::next();
    }
    bool isPlumbing() const override { return true; }

private:
    //! Comes back to this step for the other body.
    static StepResult buffer(Run &run, Body &body)
    {
        return StepResult::suspend(run.services().buffer(body, maxBufferedBody, [&run, &body](Status status) {
            if (status && !streams(body)) {
                run.complete(StepResult::jump(run.index()));
                return;
            }
            LastError error;
            error.reason = status || status.error().kind != ErrorKind::TooLarge ? "BodyReadFailure" : "BodyTooLarge";
            error.message = "The body could not be read into memory.";
            run.complete(StepResult::fail(std::move(error)));
        }));
    }
    bool m_request;
    bool m_response;
};

class JumpStep final : public Step
{
public:
    explicit JumpStep(std::uint32_t target) : m_target(target) { }
    StepResult run(Run &) const override { return StepResult::jump(m_target); }
    bool isPlumbing() const override { return true; }

private:
    std::uint32_t m_target;
};

class BranchStep final : public Step
{
public:
    BranchStep(ValueSource condition, std::uint32_t otherwise) : m_condition(std::move(condition)), m_otherwise(otherwise) { }
    StepResult run(Run &run) const override
    {
        const auto holds = m_condition.boolean(run);
        if (!holds)
            return StepResult::fail(expressionFailure("The condition is not of type Boolean."));
        return *holds ? StepResult::next() : StepResult::jump(m_otherwise);
    }

private:
    ValueSource m_condition;
    std::uint32_t m_otherwise;
};

class SkipUnlessStep final : public Step
{
public:
    SkipUnlessStep(std::uint32_t slot, std::uint32_t target) : m_slot(slot), m_target(target) { }
    StepResult run(Run &run) const override
    {
        return run.slot(m_slot) != 0 ? StepResult::next() : StepResult::jump(m_target);
    }

private:
    std::uint32_t m_slot;
    std::uint32_t m_target;
};

} // namespace

LastError expressionFailure(std::string message)
{
    LastError error;
    error.reason = "ExpressionValueEvaluationFailure";
    error.message = "Expression evaluation failed. " + std::move(message);
    return error;
}

std::unique_ptr<const Step> notExecutedStep(std::string policy, std::string part)
{
    const auto what = part.empty() ? policy : policy + " (" + part + ")";
    auto message = "The policy '" + what + "' is known, but this gateway does not execute it.";
    return std::make_unique<FailStep>("PolicyNotExecuted", std::move(message), std::move(policy));
}

std::unique_ptr<const Step> invalidStep(const Diagnostic &finding)
{
    return std::make_unique<FailStep>("PolicyInvalid", azureText(finding));
}

std::unique_ptr<const Step> evaluateStep(std::shared_ptr<const CompiledExpression> expression, std::uint32_t slot, bool hasEngine)
{
    if (expression)
        return std::make_unique<EvaluateStep>(std::move(expression), slot);
    const auto failure = expressionFailure(hasEngine ? "The expression does not compile."
                                                     : "This gateway has no expression engine.");
    return std::make_unique<FailStep>(failure.reason, failure.message);
}

std::unique_ptr<const Step> bufferStep(bool request, bool response)
{
    return std::make_unique<BufferStep>(request, response);
}

std::unique_ptr<const Step> skipUnlessStep(std::uint32_t slot, std::uint32_t target)
{
    return std::make_unique<SkipUnlessStep>(slot, target);
}

std::unique_ptr<const Step> jumpStep(std::uint32_t target)
{
    return std::make_unique<JumpStep>(target);
}

std::unique_ptr<const Step> branchStep(ValueSource condition, std::uint32_t otherwise)
{
    return std::make_unique<BranchStep>(std::move(condition), otherwise);
}

} // namespace gatehouse::policy
