// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::policy {

struct LlmUsage
{
    std::uint64_t prompt = 0;
    std::uint64_t completion = 0;
    std::uint64_t total = 0;

    bool operator==(const LlmUsage &) const = default;
};

//! Reads a language model's response as it passes: a JSON text or a stream of server-sent events (OpenAI's chat, completions, responses and
//! embeddings, Anthropic's messages, Gemini's). Keeps at most 128 KiB: of a JSON text the end, where "usage" stands; of events one line;
//! one above 64 KiB counts as no event.
class LlmResponseReader
{
public:
    explicit LlmResponseReader(bool isEventStream) : m_events(isEventStream) { }

    void add(std::string_view piece);
    //! What the model has reported; nothing when it did not. The latest of several events.
    std::optional<LlmUsage> usage() const;
    //! Of events: the texts that came, counted by estimateTokens().
    std::uint64_t estimatedCompletion() const;

private:
    void line(std::string_view text);
    void event(std::string_view data);

    bool m_events;
    bool m_skipsLine = false;
    std::string m_kept;
    std::optional<LlmUsage> m_usage;
    std::uint64_t m_ascii = 0; //!< of texts in events
    std::uint64_t m_others = 0;
};

//! The text that a model has answered, of a whole response.
std::string llmResponseText(std::string_view body, bool isEventStream);

//! True of "text/event-stream", with parameters or not.
bool isEventStream(std::string_view contentType);

} // namespace gatehouse::policy
