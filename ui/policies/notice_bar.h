// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/theme.h"

#include <QWidget>

#include <functional>

class QHBoxLayout;
class QLabel;

namespace gatehouse::ui::policies {

//! One sentence above a text that needs a decision, with its buttons.
class NoticeBar : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    struct Choice
    {
        QString text;
        std::function<void()> act;
    };
    void show(const QString &text, const QList<Choice> &choices);
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_text;
    QHBoxLayout *m_row;
    QList<QWidget *> m_buttons;
};

} // namespace gatehouse::ui::policies
