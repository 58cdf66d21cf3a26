// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// llm-semantic-cache-store and azure-openai-semantic-cache-store: keeps a response of status 200 under what the look-up before found out
// about the prompt. Events are not kept, nor what is above 2 MiB, nor a response that sets a cookie.
#include "core/policy/llm_exchange.h"
#include "core/policy/policies/llm_semantic_cache.h"
#include "core/policy/policies/policies.h"
#include "core/policy/steps.h"

namespace gatehouse::policy {

namespace {

constexpr long long maxDuration = 10LL * 365 * 24 * 3600;

class SemanticStoreStep final : public Step
{
public:
    SemanticStoreStep(ValueSource duration, std::uint32_t prompt) : m_duration(std::move(duration)), m_prompt(prompt) { }
    StepResult run(Run &run) const override
    {
        const auto seconds = m_duration.integer(run);
        if (!seconds || *seconds < 0 || *seconds > maxDuration)
            return StepResult::fail(expressionFailure("duration is not a number of seconds."));
        auto &response = run.exchange().response;
        if (*seconds == 0 || !promptIn(run) || !mayBeKept(response))
            return StepResult::next();
        if (!isStream(response.body)) {
            keep(run, std::chrono::seconds(*seconds));
            return StepResult::next();
        }
        return StepResult::suspend(run.services().buffer(
            response.body, maxCachedBytes, [this, &run, seconds = std::chrono::seconds(*seconds)](const Status &status) {
                if (status)
                    keep(run, seconds);
                if (status || status.error().kind == ErrorKind::TooLarge) {
                    run.complete(StepResult::next()); // what is too large streams on
                    return;
                }
                LastError error;
                error.reason = "BodyReadFailure";
                error.message = "The body could not be read into memory.";
                run.complete(StepResult::fail(std::move(error)));
            }));
    }

private:
    static bool mayBeKept(const ResponseMessage &response)
    {
        return response.status == 200 && !response.headers.has("Set-Cookie") && response.body.length.value_or(0) <= maxCachedBytes
            && !isEventStream(response.headers.get("Content-Type").value_or(""));
    }
    const SemanticPrompt *promptIn(const Run &run) const
    {
        const auto *object = std::get_if<std::shared_ptr<VariableObject>>(&run.value(m_prompt));
        return object ? dynamic_cast<const SemanticPrompt *>(object->get()) : nullptr;
    }
    void keep(Run &run, std::chrono::seconds duration) const
    {
        const auto *prompt = promptIn(run);
        auto *cache = run.services().semanticCache();
        const auto &response = run.exchange().response;
        const auto *bytes = response.body.bytes();
        if (!prompt || !cache || !bytes || bytes->size() > maxCachedBytes)
            return;
        auto kept = std::make_shared<CachedResponse>(CachedResponse{response.status, response.reason, response.headers, *bytes});
        kept->headers.remove("Content-Length");
        kept->headers.remove("Transfer-Encoding");
        cache->store(prompt->partition, prompt->embedding, std::move(kept), duration);
    }
    ValueSource m_duration;
    std::uint32_t m_prompt;
};

} // namespace

void compileLlmSemanticCacheStore(Compiler &compiler, NodeId node)
{
    auto duration = compiler.attribute(node, "duration");
    compiler.emit(std::make_unique<SemanticStoreStep>(std::move(duration), semanticPromptValue(compiler)));
    compiler.cacheStored();
}

} // namespace gatehouse::policy
