// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/card.h"
#include "ui/shell/theme/theme.h"

namespace gatehouse::ui::components {

class IconLabel;
class Sparkline;

//! One figure of an overview: icon and name, the figure, how it moved, and a sparkline. Reads as one text to a screen reader.
class FigureTile : public Card
{
    Q_OBJECT

public:
    FigureTile(const QString &icon, const QString &name, QWidget *parent = nullptr);

    //! "18.4k /min"; an empty text shows "–".
    void setFigure(const QString &figure);
    //! "+6.2 % on the hour before"; an empty text leaves the line blank.
    void setChange(const QString &text, theme::Tone tone = theme::Tone::Neutral);
    void setSpark(const QList<double> &values, theme::Tone tone = theme::Tone::Accent);
    QString figure() const;

private:
    void describe();

    QString m_name;
    QLabel *m_figure;
    QLabel *m_change;
    Sparkline *m_spark;
};

} // namespace gatehouse::ui::components
