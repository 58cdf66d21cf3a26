// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/theme.h"

#include <QList>
#include <QWidget>

namespace gatehouse::ui::components {

//! A line without axes. NaN makes a gap. Decimated to its own pixels.
class Sparkline : public QWidget
{
    Q_OBJECT

public:
    explicit Sparkline(QWidget *parent = nullptr);

    void setValues(QList<double> values);
    const QList<double> &values() const { return m_values; }
    void setTone(theme::Tone tone);
    QSize sizeHint() const override { return {96, 40}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<double> m_values;
    theme::Tone m_tone = theme::Tone::Accent;
};

} // namespace gatehouse::ui::components
