// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policies/policy_lexer.h"

#include <Qsci/qsciscintilla.h>

#include <QGuiApplication>
#include <QScreen>

#include <algorithm>

namespace gatehouse::ui::policies {

namespace {

QColor colorOf(Style style, const theme::Colors &color)
{
    switch (style) {
    case Style::Text: return color.text;
    case Style::Bracket: return color.text3;
    case Style::Element: return color.accent;
    case Style::Attribute: return color.warning.text;
    case Style::Value: return color.success.text;
    case Style::Comment:
    case Style::CodeComment: return color.text3;
    case Style::Entity:
    case Style::Number:
    case Style::NamedValue: return color.info.text;
    case Style::Delimiter:
    case Style::Keyword: return color.categories[3];
    case Style::Context: return color.accent;
    case Style::String: return color.success.text;
    case Style::Code: return color.text;
    case Style::Operator: return color.text2;
    }
    return color.text;
}

//! Scintilla knows sizes in points alone.
QFont inPoints(QFont font)
{
    const auto *screen = QGuiApplication::primaryScreen();
    font.setPointSizeF(font.pixelSize() * 72.0 / (screen ? screen->logicalDotsPerInchY() : 96.0));
    return font;
}

bool isCode(Style style)
{
    return style >= Style::Delimiter;
}

bool isStrong(Style style)
{
    return style == Style::Keyword || style == Style::Delimiter || style == Style::Context;
}

} // namespace

PolicyLexer::PolicyLexer(const theme::Tokens &tokens, QObject *parent) : QsciLexerCustom(parent)
{
    setTokens(tokens);
}

QString PolicyLexer::description(int style) const
{
    // Names for QScintilla's own bookkeeping; nobody reads them.
    return style >= 0 && style < styleCount ? QStringLiteral("style %1").arg(style) : QString();
}

void PolicyLexer::setTokens(const theme::Tokens &tokens)
{
    const auto font = inPoints(tokens.font(theme::TextRole::Editor));
    auto strong = font;
    strong.setWeight(QFont::DemiBold);
    setDefaultFont(font);
    setDefaultColor(tokens.color.text);
    setDefaultPaper(tokens.color.surface);
    for (int i = 0; i < styleCount; ++i) {
        const auto style = Style(i);
        setFont(isStrong(style) ? strong : font, i);
        setColor(colorOf(style, tokens.color), i);
        setPaper(isCode(style) ? tokens.color.sunken : style == Style::NamedValue ? tokens.color.info.soft : tokens.color.surface, i);
    }
}

void PolicyLexer::read()
{
    if (m_isFresh || !editor())
        return;
    const auto length = std::size_t(editor()->SendScintilla(QsciScintilla::SCI_GETLENGTH));
    const auto *bytes = static_cast<const char *>(editor()->SendScintillaPtrResult(QsciScintilla::SCI_GETCHARACTERPOINTER));
    m_highlight = highlight({bytes, length});
    m_isFresh = true;
    setFolds();
}

void PolicyLexer::styleText(int start, int end)
{
    read();
    const auto size = int(m_highlight.styles.size());
    start = std::clamp(start, 0, size);
    end = std::clamp(end, start, size);
    startStyling(start);
    editor()->SendScintilla(QsciScintilla::SCI_SETSTYLINGEX, static_cast<unsigned long>(end - start), m_highlight.styles.data() + start);
}

void PolicyLexer::setFolds()
{
    const auto &depths = m_highlight.depths;
    for (std::size_t line = 0; line < depths.size(); ++line) {
        const int depth = std::min(depths[line], 200);
        const bool opens = line + 1 < depths.size() && depths[line + 1] > depths[line];
        const long level = QsciScintilla::SC_FOLDLEVELBASE + depth + (opens ? long(QsciScintilla::SC_FOLDLEVELHEADERFLAG) : 0L);
        if (editor()->SendScintilla(QsciScintilla::SCI_GETFOLDLEVEL, static_cast<unsigned long>(line)) != level)
            editor()->SendScintilla(QsciScintilla::SCI_SETFOLDLEVEL, static_cast<unsigned long>(line), level);
    }
}

} // namespace gatehouse::ui::policies
