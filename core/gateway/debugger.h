// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/debug_state.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::gateway {

//! The step debugger as Azure's VS Code extension speaks to it: JSON messages {name, arguments}, one session at a time. It decides where
//! runs stand still and tells them to go on; it never touches a run itself. Thread-safe.
class Debugger
{
public:
    //! Called with a message for the session, under the lock, on any thread: it must not wait or call back.
    using Send = std::function<void(std::string)>;

    struct Request
    {
        std::string id, operationId, apiId, productId;
        std::function<void()> terminate; //!< any thread; does not wait
    };
    //! A run has come to a policy.
    struct Arrival
    {
        std::vector<DebugFrame> frames; //!< innermost first
        std::vector<DebugFrame> entered; //!< those of them in which it was not before
        int depth = 0;
        std::optional<std::string> exception; //!< a policy has failed since the last arrival
        std::function<std::vector<DebugVariable>()> variables; //!< called inside arrives()
        std::function<void()> goOn; //!< any thread; does not wait
    };

    bool isAttached() const { return m_attached.load(std::memory_order_relaxed); }
    //! The session's number; nothing: there is one already.
    std::optional<std::uint64_t> attach(Send send);
    //! Runs that stand go on.
    void detach(std::uint64_t session);
    //! One message of the session.
    void receive(std::uint64_t session, std::string_view text);
    //! The gateway stops: runs that stand go on, the session gets nothing more.
    void end();

    // Of debugged requests.
    void began(Request request);
    //! False: it stands there until `goOn` is called.
    bool arrives(const std::string &requestId, int thread, Arrival arrival);
    void threadEnded(const std::string &requestId, int thread);
    void ended(const std::string &requestId);

private:
    enum class Mode { Run, Pause, StepIn, StepOver, StepOut };
    struct Standing
    {
        std::vector<DebugFrame> frames;
        std::vector<DebugVariable> variables;
        std::function<void()> goOn;
    };
    struct Thread
    {
        Mode mode = Mode::Run;
        int depth = 0;
        std::string section; //!< where the step began
        std::optional<Standing> standing;
    };
    struct Entry
    {
        Request request;
        std::map<int, Thread> threads;
    };

    const char *reasonToStop(const Thread &thread, const Arrival &arrival, bool isNew) const;
    bool hitsBreakpoint(const Arrival &arrival) const;
    void releaseAll();
    void send(std::string_view name, json::value arguments, const json::value *id = nullptr);
    json::object place(const Entry &entry, int thread) const;
    void command(std::string_view name, const json::object &arguments, const json::value *id);
    void setBreakpoints(const json::object &arguments);
    void resume(const json::object &arguments, Mode mode);
    json::array requests() const;
    Thread *find(const json::object &arguments);

    std::atomic<bool> m_attached = false;
    std::mutex m_mutex;
    Send m_send;
    std::uint64_t m_session = 0;
    bool m_stopOnEntry = false;
    std::map<std::string, std::set<std::string>, std::less<>> m_breakpoints; //!< paths by scope
    std::map<std::string, Entry, std::less<>> m_requests;
};

} // namespace gatehouse::gateway
