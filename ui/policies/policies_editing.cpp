// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Of PoliciesPage: how the text on show stands against what is staged and live, and what is done with it.

#include "core/remote/connection.h"
#include "ui/components/formats.h"
#include "ui/policies/compare_dialog.h"
#include "ui/policies/debugging.h"
#include "ui/policies/document_pane.h"
#include "ui/policies/editor_assist.h"
#include "ui/policies/form_pane.h"
#include "ui/policies/notice_bar.h"
#include "ui/policies/policies_page.h"
#include "ui/policies/policy_editor.h"
#include "ui/policies/policy_validator.h"
#include "ui/policies/results_pane.h"
#include "ui/shell/rights.h"

#include <QAction>

namespace gatehouse::ui::policies {

void PoliciesPage::showStanding()
{
    const auto *buffer = m_hasScope ? m_buffers.find(m_current) : nullptr;
    const bool isStaged = m_hasScope && m_session.changes().find(m_current) != nullptr;
    const bool isEdited = buffer && buffer->isEdited();
    m_revert->setEnabled(isEdited || isStaged);
    m_compare->setEnabled(buffer && (isEdited || isStaged));
    shell::offer(m_remove, m_hasScope && !isReadOnly() && !isFragment(m_current) && m_session.effective()->contains(m_current),
                 m_hasScope ? m_session.rights().whyNot("delete", m_current) : QString());
    m_form->setReadOnly(isReadOnly());
    m_document->setState({.isEdited = isEdited, .isStaged = isStaged, .isReadOnly = isReadOnly(), .whyReadOnly = whyNotWritten()});
    shell::offer(m_stage, isEdited && !isReadOnly(), whyNotWritten());
    showConflict();
}

void PoliciesPage::showConflict()
{
    const auto *buffer = m_hasScope ? m_buffers.find(m_current) : nullptr;
    const auto *item = m_hasScope ? m_session.changes().find(m_current) : nullptr;
    if (buffer && buffer->theirs) {
        m_document->notice()->show(buffer->theirs->empty() ? tr("This policy was removed while you edited it.") : tr("This policy was changed elsewhere while you edited it."),
                                   {{tr("Take theirs"), [this] { m_buffers.takeTheirs(m_current); showText(); refreshTree(); }},
                                    {tr("Keep mine"), [this] { m_buffers.keepMine(m_current); showStanding(); }}});
    } else if (item && isOvertaken(*item, *m_session.configuration())) {
        m_document->notice()->show(tr("The live policy is newer than the one your staged change was made against."),
                                   {{tr("Take the live one"), [this] { m_session.discard(m_current); }},
                                    {tr("Keep mine"), [this] {
                                         const auto *staged = m_session.changes().find(m_current);
                                         if (!staged || !staged->after)
                                             return;
                                         auto after = *staged->after;
                                         m_session.discard(m_current);
                                         m_session.stagePut(std::move(after)); // against the live one
                                     }}});
    } else {
        m_document->notice()->hide();
    }
}

bool PoliciesPage::isReadOnly() const
{
    const auto *connection = m_session.connection();
    return !connection || connection->safety == remote::SafetyLevel::ReadOnly || !whyNotWritten().isEmpty();
}

QString PoliciesPage::whyNotWritten() const
{
    return m_hasScope ? m_session.rights().whyNot("write", m_current) : QString();
}

void PoliciesPage::textEdited()
{
    if (!m_hasScope)
        return;
    const auto *before = m_buffers.find(m_current);
    const bool wasEdited = before && before->isEdited();
    m_buffers.setText(m_current, editor()->policyText());
    m_debugging->textEdited();
    check(false);
    const auto *now = m_buffers.find(m_current);
    if (now && now->isEdited() != wasEdited) {
        refreshTree();
        showStanding();
    }
}

void PoliciesPage::create()
{
    m_buffers.create(m_current, defaultDocument(m_current));
    showText();
    refreshTree();
    const auto text = editor()->policyText();
    if (const auto inbound = text.find("<base />"); inbound != std::string::npos)
        editor()->goTo(inbound + 8);
    editor()->setFocus();
}

void PoliciesPage::stage()
{
    const auto *buffer = m_hasScope ? m_buffers.find(m_current) : nullptr;
    if (!buffer || !buffer->isEdited() || isReadOnly())
        return;
    auto after = withText(m_current, m_session.effective()->find(m_current), buffer->text);
    m_buffers.staged(m_current);
    m_session.stagePut(std::move(after));
}

void PoliciesPage::revert()
{
    const auto *buffer = m_hasScope ? m_buffers.find(m_current) : nullptr;
    if (buffer && buffer->isEdited()) {
        m_buffers.revert(m_current);
        showText();
        refreshTree();
    } else if (m_hasScope) {
        m_session.discard(m_current);
    }
}

void PoliciesPage::check(bool atOnce)
{
    if (const auto *buffer = m_buffers.find(m_current))
        m_validator->check(buffer->text, scopeOf(m_current), atOnce);
}

void PoliciesPage::takeProblems(const std::vector<Problem> &problems)
{
    m_document->setProblems(problems);
    m_results->setProblems(problems);
    m_assist->setProblems(problems);
}

void PoliciesPage::stepProblem(int direction)
{
    if (const auto *problem = m_results->problemBeyond(editor()->caretOffset(), direction)) {
        editor()->goTo(problem->begin);
        editor()->setFocus();
    }
}

void PoliciesPage::compare()
{
    const auto *buffer = m_hasScope ? m_buffers.find(m_current) : nullptr;
    if (!buffer)
        return;
    const auto *live = m_session.configuration()->find(m_current);
    auto *dialog = new CompareDialog(scopeTitle(*m_session.effective(), m_current), live ? shownText(*live) : std::string(), buffer->text, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void PoliciesPage::remove()
{
    if (!m_hasScope || isReadOnly() || !m_session.effective()->contains(m_current))
        return;
    m_buffers.revert(m_current);
    m_session.stageDelete(m_current);
}

} // namespace gatehouse::ui::policies
