// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/policies/edit_buffers.h"
#include "ui/policies/policy_check.h"
#include "ui/policies/policy_scopes.h"
#include "ui/policies/problem.h"
#include "ui/shell/page.h"
#include "ui/shell/session.h"

class QSplitter;
class QStackedWidget;
class QTimer;

namespace gatehouse::ui::components {
class DataTable;
class FilterEdit;
class StateStack;
}

namespace gatehouse::ui::policies {

class Debugging;
class DocumentPane;
class EditorAssist;
class EffectivePane;
class FormPane;
class PolicyEditor;
class PolicyValidator;
class ResultsPane;
class ScopeRows;
class Trying;

//! Scopes as a tree, the chosen scope's own policy as text with its findings, and what is effective there. What is staged is a put of the policy
//! resource with the whole text as rawxml.
class PoliciesPage : public shell::Page
{
    Q_OBJECT

public:
    explicit PoliciesPage(shell::Session &session, QWidget *parent = nullptr);
    ~PoliciesPage() override;

    QString title() const override { return tr("Policies"); }
    QList<QAction *> pageActions() const override;
    void activate() override;
    void deactivate() override;
    bool isReady() const override;
    //! "apis/orders/policies/policy", "policyFragments/x", or what owns a policy: "apis/orders".
    bool reveal(const QString &id) override;
    QList<shell::TourScene> tourScenes() override;

    components::DataTable *tree() const { return m_tree; }
    DocumentPane *document() const { return m_document; }
    PolicyEditor *editor() const;
    ResultsPane *results() const { return m_results; }
    EditorAssist *assist() const { return m_assist; }
    EffectivePane *effective() const { return m_effective; }
    FormPane *form() const { return m_form; }
    Debugging *debugging() const { return m_debugging; }
    Trying *trying() const { return m_trying; }
    const EditBuffers &buffers() const { return m_buffers; }

private:
    void makeActions();
    void layOut();
    void connectParts();
    void connectDebugging();
    void reload();
    void showConfiguration();
    void refreshTree();
    void showScope(const QString &key);
    void showText();
    void showStanding();
    void showConflict();
    void textEdited();
    void create();
    void stage();
    void revert();
    void compare();
    void remove();
    void findInAll();
    void showDefinition(const resource::ResourceId &id);
    void showEffective();
    void check(bool atOnce);
    void takeProblems(const std::vector<Problem> &problems);
    void openAt(const resource::ResourceId &document, std::size_t offset, std::size_t end);
    void openLine(const QString &document, int line);
    void showDebugger(bool on);
    void stepProblem(int direction);
    void showSomeDocument(bool isFragment);
    void typeBeforeBase(const char *text);
    void forgetTyping();
    QList<shell::TourScene> workingScenes(const QString &api);
    bool isReadOnly() const;
    //! In words; "" : the person may write it.
    QString whyNotWritten() const;

    shell::Session &m_session;
    std::shared_ptr<const RememberingCompiler> m_compiler;
    std::shared_ptr<const KnownNames> m_names;
    std::shared_ptr<const ScopeRows> m_rows;
    EditBuffers m_buffers;
    resource::ResourceId m_current;
    bool m_hasScope = false;
    bool m_active = false;
    bool m_stale = true;
    QString m_connectionId;

    QList<QAction *> m_quiet; //!< of the palette and the keyboard, without a button in the top bar
    QAction *m_stage;
    QAction *m_revert;
    QAction *m_compare;
    QAction *m_remove;
    QAction *m_definition;
    QAction *m_findAll;
    QAction *m_nextProblem;
    QAction *m_previousProblem;
    components::StateStack *m_states;
    components::FilterEdit *m_filter;
    components::DataTable *m_tree;
    DocumentPane *m_document;
    ResultsPane *m_results;
    PolicyValidator *m_validator;
    EditorAssist *m_assist;
    EffectivePane *m_effective;
    FormPane *m_form;
    Debugging *m_debugging;
    Trying *m_trying;
    QTimer *m_follow; //!< the form follows the caret a moment later
    QSplitter *m_columns;
    QStackedWidget *m_right; //!< the effective policy and the form, or the debugger
};

} // namespace gatehouse::ui::policies
