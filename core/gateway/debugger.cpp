// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/debugger.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::gateway {

namespace {

constexpr std::size_t maxBreakpoints = 10'000;
constexpr std::size_t maxRequests = 1'000;

const json::object &argumentsOf(const json::object &message)
{
    static const json::object none;
    const auto *found = member(message, "arguments");
    return found && found->is_object() ? found->get_object() : none;
}

} // namespace

std::optional<std::uint64_t> Debugger::attach(Send send)
{
    const std::scoped_lock lock(m_mutex);
    if (m_send)
        return std::nullopt;
    m_send = std::move(send);
    m_stopOnEntry = false;
    m_breakpoints.clear();
    m_attached = true;
    return ++m_session;
}

void Debugger::detach(std::uint64_t session)
{
    const std::scoped_lock lock(m_mutex);
    if (session != m_session || !m_send)
        return;
    m_send = nullptr;
    m_attached = false;
    releaseAll();
}

void Debugger::end()
{
    const std::scoped_lock lock(m_mutex);
    m_send = nullptr;
    m_attached = false;
    releaseAll();
}

void Debugger::releaseAll()
{
    for (auto &[id, entry] : m_requests) {
        for (auto &[number, thread] : entry.threads) {
            thread.mode = Mode::Run;
            if (const auto standing = std::exchange(thread.standing, std::nullopt))
                standing->goOn();
        }
    }
}

void Debugger::send(std::string_view name, json::value arguments, const json::value *id)
{
    if (!m_send)
        return;
    json::object message{{"name", name}, {"arguments", std::move(arguments)}};
    if (id)
        message["id"] = *id;
    m_send(toJson(message));
}

json::object Debugger::place(const Entry &entry, int thread) const
{
    return {{"requestId", entry.request.id}, {"threadId", thread}, {"operationId", entry.request.operationId}, {"apiId", entry.request.apiId},
            {"productId", entry.request.productId}};
}

void Debugger::began(Request request)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_send || m_requests.size() >= maxRequests)
        return;
    auto id = request.id;
    m_requests[std::move(id)].request = std::move(request);
}

void Debugger::ended(const std::string &requestId)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_requests.find(requestId);
    if (found == m_requests.end())
        return;
    for (const auto &[number, thread] : found->second.threads)
        send("threadExited", place(found->second, number));
    m_requests.erase(found);
}

void Debugger::threadEnded(const std::string &requestId, int thread)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_requests.find(requestId);
    if (found != m_requests.end() && found->second.threads.erase(thread) > 0)
        send("threadExited", place(found->second, thread));
}

bool Debugger::hitsBreakpoint(const Arrival &arrival) const
{
    return std::any_of(arrival.entered.begin(), arrival.entered.end(), [this](const DebugFrame &frame) {
        const auto scope = m_breakpoints.find(frame.scopeId);
        return scope != m_breakpoints.end() && scope->second.contains(frame.path);
    });
}

//! The event's name; null: it goes on.
const char *Debugger::reasonToStop(const Thread &thread, const Arrival &arrival, bool isNew) const
{
    if (arrival.exception)
        return "stopOnException";
    if (hitsBreakpoint(arrival))
        return "stopOnBreakpoint";
    if (isNew && m_stopOnEntry)
        return "stopOnEntry";
    const bool elsewhere = !arrival.frames.empty() && arrival.frames.front().section != thread.section;
    switch (thread.mode) {
    case Mode::Run:
        return nullptr;
    case Mode::Pause:
    case Mode::StepIn:
        break;
    case Mode::StepOver:
        if (!elsewhere && arrival.depth > thread.depth)
            return nullptr;
        break;
    case Mode::StepOut:
        if (!elsewhere && arrival.depth >= thread.depth)
            return nullptr;
        break;
    }
    return "stopOnStep";
}

bool Debugger::arrives(const std::string &requestId, int number, Arrival arrival)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_requests.find(requestId);
    if (!m_send || found == m_requests.end())
        return true;
    auto &entry = found->second;
    const bool isNew = entry.threads.empty();
    auto &thread = entry.threads[number];
    const auto *event = reasonToStop(thread, arrival, isNew);
    if (!event)
        return true;
    thread.mode = Mode::Run;
    thread.depth = arrival.depth;
    thread.section = arrival.frames.empty() ? std::string() : arrival.frames.front().section;
    thread.standing = Standing{std::move(arrival.frames), arrival.variables(), std::move(arrival.goOn)};
    auto arguments = place(entry, number);
    if (arrival.exception)
        arguments["message"] = *arrival.exception;
    send(event, std::move(arguments));
    return false;
}

void Debugger::receive(std::uint64_t session, std::string_view text)
{
    const auto message = parseJson(text, {1U << 20, 16});
    const std::scoped_lock lock(m_mutex);
    if (session != m_session || !m_send)
        return;
    if (!message || !message->is_object()) {
        send("error", json::object{{"message", "The message is no JSON object."}});
        return;
    }
    const auto &object = message->get_object();
    command(stringMember(object, "name"), argumentsOf(object), member(object, "id"));
}

void Debugger::command(std::string_view name, const json::object &arguments, const json::value *id)
{
    if (name == "attach") {
        m_stopOnEntry = boolMember(arguments, "break", false);
    } else if (name == "getRequests") {
        send("requests", requests(), id);
    } else if (name == "getStackTrace") {
        const auto *thread = find(arguments);
        send("stackTrace", thread && thread->standing ? framesJson(thread->standing->frames) : json::array(), id);
    } else if (name == "getVariables") {
        const auto *thread = find(arguments);
        const auto *at = thread && thread->standing ? variablesAt(thread->standing->variables, stringMember(arguments, "path")) : nullptr;
        send("variables", at ? variablesJson(*at) : json::array(), id);
    } else if (name == "setBreakpoints") {
        setBreakpoints(arguments);
    } else if (name == "stepOver") {
        resume(arguments, Mode::StepOver);
    } else if (name == "stepIn") {
        resume(arguments, Mode::StepIn);
    } else if (name == "stepOut") {
        resume(arguments, Mode::StepOut);
    } else if (name == "continue") {
        resume(arguments, Mode::Run);
    } else if (name == "pause") {
        if (auto *thread = find(arguments); thread && !thread->standing)
            thread->mode = Mode::Pause;
    } else if (name == "terminateRequests") {
        const auto *some = member(arguments, "requests");
        for (const auto &one : some && some->is_array() ? some->get_array() : json::array()) {
            const auto found = one.is_string() ? m_requests.find(std::string_view(one.get_string())) : m_requests.end();
            if (found != m_requests.end())
                found->second.request.terminate();
        }
    } else {
        send("error", json::object{{"message", "There is no such command."}}, id);
    }
}

void Debugger::setBreakpoints(const json::object &arguments)
{
    const std::string all(stringMember(arguments, "scopeId"));
    if (!all.empty())
        m_breakpoints.erase(all);
    std::size_t count = 0;
    for (const auto &[scope, paths] : m_breakpoints)
        count += paths.size();
    const auto *some = member(arguments, "breakpoints");
    if (!some || !some->is_array())
        return;
    for (const auto &one : some->get_array()) {
        if (!one.is_object() || ++count > maxBreakpoints)
            continue;
        const std::string scope(stringMember(one.get_object(), "scopeId", all));
        m_breakpoints[scope].insert(normalizedPath(stringMember(one.get_object(), "path")));
    }
}

Debugger::Thread *Debugger::find(const json::object &arguments)
{
    const auto found = m_requests.find(stringMember(arguments, "requestId"));
    if (found == m_requests.end())
        return nullptr;
    const auto thread = found->second.threads.find(static_cast<int>(intMember(arguments, "threadId").value_or(0)));
    return thread == found->second.threads.end() ? nullptr : &thread->second;
}

void Debugger::resume(const json::object &arguments, Mode mode)
{
    auto *thread = find(arguments);
    if (!thread || !thread->standing)
        return;
    thread->mode = mode;
    std::exchange(thread->standing, std::nullopt)->goOn();
}

json::array Debugger::requests() const
{
    json::array all;
    for (const auto &[id, entry] : m_requests) {
        json::array threads;
        for (const auto &[number, thread] : entry.threads)
            threads.push_back(number);
        if (!threads.empty())
            all.push_back(json::object{{"id", id}, {"threads", std::move(threads)}, {"operationId", entry.request.operationId},
                                       {"apiId", entry.request.apiId}, {"productId", entry.request.productId}});
    }
    return all;
}

} // namespace gatehouse::gateway
