// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/theme.h"

#include <QList>
#include <QString>
#include <QWidget>

namespace gatehouse::ui::components {

//! One stretch of a request's life, in microseconds since its first byte.
struct Phase
{
    QString name;
    qint64 start = 0;
    qint64 end = 0;
    theme::Tone tone = theme::Tone::Accent;
    QString toolTip;
};

//! Phases as bars below each other on one time scale: where the milliseconds of a request went.
class PhaseTimeline : public QWidget
{
    Q_OBJECT

public:
    explicit PhaseTimeline(QWidget *parent = nullptr);

    void setPhases(QList<Phase> phases);
    const QList<Phase> &phases() const { return m_phases; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    int rowHeight() const;
    QList<Phase> m_phases;
};

//! "840 µs", "12.4 ms", "1.85 s".
QString durationText(qint64 microseconds);

} // namespace gatehouse::ui::components
