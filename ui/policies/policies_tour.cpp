// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Of PoliciesPage: its pictures in the tour.

#include "ui/policies/completion_popup.h"
#include "ui/policies/debugging.h"
#include "ui/policies/document_pane.h"
#include "ui/policies/editor_assist.h"
#include "ui/policies/policies_page.h"
#include "ui/policies/policy_editor.h"
#include "ui/policies/results_pane.h"
#include "ui/policies/scope_rows.h"
#include "ui/policies/trying.h"
#include "ui/request/access_panel.h"
#include "ui/request/request_form.h"
#include "ui/shell/debug_session.h"
#include "ui/shell/main_window.h"
#include "ui/shell/review_dialog.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>

#include <algorithm>

namespace gatehouse::ui::policies {

namespace {

//! An API with a policy of its own and an operation that can be called as it is.
QString callableApi(const ScopeRows &rows, const resource::Configuration &configuration)
{
    for (int row = 0; row < rows.rowCount(); ++row) {
        const auto &entry = rows.at(row);
        if (entry.kind != ScopeKind::Api || !entry.hasDocument)
            continue;
        for (const auto &id : operationsAt(configuration, entry.document)) {
            const auto draft = request::draftOf(configuration, id, {});
            if (draft.method == "GET" && draft.missing().empty())
                return entry.key;
        }
    }
    return {};
}

} // namespace

void PoliciesPage::showSomeDocument(bool isFragment)
{
    for (int row = 0; m_rows && row < m_rows->rowCount(); ++row) {
        const auto &entry = m_rows->at(row);
        if (entry.hasDocument && entry.kind != ScopeKind::Global && (entry.kind == ScopeKind::Fragment) == isFragment && reveal(entry.key))
            return;
    }
}

void PoliciesPage::typeBeforeBase(const char *text)
{
    const auto all = editor()->policyText();
    if (const auto base = all.find("<base"); base != std::string::npos && !editor()->isReadOnly() && m_document->hasDocument())
        editor()->replaceRange(base, base, text);
}

void PoliciesPage::forgetTyping()
{
    m_assist->popup()->hide();
    if (const auto *buffer = m_buffers.find(m_current); buffer && buffer->isEdited())
        revert();
}

QList<shell::TourScene> PoliciesPage::tourScenes()
{
    const auto forget = [this] { forgetTyping(); };
    QList<shell::TourScene> scenes{
        {"own", [this] { showSomeDocument(false); }, nullptr},
        {"fragment", [this] { showSomeDocument(true); }, nullptr},
        {"form", [this] {
             showSomeDocument(false);
             const auto text = editor()->policyText();
             if (const auto base = text.find("<base"); base != std::string::npos)
                 editor()->goTo(text.find('<', base + 1) == std::string::npos ? base : text.find('<', base + 1) + 1);
         }, nullptr},
        {"search", [this] { m_results->openSearch(QStringLiteral("base")); }, nullptr, [this] { m_results->closeSearch(); }},
        {"problems", [this] {
             showSomeDocument(false);
             typeBeforeBase("<rate-limit calls=\"many\" />\n        ");
         }, nullptr, forget},
        {"completion", [this] {
             showSomeDocument(false);
             editor()->setFocus();
             typeBeforeBase("<set");
             m_assist->complete();
         }, nullptr, forget},
    };
    const auto api = m_rows ? callableApi(*m_rows, *m_session.effective()) : QString();
    if (!api.isEmpty() && !isReadOnly())
        scenes += workingScenes(api);
    return scenes;
}

//! The debugger, a trial and the review of a change, each with its own traces taken away again.
QList<shell::TourScene> PoliciesPage::workingScenes(const QString &api)
{
    const auto forget = [this] { forgetTyping(); };
    const auto closeForm = [this] {
        if (m_trying->form())
            m_trying->form()->close();
    };
    return {
        {"debugger-waiting", [this, api] {
             reveal(api);
             const auto places = placesOf(editor()->policyText());
             for (std::size_t i = 0; i < std::min<std::size_t>(places.size(), 2); ++i)
                 m_debugging->toggleBreakpoint(places[i].line);
             m_debugging->startAction()->trigger();
         }, nullptr},
        {"debugger", [this] {
             if (auto *form = m_trying->open(false))
                 form->debug();
         }, nullptr},
        {"debugger-step", [this] { m_session.debugger().go(shell::DebugSession::Go::StepOver); }, nullptr,
         [this, closeForm] {
             m_session.debugger().stop();
             m_session.debugger().clearBreakpoints();
             closeForm();
             showDebugger(false);
         }},
        {"try", [this, api] {
             reveal(api);
             typeBeforeBase("<set-header name=\"X-Tried\" exists-action=\"override\">\n            <value>@(context.Request.Method)</value>\n        </set-header>\n        ");
             if (auto *form = m_trying->open(true))
                 form->send();
         }, [this]() -> QWidget * { return m_trying->form(); }, closeForm},
        {"try-refused", [this] {
             typeBeforeBase("<rate-limit calls=\"many\" />\n        ");
             if (auto *form = m_trying->open(true))
                 form->send();
         }, [this]() -> QWidget * { return m_trying->form(); },
         [closeForm, forget] {
             closeForm();
             forget();
         }},
        {"token", [this, api] {
             reveal(api);
             if (auto *form = m_trying->open(false)) {
                 form->access()->kind()->setCurrentIndex(request::AccessChoice::TestToken);
                 form->access()->proof()->setChecked(true);
                 form->access()->tokenFlaw()->setCurrentIndex(1);
                 form->send();
             }
         }, [this]() -> QWidget * { return m_trying->form(); }, closeForm},
        {"review", [this, api] {
             reveal(api);
             typeBeforeBase("<set-header name=\"X-Gateway\" exists-action=\"override\">\n            <value>gatehouse</value>\n        </set-header>\n        ");
             stage();
             if (auto *main = qobject_cast<shell::MainWindow *>(window()))
                 main->openReview();
         }, [this]() -> QWidget * { return window()->findChild<shell::ReviewDialog *>(); },
         [this] {
             if (auto *dialog = window()->findChild<shell::ReviewDialog *>())
                 dialog->close();
             m_session.discard(m_current);
         }},
    };
}

} // namespace gatehouse::ui::policies
