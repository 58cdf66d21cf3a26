// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/llm_exchange.h"

#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

class BufferPromptStep final : public Step
{
public:
    StepResult run(Run &run) const override
    {
        auto &request = run.exchange().request;
        request.headers.remove("Accept-Encoding");
        if (!isStream(request.body) || request.body.length.value_or(0) > maxBufferedBody)
            return StepResult::next();
        return StepResult::suspend(run.services().buffer(request.body, maxBufferedBody, [&run](const Status &status) {
            if (status) {
                run.complete(StepResult::next());
                return;
            }
            LastError error;
            error.reason = "BodyReadFailure";
            error.message = "The body could not be read into memory.";
            run.complete(StepResult::fail(std::move(error)));
        }));
    }
    bool isPlumbing() const override { return true; }
};

} // namespace

bool isStream(const Body &body)
{
    return std::holds_alternative<std::shared_ptr<BodyStream>>(body.content);
}

LlmPromptType promptTypeOf(Compiler &compiler, NodeId node)
{
    const auto text = compiler.literal(node, "prompt-type", "auto");
    if (text == "chat-completion")
        return LlmPromptType::ChatCompletion;
    if (text == "completion")
        return LlmPromptType::Completion;
    return text == "embeddings" ? LlmPromptType::Embeddings : LlmPromptType::Auto;
}

void bufferPrompt(Compiler &compiler)
{
    compiler.emit(std::make_unique<BufferPromptStep>());
}

std::optional<LlmRequest> promptOf(const Exchange &exchange, LlmPromptType type)
{
    const auto *bytes = exchange.request.body.bytes();
    return bytes ? readLlmRequest(*bytes, type) : std::nullopt;
}

bool hasModelAnswer(const Exchange &exchange)
{
    return exchange.hasResponse && exchange.response.status < 400;
}

LlmUsage usageOr(const LlmResponseReader &reader, std::uint64_t estimatedPrompt)
{
    if (const auto reported = reader.usage())
        return *reported;
    const auto completion = reader.estimatedCompletion();
    return {estimatedPrompt, completion, estimatedPrompt + completion};
}

LlmUsage usageInMemory(const ResponseMessage &response, std::uint64_t estimatedPrompt)
{
    LlmResponseReader reader(isEventStream(response.headers.get("Content-Type").value_or("")));
    if (const auto *bytes = response.body.bytes())
        reader.add(*bytes);
    return usageOr(reader, estimatedPrompt);
}

} // namespace gatehouse::policy
