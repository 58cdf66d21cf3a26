// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/document_pane.h"

#include "ui/components/labels.h"
#include "ui/components/pill.h"
#include "ui/components/state_stack.h"
#include "ui/policies/find_bar.h"
#include "ui/policies/notice_bar.h"
#include "ui/policies/policy_editor.h"

#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui::policies {

DocumentPane::DocumentPane(QWidget *parent)
    : Card({}, parent)
    , m_standing(new components::Pill({}, theme::Tone::Neutral, true, this))
    , m_problems(new components::Pill({}, theme::Tone::Danger, true, this))
    , m_compare(components::makeIconButton(QStringLiteral("drift"), tr("Compare with the live policy (Ctrl+Shift+C)"), this))
    , m_revert(components::makeIconButton(QStringLiteral("undo"), tr("Back to what is staged or live (Ctrl+Shift+Z)"), this))
    , m_stage(components::makeButton(tr("Stage"), theme::ButtonRank::Primary, QStringLiteral("check")))
    , m_notice(new NoticeBar(this))
    , m_editor(new PolicyEditor(tr("Policy text"), this))
{
    m_find = new FindBar(*m_editor, this);
    setEdgeToEdge(true);
    m_stage->setToolTip(tr("Put the change into the tray (Ctrl+S or Ctrl+Enter)"));
    for (QWidget *widget : {static_cast<QWidget *>(m_problems), static_cast<QWidget *>(m_standing), static_cast<QWidget *>(m_compare),
                            static_cast<QWidget *>(m_revert), static_cast<QWidget *>(m_stage)})
        addHeaderWidget(widget);

    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_find);
    layout->addWidget(m_editor, 1);
    m_states = new components::StateStack(content, this);
    auto *noticeRow = new QVBoxLayout;
    noticeRow->setContentsMargins(12, 0, 12, 0);
    noticeRow->addWidget(m_notice);
    body()->addLayout(noticeRow);
    body()->addWidget(m_states, 1);

    connect(m_compare, &QToolButton::clicked, this, &DocumentPane::compareWanted);
    connect(m_revert, &QToolButton::clicked, this, &DocumentPane::revertWanted);
    connect(m_stage, &QPushButton::clicked, this, &DocumentPane::stageWanted);
    connect(m_editor, &PolicyEditor::saveWanted, this, &DocumentPane::stageWanted);
    connect(m_editor, &PolicyEditor::findWanted, m_find, &FindBar::open);
    showNothing();
}

bool DocumentPane::hasDocument() const
{
    return m_states->state() == components::StateStack::Content;
}

void DocumentPane::showDocument(const QString &title, const QString &subtitle, std::string_view text)
{
    setTitle(title);
    setSubtitle(subtitle);
    if (m_editor->policyText() != text)
        m_editor->setPolicyText(text);
    m_states->setContent();
}

void DocumentPane::showMissing(const QString &title, const QString &subtitle, bool mayCreate)
{
    setTitle(title);
    setSubtitle(subtitle);
    m_editor->setPolicyText({});
    m_states->setEmpty(QStringLiteral("policies"), tr("No policy of its own"),
                       tr("What broader scopes say applies here unchanged. An own policy begins with <base/> in every section, so that it adds "
                          "to them instead of replacing them."),
                       mayCreate ? tr("Create policy") : QString(), [this] { emit createWanted(); });
    setState({});
    setProblems({});
}

void DocumentPane::showNothing()
{
    setTitle({});
    setSubtitle({});
    m_editor->setPolicyText({});
    m_states->setEmpty(QStringLiteral("policies"), tr("Choose a scope"), tr("Policies stand at all APIs, products, APIs and operations, and in fragments."));
    setState({});
    setProblems({});
}

void DocumentPane::setState(const DocumentState &state)
{
    const bool shown = hasDocument();
    m_editor->setReadOnly(state.isReadOnly);
    m_editor->setTakesSave(state.isEdited && !state.isReadOnly);
    m_standing->setVisible(shown && (state.isEdited || state.isStaged || state.isReadOnly));
    if (state.isEdited) {
        m_standing->setText(tr("Edited"));
        m_standing->setTone(theme::Tone::Warning);
    } else if (state.isStaged) {
        m_standing->setText(tr("Staged"));
        m_standing->setTone(theme::Tone::Info);
    } else {
        m_standing->setText(tr("Read-only"));
        m_standing->setTone(theme::Tone::Neutral);
    }
    m_standing->setToolTip(state.whyReadOnly);
    m_compare->setVisible(shown);
    m_revert->setVisible(shown);
    m_stage->setVisible(shown);
    m_compare->setEnabled(state.isEdited || state.isStaged);
    m_revert->setEnabled(state.isEdited || state.isStaged);
    m_stage->setEnabled(state.isEdited && !state.isReadOnly);
}

void DocumentPane::setProblems(const std::vector<Problem> &problems)
{
    m_editor->setProblems(problems);
    const auto errors = std::ranges::count(problems, Severity::Error, &Problem::severity);
    m_problems->setVisible(hasDocument() && !problems.empty());
    m_problems->setText(errors > 0 ? tr("%n problem(s)", nullptr, int(errors)) : tr("%n warning(s)", nullptr, int(problems.size())));
    m_problems->setTone(errors > 0 ? theme::Tone::Danger : theme::Tone::Warning);
}

} // namespace gatehouse::ui::policies
