// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

#include <functional>

class QLabel;
class QProgressBar;
class QPushButton;
class QTimer;

namespace gatehouse::ui::components {

class IconLabel;

//! The four designed states of a page or card: content, loading, empty, error. Takes the content over.
class StateStack : public QStackedWidget
{
    Q_OBJECT

public:
    enum State { Content, Loading, Empty, Error };

    explicit StateStack(QWidget *content, QWidget *parent = nullptr);

    void setContent();
    //! Shows only after 150 ms, so that a quick load does not flicker. A fraction below 0 is unknown.
    void setLoading(const QString &text, double fraction = -1);
    void setEmpty(const QString &icon, const QString &title, const QString &text, const QString &action = {}, std::function<void()> onAction = {});
    void setError(const QString &title, const QString &text, const QString &action = {}, std::function<void()> onAction = {});
    State state() const { return m_state; }
    QWidget *contentWidget() const { return m_content; }
    QString message() const;

private:
    QWidget *makeMessage();
    void showMessage(State state, const QString &icon, bool danger, const QString &title, const QString &text, const QString &action,
                     std::function<void()> onAction);

    QWidget *m_content;
    QWidget *m_message;
    IconLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QProgressBar *m_bar;
    QPushButton *m_button;
    std::function<void()> m_onAction;
    QTimer *m_delay;
    State m_state = Content;
};

} // namespace gatehouse::ui::components
