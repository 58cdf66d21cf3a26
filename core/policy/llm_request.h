// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

//! What a request to a language model asks: chat completions ("messages", OpenAI's and Anthropic's with its "system"), completions
//! ("prompt"), embeddings and responses ("input", with "instructions"), Gemini's ("contents"). Of content in parts the texts count;
//! images and audio are left out.
struct LlmRequest
{
    enum class Kind { Chat, Completion, Embeddings } kind = Kind::Chat;
    struct Message
    {
        std::string role;
        std::string text;
        bool isSystem() const { return role == "system" || role == "developer"; }
    };
    std::vector<Message> messages; //!< of other kinds than Chat: one a prompt, without a role
    std::string model;
    bool streams = false;

    std::string text() const; //!< all of it, a line a message
};

//! Which form to read: by the body's own members, or only one of them.
enum class LlmPromptType { Auto, ChatCompletion, Completion, Embeddings };

//! Nothing when it is no such request (or no JSON, above 4 MiB, nested deeper than 64).
std::optional<LlmRequest> readLlmRequest(std::string_view body, LlmPromptType type = LlmPromptType::Auto);

//! About how many tokens a text is. No model's table is at hand, so this is an approximation: four ASCII characters are one token (as
//! OpenAI says of English), each other character is one. It is stated where policies show its results.
std::uint64_t estimateTokens(std::string_view text);
//! The same of a request: each message of a chat costs three more, and the reply begins with three (OpenAI's cookbook).
std::uint64_t estimateTokens(const LlmRequest &request);

} // namespace gatehouse::policy
