// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace gatehouse::ui::policies {

class PolicyEditor;

//! Find and replace in one text. Enter and Shift+Enter step, Esc closes.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(PolicyEditor &editor, QWidget *parent = nullptr);

    //! With the selection as what to find; `replace` shows the second row.
    void open(bool replace);
    void close();
    QLineEdit *findField() const { return m_find; }
    QLineEdit *replaceField() const { return m_replace; }
    //! How many hits, the chosen one: "2 of 5".
    QString countText() const;
    void step(int direction);
    void replaceOne();
    int replaceAll();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QList<std::pair<std::size_t, std::size_t>> hits() const;
    void refresh();

    PolicyEditor &m_editor;
    QLineEdit *m_find;
    QLineEdit *m_replace;
    QWidget *m_replaceRow;
    QLabel *m_count;
    QToolButton *m_case;
};

} // namespace gatehouse::ui::policies
