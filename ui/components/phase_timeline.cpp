// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/phase_timeline.h"

#include "ui/shell/theme/style.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace gatehouse::ui::components {

QString durationText(qint64 microseconds)
{
    if (microseconds < 1'000)
        return QStringLiteral("%1 µs").arg(microseconds);
    if (microseconds < 1'000'000)
        return QStringLiteral("%1 ms").arg(double(microseconds) / 1'000, 0, 'f', microseconds < 100'000 ? 1 : 0);
    return QStringLiteral("%1 s").arg(double(microseconds) / 1'000'000, 0, 'f', 2);
}

PhaseTimeline::PhaseTimeline(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setPhases({});
}

void PhaseTimeline::setPhases(QList<Phase> phases)
{
    m_phases = std::move(phases);
    QStringList read;
    for (const Phase &phase : std::as_const(m_phases))
        read << phase.name + QLatin1Char(' ') + durationText(phase.end - phase.start);
    setAccessibleName(tr("Phases of the request"));
    setAccessibleDescription(read.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int PhaseTimeline::rowHeight() const
{
    return 26;
}

QSize PhaseTimeline::sizeHint() const
{
    return {420, int(m_phases.size()) * rowHeight()};
}

void PhaseTimeline::paintEvent(QPaintEvent *)
{
    if (m_phases.isEmpty())
        return;
    const auto &t = theme::tokens(this);
    QPainter painter(this);
    const QFont font = t.font(theme::TextRole::Secondary);
    const QFontMetrics metrics(font);
    painter.setFont(font);
    int names = 0;
    qint64 end = 1;
    for (const Phase &phase : std::as_const(m_phases)) {
        names = std::max(names, metrics.horizontalAdvance(phase.name));
        end = std::max(end, phase.end);
    }
    const int left = names + t.metric.space3;
    const int figures = metrics.horizontalAdvance(QStringLiteral("000.0 ms")) + t.metric.space2;
    const QRectF lane(left, 0, std::max(20, width() - left - figures), rowHeight());
    for (qsizetype i = 0; i < m_phases.size(); ++i) {
        const Phase &phase = m_phases[i];
        const double top = double(i) * rowHeight();
        painter.setPen(t.color.text2);
        painter.drawText(QRectF(0, top, names, rowHeight()), Qt::AlignVCenter | Qt::AlignLeft, phase.name);
        theme::drawRounded(painter, QRectF(lane.left(), top + 10, lane.width(), 6), 3, t.color.hover);
        const double from = lane.left() + lane.width() * double(phase.start) / double(end);
        const double length = std::max(3.0, lane.width() * double(phase.end - phase.start) / double(end));
        theme::drawRounded(painter, QRectF(std::min(from, lane.right() - length), top + 10, length, 6), 3, t.tone(phase.tone).text);
        painter.setPen(t.color.text);
        painter.drawText(QRectF(width() - figures, top, figures, rowHeight()), Qt::AlignVCenter | Qt::AlignRight, durationText(phase.end - phase.start));
    }
}

bool PhaseTimeline::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int row = help->pos().y() / rowHeight();
    if (row >= 0 && row < m_phases.size()) {
        const Phase &phase = m_phases[row];
        const QString span = tr("%1 from %2 to %3").arg(phase.name, durationText(phase.start), durationText(phase.end));
        QToolTip::showText(help->globalPos(), phase.toolTip.isEmpty() ? span : span + QLatin1Char('\n') + phase.toolTip, this);
    }
    return true;
}

} // namespace gatehouse::ui::components
