// SPDX-FileCopyrightText: 2026 The Gatehouse authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/toast.h"

#include "ui/components/icon_label.h"
#include "ui/components/labels.h"
#include "ui/shell/theme/style.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

namespace gatehouse::ui::components {

namespace {

constexpr int shownMs = 6'000;

QString iconOf(theme::Tone tone)
{
    switch (tone) {
    case theme::Tone::Success: return QStringLiteral("check");
    case theme::Tone::Warning: return QStringLiteral("warning");
    case theme::Tone::Danger: return QStringLiteral("error");
    default: return QStringLiteral("info");
    }
}

class Toast final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const auto &t = theme::tokens(this);
        QPainter painter(this);
        for (int i = 3; i > 0; --i) {
            QColor shadow = t.color.shadow;
            shadow.setAlpha(shadow.alpha() / 4);
            theme::drawRounded(painter, QRectF(rect()).adjusted(4 - i, 5 - i, i - 4, i - 4), t.metric.cardRadius + i, shadow);
        }
        theme::drawRounded(painter, QRectF(rect()).adjusted(4, 4, -4, -4), t.metric.cardRadius, t.color.raised, t.color.borderStrong);
    }
};

} // namespace

ToastHost::ToastHost(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    window->installEventFilter(this);
}

void ToastHost::show(theme::Tone tone, const QString &text, const QString &action, std::function<void()> onAction)
{
    auto *toast = new Toast(m_window);
    auto *row = new QHBoxLayout(toast);
    row->setContentsMargins(16, 10, 10, 10);
    auto *icon = new IconLabel(iconOf(tone), 18);
    icon->setTone(tone);
    row->addWidget(icon);
    auto *label = makeParagraph(text, theme::TextRole::Body, 1);
    label->setMinimumWidth(std::min(320, label->fontMetrics().horizontalAdvance(text) + 4));
    label->setMaximumWidth(360);
    row->addWidget(label, 1);
    if (!action.isEmpty()) {
        auto *button = makeButton(action, theme::ButtonRank::Link);
        connect(button, &QPushButton::clicked, toast, [toast, onAction = std::move(onAction)] {
            toast->close();
            if (onAction)
                onAction();
        });
        row->addWidget(button);
    }
    auto *close = makeIconButton(QStringLiteral("close"), tr("Close the message"));
    connect(close, &QToolButton::clicked, toast, &QWidget::close);
    row->addWidget(close);
    toast->setAttribute(Qt::WA_DeleteOnClose);
    toast->setAccessibleName(text);
    connect(toast, &QObject::destroyed, this, &ToastHost::arrange);
    if (tone != theme::Tone::Danger)
        QTimer::singleShot(shownMs, toast, &QWidget::close);
    m_toasts << toast;
    toast->show();
    arrange();
    QAccessibleEvent alert(toast, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ToastHost::setBottomMargin(int margin)
{
    m_bottom = margin;
    arrange();
}

bool ToastHost::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window && event->type() == QEvent::Resize)
        arrange();
    return QObject::eventFilter(watched, event);
}

void ToastHost::arrange()
{
    m_toasts.removeIf([](const QPointer<QWidget> &toast) { return !toast; });
    int bottom = m_window->height() - 20 - m_bottom;
    for (qsizetype i = m_toasts.size(); i-- > 0;) {
        QWidget *toast = m_toasts[i];
        toast->adjustSize();
        bottom -= toast->height();
        toast->move(m_window->width() - toast->width() - 20, bottom);
        toast->raise();
        bottom -= 4;
    }
}

} // namespace gatehouse::ui::components
