// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/policies/policies.h"
#include "core/policy/rate_limit_answer.h"

namespace gatehouse::policy {

namespace {

constexpr std::int64_t maxPeriod = 300; // seconds, Azure's

//! One counter: of the whole policy, of one API below it or of one operation; each counts by itself.
struct Part
{
    enum Kind { All, Api, Operation } kind = All;
    std::string id, name; //!< id wins
    std::string counter;
    bool counts = false; //!< has calls and renewal-period of its own
    limit::Rule rule;
    RateLimitAnswer answer;
    std::vector<Part> operations;

    bool isAbout(std::string_view otherId, std::string_view otherName) const
    {
        return id.empty() ? equalsIgnoreCase(name, otherName) : equalsIgnoreCase(id, otherId);
    }
};

bool applies(const Part &part, const Matched &matched)
{
    if (part.kind == Part::Api)
        return matched.api && part.isAbout(matched.api->id, matched.api->name);
    if (part.kind == Part::Operation)
        return matched.operation && part.isAbout(matched.operation->id, matched.operation->name);
    return true;
}

class RateLimitStep final : public Step
{
public:
    explicit RateLimitStep(Part part) : m_part(std::move(part)) { }
    StepResult run(Run &run) const override
    {
        if (!run.exchange().matched.subscription)
            return StepResult::next(); // counts per subscription: without a key it has nothing to count
        if (!run.services().countsElsewhere())
            return take(run, m_part);
        std::vector<const Part *> counting;
        collect(run.exchange().matched, m_part, counting);
        return takeLater(run, std::move(counting), 0);
    }

private:
    //! Those that count this request, in order.
    static void collect(const Matched &matched, const Part &part, std::vector<const Part *> &counting)
    {
        if (!applies(part, matched))
            return;
        if (part.counts)
            counting.push_back(&part);
        for (const auto &inner : part.operations)
            collect(matched, inner, counting);
    }
    static StepResult takeLater(Run &run, std::vector<const Part *> counting, std::size_t index)
    {
        if (index == counting.size())
            return StepResult::next();
        const auto &part = *counting[index];
        const auto &key = run.exchange().matched.subscription->id;
        return StepResult::suspend(run.services().takeLater(
            part.counter, key, part.rule, 1,
            [&run, &part, counting = std::move(counting), index](const Result<limit::Verdict> &verdict) {
                auto result = verdict ? part.answer.give(run.exchange(), part.rule, *verdict) : limitsUnavailable();
                run.complete(result.kind == StepResult::Next ? takeLater(run, counting, index + 1) : std::move(result));
            }));
    }
    static StepResult take(Run &run, const Part &part)
    {
        auto &exchange = run.exchange();
        if (!applies(part, exchange.matched))
            return StepResult::next();
        if (part.counts) {
            const auto verdict = run.services().take(part.counter, exchange.matched.subscription->id, part.rule);
            auto result = part.answer.give(exchange, part.rule, verdict);
            if (result.kind != StepResult::Next)
                return result;
        }
        for (const auto &inner : part.operations)
            if (auto result = take(run, inner); result.kind != StepResult::Next)
                return result;
        return StepResult::next();
    }
    Part m_part;
};

Part compilePart(Compiler &compiler, NodeId node, Part::Kind kind)
{
    Part part;
    part.kind = kind;
    if (kind != Part::All) {
        part.id = compiler.literal(node, "id");
        part.name = compiler.literal(node, "name");
    }
    part.counter = compiler.identity(node);
    part.counts = compiler.has(node, "calls") || compiler.has(node, "renewal-period");
    const auto calls = compiler.number(node, "calls", 0);
    const auto period = compiler.number(node, "renewal-period", 0);
    if (part.counts && calls < 0)
        compiler.badValue(node, "calls");
    if (part.counts && (period < 1 || period > maxPeriod))
        compiler.badValue(node, "renewal-period");
    part.rule = {static_cast<std::uint64_t>(calls), period * 1'000'000};
    part.answer = compileRateLimitAnswer(compiler, node);
    for (const auto child : compiler.document().elements(node)) {
        const auto name = compiler.document().name(child);
        if (name == "operation" || (name == "api" && kind == Part::All))
            part.operations.push_back(compilePart(compiler, child, name == "api" ? Part::Api : Part::Operation));
    }
    return part;
}

} // namespace

void compileRateLimit(Compiler &compiler, NodeId node)
{
    auto part = compilePart(compiler, node, Part::All);
    compiler.emit(std::make_unique<RateLimitStep>(std::move(part)));
}

} // namespace gatehouse::policy
