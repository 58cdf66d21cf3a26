// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/llm_request.h"

#include "core/base/json.h"

namespace gatehouse::policy {

namespace {

constexpr std::uint64_t tokensPerMessage = 3;
constexpr std::uint64_t tokensOfReply = 3;
constexpr std::uint64_t charactersPerToken = 4;

void addLine(std::string &text, std::string_view line)
{
    if (line.empty())
        return;
    if (!text.empty())
        text += '\n';
    text += line;
}

//! A text, or the texts among its parts: {"type": "text", "text": "..."}.
std::string contentText(const json::value &content)
{
    if (content.is_string())
        return std::string(std::string_view(content.get_string()));
    std::string text;
    if (content.is_object()) {
        addLine(text, stringMember(content.get_object(), "text"));
    } else if (content.is_array()) {
        for (const auto &part : content.get_array()) {
            if (part.is_string())
                addLine(text, std::string_view(part.get_string()));
            else if (part.is_object())
                addLine(text, stringMember(part.get_object(), "text"));
        }
    }
    return text;
}

void addMessages(const json::array &messages, std::string_view content, LlmRequest &request)
{
    for (const auto &message : messages) {
        if (!message.is_object())
            continue;
        const auto &entry = message.get_object();
        const auto *text = member(entry, content);
        request.messages.push_back({std::string(stringMember(entry, "role")), text ? contentText(*text) : std::string()});
    }
}

//! Texts, or a list of texts; tokens given as numbers have no text.
void addPrompts(const json::value &prompt, LlmRequest &request)
{
    if (prompt.is_string()) {
        request.messages.push_back({{}, std::string(std::string_view(prompt.get_string()))});
    } else if (prompt.is_array()) {
        for (const auto &item : prompt.get_array())
            if (item.is_string())
                request.messages.push_back({{}, std::string(std::string_view(item.get_string()))});
    }
}

void addSystem(const json::object &body, std::string_view name, LlmRequest &request)
{
    if (const auto *system = member(body, name))
        if (auto text = contentText(*system); !text.empty())
            request.messages.insert(request.messages.begin(), {"system", std::move(text)});
}

bool readChat(const json::object &body, LlmRequest &request)
{
    const auto *messages = member(body, "messages");
    const auto *contents = member(body, "contents");
    if (messages && messages->is_array()) {
        addMessages(messages->get_array(), "content", request);
        addSystem(body, "system", request);
    } else if (contents && contents->is_array()) {
        addMessages(contents->get_array(), "parts", request);
        if (const auto *system = member(body, "systemInstruction"); system && system->is_object())
            addSystem(system->get_object(), "parts", request);
    } else {
        return false;
    }
    request.kind = LlmRequest::Kind::Chat;
    return true;
}

bool readCompletion(const json::object &body, LlmRequest &request)
{
    const auto *prompt = member(body, "prompt");
    if (!prompt)
        return false;
    request.kind = LlmRequest::Kind::Completion;
    addPrompts(*prompt, request);
    return true;
}

//! Embeddings take texts; responses take messages, too.
bool readInput(const json::object &body, LlmRequest &request)
{
    const auto *input = member(body, "input");
    if (!input)
        return false;
    request.kind = LlmRequest::Kind::Embeddings;
    if (input->is_array() && !input->get_array().empty() && input->get_array()[0].is_object()) {
        request.kind = LlmRequest::Kind::Chat;
        addMessages(input->get_array(), "content", request);
    } else {
        addPrompts(*input, request);
    }
    addSystem(body, "instructions", request);
    return true;
}

} // namespace

std::string LlmRequest::text() const
{
    std::string all;
    for (const auto &message : messages)
        addLine(all, message.text);
    return all;
}

std::optional<LlmRequest> readLlmRequest(std::string_view text, LlmPromptType type)
{
    const auto parsed = parseJson(text);
    if (!parsed || !parsed->is_object())
        return std::nullopt;
    const auto &body = parsed->get_object();
    LlmRequest request;
    request.model = stringMember(body, "model");
    request.streams = boolMember(body, "stream", false);
    bool known = false;
    switch (type) {
    case LlmPromptType::ChatCompletion:
        known = readChat(body, request);
        break;
    case LlmPromptType::Completion:
        known = readCompletion(body, request);
        break;
    case LlmPromptType::Embeddings:
        known = readInput(body, request);
        break;
    case LlmPromptType::Auto:
        known = readChat(body, request) || readCompletion(body, request) || readInput(body, request);
        break;
    }
    return known ? std::optional(std::move(request)) : std::nullopt;
}

std::uint64_t estimateTokens(std::string_view text)
{
    std::uint64_t ascii = 0;
    std::uint64_t others = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        ascii += byte < 0x80 ? 1 : 0;
        others += byte >= 0xc0 ? 1 : 0; // the first byte of a character
    }
    return (ascii + charactersPerToken - 1) / charactersPerToken + others;
}

std::uint64_t estimateTokens(const LlmRequest &request)
{
    std::uint64_t tokens = 0;
    for (const auto &message : request.messages)
        tokens += estimateTokens(message.text);
    if (request.kind == LlmRequest::Kind::Chat && !request.messages.empty())
        tokens += tokensPerMessage * request.messages.size() + tokensOfReply;
    return tokens;
}

} // namespace gatehouse::policy
