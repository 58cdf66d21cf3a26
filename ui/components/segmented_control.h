// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>
#include <QVariant>
#include <QWidget>

namespace gatehouse::ui::components {

//! One of a few, in a row: time ranges, percentiles. Left and Right move.
class SegmentedControl : public QWidget
{
    Q_OBJECT

public:
    //! `name` is what a screen reader says.
    explicit SegmentedControl(const QString &name, QWidget *parent = nullptr);

    void addSegment(const QString &text, const QVariant &data = {}, const QString &toolTip = {});
    int currentIndex() const { return m_current; }
    void setCurrentIndex(int index);
    QVariant currentData() const;
    void setCurrentData(const QVariant &data);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Segment
    {
        QString text;
        QVariant data;
        QString toolTip;
    };
    QList<QRect> rects() const;
    int at(const QPoint &position) const;
    void describe();

    QString m_name;
    QList<Segment> m_segments;
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace gatehouse::ui::components
