// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/llm_usage.h"

#include "core/base/json.h"
#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::policy {

namespace {

constexpr std::size_t mostKept = 64U << 10;
constexpr std::uint64_t mostTokens = 1ULL << 40; // what a response says is not trusted to be possible

std::uint64_t count(const json::object &usage, std::initializer_list<std::string_view> names)
{
    for (const auto name : names)
        if (const auto number = intMember(usage, name); number && *number > 0)
            return std::min<std::uint64_t>(static_cast<std::uint64_t>(*number), mostTokens);
    return 0;
}

//! OpenAI, Anthropic (input_tokens) and Gemini (usageMetadata) name them differently.
std::optional<LlmUsage> usageIn(const json::value *value)
{
    if (!value || !value->is_object())
        return std::nullopt;
    const auto &usage = value->get_object();
    LlmUsage found;
    found.prompt = count(usage, {"prompt_tokens", "input_tokens", "promptTokenCount"});
    found.completion = count(usage, {"completion_tokens", "output_tokens", "candidatesTokenCount"});
    found.total = count(usage, {"total_tokens", "totalTokenCount"});
    if (found.total == 0)
        found.total = found.prompt + found.completion;
    return found.total > 0 ? std::optional(found) : std::nullopt;
}

std::optional<LlmUsage> usageOf(const json::object &body)
{
    for (const auto name : {"usage", "usageMetadata"})
        if (const auto found = usageIn(member(body, name)))
            return found;
    // Events that wrap what they tell: response.completed, message_start.
    for (const auto name : {"response", "message"})
        if (const auto *inner = member(body, name); inner && inner->is_object())
            if (const auto found = usageIn(member(inner->get_object(), "usage")))
                return found;
    return std::nullopt;
}

//! From a "{" to its "}", strings skipped; nothing when it does not close.
std::optional<std::string_view> objectAt(std::string_view text)
{
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            i += c == '\\' ? 1 : 0;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            return text.substr(0, i + 1);
        }
    }
    return std::nullopt;
}

//! The last "usage" in a text whose beginning may be missing. A string can't fake one: its quotes are escaped.
std::optional<LlmUsage> usageNearEnd(std::string_view text)
{
    for (const std::string_view name : {"\"usage\"", "\"usageMetadata\""}) {
        for (auto at = text.rfind(name); at != std::string_view::npos; at = at == 0 ? std::string_view::npos : text.rfind(name, at - 1)) {
            auto rest = text.substr(at + name.size());
            const auto open = rest.find_first_not_of(" \t\r\n:");
            if (open == std::string_view::npos || rest[open] != '{')
                continue;
            const auto object = objectAt(rest.substr(open));
            const auto parsed = object ? parseJson(*object) : Result<json::value>(json::value());
            if (parsed)
                if (const auto found = usageIn(&*parsed))
                    return found;
        }
    }
    return std::nullopt;
}

std::string partsText(const json::value &content)
{
    if (content.is_string())
        return std::string(std::string_view(content.get_string()));
    std::string text;
    if (content.is_array())
        for (const auto &part : content.get_array())
            if (part.is_object())
                text += stringMember(part.get_object(), "text");
    return text;
}

void addChoice(const json::object &choice, std::string &text)
{
    text += stringMember(choice, "text");
    for (const auto name : {"message", "delta", "content"}) {
        const auto *inner = member(choice, name);
        if (!inner || !inner->is_object())
            continue;
        for (const auto content : {"content", "parts"})
            if (const auto *found = member(inner->get_object(), content))
                text += partsText(*found);
    }
}

void addItems(const json::object &body, std::string_view name, std::string &text)
{
    const auto *items = member(body, name);
    if (!items || !items->is_array())
        return;
    for (const auto &item : items->get_array())
        if (item.is_object())
            addChoice(item.get_object(), text);
}

//! What the model says in one JSON text: a whole response or one event.
std::string saidIn(const json::object &body)
{
    std::string text;
    addItems(body, "choices", text); // OpenAI
    addItems(body, "candidates", text); // Gemini
    if (const auto *output = member(body, "output"); output && output->is_array()) // responses
        for (const auto &item : output->get_array())
            if (item.is_object())
                if (const auto *content = member(item.get_object(), "content"))
                    text += partsText(*content);
    if (const auto *content = member(body, "content")) // Anthropic
        text += partsText(*content);
    if (const auto *delta = member(body, "delta")) {
        if (delta->is_string())
            text += std::string_view(delta->get_string());
        else if (delta->is_object())
            text += stringMember(delta->get_object(), "text");
    }
    return text;
}

std::optional<std::string_view> dataOf(std::string_view line)
{
    if (!line.starts_with("data:"))
        return std::nullopt;
    return trim(line.substr(5));
}

} // namespace

void LlmResponseReader::add(std::string_view piece)
{
    if (!m_events) {
        m_kept.append(piece.substr(piece.size() > mostKept ? piece.size() - mostKept : 0));
        if (m_kept.size() > 2 * mostKept)
            m_kept.erase(0, m_kept.size() - mostKept);
        return;
    }
    for (auto end = piece.find_first_of("\r\n"); end != std::string_view::npos; end = piece.find_first_of("\r\n")) {
        if (m_skipsLine) {
            m_skipsLine = false;
        } else if (m_kept.empty()) {
            line(piece.substr(0, end));
        } else {
            m_kept += piece.substr(0, end);
            line(m_kept);
        }
        m_kept.clear();
        piece.remove_prefix(end + 1);
    }
    if (m_kept.size() + piece.size() > mostKept)
        m_skipsLine = true;
    if (m_skipsLine)
        m_kept.clear();
    else
        m_kept += piece;
}

void LlmResponseReader::line(std::string_view text)
{
    if (const auto data = dataOf(text); data && data->starts_with('{'))
        event(*data);
}

void LlmResponseReader::event(std::string_view data)
{
    const auto parsed = parseJson(data);
    if (!parsed || !parsed->is_object())
        return;
    const auto &body = parsed->get_object();
    if (const auto found = usageOf(body)) {
        // Anthropic tells the prompt's at the beginning and the completion's at the end.
        const auto earlier = m_usage.value_or(LlmUsage{});
        m_usage = *found;
        if (m_usage->prompt == 0 && earlier.prompt > 0) {
            m_usage->prompt = earlier.prompt;
            m_usage->total += earlier.prompt;
        }
    }
    for (const char c : saidIn(body)) {
        const auto byte = static_cast<unsigned char>(c);
        m_ascii += byte < 0x80 ? 1 : 0;
        m_others += byte >= 0xc0 ? 1 : 0;
    }
}

std::optional<LlmUsage> LlmResponseReader::usage() const
{
    return m_events ? m_usage : usageNearEnd(m_kept);
}

std::uint64_t LlmResponseReader::estimatedCompletion() const
{
    return (m_ascii + 3) / 4 + m_others;
}

std::string llmResponseText(std::string_view body, bool eventStream)
{
    if (!eventStream) {
        const auto parsed = parseJson(body);
        return parsed && parsed->is_object() ? saidIn(parsed->get_object()) : std::string();
    }
    std::string text;
    for (const auto line : split(body, '\n'))
        if (const auto data = dataOf(line))
            if (const auto parsed = parseJson(*data); parsed && parsed->is_object())
                text += saidIn(parsed->get_object());
    return text;
}

bool isEventStream(std::string_view contentType)
{
    constexpr std::string_view type = "text/event-stream";
    const auto written = trim(contentType.substr(0, contentType.find(';')));
    return equalsIgnoreCase(written, type);
}

} // namespace gatehouse::policy
