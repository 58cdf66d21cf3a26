// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/run_in_background.h"
#include "ui/request/request_sender.h"
#include "ui/request/trial_holder.h"

#include <QDialog>

#include <functional>
#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace gatehouse::ui::components {
class TraceTimeline;
}
namespace gatehouse::ui::shell {
class Session;
class SettingsStore;
}

namespace gatehouse::ui::request {

class AccessPanel;
class AnswerView;
class RequestFields;

//! Calls an operation through the gateway and shows the answer: as it is published, or against changes that are not, under the debugger's eyes or not.
//! The subscription's key is fetched for the call alone and never shown; values typed stay as long as the window is open. Modeless, so that the
//! page stays usable.
class RequestForm : public QDialog
{
    Q_OBJECT

public:
    //! The first of `operations` is chosen. `gatewayUrl` "": is asked for. `settings` remember whether requests are traced; nullptr: they don't. They
    //! outlive it.
    RequestForm(shell::Session &session, std::vector<resource::ResourceId> operations, const std::string &gatewayUrl,
                shell::SettingsStore *settings = nullptr, QWidget *parent = nullptr);

    void send();
    //! Attaches the debugger where it is not, then sends.
    void debug();
    bool isSending() const { return m_isUnderWay || m_tracing.isRunning() || m_preparing.isRunning() || m_isDebugWanted; }
    //! The request waits in the debugger or is on its way.
    bool isHeld() const { return m_isUnderWay && m_wasDebugged; }
    //! One of those that it was made for.
    void setOperation(const resource::ResourceId &operation);
    //! The next requests are traced, and the timeline is shown.
    void setTracing(bool on);
    bool isTracing() const;
    //! Against the changes instead of what is published.
    void setTrying(bool on);
    bool isTrying() const;
    //! What is tried; the session's staged changes unless another source is given.
    void setChanges(std::function<resource::ChangeSet()> changes);
    //! Why nothing can be tried here; "" : it can, or it is not known yet.
    QString whyNotTried() const;

    components::TraceTimeline *timeline() const { return m_timeline; }
    AnswerView *answer() const { return m_answer; }
    RequestFields *fields() const { return m_fields; }
    AccessPanel *access() const { return m_access; }
    //! Of the last answer, 0 before.
    int status() const { return m_status; }
    const resource::ResourceId &operation() const { return m_operation; }

signals:
    void answered(int status);
    //! A policy document that a trace or a finding names, service-relative; line 0: none is named.
    void documentWanted(const QString &resourceId, int line);
    //! A request goes under the debugger's eyes.
    void debugging();

private:
    struct Place
    {
        std::string gatewayUrl;
        QString whyNotTried;
        QString whyNoTokens;
    };
    QWidget *makeRequest(const std::vector<resource::ResourceId> &operations);
    void makeButtons();
    void prepare(const std::string &gatewayUrl);
    bool canSend() const;
    void chooseOperation();
    void refresh();
    void start(bool isDebugged);
    void debuggerChanged();
    void showSent(Sent sent);
    void showTrace(const Sent &sent);
    void fetchTrace(const std::string &traceId);
    void copyCurl();

    shell::Session &m_session;
    resource::ResourceId m_operation;
    std::function<resource::ChangeSet()> m_changes;
    std::optional<resource::ChangeSet> m_tried; //!< by the request under way
    AccessChoice m_carried; //!< by the request under way
    TrialHolder m_trials;
    components::TaskSlot m_preparing;
    components::TaskSlot m_sending;
    components::TaskSlot m_tracing;
    bool m_isUnderWay = false;
    bool m_isPrepared = false; //!< whether changes can be tried is known, and the address
    std::optional<bool> m_wanted; //!< to be sent as soon as the gateway's address is known; true: under the debugger's eyes
    bool m_isDebugWanted = false; //!< as soon as the debugger is attached
    bool m_wasTraced = false; //!< the request under way
    bool m_wasDebugged = false;
    QString m_whyNotTried;
    int m_status = 0;

    QComboBox *m_operations;
    RequestFields *m_fields;
    AccessPanel *m_access;
    QComboBox *m_against;
    QLabel *m_notOffered;
    QPushButton *m_send;
    QPushButton *m_debug;
    QPushButton *m_copy;
    QCheckBox *m_trace;
    AnswerView *m_answer;
    components::TraceTimeline *m_timeline;
};

} // namespace gatehouse::ui::request
