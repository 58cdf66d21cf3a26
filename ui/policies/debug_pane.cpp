// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/debug_pane.h"

#include "ui/components/data_table.h"
#include "ui/components/formats.h"
#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/policies/debug_rows.h"
#include "ui/shell/session.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse::ui::policies {

using components::DataTable;
using components::fromUtf8;
using shell::DebugSession;
using theme::TextRole;

namespace {

enum PageIndex { StoppedPage, WaitingPage };

QString reasonText(const remote::DebugStop &stop)
{
    switch (stop.reason) {
    case remote::DebugStop::Entry: return DebugPane::tr("At the first policy");
    case remote::DebugStop::Step: return DebugPane::tr("After a step");
    case remote::DebugStop::Breakpoint: return DebugPane::tr("At a breakpoint");
    case remote::DebugStop::Exception:
        return stop.message.empty() ? DebugPane::tr("A policy failed") : DebugPane::tr("A policy failed: %1").arg(fromUtf8(stop.message));
    }
    return {};
}

} // namespace

DebugPane::DebugPane(shell::Session &session, const QList<QAction *> &actions, QWidget *parent)
    : Card(tr("Debugger"), parent), m_session(session), m_debugger(session.debugger()), m_state(new components::Pill({}, theme::Tone::Neutral, true, this)),
      m_pages(new QStackedWidget(this))
{
    setEdgeToEdge(true);
    addHeaderWidget(m_state);
    auto *close = components::makeIconButton(QStringLiteral("close"), tr("Close the debugger; requests that stand go on"), this);
    connect(close, &QToolButton::clicked, this, &DebugPane::closed);
    addHeaderWidget(close);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(13, 0, 12, 0);
    bar->setSpacing(4);
    for (auto *action : actions) {
        auto *button = components::makeIconButton({}, action->text(), this);
        button->setDefaultAction(action);
        button->setAccessibleName(action->text());
        bar->addWidget(button);
    }
    bar->addStretch();
    m_pages->addWidget(makeStopped());
    m_pages->addWidget(makeWaiting());
    body()->addLayout(bar);
    body()->addWidget(m_pages, 1);
    connect(&m_debugger, &DebugSession::stateChanged, this, &DebugPane::refresh);
    connect(&m_debugger, &DebugSession::breakpointsChanged, this, &DebugPane::refresh);
    connect(&m_debugger, &DebugSession::stoppedChanged, this, &DebugPane::showStack);
    connect(&m_debugger, &DebugSession::variablesChanged, this, &DebugPane::showVariables);
    refresh();
}

QWidget *DebugPane::makeStopped()
{
    auto *page = new QWidget(this);
    m_reason = components::makeParagraph({}, TextRole::BodyStrong, 1);
    m_note = components::makeParagraph({}, TextRole::Secondary, 2);
    theme::setTextTone(m_note, theme::Tone::Warning);
    m_note->hide();
    m_stack = new DataTable(StackRows::columns(), tr("Call stack, innermost first"), page);
    m_stack->setSortingEnabled(false);
    m_variables = new DataTable(VariableRows::columns(), tr("Variables"), page);
    m_variables->setSortingEnabled(false);
    auto *split = new QSplitter(Qt::Vertical, page);
    split->addWidget(m_stack);
    split->addWidget(m_variables);
    split->setSizes({150, 400});
    split->setChildrenCollapsible(false);
    auto *texts = new QVBoxLayout;
    texts->setContentsMargins(18, 4, 18, 4);
    texts->addWidget(m_reason);
    texts->addWidget(m_note);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->addLayout(texts);
    layout->addWidget(split, 1);
    const auto choose = [this] {
        if (!m_stack->currentKey().isEmpty())
            emit frameChosen(m_stack->currentKey().toInt());
    };
    connect(m_stack, &QTableView::clicked, this, choose);
    connect(m_stack, &DataTable::opened, this, choose);
    return page;
}

QWidget *DebugPane::makeWaiting()
{
    auto *page = new QWidget(this);
    m_title = components::makeParagraph({}, TextRole::Heading, 1);
    m_text = components::makeParagraph({}, TextRole::Secondary, 2);
    m_request = components::makeButton(tr("Debug a request…"), theme::ButtonRank::Primary, QStringLiteral("send"));
    m_copy = components::makeButton(tr("Copy the header"), theme::ButtonRank::Secondary, QStringLiteral("copy"));
    m_copy->setToolTip(tr("A header that brings any client's request here. It holds the master key: hand it to nobody."));
    m_again = components::makeButton(tr("Try again"), theme::ButtonRank::Primary, QStringLiteral("refresh"));
    auto *buttons = new QVBoxLayout;
    buttons->setSpacing(8);
    for (auto *button : {m_request, m_copy, m_again})
        buttons->addWidget(button, 0, Qt::AlignLeft);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(18, 8, 18, 18);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    layout->addStretch(1);
    connect(m_request, &QPushButton::clicked, this, &DebugPane::requestWanted);
    connect(m_copy, &QPushButton::clicked, this, &DebugPane::copyHeader);
    connect(m_again, &QPushButton::clicked, &m_debugger, &DebugSession::start);
    return page;
}

void DebugPane::refresh()
{
    using State = DebugSession::State;
    const auto state = m_debugger.state();
    m_pages->setCurrentIndex(state == State::Stopped ? StoppedPage : WaitingPage);
    m_request->setVisible(state == State::Waiting || state == State::Off);
    m_copy->setVisible(state == State::Waiting);
    m_copy->setText(tr("Copy the header"));
    m_again->setVisible(state == State::Failed);
    switch (state) {
    case State::Off:
        m_state->setText(tr("Off"));
        m_state->setTone(theme::Tone::Neutral);
        m_title->setText(tr("The debugger is off"));
        m_text->setText(tr("Press F5 to attach it to the gateway. Breakpoints are set beside the lines of a text, or with F9."));
        break;
    case State::Connecting:
        m_state->setText(tr("Attaching"));
        m_state->setTone(theme::Tone::Info);
        m_title->setText(tr("Attaching to the gateway…"));
        m_text->setText({});
        break;
    case State::Waiting:
        m_state->setText(tr("Attached"));
        m_state->setTone(theme::Tone::Success);
        m_title->setText(tr("No request stands"));
        m_text->setText(m_debugger.allBreakpoints().empty()
                            ? tr("Set a breakpoint beside a line first (F9). Then send a request from the form, or from any client with the debugger's header.")
                            : tr("Send a request from the form, or from any client with the debugger's header: it stands at your breakpoints. Others pass."));
        break;
    case State::Stopped:
        m_state->setText(m_debugger.standingCount() > 1 ? tr("Stopped, %1 stand").arg(m_debugger.standingCount()) : tr("Stopped"));
        m_state->setTone(theme::Tone::Warning);
        break;
    case State::Failed:
        m_state->setText(tr("Not attached"));
        m_state->setTone(theme::Tone::Danger);
        m_title->setText(tr("The debugger is not attached"));
        m_text->setText(m_debugger.error() ? components::errorText(*m_debugger.error()) : QString());
        break;
    }
    m_text->setVisible(!m_text->text().isEmpty());
}

void DebugPane::showStack()
{
    m_reason->setText(reasonText(m_debugger.stopped()));
    m_stack->setSource(std::make_shared<const StackRows>(m_debugger.frames(), *m_session.effective()));
    m_stack->setCurrentKey(QStringLiteral("0"));
    refresh();
}

void DebugPane::showVariables()
{
    m_variables->setSource(std::make_shared<const VariableRows>(m_debugger.variables()));
    if (!std::exchange(m_isFirstTree, false))
        return;
    for (const char *path : {"LastError", "Response", "Variables"})
        m_variables->rows()->setExpanded(QString::fromLatin1(path), true);
}

void DebugPane::copyHeader()
{
    QApplication::clipboard()->setText(fromUtf8(remote::DebugClient::requestField) + QStringLiteral(": ") + fromUtf8(m_debugger.credential().reveal()));
    m_copy->setText(tr("Copied"));
}

void DebugPane::setNote(const QString &text)
{
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

QString DebugPane::stateText() const
{
    return m_state->text();
}

} // namespace gatehouse::ui::policies
