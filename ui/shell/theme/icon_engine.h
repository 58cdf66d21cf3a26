// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/theme.h"

#include <QIconEngine>

namespace gatehouse::ui::theme {

//! Draws one SVG of the set in a colour of the theme, chosen at painting time, so that an icon follows a switch.
class IconEngine final : public QIconEngine
{
public:
    IconEngine(QString name, Tone tone, bool onAccent);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    QIconEngine *clone() const override { return new IconEngine(m_name, m_tone, m_onAccent); }
    QString key() const override { return QStringLiteral("gatehouse"); }
    QString iconName() override { return m_name; }
    bool isNull() override { return m_name.isEmpty(); }

private:
    QColor color(QIcon::Mode mode, QIcon::State state) const;

    QString m_name;
    Tone m_tone;
    bool m_onAccent;
};

} // namespace gatehouse::ui::theme
