// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme/theme.h"

#include <QPointer>
#include <QWidget>

#include <functional>

namespace gatehouse::ui::components {

//! Shows short messages at the lower right of a window, newest lowest, gone after 6 s (errors stay until closed). Read aloud as an alert.
class ToastHost : public QObject
{
    Q_OBJECT

public:
    explicit ToastHost(QWidget *window);

    void show(theme::Tone tone, const QString &text, const QString &action = {}, std::function<void()> onAction = {});
    //! Room at the bottom that stays free, for a bar that must not be covered.
    void setBottomMargin(int margin);
    int count() const { return int(m_toasts.size()); }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void arrange();

    QWidget *m_window;
    int m_bottom = 0;
    QList<QPointer<QWidget>> m_toasts;
};

} // namespace gatehouse::ui::components
