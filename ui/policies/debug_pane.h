// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/card.h"
#include "ui/shell/debug_session.h"

class QAction;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace gatehouse::ui::components {
class DataTable;
class Pill;
}
namespace gatehouse::ui::shell {
class Session;
}

namespace gatehouse::ui::policies {

class SideStack;

//! The debugger beside the text: how it stands, where the run is, what it knows; or what to do so that one comes.
class DebugPane : public components::Card
{
    Q_OBJECT

public:
    //! `actions`: shown as buttons in that order; they outlive it.
    DebugPane(shell::Session &session, const QList<QAction *> &actions, QWidget *parent = nullptr);

    //! Why a line of the text is not marked, or is with a reservation; "" : nothing to say.
    void setNote(const QString &text);
    components::DataTable *stack() const { return m_stack; }
    components::DataTable *variables() const { return m_variables; }
    QString stateText() const;
    QPushButton *requestButton() const { return m_request; }

signals:
    //! A frame of the stack was chosen.
    void frameChosen(int index);
    //! A request of the form, under the debugger's eyes.
    void requestWanted();
    void closed();

private:
    QWidget *makeStopped();
    QWidget *makeWaiting();
    void refresh();
    void showStack();
    void showVariables();
    void copyHeader();

    shell::Session &m_session;
    shell::DebugSession &m_debugger;
    components::Pill *m_state;
    QLabel *m_reason;
    QLabel *m_note;
    QStackedWidget *m_pages;
    components::DataTable *m_stack;
    components::DataTable *m_variables;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_request;
    QPushButton *m_copy;
    QPushButton *m_again;
    bool m_isFirstTree = true;
};

} // namespace gatehouse::ui::policies
