// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/debug_client.h"
#include "core/resource/resource_id.h"
#include "ui/components/run_in_background.h"

#include <QObject>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ui::shell {

class Session;

//! One value at the stop, with what is below it.
struct DebugNode
{
    remote::DebugVariable variable;
    std::string path; //!< "Request.Headers"
    bool isChanged = false; //!< against the stop before of the same run
    std::vector<DebugNode> children;
};

//! The step debugger on the gateway of a window's session: attaching, breakpoints, the runs that stand, what the shown one looks like. No widgets.
//! Lives as long as the session; another connection ends it.
class DebugSession : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Off,
        Connecting,
        Waiting, //!< attached; nothing stands
        Stopped,
        Failed
    };
    Q_ENUM(State)
    using Go = remote::DebugClient::Go;

    explicit DebugSession(Session &session);
    ~DebugSession() override;

    //! Asks the service for the master key and attaches. Does nothing while it is attached or on the way.
    void start();
    //! Requests that stand go on.
    void stop();
    State state() const { return m_state; }
    bool isAttached() const { return m_state == State::Waiting || m_state == State::Stopped; }
    //! Of State::Failed.
    const std::optional<Error> &error() const { return m_error; }
    //! The value of DebugClient::requestField; empty unless it is attached.
    const SecretString &credential() const { return m_credential; }
    const std::string &gatewayUrl() const { return m_gatewayUrl; }

    //! Paths as debugPathOf() writes them; kept while it is off too.
    void setBreakpoints(const resource::ResourceId &document, std::vector<std::string> paths);
    const std::vector<std::string> &breakpoints(const resource::ResourceId &document) const;
    const std::map<resource::ResourceId, std::vector<std::string>> &allBreakpoints() const { return m_breakpoints; }
    void clearBreakpoints();

    // Of State::Stopped: the run on show.
    const remote::DebugStop &stopped() const { return m_standing.front(); }
    //! How many runs stand, with the one on show.
    std::size_t standingCount() const { return m_standing.size(); }
    //! Innermost first.
    const std::vector<remote::DebugFrame> &frames() const { return m_frames; }
    const std::vector<DebugNode> &variables() const { return m_variables; }
    bool areVariablesComplete() const { return m_openQuestions == 0; }
    void go(Go how);
    //! Ends the request on show without an answer.
    void terminate();

    //! The document of a frame's scope; nothing: it is none that has a policy.
    static std::optional<resource::ResourceId> documentOf(const std::string &scopeId);
    static std::string scopeIdOf(const resource::ResourceId &document);

signals:
    void stateChanged();
    //! Another run, or the same one at another policy, is on show; frames() are its.
    void stoppedChanged();
    void variablesChanged();
    void breakpointsChanged();

private:
    struct Access
    {
        std::string gatewayUrl;
        SecretString key;
    };
    void attach(Result<Access> access);
    void clientChanged();
    void sendBreakpoints(const resource::ResourceId &document);
    void runStopped(const remote::DebugStop &stop);
    void runEnded(const remote::DebugPlace &place);
    void show();
    void ask(const std::string &path);
    void take(const std::string &path, std::vector<remote::DebugVariable> found);
    void removeCurrent();
    void failWith(Error error);
    void setState(State state);

    Session &m_session;
    remote::DebugClient m_client;
    components::TaskSlot m_access;
    State m_state = State::Off;
    std::optional<Error> m_error;
    SecretString m_credential;
    std::string m_gatewayUrl;
    std::string m_connectionId;
    std::map<resource::ResourceId, std::vector<std::string>> m_breakpoints;
    std::deque<remote::DebugStop> m_standing; //!< the first is on show
    std::vector<remote::DebugFrame> m_frames;
    std::vector<DebugNode> m_variables;
    std::map<std::string, std::string> m_before; //!< values of the stop before by their path
    remote::DebugPlace m_shownPlace;
    int m_openQuestions = 0;
    int m_questions = 0;
    int m_generation = 0; //!< of the stop on show: answers for another are dropped
};

} // namespace gatehouse::ui::shell
