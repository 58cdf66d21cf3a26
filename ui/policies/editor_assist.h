// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/policies/completion.h"
#include "ui/policies/problem.h"

#include <QObject>

#include <memory>

namespace gatehouse::ui::policies {

class CompletionPopup;
class PolicyEditor;

//! What helps while typing: the list of completions, the words of a hover, the way to a definition.
class EditorAssist : public QObject
{
    Q_OBJECT

public:
    //! `window` holds the list: it must be above the editor and large enough.
    EditorAssist(PolicyEditor &editor, std::shared_ptr<const RememberingCompiler> compiler, QWidget *window, QObject *parent);

    void setNames(std::shared_ptr<const KnownNames> names) { m_names = std::move(names); }
    void setScope(std::optional<policy::Scope> scope);
    void setProblems(std::vector<Problem> problems) { m_problems = std::move(problems); }
    CompletionPopup *popup() const { return m_popup; }
    void complete();

signals:
    void definitionFound(const gatehouse::resource::ResourceId &id);

public slots:
    //! Of what the caret is on.
    void goToDefinition();

private:
    void typed(int character);
    void take(const Completion &offer);
    void hover(std::size_t offset, const QPoint &global);
    void defineAt(std::size_t offset);
    CompletionSources sources() const;

    PolicyEditor &m_editor;
    std::shared_ptr<const RememberingCompiler> m_compiler;
    std::shared_ptr<const KnownNames> m_names;
    std::optional<policy::Scope> m_scope;
    std::vector<Problem> m_problems;
    CompletionPopup *m_popup;
    bool m_isTaking = false;
};

} // namespace gatehouse::ui::policies
