// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/catalog/request_draft.h"
#include "ui/components/run_in_background.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace gatehouse::remote {
class ArmClient;
}
namespace gatehouse::ui::components {
class ElidedLabel;
class MethodBadge;
class Pill;
class StateStack;
class TraceTimeline;
}
namespace gatehouse::ui::shell {
class Session;
class SettingsStore;
}

namespace gatehouse::ui::catalog {

//! Calls one operation through the gateway and shows the answer. The subscription's key is fetched for the call alone and never shown; values typed stay
//! as long as the window is open. Modeless, so that the page stays usable.
class RequestForm : public QDialog
{
    Q_OBJECT

public:
    //! `settings` remember whether requests are traced; nullptr: they don't. They outlive it.
    RequestForm(shell::Session &session, const resource::ResourceId &operation, const std::string &gatewayUrl, shell::SettingsStore *settings = nullptr,
                QWidget *parent = nullptr);

    void send();
    bool isSending() const { return m_sending.isRunning() || m_tracing.isRunning(); }
    //! The next requests are traced, and the timeline is shown.
    void setTracing(bool on);
    bool isTracing() const;
    components::TraceTimeline *timeline() const { return m_timeline; }
    //! Of the last answer, 0 before.
    int status() const { return m_status; }
    const resource::ResourceId &operation() const { return m_operation; }

signals:
    void answered(int status);
    //! A policy document that a trace names, service-relative.
    void documentWanted(const QString &resourceId);

private:
    struct Sent
    {
        Result<remote::HttpAnswer> answer;
        std::optional<Error> untraced; //!< no credential: the request was sent without
    };
    static Sent sendDraft(const remote::ArmClient &client, const RequestDraft &draft, const std::string &tracedApi, const std::stop_token &stop);
    QWidget *makeRequest();
    QWidget *makeAnswer();
    void fillParameters();
    void fillSubscriptions();
    void readFields();
    void showUrl();
    void showAnswer(Sent sent);
    void showTrace(const Sent &sent);
    void fetchTrace(const std::string &traceId);
    void copyCurl();

    shell::Session &m_session;
    resource::ResourceId m_operation;
    RequestDraft m_draft;
    components::TaskSlot m_sending;
    components::TaskSlot m_tracing;
    bool m_wasTraced = false; //!< the request under way
    int m_status = 0;

    components::MethodBadge *m_method;
    components::ElidedLabel *m_url;
    QFormLayout *m_parameters;
    QList<QLineEdit *> m_fields;
    QComboBox *m_subscription;
    QPlainTextEdit *m_body;
    QPushButton *m_send;
    QPushButton *m_copy;
    QCheckBox *m_trace;
    components::TraceTimeline *m_timeline;
    components::StateStack *m_answerStates;
    components::Pill *m_answerStatus;
    QLabel *m_answerTime;
    QPlainTextEdit *m_answerBody;
    QPlainTextEdit *m_answerHeaders;
};

} // namespace gatehouse::ui::catalog
