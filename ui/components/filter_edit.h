// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace gatehouse::ui::components {

//! A line edit with a search icon. Ctrl+F of its window's page puts the focus here; Esc clears, then gives the focus back; Down goes to `target`.
class FilterEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterEdit(const QString &placeholder, QWidget *parent = nullptr);
    //! The view that shows the result: gets the focus by Down and Enter.
    void setTarget(QWidget *target) { m_target = target; }
    QSize sizeHint() const override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *m_target = nullptr;
};

} // namespace gatehouse::ui::components
