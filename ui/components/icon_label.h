// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/theme.h"

#include <QWidget>

#include <optional>

namespace gatehouse::ui::components {

//! One icon of the set, following the theme (a pixmap in a QLabel would not).
class IconLabel : public QWidget
{
    Q_OBJECT

public:
    explicit IconLabel(const QString &name = {}, int size = 16, QWidget *parent = nullptr);

    void setIcon(const QString &name);
    void setTone(theme::Tone tone);
    QSize sizeHint() const override { return {m_size, m_size}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    int m_size;
    theme::Tone m_tone = theme::Tone::Neutral;
};

} // namespace gatehouse::ui::components
