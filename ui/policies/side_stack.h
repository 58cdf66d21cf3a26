// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

class QLabel;

namespace gatehouse::ui::policies {

//! Content of a narrow card, or a sentence that says why there is none.
class SideStack : public QStackedWidget
{
    Q_OBJECT

public:
    explicit SideStack(QWidget *content, QWidget *parent = nullptr);

    void showContent();
    void showSentence(const QString &title, const QString &text);

private:
    QWidget *m_content;
    QLabel *m_title;
    QLabel *m_text;
};

} // namespace gatehouse::ui::policies
