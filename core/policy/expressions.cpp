// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/expressions.h"

#include "core/expression/compile.h"
#include "core/expression/machine.h"
#include "core/expression/text16.h"

namespace gatehouse::policy {

namespace {

//! About 50 us of steps: what else waits on the worker gets its turn then.
constexpr std::uint64_t slice = 3'000;

class EngineEvaluation final : public Evaluation
{
public:
    EngineEvaluation(std::shared_ptr<const expression::Program> program, const expression::Library &library,
                     const DeploymentInfo &deployment, const EvaluationContext &context)
        : m_program(std::move(program)), m_context(context.exchange, context.services.clock(), context.services.random(), deployment),
          m_machine(*m_program, library, m_context)
    {
    }
    bool resume() override { return m_machine.run(slice); }
    std::vector<std::string> takeTraces() override { return m_context.takeTraces(); }
    Result<Variable> take() override
    {
        const auto &outcome = m_machine.outcome();
        if (outcome.kind == expression::Outcome::Thrown)
            return fail(ErrorKind::Invalid, "expression.exception",
                        {{"message", expression::toUtf8(outcome.message)}, {"exception", outcome.exception}});
        if (outcome.kind == expression::Outcome::Limit)
            return fail(ErrorKind::TooLarge, "expression.limit",
                        {{"message", "The expression exceeds the gateway's limit of " + outcome.limit + "."}, {"limit", outcome.limit}});
        return toVariable(m_machine, outcome.value);
    }

private:
    std::shared_ptr<const expression::Program> m_program;
    ExchangeContext m_context;
    expression::Machine m_machine;
};

class EngineExpression final : public CompiledExpression
{
public:
    EngineExpression(std::shared_ptr<const expression::Program> program, const expression::Library &library, const DeploymentInfo &deployment)
        : m_program(std::move(program)), m_library(library), m_deployment(deployment)
    {
    }
    std::optional<Variable> constant() const override
    {
        if (!m_program->isConstant)
            return std::nullopt;
        const auto &value = m_program->constant;
        if (const auto *text = expression::stringOf(value))
            return Variable(expression::toUtf8(*text));
        switch (value.tag()) {
        case expression::Tag::Null: return Variable();
        case expression::Tag::Bool: return Variable(value.boolean());
        case expression::Tag::Int32: return Variable(value.integer());
        case expression::Tag::Double: return Variable(value.real());
        default: return std::nullopt;
        }
    }
    bool needsRequestBody() const override { return m_program->readsRequestBody; }
    bool needsResponseBody() const override { return m_program->readsResponseBody; }
    std::unique_ptr<Evaluation> begin(const EvaluationContext &context) const override
    {
        return std::make_unique<EngineEvaluation>(m_program, m_library, m_deployment, context);
    }

private:
    std::shared_ptr<const expression::Program> m_program;
    const expression::Library &m_library;
    const DeploymentInfo &m_deployment;
};

//! Where `offset` of the expression stands in the document: exact where the document writes the text as it is.
Position inDocument(const Position &begin, std::string_view text, std::size_t offset)
{
    const auto within = positionAt(text, std::min(offset, text.size()));
    auto position = begin;
    position.offset += offset;
    position.column = within.line == 1 ? begin.column + within.column - 1 : within.column;
    position.line = begin.line + within.line - 1;
    return position;
}

} // namespace

Expressions::Expressions(DeploymentInfo deployment) : m_deployment(std::move(deployment)) { }

Expressions::~Expressions() = default;

tl::expected<std::shared_ptr<const CompiledExpression>, Diagnostics> Expressions::compile(std::string_view text, const Position &position) const
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_shared.find(text); found != m_shared.end())
            if (auto shared = found->second.lock())
                return shared;
    }
    auto program = expression::compile(text, m_library);
    if (!program) {
        Diagnostics findings;
        for (const auto &finding : program.error())
            findings.push_back({Severity::Error, inDocument(position, text, finding.offset), {}, "policy.expression",
                                {{"message", finding.message}, {"csharp", finding.code}}});
        return tl::unexpected(std::move(findings));
    }
    auto compiled = std::make_shared<const EngineExpression>(std::move(*program), m_library, m_deployment);
    const std::lock_guard lock(m_mutex);
    if (m_shared.size() >= m_sweepAt) {
        std::erase_if(m_shared, [](const auto &entry) { return entry.second.expired(); });
        m_sweepAt = std::max<std::size_t>(1024, m_shared.size() * 2);
    }
    m_shared[std::string(text)] = compiled;
    return compiled;
}

} // namespace gatehouse::policy
