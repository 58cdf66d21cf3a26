// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace gatehouse::ui::shell {

//! One entry of the side bar. Checked: the page is shown. Reads as a page tab to assistive technology.
class NavigationButton : public QAbstractButton
{
    Q_OBJECT

public:
    NavigationButton(const QString &icon, const QString &text, QWidget *parent = nullptr);

    void setBadge(int count);
    int badge() const { return m_badge; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    int m_badge = 0;
};

} // namespace gatehouse::ui::shell
