// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/debug_protocol.h"

#include "core/remote/json_reader.h"

#include <array>
#include <utility>

namespace gatehouse::remote {

namespace {

constexpr JsonLimits messageLimits{32U << 20, 16};
constexpr std::size_t mostItems = 100'000;

constexpr std::array<std::pair<std::string_view, DebugStop::Reason>, 4> stops{{
    {"stopOnEntry", DebugStop::Entry},
    {"stopOnStep", DebugStop::Step},
    {"stopOnBreakpoint", DebugStop::Breakpoint},
    {"stopOnException", DebugStop::Exception},
}};

DebugPlace placeFrom(const json::object &object)
{
    return {textOf(object, "requestId"), static_cast<int>(intMember(object, "threadId").value_or(0)), textOf(object, "apiId"),
            textOf(object, "operationId"), textOf(object, "productId")};
}

DebugFrame frameFrom(const json::object &object)
{
    return {textOf(object, "scopeId"), textOf(object, "section"), textOf(object, "name"), static_cast<int>(intMember(object, "index").value_or(1))};
}

DebugVariable variableFrom(const json::object &object)
{
    return {textOf(object, "name"), textOf(object, "type"), textOf(object, "value"), static_cast<int>(intMember(object, "nestedCount").value_or(0))};
}

template<typename T>
std::vector<T> listFrom(const json::value *value, T (*one)(const json::object &))
{
    std::vector<T> all;
    if (!value || !value->is_array())
        return all;
    for (const auto &item : value->get_array()) {
        if (const auto *object = item.if_object(); object && all.size() < mostItems)
            all.push_back(one(*object));
    }
    return all;
}

DebugBody bodyFrom(std::string_view name, const json::value *arguments)
{
    static const json::object none;
    const auto *found = arguments ? arguments->if_object() : nullptr;
    const auto &object = found ? *found : none;
    for (const auto &[event, reason] : stops) {
        if (name == event)
            return DebugStop{reason, placeFrom(object), textOf(object, "message")};
    }
    if (name == "threadExited")
        return DebugEnd{placeFrom(object)};
    if (name == "stackTrace")
        return DebugStack{listFrom(arguments, frameFrom)};
    if (name == "variables")
        return DebugVariables{listFrom(arguments, variableFrom)};
    if (name == "error")
        return DebugRefusal{textOf(object, "message")};
    return std::monostate();
}

} // namespace

Result<DebugMessage> debugMessageFrom(std::string_view text)
{
    const auto value = parseJson(text, messageLimits);
    if (!value)
        return badAnswer(value.error().debugText());
    const auto *object = value->if_object();
    if (!object || stringMember(*object, "name").empty())
        return badAnswer("no name");
    return DebugMessage{intMember(*object, "id"), bodyFrom(stringMember(*object, "name"), member(*object, "arguments"))};
}

json::object debugPlaceJson(const DebugPlace &place)
{
    return {{"requestId", place.requestId}, {"threadId", place.threadId}, {"operationId", place.operationId}, {"apiId", place.apiId},
            {"productId", place.productId}};
}

std::string debugCommand(std::string_view name, json::object arguments, long long id)
{
    json::object message{{"name", name}, {"arguments", std::move(arguments)}};
    if (id > 0)
        message["id"] = id;
    return toJson(message);
}

std::string debugPathOf(const std::vector<DebugFrame> &frames, std::size_t frame)
{
    std::string path;
    std::size_t outermost = frame;
    while (outermost < frames.size() && frames[outermost].scopeId == frames[frame].scopeId) {
        const auto &one = frames[outermost++];
        const auto part = one.name + "[" + std::to_string(one.index) + "]";
        path = path.empty() ? part : part + "/" + path;
    }
    if (frame >= frames.size() || frames[frame].scopeId.starts_with("/policyFragments/"))
        return path;
    return frames[frame].section + "[1]/" + path;
}

} // namespace gatehouse::remote
