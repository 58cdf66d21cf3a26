// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/checks_reader.h"

#include <algorithm>
#include <array>

namespace gatehouse::policy::rehearsal {

namespace {

//! A text that has to be equal, null for "not there", or an object of checks.
TextCheck readText(const Place &place, Diagnostics &findings)
{
    TextCheck check;
    check.pointer = place.pointer;
    if (place.value->is_null()) {
        check.absent = true;
        return check;
    }
    if (auto text = scalarText(*place.value)) {
        check.equals = std::move(*text);
        return check;
    }
    ObjectReader reader(place, findings);
    check.equals = reader.text("equals");
    for (const auto &part : reader.list("contains")) {
        if (auto text = scalarText(*part.value))
            check.contains.push_back(std::move(*text));
        else
            reportType(findings, part, "string");
    }
    check.matches = reader.text("matches");
    if (const auto document = reader.find("json"))
        check.json = *document->value;
    if (const auto document = reader.find("jsonContains"))
        check.jsonContains = *document->value;
    check.absent = reader.flag("absent", false);
    const bool looks = check.equals || !check.contains.empty() || check.matches || check.json || check.jsonContains;
    if (reader.isObject() && looks == check.absent)
        reader.report(reader.pointer(), "rehearsal.nothingExpected");
    return check;
}

std::optional<TextCheck> readText(ObjectReader &reader, std::string_view name, Diagnostics &findings)
{
    const auto place = reader.find(name);
    return place ? std::optional(readText(*place, findings)) : std::nullopt;
}

std::vector<NamedCheck> readFields(ObjectReader &reader, std::string_view name, Diagnostics &findings)
{
    std::vector<NamedCheck> checks;
    if (const auto place = reader.find(name))
        forEachMember(*place, findings, [&](const std::string &field, const Place &value) {
            checks.push_back({field, readText(value, findings)});
        });
    return checks;
}

//! `body`, or `json` for short.
std::optional<TextCheck> readBody(ObjectReader &reader, Diagnostics &findings)
{
    auto body = readText(reader, "body", findings);
    const auto document = reader.find("json");
    if (!document)
        return body;
    if (body)
        reader.report(document->pointer, "rehearsal.oneOf", {{"members", "body, json"}});
    TextCheck check;
    check.json = *document->value;
    check.pointer = document->pointer;
    return check;
}

ResponseCheck readResponse(const Place &place, Diagnostics &findings)
{
    ResponseCheck check;
    check.pointer = place.pointer;
    if (const auto *status = place.value->if_int64()) {
        check.status = static_cast<int>(*status);
        return check;
    }
    ObjectReader reader(place, findings);
    if (const auto status = reader.number("status", 999))
        check.status = static_cast<int>(*status);
    check.reason = readText(reader, "reason", findings);
    check.headers = readFields(reader, "headers", findings);
    check.body = readBody(reader, findings);
    if (reader.isObject() && !check.status && !check.reason && check.headers.empty() && !check.body)
        reader.report(reader.pointer(), "rehearsal.nothingExpected");
    return check;
}

RequestCheck readRequestCheck(const Place &place, Diagnostics &findings)
{
    ObjectReader reader(place, findings);
    RequestCheck check;
    check.pointer = place.pointer;
    check.method = readText(reader, "method", findings);
    check.url = readText(reader, "url", findings);
    check.headers = readFields(reader, "headers", findings);
    check.body = readBody(reader, findings);
    return check;
}

//! An object is one call, null is none.
std::optional<CallsCheck> readCalls(ObjectReader &reader, std::string_view name, Diagnostics &findings)
{
    const auto place = reader.find(name);
    if (!place)
        return std::nullopt;
    CallsCheck check;
    check.pointer = place->pointer;
    if (place->value->is_null())
        return check;
    if (const auto *several = place->value->if_array()) {
        for (std::size_t i = 0; i < several->size(); ++i)
            check.calls.push_back(readRequestCheck(place->at(i, (*several)[i]), findings));
    } else {
        check.calls.push_back(readRequestCheck(*place, findings));
    }
    return check;
}

//! Objects whose members are all checks are checks; others are values.
bool isCheck(const json::value &value)
{
    static constexpr std::array<std::string_view, 6> names{"equals", "contains",     "matches",
                                                           "json",   "jsonContains", "absent"};
    const auto *object = value.if_object();
    return object && !object->empty() && std::all_of(object->begin(), object->end(), [](const auto &entry) {
               return std::find(names.begin(), names.end(), std::string_view(entry.key())) != names.end();
           });
}

std::vector<VariableCheck> readVariables(ObjectReader &reader, Diagnostics &findings)
{
    std::vector<VariableCheck> checks;
    const auto place = reader.find("variables");
    if (!place)
        return checks;
    forEachMember(*place, findings, [&](const std::string &name, const Place &value) {
        VariableCheck check;
        check.name = name;
        check.pointer = value.pointer;
        if (isCheck(*value.value)) {
            auto text = readText(value, findings);
            check.absent = text.absent;
            if (!check.absent)
                check.text = std::move(text);
        } else {
            check.equals = *value.value;
        }
        checks.push_back(std::move(check));
    });
    return checks;
}

std::optional<ErrorCheck> readErrorCheck(ObjectReader &reader, Diagnostics &findings)
{
    const auto place = reader.find("error");
    if (!place)
        return std::nullopt;
    ErrorCheck check;
    check.pointer = place->pointer;
    check.none = place->value->is_null();
    if (check.none)
        return check;
    if (const auto *reason = place->value->if_string()) {
        TextCheck text;
        text.equals = std::string(*reason);
        text.pointer = place->pointer;
        check.parts.push_back({"reason", std::move(text)});
        return check;
    }
    ObjectReader parts(*place, findings);
    for (const auto name : {"source", "reason", "message", "section", "scope", "path", "policyId"})
        if (auto text = readText(parts, name, findings))
            check.parts.push_back({name, std::move(*text)});
    if (parts.isObject() && check.parts.empty())
        parts.report(parts.pointer(), "rehearsal.nothingExpected");
    return check;
}

MetricCheck readMetric(const Place &place, Diagnostics &findings)
{
    ObjectReader reader(place, findings);
    MetricCheck check;
    check.pointer = place.pointer;
    check.name = reader.required("name");
    if (const auto value = reader.find("value")) {
        if (value->value->is_number())
            check.value = value->value->to_number<double>();
        else
            reportType(findings, *value, "number");
    }
    if (const auto dimensions = reader.find("dimensions"))
        forEachMember(*dimensions, findings, [&](const std::string &name, const Place &value) {
            if (auto text = scalarText(*value.value))
                check.dimensions.emplace_back(name, std::move(*text));
            else
                reportType(findings, value, "string");
        });
    return check;
}

} // namespace

Expectation readExpectation(const Place &place, Diagnostics &findings)
{
    ObjectReader reader(place, findings);
    Expectation expect;
    if (const auto response = reader.find("response"))
        expect.response = readResponse(*response, findings);
    expect.variables = readVariables(reader, findings);
    expect.backend = readCalls(reader, "backend", findings);
    expect.sent = readCalls(reader, "sent", findings);
    expect.error = readErrorCheck(reader, findings);
    for (const auto &trace : reader.list("traces")) {
        ObjectReader entry(trace, findings);
        const auto source = entry.text("source", "");
        if (auto message = readText(entry, "message", findings))
            expect.traces.push_back({source, std::move(*message)});
        else if (entry.isObject())
            entry.report(entry.pointer(), "rehearsal.required", {{"member", "message"}});
    }
    for (const auto &metric : reader.list("metrics"))
        expect.metrics.push_back(readMetric(metric, findings));
    for (const auto &condition : reader.list("holds")) {
        if (const auto *text = condition.value->if_string())
            expect.conditions.push_back({std::string(*text), condition.pointer});
        else
            reportType(findings, condition, "string");
    }
    const bool looks = expect.response || !expect.variables.empty() || expect.backend || expect.sent || expect.error
        || !expect.traces.empty() || !expect.metrics.empty() || !expect.conditions.empty();
    if (reader.isObject() && !looks)
        reader.report(reader.pointer(), "rehearsal.nothingExpected");
    return expect;
}

} // namespace gatehouse::policy::rehearsal
