// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/exchange_state.h"

#include "core/base/text.h"
#include "core/policy/secrets.h"
#include "core/policy/value_source.h"

#include <algorithm>
#include <functional>

namespace gatehouse::policy {

namespace {

constexpr std::size_t maxVariable = 8U << 10;

std::string cut(std::string text, std::size_t limit)
{
    if (text.size() <= limit)
        return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80)
        --limit; // not inside a character
    text.resize(limit);
    return text + "…";
}

std::string shownVariable(const Variable &variable)
{
    if (const auto *response = std::get_if<std::shared_ptr<ResponseMessage>>(&variable))
        return *response ? "response " + std::to_string((*response)->status) + " " + (*response)->reason : std::string();
    return cut(utf8Of(textOf(variable)), maxVariable);
}

json::value textOrNull(const std::string &text)
{
    return text.empty() ? json::value(nullptr) : json::value(utf8Of(text));
}

void compareTexts(std::vector<Change> &changes, const char *what, const std::string &before, const std::string &after)
{
    if (before != after)
        changes.push_back({what, {}, textOrNull(before), textOrNull(after)});
}

void compareBodies(std::vector<Change> &changes, const char *what, const ExchangeState::BodyState &before, const ExchangeState::BodyState &after)
{
    if (!(before == after))
        changes.push_back({what, {}, bodyJson(before), bodyJson(after)});
}

json::value shownFields(const http::Headers &headers, std::string_view name)
{
    std::string all;
    if (!headers.has(name))
        return nullptr;
    for (const auto value : headers.all(name))
        all += (all.empty() ? "" : ", ") + shownField(name, value);
    return json::value(utf8Of(all));
}

void compareHeaders(std::vector<Change> &changes, const char *what, const http::Headers &before, const http::Headers &after)
{
    std::vector<std::string_view> names;
    for (const auto *headers : {&before, &after}) {
        for (const auto field : *headers) {
            const auto known = [&field](std::string_view name) { return equalsIgnoreCase(name, field.name); };
            if (std::none_of(names.begin(), names.end(), known))
                names.push_back(field.name);
        }
    }
    for (const auto name : names)
        if (before.all(name) != after.all(name))
            changes.push_back({what, std::string(name), shownFields(before, name), shownFields(after, name)});
}

void compareVariables(std::vector<Change> &changes, const ExchangeState &before, const ExchangeState &after)
{
    auto old = before.variables.begin();
    for (const auto &[name, value] : after.variables) {
        for (; old != before.variables.end() && old->first < name; ++old)
            changes.push_back({"variable", old->first, json::value(old->second), nullptr});
        const bool known = old != before.variables.end() && old->first == name;
        if (!known)
            changes.push_back({"variable", name, nullptr, json::value(value)});
        else if (old->second != value)
            changes.push_back({"variable", name, json::value(old->second), json::value(value)});
        if (known)
            ++old;
    }
    for (; old != before.variables.end(); ++old)
        changes.push_back({"variable", old->first, json::value(old->second), nullptr});
}

} // namespace

std::string utf8Of(std::string_view text)
{
    if (isUtf8(text))
        return std::string(text);
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xc0 | (byte >> 6));
            out += static_cast<char>(0x80 | (byte & 0x3f));
        }
    }
    return out;
}

std::string backendUrlOf(const Exchange &exchange)
{
    if (exchange.backendBaseUrl.empty())
        return {};
    auto url = exchange.backendBaseUrl;
    if (url.ends_with('/') && exchange.backendPath.starts_with('/'))
        url.pop_back();
    url += exchange.backendPath;
    return exchange.backendQuery.empty() ? url : url + '?' + exchange.backendQuery;
}

json::array headersJson(const http::Headers &headers)
{
    json::array all;
    for (const auto &[name, value] : headers)
        all.push_back(json::object{{"name", utf8Of(name)}, {"value", utf8Of(shownField(name, value))}});
    return all;
}

ExchangeState::BodyState bodyStateOf(const Body &body)
{
    ExchangeState::BodyState state;
    if (const auto *bytes = body.bytes()) {
        state.kind = ExchangeState::BodyState::Memory;
        state.size = bytes->size();
        state.digest = std::hash<std::string_view>{}(*bytes);
        state.preview = cut(bytes->substr(0, ExchangeState::maxPreview + 4), ExchangeState::maxPreview);
    } else if (!body.isEmpty()) {
        state.kind = ExchangeState::BodyState::Stream;
        state.size = body.length.value_or(0);
    }
    return state;
}

json::value bodyJson(const ExchangeState::BodyState &body)
{
    using BodyState = ExchangeState::BodyState;
    if (body.kind == BodyState::None)
        return nullptr;
    if (body.kind == BodyState::Stream)
        return json::object{{"streamed", true}, {"bytes", body.size ? json::value(body.size) : json::value(nullptr)}};
    return json::object{{"bytes", body.size}, {"preview", utf8Of(body.preview)}};
}

ExchangeState ExchangeState::of(const Exchange &exchange)
{
    ExchangeState state;
    state.method = exchange.request.method;
    state.url = exchange.request.url.text();
    state.backendUrl = backendUrlOf(exchange);
    state.backendId = exchange.backendId;
    state.requestHeaders = exchange.request.headers;
    state.requestBody = bodyStateOf(exchange.request.body);
    state.hasResponse = exchange.hasResponse;
    if (exchange.hasResponse) {
        state.status = exchange.response.status;
        state.reason = exchange.response.reason;
        state.responseHeaders = exchange.response.headers;
        state.responseBody = bodyStateOf(exchange.response.body);
    }
    for (const auto &[name, value] : exchange.variables)
        state.variables.emplace_back(utf8Of(name), shownVariable(value));
    return state;
}

std::vector<Change> changesBetween(const ExchangeState &before, const ExchangeState &after)
{
    std::vector<Change> changes;
    compareTexts(changes, "request.method", before.method, after.method);
    compareTexts(changes, "request.url", before.url, after.url);
    compareHeaders(changes, "request.header", before.requestHeaders, after.requestHeaders);
    compareBodies(changes, "request.body", before.requestBody, after.requestBody);
    compareTexts(changes, "backend.url", before.backendUrl, after.backendUrl);
    compareTexts(changes, "backend.id", before.backendId, after.backendId);
    const auto status = [](const ExchangeState &state) { return state.hasResponse ? json::value(state.status) : json::value(nullptr); };
    if (status(before) != status(after))
        changes.push_back({"response.status", {}, status(before), status(after)});
    compareTexts(changes, "response.reason", before.reason, after.reason);
    compareHeaders(changes, "response.header", before.responseHeaders, after.responseHeaders);
    compareBodies(changes, "response.body", before.responseBody, after.responseBody);
    compareVariables(changes, before, after);
    return changes;
}

} // namespace gatehouse::policy
