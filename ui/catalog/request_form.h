// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/catalog/request_draft.h"
#include "ui/components/run_in_background.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace gatehouse::ui::components {
class ElidedLabel;
class MethodBadge;
class Pill;
class StateStack;
}
namespace gatehouse::ui::shell {
class Session;
}

namespace gatehouse::ui::catalog {

//! Calls one operation through the gateway and shows the answer. The subscription's key is fetched for the call alone and never shown; values typed stay
//! as long as the window is open. Modeless, so that the page stays usable.
class RequestForm : public QDialog
{
    Q_OBJECT

public:
    RequestForm(shell::Session &session, const resource::ResourceId &operation, const std::string &gatewayUrl, QWidget *parent = nullptr);

    void send();
    bool isSending() const { return m_sending.isRunning(); }
    //! Of the last answer, 0 before.
    int status() const { return m_status; }
    const resource::ResourceId &operation() const { return m_operation; }

signals:
    void answered(int status);

private:
    struct Sent
    {
        Result<remote::HttpAnswer> answer;
    };
    QWidget *makeRequest();
    QWidget *makeAnswer();
    void fillParameters();
    void fillSubscriptions();
    void readFields();
    void showUrl();
    void showAnswer(Sent sent);
    void copyCurl();

    shell::Session &m_session;
    resource::ResourceId m_operation;
    RequestDraft m_draft;
    components::TaskSlot m_sending;
    int m_status = 0;

    components::MethodBadge *m_method;
    components::ElidedLabel *m_url;
    QFormLayout *m_parameters;
    QList<QLineEdit *> m_fields;
    QComboBox *m_subscription;
    QPlainTextEdit *m_body;
    QPushButton *m_send;
    QPushButton *m_copy;
    components::StateStack *m_answerStates;
    components::Pill *m_answerStatus;
    QLabel *m_answerTime;
    QPlainTextEdit *m_answerBody;
    QPlainTextEdit *m_answerHeaders;
};

} // namespace gatehouse::ui::catalog
