// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/rehearsal/reader.h"

#include <algorithm>

namespace gatehouse::policy::rehearsal {

Place Place::at(std::string_view member, const json::value &child) const
{
    std::string path = pointer + "/";
    for (const char c : member) {
        if (c == '~')
            path += "~0";
        else if (c == '/')
            path += "~1";
        else
            path += c;
    }
    return {&child, std::move(path)};
}

std::string_view typeOf(const json::value &value)
{
    switch (value.kind()) {
    case json::kind::null:
        return "null";
    case json::kind::bool_:
        return "boolean";
    case json::kind::string:
        return "string";
    case json::kind::array:
        return "array";
    case json::kind::object:
        return "object";
    default:
        return "number";
    }
}

void reportAt(Diagnostics &findings, std::string pointer, std::string code, std::vector<Error::Arg> args)
{
    findings.push_back({Severity::Error, {}, std::move(pointer), std::move(code), std::move(args)});
}

void reportType(Diagnostics &findings, const Place &place, std::string_view expected)
{
    reportAt(findings, place.pointer, "rehearsal.type",
             {{"expected", std::string(expected)}, {"actual", std::string(typeOf(*place.value))}});
}

std::optional<std::string> scalarText(const json::value &value)
{
    if (const auto *text = value.if_string())
        return std::string(*text);
    if (value.is_number() || value.is_bool())
        return toJson(value);
    return std::nullopt;
}

ObjectReader::ObjectReader(Place place, Diagnostics &findings)
    : m_place(std::move(place))
    , m_findings(findings)
    , m_object(m_place.value->if_object())
{
    if (!m_object)
        reportType(m_findings, m_place, "object");
}

ObjectReader::~ObjectReader()
{
    if (!m_object)
        return;
    std::string expected;
    for (const auto name : m_known)
        expected.append(expected.empty() ? "" : ", ").append(name);
    for (const auto &[name, child] : *m_object) {
        const std::string_view written(name);
        if (std::find(m_known.begin(), m_known.end(), written) == m_known.end())
            report(m_place.at(written, child).pointer, "rehearsal.unknownMember",
                   {{"name", std::string(written)}, {"expected", expected}});
    }
}

void ObjectReader::report(std::string pointer, std::string code, std::vector<Error::Arg> args)
{
    reportAt(m_findings, std::move(pointer), std::move(code), std::move(args));
}

std::optional<Place> ObjectReader::find(std::string_view name)
{
    m_known.push_back(name);
    const auto *child = m_object ? m_object->if_contains(name) : nullptr;
    return child ? std::optional(m_place.at(name, *child)) : std::nullopt;
}

std::optional<std::string> ObjectReader::text(std::string_view name)
{
    const auto place = find(name);
    if (!place)
        return std::nullopt;
    auto text = scalarText(*place->value);
    if (!text)
        reportType(m_findings, *place, "string");
    return text;
}

std::optional<std::uint64_t> ObjectReader::number(std::string_view name, std::uint64_t maximum)
{
    const auto place = find(name);
    if (!place)
        return std::nullopt;
    const auto *whole = place->value->if_int64();
    if (!whole) {
        reportType(m_findings, *place, "number");
        return std::nullopt;
    }
    if (*whole < 0 || static_cast<std::uint64_t>(*whole) > maximum) {
        report(place->pointer, "rehearsal.badValue",
               {{"value", std::to_string(*whole)}, {"expected", "0 to " + std::to_string(maximum)}});
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(*whole);
}

bool ObjectReader::flag(std::string_view name, bool fallback)
{
    const auto place = find(name);
    if (!place)
        return fallback;
    if (const auto *flag = place->value->if_bool())
        return *flag;
    reportType(m_findings, *place, "boolean");
    return fallback;
}

std::string ObjectReader::required(std::string_view name)
{
    auto found = text(name);
    if (!found && isObject() && !m_object->contains(name))
        report(m_place.pointer, "rehearsal.required", {{"member", std::string(name)}});
    return found.value_or(std::string());
}

std::vector<Place> ObjectReader::list(std::string_view name)
{
    const auto place = find(name);
    if (!place)
        return {};
    const auto *array = place->value->if_array();
    if (!array)
        return {*place};
    std::vector<Place> items;
    for (std::size_t i = 0; i < array->size(); ++i)
        items.push_back(place->at(i, (*array)[i]));
    return items;
}

} // namespace gatehouse::policy::rehearsal
