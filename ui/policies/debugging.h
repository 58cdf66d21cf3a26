// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/resource/resource_id.h"
#include "ui/policies/policy_places.h"

#include <QList>
#include <QObject>

#include <optional>

class QAction;
class QWidget;

namespace gatehouse::ui::shell {
class DebugSession;
class Session;
}

namespace gatehouse::ui::policies {

class DebugPane;
class PolicyEditor;

//! What makes the editor of the Policies page a debugger's: breakpoints that move with the text, the line where a run stands, the commands.
class Debugging : public QObject
{
    Q_OBJECT

public:
    //! `widget`: the owner of the actions and of the pane. All outlive it.
    Debugging(shell::Session &session, PolicyEditor &editor, QWidget *widget);

    DebugPane *pane() const { return m_pane; }
    //! "Debug": attaches.
    QAction *startAction() const { return m_start; }
    //! Continue, the steps, end; beside startAction() and the breakpoints' ones all that has a key.
    QList<QAction *> commands() const { return {m_continue, m_stepOver, m_stepIn, m_stepOut, m_stop}; }
    QList<QAction *> breakpointActions() const { return {m_toggle, m_clear}; }

    //! The editor shows this document's text now; nothing: none.
    void showDocument(const std::optional<resource::ResourceId> &document);
    //! The text was edited: breakpoints have moved along.
    void textEdited();
    //! At a line of the text, from 1; where no policy is nothing happens but a word that says why.
    void toggleBreakpoint(int line);
    //! Marks where a frame of the stack stands and asks for its document.
    void showFrame(int index);

signals:
    //! A document that isn't on show; showDocument() is expected to follow.
    void documentWanted(const gatehouse::resource::ResourceId &document);
    //! The debugger is wanted on show, or not any more.
    void shown(bool on);
    void requestWanted();
    //! Breakpoints were set or went.
    void breakpointsChanged();

private:
    void makeActions(QWidget *widget);
    void refreshActions();
    void stopped();
    void showBreakpoints();
    void markFrame();
    void sayNoPlace(int line);
    bool runsAsShown() const;

    shell::Session &m_session;
    shell::DebugSession &m_debugger;
    PolicyEditor &m_editor;
    DebugPane *m_pane;
    QAction *m_start;
    QAction *m_continue;
    QAction *m_stepOver;
    QAction *m_stepIn;
    QAction *m_stepOut;
    QAction *m_stop;
    QAction *m_toggle;
    QAction *m_clear;
    std::optional<resource::ResourceId> m_document;
    std::vector<PolicyPlace> m_places;
    std::optional<std::size_t> m_frame; //!< on show
};

} // namespace gatehouse::ui::policies
