// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/tokens.h"

#include <QIcon>
#include <QObject>

class QPainter;
class QWidget;

namespace gatehouse::ui::theme {

//! The look of one process: made once in main (or a test), before the first widget. It dresses the application in its
//! fonts, its style and its palette, and again on every switch. Widgets ask `tokens(this)` while painting, so a switch
//! needs no code of theirs; who caches a colour or size listens to changed() or handles QEvent::StyleChange.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(Scheme scheme = Scheme::Light, Density density = Density::Comfortable, QObject *parent = nullptr);
    ~Theme() override;

    const Tokens &tokens() const { return m_tokens; }
    Scheme scheme() const { return m_tokens.scheme; }
    Density density() const { return m_tokens.density; }
    void setScheme(Scheme scheme);
    void setDensity(Density density);
    void toggleScheme();

signals:
    void changed();

private:
    void dress();
    Tokens m_tokens;
};

//! The tokens that dress this widget: those of its style's theme. Without a Theme in the process, the light ones.
const Tokens &tokens(const QWidget *widget);
//! The theme of this widget's style, or nullptr.
Theme *themeOf(const QWidget *widget);

//! An icon of resources/icons that follows the theme; `name` without ".svg". Views draw it in text2, hovered and checked
//! in text or accent, disabled in text3.
QIcon icon(const QString &name, Tone tone = Tone::Neutral);
//! On the accent colour: the icon of a primary button.
QIcon iconOnAccent(const QString &name);
//! Paints one now, in one colour.
void paintIcon(QPainter *painter, const QRect &rect, const QString &name, const QColor &color);
QStringList iconNames();

//! A button's rank: one primary on a page, danger for what destroys, ghost for icons in a bar. Default is secondary.
enum class ButtonRank { Secondary, Primary, Danger, Ghost, Link };
void setRank(QWidget *button, ButtonRank rank);
ButtonRank rankOf(const QWidget *button);
//! Text of that role in the theme's font, following switches of the theme.
void setTextRole(QWidget *widget, TextRole role);
//! Colour level of a label: 1 text, 2 text2, 3 text3.
void setTextLevel(QWidget *widget, int level);
//! Colour of a label by meaning.
void setTextTone(QWidget *widget, Tone tone);

} // namespace gatehouse::ui::theme
