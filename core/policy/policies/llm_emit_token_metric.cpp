// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// llm-emit-token-metric and azure-openai-emit-token-metric: Total Tokens, Prompt Tokens and Completion Tokens when the response is there;
// of events at their end, by the usage that they carry, else estimated. Where Azure's page is silent: value-type names which of the three
// are sent, name renames one that is sent alone, ignore-prompt leaves the prompt out of the total. Dimensions are evaluated in inbound.
// A failed response (400 and above) sends nothing.
#include "core/policy/llm_exchange.h"
#include "core/policy/metric_dimensions.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

//! Which are sent, in which order, and under which names.
struct Values
{
    std::string total, prompt, completion; //!< "" : not sent
    bool ignoresPrompt = false;

    void send(PolicyServices &services, const std::string &space, const Properties &dimensions, const LlmUsage &usage) const
    {
        const auto one = [&](const std::string &name, std::uint64_t tokens) {
            if (!name.empty())
                services.measure({space, name, static_cast<double>(tokens), dimensions});
        };
        one(total, ignoresPrompt ? usage.completion : usage.total);
        one(prompt, usage.prompt);
        one(completion, usage.completion);
    }
};

struct Settings
{
    ValueSource space, name;
    std::string valueType;
    bool ignoresPrompt = false;
    MetricDimensions dimensions;
    std::uint32_t armed = 0; //!< slot: inbound came by
    std::uint32_t prompt = 0; //!< slot: tokens of the prompt, estimated
};

class EstimateStep final : public Step
{
public:
    explicit EstimateStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        const auto prompt = promptOf(run.exchange(), LlmPromptType::Auto);
        run.slot(m_settings.armed) = 1;
        run.slot(m_settings.prompt) = prompt ? static_cast<std::int64_t>(estimateTokens(*prompt)) : 0;
        return StepResult::next();
    }

private:
    Settings m_settings;
};

//! At the beginning of outbound. A response that streams goes on streaming.
class EmitStep final : public Step
{
public:
    explicit EmitStep(Settings settings) : m_settings(std::move(settings)) { }
    StepResult run(Run &run) const override
    {
        auto &exchange = run.exchange();
        if (!hasModelAnswer(exchange))
            return StepResult::next();
        auto dimensions = m_settings.dimensions.of(run);
        if (!dimensions)
            return StepResult::fail(std::move(dimensions.error()));
        const auto values = valuesOf(run);
        auto space = m_settings.space.text(run);
        const auto prompt = static_cast<std::uint64_t>(run.slot(m_settings.prompt));
        if (!isStream(exchange.response.body)) {
            values.send(run.services(), space, *dimensions, usageInMemory(exchange.response, prompt));
            return StepResult::next();
        }
        const bool events = isEventStream(exchange.response.headers.get("Content-Type").value_or(""));
        exchange.watchers.push_back(std::make_shared<UsageWatcher>(
            events, prompt, [values, space = std::move(space), dimensions = std::move(*dimensions)](PolicyServices &services, const LlmUsage &usage) {
                values.send(services, space, dimensions, usage);
            }));
        return StepResult::next();
    }

private:
    Values valuesOf(const Run &run) const
    {
        const auto name = m_settings.name.text(run);
        const auto chosen = [&](const char *type, const char *azures) {
            if (m_settings.valueType == "all")
                return std::string(azures);
            if (m_settings.valueType != type)
                return std::string();
            return name.empty() ? std::string(azures) : name;
        };
        return {chosen("total-tokens", "Total Tokens"), chosen("prompt-tokens", "Prompt Tokens"),
                chosen("completion-tokens", "Completion Tokens"), m_settings.ignoresPrompt};
    }
    Settings m_settings;
};

} // namespace

void compileLlmEmitTokenMetric(Compiler &compiler, NodeId node)
{
    Settings settings;
    settings.space = compiler.attribute(node, "namespace", "API Management");
    settings.name = compiler.attribute(node, "name");
    settings.valueType = compiler.literal(node, "value-type", "all");
    settings.ignoresPrompt = compiler.flag(node, "ignore-prompt", false);
    settings.dimensions = MetricDimensions::compile(compiler, node);
    settings.armed = compiler.newSlot();
    settings.prompt = compiler.newSlot();
    compiler.atBeginOfOutbound([&compiler, settings] {
        const auto guard = compiler.reserve();
        compiler.emit(std::make_unique<EmitStep>(settings));
        compiler.place(guard, skipUnlessStep(settings.armed, compiler.next()));
    });
    bufferPrompt(compiler);
    compiler.emit(std::make_unique<EstimateStep>(std::move(settings)));
}

} // namespace gatehouse::policy
