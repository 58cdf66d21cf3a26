// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/scale.h"
#include "ui/shell/theme/tokens.h"

#include <QChartView>

class QValueAxis;

namespace gatehouse::ui::charts {

//! What the charts share: a QChart without its own decoration, whose grid, axis texts and read-out are painted here in the look of
//! the theme. Time runs along x in milliseconds since the epoch; y begins at 0.
class ChartFrame : public QChartView
{
    Q_OBJECT

public:
    explicit ChartFrame(QWidget *parent);

protected:
    //! Space around the plot, in pixels.
    struct Margins
    {
        int left = 48, top = 12, right = 16, bottom = 28;
    };

    const theme::Tokens &tokens() const;
    void setFrameMargins(Margins margins);
    void setRange(qint64 fromMs, qint64 toMs, double highest);
    void setUnit(const QString &unit);
    qint64 from() const { return m_from; }
    qint64 to() const { return m_to; }
    const Scale &scale() const { return m_scale; }
    void attach(QAbstractSeries *series);
    QRectF plot() const;
    double xOf(qint64 timeMs) const;
    double yOf(double value) const;
    qint64 timeAt(double x) const;

    //! Rebuild the series' colours.
    virtual void restyle() = 0;
    virtual void paintOver(QPainter &painter) = 0;
    //! Rows of a read-out box beside `x`: colour, name, figure; the title first.
    struct ReadOut
    {
        QColor color;
        QString name;
        QString figure;
    };
    void paintReadOut(QPainter &painter, double x, const QString &title, const QList<ReadOut> &rows);

    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void placePlot();
    QString valueLabel(double value, bool withUnit) const;

    QValueAxis *m_time;
    QValueAxis *m_value;
    Margins m_margins;
    Scale m_scale;
    QString m_unit;
    qint64 m_from = 0;
    qint64 m_to = 1;
};

} // namespace gatehouse::ui::charts
