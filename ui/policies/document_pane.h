// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/card.h"
#include "ui/policies/problem.h"

class QPushButton;
class QToolButton;

namespace gatehouse::ui::components {
class Pill;
class StateStack;
}

namespace gatehouse::ui::policies {

class FindBar;
class NoticeBar;
class PolicyEditor;

//! How the document on show stands.
struct DocumentState
{
    bool isEdited = false; //!< there is something to stage
    bool isStaged = false;
    bool isReadOnly = false;
    QString whyReadOnly = {}; //!< in words; "" : the connection is
};

//! The card around the text: which document this is and how it stands, the buttons, the find bar, a notice, the text; or why there is none.
class DocumentPane : public components::Card
{
    Q_OBJECT

public:
    explicit DocumentPane(QWidget *parent = nullptr);

    void showDocument(const QString &title, const QString &subtitle, std::string_view text);
    void showMissing(const QString &title, const QString &subtitle, bool mayCreate);
    void showNothing();
    void setState(const DocumentState &state);
    void setProblems(const std::vector<Problem> &problems);

    PolicyEditor *editor() const { return m_editor; }
    FindBar *findBar() const { return m_find; }
    NoticeBar *notice() const { return m_notice; }
    components::StateStack *states() const { return m_states; }
    QPushButton *stageButton() const { return m_stage; }
    bool hasDocument() const;

signals:
    void createWanted();
    void stageWanted();
    void revertWanted();
    void compareWanted();

private:
    components::Pill *m_standing;
    components::Pill *m_problems;
    QToolButton *m_compare;
    QToolButton *m_revert;
    QPushButton *m_stage;
    NoticeBar *m_notice;
    FindBar *m_find;
    PolicyEditor *m_editor;
    components::StateStack *m_states;
};

} // namespace gatehouse::ui::policies
