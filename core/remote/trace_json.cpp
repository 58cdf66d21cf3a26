// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/remote/json_reader.h"
#include "core/remote/trace_client.h"

#include <array>

namespace gatehouse::remote {

namespace {

constexpr std::array sections{"inbound", "backend", "outbound", "on-error"};

//! "00:00:00.1234567", .NET's TimeSpan; longer than a day: "1.02:03:04.5".
std::chrono::microseconds elapsedOf(std::string_view text)
{
    const auto parts = split(text, ':');
    if (parts.size() != 3)
        return {};
    const auto days = split(parts[0], '.');
    const auto seconds = split(parts[2], '.');
    std::int64_t micros = 0;
    if (seconds.size() == 2) {
        auto digits = std::string(seconds[1].substr(0, 6));
        digits.resize(6, '0');
        micros = toInteger(digits).value_or(0);
    }
    const auto hours = (days.size() == 2 ? toInteger(days[0]).value_or(0) * 24 : 0) + toInteger(days.back()).value_or(0);
    const auto total = (hours * 60 + toInteger(parts[1]).value_or(0)) * 60 + toInteger(seconds[0]).value_or(0);
    return std::chrono::microseconds(total * 1'000'000 + micros);
}

std::string readable(const json::value &value)
{
    if (const auto *text = value.if_string())
        return std::string(*text);
    const auto *several = value.if_array();
    if (!several)
        return value.is_null() ? std::string() : toJson(value);
    std::string all;
    for (const auto &one : *several)
        all += (all.empty() ? "" : "; ") + readable(one);
    return all;
}

std::optional<std::string> side(const json::object &change, std::string_view name)
{
    const auto *value = member(change, name);
    if (!value || value->is_null())
        return std::nullopt;
    const auto *body = value->if_object();
    if (const auto *preview = body ? member(*body, "preview") : nullptr; preview && preview->is_string())
        return readable(*preview);
    return value->is_object() ? toPrettyJson(*value) : readable(*value);
}

std::vector<TraceChange> changesOf(const json::object &data)
{
    std::vector<TraceChange> changes;
    const auto *value = member(data, "changes");
    const auto *array = value ? value->if_array() : nullptr;
    if (!array)
        return changes;
    for (const auto &one : *array) {
        if (const auto *object = one.if_object())
            changes.push_back({textOf(*object, "what"), textOf(*object, "name"), side(*object, "before"), side(*object, "after")});
    }
    return changes;
}

//! "API orders, operation get": what a request was matched to.
std::string matchOf(const json::object &configuration)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> parts{{
        {"api", "API"}, {"operation", "operation"}, {"product", "product"}, {"subscription", "subscription"}}};
    std::string text;
    for (const auto &[name, label] : parts) {
        const auto *part = member(configuration, name);
        const auto *object = part ? part->if_object() : nullptr;
        if (const auto id = object ? stringMember(*object, "id") : std::string_view(); !id.empty())
            text += (text.empty() ? "" : ", ") + std::string(label) + " " + std::string(id);
    }
    return text.empty() ? "Matched nothing" : "Matched " + text;
}

const json::object *objectIn(const json::object &data, std::string_view name)
{
    const auto *value = member(data, name);
    return value ? value->if_object() : nullptr;
}

std::string messageOf(const json::object &data)
{
    if (const auto *configuration = objectIn(data, "configuration"))
        return matchOf(*configuration);
    std::string text;
    if (const auto *message = member(data, "message"))
        text = readable(*message);
    const auto *request = objectIn(data, "request");
    if (request && text.empty())
        text = std::string(stringMember(*request, "method")) + ' ' + std::string(stringMember(*request, "url"));
    if (!objectIn(data, "error") && !member(data, "changes") && text.starts_with("Expression") && member(data, "value"))
        text += " " + readable(*member(data, "value"));
    return text;
}

//! Stamped when the answer was there, while other policies are stamped when they begin.
bool isStampedAtEnd(const TraceStep &step)
{
    return step.policy == "forward-request" || step.policy == "send-request";
}

void readData(TraceStep &step, const json::object &data)
{
    step.scope = textOf(data, "scope");
    step.resourceId = textOf(data, "resourceId");
    step.path = textOf(data, "path");
    if (const auto *position = objectIn(data, "position")) {
        step.line = static_cast<int>(intMember(*position, "line").value_or(0));
        step.column = static_cast<int>(intMember(*position, "column").value_or(0));
    }
    if (const auto micros = intMember(data, "durationMicroseconds"); micros && *micros >= 0)
        step.duration = std::chrono::microseconds(*micros);
    if (step.duration && isStampedAtEnd(step))
        step.start = std::max(std::chrono::microseconds(0), step.start - *step.duration);
    step.message = messageOf(data);
    step.changes = changesOf(data);
    if (const auto *error = objectIn(data, "error")) {
        step.isFailed = true;
        step.reason = textOf(*error, "reason");
    }
}

TraceStep stepOf(std::string_view section, const json::object &entry)
{
    TraceStep step;
    step.section = section;
    step.policy = textOf(entry, "source");
    step.start = elapsedOf(stringMember(entry, "elapsed"));
    const auto *data = member(entry, "data");
    if (!data)
        return step;
    if (const auto *object = data->if_object())
        readData(step, *object);
    else
        step.message = readable(*data);
    step.details = data->is_object() ? toPrettyJson(*data) : std::string();
    return step;
}

} // namespace

Result<Trace> traceFrom(const json::value &body)
{
    const auto *object = body.if_object();
    const auto *entries = object ? objectIn(*object, "traceEntries") : nullptr;
    if (!entries)
        return badAnswer("no traceEntries");
    Trace trace;
    trace.id = textOf(*object, "traceId");
    trace.service = textOf(*object, "serviceName");
    for (const auto *section : sections) {
        const auto *value = member(*entries, section);
        const auto *array = value ? value->if_array() : nullptr;
        if (!array)
            continue;
        for (const auto &entry : *array) {
            if (const auto *one = entry.if_object())
                trace.steps.push_back(stepOf(section, *one));
        }
    }
    return trace;
}

} // namespace gatehouse::remote
