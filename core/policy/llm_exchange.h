// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policy/compiler.h"
#include "core/policy/llm_request.h"
#include "core/policy/llm_usage.h"
#include "core/policy/program.h"
#include "core/policy/response_watcher.h"

#include <functional>
#include <memory>
#include <optional>

namespace gatehouse::policy {

//! What policies for language models have in common: an inbound part that reads the request, and one at the beginning of outbound that
//! gets what the model has used. Asks the backend for plain bytes (Accept-Encoding goes), since usage can't be read from compressed ones.

//! prompt-type of an element.
LlmPromptType promptTypeOf(Compiler &compiler, NodeId node);
//! Brings the request's body into memory when it is of at most 4 MiB; a larger one of a stated length streams on.
void bufferPrompt(Compiler &compiler);
//! The request as it stands; nothing for a body that is not in memory or no such request.
std::optional<LlmRequest> promptOf(const Exchange &exchange, LlmPromptType type);
//! The backend has answered a model's question: not a failure.
bool hasModelAnswer(const Exchange &exchange);

//! What a response has used, as it reports it; else the prompt as estimated and, of events, the completion likewise.
LlmUsage usageOr(const LlmResponseReader &reader, std::uint64_t estimatedPrompt);
//! The usage of a response that is in memory.
LlmUsage usageInMemory(const ResponseMessage &response, std::uint64_t estimatedPrompt);

//! Reads a response as it streams to the client, and tells at its end.
class UsageWatcher final : public ResponseWatcher
{
public:
    using Done = std::function<void(PolicyServices &, const LlmUsage &)>;
    UsageWatcher(bool isEventStream, std::uint64_t estimatedPrompt, Done done)
        : m_reader(isEventStream), m_estimatedPrompt(estimatedPrompt), m_done(std::move(done))
    {
    }
    void passed(std::string_view piece) override { m_reader.add(piece); }
    void ended(PolicyServices &services) override { m_done(services, usageOr(m_reader, m_estimatedPrompt)); }

private:
    LlmResponseReader m_reader;
    std::uint64_t m_estimatedPrompt;
    Done m_done;
};

//! The body has to stream: events that come for minutes, or more than is kept in memory.
bool isStream(const Body &body);

} // namespace gatehouse::policy
