// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policy_editor.h"

#include "ui/policies/policy_lexer.h"
#include "ui/shell/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <array>

namespace gatehouse::ui::policies {

namespace {

enum Margin { BreakpointMargin = 0, LineMargin = 1, ProblemMargin = 2, FoldMargin = 3 };
enum Marker { ErrorMarker = 1, WarningMarker = 2, BreakpointMarker = 3, CurrentMarker = 4, CurrentLineMarker = 5 };
// Below 8 belongs to lexers.
enum Indicator { ErrorIndicator = 8, WarningIndicator = 9, InformationIndicator = 10 };

constexpr int hoverDelay = 450; // milliseconds

unsigned long scintillaColor(const QColor &color)
{
    return static_cast<unsigned long>(color.red() | color.green() << 8 | color.blue() << 16);
}

//! Keys of the editor itself; every other one with Ctrl belongs to the window.
bool isEditingKey(const QKeyEvent &event)
{
    static constexpr std::array keys{Qt::Key_A, Qt::Key_C, Qt::Key_V, Qt::Key_X, Qt::Key_Z, Qt::Key_Y, Qt::Key_Left, Qt::Key_Right, Qt::Key_Up,
                                     Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_Backspace, Qt::Key_Delete, Qt::Key_Insert};
    return std::ranges::find(keys, event.key()) != keys.end();
}

} // namespace

PolicyEditor::PolicyEditor(const QString &name, QWidget *parent) : QsciScintilla(parent), m_lexer(new PolicyLexer(theme::tokens(this), this))
{
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setUtf8(true);
    setLexer(m_lexer);
    setMargins();
    setUpIndicators();
    setTabWidth(4);
    setIndentationsUseTabs(false);
    setAutoIndent(true);
    setBackspaceUnindents(true);
    setIndentationGuides(true);
    setBraceMatching(SloppyBraceMatch);
    setCaretLineVisible(true);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    setEolMode(EolUnix);
    SendScintilla(SCI_SETMOUSEDWELLTIME, hoverDelay);
    SendScintilla(SCI_SETEXTRAASCENT, 2);
    SendScintilla(SCI_SETEXTRADESCENT, 2);
    SendScintilla(SCI_SETENDATLASTLINE, 0L);
    applyTheme();

    connect(this, &QsciScintillaBase::SCN_MODIFIED, this, [this](int, int type, const char *, int, int, int, int, int, int, int) {
        if (type & (SC_MOD_INSERTTEXT | SC_MOD_DELETETEXT))
            m_lexer->invalidate();
    });
    connect(this, &QsciScintilla::textChanged, this, [this] {
        if (!m_isLoading)
            emit textEdited();
    });
    connect(this, &QsciScintilla::cursorPositionChanged, this, &PolicyEditor::caretMoved);
    connect(this, &QsciScintillaBase::SCN_CHARADDED, this, [this](int character) {
        if (!closeTag(character))
            emit charTyped(character);
    });
    connect(this, &QsciScintillaBase::SCN_DWELLSTART, this, [this](int position, int x, int y) {
        if (position >= 0)
            emit hovered(qulonglong(position), viewport()->mapToGlobal(QPoint(x, y)));
    });
    connect(this, &QsciScintillaBase::SCN_DWELLEND, this, &PolicyEditor::hoverEnded);
    connect(this, &QsciScintilla::marginClicked, this, [this](int, int line, Qt::KeyboardModifiers) { emit breakpointToggled(line + 1); });
}

void PolicyEditor::setMargins()
{
    setMarginType(BreakpointMargin, SymbolMargin);
    setMarginWidth(BreakpointMargin, 18);
    setMarginMarkerMask(BreakpointMargin, 1 << BreakpointMarker | 1 << CurrentMarker);
    setMarginSensitivity(BreakpointMargin, true);
    setMarginSensitivity(LineMargin, true);
    setMarginMarkerMask(LineMargin, 0);
    markerDefine(Circle, BreakpointMarker);
    markerDefine(RightArrow, CurrentMarker);
    markerDefine(Background, CurrentLineMarker);
    setMarginType(LineMargin, NumberMargin);
    setMarginType(ProblemMargin, SymbolMargin);
    setMarginWidth(ProblemMargin, 14);
    setMarginMarkerMask(ProblemMargin, 1 << ErrorMarker | 1 << WarningMarker);
    setMarginSensitivity(ProblemMargin, false);
    markerDefine(Circle, ErrorMarker);
    markerDefine(Circle, WarningMarker);
    setFolding(PlainFoldStyle, FoldMargin);
    setMarginWidth(FoldMargin, 16);
    // Chevron-like arrows instead of boxes.
    markerDefine(DownTriangle, SC_MARKNUM_FOLDEROPEN);
    markerDefine(RightTriangle, SC_MARKNUM_FOLDER);
}

void PolicyEditor::setUpIndicators()
{
    for (const int indicator : {ErrorIndicator, WarningIndicator, InformationIndicator}) {
        indicatorDefine(SquiggleIndicator, indicator);
        setIndicatorDrawUnder(true, indicator);
    }
}

void PolicyEditor::applyTheme()
{
    const auto &tokens = theme::tokens(this);
    const auto &color = tokens.color;
    m_lexer->setTokens(tokens);
    setPaper(color.surface);
    setColor(color.text);
    setCaretForegroundColor(color.text);
    setCaretWidth(2);
    setCaretLineBackgroundColor(color.hover);
    setSelectionBackgroundColor(theme::mixed(color.accent, color.surface, tokens.isDark() ? 0.34 : 0.2));
    resetSelectionForegroundColor();
    setMarginsFont(m_lexer->defaultFont(int(Style::Text)));
    setMarginsForegroundColor(color.text3);
    setMarginsBackgroundColor(color.surface);
    setFoldMarginColors(color.surface, color.surface);
    setIndentationGuidesForegroundColor(color.border);
    setIndentationGuidesBackgroundColor(color.surface);
    setMatchedBraceForegroundColor(color.accent);
    setMatchedBraceBackgroundColor(color.accentSoft);
    setUnmatchedBraceForegroundColor(color.danger.text);
    setUnmatchedBraceBackgroundColor(color.danger.soft);
    for (const int marker : {SC_MARKNUM_FOLDEROPEN, SC_MARKNUM_FOLDER, SC_MARKNUM_FOLDEREND, SC_MARKNUM_FOLDEROPENMID}) {
        setMarkerForegroundColor(color.text3, marker);
        setMarkerBackgroundColor(color.text3, marker);
    }
    setMarkerForegroundColor(color.danger.text, BreakpointMarker);
    setMarkerBackgroundColor(color.danger.text, BreakpointMarker);
    setMarkerForegroundColor(color.warning.text, CurrentMarker);
    setMarkerBackgroundColor(color.warning.text, CurrentMarker);
    setMarkerBackgroundColor(theme::mixed(color.warning.text, color.surface, tokens.isDark() ? 0.26 : 0.18), CurrentLineMarker);
    setMarkerForegroundColor(color.danger.text, ErrorMarker);
    setMarkerBackgroundColor(color.danger.text, ErrorMarker);
    setMarkerForegroundColor(color.warning.text, WarningMarker);
    setMarkerBackgroundColor(color.warning.text, WarningMarker);
    setIndicatorForegroundColor(color.danger.text, ErrorIndicator);
    setIndicatorForegroundColor(color.warning.text, WarningIndicator);
    setIndicatorForegroundColor(color.info.text, InformationIndicator);
    SendScintilla(SCI_STYLESETFORE, STYLE_LINENUMBER, long(scintillaColor(color.text3)));
    setMarginWidth(LineMargin, QStringLiteral("00000"));
}

std::string PolicyEditor::policyText() const
{
    const auto length = std::size_t(SendScintilla(SCI_GETLENGTH));
    const auto *bytes = static_cast<const char *>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER));
    return {bytes, length};
}

void PolicyEditor::setPolicyText(std::string_view text)
{
    m_isLoading = true;
    const bool wasReadOnly = isReadOnly();
    setReadOnly(false);
    setEolMode(text.find("\r\n") != std::string_view::npos ? EolWindows : EolUnix);
    markerDeleteAll(BreakpointMarker); // whoever knows those of the new text sets them
    setCurrentLine(0);
    SendScintilla(SCI_CLEARALL);
    SendScintilla(SCI_ADDTEXT, static_cast<unsigned long>(text.size()), text.data());
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    SendScintilla(SCI_SETSAVEPOINT);
    SendScintilla(SCI_GOTOPOS, 0UL);
    SendScintilla(SCI_SETSCROLLWIDTH, 1UL);
    setReadOnly(wasReadOnly);
    m_isLoading = false;
}

void PolicyEditor::changeTo(std::string_view text)
{
    const auto before = policyText();
    if (before == text)
        return;
    const auto shorter = std::min(before.size(), text.size());
    std::size_t start = 0;
    while (start < shorter && before[start] == text[start])
        ++start;
    std::size_t tail = 0;
    while (tail < shorter - start && before[before.size() - 1 - tail] == text[text.size() - 1 - tail])
        ++tail;
    const auto caret = caretOffset();
    replaceRange(start, before.size() - tail, text.substr(start, text.size() - tail - start));
    // Behind the change it moves along, in front of it and inside it stays.
    goTo(caret >= before.size() - tail ? caret + text.size() - before.size() : std::min(caret, text.size()));
}

void PolicyEditor::replaceRange(std::size_t begin, std::size_t end, std::string_view text)
{
    SendScintilla(SCI_BEGINUNDOACTION);
    SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(begin), long(end));
    SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(text.size()), text.data());
    SendScintilla(SCI_ENDUNDOACTION);
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(begin + text.size()));
}

std::size_t PolicyEditor::caretOffset() const
{
    return std::size_t(SendScintilla(SCI_GETCURRENTPOS));
}

void PolicyEditor::goTo(std::size_t offset)
{
    selectRange(offset, offset);
}

void PolicyEditor::selectRange(std::size_t begin, std::size_t end)
{
    const auto line = SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(begin));
    SendScintilla(SCI_ENSUREVISIBLEENFORCEPOLICY, static_cast<unsigned long>(line));
    SendScintilla(SCI_SETSEL, static_cast<unsigned long>(begin), long(end));
    SendScintilla(SCI_SCROLLCARET);
}

QPoint PolicyEditor::pointBelow(std::size_t offset) const
{
    const auto x = SendScintilla(SCI_POINTXFROMPOSITION, 0UL, long(offset));
    const auto y = SendScintilla(SCI_POINTYFROMPOSITION, 0UL, long(offset));
    return {int(x), int(y + SendScintilla(SCI_TEXTHEIGHT, 0UL))};
}

void PolicyEditor::setProblems(const std::vector<Problem> &problems)
{
    const auto length = SendScintilla(SCI_GETLENGTH);
    for (const int indicator : {ErrorIndicator, WarningIndicator, InformationIndicator}) {
        SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
        SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, length);
    }
    markerDeleteAll(ErrorMarker);
    markerDeleteAll(WarningMarker);
    for (const auto &problem : problems) {
        const int indicator = problem.severity == Severity::Error     ? ErrorIndicator
                              : problem.severity == Severity::Warning ? WarningIndicator
                                                                      : InformationIndicator;
        SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
        SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(problem.begin), long(problem.end - problem.begin));
        if (problem.severity != Severity::Information)
            markerAdd(std::max(0, problem.line - 1), problem.severity == Severity::Error ? ErrorMarker : WarningMarker);
    }
}

void PolicyEditor::setBreakpointLines(const std::vector<int> &lines)
{
    markerDeleteAll(BreakpointMarker);
    for (const int line : lines)
        markerAdd(line - 1, BreakpointMarker);
}

std::vector<int> PolicyEditor::breakpointLines() const
{
    std::vector<int> found;
    for (int line = markerFindNext(0, 1U << BreakpointMarker); line >= 0; line = markerFindNext(line + 1, 1U << BreakpointMarker))
        found.push_back(line + 1);
    return found;
}

void PolicyEditor::setCurrentLine(int line)
{
    markerDeleteAll(CurrentMarker);
    markerDeleteAll(CurrentLineMarker);
    m_currentLine = line;
    setCaretLineVisible(line == 0); // it would cover the mark
    if (line == 0)
        return;
    markerAdd(line - 1, CurrentMarker);
    markerAdd(line - 1, CurrentLineMarker);
}

int PolicyEditor::caretLine() const
{
    return int(SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(caretOffset()))) + 1;
}

std::size_t PolicyEditor::lineBegin(int line) const
{
    return std::size_t(SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(line - 1)));
}

bool PolicyEditor::closeTag(int character)
{
    if (character != '>' || isReadOnly())
        return false;
    const auto text = policyText();
    const auto caret = caretOffset();
    m_lexer->invalidate();
    const auto styles = highlight(text).styles;
    if (caret < 2 || styles[caret - 1] != char(Style::Bracket) || text[caret - 2] == '/')
        return false;
    auto open = text.rfind('<', caret - 1);
    while (open != std::string::npos && open > 0 && styles[open] != char(Style::Bracket))
        open = text.rfind('<', open - 1);
    if (open == std::string::npos || open + 1 >= text.size() || text[open + 1] == '/')
        return false;
    auto end = open + 1;
    while (end < caret && styles[end] == char(Style::Element))
        ++end;
    const auto close = "</" + text.substr(open + 1, end - open - 1) + ">";
    if (end == open + 1 || text.compare(caret, close.size(), close) == 0)
        return false;
    SendScintilla(SCI_INSERTTEXT, static_cast<unsigned long>(caret), close.c_str());
    return true;
}

bool PolicyEditor::event(QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride)
        return QsciScintilla::event(event);
    auto *key = static_cast<QKeyEvent *>(event);
    const auto modifiers = key->modifiers() & ~Qt::KeypadModifier;
    const bool control = modifiers.testFlag(Qt::ControlModifier);
    const bool own = modifiers == Qt::ControlModifier
                     && ((key->key() == Qt::Key_S && m_takesSave) || key->key() == Qt::Key_F || key->key() == Qt::Key_H || key->key() == Qt::Key_Space);
    if (own) {
        event->accept();
        return true;
    }
    if (control && !isEditingKey(*key)) {
        event->ignore();
        return true;
    }
    return QsciScintilla::event(event);
}

void PolicyEditor::keyPressEvent(QKeyEvent *event)
{
    if (m_keyFilter && m_keyFilter(event))
        return;
    if (event->modifiers() == Qt::ControlModifier) {
        switch (event->key()) {
        case Qt::Key_S: emit saveWanted(); return;
        case Qt::Key_F: emit findWanted(false); return;
        case Qt::Key_H: emit findWanted(true); return;
        case Qt::Key_Space: emit completionWanted(); return;
        default: break;
        }
    }
    QsciScintilla::keyPressEvent(event);
}

void PolicyEditor::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::ControlModifier) {
        const auto position = SendScintilla(SCI_POSITIONFROMPOINTCLOSE, static_cast<unsigned long>(event->pos().x()), long(event->pos().y()));
        if (position >= 0) {
            emit definitionWanted(qulonglong(position));
            return;
        }
    }
    QsciScintilla::mousePressEvent(event);
}

void PolicyEditor::focusOutEvent(QFocusEvent *event)
{
    QsciScintilla::focusOutEvent(event);
    emit focusLost();
}

void PolicyEditor::changeEvent(QEvent *event)
{
    QsciScintilla::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        applyTheme();
}

} // namespace gatehouse::ui::policies
