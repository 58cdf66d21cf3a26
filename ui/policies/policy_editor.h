// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/policies/problem.h"

#include <Qsci/qsciscintilla.h>

#include <functional>
#include <string>
#include <string_view>

namespace gatehouse::ui::policies {

class PolicyLexer;

//! The text of one policy. Offsets are bytes of its UTF-8, as everywhere in core/policy. Knows no configuration: what a hover says, what completes
//! and what Ctrl+click opens is asked for by signals and given back by its owner.
class PolicyEditor : public QsciScintilla
{
    Q_OBJECT

public:
    explicit PolicyEditor(const QString &name, QWidget *parent = nullptr);

    std::string policyText() const;
    //! A new text: no undo leads back.
    void setPolicyText(std::string_view text);
    //! As one undoable step that touches only the bytes that differ; the caret stays where it is in the text.
    void changeTo(std::string_view text);
    void replaceRange(std::size_t begin, std::size_t end, std::string_view text);

    std::size_t caretOffset() const;
    void goTo(std::size_t offset);
    void selectRange(std::size_t begin, std::size_t end);
    //! Upper left corner of the character, in the viewport, and below its line.
    QPoint pointBelow(std::size_t offset) const;

    void setProblems(const std::vector<Problem> &problems);

    // Lines from 1. The marks of breakpoints move with the text.
    void setBreakpointLines(const std::vector<int> &lines);
    std::vector<int> breakpointLines() const;
    //! Where a run stands; 0: nowhere.
    void setCurrentLine(int line);
    int currentLine() const { return m_currentLine; }
    int caretLine() const;
    std::size_t lineBegin(int line) const;

    const PolicyLexer *policyLexer() const { return m_lexer; }

    //! Asked for keys before the editor takes them; true: taken (a list of completions is open).
    void setKeyFilter(std::function<bool(QKeyEvent *)> filter) { m_keyFilter = std::move(filter); }
    //! Whether Ctrl+S is for this text (there is something to stage) and not for the window.
    void setTakesSave(bool takes) { m_takesSave = takes; }

signals:
    void textEdited();
    void caretMoved();
    void charTyped(int character);
    void saveWanted();
    void findWanted(bool replace);
    void completionWanted();
    void definitionWanted(qulonglong offset);
    void hovered(qulonglong offset, const QPoint &globalPosition);
    void hoverEnded();
    void focusLost();
    //! Beside the line, from 1: where its breakpoint is.
    void breakpointToggled(int line);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void applyTheme();
    void setMargins();
    void setUpIndicators();
    bool closeTag(int character);

    PolicyLexer *m_lexer;
    std::function<bool(QKeyEvent *)> m_keyFilter;
    bool m_takesSave = false;
    bool m_isLoading = false;
    int m_currentLine = 0;
};

} // namespace gatehouse::ui::policies
