// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/editor_assist.h"

#include "ui/policies/completion_popup.h"
#include "ui/policies/hover_text.h"
#include "ui/policies/policy_editor.h"

#include <QKeyEvent>
#include <QTimer>
#include <QToolTip>

namespace gatehouse::ui::policies {

EditorAssist::EditorAssist(PolicyEditor &editor, std::shared_ptr<const RememberingCompiler> compiler, QWidget *window, QObject *parent)
    : QObject(parent), m_editor(editor), m_compiler(std::move(compiler)), m_popup(new CompletionPopup(window))
{
    m_editor.setKeyFilter([this](QKeyEvent *event) { return m_popup->handleKey(*event); });
    connect(&m_editor, &PolicyEditor::charTyped, this, &EditorAssist::typed);
    connect(&m_editor, &PolicyEditor::completionWanted, this, &EditorAssist::complete);
    connect(&m_editor, &PolicyEditor::definitionWanted, this, [this](qulonglong offset) { defineAt(std::size_t(offset)); });
    connect(&m_editor, &PolicyEditor::hovered, this, [this](qulonglong offset, const QPoint &global) { hover(std::size_t(offset), global); });
    connect(&m_editor, &PolicyEditor::hoverEnded, this, [] { QToolTip::hideText(); });
    connect(&m_editor, &PolicyEditor::focusLost, m_popup, &QWidget::hide);
    connect(&m_editor, &PolicyEditor::caretMoved, this, [this] {
        // Typing moves it too; then the list follows in typed().
        if (m_popup->isVisible() && !m_isTaking)
            QTimer::singleShot(0, this, [this] {
                if (m_popup->isVisible())
                    complete();
            });
    });
    connect(m_popup, &CompletionPopup::chosen, this, &EditorAssist::take);
}

void EditorAssist::setScope(std::optional<policy::Scope> scope)
{
    m_scope = scope;
    m_popup->hide();
}

CompletionSources EditorAssist::sources() const
{
    return {.scope = m_scope, .names = m_names.get(), .library = &m_compiler->library()};
}

void EditorAssist::complete()
{
    if (m_editor.isReadOnly())
        return;
    const auto text = m_editor.policyText();
    const auto offset = m_editor.caretOffset();
    auto offers = completionsAt(text, offset, sources());
    const auto context = caretContext(text, offset);
    const bool isWhole = offers.size() == 1 && offers[0].label == context.word && offers[0].insert == context.word;
    if (isWhole)
        offers.clear();
    const int lineHeight = int(m_editor.SendScintilla(QsciScintilla::SCI_TEXTHEIGHT, 0UL));
    m_popup->showOffers(std::move(offers), m_editor.viewport()->mapToGlobal(m_editor.pointBelow(context.wordBegin)), lineHeight);
}

void EditorAssist::typed(int character)
{
    const bool isLetter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') || character == '-';
    const bool opens = character == '<' || character == '.' || character == '"' || character == '/' || character == '{' || character == ' ';
    if (!isLetter && !opens) {
        m_popup->hide();
        return;
    }
    const auto context = caretContext(m_editor.policyText(), m_editor.caretOffset());
    if (character == ' ' && context.kind != CaretContext::Attribute) {
        m_popup->hide();
        return;
    }
    if (character == '{' && !context.inNamedValue)
        return;
    if (character == '/' && context.kind != CaretContext::EndElement)
        return;
    if (isLetter && context.kind == CaretContext::Text) {
        m_popup->hide();
        return; // prose
    }
    complete();
}

void EditorAssist::take(const Completion &offer)
{
    const auto context = caretContext(m_editor.policyText(), m_editor.caretOffset());
    m_isTaking = true;
    auto insert = offer.insert;
    auto back = std::size_t(offer.caretBack);
    // Parentheses that stand there already are not written twice.
    if (offer.kind == Completion::Method && m_editor.policyText().substr(context.wordEnd).starts_with("(") && insert.ends_with("()")) {
        insert.resize(insert.size() - 2);
        back = 0;
    }
    m_editor.replaceRange(context.wordBegin, std::max(context.wordEnd, context.wordBegin), insert);
    if (back > 0)
        m_editor.goTo(m_editor.caretOffset() - back);
    m_isTaking = false;
    m_editor.setFocus();
    if (offer.again)
        complete();
}

void EditorAssist::hover(std::size_t offset, const QPoint &global)
{
    if (m_popup->isVisible())
        return;
    const auto words = hoverText(m_editor.policyText(), offset, m_problems, sources());
    if (!words.isEmpty())
        QToolTip::showText(global, QStringLiteral("<qt>%1</qt>").arg(words), &m_editor);
}

void EditorAssist::goToDefinition()
{
    defineAt(m_editor.caretOffset());
}

void EditorAssist::defineAt(std::size_t offset)
{
    if (!m_names)
        return;
    if (const auto id = definitionAt(m_editor.policyText(), offset, *m_names))
        emit definitionFound(*id);
}

} // namespace gatehouse::ui::policies
