// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/policy/policies/policies.h"
#include "core/policy/quota_answer.h"
#include "core/policy/rate_limit_answer.h"

namespace gatehouse::policy {

namespace {

//! One counter: of the whole policy, of one API below it or of one operation; each counts by itself.
struct Part
{
    enum Kind { All, Api, Operation } kind = All;
    std::string id, name; //!< id wins
    std::string counter;
    limit::QuotaRule rule;
    std::vector<Part> inner;

    bool counts() const { return rule.calls || rule.bytes; }
    bool isAbout(std::string_view otherId, std::string_view otherName) const
    {
        return id.empty() ? equalsIgnoreCase(name, otherName) : equalsIgnoreCase(id, otherId);
    }
    bool applies(const Matched &matched) const
    {
        if (kind == Api)
            return matched.api && isAbout(matched.api->id, matched.api->name);
        if (kind == Operation)
            return matched.operation && isAbout(matched.operation->id, matched.operation->name);
        return true;
    }
};

class QuotaStep final : public Step
{
public:
    explicit QuotaStep(Part part) : m_part(std::move(part)) { }
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
    static limit::QuotaRule ruleOf(const Part &part, const SubscriptionInfo &subscription)
    {
        auto rule = part.rule;
        if (subscription.started)
            rule.startMicros = subscription.started->time_since_epoch().count();
        return rule;
    }
    static void charge(Exchange &exchange, const Part &part, const limit::QuotaRule &rule)
    {
        if (rule.bytes)
            exchange.bandwidth.push_back({part.counter, exchange.matched.subscription->id, rule});
    }
    //! Those that count this request, in order.
    static void collect(const Matched &matched, const Part &part, std::vector<const Part *> &counting)
    {
        if (!part.applies(matched))
            return;
        if (part.counts())
            counting.push_back(&part);
        for (const auto &inner : part.inner)
            collect(matched, inner, counting);
    }
    static StepResult takeLater(Run &run, std::vector<const Part *> counting, std::size_t index)
    {
        if (index == counting.size())
            return StepResult::next();
        const auto &part = *counting[index];
        const auto &subscription = *run.exchange().matched.subscription;
        const auto rule = ruleOf(part, subscription);
        return StepResult::suspend(run.services().takeQuotaLater(
            part.counter, subscription.id, rule, 1,
            [&run, &part, rule, counting = std::move(counting), index](const Result<limit::QuotaVerdict> &verdict) {
                auto result = verdict ? quotaAnswer(*verdict) : limitsUnavailable();
                if (result.kind == StepResult::Next) {
                    charge(run.exchange(), part, rule);
                    result = takeLater(run, counting, index + 1);
                }
                run.complete(std::move(result));
            }));
    }
    static StepResult take(Run &run, const Part &part)
    {
        auto &exchange = run.exchange();
        if (!part.applies(exchange.matched))
            return StepResult::next();
        if (part.counts()) {
            const auto &subscription = *exchange.matched.subscription;
            const auto rule = ruleOf(part, subscription);
            auto result = quotaAnswer(run.services().takeQuota(part.counter, subscription.id, rule, 1));
            if (result.kind != StepResult::Next)
                return result;
            charge(exchange, part, rule);
        }
        for (const auto &inner : part.inner)
            if (auto result = take(run, inner); result.kind != StepResult::Next)
                return result;
        return StepResult::next();
    }
    Part m_part;
};

//! Parts below have the period of the policy, or their own.
Part compilePart(Compiler &compiler, NodeId node, Part::Kind kind, long long outerPeriod)
{
    Part part;
    part.kind = kind;
    if (kind != Part::All) {
        part.id = compiler.literal(node, "id");
        part.name = compiler.literal(node, "name");
    }
    part.counter = compiler.identity(node);
    const auto period = compiler.number(node, "renewal-period", outerPeriod);
    part.rule = compileQuotaRule(compiler, node, period, 1);
    for (const auto child : compiler.document().elements(node)) {
        const auto name = compiler.document().name(child);
        if (name == "api" && kind == Part::All)
            part.inner.push_back(compilePart(compiler, child, Part::Api, period));
        else if (name == "operation" && kind == Part::Api)
            part.inner.push_back(compilePart(compiler, child, Part::Operation, period));
    }
    return part;
}

} // namespace

void compileQuota(Compiler &compiler, NodeId node)
{
    if (!compiler.has(node, "renewal-period")) {
        compiler.invalid(node, "policy.missingAttribute", {{"attribute", "renewal-period"}});
        return;
    }
    auto part = compilePart(compiler, node, Part::All, 0);
    compiler.emit(std::make_unique<QuotaStep>(std::move(part)));
}

} // namespace gatehouse::policy
