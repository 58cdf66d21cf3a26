// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace gatehouse::ui::components {

//! A surface on the canvas: 10-px corners, a hairline, an optional header of title, subtitle and widgets at its end.
class Card : public QWidget
{
    Q_OBJECT

public:
    explicit Card(const QString &title = {}, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setSubtitle(const QString &subtitle);
    //! At the end of the header, left to right in the order of the calls.
    void addHeaderWidget(QWidget *widget);
    //! Where the content goes.
    QVBoxLayout *body() const { return m_body; }
    //! Content up to the edge, for tables: only the header keeps its padding.
    void setEdgeToEdge(bool on);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showHeader();

    QWidget *m_header;
    QHBoxLayout *m_headerLayout;
    QLabel *m_title;
    QLabel *m_subtitle;
    QVBoxLayout *m_outer;
    QVBoxLayout *m_body;
};

} // namespace gatehouse::ui::components
