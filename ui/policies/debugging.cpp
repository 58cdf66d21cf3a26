// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/debugging.h"

#include "ui/policies/debug_pane.h"
#include "ui/policies/policy_editor.h"
#include "ui/policies/policy_scopes.h"
#include "ui/shell/debug_session.h"
#include "ui/shell/session.h"
#include "ui/shell/theme/theme.h"

#include <QAction>
#include <QToolTip>

#include <algorithm>

namespace gatehouse::ui::policies {

using resource::ResourceId;
using shell::DebugSession;

Debugging::Debugging(shell::Session &session, PolicyEditor &editor, QWidget *widget)
    : QObject(widget), m_session(session), m_debugger(session.debugger()), m_editor(editor)
{
    makeActions(widget);
    m_pane = new DebugPane(session, commands(), widget);
    connect(m_pane, &DebugPane::frameChosen, this, &Debugging::showFrame);
    connect(m_pane, &DebugPane::requestWanted, this, &Debugging::requestWanted);
    connect(m_pane, &DebugPane::closed, this, [this] {
        m_debugger.stop();
        emit shown(false);
    });
    connect(&m_editor, &PolicyEditor::breakpointToggled, this, &Debugging::toggleBreakpoint);
    connect(&m_debugger, &DebugSession::stateChanged, this, &Debugging::refreshActions);
    connect(&m_debugger, &DebugSession::stoppedChanged, this, &Debugging::stopped);
    connect(&m_debugger, &DebugSession::breakpointsChanged, this, [this] {
        showBreakpoints();
        refreshActions();
        emit breakpointsChanged();
    });
    refreshActions();
}

void Debugging::makeActions(QWidget *widget)
{
    const auto add = [widget](const char *icon, const QString &text, const QKeySequence &keys) {
        auto *action = new QAction(theme::icon(QLatin1String(icon)), text, widget);
        action->setShortcut(keys);
        action->setToolTip(QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
        return action;
    };
    m_start = add("bug", tr("Debug"), Qt::Key_F5);
    m_continue = add("play", tr("Continue"), Qt::Key_F5);
    m_stepOver = add("step-over", tr("Step over"), Qt::Key_F10);
    m_stepIn = add("step-in", tr("Step in"), Qt::Key_F11);
    m_stepOut = add("step-out", tr("Step out"), Qt::SHIFT | Qt::Key_F11);
    m_stop = add("stop", tr("End the debugger"), Qt::SHIFT | Qt::Key_F5);
    m_toggle = add("breakpoint", tr("Set or remove a breakpoint"), Qt::Key_F9);
    m_clear = add("trash", tr("Remove all breakpoints"), Qt::CTRL | Qt::SHIFT | Qt::Key_F9);
    connect(m_start, &QAction::triggered, this, [this] {
        emit shown(true);
        m_debugger.start();
    });
    const auto go = [this](QAction *action, DebugSession::Go how) {
        connect(action, &QAction::triggered, &m_debugger, [this, how] { m_debugger.go(how); });
    };
    go(m_continue, DebugSession::Go::Continue);
    go(m_stepOver, DebugSession::Go::StepOver);
    go(m_stepIn, DebugSession::Go::StepIn);
    go(m_stepOut, DebugSession::Go::StepOut);
    connect(m_stop, &QAction::triggered, &m_debugger, &DebugSession::stop);
    connect(m_toggle, &QAction::triggered, this, [this] { toggleBreakpoint(m_editor.caretLine()); });
    connect(m_clear, &QAction::triggered, &m_debugger, &DebugSession::clearBreakpoints);
}

void Debugging::refreshActions()
{
    using State = DebugSession::State;
    const auto state = m_debugger.state();
    const bool isStopped = state == State::Stopped;
    m_start->setEnabled(state == State::Off || state == State::Failed);
    for (auto *action : {m_continue, m_stepOver, m_stepIn, m_stepOut})
        action->setEnabled(isStopped);
    m_stop->setEnabled(state == State::Connecting || m_debugger.isAttached());
    m_toggle->setEnabled(m_document.has_value());
    m_clear->setEnabled(!m_debugger.allBreakpoints().empty());
    if (!isStopped) {
        m_frame.reset();
        markFrame();
    }
}

void Debugging::showDocument(const std::optional<ResourceId> &document)
{
    m_document = document;
    m_places = document ? placesOf(m_editor.policyText()) : std::vector<PolicyPlace>();
    showBreakpoints();
    markFrame();
    refreshActions();
}

void Debugging::textEdited()
{
    if (!m_document)
        return;
    auto places = placesOf(m_editor.policyText());
    if (places.empty())
        return; // it can't be read just now: the marks stay at their lines
    m_places = std::move(places);
    std::vector<std::string> paths;
    for (const int line : m_editor.breakpointLines()) {
        const auto *place = placeAtLine(m_places, line);
        if (place && std::ranges::find(paths, place->path) == paths.end())
            paths.push_back(place->path);
    }
    m_debugger.setBreakpoints(*m_document, std::move(paths));
}

void Debugging::toggleBreakpoint(int line)
{
    const auto *place = m_document ? placeAtLine(m_places, line) : nullptr;
    if (!place) {
        sayNoPlace(line);
        return;
    }
    auto paths = m_debugger.breakpoints(*m_document);
    if (const auto found = std::ranges::find(paths, place->path); found != paths.end())
        paths.erase(found);
    else
        paths.push_back(place->path);
    m_debugger.setBreakpoints(*m_document, std::move(paths));
}

void Debugging::sayNoPlace(int line)
{
    QToolTip::showText(m_editor.viewport()->mapToGlobal(m_editor.pointBelow(m_editor.lineBegin(line))), tr("No policy stands in this line."), &m_editor);
}

void Debugging::showBreakpoints()
{
    std::vector<int> lines;
    if (m_document)
        for (const auto &path : m_debugger.breakpoints(*m_document))
            if (const auto *place = placeAtPath(m_places, path))
                lines.push_back(place->line);
    m_editor.setBreakpointLines(lines);
}

void Debugging::stopped()
{
    emit shown(true);
    showFrame(0);
}

void Debugging::showFrame(int index)
{
    const auto &frames = m_debugger.frames();
    if (index < 0 || std::size_t(index) >= frames.size())
        return;
    m_frame = std::size_t(index);
    const auto document = DebugSession::documentOf(frames[*m_frame].scopeId);
    if (document && document != m_document)
        emit documentWanted(*document);
    markFrame();
}

void Debugging::markFrame()
{
    const auto &frames = m_debugger.frames();
    if (!m_frame || *m_frame >= frames.size()) {
        m_editor.setCurrentLine(0);
        m_pane->setNote({});
        return;
    }
    const auto document = DebugSession::documentOf(frames[*m_frame].scopeId);
    const bool isShown = m_document && document == m_document;
    const auto *place = isShown ? placeAtPath(m_places, remote::debugPathOf(frames, *m_frame)) : nullptr;
    const bool isSame = place && place->name == frames[*m_frame].name;
    m_editor.setCurrentLine(isSame ? place->line : 0);
    if (isSame) {
        m_editor.goTo(place->begin);
        m_pane->setNote(runsAsShown() ? QString() : tr("This text differs from the published one. Unless the request tries your changes, the marked line may be another one."));
    } else if (isShown) {
        m_pane->setNote(tr("The run stands at a policy that this text does not have: it differs from the published one."));
    } else {
        m_pane->setNote(tr("The document where the run stands is not in the configuration that was read: read it again."));
    }
}

bool Debugging::runsAsShown() const
{
    const auto *live = m_session.configuration()->find(*m_document);
    return live && shownText(*live) == m_editor.policyText();
}

} // namespace gatehouse::ui::policies
