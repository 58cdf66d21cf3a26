// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/palette_model.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;

namespace gatehouse::ui::shell {

//! The layer over a window that finds actions and objects by a few letters. Up and Down choose, Enter runs, Esc closes; it covers the window and takes every key while
//! it is open.
class CommandPalette : public QWidget
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *window);

    void open(std::vector<PaletteItem> items, const QStringList &recent);
    //! Objects that came later than open(): added, the query kept.
    void addItems(std::vector<PaletteItem> items);
    void closePalette();
    QLineEdit *input() const { return m_input; }
    PaletteModel *results() const { return m_model; }

signals:
    //! An item was run; its id goes to the front of the recent ones.
    void ran(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void runCurrent();
    void refreshCount();
    void place();
    QRect panel() const;

    QLineEdit *m_input;
    QListView *m_list;
    QLabel *m_hint;
    QLabel *m_count;
    PaletteModel *m_model;
    std::vector<PaletteItem> m_items;
    QStringList m_recent;
    QPointer<QWidget> m_focusBefore;
};

} // namespace gatehouse::ui::shell
